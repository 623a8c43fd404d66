"""PDF documents with a text layer to blocks: the words of each page and the cells between its rules."""

import io
import logging
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from papi_desktop.domain.errors import PapiError
from papi_desktop.plans.blocks import Block
from papi_desktop.plans.letters import from_font
from papi_desktop.plans.package import DamagedError
from papi_desktop.plans.page_layout import SAME_EDGE, Box, PageBlocks, Word

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

_OPEN = 6.0
"""Points beyond which rules that go on hold a line of text."""
MAX_STREAM = 16_000_000
"""Unpacked bytes of one stream. A page of a plan has some 100,000; pictures are never unpacked and do not count."""
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_WITHIN = 2000

PageProgress = Callable[[int, int], None]
"""``progress(read, pages)``; what it raises stops the reading."""


def pdf_blocks(data: bytes, progress: PageProgress) -> tuple[Block, ...]:
    """The paragraphs and tables of a PDF, page by page; none at all where it holds pictures of pages only. Raises ``DamagedError``."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it speaks of every oddity that it gets over
    _check_streams(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            read = PageBlocks()
            for number, page in enumerate(document.pages):
                progress(number, len(document.pages))
                read.take(_words(page), [_boxes(table) for table in _tables(page)], float(page.height))
                page.close()
            progress(len(document.pages), len(document.pages))
            return tuple(read.blocks())
    except PapiError:
        raise
    except Exception as error:  # pdfminer raises whatever its parsers stumble on; all of it means that the document is broken
        raise DamagedError from error


def _check_streams(data: bytes) -> None:
    """Nothing unpacks beyond bounds: a few kilobytes may say that they hold gigabytes."""
    for start in _STREAM.finditer(data):
        head = data[max(0, start.start() - _DICTIONARY_WITHIN) : start.start()].rpartition(b" obj")[2]
        packed = head.count(b"FlateDecode") or head.count(b"/Fl ")
        if not packed or b"/Image" in head:
            continue
        if packed > 1:
            raise DamagedError
        unpacker = zlib.decompressobj()
        try:
            unpacked = unpacker.decompress(data[start.end() : start.end() + MAX_STREAM], MAX_STREAM + 1)
        except zlib.error:
            continue  # what pdfminer makes of it is checked there
        if len(unpacked) > MAX_STREAM:
            raise DamagedError


def _tables(page: "Page") -> "Sequence[Table]":
    """The ruled tables of a page, those too that a page break left without a rule at their upper or lower end."""
    tables = page.find_tables()
    ends = [end for table in tables for end in _open_ends(page, table)]
    found = page.find_tables({"explicit_horizontal_lines": ends}) if ends else tables
    return [table for table in found if len(table.rows) > 1 or len(table.rows[0].cells) > 2]


def _open_ends(page: "Page", table: "Table") -> Iterator[float]:
    """Where the upright rules of a table end beyond its outermost level ones."""
    left, top, right, bottom = table.bbox
    upright = [edge for edge in page.edges if edge["orientation"] == "v" and left - SAME_EDGE < edge["x0"] < right + SAME_EDGE]
    above = [edge["top"] for edge in upright if edge["top"] < top - _OPEN and edge["bottom"] > top - SAME_EDGE]
    below = [edge["bottom"] for edge in upright if edge["bottom"] > bottom + _OPEN and edge["top"] < bottom + SAME_EDGE]
    for ends in (above, below):
        if len(ends) > 2 and max(ends) - min(ends) < SAME_EDGE:  # two rules make one column, and no table
            yield ends[0]


def _boxes(table: "Table") -> list[Box]:
    return [cell for row in table.rows for cell in row.cells if cell is not None]


def _words(page: "Page") -> list[Word]:
    found: list[Word] = []
    for word in page.extract_words(extra_attrs=["fontname", "size"], use_text_flow=False, keep_blank_chars=False):
        text = from_font(str(word["text"]), str(word["fontname"]).rpartition("+")[2])
        found.append(Word(text, (word["x0"], word["top"], word["x1"], word["bottom"]), word["size"]))
    return found
