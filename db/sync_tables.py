"""The journal with its streams, and what is kept of exchanging bundles. None of these rows travels."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base
from papi_desktop.domain.vocabulary import BundleKind, Relation


class Stream(Base):
    """The journal of one installation since it was made, restored or moved.

    For a stream of our own ``rev`` and ``head`` are its last entry; for another unit's, how far it is held without a gap. ``live`` marks
    the one stream of a unit that is written on now.
    """

    __tablename__ = "stream"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit: Mapped[UUID]
    parent_stream: Mapped[UUID | None] = mapped_column(ForeignKey("stream.id"))
    parent_rev: Mapped[int | None] = mapped_column(BigInteger)
    rev: Mapped[int] = mapped_column(BigInteger, default=0)
    head: Mapped[bytes] = mapped_column(LargeBinary(32))
    live: Mapped[bool] = mapped_column(default=True)
    opened_at: Mapped[datetime]

    __table_args__ = (Index(None, "unit"),)


class JournalEntry(Base):
    """One transaction of a stream. Of another unit's stream only ``digest`` and ``head`` are known.

    ``body`` is the entry's canonical JSON with the rows before and after; it may be erased lawfully without breaking the chain, which
    holds ``digest`` alone. ``undoes`` is the rev that this entry took back.
    """

    __tablename__ = "journal_entry"

    stream_id: Mapped[UUID] = mapped_column(ForeignKey("stream.id"), primary_key=True)
    rev: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    head: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime | None]
    action: Mapped[str | None] = mapped_column(String(32))
    undoes: Mapped[int | None] = mapped_column(BigInteger)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    body: Mapped[str | None]


class KeyRing(Base):
    """The installation's seal key and age identity, in two age files: one opens with the passphrase, one with the recovery code."""

    __tablename__ = "key_ring"

    number: Mapped[int] = mapped_column(primary_key=True)
    certificate: Mapped[str]
    age_recipient: Mapped[str]
    by_passphrase: Mapped[bytes] = mapped_column(LargeBinary)
    by_recovery_code: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class TrustedCard(Base):
    """A card of another unit, trusted after its fingerprint was compared; several over the years, one number each."""

    __tablename__ = "trusted_card"

    unit: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str]
    relation: Mapped[Relation]
    fingerprint: Mapped[str] = mapped_column(String(64))
    certificate: Mapped[str]
    age_recipient: Mapped[str]
    trusted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "fingerprint"),)


class PeerPosition(Base):
    """How far a peer has got with a stream of ours: ``sent_rev`` by bundles written and verified, ``held_rev`` by its last receipt."""

    __tablename__ = "peer_position"

    peer: Mapped[UUID] = mapped_column(primary_key=True)
    stream_id: Mapped[UUID] = mapped_column(ForeignKey("stream.id"), primary_key=True)
    sent_rev: Mapped[int] = mapped_column(BigInteger, default=0)
    held_rev: Mapped[int] = mapped_column(BigInteger, default=0)
    receipt_at: Mapped[datetime | None]


class Bundle(Base):
    """A bundle written by us or taken in. ``state`` of ours: begun, written, abandoned; of others': the import verdict.

    ``noted_rev`` is the rev of our own stream that last took something from it: a reply up to that rev answers it, whatever any clock says.
    """

    __tablename__ = "bundle"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ours: Mapped[bool]
    kind: Mapped[BundleKind]
    peer: Mapped[UUID]
    sequence: Mapped[int] = mapped_column(Integer)
    from_stream: Mapped[UUID]
    from_rev: Mapped[int] = mapped_column(BigInteger)
    to_stream: Mapped[UUID]
    to_rev: Mapped[int] = mapped_column(BigInteger)
    noted_rev: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    path: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    records: Mapped[int] = mapped_column(default=0)
    objects: Mapped[int] = mapped_column(default=0)
    encrypted: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (Index(None, "peer", "ours", "sequence"),)


class BundleProof(Base):
    """A tag file, seal or record file of a bundle taken in, kept in the object store so that ``check`` can verify it again."""

    __tablename__ = "bundle_proof"

    bundle_id: Mapped[UUID] = mapped_column(ForeignKey("bundle.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))


class Delivery(Base):
    """What became of an object for a peer: ``begun`` and ``written`` in a bundle, ``held`` or ``missed`` by the peer's last receipt."""

    __tablename__ = "delivery"

    peer: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    bundle_id: Mapped[UUID] = mapped_column(ForeignKey("bundle.id"))
    state: Mapped[str] = mapped_column(String(8))

    __table_args__ = (Index(None, "peer", "state"),)


class StoredObject(Base):
    """An object whose bytes are in the store: size and CRC-32 are known from recording, so a bundle is written in one pass."""

    __tablename__ = "stored_object"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    crc32: Mapped[int] = mapped_column(BigInteger)


class Holding(Base):
    """The fact that a unit's own bundle delivered an object's bytes; only such objects are shown as that unit's."""

    __tablename__ = "holding"

    unit: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_object.sha256"), primary_key=True)
