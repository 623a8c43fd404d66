"""Plans that say when by ticks: a column for each quarter or month, marked where the task falls due."""

import re
from collections.abc import Iterable, Sequence

from papi_desktop.domain.text import fold
from papi_desktop.domain.timing import read_timing
from papi_desktop.domain.vocabulary import TimingKind

_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_PERIOD = re.compile(r"(?P<unit>quy|q|thang|t)\.?\s*(?P<number>iv|i{1,3}|[0-9]{1,2})(?P<year>(?:\s*[/.-]\s*|\s*nam )20[0-9]{2})?")
_BARE = re.compile(r"(?P<number>iv|i{1,3}|[0-9]{1,2})")
_ABOVE = re.compile(r"(?<!\w)(?P<unit>quy|thang)(?!\w)")
_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DAY = re.compile(r"(?P<before>\D*)(?P<day>[0-9]{1,2})")
_LEAST = 2
"""A lone column for a period tells of something else than when."""
_ANY_YEAR = 2024
"""A leap year: every day that may be written is one of its days."""

Period = tuple[str, int, str]
"""Its unit (``quy`` or ``thang``), number and, where the header names it, year."""


def period_of(head: str) -> Period | None:
    """The quarter or month that a folded header names: "quy i", "t3", "4" under "thang"."""
    above, _, last = head.rpartition(" | ")
    match = _PERIOD.fullmatch(last)
    unit = match["unit"] if match else _unit_above(above)
    match = match or _BARE.fullmatch(last)
    if match is None or not unit:
        return None
    unit = "quy" if unit.startswith("q") else "thang"
    number = _NUMERALS.get(match["number"]) or int(match["number"])
    year = _YEAR.search(last) or _YEAR.search(above)
    return (unit, number, year[0] if year else "") if 1 <= number <= (4 if unit == "quy" else 12) else None


def period_columns(heads: Sequence[str]) -> dict[int, Period]:
    """The columns to tick, by their place; none unless several periods have one."""
    found = {place: period for place, head in enumerate(heads) if (period := period_of(head))}
    return found if len(set(found.values())) >= _LEAST else {}


def ticked(cells: Iterable[tuple[Period, str]], columns: dict[int, Period]) -> str:
    """The timing text that marks in ``columns`` stand for: the periods ticked, or what is written there instead of a mark."""
    told: list[str] = []
    marked: list[Period] = []
    for period, text in cells:
        written = _written(period, text)
        told += [written] if written else []
        marked += [] if written else [period]
    if not told and len(marked) > _LEAST and set(marked) == set(columns.values()):
        return "Hàng quý" if marked[0][0] == "quy" else "Hàng tháng"
    return ", ".join(dict.fromkeys((*map(_named, marked), *told)))


def _unit_above(above: str) -> str:
    match = _ABOVE.search(above)
    return match["unit"] if match else ""


def _named(period: Period) -> str:
    unit, number, year = period
    name = f"Quý {('I', 'II', 'III', 'IV')[number - 1]}" if unit == "quy" else f"Tháng {number}"
    return f"{name}/{year}" if year else name


def _written(period: Period, text: str) -> str:
    """What a cell says beyond its mark: a date, a rhythm, the day of the column's month."""
    day = _DAY.fullmatch(fold(text))
    if day and period[0] == "thang" and 0 < int(day["day"]) <= 31:
        return f"{text} {_named(period).lower()}" if day["before"] else f"ngày {text} {_named(period).lower()}"
    return text if read_timing(text, _ANY_YEAR).kind is not TimingKind.UNSPECIFIED else ""
