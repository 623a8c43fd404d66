"""The two-level list of the task page: groups with n/N over finished rows."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Generic

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QSize, Qt

from ui.fonts import TextStyle, text_font
from ui.models.columns import NOWHERE, Cells, Column, Index, Order, Row, Search, all_texts, ordered

_OF_GROUP = 0
"""The internal id of a group row; a row below group g has g + 1."""


@dataclass(frozen=True)
class Group(Generic[Row]):
    """A heading with its count, and the rows under it. ``done`` and ``total`` count all of them, whatever is filtered."""

    title: str
    done: int
    total: int
    rows: tuple[Row, ...]

    @property
    def count(self) -> str:
        return f"{self.done}/{self.total}"


class GroupedRowsModel(QAbstractItemModel, Generic[Row]):
    """Groups in the order they came, each with its rows. Sorting and filtering work within the groups; a group whose rows are all
    hidden is hidden too. The parameters are those of ``RowsModel``; every row is ``row_height`` pixels high.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable] = lambda row: row,
        search_text: Callable[[Row], str] | None = None,
        row_height: int = 40,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._cells = Cells(columns)
        self._key = key
        self._search = Search(search_text or all_texts(columns))
        self._row_height = row_height
        self._all: tuple[Group[Row], ...] = ()
        self._shown: tuple[Group[Row], ...] = ()
        self._order: Order | None = None

    @property
    def groups(self) -> tuple[Group[Row], ...]:
        """What is shown, in its order."""
        return self._shown

    @property
    def total(self) -> int:
        """How many rows there are with those the filter hides."""
        return sum(len(group.rows) for group in self._all)

    @property
    def filtered(self) -> bool:
        return self._search.active

    def set_groups(self, groups: Sequence[Group[Row]]) -> None:
        """Takes new groups. Where the same rows stand in the same places, selection, folding and scroll position stay."""
        self._all = tuple(groups)
        self._search.forget()
        shown = self._arranged()
        if self._places(shown) == self._places(self._shown):
            self._shown = shown
            self._announce_data()
            return
        self._reset(shown)

    def set_search(self, text: str) -> None:
        """Shows the rows that hold every word of ``text``, whatever its diacritics and case."""
        self._search.set_words(text)
        self._reset(self._arranged())

    def set_condition(self, condition: Callable[[Row], bool] | None) -> None:
        """Shows the rows for which ``condition`` holds; None shows all."""
        self._search.condition = condition
        self._reset(self._arranged())

    def row_at(self, index: Index) -> Row | None:
        """The row at ``index``; None for a group."""
        if not index.isValid() or index.internalId() == _OF_GROUP:
            return None
        return self._shown[index.internalId() - 1].rows[index.row()]

    def index_of(self, key: Hashable) -> QModelIndex:
        """Where the row with ``key`` is shown; an invalid index when it is not."""
        for place, group in enumerate(self._shown):
            for number, row in enumerate(group.rows):
                if self._key(row) == key:
                    return self.createIndex(number, 0, place + 1)
        return QModelIndex()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Orders the rows within each group. A column below 0 brings back the order they came in."""
        self._order = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [self.row_at(index) for index in before]
        self._shown = self._arranged()
        places = {id(row): (number, place + 1) for place, group in enumerate(self._shown) for number, row in enumerate(group.rows)}
        after: list[QModelIndex] = []
        for row, index in zip(held, before, strict=True):
            number, inside = places[id(row)] if row is not None else (index.row(), _OF_GROUP)
            after.append(self.createIndex(number, index.column(), inside))
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _OF_GROUP)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # pyright: ignore[reportIncompatibleMethodOverride] - Qt overloads it
        if not index.isValid() or index.internalId() == _OF_GROUP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _OF_GROUP)

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        if not parent.isValid():
            return len(self._shown)
        if parent.internalId() == _OF_GROUP and parent.column() == 0:
            return len(self._shown[parent.row()].rows)
        return 0

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() and (parent.column() > 0 or parent.internalId() != _OF_GROUP) else len(self._cells.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, self._row_height)
        row = self.row_at(index)
        if row is None:
            return _group_data(self._shown[index.row()], index.column(), role)
        return self._cells.data(row, index.column(), role)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return self._cells.header(section, orientation, role)

    def _places(self, groups: tuple[Group[Row], ...]) -> list[list[Hashable]]:
        return [[self._key(row) for row in group.rows] for group in groups]

    def _announce_data(self) -> None:
        if not self._shown:
            return
        last = self.columnCount() - 1
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, last))
        for place, group in enumerate(self._shown):
            parent = self.index(place, 0)
            self.dataChanged.emit(self.index(0, 0, parent), self.index(len(group.rows) - 1, last, parent))

    def _arranged(self) -> tuple[Group[Row], ...]:
        wanted = self._search.wanted
        filtered = self._search.active
        arranged = (
            replace(group, rows=tuple(ordered([row for row in group.rows if wanted(row)], self._cells.columns, self._order)))
            for group in self._all
        )
        return tuple(group for group in arranged if group.rows or not filtered)

    def _reset(self, shown: tuple[Group[Row], ...]) -> None:
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()


def _group_data(group: Group[Row], column: int, role: int) -> object:
    if column > 0:
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return f"{group.title}\u2003{group.count}"
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{group.title}: {group.count}"
    if role == Qt.ItemDataRole.FontRole:
        return text_font(TextStyle.STRONG)
    return None
