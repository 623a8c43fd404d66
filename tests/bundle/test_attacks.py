"""T1-T4, T6, T7 of the bundle's promises: named attacks by a sender simulated in memory, each refused with the error that says why."""

import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from papi_desktop.bundle import layout
from papi_desktop.bundle.archive import Directory, closing, end_records, lay_out, local_header
from papi_desktop.bundle.card import fingerprint
from papi_desktop.bundle.journal import encode_digests
from papi_desktop.bundle.keys import make_keys
from papi_desktop.bundle.layout import BundleInfo, Position
from papi_desktop.bundle.records import gzip_member
from papi_desktop.bundle.verifying import TrustedCard
from papi_desktop.domain.chain import heads, root_head
from papi_desktop.domain.errors import BundleError, Code
from papi_desktop.domain.vocabulary import BundleKind, Relation

if TYPE_CHECKING:
    from tests.bundle.conftest import Judge, Sender

FOLDER = "papi-0d9f3c52-7b1e-4c57-9a55-c9b3a6a9f3aa"
Parts = list[tuple[str, bytes]]
Refused = Callable[..., BundleError]
LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"


def pack(parts: Parts, folder: str = FOLDER) -> bytes:
    members = list(lay_out((f"{folder}/{name}", len(data), zlib.crc32(data)) for name, data in parts))
    bodies = (local_header(member) + data for member, (_, data) in zip(members, parts, strict=True))
    return b"".join(bodies) + b"".join(closing(members))


def unpack(data: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [(name.partition("/")[2], archive.read(name)) for name in archive.namelist()]


def test_the_genuine_bundle_is_accepted(genuine: bytes, judge: "Judge", sender: "Sender") -> None:
    report = judge(genuine)
    assert report.records == {"unit": 1, "message": 2}
    assert (report.objects, report.object_bytes) == (4, sum(map(len, sender.objects)))
    assert report.sender == sender.receiver.card
    assert (report.info.sequence, report.encrypted) == (7, False)


# --- T3, T7: members, with tag files and seal left as they were


def _without(name: str) -> Callable[[Parts], Parts]:
    return lambda parts: [part for part in parts if part[0] != name]


def _swapped(parts: Parts) -> Parts:
    *rest, (a, a_data), (b, b_data) = parts
    return [*rest, (a, b_data), (b, a_data)]


PHOTO = layout.object_name(sha256(b"anh chup (mau)" * 700).hexdigest())


def _added(name: str) -> Callable[[Parts], Parts]:
    return lambda parts: [*parts, (name, b"x")]


def _renamed(old: str, new: str) -> Callable[[Parts], Parts]:
    return lambda parts: [(new if name == old else name, data) for name, data in parts]


def _reordered(parts: Parts) -> Parts:
    return [*parts[:-2], parts[-1], parts[-2]]


MEMBERS: dict[str, tuple[Callable[[Parts], Parts], Code]] = {
    "no members at all": (lambda _: [], Code.NOT_A_BUNDLE),
    "object removed": (lambda parts: parts[:-1], Code.TAG_FILES),
    "records removed": (_without(layout.RECORDS), Code.LAYOUT),
    "journal removed": (_without(layout.JOURNAL), Code.LAYOUT),
    "seal removed": (_without(layout.SEAL), Code.LAYOUT),
    "certificate removed": (_without(layout.CERTIFICATE), Code.LAYOUT),
    "bagit.txt removed": (_without(layout.BAGIT), Code.LAYOUT),
    "object added": (_added(layout.object_name("f" * 64)), Code.TAG_FILES),
    "stranger added": (_added("readme.txt"), Code.LAYOUT),
    "program added": (_added("data/objects/setup.exe"), Code.LAYOUT),
    "object in capitals": (_added(layout.object_name("F" * 64)), Code.LAYOUT),
    "directory added": (_added("data/objects/"), Code.LAYOUT),
    "path upwards": (_added("data/objects/../../../x"), Code.LAYOUT),
    "path upwards in a reserved name": (_added("data/bundles/../x"), Code.LAYOUT),
    "absolute path": (_added("/etc/passwd"), Code.LAYOUT),
    "backslash": (_added("data\\objects\\x"), Code.LAYOUT),
    "drive": (_added("C:x"), Code.LAYOUT),
    "line end in a name": (_added(layout.object_name("e" * 64) + "\n"), Code.LAYOUT),
    "name twice": (lambda parts: [*parts, parts[-1]], Code.LAYOUT),
    "objects swapped": (_swapped, Code.OBJECT),
    "objects reordered": (_reordered, Code.LAYOUT),
    "tag files reordered": (lambda parts: [parts[1], parts[0], *parts[2:]], Code.LAYOUT),
    "object renamed": (lambda parts: [*parts[:-1], (layout.object_name("f" * 64), parts[-1][1])], Code.TAG_FILES),
    "records renamed": (_renamed(layout.RECORDS, "data/records.json.gz"), Code.LAYOUT),
    "object replaced by as many bytes": (lambda parts: [(n, bytes(len(d)) if n == PHOTO else d) for n, d in parts], Code.OBJECT),
    "object shortened": (lambda parts: [(n, d[:-1] if n == PHOTO else d) for n, d in parts], Code.BOUNDS),
    "records replaced": (lambda parts: [(n, gzip_member([]) if n == layout.RECORDS else d) for n, d in parts], Code.BOUNDS),
    "segment added to a bundle that names none": (_added(f"data/segments/{'a' * 64}/0-100"), Code.FORMAT_NEWER),
    "bundle added to a bundle that names none": (_added("data/bundles/papi-x.zip"), Code.FORMAT_NEWER),
    "signature that nobody named": (lambda parts: [*parts[:6], (layout.SIGNATURE, b"x"), *parts[6:]], Code.LAYOUT),
}


@pytest.mark.parametrize("name", MEMBERS)
def test_members(name: str, genuine: bytes, refused: Refused) -> None:
    change, code = MEMBERS[name]
    error = refused(pack(change(unpack(genuine))))
    assert error.code is code, error
    assert {"member", "part", "path"} & error.params.keys()


def test_another_folder_in_the_middle(genuine: bytes, refused: Refused) -> None:
    parts = [(f"{FOLDER}/{name}", data) for name, data in unpack(genuine)]
    parts[-1] = ("papi-00000000-0000-4000-8000-000000000000/" + parts[-1][0].partition("/")[2], parts[-1][1])
    members = list(lay_out((name, len(data), zlib.crc32(data)) for name, data in parts))
    data = b"".join(local_header(m) + d for m, (_, d) in zip(members, parts, strict=True)) + b"".join(closing(members))
    assert refused(data).code is Code.LAYOUT


def test_the_folder_is_the_identifier(genuine: bytes, refused: Refused) -> None:
    error = refused(pack(unpack(genuine), "papi-00000000-0000-4000-8000-000000000000"))
    assert error.code is Code.LAYOUT


# --- T2, T3, T6: the archive's own bytes


def _patch(data: bytes, signature: bytes, which: int, at: int, value: bytes) -> bytes:
    """``data`` with the field at ``at`` of the header number ``which`` with that signature replaced."""
    place = -1
    for _ in range(which + 1):
        place = data.index(signature, place + 1)
    return data[: place + at] + value + data[place + at + len(value) :]


def _both(data: bytes, which: int, at: int, value: bytes) -> bytes:
    """The same field in the local header and in the central one (where it stands two bytes later)."""
    return _patch(_patch(data, LOCAL, which, at, value), CENTRAL, which, at + 2, value)


def _compressed(data: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in unpack(data):
            archive.writestr(zipfile.ZipInfo(f"{FOLDER}/{name}"), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _stored_by_others(data: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in unpack(data):
            archive.writestr(f"{FOLDER}/{name}", content)
    return target.getvalue()


def _with_gap(data: bytes) -> bytes:
    """Four bytes that belong to nothing between members and directory, offsets mended."""
    place = data.index(CENTRAL)
    return _patch(data[:place] + b"gap!" + data[place:], END, 0, 16, struct.pack("<I", place + 4))


def _overlapping(data: bytes) -> bytes:
    """The last two entries name the same bytes."""
    count = len(unpack(data))
    place = -1
    offsets: list[int] = []
    for _ in range(count):
        place = data.index(CENTRAL, place + 1)
        offsets.append(place)
    earlier = data[offsets[-2] + 42 : offsets[-2] + 46]
    return data[: offsets[-1] + 42] + earlier + data[offsets[-1] + 46 :]


def _descriptor(data: bytes) -> bytes:
    return _both(data, 0, 6, struct.pack("<H", 8))


def _commented(data: bytes) -> bytes:
    return data[:-2] + struct.pack("<H", 5) + b"hello"


def _entry_commented(data: bytes) -> bytes:
    place = data.rindex(CENTRAL)
    return data[: place + 32] + struct.pack("<H", 1) + data[place + 34 :]


def _needless_zip64(data: bytes) -> bytes:
    place, end = data.index(CENTRAL), data.rindex(END)
    count = len(unpack(data))
    end64 = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 3 << 8 | 45, 45, 0, 0, count, count, end - place, place)
    return data[:end] + end64 + struct.pack("<4sIQI", b"PK\6\7", 0, end, 1) + data[end:]


ARCHIVES: dict[str, tuple[Callable[[bytes], bytes], Code]] = {
    "nothing": (lambda _: b"", Code.NOT_A_BUNDLE),
    "a few letters": (lambda _: b"hello, world", Code.NOT_A_BUNDLE),
    "another zip": (lambda _: pack([("word/document.xml", b"x")], "doc"), Code.NOT_A_BUNDLE),
    "bytes before": (lambda data: b"MZ" + data, Code.NOT_A_BUNDLE),
    "bytes behind": (lambda data: data + b"x", Code.LAYOUT),
    "another archive behind": (lambda data: data + data, Code.LAYOUT),
    "comment": (_commented, Code.LAYOUT),
    "comment of an entry": (_entry_commented, Code.LAYOUT),
    "compressed": (_compressed, Code.LAYOUT),
    "packed by another program": (_stored_by_others, Code.LAYOUT),
    "method says deflate": (lambda data: _both(data, 0, 8, b"\x08\x00"), Code.LAYOUT),
    "data descriptor": (_descriptor, Code.LAYOUT),
    "encrypted flag": (lambda data: _both(data, 3, 6, b"\x01\x00"), Code.LAYOUT),
    "another time": (lambda data: _both(data, 2, 10, b"\x01\x00"), Code.LAYOUT),
    "another time in the header only": (lambda data: _patch(data, LOCAL, 2, 10, b"\x01\x00"), Code.LAYOUT),
    "another name in the header only": (lambda data: _patch(data, LOCAL, 2, 80, b"X"), Code.LAYOUT),
    "executable attribute": (lambda data: _patch(data, CENTRAL, 0, 40, b"\xed"), Code.LAYOUT),
    "gap": (_with_gap, Code.LAYOUT),
    "overlapping entries": (_overlapping, Code.LAYOUT),
    "wrong CRC in both headers of a tag file": (lambda data: _both(data, 1, 14, b"\0\0\0\0"), Code.TAG_FILES),
    "wrong CRC in both headers of the seal": (lambda data: _both(data, 5, 14, b"\0\0\0\0"), Code.TAG_FILES),
    "wrong CRC in both headers of an object": (lambda data: _both(data, 9, 14, b"\1\2\3\4"), Code.OBJECT),
    "wrong CRC in both headers of the records": (lambda data: _both(data, 6, 14, b"\1\2\3\4"), Code.OBJECT),
    "size one less in both headers": (lambda data: _lying(data, -1), Code.LAYOUT),
    "size one more in both headers": (lambda data: _lying(data, 1), Code.LAYOUT),
    "size of 4 GiB in both headers": (lambda data: _both(_both(data, 8, 18, b"\xfe\xff\xff\xff"), 8, 22, b"\xfe\xff\xff\xff"), Code.LAYOUT),
    "sentinel size without ZIP64": (lambda data: _both(_both(data, 8, 18, b"\xff" * 4), 8, 22, b"\xff" * 4), Code.LAYOUT),
    "a million members": (lambda data: _ending(data, count=1_000_000), Code.BOUNDS),
    "2^40 members": (lambda data: _ending(data, count=1 << 40), Code.BOUNDS),
    "one member more": (lambda data: _ending(data, count=len(unpack(data)) + 1), Code.LAYOUT),
    "one member less": (lambda data: _ending(data, count=len(unpack(data)) - 1), Code.LAYOUT),
    "no members": (lambda data: _ending(data, count=0), Code.BOUNDS),
    "directory beyond the end": (lambda data: _patch(data, END, 0, 16, b"\xfe\xff\xff\xff"), Code.LAYOUT),
    "directory at 2^63": (lambda data: _ending(data, offset=1 << 63), Code.LAYOUT),
    "directory of 2^63": (lambda data: _ending(data, size=1 << 63), Code.BOUNDS),
    "ZIP64 end where none is needed": (_needless_zip64, Code.LAYOUT),
    "second disk": (lambda data: _patch(data, END, 0, 4, b"\1\0"), Code.LAYOUT),
}


def _lying(data: bytes, by: int) -> bytes:
    size = len(unpack(data)[6][1]) + by
    return _both(_both(data, 6, 18, struct.pack("<I", size)), 6, 22, struct.pack("<I", size))


def _ending(data: bytes, *, count: int | None = None, size: int | None = None, offset: int | None = None) -> bytes:
    place = data.index(CENTRAL)
    end = data.rindex(END)
    true = Directory(place, end - place, len(unpack(data)))
    told = Directory(true.offset if offset is None else offset, true.size if size is None else size, true.count if count is None else count)
    return data[:end] + end_records(told)


@pytest.mark.parametrize("name", ARCHIVES)
def test_archives(name: str, genuine: bytes, refused: Refused) -> None:
    change, code = ARCHIVES[name]
    assert refused(change(genuine)).code is code


def test_truncated_at_many_lengths(genuine: bytes, refused: Refused) -> None:
    lengths = {*range(35, 400, 37), *range(400, len(genuine), len(genuine) // 60), *range(len(genuine) - 30, len(genuine))}
    assert {refused(genuine[:length]).code for length in lengths} == {Code.TRUNCATED}
    assert {refused(genuine[:length]).code for length in (1, 4, 30, 34)} == {Code.NOT_A_BUNDLE}


def test_any_flipped_bit_is_refused_and_located(genuine: bytes, refused: Refused) -> None:
    dice = random.Random(4)  # noqa: S311 - the same bits in every run
    with zipfile.ZipFile(BytesIO(genuine)) as archive:
        starts = [info.header_offset for info in archive.infolist()]
    edges = [*starts, genuine.index(CENTRAL), genuine.rindex(END), len(genuine)]
    regions = list(pairwise(edges))
    places = [dice.randrange(start, end) for start, end in regions for _ in range(300 // len(regions) + 1)]
    assert len(places) >= 300
    for place in places:
        flipped = bytearray(genuine)
        flipped[place] ^= 1 << dice.randrange(8)
        error = refused(bytes(flipped))
        located = {"member", "part", "path"} & error.params.keys()
        assert located or error.code in {Code.SEAL, Code.SEAL_PROFILE, Code.UNKNOWN_CARD}, (place, error)


# --- T1: keys, sides, recipients


def test_unknown_key(sender: "Sender", refused: Refused) -> None:
    stranger = make_keys(UUID(int=9), "00009", "UBND xã Lạ (mẫu)", 1)
    info = replace(sender.info, sender_fingerprint=fingerprint(stranger.certificate_pem))
    error = refused(replace(sender, keys=stranger).bundle(info=info))
    assert (error.code, error.params["fingerprint"]) == (Code.UNKNOWN_CARD, fingerprint(stranger.certificate_pem))


def test_sealed_again_by_another_key_under_the_old_certificate(sender: "Sender", refused: Refused) -> None:
    stranger = make_keys(UUID(int=9), "00009", "UBND xã Lạ (mẫu)", 1)
    payload = sender.payload()
    tags = replace(sender, keys=stranger).tags(payload, spoil={layout.CERTIFICATE: sender.keys.certificate_pem.encode()})
    assert refused(pack([*tags.items(), *payload.items()])).code is Code.SEAL_PROFILE


def test_a_known_unit_under_another_code(sender: "Sender", refused: Refused) -> None:
    assert refused(sender.bundle(info=replace(sender.info, sender_code="00002"))).code is Code.UNKNOWN_CARD


def test_a_fingerprint_that_is_not_the_seals(sender: "Sender", refused: Refused) -> None:
    info = replace(sender.info, sender_fingerprint=sender.receiver.own_fingerprint)
    assert refused(sender.bundle(info=info)).code is Code.TAG_FILES


def test_revoked_card(sender: "Sender", genuine: bytes, refused: Refused) -> None:
    trust = replace(sender.receiver, card=replace(sender.receiver.card, revoked=True))
    assert refused(genuine, trust).code is Code.REVOKED_CARD


@pytest.mark.parametrize(
    ("kind", "relation"), [(BundleKind.REPORT, Relation.SUPERIOR), (BundleKind.REPLY, Relation.SUBORDINATE)], ids=["report", "reply"]
)
def test_wrong_side(kind: BundleKind, relation: Relation, sender: "Sender", refused: Refused) -> None:
    trust = replace(sender.receiver, card=replace(sender.receiver.card, relation=relation))
    assert refused(sender.bundle(info=replace(sender.info, kind=kind)), trust).code is Code.WRONG_SIDE


def test_a_reply_from_the_superior_is_accepted(sender: "Sender", judge: "Judge") -> None:
    trust = replace(sender.receiver, card=replace(sender.receiver.card, relation=Relation.SUPERIOR))
    assert judge(sender.bundle(info=replace(sender.info, kind=BundleKind.REPLY)), trust).info.kind is BundleKind.REPLY


@pytest.mark.parametrize(
    "change", [{"recipient_code": "H02"}, {"recipient_fingerprint": "AAAA-" * 7 + "AAAA"}], ids=["code", "fingerprint"]
)
def test_wrong_recipient(change: dict[str, str], sender: "Sender", refused: Refused) -> None:
    assert refused(sender.bundle(info=replace(sender.info, **change))).code is Code.WRONG_RECIPIENT


def test_refused_by_the_certificate_not_by_its_fingerprint_alone(sender: "Sender", genuine: bytes, refused: Refused) -> None:
    class Careless(type(sender.receiver)):
        def card_for(self, _fingerprint: str, /) -> TrustedCard:
            return replace(self.card, certificate_pem=self.keys.certificate_pem)

    trust = Careless(sender.receiver.keys, sender.receiver.card)
    assert refused(genuine, trust).code is Code.UNKNOWN_CARD


# --- tag files that were spoiled by someone who holds a trusted key


def _info_text(change: Callable[[str], str]) -> Callable[["Sender"], dict[str, bytes]]:
    def spoil(sender: "Sender") -> dict[str, bytes]:
        payload = sender.payload()
        honest = sender.tags(payload)[layout.BAG_INFO].decode()
        spoiled = change(honest)
        assert spoiled != honest
        return {layout.BAG_INFO: spoiled.encode()}

    return spoil


def _swap_lines(text: str) -> str:
    first, second, *rest = text.splitlines(keepends=True)
    return "".join((second, first, *rest))


def _manifest(change: Callable[[bytes], bytes]) -> Callable[["Sender"], dict[str, bytes]]:
    return lambda sender: {layout.MANIFEST: change(sender.tags(sender.payload())[layout.MANIFEST])}


SPOILED: dict[str, tuple[Callable[["Sender"], dict[str, bytes]], Code]] = {
    "bagit.txt of another version": (lambda _: {layout.BAGIT: layout.BAGIT_TEXT.replace(b"1.0", b"0.9")}, Code.TAG_FILES),
    "bagit.txt longer": (lambda _: {layout.BAGIT: layout.BAGIT_TEXT + b"\n"}, Code.BOUNDS),
    "labels in another order": (_info_text(_swap_lines), Code.TAG_FILES),
    "label twice": (_info_text(lambda text: text + "Papi-Sequence: 7\n"), Code.TAG_FILES),
    "label unknown": (_info_text(lambda text: text + "Contact-Name: x\n"), Code.TAG_FILES),
    "CRLF": (_info_text(lambda text: text.replace("\n", "\r\n")), Code.TAG_FILES),
    "folded": (_info_text(lambda text: text.replace("xã ", "xã\n ")), Code.TAG_FILES),
    "not NFC": (_info_text(lambda text: text.replace("ã", "a\u0303")), Code.TAG_FILES),
    "not UTF-8": (lambda _: {layout.BAG_INFO: b"Source-Organization: \xff\n"}, Code.TAG_FILES),
    "no line end": (_info_text(lambda text: text[:-1]), Code.TAG_FILES),
    "kind unknown": (_info_text(lambda text: text.replace(": report", ": order")), Code.TAG_FILES),
    "capital hex": (_info_text(lambda text: text.replace("Papi-To: a2b4", "Papi-To: A2B4")), Code.TAG_FILES),
    "rev with a zero before it": (_info_text(lambda text: text.replace("@5\n", "@05\n")), Code.TAG_FILES),
    "rev beyond 2^53": (_info_text(lambda text: text.replace("@5\n", "@9007199254740993\n")), Code.TAG_FILES),
    "lineage without end": (_info_text(lambda text: text.replace("none", " ".join([f"{UUID(int=1)}@1"] * 600), 1)), Code.BOUNDS),
    "Payload-Oxum wrong": (_info_text(lambda text: text.replace("Payload-Oxum: ", "Payload-Oxum: 1")), Code.BOUNDS),
    "format 1.1": (_info_text(lambda text: text.replace("Format: 1.0", "Format: 1.1")), Code.FORMAT_NEWER),
    "format 2.0 with other labels": (lambda _: {layout.BAG_INFO: b"Papi-Format: 2.0\nNew-Label: x\n"}, Code.FORMAT_NEWER),
    "format 0.9": (_info_text(lambda text: text.replace("Format: 1.0", "Format: 0.9")), Code.TAG_FILES),
    "signed by a token": (_info_text(lambda text: text.replace("Signer: none", "Signer: " + "a" * 64)), Code.FORMAT_NEWER),
    "signer nonsense": (_info_text(lambda text: text.replace("Signer: none", "Signer: me")), Code.TAG_FILES),
    "manifest not sorted": (_manifest(lambda text: b"".join(reversed(text.splitlines(keepends=True)))), Code.TAG_FILES),
    "manifest with a line twice": (_manifest(lambda text: text + text.splitlines(keepends=True)[-1]), Code.TAG_FILES),
    "manifest with one space": (_manifest(lambda text: text.replace(b"  ", b" ", 1)), Code.TAG_FILES),
    "manifest in capitals": (_manifest(lambda text: text[:64].upper() + text[64:]), Code.TAG_FILES),
    "manifest empty": (lambda _: {layout.MANIFEST: b""}, Code.TAG_FILES),
    "manifest with another hash for an object": (
        _manifest(lambda text: _other_hash(text, b"data/objects/")),
        Code.TAG_FILES,
    ),
    "manifest with another hash for the records": (_manifest(lambda text: _other_hash(text, b"data/records")), Code.OBJECT),
    "tag manifest empty": (lambda _: {layout.TAG_MANIFEST: b""}, Code.TAG_FILES),
    "tag manifest over one file": (
        lambda _: {layout.TAG_MANIFEST: layout.encode_manifest([(layout.BAGIT, sha256(layout.BAGIT_TEXT).hexdigest())])},
        Code.TAG_FILES,
    ),
}


def _other_hash(manifest: bytes, name: bytes) -> bytes:
    lines = manifest.splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if name in line)
    lines[place] = b"0" * 64 + lines[place][64:]
    return b"".join(lines)


@pytest.mark.parametrize("name", SPOILED)
def test_spoiled_before_sealing(name: str, sender: "Sender", refused: Refused) -> None:
    spoil, code = SPOILED[name]
    error = refused(sender.bundle(spoil=spoil(sender)))
    assert error.code is code, error


@pytest.mark.parametrize("member", [layout.BAGIT, layout.BAG_INFO, layout.CERTIFICATE, layout.MANIFEST, layout.TAG_MANIFEST])
def test_tag_file_tampered_after_sealing(member: str, genuine: bytes, refused: Refused) -> None:
    """The archive is made whole again around it, so only the seal and the hashes under it can tell."""
    parts = [(name, data[:-2] + bytes([data[-2] ^ 1]) + data[-1:] if name == member else data) for name, data in unpack(genuine)]
    error = refused(pack(parts))
    assert error.code in {Code.TAG_FILES, Code.SEAL, Code.SEAL_PROFILE}
    assert error.code is Code.TAG_FILES or member in {layout.CERTIFICATE, layout.TAG_MANIFEST}


# --- payload that a trusted sender made wrong


def _chain(**change: object) -> Callable[["Sender"], BundleInfo]:
    return lambda sender: replace(sender.info, **change)  # pyright: ignore[reportArgumentType] - fields by name


STREAM = UUID("a2b4c6d8-0000-4000-8000-000000000001")
OTHER = UUID("a2b4c6d8-0000-4000-8000-000000000002")


def _backwards(sender: "Sender") -> BundleInfo:
    """Two revs less than nothing on the parent, two too many here: the count is right, and the chain too."""
    start = b"\1" * 32
    end = list(heads(root_head(STREAM, start), sender.digests))[-1]
    lineage = (Position(OTHER, 1),)
    return replace(sender.info, lineage=lineage, from_=Position(OTHER, 3), to=Position(STREAM, 7), head_from=start, head_to=end)


CHAINS: dict[str, Callable[["Sender"], BundleInfo]] = {
    "another head at the end": _chain(head_to=b"\1" * 32),
    "another head at the start": _chain(head_from=b"\1" * 32),
    "more revs than digests": _chain(to=Position(STREAM, 6)),
    "fewer revs than digests": _chain(to=Position(STREAM, 4)),
    "backwards": _chain(from_=Position(STREAM, 9)),
    "from a stream outside of the lineage": _chain(from_=Position(OTHER, 0)),
    "a chain from a root of its own": lambda sender: replace(
        sender.info, head_from=b"\1" * 32, head_to=list(heads(b"\1" * 32, sender.digests))[-1]
    ),
    "backwards on one stream and too far on the next": _backwards,
    "a lineage that names the live stream": _chain(lineage=(Position(STREAM, 2),)),
    "a parent that does not lead here": _chain(lineage=(Position(OTHER, 0),), from_=Position(OTHER, 0), head_from=root_head(OTHER, None)),
}


@pytest.mark.parametrize("name", CHAINS)
def test_chains(name: str, sender: "Sender", refused: Refused) -> None:
    assert refused(sender.bundle(info=CHAINS[name](sender))).code is Code.CHAIN


def test_journal_of_another_form(sender: "Sender", refused: Refused) -> None:
    payload = sender.payload() | {layout.JOURNAL: encode_digests(sender.digests)[:-1]}
    assert refused(pack([*sender.tags(payload).items(), *payload.items()])).code is Code.CHAIN


def test_a_bomb_in_the_records_stops_within_bounds(sender: "Sender", refused: Refused) -> None:
    bomb = gzip_member(b"\0" * (1 << 20) for _ in range(64))
    payload = sender.payload() | {layout.RECORDS: bomb}
    error = refused(pack([*sender.tags(payload).items(), *payload.items()]))
    assert (error.code, error.params["line"]) == (Code.RECORDS, 1)


def test_a_tag_file_beyond_its_bound_is_refused_unread(sender: "Sender", refused: Refused) -> None:
    error = refused(sender.bundle(spoil={layout.BAG_INFO: b"x" * (layout.MAX_TAG_BYTES + 1)}))
    assert (error.code, error.params["member"]) == (Code.BOUNDS, layout.BAG_INFO)


def test_replay_says_the_same_again(genuine: bytes, judge: "Judge") -> None:
    assert judge(genuine) == judge(genuine)


def test_without_trust_a_bundle_is_judged_by_itself(genuine: bytes, sender: "Sender", tmp_path_factory: pytest.TempPathFactory) -> None:
    from papi_desktop.bundle.reading import verify_bundle

    folder = tmp_path_factory.mktemp("alone")
    path = folder / "renamed (1).txt"
    path.write_bytes(genuine)
    report = verify_bundle(path, identities=[], trust=None, temporary=folder)
    assert (report.sender, report.info.sender_fingerprint) == (None, sender.info.sender_fingerprint)
