"""The progress of all units as an Excel workbook, in Vietnamese whatever the screen speaks: figures as numbers, dates as dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papi_desktop.disk import write_whole

if TYPE_CHECKING:
    from openpyxl import Workbook

_Page = Any
"""A sheet that is written row by row, and a cell of it: openpyxl gives neither a type that says what it has."""
_Cell = Any

NOTE = "n/N là số lượt hoàn thành trên tổng số lượt của kế hoạch; không phải điểm PAPI."
_COUNTS = ("Hoàn thành", "Tổng số lượt", "Quá hạn", "Bị trả lại")
_ABOVE = 5
"""Rows above the table: title, what it covers, when, the note, and an empty one."""


@dataclass(frozen=True)
class SheetCounts:
    """Occurrences: ``done`` of ``due``, how many are late, how many came back."""

    done: int
    due: int
    late: int
    returned: int


@dataclass(frozen=True)
class SheetUnit:
    """One unit; ``cells`` has one entry per column of the sheet, None where the unit's plan has nothing of it."""

    code: str
    name: str
    last: date | None
    sequence: int | None
    state: str
    unreviewed: int
    total: SheetCounts
    cells: tuple[SheetCounts | None, ...]


@dataclass(frozen=True)
class StatusSheet:
    """What the workbook says. ``made_at`` is local time, ``reporting`` the reporting period that the units' states speak of."""

    office: str
    scope: str
    reporting: str
    made_at: datetime
    columns: tuple[str, ...]
    units: tuple[SheetUnit, ...]


def write_status_sheet(out: Path, sheet: StatusSheet) -> None:
    """Writes the workbook, over an older one too: one table of the units, one of units by dimension.

    Raises ``StorageError`` DISK_FULL or WRITE_FAILED.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _write_units(book, sheet)
    _write_dimensions(book, sheet)
    content = BytesIO()
    book.save(content)
    write_whole(out, content.getvalue())


def _write_units(book: "Workbook", sheet: StatusSheet) -> None:
    heads = ("TT", "Mã đơn vị", "Đơn vị", "Gói gần nhất", "Số gói", "Tình trạng gửi", "Chờ thẩm định", *_COUNTS)
    page = _new_page(book, "Đơn vị", [6, 11, 34, 14, 9, 26, 14, 12, 13, 10, 11], frozen=f"D{_ABOVE + 2}")
    _write_top(page, sheet)
    page.append([_text(page, head, bold=True) for head in heads])
    for number, unit in enumerate(sheet.units, 1):
        page.append(
            [
                number,
                _text(page, unit.code),
                _text(page, unit.name),
                _day(page, unit.last),
                unit.sequence,
                _text(page, unit.state),
                unit.unreviewed,
                *_figures(unit.total),
            ]
        )
    page.auto_filter.ref = f"A{_ABOVE + 1}:K{_ABOVE + 1 + len(sheet.units)}"


def _write_dimensions(book: "Workbook", sheet: StatusSheet) -> None:
    from openpyxl.utils import get_column_letter

    page = _new_page(book, "Nội dung", [6, 11, 34, *(11 for _ in sheet.columns for _ in _COUNTS)], frozen=f"D{_ABOVE + 3}")
    for number in range(len(sheet.columns)):
        first = 4 + number * len(_COUNTS)
        page.merged_cells.add(f"{get_column_letter(first)}{_ABOVE + 1}:{get_column_letter(first + len(_COUNTS) - 1)}{_ABOVE + 1}")
    _write_top(page, sheet)
    padding = [None] * (len(_COUNTS) - 1)
    page.append([None, None, None, *(each for title in sheet.columns for each in (_text(page, title, bold=True), *padding))])
    heads = ("TT", "Mã đơn vị", "Đơn vị", *(head for _ in sheet.columns for head in _COUNTS))
    page.append([_text(page, head, bold=True) for head in heads])
    for number, unit in enumerate(sheet.units, 1):
        page.append([number, _text(page, unit.code), _text(page, unit.name), *_all_figures(unit.cells)])


def _all_figures(cells: Iterable[SheetCounts | None]) -> list[int | None]:
    return [figure for cell in cells for figure in ([None] * len(_COUNTS) if cell is None else _figures(cell))]


def _figures(counts: SheetCounts) -> list[int]:
    return [counts.done, counts.due, counts.late, counts.returned]


def _new_page(book: "Workbook", title: str, widths: Sequence[int], *, frozen: str) -> _Page:
    from openpyxl.utils import get_column_letter

    page: _Page = book.create_sheet(title)
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = frozen
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{_ABOVE + 1}:{int(frozen[1:]) - 1}"
    return page


def _write_top(page: _Page, sheet: StatusSheet) -> None:
    page.append([_text(page, f"Tiến độ thực hiện của các đơn vị, {sheet.office}", bold=True)])
    page.append([_text(page, f"{sheet.scope}. {sheet.reporting}")])
    page.append([_text(page, f"Lập lúc {sheet.made_at:%H:%M} ngày {sheet.made_at:%d/%m/%Y}")])
    page.append([_text(page, NOTE)])
    page.append([])


def _text(page: _Page, text: str, *, bold: bool = False) -> _Cell:
    """A cell that stays text whatever it begins with: names come from other offices, and one beginning with "=" is no formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    cell: _Cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _day(page: _Page, day: date | None) -> _Cell:
    from openpyxl.cell import WriteOnlyCell

    if day is None:
        return None
    cell: _Cell = WriteOnlyCell(page, datetime(day.year, day.month, day.day))  # noqa: DTZ001 - a date on paper has no zone
    cell.number_format = "dd/mm/yyyy"
    return cell
