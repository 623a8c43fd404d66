"""What a photo says of itself: when, where, how it was held."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from papi_desktop.evidence.file_facts import FileFacts, read_facts, refuse_unfit


def facts_of(path: Path) -> FileFacts:
    return read_facts(path, refuse_unfit(path))


def write_photo(path: Path, place: dict[int, Any], orientation: int = 1) -> Path:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    Image.new("RGB", (64, 48), "white").save(path, exif=exif)
    return path


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
@pytest.mark.parametrize("name", ["anh.heic", "anh.jpg"])
def test_a_photo_of_a_phone_is_told_from_a_video_and_left_unread(tmp_path: Path, name: str, brand: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(b"\0\0\0\x1cftyp" + brand + bytes(90))
    assert facts_of(path) == FileFacts("image/heic", unread="HEIC")
    path.write_bytes(b"\0\0\0\x1cftypisom" + bytes(90))
    assert facts_of(path).media_type == "video/mp4"


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


@given(place=st.integers(0, 700), value=st.integers(0, 255))
def test_no_damaged_photo_breaks_the_reading(tmp_path_factory: pytest.TempPathFactory, place: int, value: int) -> None:
    path = write_photo(tmp_path_factory.mktemp("damaged") / "anh.jpg", {1: "N", 2: (20.0, 30.0, 0.0), 3: "E", 4: (106.0, 0.0, 36.0)})
    data = bytearray(path.read_bytes())
    data[place % len(data)] = value
    path.write_bytes(data)
    facts = facts_of(path)
    assert facts.unread or facts.width or facts.media_type != "image/jpeg", "read, or said why not"
    assert (facts.latitude is None) == (facts.longitude is None)
