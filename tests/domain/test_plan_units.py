"""Lists of offices and their spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.domain.unit_names import compared_name, names_unit, spell_name, split_units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("UBND cấp huyện, xã", ["UBND cấp huyện", "UBND cấp xã"]),
        ("UBND cấp huyện và cấp xã.", ["UBND cấp huyện", "UBND cấp xã"]),
        ("Các Sở: Tài chính, Xây dựng", ["Sở Tài chính", "Sở Xây dựng"]),
        ("Các Sở: Kế hoạch và Đầu tư; Y tế; UBND cấp xã; các thôn", ["Sở Kế hoạch và Đầu tư", "Sở Y tế", "UBND cấp xã", "Các thôn"]),
        ("Các sở Nội vụ, Tư pháp và Xây dựng", ["Sở Nội vụ", "Sở Tư pháp", "Sở Xây dựng"]),
        ("Các sở, ban, ngành tỉnh", ["Các sở, ban, ngành tỉnh"]),
        ("Các sở và UBND cấp huyện", ["Các sở", "UBND cấp huyện"]),
        ("Sở Lao động, Thương binh và Xã hội, Sở Y tế", ["Sở Lao động, Thương binh và Xã hội", "Sở Y tế"]),
        ("Văn phòng HĐND và UBND xã; công an xã", ["Văn phòng HĐND và UBND xã", "Công an xã"]),
        ("UBND các huyện, thị xã, thành phố;", ["UBND các huyện, thị xã, thành phố"]),
        ("Sở Nội vụ, đơn vị tư vấn", ["Sở Nội vụ", "Đơn vị tư vấn"]),
        ("Các cơ quan, đơn vị có liên quan, các thôn, tổ dân phố", ["Các cơ quan, đơn vị có liên quan", "Các thôn, tổ dân phố"]),
        ("- Sở Nội vụ - UBND cấp xã", ["Sở Nội vụ", "UBND cấp xã"]),
        ("Công chức Tài chính - Kế toán xã", ["Công chức Tài chính - Kế toán xã"]),
        ("Thôn, tổ dân phố/Đài truyền thanh xã", ["Thôn, tổ dân phố", "Đài truyền thanh xã"]),
        ("Các nhà trường phối hợp với MTTQ và các đoàn thể", ["Các nhà trường", "MTTQ", "Các đoàn thể"]),
        ("Trạm y tế (thôn Một, thôn Hai)", ["Trạm y tế (thôn Một, thôn Hai)"]),
        ("Công an xã; Công an xã", ["Công an xã"]),
        ("", []),
        (" ;,- ", []),
    ],
)
def test_lists_are_split_and_completed(text: str, units: list[str]) -> None:
    assert list(split_units(text)) == units


@pytest.mark.parametrize(
    ("capitals", "spelt"),
    [
        ("ỦY BAN NHÂN DÂN XÃ AN MẪU", "UBND xã An Mẫu"),
        ("SỞ LAO ĐỘNG, THƯƠNG BINH VÀ XÃ HỘI", "Sở Lao động, Thương binh và Xã hội"),
        ("HỘI ĐỒNG NHÂN DÂN PHƯỜNG BÌNH MẪU", "HĐND phường Bình Mẫu"),
        ("Ủy ban nhân dân tỉnh Mẫu", "UBND tỉnh Mẫu"),
    ],
)
def test_names_in_capitals_are_spelt(capitals: str, spelt: str) -> None:
    assert spell_name(capitals) == spelt


def test_what_names_an_office() -> None:
    assert names_unit("Sở Nội vụ")
    assert names_unit("Công an xã")
    assert not names_unit("Rà soát quy chế")
    assert not names_unit("")


@given(st.text())
def test_any_text_splits(text: str) -> None:
    units = split_units(text)
    assert all(unit == unit.strip() and unit for unit in units)
    names_unit(text)
    spell_name(text)


PIECES = st.sampled_from(
    ["UBND", "cấp", "huyện", "xã", ",", ";", "và", "Các Sở:", "Tài chính", "các", "thôn", "/", "-", "Sở", "(", ")", "\n", "đơn vị"]
)


@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_any_jumble_of_unit_words_splits(text: str) -> None:
    assert len(split_units(text)) == len(set(split_units(text)))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Công chức VP-TK", "Công chức Văn phòng - Thống kê"),
        ("Phòng LĐTB&XH", "Phòng Lao động, Thương binh và Xã hội"),
        ("Sở TN&MT", "Sở Tài nguyên và Môi trường"),
        ("UBND xã", "Ủy ban nhân dân xã"),
    ],
)
def test_abbreviations_are_resolved_where_names_are_compared(short: str, long: str) -> None:
    assert compared_name(short) == compared_name(long)
    assert compared_name("VPUBND") == "vpubnd", "no part of another word"
