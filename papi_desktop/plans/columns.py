"""Finding the header of a plan table and what each of its columns holds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from papi_desktop.domain.text import fold
from papi_desktop.domain.unit_names import names_unit
from papi_desktop.plans.blocks import Cell, Row
from papi_desktop.plans.ticks import Period, period_columns, period_of
from resources.plan_words import column_words

_MAX_HEADER = 90
_HEADER_ROWS = 3
_HEADER_WITHIN = 500
"""Rows of a table among which its header is looked for; sheets may have a hundred thousand."""
_BEGIN = "begin"
_LEADER = "leader"
"""The officer above those who do a task: answers for it only where the table names nobody else."""
_NUMBERING = re.compile(r"\(?(\d{1,2}|[a-z])\)?(\s*=.*)?")
_BARE_YEAR = re.compile(r"(?<!nam )(?=\b20[0-9]{2}\b)")
_Claim = tuple[int, int, str]  # rank of the word, rank of the field, field
_VALUE_FIELDS = frozenset(
    ("dimension_name", "component_name", "target", "result", "lead_text", "coordinating_text", "implementing_text", "timing")
)

_TOLD_OF_TASKS = frozenset(("result", "coordinating_text", "timing"))
"""Without any of these, names of indices beside targets are a list of targets."""
_OFFICE_FIELDS = ("lead_text", "implementing_text")


@dataclass(frozen=True)
class Columns:
    """What the columns of a table hold.

    ``fields`` names for each column the field of ``ReadTask`` ("" for none, ``no`` for the running number); ``heads`` is the folded header
    text of each column; the header stands in rows ``first`` to ``last`` (indices into the grid's rows), below the title
    rows of a sheet with the texts ``above``.
    """

    fields: tuple[str, ...]
    heads: tuple[str, ...]
    first: int
    last: int
    above: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    """the header of each column in its own words"""

    @cached_property
    def offices(self) -> dict[int, str]:
        """The office of each column that is marked where that office takes part in a task."""
        return {place: name for place, name in _office_columns(self.titles).items() if self.fields[place] in _OFFICE_FIELDS}

    @cached_property
    def periods(self) -> dict[int, Period]:
        """The quarter or month of each column that is ticked."""
        return {place: period for place, period in period_columns(self.heads).items() if self.fields[place] == "timing"}

    def begins(self, place: int) -> bool:
        """Whether the column tells when the work begins, beside another that tells when it ends."""
        return any(field == _BEGIN for _, _, field in _claims(self.heads[place]))

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """The columns of each field that has any."""
        return {name: tuple(i for i, field in enumerate(self.fields) if field == name) for name in self.fields if name}

    def of(self, field: str) -> tuple[int, ...]:
        return self.places.get(field, ())

    def same_as(self, other: "Columns") -> bool:
        """Whether this is the other's header on a further page, where text of the table may have leaked into it."""
        pairs = list(zip(self.heads, other.heads, strict=False))
        alike = all(one in two or two in one for one, two in pairs)
        return len(self.heads) == len(other.heads) and alike and sum(one == two for one, two in pairs) > len(pairs) / 2

    def repeated_by(self, row: Row) -> bool:
        """Whether ``row`` is this header again, or a part of it, as printed on every page."""
        cells = row.own()
        known = set(self.heads) | {part for head in self.heads for part in head.split(" | ")}
        return len(cells) > 1 and all(fold(cell.text) in known for cell in cells)


def looked_for() -> tuple[str, ...]:
    """The leading header words of every field, those of the task column first: what a document without a plan table lacks."""
    fields = column_words()
    tasks = next(column.words for column in fields if column.field == "text")
    others = (column.words[0] for column in fields if column.field not in ("text", "note", "no", _LEADER, _BEGIN))
    return tuple(dict.fromkeys((*tasks, *others)))


def find_columns(rows: Sequence[Row]) -> Columns | None:
    """The header among ``rows``: one row, or as many as the first spans."""
    for index in range(min(len(rows), _HEADER_WITHIN)):
        header = list(_header_rows(_equally_wide(rows[index : index + _HEADER_ROWS])))
        while header:
            heads = _heads(header)
            titles = tuple(_title(header, i) for i in range(len(heads)))
            if fields := _fields(heads, titles):
                above = tuple(cell.text for row in rows[:index] for cell in row.own())
                last = _after_numbering(rows, index + len(header) - 1)
                return Columns(fields, tuple(heads), index, last, above, titles)
            header.pop()
    return None


def _equally_wide(rows: Sequence[Row]) -> list[Row]:
    width = max(len(row.cells) for row in rows)
    return [Row(row.number, (*row.cells, *(Cell("", place) for place in range(len(row.cells), width)))) for row in rows]


def _header_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """The first row and those below it that only divide its cells."""
    yield rows[0]
    for row, below in pairwise(rows):
        if not _goes_on(row, below):
            return
        yield below


def _heads(rows: Sequence[Row]) -> list[str]:
    """The header text of each column, that of its upper cells first."""
    return [_head(rows, column) for column in range(len(rows[0].cells))]


def _head(rows: Sequence[Row], column: int) -> str:
    texts = [row.cells[column].text if row.cells[column].fresh else "" for row in rows]
    if any(texts) and not texts[0]:
        texts[0] = _left_of(rows[0], column)
    return " | ".join(filter(None, map(fold, texts)))


def _title(rows: Sequence[Row], column: int) -> str:
    texts = (row.cells[column].text for row in reversed(rows) if row.cells[column].text)
    return " ".join(next(texts, "").split())


def _left_of(row: Row, column: int) -> str:
    """The text of the cell that would reach to ``column``, had it been merged."""
    return next((cell.text for cell in reversed(row.cells[:column]) if cell.text), "")


def _goes_on(row: Row, below: Row) -> bool:
    """Whether ``below`` is a further row of the header that ``row`` begins: cells reach down into it, or it only divides wide ones."""
    lower = below.own()
    if len(row.own()) < 2 or any(len(cell.text) > _MAX_HEADER for cell in lower):
        return False
    if any(not cell.fresh and cell.text for cell in below.cells):
        return True
    return len(lower) > 1 and all(_is_wide(cell.start, row) or _divides(cell, row) for cell in lower)


def _is_wide(column: int, row: Row) -> bool:
    return sum(cell.start == row.cells[column].start for cell in row.cells) > 1


def _divides(cell: Cell, row: Row) -> bool:
    """Whether ``cell`` is a header word under empty places of ``row``, or under the text before them: a wide cell that nobody merged."""
    if all(place.text for place in row.cells[cell.start : cell.start + 2]):
        return False
    head = fold(cell.text)
    return bool(_claims(head) or period_of(f"{fold(_left_of(row, cell.start + 1))} | {head}"))


def _after_numbering(rows: Sequence[Row], last: int) -> int:
    """The header with the row "(1) (2) (3)" that may follow it."""
    if last + 1 < len(rows):
        texts = [fold(cell.text) for cell in rows[last + 1].own()]
        if len(texts) > 2 and all(_NUMBERING.fullmatch(text) for text in texts):
            return last + 1
    return last


def _fields(heads: Sequence[str], titles: tuple[str, ...]) -> tuple[str, ...]:
    """The field of each column; () unless tasks and something about them have columns."""
    periods, offices = period_columns(heads), _office_columns(titles)
    claims = {head: () if i in periods or i in offices else _claims(head) for i, head in reversed(list(enumerate(heads)))}
    taken: dict[str, str] = {}  # field -> head
    while waiting := [(claim[0], head) for head, claim in claims.items() if claim and head not in taken.values()]:
        (_, _, field), head = min(waiting)
        if field in taken:
            claims[head] = claims[head][1:]
        elif field == "note":
            claims[head] = ()  # several columns may hold remarks
        else:
            taken[field] = head
    telling = _VALUE_FIELDS
    if "text" not in taken:
        _give_tasks_a_column(claims, taken)
        telling = _TOLD_OF_TASKS if "target" in taken else _VALUE_FIELDS
    _give_a_lead(taken)
    if "text" not in taken or not (telling & taken.keys() or periods or offices):
        return ()
    by_head = {head: "timing" if field == _BEGIN else field for field, head in taken.items()}
    by_place = dict.fromkeys(offices, _OFFICE_FIELDS["lead_text" in taken]) | dict.fromkeys(periods, "timing")
    return tuple(by_place.get(i) or by_head.get(head, "") for i, head in enumerate(heads))


@cache
def _office_columns(titles: tuple[str, ...]) -> dict[int, str]:
    """The columns headed by the names of offices, by their place; none unless several are."""
    found = {place: title for place, title in enumerate(titles) if names_unit(title) and not _claims(fold(title))}
    return found if len(set(found.values())) > 1 else {}


def _give_tasks_a_column(claims: dict[str, tuple[_Claim, ...]], taken: dict[str, str]) -> None:
    for field, head in list(taken.items()):
        if any(claim[2] == "text" for claim in claims[head]):
            del taken[field]
            taken["text"] = head
            return


def _give_a_lead(taken: dict[str, str]) -> None:
    """The only office named for a task answers for it, and without any the officer above does."""
    leader = taken.pop(_LEADER, "")
    if "lead_text" not in taken and (head := taken.pop("implementing_text", "") or leader):
        taken["lead_text"] = head


@cache
def _claims(head: str) -> tuple[_Claim, ...]:
    """What the header ``head`` may stand for, best first."""
    if not head or len(head) > 2 * _MAX_HEADER:
        return ()
    head = _BARE_YEAR.sub("nam ", head)
    found: list[_Claim] = []
    for rank, column in enumerate(column_words()):
        for strength, word in enumerate(column.words):
            if re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", head):
                found.append((strength, rank, column.field))
                break
    return tuple(found)
