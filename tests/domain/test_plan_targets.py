"""Figures in target texts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.domain.plan_document import Measure
from papi_desktop.domain.targets import is_met, read_measures
from papi_desktop.domain.vocabulary import Comparator


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100%", ["eq 100 % "]),
        ("trên 95%", ["gt 95 % "]),
        ("50% cơ quan, đơn vị được kiểm tra", ["ge 50 % cơ quan, đơn vị"]),
        ("từ 70% hộ trở lên", ["ge 70 % hộ"]),
        (
            "- Từ 70% đơn vị cấp huyện trở lên được kiểm tra - Từ 60% đơn vị cấp xã trở lên",
            ["ge 70 % đơn vị cấp huyện", "ge 60 % đơn vị cấp xã"],
        ),
        ("Từ 70% đến 80%", ["ge 70 % ", "le 80 % "]),
        ("ít nhất 01 cuộc/năm", ["ge 1 cuộc/năm "]),
        ("Ít nhất 01 cuộc tuyên truyền trực tiếp/năm", ["ge 1 cuộc/năm tuyên truyền trực tiếp"]),
        ("Có ít nhất 2 hình thức tuyên truyền", ["ge 2 hình thức tuyên truyền"]),
        ("tối thiểu 3 mô hình", ["ge 3 mô hình "]),
        ("không quá 12 ngày làm việc", ["le 12 ngày làm việc "]),
        ("Tỷ lệ hộ nghèo dưới 3%", ["lt 3 % hộ nghèo"]),
        ("30% trở xuống", ["le 30 % "]),
        ("đạt 1.234,5 ha", ["ge 1234.5 ha "]),
        ("96,5 %", ["ge 96.5 % "]),
        ("9 công trình và 01 trạm", ["ge 9 công trình ", "ge 1 trạm "]),
        ("Chỉ số PAPI cao hơn năm trước", ["gt None  Chỉ số PAPI"]),
        ("Không để gia tăng tai nạn so với năm trước", ["le None  tai nạn"]),
        ("Đạt chuẩn cho trẻ 5 tuổi; đạt mức 3", []),
        ("trẻ em dưới 6 tuổi", []),
        ("Quyết định số 175/QĐ-UBND ngày 19/01/2023 giai đoạn 2021-2025, đến 2030", []),
        ("Triển khai đầy đủ", []),
        ("", []),
    ],
)
def test_measures(text: str, expected: list[str]) -> None:
    found = read_measures(text)
    assert [f"{m.comparator} {m.value} {m.unit} {m.what}" for m in found] == expected
    assert all(m.text in text for m in found)


@pytest.mark.parametrize(
    ("comparator", "value", "met"),
    [
        (Comparator.EQUAL, "100", True),
        (Comparator.EQUAL, "99.9", False),
        (Comparator.AT_LEAST, "100", True),
        (Comparator.AT_LEAST, "99.99", False),
        (Comparator.MORE_THAN, "100", False),
        (Comparator.MORE_THAN, "100.01", True),
        (Comparator.AT_MOST, "100", True),
        (Comparator.AT_MOST, "101", False),
        (Comparator.LESS_THAN, "100", False),
        (Comparator.LESS_THAN, "99", True),
    ],
)
def test_is_met(comparator: Comparator, value: str, met: bool) -> None:
    assert is_met(Measure("", comparator, Decimal(100), "%"), Decimal(value)) is met


def test_a_comparison_without_a_figure_is_left_to_the_officer() -> None:
    (measure,) = read_measures("cao hơn năm trước")
    assert is_met(measure, Decimal(1)) is None


@given(st.text())
def test_any_text_reads(text: str) -> None:
    assert all(m.text for m in read_measures(text))


PIECES = st.sampled_from(
    ["100%", "từ", "trở lên", "1.234,5", "12", "ngày", "năm trước", "giảm", "và", "/năm", "không quá", ";", "hộ", "01", "."]
)


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_any_jumble_of_target_words_reads(text: str) -> None:
    for measure in read_measures(text):
        assert is_met(measure, Decimal(1)) in (True, False, None)
