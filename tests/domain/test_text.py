"""Folded text is what searching compares: no diacritics of any script, no case, single spaces."""

import unicodedata

import pytest

from papi_desktop.domain.text import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Niêm yết  ĐẦY ĐỦ", "niem yet day du"),
        ("Đường\n\tđiện ", "duong dien"),
        ("Điều 11 – “công khai”", "dieu 11 – “cong khai”"),
        ("Straße", "strasse"),
        ("שָׁלוֹם", "שלום"),
        ("", ""),
    ],
)
def test_marks_case_and_spaces_go(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_combining_mark_goes_and_nothing_else_does() -> None:
    """Those of Vietnamese are dropped by their block, all others letter by letter: both ways are one rule."""
    for code in (*range(0x300, 0x370), *range(0x483, 0x488), *range(0x1AB0, 0x1ACF), *range(0x20D0, 0x20F1)):
        mark = chr(code)
        decomposed = unicodedata.normalize("NFD", mark)
        kept = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
        assert fold(f"a{mark}b") == f"a{kept}b", hex(code)
