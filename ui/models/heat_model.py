"""A table of shares: one row a unit, one column a dimension, each cell a text, an icon and a tint. Cells are made when they are drawn."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QBrush, QColor, QIcon

from ui.colours import Ink, Scheme, current_scheme
from ui.icons import icon
from ui.models.columns import NOWHERE, Index, Row

SHARES = (50, 65, 80)
"""Per cent done from which the second, third and fourth tint begin."""


@dataclass(frozen=True)
class HeatCell:
    """What a cell shows. The text carries all of it; icon and tint help the eye. ``spoken`` is for screen readers.

    ``tint`` is a step of ``Scheme.heat``, or the state whose tint it takes; None leaves the ground of the list.
    """

    text: str
    spoken: str
    icon: str | None = None
    ink: Ink = Ink.TEXT
    tint: int | Ink | None = None
    tooltip: str = ""


def heat_step(done: int, due: int) -> int:
    """Which of the four tints ``done`` of ``due`` has; ``due`` is above zero."""
    return sum(done * 100 >= share * due for share in SHARES)


def tint_of(tint: int | Ink, scheme: Scheme) -> str:
    return scheme.heat[tint] if isinstance(tint, int) else scheme.state(tint).tint


@dataclass(frozen=True)
class HeatColumn(Generic[Row]):
    """``key`` tells which column is which after a refresh; ``widest`` are texts of which none in the column is wider, ``icons`` says
    whether some have an icon before them."""

    key: str
    title: str
    cell: Callable[[Row], HeatCell]
    widest: tuple[str, ...] = ()
    icons: bool = True


class HeatModel(QAbstractTableModel, Generic[Row]):
    """Shows rows and columns in the order they come. ``key`` tells which row is which after a refresh."""

    def __init__(self, key: Callable[[Row], Hashable], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._columns: tuple[HeatColumn[Row], ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._made: dict[tuple[int, int], HeatCell] = {}
        self._icons: dict[tuple[str, str, Ink], QIcon] = {}
        self._answers: dict[int, Callable[[HeatCell, int], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda cell, _column: cell.text,
            Qt.ItemDataRole.DecorationRole: lambda cell, _column: cell.icon and self._icon(cell.icon, cell.ink),
            Qt.ItemDataRole.ForegroundRole: lambda cell, _column: QBrush(current_scheme().ink(cell.ink)) if cell.tint is None else None,
            Qt.ItemDataRole.BackgroundRole: lambda cell, _column: _ground(cell),
            Qt.ItemDataRole.ToolTipRole: lambda cell, _column: cell.tooltip or None,
            Qt.ItemDataRole.AccessibleTextRole: lambda cell, column: f"{self._columns[column].title}: {cell.spoken}",
        }

    @property
    def columns(self) -> Sequence[HeatColumn[Row]]:
        return self._columns

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    @property
    def made(self) -> int:
        """How many cells were made so far: those that were looked at."""
        return len(self._made)

    def set_table(self, columns: Sequence[HeatColumn[Row]], rows: Sequence[Row]) -> None:
        """Takes new contents. Where the same rows and columns stand in the same places, the chosen cell and the scroll position stay."""
        same = [(c.key, c.title) for c in columns] == [(c.key, c.title) for c in self._columns]
        same = same and list(map(self._key, rows)) == list(map(self._key, self._rows))
        if not same:
            self.beginResetModel()
            self._titles = tuple(column.title for column in columns)
        self._columns, self._rows = tuple(columns), tuple(rows)
        self._made.clear()
        if not same:
            self.endResetModel()
        elif rows and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(columns) - 1))

    def show_titles(self, titles: Sequence[str]) -> None:
        """How the titles are written in the room there is."""
        if tuple(titles) != self._titles:
            self._titles = tuple(titles)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(titles) - 1)

    def row_at(self, index: Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() else None

    def column_at(self, index: Index) -> HeatColumn[Row] | None:
        return self._columns[index.column()] if index.isValid() else None

    def place_of(self, row: Hashable, column: str) -> QModelIndex:
        """Where a cell stands; its row's first cell where there is no such column, an invalid index where there is no such row."""
        number = next((number for number, each in enumerate(self._rows) if self._key(each) == row), None)
        if number is None:
            return QModelIndex()
        return self.index(number, next((place for place, each in enumerate(self._columns) if each.key == column), 0))

    def cell(self, index: Index) -> HeatCell:
        place = (index.row(), index.column())
        if place not in self._made:
            self._made[place] = self._columns[place[1]].cell(self._rows[place[0]])
        return self._made[place]

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        answer = self._answers.get(role)
        return None if answer is None or not index.isValid() else answer(self.cell(index), index.column())

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._titles[section]
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._columns[section].title
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    def _icon(self, name: str, ink: Ink) -> QIcon:
        place = (current_scheme().name, name, ink)
        if place not in self._icons:
            self._icons[place] = icon(name, ink, ink_selected=Ink.ON_ACCENT)
        return self._icons[place]


def _ground(cell: HeatCell) -> QBrush | None:
    return None if cell.tint is None else QBrush(QColor(tint_of(cell.tint, current_scheme())))
