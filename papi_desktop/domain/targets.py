"""The figures that target texts ask for, and whether a measured value meets one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import zip_longest

from papi_desktop.domain.plan_document import Measure
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import Comparator
from resources.plan_words import measure_words

_KEPT = 2000
"""Texts that are kept with their reading: the rows of a plan repeat them."""
_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])(?:,[0-9]+)?|[0-9]{1,12}(?:[.,][0-9]{1,6})?"
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_CLAUSE = re.compile(r"[;:\n]|[.,](?![0-9])")
_SENTENCE = re.compile(r"[;:\n]|\.(?![0-9])|\s[-+–]\s|\s(?:và|hoặc)\s*$")
_OPENING = re.compile(r"(?:[;\n.:]|\b(?:và|có|đạt))\s*(?:[-+•*–]\s*)?$", re.IGNORECASE)
_RATE = re.compile(r"\s*/\s*(năm|quý|tháng|tuần|ngày|nhiệm kỳ)(?!\w)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_LEAD = 12  # the longest opening before a figure: bullet, "và", spaces
_HUNDRED = Decimal(100)


@lru_cache(_KEPT)
def read_measures(text: str) -> tuple[Measure, ...]:
    """The figures in a target text, in order.

    Counted are percentages, figures with a comparing word ("ít nhất 01 cuộc/năm"), figures that open a clause ("9 công trình"), and
    comparisons with an earlier figure ("cao hơn năm trước": no value). A bare 100 % is equal; any other bare figure is the least that
    will do.
    """
    plain = nfc(text)
    found = [*_figures(plain), *_comparisons(plain)]
    return tuple(measure for _, measure in sorted(found, key=lambda entry: entry[0]))


def is_met(measure: Measure, value: Decimal) -> bool | None:
    """Whether ``value``, in the measure's unit, meets it; ``None`` where the measure has no figure to compare with."""
    if measure.value is None:
        return None
    match measure.comparator:
        case Comparator.EQUAL:
            return value == measure.value
        case Comparator.AT_LEAST:
            return value >= measure.value
        case Comparator.MORE_THAN:
            return value > measure.value
        case Comparator.AT_MOST:
            return value <= measure.value
        case Comparator.LESS_THAN:
            return value < measure.value


@dataclass(frozen=True)
class _Figure:
    """A figure where it stands, and the place up to which the words after it belong to it."""

    match: re.Match[str]
    until: int


def _figures(text: str) -> Iterator[tuple[int, Measure]]:
    matches = [match for match in _figure().finditer(text) if _counts(match, text)]
    previous = 0
    for match, following in zip_longest(matches, matches[1:]):
        end = following.start() if following else len(text)
        sentence = _SENTENCE.search(text, match.end(), end)
        figure = _Figure(match, sentence.start() if sentence else end)
        yield match.start(), _measure(figure, text, previous)
        previous = figure.until


def _counts(match: re.Match[str], text: str) -> bool:
    """Whether a figure is a measure, and not a year, an age or the number of a level or document."""
    if match["percent"]:
        return True
    following = text[match.end() :].lstrip()
    if not _WORD.match(following) or _starts(following, measure_words().words["not_units"]):
        return False
    return not _YEAR.fullmatch(match["number"]) and bool(
        match["before"] or _OPENING.search("\n" + text[: match.start()], max(0, match.start() - _LEAD))
    )


def _measure(figure: _Figure, text: str, previous: int) -> Measure:
    match = figure.match
    rest = text[match.end() : figure.until]
    value = _number(match["number"])
    after = _after().search(rest)
    counted = rest[: after.start()] if after else rest
    unit, what = _unit(counted, percent=bool(match["percent"]))
    what = what or _subject(text[previous : match.start()])
    shown = len(rest[: after.end()]) if after else len(_before_stop(rest))
    return Measure(
        text=text[match.start() : match.end() + shown].strip(" ,;."),
        comparator=_comparator(match["before"], after[0] if after else None, value, unit),
        value=value,
        unit=unit,
        what=what,
    )


def _comparator(before: str | None, after: str | None, value: Decimal, unit: str) -> Comparator:
    words = measure_words()
    if after:
        return _named(words.after, after)
    if before:
        return _named(words.before, before)
    return Comparator.EQUAL if unit == "%" and value == _HUNDRED else Comparator.AT_LEAST


def _unit(rest: str, *, percent: bool) -> tuple[str, str]:
    """The unit and what is counted: "cuộc tuyên truyền/năm" is ("cuộc/năm", "tuyên truyền")."""
    counted = _before_stop(rest)
    if percent:
        return "%", counted.strip(" ,")
    rate = _RATE.search(rest)
    if rate:
        counted = (rest[: rate.start()]).strip()
    counted = counted.strip()
    match = _any(measure_words().words["units"]).match(counted) or _WORD.match(counted)
    name = match[0].lower() if match else ""
    return name + (f"/{rate[1].lower()}" if rate else ""), _before_stop(counted[len(name) :]).strip(" ,")


def _before_stop(text: str) -> str:
    stop = _any(measure_words().words["stops"]).search(text)
    return text[: stop.start()] if stop else text


def _subject(before: str) -> str:
    """What is measured, where it stands before the figure: "Tỷ lệ hộ nghèo dưới 3%"."""
    ends = [m.end() for m in _CLAUSE.finditer(before)]
    subject = before[ends[-1] :] if ends else before
    bare = ""
    while bare != subject:
        bare = subject
        for word in measure_words().words["lead_ins"]:
            subject = re.sub(rf"^\s*{word}(?!\w)|(?<!\w){word}\s*$", "", subject, flags=re.IGNORECASE)
        subject = subject.strip(" -+•*–%")
    return subject


def _comparisons(text: str) -> Iterator[tuple[int, Measure]]:
    for match in _against().finditer(text):
        what = re.sub(r"\bso với\b", "", match["what"]).strip(" ,") or _subject(text[: match.start()])
        yield match.start(), Measure(match[0].strip(), _named(measure_words().against, match["word"]), None, "", what)


def _number(text: str) -> Decimal:
    """A figure as offices write it: "1.234,5", "96,5", "01"; a dot that parts no thousands is a decimal point."""
    whole = text.replace(".", "") if _THOUSANDS.fullmatch(text) else text
    return Decimal(whole.replace(",", "."))


def _named(words: Mapping[str, Iterable[str]], found: str) -> Comparator:
    spelt = " ".join(found.lower().split())
    return next(Comparator(code) for code, known in words.items() if spelt in known)


def _starts(text: str, words: Iterable[str]) -> bool:
    return any(re.match(rf"{word}(?!\w)", text, re.IGNORECASE) for word in words)


def _listed(words: Iterable[str]) -> str:
    return "|".join(word.replace(" ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _flat(words: Mapping[str, Iterable[str]]) -> list[str]:
    return [word for known in words.values() for word in known]


@cache
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_listed(words)})(?!\w)", re.IGNORECASE)


@cache
def _figure() -> re.Pattern[str]:
    before = _listed(_flat(measure_words().before))
    return re.compile(
        rf"(?<![\w/.,-])(?:(?P<before>{before})\s+)?(?<![\w/.,-])(?P<number>{_NUMBER})(?![0-9])\s*(?P<percent>%)?(?!\s*[/-]\s*[0-9]|[.)]\s)",
        re.IGNORECASE,
    )


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_listed(_flat(measure_words().after))})(?!\w)", re.IGNORECASE)


@cache
def _against() -> re.Pattern[str]:
    words = measure_words()
    return re.compile(
        rf"(?<!\w)(?P<word>{_listed(_flat(words.against))})(?!\s+cường)(?P<what>\s[^.;\n%]{{0,80}}?)?\s*(?<!\w)(?:{_listed(words.words['earlier'])})(?!\w)",
        re.IGNORECASE,
    )
