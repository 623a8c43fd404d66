"""The head and the signatures that every official paper shares (Decree 30/2020/NĐ-CP)."""

from datetime import date

from papi_desktop.documents.papers import Letterhead, Signature
from papi_desktop.documents.pdf import LEADING, Align, PdfPages
from papi_desktop.documents.typesetting import Line, Run, Style, Typeface

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
SIZE = 13.0
_RULE_GAP = 3.0
_SIGNING_SPACE = 62.0
"""Room for a signature and a stamp."""


def place_and_date(place: str, day: date) -> str:
    """ "Tân Phú, ngày 05 tháng 02 năm 2026": days below 10 and the first two months take a zero."""
    words = (
        f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
        if day.month < 3
        else f"ngày {day.day:02d} tháng {day.month} năm {day.year}"
    )
    return f"{place}, {words}" if place else words[0].upper() + words[1:]


def draw_letterhead(
    pages: PdfPages, face: Typeface, letterhead: Letterhead, day: date, *, number: str = "", x: float, y: float, width: float
) -> float:
    """Issuing office on the left with ``number`` ("Số: 45/KH-UBND") below, nation and motto with the date on the right.

    Gives the ``y`` below both.
    """
    left, right = width * 0.40, width * 0.60
    names = [Run(letterhead.superior.upper())], [Run(letterhead.body.upper(), Style.BOLD)], [Run(letterhead.name.upper(), Style.BOLD)]
    office = [line for runs in names for line in face.wrap(runs, size=SIZE, width=left - 12)]
    below = pages.text(office, x=x, y=y, width=left, size=SIZE, align=Align.CENTRE)
    if office:
        length = min(office[-1].width * 0.45, left)
        pages.rule(x + (left - length) / 2, below + _RULE_GAP, length)
    numbered = face.wrap([Run(number)], size=SIZE, width=left - 12)
    left_end = pages.text(numbered, x=x, y=below + 3 * _RULE_GAP, width=left, size=SIZE, align=Align.CENTRE)

    x += left
    nation = face.wrap([Run(NATION, Style.BOLD)], size=min(SIZE, _fitting(face, NATION, right)), width=right)
    below = pages.text(nation, x=x, y=y, width=right, size=min(SIZE, _fitting(face, NATION, right)), align=Align.CENTRE)
    motto = face.wrap([Run(MOTTO, Style.BOLD)], size=SIZE, width=right)
    below = pages.text(motto, x=x, y=below, width=right, size=SIZE, align=Align.CENTRE)
    pages.rule(x + (right - motto[0].width) / 2, below + _RULE_GAP, motto[0].width)
    dated = face.wrap([Run(place_and_date(letterhead.place, day), Style.ITALIC)], size=SIZE, width=right)
    right_end = pages.text(dated, x=x, y=below + 3 * _RULE_GAP, width=right, size=SIZE, align=Align.CENTRE)
    return max(left_end, right_end)


def _fitting(face: Typeface, text: str, width: float) -> float:
    """The size at which bold ``text`` stands in one line of ``width``: the name of the nation is never broken."""
    return width / face.width(text, Style.BOLD, 1) * 0.999


class SignatureBlock:
    """Signatures side by side in columns of equal width, last names on one line; kept together on a page."""

    def __init__(self, face: Typeface, signatures: tuple[Signature, ...], width: float) -> None:
        self._column = width / max(1, len(signatures))

        def set_text(text: str, style: Style) -> list[Line]:
            return face.wrap([Run(text, style)], size=SIZE, width=self._column - 12)

        self._columns = [
            (
                [line for title in signature.title for line in set_text(title, Style.BOLD)] + set_text(signature.hint, Style.ITALIC),
                set_text(signature.name, Style.BOLD),
            )
            for signature in signatures
        ]
        self._head = max((len(head) for head, _ in self._columns), default=0) * SIZE * LEADING
        self._names = max((len(name) for _, name in self._columns), default=0) * SIZE * LEADING

    @property
    def height(self) -> float:
        return self._head + _SIGNING_SPACE + self._names if self._columns else 0.0

    def draw(self, pages: PdfPages, *, x: float, y: float) -> None:
        for number, (head, name) in enumerate(self._columns):
            left = x + number * self._column
            pages.text(head, x=left, y=y, width=self._column, size=SIZE, align=Align.CENTRE)
            pages.text(name, x=left, y=y + self._head + _SIGNING_SPACE, width=self._column, size=SIZE, align=Align.CENTRE)
