"""Finding the header of a plan table and what each of its columns holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from papi_desktop.domain.text import fold
from papi_desktop.plans.blocks import Cell, Row
from resources.plan_words import column_words

_MAX_HEADER = 90
_NUMBERING = re.compile(r"\(?(\d{1,2}|[a-z])\)?(\s*=.*)?")
_Claim = tuple[int, int, str]  # rank of the word, rank of the field, field
_VALUE_FIELDS = frozenset(
    ("dimension_name", "component_name", "target", "result", "lead_text", "coordinating_text", "implementing_text", "timing")
)


@dataclass(frozen=True)
class Columns:
    """What the columns of a table hold.

    ``fields`` names for each column the field of ``ReadTask`` ("" for none, ``no`` for the running number); ``heads`` is the folded header
    text of each column; the header stands in rows ``first`` to ``last`` (indices into the grid's rows).
    """

    fields: tuple[str, ...]
    heads: tuple[str, ...]
    first: int
    last: int

    def of(self, field: str) -> tuple[int, ...]:
        return tuple(i for i, name in enumerate(self.fields) if name == field)

    def repeated_by(self, row: Row) -> bool:
        """Whether ``row`` is this header again, or a part of it, as printed on every page."""
        cells = row.own()
        known = set(self.heads) | {part for head in self.heads for part in head.split(" | ")}
        return len(cells) > 1 and all(fold(cell.text) in known for cell in cells)


def looked_for() -> tuple[str, ...]:
    """The leading header words of every field, those of the task column first: what a document without a plan table lacks."""
    fields = column_words()
    tasks = next(column.words for column in fields if column.field == "text")
    others = (column.words[0] for column in fields if column.field not in ("text", "note", "no"))
    return tuple(dict.fromkeys((*tasks, *others)))


def find_columns(rows: Sequence[Row]) -> Columns | None:
    """The header among ``rows``: one row, or two where the first spans the second."""
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else None
        two = _heads(row, below) if below is not None and _goes_on(row, below) else []
        for heads, last in ((two, index + 1), (_heads(row, None), index)):
            if fields := _fields(heads):
                return Columns(fields, tuple(heads), index, _after_numbering(rows, last))
    return None


def _heads(row: Row, below: Row | None) -> list[str]:
    return [_head(cell, below.cells[i] if below is not None and i < len(below.cells) else None) for i, cell in enumerate(row.cells)]


def _head(cell: Cell, below: Cell | None) -> str:
    upper = fold(cell.text)
    return f"{upper} | {fold(below.text)}" if below is not None and below.fresh and below.text else upper


def _goes_on(row: Row, below: Row) -> bool:
    """Whether ``below`` is the second row of the header that ``row`` begins: cells reach down into it, or it only divides wide ones."""
    lower = below.own()
    if len(row.own()) < 2 or any(len(cell.text) > _MAX_HEADER for cell in lower):
        return False
    if any(not cell.fresh and cell.text for cell in below.cells):
        return True
    wide = {cell.start for i, cell in enumerate(row.cells) if cell.start != i}
    return len(lower) > 1 and all(cell.start < len(row.cells) and row.cells[cell.start].start in wide for cell in lower)


def _after_numbering(rows: Sequence[Row], last: int) -> int:
    """The header with the row "(1) (2) (3)" that may follow it."""
    if last + 1 < len(rows):
        texts = [fold(cell.text) for cell in rows[last + 1].own()]
        if len(texts) > 2 and all(_NUMBERING.fullmatch(text) for text in texts):
            return last + 1
    return last


def _fields(heads: Sequence[str]) -> tuple[str, ...]:
    """The field of each column; () unless tasks and something about them have columns."""
    claims = {head: _claims(head) for head in dict.fromkeys(heads)}
    taken: dict[str, str] = {}  # field -> head
    while waiting := [(claim[0], head) for head, claim in claims.items() if claim and head not in taken.values()]:
        (_, _, field), head = min(waiting)
        if field in taken:
            claims[head] = claims[head][1:]
        else:
            taken[field] = head
    if "text" not in taken:
        _give_tasks_a_column(claims, taken)
    if "implementing_text" in taken and "lead_text" not in taken:
        taken["lead_text"] = taken.pop("implementing_text")  # the only office named for a task answers for it
    if "text" not in taken or not _VALUE_FIELDS & taken.keys():
        return ()
    by_head = {head: field for field, head in taken.items() if field != "note"}
    return tuple(by_head.get(head, "") for head in heads)


def _give_tasks_a_column(claims: dict[str, tuple[_Claim, ...]], taken: dict[str, str]) -> None:
    for field, head in list(taken.items()):
        if any(claim[2] == "text" for claim in claims[head]):
            del taken[field]
            taken["text"] = head
            return


@cache
def _claims(head: str) -> tuple[_Claim, ...]:
    """What the header ``head`` may stand for, best first."""
    if not head or len(head) > 2 * _MAX_HEADER:
        return ()
    found: list[_Claim] = []
    for rank, column in enumerate(column_words()):
        for strength, word in enumerate(column.words):
            if re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", head):
                found.append((strength, rank, column.field))
                break
    return tuple(found)
