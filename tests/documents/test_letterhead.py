from datetime import date

import pytest

from papi_desktop.documents.letterhead import place_and_date


@pytest.mark.parametrize(
    ("place", "day", "words"),
    [
        ("Tân Phú", date(2026, 11, 16), "Tân Phú, ngày 16 tháng 11 năm 2026"),
        ("Tân Phú", date(2026, 2, 5), "Tân Phú, ngày 05 tháng 02 năm 2026"),
        ("Tân Phú", date(2026, 3, 31), "Tân Phú, ngày 31 tháng 3 năm 2026"),
        ("", date(2026, 1, 9), "Ngày 09 tháng 01 năm 2026"),
    ],
)
def test_small_days_and_the_first_two_months_take_a_zero(place: str, day: date, words: str) -> None:
    assert place_and_date(place, day) == words
