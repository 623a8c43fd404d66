"""From the timing of a task to the times that it is due."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from papi_desktop.domain.periods import Period
from papi_desktop.domain.plan_document import Timing
from papi_desktop.domain.vocabulary import TimingKind

_LONGEST_HOLIDAY = 31  # days; Tết takes about ten, so a calendar without a working day in a month is broken


class WorkCalendar(Protocol):
    """Knows weekends and public holidays."""

    def is_working_day(self, day: date) -> bool: ...


@dataclass(frozen=True)
class Due:
    """One time that a task is due. ``due`` is ``None`` for an open one: it waits for an event, or for the officer to set a date."""

    period: Period
    due: date | None


def schedule(timing: Timing, *, year: int, calendar: WorkCalendar) -> tuple[Due, ...]:
    """Every time that a task of the plan for ``year`` is due, in order; at least one.

    Several kinds at once give the times of all of them. A timing that names another year than the plan's is due in the year it names.
    """
    dues = dict.fromkeys(due for kind in timing.kinds for due in _of_kind(kind, timing, year, calendar))
    return tuple(sorted(dues, key=lambda due: (due.due or due.period.end, due.due is None, due.period)))


def _of_kind(kind: TimingKind, timing: Timing, year: int, calendar: WorkCalendar) -> Iterable[Due]:
    if rhythm := _RHYTHMS.get(kind):
        return _repeated(timing, year, *rhythm)
    match kind:
        case TimingKind.SCHOOL_YEAR:
            return _school_year(timing, year)
        case TimingKind.BY_DATE:
            return (_by_date(timing, year, calendar),)
        case TimingKind.BY_QUARTER | TimingKind.RANGE | TimingKind.ONCE:
            return _once_or_named(timing, year)
        case _:
            return (Due(Period.of_year(year), None),)


def _year_itself(year: int, _number: int) -> Period:
    return Period.of_year(year)


_RHYTHMS: dict[TimingKind, tuple[Callable[[int, int], Period], int]] = {
    TimingKind.WEEKLY: (Period.of_month, 12),  # weekly work is looked at once a month
    TimingKind.MONTHLY: (Period.of_month, 12),
    TimingKind.CONTINUOUS: (Period.of_quarter, 4),  # what has no rhythm of its own is looked at each quarter
    TimingKind.QUARTERLY: (Period.of_quarter, 4),
    TimingKind.HALF_YEARLY: (Period.of_half, 2),
    TimingKind.YEARLY: (_year_itself, 1),
}


def _repeated(timing: Timing, year: int, period_of: Callable[[int, int], Period], count: int) -> Iterable[Due]:
    """A period after another, in the named bounds where the text has some; the last may end with the bound."""
    start, end = timing.start or date.min, timing.end or date.max
    year = _year_within(start, end, year)
    periods = (period_of(year, number) for number in range(1, count + 1))
    return tuple(Due(period, min(period.end, end)) for period in periods if period.end >= start and period.start <= end)


def _year_within(start: date, end: date, year: int) -> int:
    """The plan's year, or the nearest one that the bounds name."""
    return min(max(year, start.year), end.year)


def _school_year(timing: Timing, year: int) -> tuple[Due, Due]:
    """Two times: at the end of classes, 31 May, and at the end of December, when the office reports its year.

    A plan runs by calendar year and so holds the second half of one school year and the first half of the next: without the May date
    nothing would be checked before the pupils leave, without the December date the new school year would stand in no report of the plan.
    A school year that is named has the same two dates, December first.
    """
    first, second = (timing.start.year, timing.end.year) if timing.start and timing.end else (year, year)
    return Due(Period.of_half(first, 2), date(first, 12, 31)), Due(Period.of_half(second, 1), date(second, 5, 31))


def _by_date(timing: Timing, year: int, calendar: WorkCalendar) -> Due:
    if timing.end is None:
        return Due(Period.of_year(year), None)
    days = (timing.end - timedelta(days=back) for back in range(_LONGEST_HOLIDAY + 1))
    return Due(Period.of_year(timing.end.year), next(filter(calendar.is_working_day, days), timing.end))


def _once_or_named(timing: Timing, year: int) -> tuple[Due, ...]:
    """One for each period that is named; else one in the year, for work without an end one in each year."""
    if timing.periods:
        return tuple(Due(period, period.end) for period in timing.periods)
    end = timing.end or date.max
    whole = Period.of_year(_year_within(timing.start or date.min, end, year))
    return (Due(whole, min(whole.end, end)),)
