"""The progress of all units as an Excel workbook: gathers what it says and hands it to ``documents``."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from papi_desktop.documents.status_sheet import SheetCounts, SheetUnit, StatusSheet
from papi_desktop.documents.status_sheet import write_status_sheet as write_workbook
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.services.app import App
from papi_desktop.services.papers import period_label
from papi_desktop.services.periods import ReportingPeriodRow
from papi_desktop.services.status import StatusCell, StatusColumn, StatusMatrix, StatusScope, UnitStatus, status_matrix


@dataclass(frozen=True)
class StatusSheetFile:
    """The workbook on the disk: its absolute path, and how many units it lists."""

    path: Path
    units: int


def write_status_sheet(app: App, *, out: Path, scope: StatusScope | None = None) -> StatusSheetFile:
    """Writes the workbook. Raises ``RequestError(BAD_VALUE)`` for a name that does not end in .xlsx, ``StorageError`` DISK_FULL or
    WRITE_FAILED."""
    if out.suffix.lower() != ".xlsx":
        raise RequestError(Code.BAD_VALUE, field="workbook", value=out.name)
    matrix = status_matrix(app, scope=scope)
    path = out.absolute()
    sheet = StatusSheet(
        office=app.office.name,
        scope=_scope_text(matrix.scope),
        reporting=_reporting_text(matrix.reporting),
        made_at=app.clock.now().astimezone().replace(tzinfo=None),
        columns=tuple(_title(column, matrix.columns) for column in matrix.columns),
        units=tuple(_unit(unit, matrix) for unit in matrix.units),
    )
    write_workbook(path, sheet)
    return StatusSheetFile(path, len(sheet.units))


def _scope_text(scope: StatusScope) -> str:
    period = None if scope.period is None else period_label(scope.period)
    year = "" if scope.year is None else f"năm {scope.year}"
    when = year if period is None or scope.period is None or not scope.period.key[4:] else f"{period} năm {scope.period.year}"
    parts = [f"bộ chỉ số {scope.index}" if scope.index else "tất cả bộ chỉ số", when or "tất cả các năm"]
    text = ", ".join(parts)
    return text[0].upper() + text[1:]


def _reporting_text(period: ReportingPeriodRow | None) -> str:
    if period is None:
        return "Chưa đặt kỳ báo cáo"
    return f"Tình trạng gửi tính theo {period.name or period.key}, hạn {period.deadline:%d/%m/%Y}"


def _title(column: StatusColumn, columns: Sequence[StatusColumn]) -> str:
    name = column.dimension or "Nhiệm vụ ngoài các nội dung"
    return f"{column.index}: {name}" if column.index and len({each.index for each in columns}) > 1 else name


def _unit(unit: UnitStatus, matrix: StatusMatrix) -> SheetUnit:
    cells = {cell.column: cell for cell in unit.cells}
    return SheetUnit(
        code=unit.code,
        name=unit.name,
        last=None if unit.last_at is None else unit.last_at.astimezone().date(),
        sequence=unit.last_sequence,
        state=_state(unit, matrix.reporting),
        unreviewed=unit.unreviewed,
        total=SheetCounts(unit.done, unit.due, unit.late, unit.returned),
        cells=tuple(_counts(cells.get(column.key)) for column in matrix.columns),
    )


def _counts(cell: StatusCell | None) -> SheetCounts | None:
    return None if cell is None else SheetCounts(cell.done, cell.due, cell.late, cell.returned)


def _state(unit: UnitStatus, reporting: ReportingPeriodRow | None) -> str:
    """What became of this period's report; without a period only whether anything ever came."""
    if unit.last_at is None:
        return "Chưa gửi, đã quá hạn" if unit.behind else "Chưa gửi"
    if reporting is None:
        return "Đã gửi"
    if unit.sent_late:
        return "Gửi muộn kỳ này"
    return "Đã gửi kỳ này" if unit.sent else "Chậm gửi kỳ này" if unit.behind else "Chưa gửi kỳ này"
