"""Which tasks of a plan for a whole province a commune takes for its own."""

import pytest

from papi_desktop.domain.our_work import concerns

OFFICE = "ỦY BAN NHÂN DÂN XÃ TÂN PHÚ (MẪU)"


@pytest.mark.parametrize(
    "units",
    [
        ("UBND cấp xã",),
        ("Sở Nội vụ", "UBND cấp xã"),
        ("UBND các xã, phường",),
        ("UBND xã, phường, thị trấn",),
        ("UBND cấp xã trên địa bàn tỉnh",),
        ("UBND xã Tân Phú",),
        ("Uỷ ban nhân dân xã Tân Phú",),
        ("UBND các cấp",),
        ("Công chức Văn hóa - Xã hội",),
        ("Các thôn, tổ dân phố",),
        ("Trạm Y tế xã",),
        (),
    ],
)
def test_ours(units: tuple[str, ...]) -> None:
    assert concerns(units, office=OFFICE)


@pytest.mark.parametrize(
    "units",
    [
        ("Sở Nội vụ",),
        ("UBND cấp huyện",),
        ("Văn phòng UBND tỉnh", "Sở Tài chính"),
        ("UBND xã Đông Hưng",),
        ("UBND phường Trần Phú",),
        ("Các sở, ban, ngành tỉnh",),
        ("Công an tỉnh",),
        ("Đài Phát thanh và Truyền hình tỉnh",),
    ],
)
def test_not_ours(units: tuple[str, ...]) -> None:
    assert not concerns(units, office=OFFICE)
