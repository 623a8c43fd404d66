"""How the communes page reads a unit: its cells, what it is ordered and filtered by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from papi_desktop.domain.office_names import paper_name
from papi_desktop.domain.text import fold
from papi_desktop.services.app import App
from papi_desktop.services.status import StatusCell, StatusColumn, StatusMatrix, StatusScope, UnitStatus, status_matrix
from papi_desktop.wording import date_text
from resources.i18n import gettext as _
from resources.i18n import ngettext, pgettext
from ui.colours import Ink
from ui.models.heat_model import HeatCell, HeatColumn, heat_step

UNIT, LAST = "unit", "last"
"""Keys of the two columns before the dimensions."""
FROZEN = 2
_NONE = "—"
_GAP = "\N{EN SPACE}"


@dataclass(frozen=True)
class UnitRow:
    """A unit with its cells by column; ``name`` is short, as rows say it, ``folded`` what words are looked for in."""

    status: UnitStatus
    name: str
    folded: str
    cells: Mapping[str, StatusCell]

    @property
    def unit(self) -> UUID:
        return self.status.unit


@dataclass(frozen=True)
class Matrix:
    """Everything the page shows at one time."""

    read: StatusMatrix
    rows: tuple[UnitRow, ...]
    widest: Mapping[str, tuple[str, ...]]
    """By column, texts of which none in it is wider"""


class Order(Enum):
    NEED = "need"
    NAME = "name"
    PROGRESS = "progress"
    LAST = "last"

    def title(self) -> str:
        return {
            Order.NEED: _("Sort: what needs work first"),
            Order.NAME: _("Sort: by name"),
            Order.PROGRESS: _("Sort: least progress first"),
            Order.LAST: _("Sort: oldest bundle first"),
        }[self]

    def of(self, rows: Sequence[UnitRow]) -> list[UnitRow]:
        return sorted(rows, key=_ORDERS[self])


class Only(Enum):
    """Which units are wanted."""

    ALL = "all"
    SENT = "sent"
    BEHIND = "behind"
    UNREVIEWED = "unreviewed"

    def holds(self, row: UnitRow) -> bool:
        match self:
            case Only.ALL:
                return True
            case Only.SENT:
                return row.status.sent
            case Only.BEHIND:
                return row.status.late_to_send
            case Only.UNREVIEWED:
                return row.status.unreviewed > 0


def read_matrix(app: App, scope: StatusScope) -> Matrix:
    """The units below with their cells, made ready away from the window."""
    read = status_matrix(app, scope=scope)
    rows = tuple(_row(unit) for unit in read.units)
    return Matrix(read, rows, _widest(read.columns, rows))


def wanted(rows: Sequence[UnitRow], words: str, only: Only) -> list[UnitRow]:
    """Units whose name or code holds every word, whatever its diacritics."""
    looked_for = fold(words).split()
    return [row for row in rows if only.holds(row) and all(word in row.folded for word in looked_for)]


def heat_columns(matrix: Matrix, today: date) -> list[HeatColumn[UnitRow]]:
    """Unit, last bundle, then every dimension."""
    read = matrix.read
    longest = max((row.name for row in matrix.rows), key=len, default="")
    unit = HeatColumn[UnitRow](UNIT, _("Commune, ward"), _name_cell, (f"{longest} ",), icons=False)
    late = any(row.status.sent_late for row in matrix.rows)
    day = _GAP.join((date_text(today), _late_word())) if late else date_text(today)
    last = HeatColumn[UnitRow](LAST, _("Last bundle"), _last_cell, (day, _("Not sent")))
    return [unit, last, *(_dimension(column, read.columns, matrix.widest.get(column.key, ())) for column in read.columns)]


def column_title(column: StatusColumn, columns: Sequence[StatusColumn]) -> str:
    """What a dimension is called; with its index where there are several."""
    name = column.dimension or _("Without a dimension")
    return f"{column.index}: {name}" if column.index and len({each.index for each in columns}) > 1 else name


def unit_name(name: str) -> str:
    """A unit as rows say it: "Xã Tân Phú" of "UBND xã Tân Phú"."""
    short = paper_name(name).name
    return short[:1].upper() + short[1:]


def _row(unit: UnitStatus) -> UnitRow:
    return UnitRow(unit, unit_name(unit.name) or unit.code, fold(f"{unit.code} {unit.name}"), {cell.column: cell for cell in unit.cells})


def _need(row: UnitRow) -> tuple[bool, int, int, int, str]:
    unit = row.status
    return not unit.behind, -unit.late, -unit.unreviewed, -unit.returned, row.folded


def _progress(row: UnitRow) -> tuple[float, str]:
    return row.status.done / row.status.due if row.status.due else 0.0, row.folded


def _age(row: UnitRow) -> tuple[float, str]:
    return 0.0 if row.status.last_at is None else row.status.last_at.timestamp(), row.folded


_ORDERS: dict[Order, Callable[[UnitRow], tuple[object, ...]]] = {
    Order.NEED: _need,
    Order.NAME: lambda row: (fold(row.name),),
    Order.PROGRESS: _progress,
    Order.LAST: _age,
}


def _name_cell(row: UnitRow) -> HeatCell:
    spoken = ngettext("{name}, {count} piece of evidence to review", "{name}, {count} pieces of evidence to review", row.status.unreviewed)
    tooltip = f"{row.status.name} ({row.status.code})"
    return HeatCell(row.name, spoken.format(name=row.status.name, count=row.status.unreviewed), tooltip=tooltip)


def _last_cell(row: UnitRow) -> HeatCell:
    unit = row.status
    icon, ink = ("exclamation-circle", Ink.RED) if unit.behind else ("clock", Ink.AMBER) if unit.sent_late else (None, Ink.TEXT)
    if unit.last_at is None:
        return HeatCell(_("Not sent"), behind_text(unit) or _("no bundle came yet"), icon, ink if unit.behind else Ink.SECONDARY)
    day = date_text(unit.last_at.astimezone().date())
    said = _("bundle {number}, taken in on {date}").format(number=f"{unit.last_sequence:04d}", date=day)
    spoken = ", ".join(filter(None, (said, behind_text(unit))))
    text = _GAP.join((day, _late_word())) if unit.sent_late else day
    return HeatCell(text, spoken, icon, ink, tooltip=spoken[:1].upper() + spoken[1:])


def _late_word() -> str:
    return pgettext("bundle", "sent late")


def behind_text(unit: UnitStatus) -> str:
    """How the deadline of the period was missed; "" where it was not."""
    if unit.sent_late:
        return _("sent after the deadline of this period")
    return _("late with the report of this period") if unit.behind else ""


def _dimension(column: StatusColumn, columns: Sequence[StatusColumn], widest: tuple[str, ...]) -> HeatColumn[UnitRow]:
    return HeatColumn(column.key, column_title(column, columns), lambda row: heat_cell(row.cells.get(column.key)), widest)


def heat_cell(cell: StatusCell | None) -> HeatCell:
    """Overdue before returned before complete: the worst gives icon and tint, the text says all."""
    if cell is None or not (cell.due or cell.returned):
        return HeatCell(_NONE, _("nothing of it in the plan"), ink=Ink.SECONDARY)
    text = _GAP.join(_parts(cell))
    spoken = _spoken(cell)
    if cell.late:
        return HeatCell(text, spoken, "exclamation-circle", Ink.RED, Ink.RED, spoken)
    if cell.returned:
        return HeatCell(text, spoken, "returned", Ink.PLUM, Ink.PLUM, spoken)
    if cell.done >= cell.due:
        return HeatCell(text, spoken, "check-circle", Ink.GREEN, Ink.GREEN, spoken)
    return HeatCell(text, spoken, tint=heat_step(cell.done, cell.due), tooltip=spoken)


def _parts(cell: StatusCell) -> list[str]:
    parts = [f"{cell.done}/{cell.due}"]
    if cell.late:
        parts.append(pgettext("cell", "late {count}").format(count=cell.late))
    if cell.returned:
        parts.append(pgettext("cell", "back {count}").format(count=cell.returned))
    return parts


def _spoken(cell: StatusCell) -> str:
    parts = [_("{done} of {due} occurrences done").format(done=cell.done, due=cell.due)]
    if cell.late:
        parts.append(ngettext("{count} overdue", "{count} overdue", cell.late).format(count=cell.late))
    if cell.returned:
        parts.append(ngettext("{count} returned", "{count} returned", cell.returned).format(count=cell.returned))
    return ", ".join(parts)


def _widest(columns: Sequence[StatusColumn], rows: Sequence[UnitRow]) -> dict[str, tuple[str, ...]]:
    """One text for each number of digits that stands in a column: figures are equally wide, so no other text is wider."""
    found: dict[str, dict[tuple[int, ...], StatusCell]] = {column.key: {} for column in columns}
    for row in rows:
        for key, cell in row.cells.items():
            shape = tuple(len(str(number)) if number else 0 for number in (cell.done, cell.due, cell.late, cell.returned))
            found[key].setdefault(shape, cell)
    return {key: tuple(_GAP.join(_parts(cell)) for cell in shapes.values()) for key, shapes in found.items()}
