"""A sender simulated in memory: makes whole bundles, and lets a test spoil any part of one at any stage before it is sent."""

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest

from papi_desktop.bundle import layout
from papi_desktop.bundle.archive import closing, lay_out, local_header
from papi_desktop.bundle.card import fingerprint
from papi_desktop.bundle.journal import encode_digests
from papi_desktop.bundle.keys import Keys, make_keys
from papi_desktop.bundle.layout import BundleInfo, Position
from papi_desktop.bundle.reading import VerifiedBundleReport, verify_bundle
from papi_desktop.bundle.record_types import Message, Unit
from papi_desktop.bundle.records import Record, encode_record, gzip_member
from papi_desktop.bundle.seal import seal
from papi_desktop.bundle.verifying import TrustedCard
from papi_desktop.bundle.work import never, unwatched
from papi_desktop.bundle.writing import ObjectSource, WrittenBundle, write_bundle
from papi_desktop.domain.chain import entry_digest, heads, root_head
from papi_desktop.domain.errors import BundleError
from papi_desktop.domain.vocabulary import BundleKind, Relation

COMMUNE = UUID("6f1c1c9e-6a52-4d0c-9d5e-0b7a6c3f0001")
PROVINCE = UUID("6f1c1c9e-6a52-4d0c-9d5e-0b7a6c3f0002")
STREAM = UUID("a2b4c6d8-0000-4000-8000-000000000001")
BUNDLE = UUID("0d9f3c52-7b1e-4c57-9a55-c9b3a6a9f3aa")
NOW = datetime(2026, 3, 1, 2, 3, 4, tzinfo=UTC)


@dataclass
class Receiver:
    """The office above, as a ``Trust``: it knows one commune's card."""

    keys: Keys
    card: TrustedCard
    own_code: str = "H01"

    @property
    def own_fingerprint(self) -> str:
        return fingerprint(self.keys.certificate_pem)

    def card_for(self, fingerprint_: str, /) -> TrustedCard | None:
        return self.card if fingerprint(self.card.certificate_pem) == fingerprint_ else None


@dataclass
class Sender:
    """A commune with a journal of five entries, three records and four objects to send."""

    keys: Keys
    receiver: Receiver
    digests: tuple[bytes, ...]
    objects: tuple[bytes, ...]
    info: BundleInfo
    records: bytes = field(default=b"")

    def payload(self) -> dict[str, bytes]:
        hashed = {layout.object_name(sha256(data).hexdigest()): data for data in self.objects}
        return {
            layout.RECORDS: self.records,
            layout.JOURNAL: encode_digests(self.digests),
            **dict(sorted(hashed.items())),
        }

    def tags(
        self, payload: Mapping[str, bytes], *, info: BundleInfo | None = None, spoil: Mapping[str, bytes] | None = None
    ) -> dict[str, bytes]:
        """Honest tag files over ``payload``, but for those that ``spoil`` replaces before everything above them is computed and sealed."""
        info = replace(info or self.info, payload_bytes=sum(map(len, payload.values())), payload_files=len(payload))
        spoil = spoil or {}
        tags = {
            layout.BAGIT: layout.BAGIT_TEXT,
            layout.BAG_INFO: layout.encode_bag_info(info),
            layout.CERTIFICATE: self.keys.certificate_pem.encode(),
            layout.MANIFEST: layout.encode_manifest((name, sha256(data).hexdigest()) for name, data in payload.items()),
        }
        tags |= {name: data for name, data in spoil.items() if name in tags}
        listed = ((name, sha256(data).hexdigest()) for name, data in tags.items())
        tags[layout.TAG_MANIFEST] = spoil.get(layout.TAG_MANIFEST, layout.encode_manifest(listed))
        tags[layout.SEAL] = spoil.get(layout.SEAL) or seal(tags[layout.TAG_MANIFEST], self.keys)
        return tags

    def bundle(self, *, info: BundleInfo | None = None, spoil: Mapping[str, bytes] | None = None) -> bytes:
        """A whole bundle, packed."""
        payload = self.payload()
        return pack([*self.tags(payload, info=info, spoil=spoil).items(), *payload.items()])

    def sources(self) -> list[ObjectSource]:
        return [ObjectSource(sha256(o).hexdigest(), len(o), zlib.crc32(o), lambda o=o: BytesIO(o)) for o in self.objects]

    def write(self, target: Path, *, recipients: list[str] | None = None, sources: list[ObjectSource] | None = None) -> WrittenBundle:
        """The same bundle by the real writer."""
        return write_bundle(
            target,
            info=self.info,
            records=self.records,
            digests=encode_digests(self.digests),
            objects=self.sources() if sources is None else sources,
            keys=self.keys,
            recipients=recipients,
            progress=unwatched,
            cancelled=never,
        )


def pack(parts: Iterable[tuple[str, bytes]], *, folder: str = f"papi-{BUNDLE}") -> bytes:
    """A canonical archive of ``(name, bytes)`` in the order given, whatever the names are."""
    parts = list(parts)
    members = list(lay_out((f"{folder}/{name}", len(data), zlib.crc32(data)) for name, data in parts))
    bodies = (local_header(member) + data for member, (_, data) in zip(members, parts, strict=True))
    return b"".join(bodies) + b"".join(closing(members))


def message(rev: int, text: str) -> Record:
    values = Message(about_owner=None, about_id=None, text=text, due=None)
    number = UUID(int=rev)
    return Record(t="message", id=number, owner=COMMUNE, stream=STREAM, rev=rev, at=NOW, by=None, deleted=False, v=values)


def unit_record() -> Record:
    values = Unit(
        code="00001",
        name="UBND xã Mẫu (mẫu)",
        kind="commune",
        parent_owner=None,
        parent_id=None,
        valid_from=date(2025, 7, 1),
        valid_to=None,
        predecessors=[],
    )
    return Record(t="unit", id=COMMUNE, owner=COMMUNE, stream=STREAM, rev=1, at=NOW, by=None, deleted=False, v=values)


@pytest.fixture(scope="session")
def sender() -> Sender:
    keys = make_keys(COMMUNE, "00001", "UBND xã Mẫu (mẫu)", 1)
    own = make_keys(PROVINCE, "H01", "Sở Nội vụ tỉnh Mẫu (mẫu)", 1)
    card = TrustedCard(COMMUNE, "00001", Relation.SUBORDINATE, keys.certificate_pem, revoked=False)
    receiver = Receiver(own, card)
    digests = tuple(entry_digest(bytes([n]) * 16, b'{"n":%d}' % n) for n in range(5))
    start = root_head(STREAM, None)
    info = BundleInfo(
        organisation="UBND xã Mẫu (mẫu)",
        date=date(2026, 3, 1),
        bundle_id=BUNDLE,
        kind=BundleKind.REPORT,
        sender_code="00001",
        sender_fingerprint=fingerprint(keys.certificate_pem),
        recipient_code="H01",
        recipient_fingerprint=receiver.own_fingerprint,
        from_=Position(STREAM, 0),
        to=Position(STREAM, 5),
        head_from=start,
        head_to=list(heads(start, digests))[-1],
        sequence=7,
    )
    records = gzip_member(map(encode_record, (unit_record(), message(2, "Đã niêm yết đủ 30 ngày"), message(3, "Hết"))))
    objects = (b"anh chup (mau)" * 700, b"", b"\0" * 70_000, "biên bản (mẫu)".encode())
    return Sender(keys, receiver, digests, objects, info, records)


@pytest.fixture(scope="session")
def genuine(sender: Sender) -> bytes:
    """One whole bundle, made once."""
    return sender.bundle()


Judge = Callable[..., VerifiedBundleReport]


@pytest.fixture
def judge(sender: Sender, tmp_path: Path) -> Judge:
    """Puts bytes into a file and verifies it as the receiver would, down to every record and object."""

    def run(data: bytes, trust: Receiver | None = None) -> VerifiedBundleReport:
        path = tmp_path / "incoming"
        path.write_bytes(data)
        identities = [sender.receiver.keys.age_identity]
        try:
            return verify_bundle(path, identities=identities, trust=trust or sender.receiver, temporary=tmp_path)
        finally:
            assert path.read_bytes() == data, "the incoming file was written to"
            assert list(tmp_path.glob("bundle-*")) == [], "plaintext was left behind"

    return run


@pytest.fixture
def refused(judge: Judge) -> Callable[..., BundleError]:
    """The error with which the receiver refuses these bytes."""

    def run(data: bytes, trust: Receiver | None = None) -> BundleError:
        with pytest.raises(BundleError) as caught:
            judge(data, trust)
        return caught.value

    return run
