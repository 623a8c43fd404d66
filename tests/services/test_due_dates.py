"""Due dates by day and month, weeks, weekends and holidays."""

from datetime import date, timedelta

import holidays
import pytest

from papi_desktop.services.app import App
from papi_desktop.services.calendar import VietnamCalendar
from papi_desktop.services.due_dates import ONE_DAY, days_off, due_dates, month_of, months_later, weeks_of
from papi_desktop.services.tasks import list_occurrences


def test_every_occurrence_stands_on_its_day_or_is_undated(commune: App) -> None:
    rows, due = list_occurrences(commune).rows, due_dates(commune, year=2026)
    assert due.total == len(rows)
    assert sum(map(len, due.by_day.values())) + len(due.undated) == len(rows)
    assert all(row.due == day for day, found in due.by_day.items() for row in found)
    assert due.undated
    assert all(row.due is None for row in due.undated)
    november = due.of_month(date(2026, 11, 17))
    assert {row.id for row in november} == {row.id for row in rows if row.due is not None and month_of(row.due) == date(2026, 11, 1)}
    days = [row.due for row in november if row.due is not None]
    assert len(days) > 1
    assert days == sorted(days)


def test_another_year_has_nothing(commune: App) -> None:
    due = due_dates(commune, year=2019)
    assert (due.total, dict(due.by_day), due.undated, due.of_month(date(2019, 5, 1))) == (0, {}, (), ())


@pytest.mark.parametrize(
    ("month", "first", "last", "weeks"),
    [
        (date(2027, 2, 14), date(2027, 2, 1), date(2027, 2, 28), 4),
        (date(2026, 11, 1), date(2026, 10, 26), date(2026, 12, 6), 6),
        (date(2026, 12, 31), date(2026, 11, 30), date(2027, 1, 3), 5),
        (date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 31), 5),
    ],
)
def test_weeks_begin_on_monday_and_hold_the_whole_month(month: date, first: date, last: date, weeks: int) -> None:
    found = weeks_of(month)
    days = [day for week in found for day in week]
    assert (days[0], days[-1], len(found)) == (first, last, weeks)
    assert days == [first + number * ONE_DAY for number in range(7 * weeks)]


@pytest.mark.parametrize(
    ("day", "count", "there"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_the_same_day_of_another_month(day: date, count: int, there: date) -> None:
    assert months_later(day, count) == there


def test_holidays_have_their_names_and_weekends_none(commune: App) -> None:
    found = days_off(commune, first=date(2026, 2, 14), last=date(2026, 2, 21), language="vi")
    assert found[date(2026, 2, 14)] == ""
    assert found[date(2026, 2, 17)] == "Tết Nguyên Đán"
    assert date(2026, 2, 13) not in found
    assert max(found) == date(2026, 2, 21)
    english = days_off(commune, first=date(2026, 9, 1), last=date(2026, 9, 4), language="en")
    assert english == {date(2026, 9, 1): "National Day", date(2026, 9, 2): "National Day"}
    assert not set(days_off(commune, first=date(2026, 11, 16), last=date(2026, 11, 20), language="vi"))


@pytest.mark.parametrize("language", ["vi", "en_US"])
def test_holidays_are_those_of_the_package(language: str) -> None:
    """They are had without importing the other countries (P8)."""
    known = holidays.country_holidays("VN", language=language)
    ours = VietnamCalendar()
    for day in (date(2024, 1, 1) + timedelta(number) for number in range(3 * 366)):
        assert ours.holiday_name(day, language[:2]) == known.get(day, ""), day
        assert ours.is_working_day(day) == (day.weekday() < 5 and day not in known), day


def test_a_holiday_on_a_sunday_is_named(commune: App) -> None:
    found = days_off(commune, first=date(2026, 4, 26), last=date(2026, 4, 26), language="vi")
    assert found == {date(2026, 4, 26): "Ngày Giỗ Tổ Hùng Vương"}
