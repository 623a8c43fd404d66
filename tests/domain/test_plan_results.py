"""Expected results."""

import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.domain.results import read_expected
from papi_desktop.domain.text import nfc
from resources.plan_words import result_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quyết định, Hướng dẫn", ["quyet_dinh: Quyết định", "huong_dan: Hướng dẫn"]),
        ("Quyết định, Công văn, Thông báo,...", ["quyet_dinh: Quyết định", "cong_van: Công văn", "thong_bao: Thông báo"]),
        ("Các văn bản triển khai, báo cáo.", ["other: Các văn bản triển khai", "bao_cao: báo cáo"]),
        ("- Biên bản họp;\n- Hình ảnh niêm yết", ["bien_ban: Biên bản họp", "photo: Hình ảnh niêm yết"]),
        ("Quyết định ban hành nội quy, quy chế của cơ quan", ["quyet_dinh: Quyết định ban hành nội quy, quy chế của cơ quan"]),
        ("Xây dựng, ban hành Kế hoạch.", ["ke_hoach: Xây dựng, ban hành Kế hoạch"]),
        ("Kế hoạch và tài liệu kèm theo", ["ke_hoach: Kế hoạch", "other: tài liệu kèm theo"]),
        ("Đường link, hình ảnh nội dung", ["link: Đường link", "photo: hình ảnh nội dung"]),
        ("Các văn bản (Kế hoạch/công văn...)", ["ke_hoach: Các văn bản (Kế hoạch/công văn...)"]),
        ("100% thôn thực hiện đúng quy định", ["other: 100% thôn thực hiện đúng quy định"]),
        ("Văn bản trả lời phản ánh kiến nghị", ["other: Văn bản trả lời phản ánh kiến nghị"]),
        ("Biên bản họp dân", ["bien_ban: Biên bản họp dân"]),
        ("Danh sách hộ nghèo", ["list: Danh sách hộ nghèo"]),
        ("", []),
        (" - ; ...", []),
    ],
)
def test_slots(text: str, expected: list[str]) -> None:
    assert [f"{e.kind}: {e.text}" for e in read_expected(text)] == expected


def test_a_long_sentence_is_one_slot() -> None:
    text = "Báo cáo " + "kết quả thực hiện nhiệm vụ trên địa bàn " * 8 + ", kế hoạch, quyết định"
    assert len(read_expected(text)) == 1


def words(text: str) -> list[str]:
    """The words of a text but for "và", which may part two slots."""
    return [word for word in re.findall(r"[^\W_]+", nfc(text)) if word != "và"]


PIECES = st.sampled_from(
    ["Quyết định", "báo cáo", ",", ";", "và", "văn bản", "ban hành", "(", ")", "\n- ", "hình ảnh", "xã", ".", "/", "theo", "quy định"]
)


@given(st.one_of(st.lists(PIECES, max_size=15).map(" ".join), st.text(st.characters(exclude_categories=["Cs"]))))
def test_no_word_is_dropped(text: str) -> None:
    slots = read_expected(text)
    assert words(" ".join(slot.text for slot in slots)) == words(text)


def test_every_kind_named_is_an_evidence_kind() -> None:
    text = resources.files("resources").joinpath("evidence_kinds.toml").read_text(encoding="utf-8")
    assert all(f'"{kind}"' in text for kind in result_words().kinds)
