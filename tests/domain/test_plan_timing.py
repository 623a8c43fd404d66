"""Timing texts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.domain.timing import read_timing

# text -> kinds, start, end, periods, offset; the plan is for 2024
CASES: dict[str, tuple[str, str, str, str, int | None]] = {
    "": ("unspecified", "", "", "", None),
    "Theo Kế hoạch": ("unspecified", "", "", "", None),
    "Theo quy định": ("unspecified", "", "", "", None),
    "Thường xuyên (nếu có), định kỳ": ("continuous", "", "", "", None),
    "Hàng tuần, hàng tháng": ("weekly monthly", "", "", "", None),
    "Hằng quý, 06 tháng, năm": ("quarterly half_yearly yearly", "", "", "", None),
    "6 tháng, năm": ("half_yearly yearly", "", "", "", None),
    "Định kỳ theo quý": ("quarterly", "", "", "", None),
    "02 lần/năm": ("half_yearly", "", "", "", None),
    "12 lần/năm": ("monthly", "", "", "", None),
    "01 lần/quý": ("quarterly", "", "", "", None),
    "3 tháng/lần": ("quarterly", "", "", "", None),
    "6 tháng/lần": ("half_yearly", "", "", "", None),
    "Một lần": ("once", "", "", "", None),
    "Theo nhiệm kỳ": ("per_term", "", "", "", None),
    "Trong năm học": ("school_year", "", "", "", None),
    "Năm học 2024-2025": ("school_year", "2024-09-01", "2025-05-31", "", None),
    "Khi có văn bản chỉ đạo": ("on_event", "", "", "", None),
    "Chậm nhất là 15 ngày kể từ ngày phê duyệt": ("on_event", "", "", "", 15),
    "- Trước và trong quá trình bầu cử\n- Thường xuyên": ("on_event continuous", "", "", "", None),
    "Thường xuyên trong năm 2024": ("continuous", "2024-01-01", "2024-12-31", "", None),
    "Năm 2024": ("range", "2024-01-01", "2024-12-31", "", None),
    "2024": ("range", "2024-01-01", "2024-12-31", "", None),
    "Trong năm": ("range", "2024-01-01", "2024-12-31", "", None),
    "Năm 2023 và các năm tiếp theo": ("range", "2023-01-01", "", "", None),
    "Giai đoạn 2021-2025": ("range", "2021-01-01", "2025-12-31", "", None),
    "Quý II/2024": ("by_quarter", "2024-04-01", "2024-06-30", "2024-Q2", None),
    "Quý 3": ("by_quarter", "2024-07-01", "2024-09-30", "2024-Q3", None),
    "Quý II, III năm 2023": ("range", "2023-04-01", "2023-09-30", "2023-Q2 2023-Q3", None),
    "Từ quý I đến quý III/2024": ("range", "2024-01-01", "2024-09-30", "2024-Q1 2024-Q2 2024-Q3", None),
    "Đến hết quý II/2024": ("by_date", "", "2024-06-30", "", None),
    "Trước quý III/2024": ("by_date", "", "2024-06-30", "", None),
    "Hoàn thành trước tháng 11/2024": ("by_date", "", "2024-10-31", "", None),
    "Tháng 3, tháng 9/2024": ("range", "2024-03-01", "2024-09-30", "2024-03 2024-09", None),
    "6 tháng đầu năm 2024": ("range", "2024-01-01", "2024-06-30", "2024-H1", None),
    "6 tháng cuối năm": ("range", "2024-07-01", "2024-12-31", "2024-H2", None),
    "Trước 15/11/2026": ("by_date", "", "2026-11-14", "", None),
    "Chậm nhất ngày 20/11/2026": ("by_date", "", "2026-11-20", "", None),
    "Đến 20/11/2026": ("by_date", "", "2026-11-20", "", None),
    "Hoàn thành trước ngày 30 tháng 6 năm 2026": ("by_date", "", "2026-06-29", "", None),
    "Từ ngày 01/3 đến ngày 30/6/2024": ("range", "2024-03-01", "2024-06-30", "", None),
    "Từ tháng 3/2024": ("range", "2024-03-01", "", "", None),
    "Trước năm 2026": ("by_date", "", "2025-12-31", "", None),
    "Cuối năm": ("by_date", "", "2024-12-31", "", None),
    "Trước ngày 15/12 hàng năm": ("yearly", "", "2024-12-14", "", None),
    "Trước ngày 25 hàng tháng": ("monthly", "", "", "", None),
    "31/02/2024": ("unspecified", "", "", "", None),
    "THƯỜNG XUYÊN": ("continuous", "", "", "", None),
}


@pytest.mark.parametrize("text", CASES)
def test_timing_texts(text: str) -> None:
    timing = read_timing(text, 2024)
    start, end = (value.isoformat() if value else "" for value in (timing.start, timing.end))
    found = (" ".join(timing.kinds), start, end, " ".join(p.key for p in timing.periods), timing.offset_days)
    assert found == CASES[text]
    assert timing.text == text


def test_without_a_year_nothing_is_made_up() -> None:
    for text in ("Quý II", "Quý II, III", "6 tháng đầu năm", "Trong năm", "Trước 15/11", "Tháng 3"):
        timing = read_timing(text, None)
        assert (timing.start, timing.end, timing.periods) == (None, None, ())


def test_decomposed_letters_read_alike() -> None:
    assert read_timing("Quy\u0301 II/2024", None).end == date(2024, 6, 30)


@given(st.text(), st.none() | st.integers())
def test_any_text_reads(text: str, year: int | None) -> None:
    assert read_timing(text, year).kinds


PIECES = st.sampled_from(
    [
        "quý",
        "II",
        "/",
        "2024",
        "tháng",
        "13",
        "ngày",
        "31/2",
        "trước",
        "đến",
        "từ",
        "năm",
        "-",
        ",",
        "hàng",
        "lần",
        "0",
        "99",
        "6 tháng",
        "năm học",
    ]
)


@given(st.lists(PIECES, max_size=12).map(" ".join), st.none() | st.integers(1900, 2099))
def test_any_jumble_of_timing_words_reads(text: str, year: int | None) -> None:
    timing = read_timing(text, year)
    assert timing.kinds
    assert list(timing.kinds) == list(dict.fromkeys(timing.kinds))
