"""When two numbers of documents are one number."""

import pytest

from papi_desktop.domain.document_numbers import number_key


@pytest.mark.parametrize("other", ["5/bc-ubnd", " 05 / BC - UBND", "005/BC-UBND"])
def test_the_same_number_written_otherwise(other: str) -> None:
    assert number_key(other) == number_key("05/BC-UBND")


@pytest.mark.parametrize("other", ["50/BC-UBND", "5/BC-HĐND", "5/TB-UBND", "15/BC-UBND"])
def test_another_number(other: str) -> None:
    assert number_key(other) != number_key("5/BC-UBND")


def test_no_number() -> None:
    assert number_key("  ") == ""
