"""The table of a checklist: rows of broken lines, cut into pages, drawn with a header on each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from papi_desktop.documents.pdf import LEADING, Align, PdfPages
from papi_desktop.documents.typesetting import Line, Run, Style, Typeface

SIZE = 10.5
PAD_X = 4.0
_PAD_Y = 3.5
_LEAD = SIZE * LEADING
_LEAST_LINES = 3
"""Fewer lines are not left behind, nor carried over, when a row is split."""
_WHOLE_SHARE = 0.4
"""A row up to this share of a page is never split."""

NUMBER, COMPONENT, TASK, DUE, EXPECTED, REFERENCES, RESULT, NOTE = range(8)
_HEADINGS = ("TT", "Nội dung thành phần", "Nhiệm vụ và chỉ tiêu", "Hạn", "Minh chứng cần có", "Số, ký hiệu, ngày", "Kết quả", "Ghi chú")
_SHARES = (3.6, 11.8, 22.1, 9.2, 19.4, 13.9, 10.5, 9.5)
_ALIGN = (Align.CENTRE, Align.LEFT, Align.LEFT, Align.CENTRE, Align.LEFT, Align.LEFT, Align.CENTRE, Align.LEFT)
_REPEATED = (NUMBER, COMPONENT, DUE)
"""Shown again where a row goes on over the page, unless they are long themselves."""
_REPEATED_LINES = 8

Lines = tuple[Line, ...]


@dataclass(frozen=True)
class Band:
    """A part of a row with its own rule above: some of the expected results and, beside them, what was recorded."""

    expected: Lines
    references: Lines

    @property
    def height(self) -> float:
        return _height(max(len(self.expected), len(self.references)))


@dataclass(frozen=True)
class Row:
    """A row of the table. ``cells`` has lines for every column but the two of the bands.

    Neighbours on a page with the same ``merge_key`` share one component cell.
    """

    cells: dict[int, Lines]
    bands: tuple[Band, ...]
    merge_key: str

    @property
    def height(self) -> float:
        tall = _height(max(len(lines) for lines in self.cells.values()))
        return max(tall, sum(band.height for band in self.bands))

    def split(self, room: float) -> tuple["Row", "Row"] | None:
        """What fits into ``room`` and the rest, or ``None`` where that is too little to leave behind."""
        count = _lines_in(room)
        kept = {column for column in _REPEATED if len(self.cells[column]) <= _REPEATED_LINES}
        if count < max([_LEAST_LINES, *(len(self.cells[column]) for column in kept)]):
            return None
        head = {column: lines if column in kept else lines[:count] for column, lines in self.cells.items()}
        tail = {column: lines if column in kept else lines[count:] for column, lines in self.cells.items()}
        above, below = _split_bands(self.bands, room)
        return replace(self, cells=head, bands=above), replace(self, cells=tail, bands=below)


@dataclass(frozen=True)
class Heading:
    """A row of one cell over the whole width."""

    lines: Lines
    keep_with_next: bool = True

    @property
    def height(self) -> float:
        return _height(len(self.lines))

    def split(self, room: float) -> tuple["Heading", "Heading"] | None:
        count = _lines_in(room)
        if count < _LEAST_LINES:
            return None
        return replace(self, lines=self.lines[:count]), replace(self, lines=self.lines[count:])


@dataclass(frozen=True)
class Placed:
    """A row, or a part of one, at its place. ``last`` is set on the part that ends a row."""

    row: Row | Heading
    y: float
    last: bool


class PageCutter:
    """Cuts rows into pages. ``top`` is the upper edge of pages, ``first_top`` of the first one, ``bottom`` the lower edge of all."""

    def __init__(self, *, first_top: float, top: float, bottom: float, header: float) -> None:
        self.pages: list[list[Placed]] = [[]]
        self._top, self._bottom, self._header = top, bottom, header
        self.y = first_top + header

    @property
    def room(self) -> float:
        return self._bottom - self.y

    @property
    def _whole(self) -> float:
        return self._bottom - self._top - self._header

    def place(self, rows: Iterable[Row | Heading]) -> None:
        waiting: Heading | None = None  # a heading stays with the row after it
        for row in rows:
            if waiting is not None:
                least = row.height if row.height <= _WHOLE_SHARE * self._whole else _height(_REPEATED_LINES)
                if waiting.height + least > self.room and waiting.height + least <= self._whole:
                    self._next_page()
                self._place(waiting)
                waiting = None
            if isinstance(row, Heading) and row.keep_with_next:
                waiting = row
            else:
                self._place(row)
        if waiting is not None:
            self._place(waiting)

    def place_after(self, height: float) -> None:
        """Makes room for a block after the table. Where it must go to a new page, the last row goes with it, or at least the end of that
        row: nobody should sign a page that holds nothing but signatures."""
        if height <= self.room:
            return
        rows = self._take_end(self._whole - height)
        self._next_page()
        for row in rows:
            self._put(row, last=True)

    def _take_end(self, room: float) -> list[Row | Heading]:
        """Takes what ends the last page off it, up to ``room`` high: the last row with headings right above it, else the end of the row.

        Takes nothing where the page would be left without rows.
        """
        page = self.pages[-1]
        start = len(page) - 1
        while start > 0 and isinstance(page[start - 1].row, Heading):
            start -= 1
        if start > 0 and sum(placed.row.height for placed in page[start:]) <= room:
            rows = [placed.row for placed in page[start:]]
            del page[start:]
            return rows
        last = page[-1] if page else None
        parts = last.row.split(last.row.height - _LEAST_LINES * _LEAD) if last else None
        if last is None or parts is None or parts[1].height > room:
            return []
        page[-1] = replace(last, row=parts[0], last=False)
        return [parts[1]]

    def _place(self, row: Row | Heading) -> None:
        while row.height > self.room:
            parts = None if row.height <= _WHOLE_SHARE * self._whole else row.split(self.room)
            if parts is not None:
                self._put(parts[0], last=False)
                row = parts[1]
            self._next_page()
        self._put(row, last=True)

    def _put(self, row: Row | Heading, *, last: bool) -> None:
        self.pages[-1].append(Placed(row, self.y, last))
        self.y += row.height

    def _next_page(self) -> None:
        self.pages.append([])
        self.y = self._top + self._header


class TableFrame:
    """Columns and header of the table within ``width`` points from ``x``."""

    def __init__(self, face: Typeface, *, x: float, width: float) -> None:
        scale = width / sum(_SHARES)
        self.x, self.width = x, width
        self._face = face
        self._widths = tuple(share * scale for share in _SHARES)
        self._header = tuple(self.set_cell([Run(text, Style.BOLD)], column) for column, text in enumerate(_HEADINGS))
        self.header_height = _height(max(len(lines) for lines in self._header))

    def set_cell(self, runs: list[Run], column: int, *, indent: float = 0) -> Lines:
        """``runs`` broken to the width of ``column``."""
        return tuple(self._face.wrap(runs, size=SIZE, width=self._widths[column] - 2 * PAD_X, indent=indent))

    def set_heading(self, runs: list[Run]) -> Lines:
        return tuple(self._face.wrap(runs, size=SIZE, width=self.width - 2 * PAD_X))

    def draw(self, pages: PdfPages, placed: list[Placed]) -> None:
        """The rows of one page under the header; draws nothing for a page without rows."""
        if not placed:
            return
        top = placed[0].y - self.header_height
        for column, lines in enumerate(self._header):
            self._cell(pages, lines, column, top, self.header_height, align=Align.CENTRE, shaded=True)
        for _, neighbours in groupby(placed, _merging()):
            rows = list(neighbours)
            if isinstance(first := rows[0].row, Heading):
                self._heading(pages, first, rows[0].y)
                continue
            self._component(pages, rows)
            for each in rows:
                if isinstance(each.row, Row):
                    self._row(pages, each.row, each.y)

    def _heading(self, pages: PdfPages, heading: Heading, y: float) -> None:
        pages.frame(self.x, y, self.width, heading.height)
        pages.text(heading.lines, x=self.x + PAD_X, y=y + _PAD_Y, width=self.width - 2 * PAD_X, size=SIZE, align=Align.LEFT)

    def _component(self, pages: PdfPages, rows: list[Placed]) -> None:
        texts = (each.row.cells[COMPONENT] for each in rows if isinstance(each.row, Row))
        lines = next((lines for lines in texts if lines), ())
        self._cell(pages, lines, COMPONENT, rows[0].y, sum(each.row.height for each in rows))

    def _row(self, pages: PdfPages, row: Row, y: float) -> None:
        height = row.height
        for column in (NUMBER, TASK, DUE):
            self._cell(pages, row.cells[column], column, y, height)
        top = y
        for band in row.bands:
            share = y + height - top if band is row.bands[-1] else band.height
            self._cell(pages, band.expected, EXPECTED, top, share)
            self._cell(pages, band.references, REFERENCES, top, share)
            top += share
        for column in (RESULT, NOTE):
            self._cell(pages, row.cells[column], column, y, height)

    def _cell(
        self, pages: PdfPages, lines: Lines, column: int, y: float, height: float, *, align: Align | None = None, shaded: bool = False
    ) -> None:
        x, width = self.x + sum(self._widths[:column]), self._widths[column]
        pages.frame(x, y, width, height, shaded=shaded)
        middle = y + (height - len(lines) * _LEAD) / 2
        pages.text(lines, x=x + PAD_X, y=middle, width=width - 2 * PAD_X, size=SIZE, align=align or _ALIGN[column])


def _height(lines: int) -> float:
    return max(1, lines) * _LEAD + 2 * _PAD_Y


def _lines_in(room: float) -> int:
    return int((room - 2 * _PAD_Y + 1e-6) // _LEAD)


def _split_bands(bands: tuple[Band, ...], room: float) -> tuple[tuple[Band, ...], tuple[Band, ...]]:
    """Whole bands while they fit, the next one cut; each side keeps at least an empty band, whose cells are drawn."""
    nothing = Band((), ())
    for index, band in enumerate(bands):
        if band.height <= room:
            room -= band.height
            continue
        count = max(0, _lines_in(room))
        upper = (Band(band.expected[:count], band.references[:count]),) if count else ()
        lower = Band(band.expected[count:], band.references[count:])
        return (*bands[:index], *upper) or (nothing,), (lower, *bands[index + 1 :])
    return bands, (nothing,)


def _merging() -> Callable[[Placed], int]:
    """A key for ``groupby``: rows with the same component in a run share it, headings and rows without a component stand alone."""
    keys = _numbers()
    last: str = ""
    key = next(keys)

    def key_of(placed: Placed) -> int:
        nonlocal last, key
        merge_key = placed.row.merge_key if isinstance(placed.row, Row) else ""
        if not merge_key or merge_key != last:
            key = next(keys)
        last = merge_key
        return key

    return key_of


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1
