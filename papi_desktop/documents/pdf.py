"""Drawing lines of text, rules and boxes on PDF pages. All lengths are points, ``y`` counts down from the top edge."""

from enum import Enum
from io import BytesIO
from itertools import pairwise
from typing import Any

from papi_desktop.documents.typesetting import Line, Typeface, printable

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A4_LANDSCAPE = (297 * MM, 210 * MM)
LEADING = 1.3
"""Line height per point of size: capitals with two marks (Ẩ, Ỗ) need more than the usual 1.2."""
_BASELINE = 0.98
"""From the top of a line to its baseline, per point of size."""


class Align(Enum):
    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class PdfPages:
    """A PDF document in the making. The same drawing gives the same bytes: it carries no clock and no random number."""

    def __init__(self, typeface: Typeface, page_size: tuple[float, float], *, title: str, author: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.width, self.height = page_size
        self.pages = 0
        self._face = typeface
        self._bytes = BytesIO()
        first_font: Any = typeface.names[0]  # reportlab's stubs take it for a number; without it every file would name Helvetica
        self._canvas = Canvas(self._bytes, pagesize=page_size, pageCompression=1, invariant=1, lang="vi-VN", initialFontName=first_font)
        self._canvas.setTitle(printable(title))
        self._canvas.setAuthor(printable(author))
        self._canvas.setCreator("papi-desktop")

    def text(self, lines: list[Line] | tuple[Line, ...], *, x: float, y: float, width: float, size: float, align: Align) -> float:
        """Draws ``lines`` from ``y`` downwards, each aligned within ``width`` from ``x``; gives the ``y`` below them."""
        for line in lines:
            left = x + (width - line.width) * align.value
            baseline = self.height - y - size * _BASELINE
            if line.box is not None:
                self._checkbox(left, baseline, size, ticked=line.box)
            for span in line.spans:
                self._canvas.setFont(self._face.names[span.style], size)
                self._canvas.drawString(left + span.x, baseline, span.text)
            y += size * LEADING
        return y

    def rule(self, x: float, y: float, width: float) -> None:
        self._canvas.setLineWidth(0.7)
        self._canvas.line(x, self.height - y, x + width, self.height - y)

    def frame(self, x: float, y: float, width: float, height: float, *, shaded: bool = False) -> None:
        """A rectangle with a thin edge; ``shaded`` fills it with a grey that survives a photocopy."""
        self._canvas.setLineWidth(0.6)
        self._canvas.setFillGray(0.92)
        self._canvas.rect(x, self.height - y - height, width, height, stroke=1, fill=int(shaded))
        self._canvas.setFillGray(0)

    def end_page(self) -> None:
        self._canvas.showPage()
        self.pages += 1

    def finish(self) -> bytes:
        """The whole document; nothing can be drawn after it."""
        self._canvas.save()
        return self._bytes.getvalue()

    def _checkbox(self, x: float, baseline: float, size: float, *, ticked: bool) -> None:
        side = 0.78 * size
        low = baseline - 0.08 * size
        self._canvas.setLineWidth(0.8)
        self._canvas.rect(x, low, side, side, stroke=1, fill=0)
        if ticked:
            self._canvas.setLineWidth(1.5)
            points = [(x + 0.2 * side, low + 0.5 * side), (x + 0.42 * side, low + 0.25 * side), (x + 0.82 * side, low + 0.8 * side)]
            for start, end in pairwise(points):
                self._canvas.line(*start, *end)
