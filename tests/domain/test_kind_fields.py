"""Values of the own fields of a kind: what is taken, how it is kept, and what is said of what cannot be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.kind_fields import Fault, FaultyValueError, disorder, kept_details, kept_value, share_present
from papi_desktop.domain.text import nfc

TYPES = ("text", "lines", "count", "date", "address")
MEETING = [("invited", "count"), ("present", "count"), ("agreed", "count"), ("households", "lines")]


@given(st.sampled_from(TYPES), st.text())
def test_whatever_is_typed_is_kept_in_one_form_or_refused(type_: str, text: str) -> None:
    try:
        kept = kept_value(type_, text)
    except FaultyValueError:
        return
    assert kept_value(type_, kept) == kept
    assert kept == nfc(kept).strip()
    assert type_ == "lines" or len(kept.splitlines()) <= 1


@given(st.integers(0, 999_999_999))
def test_a_count_is_the_same_however_it_is_grouped(count: int) -> None:
    grouped = f"{count:,}".replace(",", ".")
    assert kept_value("count", f" {grouped} ") == kept_value("count", str(count)) == str(count)


@given(st.dates())
def test_a_day_is_the_same_in_both_ways_of_writing_it(day: date) -> None:
    assert kept_value("date", f"{day.day:02}/{day.month:02}/{day.year:04}") == kept_value("date", day.isoformat()) == day.isoformat()


@pytest.mark.parametrize(
    ("type_", "text", "kept"),
    [
        ("text", "  05/BB-UBND \n ngày 01/3 ", "05/BB-UBND ngày 01/3"),
        ("text", "Bie\u0302n ba\u0309n", "Biên bản"),
        ("lines", " Hộ A (mẫu): dự \n\n\tHộ B (mẫu): vắng\r\n", "Hộ A (mẫu): dự\nHộ B (mẫu): vắng"),
        ("count", "007", "7"),
        ("count", "1.234", "1234"),
        ("date", "3/11/2026", "2026-11-03"),
        ("address", " https://mau.example:8080/a?b=c#d ", "https://mau.example:8080/a?b=c#d"),
        ("address", "HTTP://mau.example", "HTTP://mau.example"),
        ("count", "  ", ""),
    ],
)
def test_a_value_is_kept_in_one_way(type_: str, text: str, kept: str) -> None:
    assert kept_value(type_, text) == kept


@pytest.mark.parametrize("text", ["-1", "1,5", "1.23", "12.34.567", "1.2345", "mười", "٣", "1234567890", "1e3", "+5"])
def test_a_count_is_a_whole_number_not_below_zero(text: str) -> None:
    with pytest.raises(FaultyValueError) as refused:
        kept_value("count", text)
    assert refused.value.fault is Fault.NOT_A_COUNT


@pytest.mark.parametrize("text", ["31/2/2026", "2026-02-31", "3/11/26", "hôm qua", "20261103", "2026-W01-1", "03-11-2026"])
def test_a_day_is_one_that_there_is(text: str) -> None:
    with pytest.raises(FaultyValueError) as refused:
        kept_value("date", text)
    assert refused.value.fault is Fault.NOT_A_DATE


@pytest.mark.parametrize(
    "text",
    [
        "mau.example/a",
        "ftp://mau.example",
        "https://",
        "https:///a",
        "javascript:alert(1)",
        "https://mau.example/a b",
        "http://[",
        "http://a:b",
        "file:///c",
    ],
)
def test_an_address_is_one_of_the_web(text: str) -> None:
    with pytest.raises(FaultyValueError) as refused:
        kept_value("address", text)
    assert refused.value.fault is Fault.NOT_AN_ADDRESS


def test_details_stand_in_the_order_of_the_fields_and_hold_nothing_empty() -> None:
    kept = kept_details({"households": " \n", "present": "62", "invited": "1.00" + "0", "agreed": ""}, MEETING)
    assert list(kept.items()) == [("invited", "1000"), ("present", "62")]


@pytest.mark.parametrize(
    ("typed", "field", "value", "fault"),
    [
        ({"colour": "xanh"}, "details", "colour", Fault.UNKNOWN_FIELD),
        ({"colour": ""}, "details", "colour", Fault.UNKNOWN_FIELD),
        ({"present": " nhiều "}, "present", "nhiều", Fault.NOT_A_COUNT),
        ({"invited": "10", "present": "11"}, "present", "11", Fault.MORE_THAN_INVITED),
        ({"present": "10", "agreed": "11"}, "agreed", "11", Fault.MORE_THAN_PRESENT),
        ({"invited": "10", "agreed": "11"}, "agreed", "11", Fault.MORE_THAN_INVITED),
        ({"invited": "9", "present": "10"}, "present", "10", Fault.MORE_THAN_INVITED),
    ],
)
def test_a_refusal_names_field_value_and_fault(typed: dict[str, str], field: str, value: str, fault: Fault) -> None:
    with pytest.raises(RequestError) as refused:
        kept_details(typed, MEETING)
    assert refused.value.code is Code.BAD_VALUE
    assert refused.value.params == {"field": field, "value": value, "fault": fault}


def test_all_may_come_and_all_may_agree() -> None:
    assert kept_details({"invited": "100", "present": "100", "agreed": "100"}, MEETING)["agreed"] == "100"


@pytest.mark.parametrize(
    ("details", "share"),
    [
        ({"invited": "100", "present": "62"}, 62),
        ({"invited": "1000", "present": "699"}, 69),
        ({"invited": "10", "present": "0"}, 0),
        ({"invited": "0", "present": "0"}, None),
        ({"invited": "10"}, None),
        ({"present": "10"}, None),
        ({"invited": "nhiều", "present": "10"}, None),
    ],
)
def test_the_share_present_is_rounded_down(details: dict[str, str], share: int | None) -> None:
    assert share_present(details) == share


def test_what_another_office_sent_may_be_no_number() -> None:
    assert disorder({"invited": "1", "present": "nhiều", "agreed": "5.5"}) is None
