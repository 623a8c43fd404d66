"""What is due on which day, and the days of a month on which nobody works."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from papi_desktop.services.app import App
from papi_desktop.services.tasks import OccurrenceFilter, OccurrenceRow, list_occurrences

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DueDates:
    """All occurrences of a year of work by the day they are due, each day's in plan order; ``undated`` wait for an event or a date."""

    by_day: Mapping[date, tuple[OccurrenceRow, ...]]
    undated: tuple[OccurrenceRow, ...]
    total: int

    def of_month(self, month: date) -> tuple[OccurrenceRow, ...]:
        """What is due in the month that ``month`` lies in, by day."""
        wanted = month_of(month)
        return tuple(row for day in sorted(self.by_day) if month_of(day) == wanted for row in self.by_day[day])


def due_dates(app: App, *, year: int | None = None) -> DueDates:
    """Everything that is due by plans of ``year``; of all years while it is None."""
    rows = list_occurrences(app, chosen=OccurrenceFilter(year=year, owner=app.office.unit)).rows
    by_day: dict[date, list[OccurrenceRow]] = {}
    for row in rows:
        if row.due is not None:
            by_day.setdefault(row.due, []).append(row)
    return DueDates(
        by_day={day: tuple(due) for day, due in by_day.items()},
        undated=tuple(row for row in rows if row.due is None),
        total=len(rows),
    )


def days_off(app: App, *, first: date, last: date, language: str) -> dict[date, str]:
    """The days from ``first`` to ``last`` on which nobody works, with the holiday's name in ``vi`` or ``en``; "" for a weekend."""
    days = (first + number * ONE_DAY for number in range((last - first).days + 1))
    named = {day: app.calendar.holiday_name(day, language) for day in days}
    return {day: name for day, name in named.items() if name or not app.calendar.is_working_day(day)}


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_later(day: date, count: int) -> date:
    """The same day of another month; the last one of a month that is too short. ``count`` may be below zero."""
    months = 12 * day.year + day.month - 1 + count
    month = date(months // 12, months % 12 + 1, 1)
    return min(month + (day.day - 1) * ONE_DAY, month_of(month + 31 * ONE_DAY) - ONE_DAY)


def weeks_of(month: date) -> tuple[tuple[date, ...], ...]:
    """The weeks, Monday first, that hold a day of the month."""
    first = month_of(month)
    last = month_of(first + 31 * ONE_DAY) - ONE_DAY
    monday = first - first.weekday() * ONE_DAY
    count = (last - monday).days // 7 + 1
    return tuple(tuple(monday + (7 * week + day) * ONE_DAY for day in range(7)) for week in range(count))
