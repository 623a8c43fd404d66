"""Text into lines: breaking words to a width in one typeface.

Lines are broken here and not by reportlab's paragraphs because user text is no markup, a cell of any length must be able to go on over
the page, and a checklist of hundreds of rows is to be ready at once.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from papi_desktop.documents.fonts import SerifFont, register
from papi_desktop.domain.text import nfc

_BLANKS = re.compile(r"[ \t\v\f\r\u2000-\u200b\u2028\u2029\u3000]+")
"""White space to break at; the no-break spaces are not among it."""
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


class Style(IntEnum):
    """In the order of ``SerifFont.files``."""

    REGULAR = 0
    BOLD = 1
    ITALIC = 2
    BOLD_ITALIC = 3


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    text: str
    style: Style = Style.REGULAR


@dataclass(frozen=True)
class Span:
    """Text to draw ``x`` points right of the start of its line."""

    x: float
    text: str
    style: Style


@dataclass(frozen=True)
class Line:
    """A broken line, ``width`` points wide; ``box`` is a checkbox before it, ticked or not."""

    spans: tuple[Span, ...]
    width: float
    box: bool | None = None


@dataclass(frozen=True)
class _Word:
    text: str
    style: Style
    width: float
    glued: bool
    """Follows the word before without a blank."""


class Typeface:
    """One family, registered for drawing and measuring. ``names`` are reportlab's names in the order of ``Style``."""

    def __init__(self, font: SerifFont) -> None:
        self.names = register(font)
        self._widths: dict[tuple[str, Style], float] = {}

    def width(self, text: str, style: Style, size: float) -> float:
        """In points, at ``size`` points."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        key = text, style
        if key not in self._widths:
            self._widths[key] = stringWidth(text, self.names[style], 1000)
        return self._widths[key] * size / 1000

    def wrap(self, runs: Iterable[Run], *, size: float, width: float, indent: float = 0) -> list[Line]:
        """Lines of at most ``width`` points, ``indent`` included; line breaks of the text stay, a word wider than a line is cut.

        Text without anything to print gives no line.
        """
        lines: list[Line] = []
        for paragraph in _paragraphs(runs):
            filler = _Filler(self, size=size, width=width, indent=indent)
            for word in self._words(paragraph, size):
                filler.add(word)
            lines += filler.finish()
        return lines

    def _words(self, runs: Iterable[Run], size: float) -> Iterator[_Word]:
        glued = True
        for run in runs:
            for index, text in enumerate(_BLANKS.split(run.text)):
                glued = glued and index == 0
                if text:
                    yield _Word(text, run.style, self.width(text, run.style, size), glued)
                    glued = True


def printable(text: str) -> str:
    """``text`` in NFC without control characters, direction marks and halves of characters, which no PDF can hold."""
    return _UNPRINTABLE.sub("", nfc(text))


def _paragraphs(runs: Iterable[Run]) -> Iterator[list[Run]]:
    paragraph: list[Run] = []
    for run in runs:
        first, *others = printable(run.text).split("\n")
        paragraph.append(Run(first, run.style))
        for text in others:
            yield paragraph
            paragraph = [Run(text, run.style)]
    yield paragraph


class _Filler:
    """Fills one line after the other with words."""

    def __init__(self, face: Typeface, *, size: float, width: float, indent: float) -> None:
        self._face, self._size, self._room, self._indent = face, size, width - indent, indent
        self._lines: list[Line] = []
        self._spans: list[Span] = []
        self._end = 0.0

    def add(self, word: _Word) -> None:
        blank = 0.0 if word.glued or not self._spans else self._face.width(" ", word.style, self._size)
        if self._spans and self._end + blank + word.width > self._room:
            self._break()
            blank = 0.0
        if word.width > self._room:
            word = self._cut(word)
        self._put(" " if blank else "", blank, word)

    def finish(self) -> list[Line]:
        if self._spans:
            self._break()
        return self._lines

    def _put(self, blank: str, blank_width: float, word: _Word) -> None:
        last = self._spans[-1] if self._spans else None
        if last is not None and last.style == word.style:
            self._spans[-1] = Span(last.x, last.text + blank + word.text, last.style)
        else:
            self._spans.append(Span(self._indent + self._end + blank_width, word.text, word.style))
        self._end += blank_width + word.width

    def _cut(self, word: _Word) -> _Word:
        """Sets whole lines of a word that is wider than a line; gives what is left of it."""
        start, end = 0, 0.0
        for index, letter in enumerate(word.text):
            step = self._face.width(letter, word.style, self._size)
            if index > start and end + step > self._room:
                self._put("", 0.0, _Word(word.text[start:index], word.style, end, glued=True))
                self._break()
                start, end = index, 0.0
            end += step
        return _Word(word.text[start:], word.style, end, glued=True)

    def _break(self) -> None:
        self._lines.append(Line(tuple(self._spans), self._indent + self._end))
        self._spans, self._end = [], 0.0
