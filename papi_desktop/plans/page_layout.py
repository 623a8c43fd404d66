"""Words and ruled cells of pages, wherever they came from, to blocks: grids with merged cells, paragraphs put together from lines."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from papi_desktop.plans.blocks import Block, Cell, Grid, Paragraph, Row, clean
from papi_desktop.plans.letters import in_unicode

_BULLET = re.compile(r"[-+•*–]\s|[a-zđ]\)\s|\d{1,2}[.)]\s")
_ENDED = re.compile(r"[.;:!?…]$")
_PAGE_NUMBER = re.compile(r"[-–\s]*\d{1,4}[-–\s]*(?:/\s*\d{1,4})?")
SAME_EDGE = 3.0
"""Points within which two rules of a table are one."""
_MARGIN = 0.08
"""The share of a page at its top and bottom where a lone number is that of the page."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the upper left corner of the page."""


@dataclass(frozen=True)
class Word:
    """A word where it stands on its page; ``size`` is that of its font in points, ``doubtful`` as in ``Cell``."""

    text: str
    box: Box
    size: float
    doubtful: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


class PageBlocks:
    """Takes pages in their order; ``blocks`` are what stands on them. Paragraphs go on over the end of a page, tables do not."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._lines: list[list[Word]] = []
        self._tables = 0

    def take(self, words: Sequence[Word], tables: Sequence[Sequence[Box]], height: float) -> None:
        """A page ``height`` points high; each of its ``tables`` is the boxes of its cells."""
        tables = sorted(tables, key=lambda boxes: min(box[1] for box in boxes))
        inside: list[list[Word]] = [[] for _ in tables]
        outside: list[Word] = []
        for word in words:
            home = next((number for number, boxes in enumerate(tables) if _holds(_around(boxes), word)), None)
            (outside if home is None else inside[home]).append(word)
        lines = [line for line in _lines(outside) if not _is_page_number(line, height)]
        for boxes, its_words in zip(tables, inside, strict=True):
            top = _around(boxes)[1]
            self._lines += [line for line in lines if line[0].box[1] < top]
            lines = [line for line in lines if line[0].box[1] >= top]
            self._end_paragraphs()
            self._tables += 1
            grid = _grid(self._tables, boxes, its_words)
            if grid.rows:
                self._blocks.append(grid)
        self._lines += lines

    def blocks(self) -> Iterator[Block]:
        self._end_paragraphs()
        yield from self._blocks

    def _end_paragraphs(self) -> None:
        said = ((clean(in_unicode(text)), doubtful) for text, doubtful in _paragraphs(self._lines))
        self._blocks += [Paragraph(text, doubtful=doubtful) for text, doubtful in said if text]
        self._lines = []


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _holds(box: Box, word: Word) -> bool:
    left, top, right, bottom = box
    across, down = word.middle
    return left <= across <= right and top <= down <= bottom


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """The words line by line, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.middle[1], word.box[0])):
        if lines and abs(lines[-1][0].middle[1] - word.middle[1]) < word.size / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.box[0]) for line in lines]


def _is_page_number(line: Sequence[Word], height: float) -> bool:
    at_edge = line[0].box[3] < _MARGIN * height or line[0].box[1] > (1 - _MARGIN) * height
    return at_edge and _PAGE_NUMBER.fullmatch(_text(line)) is not None


def _text(line: Sequence[Word]) -> str:
    return " ".join(word.text for word in line)


def _columns(line: Sequence[Word]) -> list[str]:
    """The parts of a line that wide gaps divide, as between the two columns of a letterhead."""
    parts = [[line[0]]]
    for before, word in pairwise(line):
        if word.box[0] - before.box[2] > 3 * word.size:
            parts.append([])
        parts[-1].append(word)
    return [_text(part) for part in parts]


def _grid(number: int, boxes: Sequence[Box], words: Sequence[Word]) -> Grid:
    """The table with a cell for each place between its rules; a cell covers all places within its box."""
    across = _edges(value for box in boxes for value in (box[0], box[2]))
    down = _edges(value for box in boxes for value in (box[1], box[3]))
    said = _said(boxes, words)
    rows: list[Row] = []
    for index, (top, bottom) in enumerate(pairwise(down), start=1):
        cells: list[Cell] = []
        for column, (left, right) in enumerate(pairwise(across)):
            home = _home(boxes, (left + right) / 2, (top + bottom) / 2)
            if home is None:
                cells.append(Cell("", column))
                continue
            text, doubtful = said[home]
            start = bisect_right(across, boxes[home][0] + SAME_EDGE) - 1
            fresh = boxes[home][1] > top - SAME_EDGE
            cells.append(Cell(text, start, fresh=fresh, doubtful=doubtful and fresh))
        row = Row(index, tuple(cells))
        if row.own():
            rows.append(row)
    return Grid(number, tuple(rows))


def _edges(values: Iterator[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SAME_EDGE:
            edges.append(value)
    return edges


def _home(boxes: Sequence[Box], across: float, down: float) -> int | None:
    return next((i for i, (left, top, right, bottom) in enumerate(boxes) if left <= across <= right and top <= down <= bottom), None)


def _said(boxes: Sequence[Box], words: Sequence[Word]) -> list[tuple[str, bool]]:
    """What stands in each box, and whether it is doubtful."""
    inside: list[list[Word]] = [[] for _ in boxes]
    for word in words:
        home = _home(boxes, *word.middle)
        if home is not None:
            inside[home].append(word)
    texts = (_joined([_text(line) for line in _lines(held)]) for held in inside)
    return [(clean(in_unicode(text)), any(word.doubtful for word in held)) for text, held in zip(texts, inside, strict=True)]


def _joined(lines: Sequence[str]) -> str:
    """Lines as they were before they were broken: an item of a list begins a line, everything else goes on."""
    text = ""
    for line in lines:
        if not text:
            text = line
        elif _BULLET.match(line) and (_ENDED.search(text) or line[0] in "-+•–*"):
            text += "\n" + line
        else:
            text += line if text.endswith("-") and text[-2:-1].isalpha() and line[:1].isupper() else " " + line
    return text


def _paragraphs(lines: Sequence[Sequence[Word]]) -> Iterator[tuple[str, bool]]:
    """Lines to paragraphs, each with whether it is doubtful; lines of several columns one column after the other."""
    for several, group in groupby(lines, key=lambda line: len(_columns(line))):
        held = list(group)
        if several > 1:
            doubtful = any(word.doubtful for line in held for word in line)
            yield from (("\n".join(column), doubtful) for column in zip(*map(_columns, held), strict=True))
        else:
            yield from _broken(held, left=min(line[0].box[0] for line in lines), right=max(line[-1].box[2] for line in lines))


def _broken(lines: Sequence[Sequence[Word]], *, left: float, right: float) -> Iterator[tuple[str, bool]]:
    """Lines between two margins as paragraphs: a new one begins with an indent, after a short line, or where letters change their size."""
    paragraph: list[Word] = list(lines[0])
    for before, line in pairwise(lines):
        indented = line[0].box[0] - left > line[0].size
        short = right - before[-1].box[2] > 4 * line[0].size
        if indented or short or abs(before[0].size - line[0].size) > 1:
            yield _text(paragraph), any(word.doubtful for word in paragraph)
            paragraph = []
        paragraph += line
    yield _text(paragraph), any(word.doubtful for word in paragraph)
