"""Pictures of pages to blocks, by the text recogniser Tesseract where it is installed: ruled tables cell by cell, other text line by line.

Nothing is guessed in silence: words that the recogniser itself is unsure of make their cell or paragraph ``doubtful``.
"""

import csv
import io
import os
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papi_desktop.domain.errors import Code, PlanError
from papi_desktop.plans.blocks import Block
from papi_desktop.plans.page_layout import Box, PageBlocks, Word
from papi_desktop.plans.pdf import PageProgress

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "vie"
PAGE_SIDE = 2700
"""Pixels of the longer side of a page to be read: A4 at 230 dots an inch, where more takes time and reads no better."""
_USUAL_PLACES = (r"C:\Program Files\Tesseract-OCR\tesseract.exe", r"C:\Program Files (x86)\Tesseract-OCR\tesseract.exe")
_SECONDS_A_PAGE = 120
_SURE = 85
"""The recogniser's own confidence in a word, of 100, below which it is doubtful: measured on two printed and scanned pages, one word in
forty is, and a third of those that were read wrong."""
_BLACK = 150
_LEAST_RULE = 60
"""Pixels of the shortest line that can be part of a table."""
_SAME_RULE = 12
_ANGLES = tuple(step / 4 for step in range(-8, 9))
_MARGIN, _BORDER = 4, 16
_POINTS = 842.0
"""The longer side of A4, which every page is taken for."""


def recogniser() -> Path | None:
    """The recogniser with its Vietnamese data, on the search path or in its usual place; ``None`` where it is not installed."""
    found = shutil.which("tesseract") or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)
    return None if found is None or LANGUAGE not in _languages(found) else Path(found)


@cache
def _languages(program: str) -> frozenset[str]:
    try:
        listed = subprocess.run([program, "--list-langs"], check=False, capture_output=True, text=True, timeout=10, encoding="utf-8")  # noqa: S603 - found above
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(listed.stdout.split())


def recognised_blocks(program: Path, pages: Iterable["Image"], count: int, name: str, progress: PageProgress) -> tuple[Block, ...]:
    """The paragraphs and tables on pictures of ``count`` pages; ``progress`` is told the pages read, and stops the reading by raising.

    Raises ``PlanError(RECOGNISER_FAILED)``; ``name`` is the document's.
    """
    read = PageBlocks()
    for number, picture in enumerate(pages):
        progress(number, count)
        page = _straightened(picture.convert("L"))
        tables = _cells(page)
        with tempfile.TemporaryDirectory(prefix="papi-") as folder:
            try:
                words = [*_words_in_cells(program, page, tables, Path(folder)), *_words_outside(program, page, tables, Path(folder))]
            except (OSError, subprocess.SubprocessError) as error:
                raise PlanError(Code.RECOGNISER_FAILED, name=name) from error
        scale = _POINTS / max(page.size)
        scaled = [[_scaled(box, scale) for box in table] for table in tables]
        read.take([replace(word, box=_scaled(word.box, scale), size=word.size * scale) for word in words], scaled, page.height * scale)
    progress(count, count)
    return tuple(read.blocks())


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = box
    return left * scale, top * scale, right * scale, bottom * scale


# finding the table


def _straightened(page: "Image") -> "Image":
    """The page turned by the degrees at which its lines of ink lie level."""
    from PIL import Image

    small = Image.eval(page.reduce(4), _ink)
    angle = max(_ANGLES, key=lambda angle: _levelness(small.rotate(angle, fillcolor=0)))
    return page if angle == 0 else page.rotate(angle, fillcolor=255, resample=Image.Resampling.BILINEAR)


def _ink(shade: int) -> int:
    return 255 if shade < _BLACK else 0


def _levelness(page: "Image") -> int:
    """How much neighbouring rows of pixels differ in ink: most where lines of text and rules lie level."""
    rows = page.reduce((page.width, 1)).tobytes()
    return sum((one - two) ** 2 for one, two in pairwise(rows))


def _cells(page: "Image") -> Sequence[Sequence[Box]]:
    """The cells between the rules on a page, table by table."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
    from PIL import Image, ImageFilter

    black = Image.eval(page, _ink).filter(ImageFilter.MaxFilter(3))
    across = _runs(black)
    down = [(top, left, bottom, right) for left, top, right, bottom in _runs(black.transpose(Image.Transpose.TRANSPOSE))]
    edges = [_edge(box, "h") for box in across] + [_edge(box, "v") for box in down]
    merged: Any = merge_edges(edges, _SAME_RULE, _SAME_RULE, _SAME_RULE, _SAME_RULE)
    cells = intersections_to_cells(edges_to_intersections(merged, _SAME_RULE, _SAME_RULE))
    boxes = [
        [(round(left), round(top), round(right), round(bottom)) for left, top, right, bottom in table] for table in cells_to_tables(cells)
    ]
    return sorted((table for table in boxes if len(table) > 2), key=lambda table: min(box[1] for box in table))


def _runs(black: "Image") -> list[Box]:
    """Long level runs of ink: one box for runs that lie upon each other."""
    data, width = black.tobytes(), black.width
    long = re.compile(b"\xff{%d,}" % _LEAST_RULE)
    found: list[Box] = []
    for top in range(black.height):
        for match in long.finditer(data, top * width, (top + 1) * width):
            left, right = match.start() - top * width, match.end() - top * width
            number = next((i for i in range(len(found) - 1, max(-1, len(found) - 40), -1) if _touches(found[i], left, right, top)), None)
            if number is None:
                found.append((left, top, right, top + 1))
            else:
                before = found.pop(number)
                found.append((min(left, before[0]), before[1], max(right, before[2]), top + 1))
    return [box for box in found if box[3] - box[1] < _LEAST_RULE / 3]  # a black area is no rule


def _touches(box: Box, left: int, right: int, top: int) -> bool:
    return box[3] >= top and left <= box[2] and right >= box[0]


def _edge(box: Box, orientation: str) -> dict[str, Any]:
    left, top, right, bottom = box
    if orientation == "h":
        middle = (top + bottom) / 2
        return {"x0": left, "x1": right, "top": middle, "bottom": middle, "width": right - left, "height": 0, "orientation": "h"}
    middle = (left + right) / 2
    return {"x0": middle, "x1": middle, "top": top, "bottom": bottom, "width": 0, "height": bottom - top, "orientation": "v"}


# reading


def _words_in_cells(program: Path, page: "Image", tables: Sequence[Sequence[Box]], folder: Path) -> Iterator[Word]:
    """What stands in the cells; all go to the recogniser at once, since starting it takes longer than reading one."""
    boxes = [box for table in tables for box in table]
    if not boxes:
        return
    names = [str(folder / f"{number:04}.png") for number in range(len(boxes))]
    for name, box in zip(names, boxes, strict=True):
        _with_border(page.crop(_within(box))).save(name)
    (folder / "cells.txt").write_text("\n".join(names), "utf-8")
    for number, word in _recognised(program, folder / "cells.txt", "6"):
        left, top, *_ = _within(boxes[number - 1])
        yield replace(word, box=_moved(word.box, left - _BORDER, top - _BORDER))


def _words_outside(program: Path, page: "Image", tables: Sequence[Sequence[Box]], folder: Path) -> Iterator[Word]:
    from PIL import ImageDraw

    rest = page.copy()
    for box in (box for table in tables for box in table):
        ImageDraw.Draw(rest).rectangle(box, fill=255, outline=255, width=_SAME_RULE)
    rest.save(folder / "page.png")
    yield from (word for _, word in _recognised(program, folder / "page.png", "3"))


def _within(box: Box) -> tuple[int, int, int, int]:
    """The inside of a cell without its rules."""
    left, top, right, bottom = (round(value) for value in box)
    return left + _MARGIN, top + _MARGIN, max(right - _MARGIN, left + 2 * _MARGIN), max(bottom - _MARGIN, top + 2 * _MARGIN)


def _moved(box: Box, across: float, down: float) -> Box:
    left, top, right, bottom = box
    return left + across, top + down, right + across, bottom + down


def _with_border(picture: "Image") -> "Image":
    """White around a cell: the recogniser takes letters at the very edge for noise."""
    from PIL import ImageOps

    return ImageOps.expand(picture, border=_BORDER, fill=255)


def _recognised(program: Path, picture: Path, layout: str) -> Iterator[tuple[int, Word]]:
    """The words on each picture of a file, or of a list of files, with its number from 1; all words of a picture have one size."""
    command = [str(program), str(picture), "stdout", "-l", LANGUAGE, "--psm", layout, "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # two threads on two cores take longer than one
    done = subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS_A_PAGE, env=environment)  # noqa: S603 - a list, no shell
    lines = csv.DictReader(io.StringIO(done.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [line for line in lines if line["level"] == "5" and (line["text"] or "").strip()]
    size = statistics.median(int(line["height"]) for line in words) if words else 0
    before = ""
    for line in words:
        text = _as_quarter(line["text"].strip()) if before.lower() == "quý" else line["text"].strip()
        before = text
        left, top, width, height = (int(line[name]) for name in ("left", "top", "width", "height"))
        doubtful = float(line["conf"]) < _SURE
        yield int(line["page_num"]), Word(text, (left, top, left + width, top + height), size, doubtful=doubtful)


def _as_quarter(text: str) -> str:
    """Roman numerals behind "Quý": II looks like 11, and there is no eleventh quarter."""
    return re.sub(r"^(?:[1lI]{1,3}|[1l]V)(?!\d)", lambda match: re.sub("[1l]", "I", match[0]), text)
