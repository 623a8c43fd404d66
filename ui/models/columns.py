"""How the columns of a list read its rows: text, icon, colour, order, and which rows a search wants."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QIcon, QPixmap

from papi_desktop.domain.text import fold
from ui.colours import Ink, current_scheme
from ui.icons import LIST_ICON, icon

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

SORT_ROLE = Qt.ItemDataRole.UserRole
"""What a cell is ordered by."""
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The whole row, in every column."""

NOWHERE = QModelIndex()

_UNKNOWN = object()

Order = tuple[int, Qt.SortOrder]
"""A column and a direction."""

folded = lru_cache(maxsize=65_536)(fold)
"""``fold``, which takes some 20 µs a line, remembered: the rows of a refreshed list say what they said before."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """How one column reads a row. ``text`` may hold a line break where the row height takes two lines.

    ``sort`` gives what to order by (its folded text otherwise; None stands last in both directions), ``spoken`` what a screen
    reader says where the text alone is not enough.
    """

    title: str
    text: Callable[[Row], str]
    icon: Callable[[Row], str | None] | None = None
    ink: Callable[[Row], Ink] | None = None
    sort: Callable[[Row], Any] | None = None
    tooltip: Callable[[Row], str] | None = None
    spoken: Callable[[Row], str] | None = None
    right: bool = False

    def sort_key(self, row: Row) -> Any:
        return folded(self.text(row)) if self.sort is None else self.sort(row)


class _Painter:
    """Icons and brushes of the scheme in use, made once each."""

    def __init__(self) -> None:
        self._scheme = ""
        self._icons: dict[tuple[str, Ink], QIcon] = {}
        self._brushes: dict[Ink, QBrush] = {}

    def icon(self, name: str, ink: Ink) -> QIcon:
        self._follow_scheme()
        if (name, ink) not in self._icons:
            self._icons[name, ink] = icon(name, ink)
        return self._icons[name, ink]

    def brush(self, ink: Ink) -> QBrush:
        self._follow_scheme()
        if ink not in self._brushes:
            self._brushes[ink] = QBrush(current_scheme().ink(ink))
        return self._brushes[ink]

    def _follow_scheme(self) -> None:
        name = current_scheme().name
        if name != self._scheme:
            self._scheme = name
            self._icons.clear()
            self._brushes.clear()


class Cells(Generic[Row]):
    """What the columns say about a row, by item role."""

    def __init__(self, columns: Sequence[Column[Row]]) -> None:
        self.columns = tuple(columns)
        self._painter = _Painter()
        self._nothing: QIcon | None = None
        self._answers: dict[int, Callable[[Column[Row], Row], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda column, row: column.text(row),
            Qt.ItemDataRole.DecorationRole: self._decoration,
            Qt.ItemDataRole.ForegroundRole: self._foreground,
            Qt.ItemDataRole.ToolTipRole: lambda column, row: column.tooltip(row) if column.tooltip else None,
            Qt.ItemDataRole.TextAlignmentRole: self._alignment,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            SORT_ROLE: lambda column, row: column.sort_key(row),
            ROW_ROLE: lambda _column, row: row,
        }

    def data(self, row: Row, column: int, role: int) -> object:
        answer = self._answers.get(role)
        return None if answer is None else answer(self.columns[column], row)

    @property
    def no_icon(self) -> QIcon:
        """As wide as one: it sets a row in from its heading."""
        if self._nothing is None:
            blank = QPixmap(LIST_ICON, LIST_ICON)
            blank.fill(Qt.GlobalColor.transparent)
            self._nothing = QIcon(blank)
        return self._nothing

    def heading_icon(self, *, folded: bool) -> QIcon:
        """Of a heading with its rows shown, or folded away."""
        return self._painter.icon("chevron-right" if folded else "chevron-down", Ink.TEXT)

    def header(self, section: int, orientation: Qt.Orientation, role: int) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _decoration(self, column: Column[Row], row: Row) -> QIcon | None:
        name = column.icon(row) if column.icon else None
        return None if name is None else self._painter.icon(name, column.ink(row) if column.ink else Ink.TEXT)

    def _foreground(self, column: Column[Row], row: Row) -> QBrush | None:
        return None if column.ink is None else self._painter.brush(column.ink(row))

    def _alignment(self, column: Column[Row], row: Row) -> Qt.AlignmentFlag | None:
        del row
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter if column.right else None

    def _spoken(self, column: Column[Row], row: Row) -> str:
        return f"{column.title}: {column.spoken(row) if column.spoken else column.text(row)}"


class Facts(Generic[Row]):
    """What searching and ordering ask of each row, found out once for a list of rows.

    For long lists it is made with ``rows`` beside the window, where they are read; else it learns row by row, as it is asked.
    What several rows say alike had better stand in a line of its own in ``search_text``: it is folded and kept once for all of them.
    """

    def __init__(self, columns: Sequence[Column[Row]], search_text: Callable[[Row], str], rows: Iterable[Row] = ()) -> None:
        self._columns, self._search_text = columns, search_text
        self._known: dict[int, list[Any]] = {}
        """by row: what each column orders it by, then its lines"""
        for row in rows:
            self._known[id(row)] = [*(column.sort_key(row) for column in columns), self._folded_lines(row)]

    def lines(self, row: Row) -> tuple[str, ...]:
        """What words are looked for in, folded. A word that is looked for stands within one line."""
        known = self._facts_of(row)
        if known[-1] is _UNKNOWN:
            known[-1] = self._folded_lines(row)
        return known[-1]

    def key(self, column: int, row: Row) -> Any:
        """What a column orders the row by; None stands last."""
        known = self._facts_of(row)
        if known[column] is _UNKNOWN:
            known[column] = self._columns[column].sort_key(row)
        return known[column]

    def _facts_of(self, row: Row) -> list[Any]:
        known = self._known.get(id(row))
        if known is None:
            known = self._known[id(row)] = [_UNKNOWN] * (len(self._columns) + 1)
        return known

    def _folded_lines(self, row: Row) -> tuple[str, ...]:
        return tuple(map(folded, self._search_text(row).splitlines()))

    def ordered(self, rows: list[Row], order: Order | None) -> list[Row]:
        """``rows`` in ``order``; rows that are equal in it keep theirs."""
        if order is None:
            return rows
        column, direction = order
        keyed = [(self.key(column, row), row) for row in rows]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=direction == Qt.SortOrder.DescendingOrder)
        return [row for _key, row in known] + [row for key, row in keyed if key is None]


class Search(Generic[Row]):
    """Which rows a person wants to see: words typed, without diacritics, and a condition of the page."""

    def __init__(self) -> None:
        self.words: tuple[str, ...] = ()
        self.condition: Callable[[Row], bool] | None = None

    def set_words(self, text: str) -> None:
        self.words = tuple(fold(text).split())

    @property
    def active(self) -> bool:
        return bool(self.words) or self.condition is not None

    def wanted(self, rows: Iterable[Row], facts: Facts[Row]) -> list[Row]:
        """Those of ``rows`` that hold every word and for which the condition holds."""
        found = list(rows) if self.condition is None else [row for row in rows if self.condition(row)]
        for word in self.words:
            holding = _Holding(word)
            found = [row for row in found if any(map(holding.__getitem__, facts.lines(row)))]
        return found


class _Holding(dict[str, bool]):
    """Whether a line holds ``word``; each line is looked through once, however many rows share it."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def __missing__(self, line: str) -> bool:
        self[line] = holds = self._word in line
        return holds


def all_texts(columns: Sequence[Column[Row]]) -> Callable[[Row], str]:
    return lambda row: " ".join(column.text(row) for column in columns)
