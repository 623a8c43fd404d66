"""Rows of a plan table: their cells by field, and what kind of row each is before its neighbours are looked at."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from itertools import zip_longest

from papi_desktop.domain.unit_names import names_unit
from papi_desktop.plans.blocks import Cell, Row
from papi_desktop.plans.columns import Columns
from papi_desktop.plans.heading import systems_named
from resources.plan_words import row_words

_LABEL = re.compile(
    r"(?:(?P<roman>[IVXL]{1,6})|(?P<capital>[A-HĐ])|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})|(?P<letter>[a-zđ]))(?:[.)/:]+(?=\s|$)|$|\s*[-–]\s)\s*"
)
_MAX_GROUP = 200


class RowKind(Enum):
    """What a row is by itself."""

    HEADER = "header"
    GROUP = "group"
    """Names what the rows below belong to."""
    CONTEXT = "context"
    """Names an index or component and no task."""
    DETAIL = "detail"
    """Holds a task or a part of one."""
    OTHER = "other"
    """Totals, signatures, notes: no task."""


@dataclass(frozen=True)
class Label:
    """A number or letter before a text: "II.", "a)", "1.2"; ``depth`` orders the levels of a plan, capital letters first."""

    text: str
    depth: int


@dataclass(frozen=True)
class PlanRow:
    """One row with its cells by field.

    ``texts`` are its own cells but for the running number. ``values`` holds by field what covers the row, ``merged`` the fields whose cell
    came down from above, ``fresh`` those with text of their own.
    """

    row: Row
    columns: Columns
    kind: RowKind
    texts: tuple[Cell, ...]
    values: dict[str, str]
    fresh: frozenset[str]
    merged: frozenset[str]

    def __getitem__(self, field: str) -> str:
        return self.values.get(field, "")

    def own(self, field: str) -> str:
        """The text of ``field`` that begins in this row."""
        return self.values.get(field, "") if field in self.fresh else ""


def read_label(text: str) -> tuple[Label | None, str]:
    """The number or letter before ``text`` and what follows it."""
    match = _LABEL.match(text)
    if match is None:
        return None, text
    label = match[match.lastgroup or 0]
    depth = {"capital": 0, "roman": 1, "letter": 7}.get(match.lastgroup or "", 2 + label.count("."))
    return Label(label, depth), text[match.end() :].strip()


def plan_rows(rows: tuple[Row, ...], columns: Columns) -> tuple[PlanRow, ...]:
    """The rows below the header, each with its kind."""
    body = rows[columns.last + 1 :]
    read = [_plan_row(row, below, columns) for row, below in zip_longest(body, body[1:])]
    group_depths = {label.depth for row in read if row.kind is RowKind.GROUP and (label := row_label(row))}
    return tuple(replace(row, kind=RowKind.GROUP) if _is_sibling(row, group_depths) else row for row in read)


def row_label(row: PlanRow) -> Label | None:
    """The number or letter of a row: in the column for it, else before its first text."""
    text = row.texts[0].text if row.texts else ""
    number = read_label(row.own("no"))[0] if row["no"] != text else None
    return number or read_label(text)[0]


def _is_sibling(row: PlanRow, group_depths: set[int]) -> bool:
    """Whether a row with nothing but a name is numbered like the rows that name groups."""
    if row.kind is not RowKind.DETAIL or len(row.texts) != 1 or not row.own("text"):
        return False
    label = row_label(row)
    return label is not None and label.depth in group_depths


def _plan_row(row: Row, below: Row | None, columns: Columns) -> PlanRow:
    values: dict[str, str] = {}
    fresh: set[str] = set()
    merged: set[str] = set()
    for field in dict.fromkeys(filter(None, columns.fields)):
        cells = _cells(row, columns.of(field))
        values[field] = " ".join(cell.text for cell in cells)
        if any(cell.fresh for cell in cells):
            fresh.add(field)
        elif cells:
            merged.add(field)
    texts = tuple(cell for cell in row.own() if any(columns.fields[i] != "no" for i in _covered(row, cell, columns)))
    draft = PlanRow(row, columns, RowKind.DETAIL, texts, values, frozenset(fresh), frozenset(merged))
    return replace(draft, kind=_kind(draft, below))


def _covered(row: Row, cell: Cell, columns: Columns) -> list[int]:
    """The columns that a cell covers."""
    return [i for i, other in enumerate(row.cells[: len(columns.fields)]) if other.start == cell.start]


def _cells(row: Row, places: tuple[int, ...]) -> list[Cell]:
    found = {cell.start: cell for place in places if place < len(row.cells) and (cell := row.cells[place]).text}
    return list(found.values())


def _kind(row: PlanRow, below: Row | None) -> RowKind:
    if row.columns.repeated_by(row.row):
        return RowKind.HEADER
    if not row.texts or (len(row.texts) < 3 and any(_closes(cell.text) for cell in row.texts)):
        return RowKind.OTHER
    if len(row.texts) == 1 and "text" not in row.merged and (kind := _single(row, below)):
        return kind
    if row.fresh <= {"no", "dimension_name", "component_name"} and "text" not in row.merged:
        return RowKind.CONTEXT
    return RowKind.DETAIL


def _single(row: PlanRow, below: Row | None) -> RowKind | None:
    """The kind of a row with one text beside its number; ``None`` where it may be a task or part of one."""
    (cell,) = row.texts
    columns = row.columns
    covered = _covered(row.row, cell, columns)
    label, name = row_label(row), read_label(cell.text)[1]
    if len({columns.heads[i] for i in covered}) > 1:
        return RowKind.OTHER if label is None and len(name) > _MAX_GROUP else RowKind.GROUP
    if all(columns.fields[i] != "text" for i in covered) or len(name) > _MAX_GROUP:
        return None
    names_group = (label is not None and label.depth < 2) or names_unit(name) or bool(systems_named(name))
    return RowKind.GROUP if names_group or _numbers_below(label, below, columns) else None


def _numbers_below(label: Label | None, below: Row | None, columns: Columns) -> bool:
    """Whether the next row is numbered below this one: "2" above "2.1" or above a dash."""
    if label is None or below is None:
        return False
    texts = [cell.text for cell in below.own() if columns.fields[cell.start : cell.start + 1] in (("no",), ("text",))]
    return len(texts) > 1 and (texts[0] in ("-", "+", "•") or re.match(rf"{re.escape(label.text)}\.\d", texts[0]) is not None)


def _closes(text: str) -> bool:
    lower = text.lower()
    return any(re.match(rf"{re.escape(word)}(?!\w)", lower) for word in row_words().not_tasks)
