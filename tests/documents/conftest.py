from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from papi_desktop.documents.papers import Checklist, ChecklistExpected, ChecklistGroup, ChecklistRow, Letterhead, Signature


@pytest.fixture
def make_row() -> Callable[..., ChecklistRow]:
    def make(**fields: Any) -> ChecklistRow:
        plain: dict[str, Any] = {
            "number": 1,
            "component": "2.2. Danh sách hộ nghèo",
            "task": "Niêm yết danh sách hộ nghèo, hộ cận nghèo",
            "target": "100% thôn",
            "due": date(2026, 11, 13),
            "period_label": "",
            "expected": (ChecklistExpected("Thông báo niêm yết", present=True), ChecklistExpected("Nhật ký phát thanh", present=False)),
            "references": ("62/TB-UBND, 02/11/2026",),
            "result": "",
            "note": "",
            "done": False,
        }
        return ChecklistRow(**plain | fields)

    return make


@pytest.fixture
def make_checklist() -> Callable[..., Checklist]:
    def make(*rows: ChecklistRow, **fields: Any) -> Checklist:
        plain: dict[str, Any] = {
            "letterhead": Letterhead("ỦY BAN NHÂN DÂN", "XÃ TÂN PHÚ (MẪU)", "Tân Phú"),
            "title": "Danh mục minh chứng",
            "subtitle": "Quý IV năm 2026, bộ chỉ số PAPI",
            "basis": "(Theo Kế hoạch số 45/KH-UBND ngày 12/02/2026)",
            "groups": (ChecklistGroup("2. Công khai, minh bạch", 1, len(rows), rows),),
            "signatures": (
                Signature(("NGƯỜI LẬP BIỂU",), "(Ký, ghi rõ họ tên)", "Nguyễn Thị Hạnh"),
                Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "", "Lê Minh Đức"),
            ),
            "printed_at": datetime(2026, 11, 16, 9, 42),  # noqa: DTZ001 # local time is what stands on paper
            "form_code": "99001-2026-Q4-0007",
            "present": 1,
            "needed": 2,
        }
        return Checklist(**plain | fields)

    return make
