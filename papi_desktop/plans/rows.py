"""Rows of a plan table: their cells by field, and what kind of row each is before its neighbours are looked at."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from fnmatch import fnmatchcase
from itertools import zip_longest

from papi_desktop.domain.unit_names import names_unit
from papi_desktop.plans.blocks import Cell, Row
from papi_desktop.plans.columns import Columns
from papi_desktop.plans.heading import systems_named
from papi_desktop.plans.ticks import ticked
from resources.plan_words import row_words

_LABEL = re.compile(
    r"(?:(?P<roman>[IVXL]{1,6})|(?P<capital>[A-HĐ])|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})|(?P<letter>[a-zđ]))(?:[.)/:]+(?=\s|$)|$|\s*[-–]\s)\s*"
)
_MAX_GROUP = 200
_FIGURE = re.compile(r"[\d.,]+")
_AROUND_MARKS = " .*-–()"
_PLACE_AND_DATE = re.compile(r"[^\d,]{2,60}, ngày [\d.… ]{1,12}tháng [\d.… ]{1,12}năm [\d.… ]{1,9}", re.IGNORECASE)


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
    notes: str = ""
    """what its other columns hold, each with its title"""
    doubtful: frozenset[str] = frozenset()
    """fields that a machine read and was unsure of"""

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
    told = _as_above(replace(row, kind=RowKind.GROUP) if _is_sibling(row, group_depths) else row for row in read)
    return tuple(_without_signatures(told))


def _as_above(rows: Iterable[PlanRow]) -> Iterator[PlanRow]:
    """The rows with what is meant where a cell says no more than "as above"."""
    above: dict[str, str] = {}
    for row in rows:
        values = {field: above.get(field, text) if _is_ditto(text) else text for field, text in row.values.items()}
        if row.kind is RowKind.DETAIL:
            above |= {field: text for field, text in values.items() if text}
        yield replace(row, values=values)


def _is_ditto(text: str) -> bool:
    return text.lower().strip(_AROUND_MARKS) in row_words().as_above


def _without_signatures(rows: Iterable[PlanRow]) -> Iterator[PlanRow]:
    """The rows with those OTHER that stand at and below a signature: names, and lists of those who get the document."""
    signed = False
    for row in rows:
        signed = (signed and not _goes_on(row)) or _is_signed(row)
        yield replace(row, kind=RowKind.OTHER) if signed else row


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
    for field, places in columns.places.items():
        cells = _cells(row, places)
        values[field] = _when(row, columns) if field == "timing" else " ".join(cell.text for cell in cells)
        if columns.offices.keys() & set(places):
            values |= _who(row, columns, field)
        if any(cell.fresh for cell in cells):
            fresh.add(field)
        elif cells:
            merged.add(field)
    texts = tuple(cell for cell in row.own() if _is_told(cell, {columns.fields[i] for i in _covered(row, cell, columns)}))
    doubtful = {field for field, places in columns.places.items() if any(cell.doubtful for cell in _cells(row, places))}
    draft = PlanRow(
        row, columns, RowKind.DETAIL, texts, values, frozenset(fresh), frozenset(merged), _notes(row, columns), frozenset(doubtful)
    )
    return replace(draft, kind=_kind(draft, below))


def _notes(row: Row, columns: Columns) -> str:
    """What stands in columns that are no field of a task, each with the title of its column."""
    places = range(min(len(row.cells), len(columns.fields), len(columns.titles)))
    others = [i for i in places if not columns.fields[i] and row.cells[i].start == i and row.cells[i].fresh and row.cells[i].text]
    return "\n".join(f"{columns.titles[i]}: {row.cells[i].text}" if columns.titles[i] else row.cells[i].text for i in others)


def _when(row: Row, columns: Columns) -> str:
    """What the columns of timing say: those of a beginning and an end, those with other words, those to tick."""
    cells = [(columns.periods[i], text) for i in columns.periods if i < len(row.cells) and (text := row.cells[i].text)]
    words = [cell for cell in _cells(row, columns.of("timing")) if cell.start not in columns.periods]
    texts = [f"từ {cell.text}" if columns.begins(cell.start) else cell.text for cell in words]
    if len(texts) > 1 and texts[0] != words[0].text:
        texts = [" đến ".join(texts)]
    return "; ".join(filter(None, (" ".join(texts), ticked(cells, columns.periods))))


def _who(row: Row, columns: Columns, field: str) -> dict[str, str]:
    """The offices marked in a row, those that only help apart."""
    marks = [(name, row.cells[i].text) for i, name in columns.offices.items() if i < len(row.cells) and row.cells[i].text]
    helping = [name for name, mark in marks if mark.lower().strip(_AROUND_MARKS) in row_words().marks_of_help]
    doing = "; ".join(name for name, _ in marks if name not in helping)
    return {field: doing, "coordinating_text": "; ".join(helping)} if helping else {field: doing}


def _is_told(cell: Cell, fields: set[str]) -> bool:
    """Whether a cell says something of a task: it is no running number and no sum in a column of remarks."""
    return bool(fields - {"no", ""}) or (fields != {"no"} and _FIGURE.fullmatch(cell.text) is None)


def _covered(row: Row, cell: Cell, columns: Columns) -> list[int]:
    """The columns that a cell covers."""
    return [i for i, other in enumerate(row.cells[: len(columns.fields)]) if other.start == cell.start]


def _cells(row: Row, places: tuple[int, ...]) -> list[Cell]:
    found = {cell.start: cell for place in places if place < len(row.cells) and (cell := row.cells[place]).text}
    return list(found.values())


def _kind(row: PlanRow, below: Row | None) -> RowKind:
    if row.columns.repeated_by(row.row):
        return RowKind.HEADER
    if not row.texts or _is_closing(row):
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
    heads_below = _numbers_below(label, below, columns) or (name.endswith(":") and _is_answered_item(below, columns))
    return RowKind.GROUP if names_group or heads_below else None


def _is_answered_item(row: Row | None, columns: Columns) -> bool:
    """Whether a row holds an item of a list that has its own office or time."""
    cells = row.own() if row else ()
    return len(cells) > 1 and columns.fields[cells[0].start] == "text" and cells[0].text.startswith(("-", "–", "+", "•"))


def _numbers_below(label: Label | None, below: Row | None, columns: Columns) -> bool:
    """Whether the next row is numbered below this one: "2" above "2.1", above "a" or above a dash."""
    if label is None or below is None:
        return False
    texts = [cell.text for cell in below.own() if columns.fields[cell.start : cell.start + 1] in (("no",), ("text",))]
    return len(texts) > 1 and (
        texts[0].rstrip(".)") in ("-", "+", "•", "a") or re.match(rf"{re.escape(label.text)}\.\d", texts[0]) is not None
    )


def _is_closing(row: PlanRow) -> bool:
    """Whether a row sums up or is signed: it begins so, or names no task beside the one who signs."""
    leading = [text for field in ("no", "text") if (text := row.own(field)) and read_label(text)[1]]
    return len(row.texts) < 3 and any(map(_closes, leading or [cell.text for cell in row.texts]))


def _closes(text: str) -> bool:
    line = text.partition("\n")[0]
    shouted = "*" if line.isupper() else ""
    return any(fnmatchcase(line.lower(), word + shouted) for word in row_words().not_tasks)


def _is_signed(row: PlanRow) -> bool:
    """Whether a row bears the place and date or the office of those who sign: the plan ends above it."""
    lines = [cell.text.partition("\n")[0] for cell in row.texts] if row_label(row) is None else []
    return any(_PLACE_AND_DATE.fullmatch(line) or (row.kind is RowKind.OTHER and line.isupper() and _closes(line)) for line in lines)


def _goes_on(row: PlanRow) -> bool:
    """Whether the plan goes on behind signatures or a total: with its header again, or a numbered row."""
    return row.kind is RowKind.HEADER or (row.kind is not RowKind.OTHER and row_label(row) is not None)
