"""What every format of plan document becomes first: paragraphs and grids of cells, in the order of the document."""

import re
from dataclasses import dataclass

from papi_desktop.domain.text import nfc

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]|_x000[dD]_")
_SPACES = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """``text`` in NFC without invisible characters, empty lines and runs of spaces; lines stay lines."""
    lines = _INVISIBLE.sub("", nfc(text)).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").split("\n")
    return "\n".join(filter(None, (_SPACES.sub(" ", line).strip() for line in lines)))


MAX_ROWS = 20_000
"""Rows with text in one table; the longest plans have some hundreds."""


class TooLargeError(Exception):
    """A table has more rows than a plan can have."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph outside of tables, cleaned and never empty; ``doubtful`` where a machine read it and was unsure."""

    text: str
    doubtful: bool = False


@dataclass(frozen=True)
class Cell:
    """One place of a grid.

    ``text`` is that of the cell that covers the place, also where merging hides it; ``start`` is that cell's first column, counted from 0;
    ``fresh`` is false where the cell began in a row above; ``doubtful`` says that a machine read it and was unsure.
    """

    text: str
    start: int
    fresh: bool = True
    doubtful: bool = False


@dataclass(frozen=True)
class Row:
    """One row of a grid: a cell for each column; ``number`` is its number in the table or sheet, from 1."""

    number: int
    cells: tuple[Cell, ...]

    def own(self) -> tuple[Cell, ...]:
        """The cells that begin here and hold text, each once."""
        return tuple(c for i, c in enumerate(self.cells) if c.fresh and c.text and c.start == i)


@dataclass(frozen=True)
class Grid:
    """A table of a text document or a sheet of a workbook; rows without text of their own are left out."""

    number: int
    rows: tuple[Row, ...]
    sheet: bool = False
    name: str = ""
    """of a sheet"""

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


Block = Paragraph | Grid
