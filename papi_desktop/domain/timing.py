"""What the timing text of a task means: how often, by which day, in which periods, on which event.

The text is read by a list of rules, dates first; what a rule used up is blanked so that no later one reads it again.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from papi_desktop.domain.periods import Period
from papi_desktop.domain.plan_document import Timing
from papi_desktop.domain.text import fold, nfc
from papi_desktop.domain.vocabulary import TimingKind
from resources.plan_words import timing_words

_KEPT = 2000
"""Texts that are kept with their reading: the rows of a plan repeat them."""
_REPEATING = frozenset(TimingKind) - {TimingKind.BY_DATE, TimingKind.BY_QUARTER, TimingKind.RANGE, TimingKind.ONCE, TimingKind.UNSPECIFIED}
_RHYTHMS = {"tuan": TimingKind.WEEKLY, "thang": TimingKind.MONTHLY, "quy": TimingKind.QUARTERLY, "nam": TimingKind.YEARLY}
_PLAN_YEARS = range(1900, 2100)
_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "sau": 6}

_YEAR = r"(?:(?:\s*[/.-]\s*|\s*,?\s*(?:cua )?nam )(?P<year>(?:19|20)[0-9]{2})(?![0-9]))"
_DATE = r"(?P<day>[0-9]{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(?P<month>[0-9]{1,2})(?![0-9])"
_TO = r"(?:\s*(?:[,;/&+-]|va|den|toi|het)\s*)+"
_NUMERAL = r"(?:iv|i{1,3}|0?[1-4])(?!\w)"
_QUARTER = rf"quy (?P<quarter>{_NUMERAL})"
_MONTH = r"[0-9]{1,2}(?![0-9])"
_QUY = r"quy(?! dinh| che| hoach| trinh| mo| uoc| pham)"
_ITEM = rf"(?:(?:0?[36]|sau) thang|nua nam|(?:(?:0?1|mot) )?(?:tuan|thang|{_QUY}|nam(?! hoc)))"
_ITEMS = rf"(?P<items>{_ITEM}(?:\s*(?:,|;|/|va|hoac)\s*{_ITEM})*)"


@dataclass(frozen=True)
class _Found:
    """One statement of a text. A ``plain`` one only bounds others beside it: "thường xuyên trong năm 2024" is continuous."""

    at: int
    kind: TimingKind
    start: date | None = None
    end: date | None = None
    periods: tuple[Period, ...] = ()
    offset_days: int | None = None
    plain: bool = False


_Rule = Callable[[re.Match[str], int | None], Sequence[_Found]]


@lru_cache(_KEPT)
def read_timing(text: str, year: int | None) -> Timing:
    """Reads a timing text; ``year`` is the plan's (1900 to 2099), for texts that name none.

    A text that says nothing known is ``UNSPECIFIED``.
    """
    found = sorted(_statements(fold(text), year if year in _PLAN_YEARS else None), key=lambda f: f.at)
    repeats = any(f.kind in _REPEATING for f in found)
    starts = [f.start for f in found if f.start]
    ends = [f.end for f in found if f.end]
    open_ended = any(f.start and not f.end for f in found) and not ends
    return Timing(
        text=nfc(text).strip(),
        kinds=tuple(dict.fromkeys(f.kind for f in found if not (repeats and f.plain))) or (TimingKind.UNSPECIFIED,),
        start=min(starts, default=None),
        end=None if open_ended else max(ends, default=None),
        periods=tuple(dict.fromkeys(period for f in found for period in f.periods)),
        offset_days=next((f.offset_days for f in found if f.offset_days is not None), None),
    )


def _statements(text: str, year: int | None) -> list[_Found]:
    found: list[_Found] = []
    for pattern, rule in _rules():
        for match in pattern.finditer(text):
            if statements := rule(match, year):
                found += statements
                text = text[: match.start()] + "\ue000" * len(match[0]) + text[match.end() :]
    return found


def _year_of(match: re.Match[str], year: int | None) -> int | None:
    return int(match["year"]) if match["year"] else year


def _date(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None


def _bounded(
    match: re.Match[str], kind: TimingKind, start: date, end: date, *, plain: bool = False, periods: tuple[Period, ...] = ()
) -> _Found:
    """A span of days and the word before it: "trước" ends before it, "đến" with it, "từ" begins with it."""
    bound = _bound(match["bound"])
    if bound == "before":
        return _Found(match.start(), TimingKind.BY_DATE, end=start - timedelta(days=1), plain=plain)
    if bound == "until":
        return _Found(match.start(), TimingKind.BY_DATE, end=end, plain=plain)
    if bound == "from":
        return _Found(match.start(), TimingKind.RANGE, start=start, plain=plain)
    return _Found(match.start(), kind, start, end, periods, plain=plain)


def _offset(match: re.Match[str], _year: int | None) -> list[_Found]:
    return [_Found(match.start(), TimingKind.ON_EVENT, offset_days=int(match["days"]))]


def _school_year(match: re.Match[str], _year: int | None) -> list[_Found]:
    """A school year runs from September to the end of May."""
    start, end = (date(int(match["first"]), 9, 1), date(int(match["second"]), 5, 31)) if match["first"] else (None, None)
    return [_Found(match.start(), TimingKind.SCHOOL_YEAR, start, end)]


def _half(match: re.Match[str], year: int | None) -> list[_Found]:
    named = _year_of(match, year)
    if named is None:
        return [_Found(match.start(), TimingKind.RANGE)]
    half = Period.of_half(named, 1 if match["which"] == "dau" else 2)
    return [_bounded(match, TimingKind.RANGE, half.start, half.end, periods=(half,))]


def _days(match: re.Match[str], year: int | None) -> list[_Found]:
    last_year = int(match["year2"]) if match["year2"] else year
    end = _date(last_year, int(match["month2"]), int(match["day2"]))
    start = _date(int(match["year"]) if match["year"] else last_year, int(match["month"]), int(match["day"]))
    return [_Found(match.start(), TimingKind.RANGE, start, end)] if start and end else []


def _days_of_month(match: re.Match[str], year: int | None) -> list[_Found]:
    """ "15 - 30/6/2025"."""
    end = _date(int(match["year2"]) if match["year2"] else year, int(match["month2"]), int(match["day2"]))
    first = int(match["day"])
    return [_Found(match.start(), TimingKind.RANGE, end.replace(day=first), end)] if end and 0 < first < end.day else []


def _day(match: re.Match[str], year: int | None) -> list[_Found]:
    day = _date(_year_of(match, year), int(match["month"]), int(match["day"]))
    if day is None:
        return []
    found = _bounded(match, TimingKind.BY_DATE, day, day, plain=not match["year"])
    return [_Found(found.at, found.kind, found.start if found.kind is TimingKind.RANGE else None, found.end, plain=found.plain)]


def _quarters(match: re.Match[str], year: int | None) -> list[_Found]:
    named = _year_of(match, year)
    numbers = _listed(match["list"], _NUMERAL)
    if named is None:
        return [_undated(match, TimingKind.BY_QUARTER, len(numbers))]
    periods = tuple(Period.of_quarter(named, number) for number in numbers)
    return [_several(match, TimingKind.BY_QUARTER, periods, plain=not match["year"])]


def _quarters_alone(match: re.Match[str], year: int | None) -> list[_Found]:
    """ "IV/2025" by itself is a quarter, "4/2025" a month."""
    return [] if match["list"].isdigit() else _quarters(match, year)


def _quarter_span(match: re.Match[str], _year: int | None) -> list[_Found]:
    """ "Quý III/2025 - Quý I/2026"."""
    named = ((match["quarter"], match["year"]), (match["quarter2"], match["year2"]))
    first, last = (Period.of_quarter(int(year), _NUMERALS.get(number) or int(number)) for number, year in named)
    return [_Found(match.start(), TimingKind.RANGE, first.start, last.end, (first, last))] if first.start <= last.start else []


def _month_span(match: re.Match[str], _year: int | None) -> list[_Found]:
    """ "11/2025 - 3/2026"."""
    named = ((match["month"], match["year"]), (match["month2"], match["year2"]))
    if not all(1 <= int(month) <= 12 for month, _ in named):
        return []
    first, last = (Period.of_month(int(year), int(month)) for month, year in named)
    return [_Found(match.start(), TimingKind.RANGE, first.start, last.end, (first, last))] if first.start <= last.start else []


def _months(match: re.Match[str], year: int | None) -> list[_Found]:
    named = _year_of(match, year)
    numbers = _listed(match["list"], _MONTH)
    if not all(1 <= number <= 12 for number in numbers):
        return []
    if named is None:
        return [_undated(match, TimingKind.RANGE, len(numbers))]
    return [_several(match, TimingKind.RANGE, tuple(Period.of_month(named, number) for number in numbers), plain=not match["year"])]


def _undated(match: re.Match[str], kind_of_one: TimingKind, count: int) -> _Found:
    """Periods of a year that neither the text nor the plan names."""
    bounded = _bound(match["bound"]) in ("before", "until")
    return _Found(match.start(), TimingKind.BY_DATE if bounded else kind_of_one if count == 1 else TimingKind.RANGE)


def _listed(text: str, item: str) -> list[int]:
    """The numbers of a list; "I - III" and "3 đến 6" name those between too."""
    numbers = [_NUMERALS.get(m[0]) or int(m[0]) for m in re.finditer(rf"(?<!\w){item}", text)]
    if len(numbers) == 2 and numbers[0] < numbers[1] and re.search(r"-|den|toi", text):
        return list(range(numbers[0], numbers[1] + 1))
    return numbers


def _several(match: re.Match[str], kind_of_one: TimingKind, periods: tuple[Period, ...], *, plain: bool) -> _Found:
    start, end = min(period.start for period in periods), max(period.end for period in periods)
    if len(periods) == 1:
        return _bounded(match, kind_of_one, start, end, periods=periods, plain=plain)
    return _Found(match.start(), TimingKind.RANGE, start, end, periods, plain=plain)


def _years(match: re.Match[str], _year: int | None) -> list[_Found]:
    first, second = int(match["first"]), int(match["second"])
    return [_Found(match.start(), TimingKind.RANGE, date(first, 1, 1), date(second, 12, 31))] if first <= second else []


def _lone_year(match: re.Match[str], _year: int | None) -> list[_Found]:
    year = Period.of_year(int(match[0]))
    return [_Found(match.start(), TimingKind.RANGE, year.start, year.end)]


def _whole_year(match: re.Match[str], _year: int | None) -> list[_Found]:
    year = Period.of_year(int(match["year"]))
    if match["on"]:
        return [_Found(match.start(), TimingKind.RANGE, start=year.start)]
    return [_bounded(match, TimingKind.RANGE, year.start, year.end, plain=True)]


def _year_end(match: re.Match[str], year: int | None) -> list[_Found]:
    return [_Found(match.start(), TimingKind.BY_DATE, end=_date(year, 12, 31))]


def _this_year(match: re.Match[str], year: int | None) -> list[_Found]:
    return [_Found(match.start(), TimingKind.RANGE, _date(year, 1, 1), _date(year, 12, 31), plain=True)]


def _times(match: re.Match[str], _year: int | None) -> list[_Found]:
    """ "2 lần/năm": the slowest rhythm that gives as many."""
    count = _NUMERALS.get(match["count"] or "1") or int(match["count"] or 1)
    kind = _RHYTHMS[match["span"]]
    if kind is TimingKind.YEARLY:
        kind = next(
            (k for most, k in ((1, kind), (2, TimingKind.HALF_YEARLY), (4, TimingKind.QUARTERLY)) if count <= most), TimingKind.MONTHLY
        )
    return [_Found(match.start(), kind)]


def _each(match: re.Match[str], _year: int | None) -> list[_Found]:
    """ "6 tháng/lần": the slowest rhythm that is as quick."""
    count = _NUMERALS.get(match["count"] or "1") or int(match["count"] or 1)
    kind = _RHYTHMS[match["span"]]
    if kind is TimingKind.MONTHLY:
        slow = ((12, TimingKind.YEARLY), (6, TimingKind.HALF_YEARLY), (3, TimingKind.QUARTERLY))
        kind = next((k for least, k in slow if count >= least), kind)
    elif kind is TimingKind.QUARTERLY and count > 1:
        kind = TimingKind.HALF_YEARLY
    return [_Found(match.start(), kind)]


def _rhythms(match: re.Match[str], _year: int | None) -> list[_Found]:
    return [_Found(match.start("items") + m.start(), _rhythm(m[0])) for m in re.finditer(_ITEM, match["items"])]


def _rhythm(item: str) -> TimingKind:
    if item == "nua nam" or re.match(r"0?6|sau", item):
        return TimingKind.HALF_YEARLY
    return TimingKind.QUARTERLY if re.match(r"0?3", item) else _RHYTHMS[item.rsplit(maxsplit=1)[-1]]


def _named(match: re.Match[str], _year: int | None) -> list[_Found]:
    return [_Found(match.start(), _kinds()[match[0]])]


@cache
def _kinds() -> dict[str, TimingKind]:
    return {fold(word): TimingKind(kind) for kind, words in timing_words().kinds.items() for word in words}


@cache
def _bounds() -> dict[str, str]:
    return {fold(word): bound for bound, words in timing_words().bounds.items() for word in words}


def _bound(words: str | None) -> str:
    return _bounds()[words] if words else ""


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _rules() -> tuple[tuple[re.Pattern[str], _Rule], ...]:
    by = rf"(?:(?P<bound>{_any_of(list(_bounds()))})\s+)?(?:het |trong )?(?:ngay )?"
    second = _DATE.replace("day>", "day2>").replace("month>", "month2>") + _YEAR.replace("year>", "year2>") + "?"
    last_quarter = _QUARTER.replace("quarter>", "quarter2>") + _YEAR.replace("year>", "year2>")
    to = r"\s*(?:den|toi|-)\s*(?:het )?(?:ngay )?"
    month = rf"(?:thang )?(?P<month>{_MONTH})"
    last_month = (month + _YEAR).replace("month>", "month2>").replace("year>", "year2>")
    span = r"(?P<span>tuan|thang|quy|nam)"
    count = r"(?:(?P<count>[0-9]{1,2}|mot|hai|ba|bon|sau)\s+)?"
    onwards = r"(?P<on>(?:\s*(?:,|va|den))+ (?:cac |nhung )?nam (?:tiep theo|sau|toi|ke tiep))"
    rules: tuple[tuple[str, _Rule], ...] = (
        (r"(?P<days>[0-9]{1,3}) ngay(?: lam viec)?,?(?= ke tu| tu ngay| tu khi| sau)", _offset),
        (r"sau (?P<days>[0-9]{1,3}) ngay(?: lam viec)?", _offset),
        (r"nam hoc(?:\s*(?P<first>20[0-9]{2})\s*[-/]\s*(?P<second>20[0-9]{2}))?", _school_year),
        (rf"{by}(?:(?:0?6|sau) thang|nua) (?P<which>dau|cuoi) nam(?:\s*[/-]?\s*(?P<year>(?:19|20)[0-9]{{2}}))?", _half),
        (rf"(?:tu )?(?:ngay )?(?<!thang ){_DATE}{_YEAR}?{to}{second}", _days),
        (rf"(?:tu )?(?:ngay )?(?<!thang )(?P<day>[0-9]{{1,2}}){to}{second}", _days_of_month),
        (rf"(?:tu )?{month}{_YEAR}\s*(?:-|den|toi)\s*(?:het )?{last_month}", _month_span),
        (rf"{by}(?:tuan|dot) (?:thu )?[0-9] thang (?P<list>{_MONTH}){_YEAR}?", _months),
        (rf"{by}(?<!thang ){_DATE}{_YEAR}?(?!\s*[/.-]\s*[0-9])", _day),
        (rf"(?:tu )?{_QUARTER}{_YEAR}\s*(?:-|den|toi)\s*(?:het )?{last_quarter}", _quarter_span),
        (rf"{by}(?:quy |q)(?P<list>{_NUMERAL}(?:{_TO}(?:quy )?{_NUMERAL})*){_YEAR}?", _quarters),
        (rf"{by}(?:thang |t)(?P<list>{_MONTH}(?:{_TO}(?:thang )?{_MONTH})*){_YEAR}?", _months),
        (rf"^{by}(?P<list>{_NUMERAL}){_YEAR}$", _quarters_alone),
        (rf"^{by}(?P<list>{_MONTH}){_YEAR}$", _months),
        (r"(?:tu )?(?:nam )?(?P<first>20[0-9]{2})\s*(?:-|den(?: het)?(?: nam)?)\s*(?P<second>20[0-9]{2})", _years),
        (rf"{count}{span}(?:\s*/\s*(?:0?1 |mot )?| (?:0?1|mot) )lan(?!\w)", _each),
        (rf"{span} (?P<count>[0-9]{{1,2}}|mot|hai|ba|bon|sau) (?:lan|dot)(?!\w)", _times),
        (rf"{count}(?:lan|dot)\s*(?:/|moi|tren|trong)\s*{span}(?!\w)", _times),
        (rf"(?:hang|moi|dinh ky(?: theo| hang| moi)?|theo(?: tung)?) {_ITEMS}(?![\w/])(?!\s+(?:19|20)[0-9]{{2}})", _rhythms),
        (rf"^(?:bao cao )?{_ITEMS}$", _rhythms),
        (rf"(?:{_any_of(list(_kinds()))})(?!\w)", _named),
        (r"^20[0-9]{2}$", _lone_year),
        (rf"{by}(?:cuoi )?nam (?P<year>(?:19|20)[0-9]{{2}})(?![0-9]){onwards}?", _whole_year),
        (r"(?:den |truoc |vao )?(?:het|cuoi) nam(?! hoc)(?!\w)", _year_end),
        (r"(?:trong|ca|suot) nam(?! hoc)(?!\w)", _this_year),
    )
    return tuple((re.compile(rf"(?<![\w/])(?:{pattern})"), rule) for pattern, rule in rules)
