"""Text files to blocks: tables by tabs, commas, semicolons or bars, paragraphs; remains of HTML and Markdown in them are undone."""

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from papi_desktop.plans.blocks import MAX_ROWS, Block, Cell, Grid, Paragraph, Row, TooLargeError, clean
from papi_desktop.plans.letters import decoded

_ITEM = re.compile(r"<\s*(?:li|p|tr|div)\b[^>]*>|<\s*br\s*/?>|</\s*(?:p|div|tr|h\d)\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*\b[^<>]*>")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+", re.MULTILINE)
_RULE = re.compile(r"[\s|:=+-]*")
_BAR = re.compile(r"(?<!\\)\|")
_LEAST_ROWS, _LEAST_COLUMNS = 2, 3
_SAMPLE = 200_000
_MAX_FIELD = 1_000_000


def plain_blocks(data: bytes) -> tuple[Block, ...]:
    """The paragraphs and tables of a text file; a table ends at an empty line, where the next page may go on with it."""
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    delimiter = _delimiter(text)
    if delimiter in (",", ";"):
        return _numbered(_from_separated(text, delimiter))
    return _numbered(_from_lines(text.split("\n"), delimiter))


def undone(text: str) -> str:
    """``text`` without the tags of HTML and the emphasis of Markdown; items of lists are lines."""
    if "<" in text and ">" in text:
        text = _TAG.sub("", _ITEM.sub("\n", text))
    return _HEADING.sub("", _EMPHASIS.sub(r"\2", html.unescape(text)))


def _delimiter(text: str) -> str:
    """What divides the cells of the tables in ``text``; empty where there are none."""
    lines = [line for line in text[:_SAMPLE].split("\n") if line.strip()]
    for delimiter in "\t|":
        if sum(line.count(delimiter) >= _LEAST_COLUMNS - 1 for line in lines) >= _LEAST_ROWS:
            return delimiter
    for delimiter in ";,":
        try:
            rows = [row for row in csv.reader(io.StringIO(text[:_SAMPLE]), delimiter=delimiter) if any(map(str.strip, row))]
        except csv.Error:
            continue
        widths = Counter(map(len, rows))
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        if width >= _LEAST_COLUMNS and count >= _LEAST_ROWS and count > 0.5 * len(rows):
            return delimiter
    return ""


def _from_separated(text: str, delimiter: str) -> Iterator[Block | list[Row]]:
    """A file of separated values: quoted cells may hold line breaks."""
    csv.field_size_limit(_MAX_FIELD)
    table: list[Row] = []
    for number, values in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
        filled = [value for value in values if value.strip()]
        if len(values) < _LEAST_COLUMNS or (len(filled) == 1 and not table):
            yield from _ended(table)
            table = []
            yield from _paragraphs(" ".join(filled))
        elif filled:
            table.append(_row(number, values))
    yield from _ended(table)


def _from_lines(lines: Sequence[str], delimiter: str) -> Iterator[Block | list[Row]]:
    table: list[Row] = []
    number = 0
    for line in lines:
        values = _divided(line, delimiter)
        if len(values) >= _LEAST_COLUMNS or (table and len(values) > 1):
            number += 1
            if not _RULE.fullmatch(line) or delimiter == "\t":
                table.append(_row(number, values))
            continue
        yield from _ended(table)
        table, number = [], 0
        yield from _paragraphs(line)
    yield from _ended(table)


def _divided(line: str, delimiter: str) -> list[str]:
    if not delimiter or delimiter not in line:
        return [line]
    if delimiter == "|":
        cells = _BAR.split(line.strip().removeprefix("|").removesuffix("|"))
        return [cell.replace("\\|", "|") for cell in cells]
    return [value[1:-1].replace('""', '"') if _is_quoted(value) else value for value in line.split(delimiter)]


def _is_quoted(value: str) -> bool:
    return len(value) > 1 and value.startswith('"') and value.endswith('"') and value[1:-1].count('"') % 2 == 0


def _row(number: int, values: Sequence[str]) -> Row:
    return Row(number, tuple(Cell(clean(undone(value)), start) for start, value in enumerate(values)))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    if shown := clean(undone(text)):
        yield Paragraph(shown)


def _ended(table: list[Row]) -> Iterator[list[Row]]:
    if any(row.own() for row in table):
        yield table


def _numbered(parts: Iterator[Block | list[Row]]) -> tuple[Block, ...]:
    """The parts with their tables numbered from 1, all rows of a table as wide as its widest."""
    blocks: list[Block] = []
    tables = 0
    for part in parts:
        if isinstance(part, list) and len(part) > MAX_ROWS:
            raise TooLargeError
        if isinstance(part, Paragraph | Grid):
            blocks.append(part)
            continue
        tables += 1
        width = max(len(row.cells) for row in part)
        rows = (Row(row.number, (*row.cells, *(Cell("", start) for start in range(len(row.cells), width)))) for row in part)
        blocks.append(Grid(tables, tuple(row for row in rows if row.own())))
    return tuple(blocks)
