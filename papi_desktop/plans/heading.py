"""The head of a plan document: title, number, issuer, date, year, and the index systems that titles and headings name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, takewhile

from papi_desktop.domain.text import fold
from papi_desktop.domain.unit_names import names_unit, spell_name
from resources.plan_words import heading_words, index_systems, unit_words

_NUMBER = re.compile(r"s[ốô]\s*:?\s*(?P<no>\d{1,6}[a-z]?)?\s*(?P<symbol>/[A-ZĐ0-9][A-ZĐa-z0-9&/.-]*)", re.IGNORECASE)
_LONG_DATE = re.compile(r"ngay\s+([0-9]{1,2})\s+thang\s+([0-9]{1,2})\s+nam\s+([0-9]{4})")
_SHORT_DATE = re.compile(r"ngay\s+([0-9]{1,2})\s*/\s*([0-9]{1,2})\s*/\s*([0-9]{4})")
_YEAR = re.compile(r"\bnam\s+((?:19|20)[0-9]{2})\b")
_ANY_YEAR = re.compile(r"(?<![0-9/.-])(20[0-9]{2})(?![0-9])")
_OF = re.compile(r"\bcủa\s+(.+?)\s*\)?$")
_MOTTO = re.compile(r"\s*(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc)\s*$")
"""What stands beside the name of the office, where a letterhead of two columns became one line."""
_HEAD_LINES = 60
_MAX_TITLE = 400
_SHORT_LINE = 80
_PLACE_AND_DATE = re.compile(r"\bngay\b.*\bthang\b.*\bnam\b")


@dataclass(frozen=True)
class Heading:
    """What the head of a document says; empty where it says nothing."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    issued: date | None = None
    year: int | None = None


def systems_named(text: str) -> tuple[str, ...]:
    """The codes of the index systems that ``text`` mentions, in the order of mention."""
    folded = fold(text)
    places: dict[str, int] = {}
    for system in index_systems():
        found = [m.start() for name in system.names if (m := re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", folded))]
        if found:
            places[system.code] = min(found)
    return tuple(sorted(places, key=lambda code: places[code]))


def read_heading(texts: Sequence[str]) -> Heading:
    """Reads the texts above the plan table: paragraphs and letterhead cells, each with its line breaks."""
    head = list(texts)[:_HEAD_LINES]
    lines = [line for text in head for line in text.split("\n")]
    attached = next((line for line in lines if _begins(line, heading_words().attached)), "")
    issuer = _with_place(_issuer(head) or _issuer_of(attached), lines)
    title = _title(lines, issuer)
    issued = next((day for line in lines if not _begins(line, ("căn cứ",)) and (day := _date(line))), None)
    return Heading(title, _number(lines, attached), issuer, issued, _year(title, attached, issued, lines))


def _begins(line: str, words: Iterable[str]) -> bool:
    folded = fold(line).lstrip("( *")
    return any(folded.startswith(fold(word)) for word in words)


def _number(lines: Sequence[str], attached: str) -> str:
    own = [line for line in lines if _begins(line, ("số:", "số "))]
    for line in (*own, attached):
        if (match := _NUMBER.search(line)) and match["no"]:
            return match["no"] + match["symbol"].rstrip(".,;")
    return ""


def _date(line: str) -> date | None:
    folded = fold(line)
    match = _LONG_DATE.search(folded) or _SHORT_DATE.search(folded)
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def _year(title: str, attached: str, issued: date | None, lines: Sequence[str]) -> int | None:
    """The year planned for: that of the title before any other."""
    for text in (title, *lines):
        if text == attached or _date(text) or _begins(text, ("căn cứ",)):
            continue
        if match := _YEAR.search(fold(text)) or (_ANY_YEAR.search(text) if text == title else None):
            return int(match[1])
    return issued.year if issued else None


def _issuer(head: Sequence[str]) -> str:
    """The office of the letterhead: the last line that begins an office's name, and its following lines, before the number or motto."""
    for text in _letterheads(head):
        lines: list[str] = []
        for line in text.split("\n"):
            if _begins(line, heading_words().not_titles):
                break
            lines.append(re.split(r"\s{3,}|\t", line)[0])
        starts = [i for i, line in enumerate(lines) if names_unit(line) and not _begins(line, unit_words().spelling.levels)]
        if starts and not _is_title(" ".join(lines)):
            return spell_name(" ".join(lines[starts[-1] :]))
    return ""


def _letterheads(head: Sequence[str]) -> Iterator[str]:
    """The texts of the head; short lines in capitals that follow one another are one, as in the cell of a letterhead."""
    words = (*heading_words().not_titles, *heading_words().document_types)
    parts = ("\n".join(_MOTTO.sub("", line) or line for line in text.split("\n")) for text in head)
    for is_name, texts in groupby(parts, key=lambda text: text.isupper() and "\n" not in text and not _begins(text, words)):
        if is_name:
            yield "\n".join(texts)
        else:
            yield from texts


def _with_place(issuer: str, lines: Sequence[str]) -> str:
    """An issuer named without its place ("UBND xã"), completed from the title in capitals ("... XÃ TÂN QUANG NĂM 2026")."""
    level = next((level for level in unit_words().spelling.levels if issuer.endswith(f" {level}")), "")
    if not level:
        return issuer
    found = (re.search(rf"(?<!\w){level.upper()} ([^,;:.(]+?)(?= NĂM | GIAI ĐOẠN |$)", line) for line in lines if _in_capitals(line))
    place = next((match[1] for match in found if match), "")
    return spell_name(f"{issuer} {place}".upper()) if place else issuer


def _issuer_of(attached: str) -> str:
    match = _OF.search(attached)
    return spell_name(match[1].rstrip(" )")) if match else ""


def _is_title(text: str) -> bool:
    return len(text) > 120 or _begins(text, heading_words().document_types)


def _title(lines: Sequence[str], issuer: str) -> str:
    """The lines in capitals above the table; under a bare type of document ("KẾ HOẠCH") the sentence that follows it."""
    candidates = [_without_annex(line) for line in lines if not _is_no_title(line, issuer)]
    first = next((i for i, line in enumerate(candidates) if _in_capitals(line)), None)
    if first is None:
        return _about(lines) or next((line for line in candidates if _begins(line, heading_words().document_types)), "")
    taken = list(takewhile(_in_capitals, candidates[first:]))
    title = _in_sentence_case(" ".join(taken)[:_MAX_TITLE], issuer)
    following = candidates[first + len(taken) : first + len(taken) + 1]
    if fold(title) in {fold(word) for word in heading_words().document_types} and following and len(following[0]) < _MAX_TITLE:
        return f"{title} {following[0][:1].lower()}{following[0][1:]}"
    return title


def _about(lines: Sequence[str]) -> str:
    """What a letter is about: its "V/v" with the lines that it was broken into."""
    start = next((i for i, line in enumerate(lines) if _begins(line, ("v/v", "về việc"))), None)
    if start is None:
        return ""
    return " ".join([lines[start], *takewhile(_goes_on_about, lines[start + 1 : start + 5])])


def _goes_on_about(line: str) -> bool:
    return len(line) < _SHORT_LINE and not _begins(line, heading_words().not_titles) and _PLACE_AND_DATE.search(fold(line)) is None


def _without_annex(line: str) -> str:
    return re.sub(r"(?i)^phụ lục\s*\w{0,4}\s*[.:–-]\s*", "", line)


def _is_no_title(line: str, issuer: str) -> bool:
    rest = _without_annex(line)
    if rest.startswith("(") or _begins(rest, heading_words().not_titles) or _date(rest) is not None:
        return True
    spelt = fold(spell_name(rest))
    return not any(c.isalpha() for c in rest) or names_unit(rest) or (bool(spelt) and fold(issuer).endswith(spelt))


def _in_capitals(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) > 0.7 * len(letters)


def _in_sentence_case(title: str, issuer: str) -> str:
    """A title in capitals as it stands in a sentence: names of the issuer's place and words that always take a capital keep it."""
    written = title.lower()
    place = [word for word in issuer.split() if word[:1].isupper() and not word.isupper()]
    names = [" ".join(place)] if place else []
    for name in (*heading_words().capitals, *names):
        written = re.sub(rf"(?<!\w){re.escape(name.lower())}(?!\w)", name, written)
    return written[:1].upper() + written[1:]
