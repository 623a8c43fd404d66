"""Title, number, issuer, date and year above a plan table."""

from datetime import date

import pytest

from papi_desktop.plans.heading import Heading, read_heading, systems_named

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            [
                "ỦY BAN NHÂN DÂN\nXÃ AN MẪU",
                MOTTO,
                "Số: 07/KH-UBND",
                "An Mẫu, ngày 05 tháng 02 năm 2026",
                "KẾ HOẠCH",
                "Nâng cao Chỉ số PAPI năm 2026",
            ],
            Heading("Kế hoạch nâng cao Chỉ số PAPI năm 2026", "07/KH-UBND", "UBND xã An Mẫu", date(2026, 2, 5), 2026),
        ),
        (
            [
                "UBND TỈNH MẪU\nSỞ NỘI VỤ",
                MOTTO,
                "Số:      /KH-SNV",
                "PHỤ LỤC I: NHIỆM VỤ TRỌNG TÂM NĂM 2025",
                "(Kèm theo Kế hoạch số   /KH-SNV ngày   /12/2024)",
            ],
            Heading("Nhiệm vụ trọng tâm năm 2025", "", "Sở Nội vụ", None, 2025),
        ),
        (
            ["BIỂU TỔNG HỢP NHIỆM VỤ", "(Kèm theo Kế hoạch số 9/KH-UBND ngày 03/01/2026 của UBND phường Bình Mẫu)"],
            Heading("Biểu tổng hợp nhiệm vụ", "9/KH-UBND", "UBND phường Bình Mẫu", date(2026, 1, 3), 2026),
        ),
        (["Căn cứ Quyết định số 12/QĐ-UBND ngày 01/02/2024 của UBND tỉnh"], Heading()),
        ([], Heading()),
    ],
)
def test_heads_of_documents(texts: list[str], expected: Heading) -> None:
    assert read_heading(texts) == expected


def test_a_title_in_capitals_is_written_as_in_a_sentence() -> None:
    heading = read_heading(["ỦY BAN NHÂN DÂN\nXÃ AN MẪU", "KẾ HOẠCH NÂNG CAO CHỈ SỐ PAPI XÃ AN MẪU NĂM 2026"])
    assert heading.title == "Kế hoạch nâng cao Chỉ số PAPI xã An Mẫu năm 2026"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("nâng cao hiệu quả quản trị và hành chính công", ("PAPI",)),
        ("các Chỉ số: PAR INDEX, SIPAS, PAPI", ("PAR INDEX", "SIPAS", "PAPI")),
        ("công tác cải cách hành chính", ()),
    ],
)
def test_index_systems_in_titles(text: str, codes: tuple[str, ...]) -> None:
    assert systems_named(text) == codes
