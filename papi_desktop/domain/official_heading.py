"""What an administrative document says of itself in its heading: number and symbol, date, type, abstract, and the mark of secrecy.

The layout is that of Decree 30/2020/NĐ-CP, Annex I. Text layers join what stands side by side, and break long lines anywhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from papi_desktop.domain.text import fold, nfc

_HEADING_LINES = 30
"""Where a heading ends at the latest."""
_ABSTRACT_LINES = 5
_NUMBER = re.compile(
    r"\bSố\s*:?\s*(\d{1,5}[a-zA-Z]?)\s*/\s*(?:(\d{4})\s*/\s*)?([A-ZĐ][A-ZĐa-zđ]{0,9}(?:\s?[-–]\s?[A-ZĐƯ0-9][A-ZĐƯa-zđư0-9.]*)*)"
)
_DATED = re.compile(r"\bngày[\s.…]*\d*[\s.…]*tháng\b", re.IGNORECASE)
"""The line of place and date, filled in or not."""
_DATE = re.compile(r"\bngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_SUBJECT = re.compile(r"^V/v:?\s+(.*)", re.IGNORECASE)
_BODY = re.compile(
    r"^(căn cứ|kính gửi|thực hiện|hôm nay|theo đề nghị|xét|điều 1\b|phần |chương |[IVX]+\s*[.)]|\d+\s*[.)]|[-–_]{3,})", re.IGNORECASE
)
_LETTER = "Công văn"
_SECRET = frozenset({"MẬT", "TỐI MẬT", "TUYỆT MẬT"})
"""The marks of the Law on the Protection of State Secrets (29/2018/QH14), Article 8; each stands alone in a frame."""


@dataclass(frozen=True)
class OfficialHeading:
    """ "" and None where the document does not say. ``kind`` is a code of ``resources.kinds``."""

    number: str = ""
    issued: date | None = None
    kind: str = ""
    abstract: str = ""
    secret: str = ""
    """the mark of secrecy as it stands there"""


def read_official_heading(text: str, kinds: Mapping[str, tuple[str, str]]) -> OfficialHeading:
    """The heading of ``text``, the beginning of a document; ``kinds`` gives name and abbreviation of each document type by its code.

    >>> kinds = {"ke_hoach": ("Kế hoạch", "KH")}
    >>> heading = read_official_heading("Số: 12/KH-UBND  Tân Phú, ngày 05 tháng 3 năm 2026\\nKẾ HOẠCH\\nNâng cao chỉ số PAPI", kinds)
    >>> heading.number, heading.issued, heading.kind, heading.abstract
    ('12/KH-UBND', datetime.date(2026, 3, 5), 'ke_hoach', 'Nâng cao chỉ số PAPI')
    """
    page = [line for line in (" ".join(line.split()) for line in nfc(text).splitlines()) if line]
    lines = page[:_HEADING_LINES]
    title = _title(lines, kinds)
    first = 0 if title is None else title[0] + 2  # an abstract may begin as a body does: "Thực hiện…"
    heading = lines[: next((place for place, line in enumerate(lines) if place >= first and _BODY.match(line)), len(lines))]
    number, symbol = _number(heading)
    abstract = _abstract(heading, title[0] if title else None)
    return OfficialHeading(
        number=number,
        issued=_issued(heading),
        kind=title[1] if title else _kind_of(symbol, abstract, kinds),
        abstract=abstract,
        secret=next((line for line in page if line in _SECRET), ""),  # a stamp may come last in a text layer
    )


def _number(lines: list[str]) -> tuple[str, str]:
    """The whole number and symbol, and the symbol's first part, which abbreviates the type."""
    for line in lines:
        found = _NUMBER.search(line)
        if found:
            digits, year, symbol = found.groups()
            symbol = re.sub(r"\s?[-–]\s?", "-", symbol)
            return "/".join(part for part in (digits, year, symbol) if part), symbol.split("-")[0]
    return "", ""


def _issued(lines: list[str]) -> date | None:
    for line in lines:
        found = _DATE.search(line)
        if found:
            day, month, year = map(int, found.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def _title(lines: list[str], kinds: Mapping[str, tuple[str, str]]) -> tuple[int, str] | None:
    """The line that names the type in capitals, and its code."""
    by_name = {fold(name): code for code, (name, _abbreviation) in kinds.items()}
    for place, line in enumerate(lines):
        code = by_name.get(fold(line))
        if code is not None and line == line.upper():
            return place, code
    return None


def _kind_of(symbol: str, subject: str, kinds: Mapping[str, tuple[str, str]]) -> str:
    """By the symbol; a letter has no abbreviation, and is the one that states its subject beside the number."""
    by_symbol = (code for code, (_name, abbreviation) in kinds.items() if abbreviation and abbreviation == symbol)
    letters = (code for code, (name, _abbreviation) in kinds.items() if subject and name == _LETTER)
    return next(chain(by_symbol, letters), "")


def _abstract(lines: list[str], title: int | None) -> str:
    """What stands below the name of the type; of a letter, what follows "V/v"."""
    if title is not None:
        return _joined(lines[title + 1 :])
    for place, line in enumerate(lines):
        found = _SUBJECT.match(line)
        if found:
            return _joined([found[1], *lines[place + 1 :]])
    return ""


def _joined(lines: list[str]) -> str:
    """The lines of an abstract, up to the place and date that a text layer may put behind it."""
    taken: list[str] = []
    for line in lines[:_ABSTRACT_LINES]:
        if _DATED.search(line) or _NUMBER.search(line):
            break
        taken.append(line)
    return " ".join(taken).strip(" .")
