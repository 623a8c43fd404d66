"""Every decision about trusting a bundle, without I/O: it is fed the member list, the tag files, then the members' chunks.

Numbers in comments are the steps of "Receiving" in the bundle's specification. Steps 2 to 4 are ``Verifier.__init__`` and
``Verifier.accept``, the hashes of step 6 ``Verifier.checked``. Step 1 and the byte layout are in ``reading`` and ``archive``, the chain
of step 5 in ``journal``, the form of records of step 7 in ``records``. What needs the database (known bundles, forks, gaps, owners) is
the importer's.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from typing import Protocol
from uuid import UUID

from papi_desktop.bundle import layout
from papi_desktop.bundle.archive import Member
from papi_desktop.bundle.card import fingerprint
from papi_desktop.bundle.layout import BundleInfo
from papi_desktop.bundle.seal import certificate_der, check_seal
from papi_desktop.bundle.sums import Sums
from papi_desktop.domain.errors import BundleError, Code
from papi_desktop.domain.vocabulary import BundleKind, Relation

_FROM = {BundleKind.REPORT: Relation.SUBORDINATE, BundleKind.REPLY: Relation.SUPERIOR}


@dataclass(frozen=True, slots=True)
class TrustedCard:
    """What this office knows of another one whose card it trusts, or once trusted."""

    unit: UUID
    code: str
    relation: Relation
    certificate_pem: str
    revoked: bool


class Trust(Protocol):
    """Whom this office trusts, and who it is itself."""

    @property
    def own_code(self) -> str: ...

    @property
    def own_fingerprint(self) -> str: ...

    def card_for(self, fingerprint: str, /) -> TrustedCard | None:
        """The card with this fingerprint; None if none was ever trusted."""
        ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """A bundle whose tag files are sealed by a trusted sender and addressed to this office.

    ``sender`` is None where no trust was asked for; ``hashes`` are those of the payload, by name.
    """

    info: BundleInfo
    sender: TrustedCard | None
    hashes: Mapping[str, str]


class Verifier:
    """One bundle on its way to being trusted. ``trust`` None judges the bundle by itself: whole and sealed, whoever it is from."""

    def __init__(self, members: Sequence[Member], trust: Trust | None) -> None:
        """Steps 2 and 3 for the member list: only the names of format 1, in their one order, within absolute sizes."""
        self.contents = layout.check_members([(member.name, member.size) for member in members])
        names = (*self.contents.tags, *self.contents.payload)
        self.members = dict(zip(names, members, strict=True))
        self._trust = trust

    def accept(self, tags: Mapping[str, bytes]) -> Accepted:
        """Step 4, given the bytes of every tag file. Nothing of the payload was looked at before."""
        for name in self.contents.tags:
            if (len(tags[name]), zlib.crc32(tags[name])) != (self.members[name].size, self.members[name].crc32):
                raise BundleError(Code.TAG_FILES, member=name)
        sealed_by = check_tag_files(tags)
        sender = self._sender(sealed_by, tags[layout.CERTIFICATE])
        info = layout.parse_bag_info(tags[layout.BAG_INFO])
        self._check_ends(info, sealed_by, sender)
        self._check_format(info)
        return Accepted(info, sender, self._hashes(info, tags[layout.MANIFEST]))

    def checked(self, accepted: Accepted, name: str, chunks: Iterable[bytes], sums: Sums) -> Iterator[bytes]:
        """The chunks of a payload member. Only when the last one was taken without ``OBJECT`` may any of them be believed (step 6)."""
        sums.begin()
        for chunk in chunks:
            sums.update(chunk)
            yield chunk
        member = self.members[name]
        if (sums.size, sums.crc32, sums.sha256) != (member.size, member.crc32, accepted.hashes[name]):
            raise BundleError(Code.OBJECT, member=name)

    def _sender(self, sealed_by: str, certificate: bytes) -> TrustedCard | None:
        """The card behind the seal. The fingerprint only finds it; the whole certificate must be equal."""
        if self._trust is None:
            return None
        card = self._trust.card_for(sealed_by)
        if card is None or certificate_der(card.certificate_pem) != certificate_der(certificate):
            raise BundleError(Code.UNKNOWN_CARD, fingerprint=sealed_by)
        if card.revoked:
            raise BundleError(Code.REVOKED_CARD, unit=card.code, fingerprint=sealed_by)
        return card

    def _check_ends(self, info: BundleInfo, sealed_by: str, sender: TrustedCard | None) -> None:
        """Sender and recipient: the seal's own unit, the right relation for the kind ("Cards"), and this office."""
        if info.bundle_id != self.contents.bundle_id:
            raise BundleError(Code.LAYOUT, part="folder")
        if info.sender_fingerprint != sealed_by:
            raise BundleError(Code.TAG_FILES, member=layout.BAG_INFO, reason="Papi-Sender")
        if self._trust is None or sender is None:
            return
        if info.sender_code != sender.code:
            raise BundleError(Code.UNKNOWN_CARD, unit=info.sender_code, fingerprint=sealed_by)
        if sender.relation is not _FROM[info.kind]:
            raise BundleError(Code.WRONG_SIDE, unit=sender.code, kind=info.kind.value, relation=sender.relation.value)
        if (info.recipient_code, info.recipient_fingerprint) != (self._trust.own_code, self._trust.own_fingerprint):
            raise BundleError(Code.WRONG_RECIPIENT, unit=info.recipient_code)

    def _check_format(self, info: BundleInfo) -> None:
        """Step 5, as far as the bundle itself says it: what this reader cannot check or take in waits for a later one."""
        signed = layout.SIGNATURE in self.contents.tags
        if info.signer is not None:
            raise BundleError(Code.FORMAT_NEWER, member=layout.SIGNATURE)
        if signed:
            raise BundleError(Code.LAYOUT, member=layout.SIGNATURE)
        if self.contents.newer:
            raise BundleError(Code.FORMAT_NEWER, member=self.contents.payload[-1])

    def _hashes(self, info: BundleInfo, manifest: bytes) -> dict[str, str]:
        """The manifest, when it and Payload-Oxum (step 3) say the same as the member list."""
        hashes = layout.parse_manifest(manifest, layout.MANIFEST)
        payload = self.contents.payload
        for listed, there in zip_longest(sorted(hashes), sorted(payload), fillvalue=""):
            if listed != there:
                raise BundleError(Code.TAG_FILES, member=min(filter(None, (listed, there))))
        for object_hash in self.contents.objects:
            if hashes[layout.object_name(object_hash)] != object_hash:
                raise BundleError(Code.TAG_FILES, member=layout.object_name(object_hash))
        if (info.payload_bytes, info.payload_files) != (sum(self.members[name].size for name in payload), len(payload)):
            raise BundleError(Code.BOUNDS, part="Payload-Oxum")
        return hashes


def check_tag_files(tags: Mapping[str, bytes]) -> str:
    """The fingerprint of the certificate that sealed these tag files; also for those kept as proof.

    Raises ``SEAL`` or ``SEAL_PROFILE``, and ``TAG_FILES`` naming a file that is not the one under the seal.
    """
    check_seal(tags[layout.TAG_MANIFEST], tags[layout.SEAL], tags[layout.CERTIFICATE])
    hashes = layout.parse_manifest(tags[layout.TAG_MANIFEST], layout.TAG_MANIFEST)
    if hashes.keys() != set(layout.TAG_FILES):
        raise BundleError(Code.TAG_FILES, member=layout.TAG_MANIFEST)
    for name in layout.TAG_FILES:
        if sha256(tags[name]).hexdigest() != hashes[name]:
            raise BundleError(Code.TAG_FILES, member=name)
    if tags[layout.BAGIT] != layout.BAGIT_TEXT:
        raise BundleError(Code.TAG_FILES, member=layout.BAGIT)
    return fingerprint(tags[layout.CERTIFICATE])
