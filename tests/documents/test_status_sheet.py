"""The workbook on the progress of all units, read back as a spreadsheet program would."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from papi_desktop.documents.status_sheet import NOTE, SheetCounts, SheetUnit, StatusSheet, write_status_sheet
from papi_desktop.domain.errors import StorageError
from papi_desktop.domain.periods import Period
from papi_desktop.services.app import App
from papi_desktop.services.status import StatusScope
from papi_desktop.services.status_sheet import write_status_sheet as write_for
from resources.i18n import use_language

SHEET = StatusSheet(
    office="Sở Nội vụ (mẫu)",
    scope="Bộ chỉ số PAPI, năm 2026",
    reporting="Tình trạng gửi tính theo kỳ quý III, hạn 05/10/2026",
    made_at=datetime(2026, 11, 16, 9, 42),  # noqa: DTZ001 - local time, as on paper
    columns=("1. Tham gia (mẫu)", "=2+3"),
    units=(
        SheetUnit(
            "99001",
            "UBND xã Tân Phú (mẫu)",
            date(2026, 11, 6),
            3,
            "Đã gửi kỳ này",
            6,
            SheetCounts(14, 19, 1, 2),
            (SheetCounts(14, 19, 1, 2), None),
        ),
        SheetUnit("00042", "=CMD()\x07", None, None, "Chưa gửi", 0, SheetCounts(0, 0, 0, 0), (None, None)),
    ),
)


def rows_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {page.title: list(page.iter_rows(values_only=True)) for page in load_workbook(path)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "moi" / "tien-do.xlsx"
    write_status_sheet(path, SHEET)
    return path


def test_figures_are_numbers_and_dates_are_dates(path: Path) -> None:
    units = rows_of(path)["Đơn vị"]
    assert units[0][0] == "Tiến độ thực hiện của các đơn vị, Sở Nội vụ (mẫu)"
    assert units[2][0] == "Lập lúc 09:42 ngày 16/11/2026"
    assert units[3][0] == NOTE
    assert "không phải điểm PAPI" in NOTE
    first = (1, "99001", "UBND xã Tân Phú (mẫu)", datetime(2026, 11, 6), 3, "Đã gửi kỳ này", 6, 14, 19, 1, 2)  # noqa: DTZ001 - as on paper
    assert units[6] == first
    assert units[7][1] == "00042", "a code stays text with its zeros"
    assert load_workbook(path)["Đơn vị"]["D7"].number_format == "dd/mm/yyyy"


def test_names_that_look_like_formulas_stay_text(path: Path) -> None:
    book = load_workbook(path)
    cell = book["Đơn vị"]["C8"]
    assert (cell.value, cell.data_type) == ("=CMD()", "s")
    assert (book["Nội dung"]["H6"].value, book["Nội dung"]["H6"].data_type) == ("=2+3", "s")


def test_dimensions_stand_over_their_four_counts_and_heads_stay_in_sight(path: Path) -> None:
    book = load_workbook(path)
    page = book["Nội dung"]
    assert [page["D6"].value, page["D7"].value, page["G7"].value] == ["1. Tham gia (mẫu)", "Hoàn thành", "Bị trả lại"]
    assert {str(each) for each in page.merged_cells.ranges} == {"D6:G6", "H6:K6"}
    assert [cell.value for cell in page[8]] == [1, "99001", "UBND xã Tân Phú (mẫu)", 14, 19, 1, 2, None, None, None, None]
    assert (book["Đơn vị"].freeze_panes, page.freeze_panes) == ("D7", "D8")


def test_an_older_workbook_is_replaced_and_a_bad_place_is_refused(path: Path) -> None:
    write_status_sheet(path, SHEET)
    assert len(rows_of(path)["Đơn vị"]) == 8
    with pytest.raises(StorageError):
        write_status_sheet(path / "duoi-mot-tep.xlsx", SHEET)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_vietnamese_whatever_the_screen_speaks(authority: App, tmp_path: Path, language: Any) -> None:
    use_language(language)
    try:
        made = write_for(authority, out=tmp_path / "a.xlsx", scope=StatusScope(year=2026, period=Period("2026-Q4")))
    finally:
        use_language("vi")
    units = rows_of(made.path)["Đơn vị"]
    assert made.units == 1
    assert units[1][0] == "Tất cả bộ chỉ số, Quý IV năm 2026. Chưa đặt kỳ báo cáo"
    assert units[6][1:7] == ("99001", "UBND xã Tân Phú (mẫu)", None, None, "Chưa gửi", 0)
