"""Which occurrences belong to a period."""

from datetime import date

import pytest

from papi_desktop.domain.periods import Period


def test_parts_are_all_that_lies_within() -> None:
    assert [part.key for part in Period("2026-Q2").parts()] == ["2026-Q2", "2026-04", "2026-05", "2026-06"]
    assert [part.key for part in Period("2026-06").parts()] == ["2026-06"]
    assert len(Period("2026").parts()) == 1 + 2 + 4 + 12
    assert all(Period("2026-H2").contains(part) for part in Period("2026-H2").parts())


@pytest.mark.parametrize(
    ("key", "due", "taken"),
    [
        ("2026-Q2", None, True),
        ("2026-05", date(2026, 7, 1), True),
        ("2026", date(2026, 4, 1), True),
        ("2026", date(2026, 6, 30), True),
        ("2026", date(2026, 7, 1), False),
        ("2026", None, False),
        ("2025", date(2026, 5, 1), False),
        ("2026-Q3", date(2026, 9, 1), False),
    ],
)
def test_a_period_takes_its_parts_and_what_is_due_in_it(key: str, due: date | None, taken: bool) -> None:
    assert Period("2026-Q2").takes(key, due) is taken
