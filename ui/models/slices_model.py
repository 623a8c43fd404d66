"""A flat list that is read a slice at a time: views ask for more when they come to its end."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from ui.models.columns import NOWHERE, Cells, Column, Index, Row


class SlicesModel(QAbstractTableModel, Generic[Row]):
    """Finished rows from the beginning of a list on. ``key`` tells which row is which after a refresh.

    ``more_wanted`` asks for the rows after those that are here; ``add_rows`` brings them. Order and filter are those of the reader.
    """

    more_wanted = Signal()

    def __init__(self, columns: Sequence[Column[Row]], *, key: Callable[[Row], Hashable], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cells = Cells(columns)
        self._key = key
        self._rows: list[Row] = []
        self._places: dict[Hashable, int] = {}
        self._complete = True
        self._asked = False

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    def set_rows(self, rows: Sequence[Row], *, complete: bool) -> bool:
        """Takes the beginning of the list anew. Where the same rows stand in the same order, selection and scroll position stay.

        True when they had to be given up.
        """
        self._complete, self._asked = complete, False
        places = {self._key(row): number for number, row in enumerate(rows)}
        if list(places) == list(self._places):
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
            return False
        self.beginResetModel()
        self._rows, self._places = list(rows), places
        self.endResetModel()
        return True

    def add_rows(self, rows: Sequence[Row], *, complete: bool) -> None:
        """Takes the rows that follow. One that is here already, since the list moved meanwhile, is not shown twice."""
        self._complete, self._asked = complete, False
        new = [row for row in rows if self._key(row) not in self._places]
        if not new:
            return
        start = len(self._rows)
        self.beginInsertRows(NOWHERE, start, start + len(new) - 1)
        self._rows += new
        self._places |= {self._key(row): start + number for number, row in enumerate(new)}
        self.endInsertRows()

    def ask_again(self) -> None:
        """The rows that were asked for could not be read: views may ask for them once more."""
        self._asked = False

    def row_at(self, index: Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, key: Hashable) -> QModelIndex:
        """Where the row with ``key`` is shown; an invalid index when it is not here."""
        place = self._places.get(key)
        return QModelIndex() if place is None else self.index(place, 0)

    def canFetchMore(self, parent: Index = NOWHERE) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and not self._complete and not self._asked

    def fetchMore(self, parent: Index = NOWHERE) -> None:  # noqa: N802 - Qt's name
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._cells.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        return self._cells.data(self._rows[index.row()], index.column(), role)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return self._cells.header(section, orientation, role)
