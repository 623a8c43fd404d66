"""Names and tag files: what is written is read back equal, and nothing else is read."""

import re
import unicodedata
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.bundle import layout
from papi_desktop.bundle.layout import BundleInfo, Position
from papi_desktop.domain.errors import BundleError, Code
from papi_desktop.domain.vocabulary import BundleKind

HEX = st.text("0123456789abcdef", min_size=64, max_size=64)
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), min_size=1, max_size=40)
LINES = TEXT.map(lambda text: unicodedata.normalize("NFC", text).strip()).filter(bool)
FINGERPRINTS = st.lists(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=4, max_size=4), min_size=8, max_size=8).map("-".join)
POSITIONS = st.builds(Position, st.uuids(), st.integers(0, layout.MAX_NUMBER))
HEADS = st.binary(min_size=32, max_size=32)
INFOS = st.builds(
    BundleInfo,
    organisation=LINES,
    date=st.dates(),
    payload_bytes=st.integers(0, 10**15),
    payload_files=st.integers(0, layout.MAX_MEMBERS),
    bundle_id=st.uuids(),
    kind=st.sampled_from(BundleKind),
    sender_code=LINES,
    sender_fingerprint=FINGERPRINTS,
    recipient_code=LINES,
    recipient_fingerprint=FINGERPRINTS,
    lineage=st.lists(POSITIONS, max_size=4).map(tuple),
    from_=POSITIONS,
    to=POSITIONS,
    head_from=HEADS,
    head_to=HEADS,
    sequence=st.integers(0, 10**9),
    signer=st.none() | HEX,
)


@given(INFOS)
def test_bag_info_round_trip(info: BundleInfo) -> None:
    data = layout.encode_bag_info(info)
    assert layout.parse_bag_info(data) == info
    assert data.count(b"\n") == 15
    assert len(data.splitlines()) == 15


@given(INFOS, st.data())
def test_every_byte_of_bag_info_means_something(info: BundleInfo, data: st.DataObject) -> None:
    text = bytearray(layout.encode_bag_info(info))
    text[data.draw(st.integers(0, len(text) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        assert layout.parse_bag_info(bytes(text)) != info
    except BundleError as error:
        assert error.code in {Code.TAG_FILES, Code.FORMAT_NEWER, Code.BOUNDS}  # noqa: PT017 - one of two good outcomes


@given(st.binary(max_size=300))
def test_noise_is_no_bag_info(data: bytes) -> None:
    with pytest.raises(BundleError):
        layout.parse_bag_info(data)


@given(st.dictionaries(HEX.map(layout.object_name), HEX, max_size=20))
def test_manifest_round_trip(hashes: dict[str, str]) -> None:
    data = layout.encode_manifest(hashes.items())
    assert layout.parse_manifest(data, "m") == hashes
    assert data.splitlines() == sorted(data.splitlines(), key=lambda line: line[66:])


@given(st.dictionaries(HEX.map(layout.object_name), HEX, min_size=1, max_size=5), st.data())
def test_every_byte_of_a_manifest_means_something(hashes: dict[str, str], data: st.DataObject) -> None:
    text = bytearray(layout.encode_manifest(hashes.items()))
    text[data.draw(st.integers(0, len(text) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        assert layout.parse_manifest(bytes(text), "m") != hashes
    except BundleError as error:
        assert (error.code, error.params) == (Code.TAG_FILES, {"member": "m"})  # noqa: PT017 - one of two good outcomes


@pytest.mark.parametrize("organisation", ["", " a", "a ", "a\nb", "a\u2028b", "a\x85b", "a\rb", "a\u0303", "x" * 501, "\ud800"])
def test_values_that_cannot_stand_on_a_line(organisation: str) -> None:
    position = Position(UUID(int=1), 0)
    info = BundleInfo(
        organisation=organisation,
        date=date(2026, 1, 1),
        bundle_id=UUID(int=2),
        kind=BundleKind.REPORT,
        sender_code="A",
        sender_fingerprint="AAAA-" * 7 + "AAAA",
        recipient_code="B",
        recipient_fingerprint="AAAA-" * 7 + "AAAA",
        from_=position,
        to=position,
        head_from=bytes(32),
        head_to=bytes(32),
        sequence=1,
    )
    with pytest.raises(ValueError, match=r"(?s).*"):
        layout.encode_bag_info(info)


@given(INFOS, st.booleans())
def test_file_names_are_short_and_plain(info: BundleInfo, encrypted: bool) -> None:
    name = layout.file_name(info, encrypted=encrypted)
    assert len(name) <= 60
    assert re.fullmatch(r"papi-[0-9A-Z]+-[0-9A-Z]+-[0-9a-f]{4}-\d{6}\.papi\.(zip|age)", name)


@pytest.mark.parametrize(
    "text", ["", "@1", f"{UUID(int=1)}", f"{UUID(int=1)}@", f"{UUID(int=1)}@-1", f"{UUID(int=1)}@01", f"{UUID(int=1)}@1\n"]
)
def test_texts_that_are_no_position(text: str) -> None:
    with pytest.raises(ValueError, match=r"(?s).*"):
        Position.parse(text)


FOLDER = f"papi-{UUID(int=3)}"
FIXED = [*layout.TAG_FILES, layout.TAG_MANIFEST, layout.SEAL, layout.RECORDS, layout.JOURNAL]


def _members(*more: str) -> list[tuple[str, int]]:
    sizes = {layout.BAGIT: len(layout.BAGIT_TEXT)}
    return [(f"{FOLDER}/{name}", sizes.get(name, 1)) for name in (*FIXED, *more)]


def test_reserved_names_say_that_a_later_reader_is_wanted() -> None:
    sha256 = "a" * 64
    plain = layout.check_members(_members(layout.object_name(sha256)))
    assert (plain.objects, plain.newer, plain.bundle_id) == ((sha256,), False, UUID(int=3))
    newer = layout.check_members(_members(layout.object_name(sha256), f"data/segments/{sha256}/0-10", "data/bundles/papi-x.papi.zip"))
    assert (newer.objects, newer.newer) == ((sha256,), True)


@pytest.mark.parametrize(
    "more",
    [
        ("data/bundles/x.zip", "data/segments/" + "a" * 64 + "/0-1"),
        ("data/segments/" + "a" * 64 + "/00-1",),
        ("data/segments/" + "a" * 64 + "/0-0",),
        ("data/bundles/.hidden",),
        ("data/bundles/a/b",),
        ("data/segments/x/0-1", layout.object_name("a" * 64)),
        (layout.object_name("b" * 64), layout.object_name("a" * 64)),
        (layout.object_name("a" * 64), layout.object_name("a" * 64)),
        ("data/bundles/x.zip", layout.object_name("a" * 64)),
    ],
)
def test_reserved_names_have_a_form_and_an_order_too(more: tuple[str, ...]) -> None:
    with pytest.raises(BundleError) as caught:
        layout.check_members(_members(*more))
    assert caught.value.code is Code.LAYOUT


@pytest.mark.parametrize(
    "name", [layout.BAG_INFO, layout.SEAL, layout.MANIFEST, layout.RECORDS, layout.JOURNAL, layout.object_name("a" * 64)]
)
def test_every_size_is_bounded(name: str) -> None:
    members = [(full, 1 << 62 if full.endswith(name) else size) for full, size in _members(layout.object_name("a" * 64))]
    with pytest.raises(BundleError) as caught:
        layout.check_members(members)
    assert (caught.value.code, caught.value.params["member"]) == (Code.BOUNDS, name)


@given(st.lists(st.tuples(st.text(max_size=30), st.integers(0, 1 << 40)), max_size=12))
def test_any_member_list_is_judged(members: list[tuple[str, int]]) -> None:
    with pytest.raises(BundleError):
        layout.check_members(members)
