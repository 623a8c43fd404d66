"""Pictures of pages: read through the text recogniser where it is installed, told plainly where it is not."""

import io
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from rapidfuzz.fuzz import ratio
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from papi_desktop.documents.fonts import find_serif, register
from papi_desktop.domain.errors import Code, PapiError, PlanError
from papi_desktop.plans import recognition
from papi_desktop.plans.reading import open_source
from papi_desktop.services.plan_reading import open_plan

INSTALLED = recognition.recogniser() is not None
needs_recogniser = pytest.mark.skipif(not INSTALLED, reason="the text recogniser Tesseract with Vietnamese is not installed")
HEAD = ("TT", "Nhiệm vụ", "Chỉ tiêu", "Đơn vị chủ trì", "Thời gian thực hiện")
ROWS = (
    ("1", "Niêm yết công khai danh sách hộ nghèo tại nhà văn hóa thôn", "100% số thôn", "Công chức Văn hóa - Xã hội", "Quý II/2026"),
    ("2", "Tổ chức đối thoại với nhân dân", "Ít nhất 02 cuộc/năm", "UBND xã", "Trước ngày 15/11/2026"),
)
Scan = Callable[..., Path]
_DOTS = 200


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    """A plan printed and put through a scanner: pictures of its pages, turned by some degrees."""

    def made(kind: str = "pdf", *, turned: float = 0.0) -> Path:
        plain, bold, *_ = register(find_serif())
        style = ParagraphStyle("cell", fontName=plain, fontSize=12, leading=15)
        title = ParagraphStyle("title", fontName=bold, fontSize=13, leading=17, spaceAfter=8, alignment=1)
        grid = [[Paragraph(text, style) for text in row] for row in (HEAD, *ROWS)]
        table = Table(grid, colWidths=(36, 260, 120, 160, 130), style=[("GRID", (0, 0), (-1, -1), 0.8, colors.black)])
        printed = io.BytesIO()
        heading = Paragraph("KẾ HOẠCH NÂNG CAO CHỈ SỐ PAPI NĂM 2026", title)
        SimpleDocTemplate(printed, pagesize=landscape(A4)).build([heading, table])
        drawn: Any = pypdfium2.PdfDocument(printed.getvalue())[0]
        page: Image.Image = drawn.render(scale=_DOTS / 72, grayscale=True).to_pil()
        picture = page.rotate(turned, fillcolor=255, resample=Image.Resampling.BICUBIC)
        path = tmp_path / f"ke-hoach-ban-chup.{kind}"
        picture.save(path, resolution=_DOTS)
        return path

    return made


@needs_recogniser
@pytest.mark.parametrize(("kind", "turned"), [("pdf", 0.0), ("pdf", 0.8), ("png", 0.0), ("jpg", -0.6)])
def test_a_scanned_plan_becomes_tasks_marked_as_read_by_machine(scan: Scan, kind: str, turned: float) -> None:
    plan = open_plan(scan(kind, turned=turned)).plan
    assert plan.by_machine
    assert len(plan.tasks) == len(ROWS)
    for task, row in zip(plan.tasks, ROWS, strict=True):
        read = (task.text, task.target, task.lead_text)
        assert [round(ratio(said, true)) >= 90 for said, true in zip(read, row[1:], strict=False)] == [True] * 3, read
    assert plan.year == 2026


@needs_recogniser
def test_a_cell_that_the_machine_is_unsure_of_is_listed(scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    path = scan()
    monkeypatch.setattr(recognition, "_SURE", 101)  # as on a page that was copied too often
    plan = open_plan(path).plan
    assert all({"text", "target", "lead_text", "timing"} <= set(task.doubtful) for task in plan.tasks)


@needs_recogniser
def test_reading_pictures_can_be_cancelled(scan: Scan) -> None:
    asked = count()
    with pytest.raises(PapiError) as stopped:
        open_plan(scan(), cancelled=lambda: next(asked) >= 0)
    assert stopped.value.code is Code.CANCELLED


@needs_recogniser
def test_a_recogniser_that_fails_is_said(scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    path = scan()
    monkeypatch.setattr(recognition, "LANGUAGE", "xx_none")
    monkeypatch.setattr(recognition, "recogniser", lambda: Path("/usr/bin/tesseract"))
    with pytest.raises(PlanError) as failed:
        open_plan(path)
    assert failed.value.code is Code.RECOGNISER_FAILED


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_without_a_recogniser_the_message_says_how_to_get_one(scan: Scan, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "recogniser", lambda: None)
    with pytest.raises(PlanError) as refused:
        open_plan(scan(kind))
    assert refused.value.code is Code.SCANNED


def test_pictures_hold_no_text_of_their_own(scan: Scan) -> None:
    with pytest.raises(PlanError) as refused:
        open_source(scan())
    assert refused.value.code is Code.SCANNED
