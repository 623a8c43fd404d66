"""Headings of administrative documents as text layers hand them over: joined, broken, blank, and marked secret."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.domain.official_heading import OfficialHeading, read_official_heading

KINDS = {
    "ke_hoach": ("Kế hoạch", "KH"),
    "quyet_dinh": ("Quyết định", "QĐ"),
    "thong_bao": ("Thông báo", "TB"),
    "bien_ban": ("Biên bản", "BB"),
    "cong_van": ("Công văn", ""),
}
STATE = "ỦY BAN NHÂN DÂN\nXÃ TÂN PHÚ (MẪU)\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def read(text: str) -> OfficialHeading:
    return read_official_heading(text, KINDS)


def test_a_plan_with_number_date_and_abstract() -> None:
    text = (
        STATE + "Số: 12/KH-UBND\nTân Phú, ngày 05 tháng 3 năm 2026\nKẾ HOẠCH\nThực hiện nâng cao chỉ số PAPI\nnăm 2026\n"
        "Căn cứ Kế hoạch số 9/KH-UBND"
    )
    assert read(text) == OfficialHeading("12/KH-UBND", date(2026, 3, 5), "ke_hoach", "Thực hiện nâng cao chỉ số PAPI năm 2026")


def test_columns_joined_in_one_line_and_decomposed_letters() -> None:
    text = "Số : 05 / 2026 / QĐ – UBND   Tân Phú, ngày 5 tháng 12 năm 2026\nQUYẾT ĐỊNH\nVề việc phê duyệt danh sách\nỦY BAN"
    found = read(text)
    assert (found.number, found.issued, found.kind) == ("05/2026/QĐ-UBND", date(2026, 12, 5), "quyet_dinh")


def test_a_letter_says_its_subject_beside_its_number() -> None:
    text = STATE + "Số: 33/UBND-VP\nV/v công khai danh sách\nhộ nghèo năm 2026\nTân Phú, ngày 01 tháng 02 năm 2026\nKính gửi: Các thôn"
    assert read(text) == OfficialHeading("33/UBND-VP", date(2026, 2, 1), "cong_van", "công khai danh sách hộ nghèo năm 2026")


def test_what_is_left_blank_is_not_made_up() -> None:
    assert read(STATE + "Số:       /TB-UBND\nTân Phú, ngày     tháng     năm 2026\nTHÔNG BÁO\nNiêm yết") == OfficialHeading(
        kind="thong_bao", abstract="Niêm yết"
    )
    assert read("Số: 1/TB-UBND, ngày 31 tháng 2 năm 2026").issued is None


def test_numbers_and_dates_of_the_body_are_not_those_of_the_document() -> None:
    text = "BIÊN BẢN\nHọp thôn Đoài\nHôm nay, ngày 02 tháng 3 năm 2026\nCăn cứ Thông báo số: 7/TB-UBND"
    assert read(text) == OfficialHeading(kind="bien_ban", abstract="Họp thôn Đoài")


def test_a_type_in_the_middle_of_a_sentence_is_no_title() -> None:
    assert read("Kế hoạch\nquyết định và thông báo") == OfficialHeading()


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "M\u00c2\u0323T"])
def test_a_mark_of_secrecy_stands_alone(mark: str) -> None:
    assert read(f"{STATE}{mark}\nSố: 2/BC-UBND").secret in {"MẬT", "TỐI MẬT", "TUYỆT MẬT"}


@pytest.mark.parametrize("line", ["BẢO MẬT", "MẬT ĐỘ DÂN SỐ", "mật", "Mật", "Độ mật: không", "THÔNG BÁO MẬT KHẨU"])
def test_words_that_hold_the_mark_are_none(line: str) -> None:
    assert read(f"{STATE}{line}\nSố: 2/BC-UBND").secret == ""


def test_a_stamp_may_come_last_in_the_text_layer() -> None:
    assert read(STATE + "Căn cứ Luật\n" + 40 * "Điều khoản\n" + "MẬT").secret == "MẬT"


@given(st.text(alphabet="Số:0123456789/KHUBND-ngàytháng năm\n V/vMẬT", max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    assert found.number == "" or "/" in found.number
