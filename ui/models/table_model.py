"""A flat table over finished rows, sorted and filtered without Qt's proxies.

``QSortFilterProxyModel`` asks Python for every comparison and takes 15 s for 100,000 rows; here one pass makes the sort keys.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ui.models.columns import NOWHERE, Cells, Column, Facts, Index, Order, Row, Search, all_texts


class RowsModel(QAbstractTableModel, Generic[Row]):
    """A flat table. ``key`` tells which row is which after a refresh; ``search_text`` is what words are looked for in.

    Rows keep the order they came in until ``sort`` is called.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable] = lambda row: row,
        search_text: Callable[[Row], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._cells = Cells(columns)
        self._key = key
        self._search: Search[Row] = Search()
        self._search_text = search_text or all_texts(columns)
        self._facts = self._new_facts()
        self._all: tuple[Row, ...] = ()
        self._shown: list[Row] = []
        self._order: Order | None = None

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown, in its order."""
        return self._shown

    @property
    def total(self) -> int:
        """How many rows there are with those the filter hides."""
        return len(self._all)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Takes new rows. Where the same rows are shown in the same order, selection and scroll position stay."""
        self._all = tuple(rows)
        self._facts = self._new_facts()
        shown = self._arranged()
        if [self._key(row) for row in shown] == [self._key(row) for row in self._shown]:
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, self.columnCount() - 1))
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

    @property
    def filtered(self) -> bool:
        return self._search.active

    def row_at(self, index: Index) -> Row | None:
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def index_of(self, key: Hashable) -> QModelIndex:
        """Where the row with ``key`` is shown; an invalid index when it is not."""
        return next((self.index(number, 0) for number, row in enumerate(self._shown) if self._key(row) == key), QModelIndex())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Orders by a column; the order holds for later rows too. A column below 0 brings back the order they came in."""
        self._order = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [self._shown[index.row()] for index in before]
        self._shown = self._arranged()
        places = {id(row): number for number, row in enumerate(self._shown)}
        after = [self.index(places[id(row)], index.column()) for row, index in zip(held, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._cells.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        return self._cells.data(self._shown[index.row()], index.column(), role)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return self._cells.header(section, orientation, role)

    def _arranged(self) -> list[Row]:
        return self._facts.ordered(self._search.wanted(self._all, self._facts), self._order)

    def _new_facts(self) -> Facts[Row]:
        return Facts(self._cells.columns, self._search_text)

    def _reset(self, shown: list[Row]) -> None:
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()
