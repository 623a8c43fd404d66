"""The list of the task page: finished rows under headings with n/N.

A flat table in which headings are rows of their own. A tree asks the model for every row whenever it is laid out, which takes
50 ms for 10,000 rows; a table asks for what it paints.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic

from PySide6.QtCore import QAbstractTableModel, QItemSelection, QItemSelectionRange, QObject, Qt

from resources.i18n import gettext as _
from ui.fonts import TextStyle, text_font
from ui.models.columns import NOWHERE, Cells, Column, Facts, Index, Order, Row, Search, all_texts


@dataclass(frozen=True)
class Group(Generic[Row]):
    """A heading with its count, and the rows under it. ``done`` and ``total`` count all of them, whatever is filtered.

    Without a title its rows stand without a heading.
    """

    title: str
    done: int
    total: int
    rows: tuple[Row, ...]

    @property
    def count(self) -> str:
        return f"{self.done}/{self.total}"


class GroupedRowsModel(QAbstractTableModel, Generic[Row]):
    """Groups in the order they came, each with its rows, which can be folded away. Sorting and filtering work within the groups; a
    group whose rows are all hidden by a filter is hidden too. The parameters are those of ``RowsModel``.
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
        self._all: tuple[Group[Row], ...] = ()
        self._shown: tuple[Group[Row], ...] = ()
        self._lines: list[Row | None] = []
        """What is shown, line by line; None for a heading."""
        self._headings: dict[int, int] = {}
        """The group of each line that is a heading."""
        self._folded: set[str] = set()
        self._order: Order | None = None

    @property
    def groups(self) -> tuple[Group[Row], ...]:
        """What is shown, in its order, with the rows that are folded away."""
        return self._shown

    @property
    def headings(self) -> Collection[int]:
        """The lines that are headings, from above."""
        return self._headings.keys()

    @property
    def total(self) -> int:
        """How many rows there are with those the filter hides."""
        return sum(len(group.rows) for group in self._all)

    @property
    def filtered(self) -> bool:
        return self._search.active

    def set_groups(self, groups: Sequence[Group[Row]], facts: Facts[Row] | None = None) -> None:
        """Takes new groups. Where the same rows stand in the same places, selection and scroll position stay; folding always does.

        ``facts`` about the rows, where they were found out beforehand.
        """
        self._all = tuple(groups)
        self._facts = facts or self._new_facts()
        before = self._places(self._shown)
        shown = self._arranged()
        if before == self._places(shown):
            self._show(shown)
            self._announce_data()
        else:
            self._reset(shown)

    def set_search(self, text: str) -> None:
        """Shows the rows that hold every word of ``text``, whatever its diacritics and case; all are unfolded."""
        self.set_filter(text, self._search.condition)

    def set_condition(self, condition: Callable[[Row], bool] | None) -> None:
        """Shows the rows for which ``condition`` holds, unfolded; None shows all."""
        self._search.condition = condition
        self._folded.clear()
        self._reset(self._arranged())

    def set_filter(self, text: str, condition: Callable[[Row], bool] | None) -> None:
        """Words and condition at once."""
        self._search.set_words(text)
        self.set_condition(condition)

    def row_at(self, index: Index) -> Row | None:
        """The row at ``index``; None for a heading."""
        return self._lines[index.row()] if index.isValid() and index.row() < len(self._lines) else None

    def group_at(self, index: Index) -> Group[Row]:
        """The group whose heading or row is at ``index``."""
        heading = self.heading_of(index.row())
        return self._shown[self._headings[heading] if heading >= 0 else 0]

    def index_of(self, key: Hashable) -> Index:
        """Where the row with ``key`` is shown; an invalid index when it is not."""
        for number, row in enumerate(self._lines):
            if row is not None and self._key(row) == key:
                return self.index(number, 0)
        return NOWHERE

    def first_row(self) -> Index:
        """The first line that is no heading; an invalid index when there is none."""
        number = next((number for number, row in enumerate(self._lines) if row is not None), -1)
        return self.index(number, 0)

    def rows_in(self, selection: QItemSelection) -> list[Row]:
        """The rows of a selection, in the order they are shown; headings do not count."""
        runs = sorted((selection.at(number).top(), selection.at(number).bottom()) for number in range(selection.count()))
        return [row for top, bottom in runs for row in self._lines[top : bottom + 1] if row is not None]

    def selection_of(self, keys: Collection[Hashable]) -> QItemSelection:
        """A selection of the rows with ``keys``, as far as they are shown."""
        wanted, last = frozenset(keys), self.columnCount() - 1
        selection = QItemSelection()
        for top, bottom in _runs([number for number, row in enumerate(self._lines) if row is not None and self._key(row) in wanted]):
            selection.append(QItemSelectionRange(self.index(top, 0), self.index(bottom, last)))
        return selection

    def heading_of(self, line: int) -> int:
        """The heading over a line, or the line itself where it is one; -1 where there is none."""
        return max((heading for heading in self._headings if heading <= line), default=-1)

    def is_folded(self, line: int) -> bool:
        """Whether the rows under the heading at ``line`` are folded away."""
        return line in self._headings and self._shown[self._headings[line]].title in self._folded

    def fold(self, line: int, *, folded: bool) -> None:
        """Folds the rows under the heading at ``line`` away, or shows them again."""
        group = self._shown[self._headings[line]]
        if folded == self.is_folded(line):
            return
        first, last = line + 1, line + len(group.rows)
        if folded:
            self.beginRemoveRows(NOWHERE, first, last)
            self._folded.add(group.title)
        else:
            self.beginInsertRows(NOWHERE, first, last)
            self._folded.remove(group.title)
        self._show(self._shown)
        (self.endRemoveRows if folded else self.endInsertRows)()
        self.dataChanged.emit(self.index(line, 0), self.index(line, 0))

    def unfold(self, key: Hashable) -> None:
        """Brings the row with ``key`` out from under a folded heading."""
        for line, place in list(self._headings.items()):
            if self.is_folded(line) and any(self._key(row) == key for row in self._shown[place].rows):
                self.fold(line, folded=False)
                return

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Orders the rows within each group. A column below 0 brings back the order they came in."""
        self._order = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [self._lines[index.row()] for index in before]
        self._show(self._arranged())
        places = {id(row): number for number, row in enumerate(self._lines)}
        after = [
            self.index(index.row() if row is None else places[id(row)], index.column()) for row, index in zip(held, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._cells.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._lines[index.row()]
        if row is not None:
            indented = role == Qt.ItemDataRole.DecorationRole and index.column() == 0 and self._headings
            return self._cells.no_icon if indented else self._cells.data(row, index.column(), role)
        return self._heading_data(index.row(), role) if index.column() == 0 else None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return self._cells.header(section, orientation, role)

    def _heading_data(self, line: int, role: int) -> object:
        group, folded = self._shown[self._headings[line]], self.is_folded(line)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{group.title}\u2003{group.count}"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._cells.heading_icon(folded=folded)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = f"{group.title}: {group.count}"
            return _("{heading}, folded").format(heading=said) if folded else said
        if role == Qt.ItemDataRole.FontRole:
            return text_font(TextStyle.STRONG)
        return None

    def _places(self, groups: Sequence[Group[Row]]) -> list[Hashable]:
        places: list[Hashable] = []
        for group in groups:
            places.append(group.title)
            places += [self._key(row) for row in group.rows]
        return places

    def _announce_data(self) -> None:
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, self.columnCount() - 1))

    def _arranged(self) -> tuple[Group[Row], ...]:
        groups = [(group, self._search.wanted(group.rows, self._facts)) for group in self._all]
        if self._search.active:
            groups = [(group, rows) for group, rows in groups if rows]
        return tuple(replace(group, rows=tuple(self._facts.ordered(rows, self._order))) for group, rows in groups)

    def _new_facts(self) -> Facts[Row]:
        return Facts(self._cells.columns, self._search_text)

    def _reset(self, shown: tuple[Group[Row], ...]) -> None:
        self.beginResetModel()
        self._show(shown)
        self.endResetModel()

    def _show(self, groups: tuple[Group[Row], ...]) -> None:
        self._shown = groups
        self._lines, self._headings = [], {}
        for place, group in enumerate(groups):
            if group.title:
                self._headings[len(self._lines)] = place
                self._lines.append(None)
            if group.title not in self._folded:
                self._lines += group.rows


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of ``numbers`` that follow one another."""
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            yield numbers[start], numbers[place - 1]
            start = place
