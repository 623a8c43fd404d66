"""Rows of a plan table: their cells by field, and what kind of row each is before its neighbours are looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from papi_desktop.domain.text import fold
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

    ``values`` holds what covers the row, also from cells merged down from above; ``fresh`` the fields with text of their own in this row.
    """

    row: Row
    columns: Columns
    kind: RowKind
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
    depth = {"capital": 0, "roman": 1, "letter": 7}.get(match.lastgroup or "", 2 + match[0].count(".", 0, -1))
    label = next(group for group in match.groups() if group)
    if match.lastgroup == "number":
        depth = 2 + label.count(".")
    return Label(label, depth), text[match.end() :].strip()


def plan_rows(rows: tuple[Row, ...], columns: Columns) -> Iterator[PlanRow]:
    """The rows below the header, each with its kind."""
    body = rows[columns.last + 1 :]
    for index, row in enumerate(body):
        below = body[index + 1] if index + 1 < len(body) else None
        yield _plan_row(row, below, columns)


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
    kind = _kind(row, below, columns, values, fresh, merged)
    return PlanRow(row, columns, kind, values, frozenset(fresh), frozenset(merged))


def _cells(row: Row, places: tuple[int, ...]) -> list[Cell]:
    found = {cell.start: cell for place in places if place < len(row.cells) and (cell := row.cells[place]).text}
    return list(found.values())


def _kind(row: Row, below: Row | None, columns: Columns, values: dict[str, str], fresh: set[str], merged: set[str]) -> RowKind:
    if columns.repeated_by(row):
        return RowKind.HEADER
    texts = [cell for cell in row.own() if columns.fields[cell.start : cell.start + 1] != ("no",)]
    if not texts or (len(texts) < 3 and any(_closes(cell.text) for cell in texts)):
        return RowKind.OTHER
    if len(texts) == 1 and not merged & {"text"} and (kind := _single(row, texts[0], below, columns, values)):
        return kind
    if fresh <= {"no", "dimension_name", "component_name"} and "text" not in merged:
        return RowKind.CONTEXT
    return RowKind.DETAIL


def _single(row: Row, cell: Cell, below: Row | None, columns: Columns, values: dict[str, str]) -> RowKind | None:
    """The kind of a row with one text beside its number; ``None`` where it may be a task or part of one."""
    covered = {columns.heads[i] for i, other in enumerate(row.cells[: len(columns.heads)]) if other.start == cell.start}
    label, name = read_label(cell.text)
    number, _ = read_label(values.get("no", ""))
    label = number or label
    if len(covered) > 1:
        plain_note = label is None and len(name) > _MAX_GROUP
        return RowKind.OTHER if plain_note else RowKind.GROUP
    if columns.fields[cell.start : cell.start + 1] != ("text",) or len(name) > _MAX_GROUP:
        return None
    names_group = (label is not None and label.depth < 2) or names_unit(name) or bool(systems_named(name))
    return RowKind.GROUP if names_group or _numbers_below(label, below, columns) else None


def _numbers_below(label: Label | None, below: Row | None, columns: Columns) -> bool:
    """Whether the next row is numbered below this one: "2" above "2.1"."""
    if label is None or below is None:
        return False
    texts = [cell.text for cell in below.own() if columns.fields[cell.start : cell.start + 1] in (("no",), ("text",))]
    return bool(texts) and texts[0].startswith(f"{label.text}.") and texts[0][len(label.text) + 1 : len(label.text) + 2].isdigit()


def _closes(text: str) -> bool:
    folded = fold(text)
    return any(re.match(rf"{re.escape(fold(word))}(?!\w)", folded) for word in row_words().not_tasks)
