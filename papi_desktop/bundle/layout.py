"""What a bundle is called, which members it has, and the text of its tag files (BagIt, RFC 8493), format 1.

Pure functions. Each text has exactly one right form: what is read is written again and compared, so that nothing in it is unchecked.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NoReturn
from uuid import UUID

from papi_desktop.domain.errors import BundleError, Code
from papi_desktop.domain.text import fold, nfc
from papi_desktop.domain.vocabulary import BundleKind

# Absolute bounds: what is larger is refused before it is read (clause "Receiving", 3).
MAX_OBJECTS = 200_000
MAX_MEMBERS = MAX_OBJECTS + 10
MAX_NAME = 200
MAX_OBJECT_BYTES = 1 << 36
MAX_TAG_BYTES = 1 << 16
MAX_MANIFEST_BYTES = MAX_MEMBERS * (64 + 2 + MAX_NAME + 1)
MAX_RECORDS_BYTES = 1 << 26
"""Of records.jsonl.gz as it lies in the bundle; it is held in memory."""
MAX_RECORDS_TEXT = 1 << 30
"""Of the records when unpacked; they are never held together."""
MAX_REVS = 1_000_000
MAX_LINEAGE = 500
MAX_CODE = 64
MAX_ORGANISATION = 500
MAX_NUMBER = 2**53 - 1

BAGIT = "bagit.txt"
BAG_INFO = "bag-info.txt"
CERTIFICATE = "certificate.pem"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SEAL = "seal.p7s"
SIGNATURE = "signature.p7s"
RECORDS = "data/records.jsonl.gz"
JOURNAL = "data/journal.sha256"
OBJECTS = "data/objects/"

TAG_FILES = (BAGIT, BAG_INFO, CERTIFICATE, MANIFEST)
"""The files under the tag manifest, hence under the seal."""
BAGIT_TEXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
FORMAT = (1, 0)

_HEAD = (BAGIT, BAG_INFO, CERTIFICATE, MANIFEST, TAG_MANIFEST, SEAL)
_SIZES = {BAGIT: len(BAGIT_TEXT), MANIFEST: MAX_MANIFEST_BYTES, RECORDS: MAX_RECORDS_BYTES, JOURNAL: 65 * MAX_REVS}
_OBJECT = re.compile(r"data/objects/([0-9a-f]{64})")
_RESERVED = re.compile(r"data/segments/[0-9a-f]{64}/(0|[1-9]\d{0,18})-[1-9]\d{0,18}|data/bundles/[0-9A-Za-z][0-9A-Za-z._-]{0,99}")
_FOLDER = re.compile(r"papi-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_NUMBER = r"(?:0|[1-9]\d{0,15})"
_POSITION = re.compile(rf"([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})@({_NUMBER})", re.ASCII)
_LABELS = (
    "Source-Organization",
    "Bagging-Date",
    "Payload-Oxum",
    "External-Identifier",
    "Papi-Format",
    "Papi-Kind",
    "Papi-Sender",
    "Papi-Recipient",
    "Papi-Lineage",
    "Papi-From",
    "Papi-To",
    "Papi-Head-From",
    "Papi-Head-To",
    "Papi-Sequence",
    "Papi-Signer",
)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a stream's journal: after transaction ``rev``; 0 is before the first. Its text is ``stream@rev``."""

    stream: UUID
    rev: int

    def __str__(self) -> str:
        return f"{self.stream}@{self.rev}"

    @classmethod
    def parse(cls, text: str) -> "Position":
        """Reverse of ``str``; ``ValueError`` for any other text."""
        match = _POSITION.fullmatch(text)
        if not match or int(match[2]) > MAX_NUMBER:
            raise ValueError(text)
        return cls(UUID(match[1]), int(match[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleInfo:
    """What ``bag-info.txt`` says.

    ``organisation`` is the sender's name, ``date`` the day of writing; codes are unit codes and fingerprints as ``card.fingerprint`` gives
    them. ``lineage`` names the ancestors of the live stream (that of ``to``), oldest first, each with the rev where the next one branched
    off. The bundle covers ``(from_, to]``; ``head_from`` and ``head_to`` are the journal heads there. ``sequence`` counts for people only.
    ``signer`` is the SHA-256 (hex) of the government token's certificate, or None.
    """

    organisation: str
    date: date
    payload_bytes: int = 0
    payload_files: int = 0
    bundle_id: UUID
    kind: BundleKind
    sender_code: str
    sender_fingerprint: str
    recipient_code: str
    recipient_fingerprint: str
    lineage: tuple[Position, ...] = ()
    from_: Position
    to: Position
    head_from: bytes
    head_to: bytes
    sequence: int
    signer: str | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """The members of a bundle by their place: ``objects`` are SHA-256 in hex; ``newer`` says that members of a later format are there."""

    bundle_id: UUID
    tags: tuple[str, ...]
    payload: tuple[str, ...]
    objects: tuple[str, ...]
    newer: bool


def folder_name(bundle_id: UUID) -> str:
    """The top folder of the archive, and the bag's External-Identifier."""
    return f"papi-{bundle_id}"


def object_name(sha256: str) -> str:
    """Where an object lies inside the bag."""
    return OBJECTS + sha256


def file_name(info: BundleInfo, *, encrypted: bool) -> str:
    """What the bundle's file is called: ASCII, at most 60 characters. Readers go by content, so the name is for people."""
    ending = "age" if encrypted else "zip"
    sender, recipient = _slug(info.sender_code), _slug(info.recipient_code)
    return f"papi-{sender}-{recipient}-{info.to.stream.hex[:4]}-{info.sequence % 1_000_000:06d}.papi.{ending}"


def check_members(members: Sequence[tuple[str, int]]) -> Contents:
    """The members of a bundle, ``(name, size)`` in archive order, when only allowed names stand there in the one order and within bounds.

    Raises ``LAYOUT`` and ``BOUNDS``, naming the member. Names that a later format reserves set ``newer``: that is for the caller to refuse,
    once the sender is known.
    """
    folder, _, first = (members[0][0] if members else "").partition("/")
    match = _FOLDER.fullmatch(folder)
    if not match or first != BAGIT:
        raise BundleError(Code.LAYOUT, member=first or folder)
    names = tuple(name.removeprefix(folder + "/") if name.startswith(folder + "/") else _refuse(name) for name, _ in members)
    tags = _HEAD + (SIGNATURE,) * (len(names) > len(_HEAD) and names[len(_HEAD)] == SIGNATURE)
    payload = names[len(tags) :]
    for expected, name in zip((*tags, RECORDS, JOURNAL), (*names, "", ""), strict=False):
        if expected != name:
            raise BundleError(Code.LAYOUT, member=name or expected)
    rest = payload[2:]
    objects = tuple(found[1] for name in rest if (found := _OBJECT.fullmatch(name)))
    for name in rest[len(objects) :]:
        if not _RESERVED.fullmatch(name):
            raise BundleError(Code.LAYOUT, member=name)
    for before, after in pairwise(rest):
        if _rank(before) >= _rank(after):
            raise BundleError(Code.LAYOUT, member=after)
    for name, (_, size) in zip(names, members, strict=True):
        limit = _SIZES.get(name, MAX_OBJECT_BYTES if name.startswith("data/") else MAX_TAG_BYTES)
        if size > limit:
            raise BundleError(Code.BOUNDS, member=name, size=size, limit=limit)
    return Contents(UUID(match[1]), tags, payload, objects, newer=len(rest) > len(objects))


def encode_manifest(hashes: Iterable[tuple[str, str]]) -> bytes:
    """A manifest of ``(name, sha256 in hex)``, sorted by name; ``sha256sum -c`` reads it."""
    return b"".join(f"{sha256}  {name}\n".encode("ascii") for name, sha256 in sorted(hashes))


def parse_manifest(data: bytes, member: str) -> dict[str, str]:
    """Reverse of ``encode_manifest``: sha256 by name. Raises ``TAG_FILES``, naming ``member``."""
    pairs = [(line[66:], line[:64]) for line in data.decode("ascii", "replace").split("\n")[:-1]]
    hashes = dict(pairs)
    well_formed = all(re.fullmatch(r"[0-9a-f]{64}", sha256) for sha256 in hashes.values())
    if not well_formed or len(hashes) != len(pairs) or not data.isascii() or encode_manifest(pairs) != data:
        raise BundleError(Code.TAG_FILES, member=member)
    return hashes


def encode_bag_info(info: BundleInfo) -> bytes:
    """The bytes of ``bag-info.txt``. ``ValueError`` names a value that has no place there."""
    values = (
        _line_text(info.organisation, MAX_ORGANISATION),
        info.date.isoformat(),
        f"{info.payload_bytes}.{info.payload_files}",
        folder_name(info.bundle_id),
        "{}.{}".format(*FORMAT),
        info.kind.value,
        f"{_line_text(info.sender_code, MAX_CODE)} {_match(_FINGERPRINT, info.sender_fingerprint)}",
        f"{_line_text(info.recipient_code, MAX_CODE)} {_match(_FINGERPRINT, info.recipient_fingerprint)}",
        " ".join(map(str, info.lineage)) or "none",
        str(info.from_),
        str(info.to),
        _match(_HASH, info.head_from.hex()),
        _match(_HASH, info.head_to.hex()),
        str(info.sequence),
        "none" if info.signer is None else _match(_HASH, info.signer),
    )
    return "".join(f"{label}: {value}\n" for label, value in zip(_LABELS, values, strict=True)).encode()


def parse_bag_info(data: bytes) -> BundleInfo:
    """Reverse of ``encode_bag_info``: labels in order, each once, unfolded, LF, NFC. Raises ``TAG_FILES``, ``BOUNDS``, ``FORMAT_NEWER``."""
    try:
        lines = data.decode("utf-8").split("\n")
        _check_format(lines)
        pairs = [line.partition(": ") for line in lines[:-1]]
        if tuple(label for label, _, _ in pairs) != _LABELS:
            raise _bad_info(reason="labels")
        info = _parse_values([value for _, _, value in pairs])
        if encode_bag_info(info) != data:
            raise _bad_info(reason="form")
    except ValueError as error:
        raise _bad_info(str(error)) from error
    return info


_FINGERPRINT = re.compile(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){7}")
_HASH = re.compile(r"[0-9a-f]{64}")


def _parse_values(values: list[str]) -> BundleInfo:
    organisation, day, oxum, folder, _, kind, sender, recipient, lineage, from_, to, head_from, head_to, sequence, signer = values
    payload_bytes, _, payload_files = oxum.partition(".")
    sender_code, _, sender_fingerprint = sender.rpartition(" ")
    recipient_code, _, recipient_fingerprint = recipient.rpartition(" ")
    ancestors = [] if lineage == "none" else lineage.split(" ")
    if len(ancestors) > MAX_LINEAGE:
        raise BundleError(Code.BOUNDS, member=BAG_INFO, limit=MAX_LINEAGE)
    return BundleInfo(
        organisation=organisation,
        date=date.fromisoformat(day),
        payload_bytes=_number(payload_bytes),
        payload_files=_number(payload_files),
        bundle_id=UUID(folder.removeprefix("papi-")),
        kind=BundleKind(kind),
        sender_code=sender_code,
        sender_fingerprint=sender_fingerprint,
        recipient_code=recipient_code,
        recipient_fingerprint=recipient_fingerprint,
        lineage=tuple(map(Position.parse, ancestors)),
        from_=Position.parse(from_),
        to=Position.parse(to),
        head_from=bytes.fromhex(head_from),
        head_to=bytes.fromhex(head_to),
        sequence=_number(sequence),
        signer=None if signer == "none" else signer,
    )


def _check_format(lines: list[str]) -> None:
    """``FORMAT_NEWER`` where the bundle asks for a later reader, before anything else of it is judged."""
    for line in lines:
        if match := re.fullmatch(r"Papi-Format: (\d{1,4})\.(\d{1,4})", line, re.ASCII):
            wanted = (int(match[1]), int(match[2]))
            if wanted > FORMAT:
                raise BundleError(Code.FORMAT_NEWER, format=f"{match[1]}.{match[2]}")


def _bad_info(reason: str) -> BundleError:
    return BundleError(Code.TAG_FILES, member=BAG_INFO, reason=reason)


def _number(text: str) -> int:
    if not re.fullmatch(_NUMBER, text, re.ASCII):
        raise ValueError(text)
    return int(text)


def _match(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def _line_text(text: str, limit: int) -> str:
    """``text`` if it can stand on a line of its own and be found again unchanged."""
    if not 0 < len(text) <= limit or text != nfc(text).strip() or any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in text):
        raise ValueError(text)
    return text


def _slug(code: str) -> str:
    return re.sub(r"[^0-9a-z]+", "", fold(code)).upper()[:16] or "X"


def _rank(name: str) -> tuple[int, str]:
    """Objects, then segments, then bundles; each kind by its bytes."""
    return next(i for i, part in enumerate(("data/objects/", "data/segments/", "data/bundles/")) if name.startswith(part)), name


def _refuse(name: str) -> NoReturn:
    raise BundleError(Code.LAYOUT, member=name)
