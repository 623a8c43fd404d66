"""When tasks are due."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.domain.plan_document import Timing
from papi_desktop.domain.schedule import Due, schedule
from papi_desktop.domain.timing import read_timing
from papi_desktop.domain.vocabulary import TimingKind


class Weekdays:
    """A calendar of weekends and the given holidays."""

    def __init__(self, *holidays: date) -> None:
        self._holidays = holidays

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self._holidays


def dues(text: str, year: int) -> list[str]:
    """Period and due date of each time, as "2026-Q1 2026-03-31" or "2026 -" for an open one."""
    found = schedule(read_timing(text, year), year=year, calendar=Weekdays())
    return [f"{due.period.key} {due.due.isoformat() if due.due else '-'}" for due in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hàng quý", ["2026-Q1 2026-03-31", "2026-Q2 2026-06-30", "2026-Q3 2026-09-30", "2026-Q4 2026-12-31"]),
        ("Thường xuyên", ["2026-Q1 2026-03-31", "2026-Q2 2026-06-30", "2026-Q3 2026-09-30", "2026-Q4 2026-12-31"]),
        ("6 tháng, năm", ["2026-H1 2026-06-30", "2026 2026-12-31", "2026-H2 2026-12-31"]),
        ("Hàng năm", ["2026 2026-12-31"]),
        ("Năm 2026", ["2026 2026-12-31"]),
        ("Năm 2023 và các năm tiếp theo", ["2026 2026-12-31"]),
        ("Năm 2027 và các năm tiếp theo", ["2027 2027-12-31"]),
        ("Giai đoạn 2021-2025", ["2025 2025-12-31"]),
        ("Quý II/2026", ["2026-Q2 2026-06-30"]),
        ("Quý II, III năm 2026", ["2026-Q2 2026-06-30", "2026-Q3 2026-09-30"]),
        ("Quý IV/2025", ["2025-Q4 2025-12-31"]),
        ("Trước 15/11/2026", ["2026 2026-11-13"]),  # 14 and 15 November are a weekend
        ("Chậm nhất ngày 20/11/2026", ["2026 2026-11-20"]),
        ("Từ ngày 01/3/2026 đến ngày 30/6/2026", ["2026 2026-06-30"]),
        ("Khi có văn bản", ["2026 -"]),
        ("Theo nhiệm kỳ", ["2026 -"]),
        ("", ["2026 -"]),
        ("Một lần", ["2026 2026-12-31"]),
        ("Trong năm học", ["2026-H1 2026-05-31", "2026-H2 2026-12-31"]),
        ("Năm học 2026-2027", ["2026-H2 2026-12-31", "2027-H1 2027-05-31"]),
        ("Hàng tháng, đến hết quý I/2026", ["2026-01 2026-01-31", "2026-02 2026-02-28", "2026-03 2026-03-31", "2026 2026-03-31"]),
        ("Thường xuyên trong năm 2027", ["2027-Q1 2027-03-31", "2027-Q2 2027-06-30", "2027-Q3 2027-09-30", "2027-Q4 2027-12-31"]),
        ("Trước ngày 15/12 hàng năm", ["2026 2026-12-14"]),
    ],
)
def test_schedules(text: str, expected: list[str]) -> None:
    assert sorted(dues(text, 2026)) == sorted(expected)


def test_several_kinds_together_give_all_their_times() -> None:
    assert len(dues("Hàng quý, 06 tháng, năm", 2026)) == 4 + 2 + 1
    assert len(dues("Hàng tuần", 2026)) == len(dues("Hàng tháng", 2026)) == 12
    assert len(dues("- Trước và trong quá trình bầu cử\n- Thường xuyên", 2026)) == 1 + 4


def test_continuous_and_quarterly_are_not_counted_twice() -> None:
    assert len(dues("Thường xuyên, hàng quý", 2026)) == 4


def test_a_due_date_in_the_holidays_moves_before_them() -> None:
    holidays = [date(2026, 2, day) for day in range(14, 23)]
    (due,) = schedule(read_timing("Đến 20/02/2026", 2026), year=2026, calendar=Weekdays(*holidays))
    assert due.due == date(2026, 2, 13)


def test_times_come_in_order() -> None:
    found = schedule(read_timing("Hàng tháng, hàng quý, khi có yêu cầu", 2026), year=2026, calendar=Weekdays())
    assert [d.due or d.period.end for d in found] == sorted(d.due or d.period.end for d in found)


KINDS = st.lists(st.sampled_from(TimingKind), min_size=1, max_size=3).map(tuple)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(KINDS, DAYS, DAYS, st.integers(1990, 2090))
def test_every_task_is_due_at_least_once(kinds: tuple[TimingKind, ...], one: date | None, other: date | None, year: int) -> None:
    start, end = (one, other) if one is None or other is None or one <= other else (other, one)
    found = schedule(Timing(kinds=kinds, start=start, end=end), year=year, calendar=Weekdays())
    assert found
    assert len(set(found)) == len(found)
    assert all(isinstance(due, Due) for due in found)
