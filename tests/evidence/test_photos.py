"""What a photo says of itself: when, where, how it was held; and the photos of phones."""

import base64
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from papi_desktop.evidence.file_facts import FileFacts, read_facts, refuse_unfit
from papi_desktop.evidence.pictures import draw_page

PHONE = (
    "c-muNV30{GsVvAy%}izhg51nBLl8SRGck>UfpK4MYDppk1Sn>t<P<^K3<a6VB@Af5Br_);Y>0~k0}}%yh{gB_LIXh{Pz(r|jNu}8fY>54GcOIy"
    "1Ida4IjLY}Ks6a<$%YI_f{Y*~t`(VJ<$ML1CAkbxl?;C~3yKPW^xe#Y<a{7q2Gr}!$P5yi09GXTf#J{JA3qov_?Z)cIwTwzc^Loy2Pt3%sbB^n"
    "xm`>Si9ks$Cq_mznFR`stkYgSS+;WrM}~m{P>2~sFeoMgm9x1p9xOi43A98wIX|Z;FFB_ID9X#g)&LX|$t*5Ng?iTkiZzmR5(}VgkmC)YG&m6c"
    "|Ns918W;ivnH8BJL1qpP4j?6wS&$2h3q}S;)<z~~))pXJDzhjx4Jyu;oKl<&4t$`AjHbCMiJ(~W)nHuD`9RrJ_y3!zzwf)w|9{BG-S6FBFVVSr"
    "`;TVkKPue%{lzV<&iy|Y%Kq=HDgVj4ZT8j1ZE~#7UN`m&ym4B0Y)}4@aI1s<%uASczdQgM$Oef9Utb0-AdiEAnb8RBWDy`XYR_a~fqKcULlw@>"
    "0lCk}z{t$X(9p`jSi!);%FxWp0O)(h3CwWa5ja(`KoS50lOH6turh#ShhY%|L^qQwNSp;Oz6%;8B2fD+ptKy6&Vtg+NWsqt0KmwMnE"
)
"""A picture of 64 by 48, red with a blue upper left quarter, made for this test: HEIC, with a time and a place."""


def facts_of(path: Path) -> FileFacts:
    return read_facts(path, refuse_unfit(path))


def phone_photo(path: Path) -> Path:
    path.write_bytes(zlib.decompress(base64.b85decode(PHONE)))
    return path


def write_photo(path: Path, place: dict[int, Any], orientation: int = 1) -> Path:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    Image.new("RGB", (64, 48), "white").save(path, exif=exif)
    return path


@pytest.mark.parametrize("name", ["anh.heic", "anh.jpg", "anh"])
def test_a_photo_of_a_phone_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    path = phone_photo(tmp_path / name)
    facts = facts_of(path)
    assert (facts.media_type, facts.width, facts.height, facts.unread) == ("image/heic", 64, 48, "")
    assert str(facts.taken_at) == "2026-11-03 08:16:00"
    assert (facts.latitude, facts.longitude) == (Decimal("20.941667"), Decimal("106.050000"))
    drawn = draw_page(path, facts.media_type, side=64)
    assert (drawn.width, drawn.height) == (64, 48)
    left, right = drawn.rgb[:3], drawn.rgb[63 * 3 : 64 * 3]
    assert left[2] > left[0]
    assert right[0] > right[2]


def test_half_a_photo_of_a_phone_is_left_unread(tmp_path: Path) -> None:
    path = phone_photo(tmp_path / "anh.heic")
    path.write_bytes(path.read_bytes()[:200])
    assert facts_of(path).unread


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({1: "N", 2: (20.0, 30.0, 0.0), 3: "E", 4: (106.0, 0.0, 36.0)}, (Decimal("20.500000"), Decimal("106.010000"))),
        ({1: "S", 2: (20.0, 30.0, 0.0), 3: "W", 4: (106.0, 0.0, 36.0)}, (Decimal("-20.500000"), Decimal("-106.010000"))),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, (None, None)),
        ({1: "N", 2: (20.0, 30.0, 0.0)}, (None, None)),
        ({1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (106.0, 0.0, 0.0)}, (None, None)),
        ({1: "N", 2: (20.0, 30.0), 3: "E", 4: (106.0, 0.0)}, (None, None)),
        ({}, (None, None)),
    ],
    ids=["north east", "south west", "no fix", "half a place", "beyond the pole", "parts missing", "nothing"],
)
def test_the_place_of_a_photo(tmp_path: Path, place: dict[int, Any], expected: tuple[Decimal | None, Decimal | None]) -> None:
    facts = facts_of(write_photo(tmp_path / "anh.jpg", place))
    assert (facts.latitude, facts.longitude) == expected


@pytest.mark.parametrize(("orientation", "size"), [(1, (64, 48)), (3, (64, 48)), (6, (48, 64)), (8, (48, 64))])
def test_sizes_are_those_of_the_picture_put_upright(tmp_path: Path, orientation: int, size: tuple[int, int]) -> None:
    facts = facts_of(write_photo(tmp_path / "anh.jpg", {}, orientation))
    assert (facts.width, facts.height) == size


@given(place=st.integers(0, 780), value=st.integers(0, 255))
def test_no_damaged_photo_of_a_phone_breaks_the_reading(tmp_path_factory: pytest.TempPathFactory, place: int, value: int) -> None:
    path = phone_photo(tmp_path_factory.mktemp("damaged") / "anh.heic")
    data = bytearray(path.read_bytes())
    data[place] = value
    path.write_bytes(data)
    assert facts_of(path).media_type
