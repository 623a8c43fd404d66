"""What goes into the next bundle, what a peer holds, and applying what came in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, or_, select, union, update
from sqlalchemy.orm import Session

from db.base import Travelling
from db.journal import ENVELOPE, LOCAL, table_of
from db.tables import (
    RECORD_TABLES,
    Attachment,
    Bundle,
    BundleProof,
    Delivery,
    Evidence,
    Holding,
    JournalEntry,
    PeerPosition,
    Review,
    StoredObject,
    Stream,
)
from papi_desktop.domain.vocabulary import AttachmentState, Audience, ReviewVerdict


def addressed(table: type[Travelling], peer: UUID, audience: Audience) -> Any:
    """Rows meant for a peer: for all on its side, or for it alone."""
    return or_(table.audience == audience, and_(table.audience == Audience.UNIT, table.audience_unit == peer))


@dataclass(frozen=True)
class Outgoing:
    """What a bundle to ``peer`` is made of: rows of ``owner`` beyond ``after`` in its stream; with ``everything`` all its objects again."""

    owner: UUID
    stream: UUID
    after: int
    peer: UUID
    everything: bool = False

    def newer(self, table: type[Travelling]) -> ColumnElement[bool]:
        return and_(table.stream == self.stream, table.rev > self.after)


def changed_rows(session: Session, out: Outgoing, audience: Audience) -> Iterator[Travelling]:
    """Own rows addressed to the peer whose latest version is new, by rev, parents first within one."""
    rows: list[tuple[int, int, Travelling]] = []
    for rank, table in enumerate(RECORD_TABLES.values()):
        query = select(table).where(out.newer(table), table.owner == out.owner, addressed(table, out.peer, audience))
        rows += [(row.rev, rank, row) for row in session.scalars(query)]
    rows.sort(key=lambda each: (each[0], each[1], each[2].id))
    return (row for _, _, row in rows)


def changed_counts(session: Session, out: Outgoing, audience: Audience) -> dict[type[Travelling], tuple[int, int]]:
    """How many rows of each table ``changed_rows`` would give, and how many of them are living."""
    counts: dict[type[Travelling], tuple[int, int]] = {}
    for table in RECORD_TABLES.values():
        query = select(func.count(), func.count().filter(~table.deleted)).where(
            out.newer(table), table.owner == out.owner, addressed(table, out.peer, audience)
        )
        rows, living = session.execute(query).one()
        counts[table] = (rows, living)
    return counts


def _objects_owed(out: Outgoing) -> Select[str]:
    """Hashes the peer is owed: of attachments beyond ``after`` that no written bundle carried yet, and those its receipt missed."""
    here = and_(Attachment.owner == out.owner, ~Attachment.deleted, Attachment.state == AttachmentState.HERE)
    if out.everything:
        return select(Attachment.sha256).where(here)
    of_peer = and_(Delivery.peer == out.peer, Delivery.sha256 == Attachment.sha256)
    fresh = select(Attachment.sha256).where(here, out.newer(Attachment), ~exists().where(of_peer, Delivery.state.in_(["written", "held"])))
    missed = select(Delivery.sha256).where(
        Delivery.peer == out.peer,
        Delivery.state.in_(["missed", "begun"]),
        exists().where(here, Attachment.sha256 == Delivery.sha256),
    )
    owed = union(fresh, missed).subquery("owed")
    return select(owed.c.sha256)


def objects_to_send(session: Session, out: Outgoing) -> Sequence[StoredObject]:
    """Objects that are here and owed to the peer."""
    return session.scalars(select(StoredObject).where(StoredObject.sha256.in_(_objects_owed(out))).order_by(StoredObject.sha256)).all()


def objects_size(session: Session, out: Outgoing) -> tuple[int, int]:
    """How many objects ``objects_to_send`` gives, and their bytes together."""
    query = select(func.count(), func.coalesce(func.sum(StoredObject.size), 0)).where(StoredObject.sha256.in_(_objects_owed(out)))
    count, size = session.execute(query).one()
    return count, size


def personal_evidence(session: Session, out: Outgoing) -> int:
    """How many pieces of evidence flagged as personal data a bundle would show something of.

    Their own versions that are new, tombstones with their values too; their files' names; their files that are owed; what was written
    in reviewing another unit's.
    """
    stored = select(StoredObject.sha256).where(StoredObject.sha256.in_(_objects_owed(out)))
    files = exists().where(
        Attachment.owner == Evidence.owner,
        Attachment.evidence_id == Evidence.id,
        or_(out.newer(Attachment), Attachment.sha256.in_(stored)),
    )
    own = and_(Evidence.owner == out.owner, or_(out.newer(Evidence), files))
    judged = exists().where(
        Review.subject_owner == Evidence.owner,
        Review.subject_id == Evidence.id,
        Review.owner == out.owner,
        out.newer(Review),
    )
    return session.scalars(select(func.count()).select_from(Evidence).where(Evidence.personal_data, or_(own, judged))).one()


def peer_position(session: Session, peer: UUID, stream: UUID) -> PeerPosition:
    """How far the peer has got with the stream; a row at zero, not yet in the session, when nothing is known."""
    return session.get(PeerPosition, (peer, stream)) or PeerPosition(peer=peer, stream_id=stream, sent_rev=0, held_rev=0, receipt_at=None)


def next_sequence(session: Session, peer: UUID) -> int:
    """A number for people; one whose bundle was abandoned before it had a name is given again."""
    last = session.scalars(select(func.max(Bundle.sequence)).where(Bundle.ours, Bundle.peer == peer, Bundle.state != "abandoned")).one()
    return (last or 0) + 1


def bundles(session: Session, *, peer: UUID | None = None, ours: bool | None = None) -> Sequence[Bundle]:
    """Newest first; abandoned ones were never given to anyone and are left out."""
    query = select(Bundle).where(Bundle.state != "abandoned").order_by(Bundle.at.desc(), Bundle.sequence.desc())
    if peer is not None:
        query = query.where(Bundle.peer == peer)
    if ours is not None:
        query = query.where(Bundle.ours == ours)
    return session.scalars(query).all()


def latest_bundle(session: Session, *, ours: bool, states: Collection[str]) -> Bundle | None:
    """The newest bundle written, or taken in, that is in one of ``states``."""
    query = select(Bundle).where(Bundle.ours == ours, Bundle.state.in_(states)).order_by(Bundle.at.desc(), Bundle.sequence.desc())
    return session.scalars(query.limit(1)).one_or_none()


def waiting_bundles(session: Session, peer: UUID) -> Sequence[Bundle]:
    return session.scalars(
        select(Bundle).where(Bundle.peer == peer, ~Bundle.ours, Bundle.state == "waiting").order_by(Bundle.from_rev)
    ).all()


def unanswered_bundles(session: Session, peer: UUID) -> int:
    """Bundles of the peer that brought something the last reply to it does not cover yet."""
    last_reply = select(func.max(Bundle.to_rev)).where(Bundle.ours, Bundle.peer == peer, Bundle.state == "written").scalar_subquery()
    return session.scalars(
        select(func.count()).select_from(Bundle).where(~Bundle.ours, Bundle.peer == peer, Bundle.noted_rev > func.coalesce(last_reply, 0))
    ).one()


def missing_objects(session: Session, unit: UUID) -> list[str]:
    """Objects named by living, undamaged attachments of the unit that its own bundles have not delivered."""
    holding = select(Holding.sha256).where(Holding.unit == unit)
    query = (
        select(Attachment.sha256)
        .where(
            Attachment.owner == unit,
            ~Attachment.deleted,
            Attachment.state == AttachmentState.HERE,
            Attachment.sha256.not_in(holding),
        )
        .distinct()
        .order_by(Attachment.sha256)
    )
    return list(session.scalars(query))


def note_begun(session: Session, peer: UUID, bundle: UUID, hashes: Collection[str]) -> None:
    """Objects that are being written for the peer: not delivered yet, but a receipt may prove that they arrived.

    What a receipt has confirmed stays confirmed, also when everything is sent again.
    """
    held = set(session.scalars(select(Delivery.sha256).where(Delivery.peer == peer, Delivery.state == "held")))
    for sha256 in set(hashes) - held:
        session.merge(Delivery(peer=peer, sha256=sha256, bundle_id=bundle, state="begun"))


def note_written(session: Session, bundle: UUID) -> None:
    """The objects of a bundle are now on their way in a verified file."""
    _end_delivery(session, bundle, "written")


def note_abandoned(session: Session, bundle: UUID) -> None:
    """The objects of a bundle that never got a name are owed as before."""
    _end_delivery(session, bundle, "missed")


def _end_delivery(session: Session, bundle: UUID, state: str) -> None:
    session.execute(
        update(Delivery)
        .where(Delivery.bundle_id == bundle, Delivery.state == "begun")
        .values(state=state)
        .execution_options(synchronize_session=False)
    )


def note_arrived(session: Session, bundles: Collection[UUID]) -> None:
    """Bundles a receipt names arrived, even where this office was stopped before it could note that it had written them."""
    session.execute(
        update(Bundle)
        .where(Bundle.id.in_(bundles), Bundle.ours, Bundle.state == "begun")
        .values(state="written")
        .execution_options(synchronize_session=False)
    )


def bundles_underway(session: Session, peers: Collection[UUID]) -> set[UUID]:
    """Bundles to ``peers`` with an object, last sent in them, that no receipt confirms yet."""
    query = select(Delivery.bundle_id).where(Delivery.peer.in_(peers), Delivery.state.in_(["begun", "written", "missed"]))
    return set(session.scalars(query.distinct()))


def note_receipt(session: Session, *, owner: UUID, peer: UUID, stream: UUID, held: int, missing: Collection[str]) -> None:
    """What a receipt says of the objects: all that the held range names have arrived, but for the missing ones."""
    covered = select(Attachment.sha256).where(Attachment.owner == owner, Attachment.stream == stream, Attachment.rev <= held)
    session.execute(
        update(Delivery)
        .where(Delivery.peer == peer, Delivery.sha256.in_(covered), Delivery.sha256.not_in(missing))
        .values(state="held")
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Delivery)
        .where(Delivery.peer == peer, Delivery.sha256.in_(missing))
        .values(state="missed")
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True)
class Incoming:
    """A version of another unit's row: its place and its column values, ready for the table.

    A tombstone may come without the values of its kind (not ``whole``).
    """

    kind: str
    id: UUID
    stream: UUID
    rev: int
    values: Mapping[str, Any]
    whole: bool


@dataclass
class Applied:
    """Rows by what became of them."""

    new: int = 0
    changed: int = 0
    same: int = 0


def apply_rows(session: Session, owner: UUID, incoming: Sequence[Incoming]) -> dict[str, Applied]:
    """Writes another unit's row versions over older ones, never over newer; counts by record type.

    All versions are of one stream here. Plain inserts and updates in batches: nothing of this is ours to journal.
    """
    counts: dict[str, Applied] = {}
    for kind in RECORD_TABLES:
        rows = [row for row in incoming if row.kind == kind]
        if rows:
            counts[kind] = _apply_kind(session, owner, RECORD_TABLES[kind], rows)
    return counts


def _apply_kind(session: Session, owner: UUID, kind: type[Travelling], rows: Sequence[Incoming]) -> Applied:
    table, applied = table_of(kind), Applied()
    held = {
        row_id: (stream, rev) for row_id, stream, rev in session.execute(select(kind.id, kind.stream, kind.rev).where(kind.owner == owner))
    }
    fresh: dict[UUID, Incoming] = {}
    for row in rows:
        position = held.get(row.id)
        if position is None and not row.whole:
            applied.same += 1  # deleted before it was ever seen here
        elif position is None:
            fresh[row.id] = row
            applied.new += 1
        elif position[0] == row.stream and position[1] >= row.rev:
            applied.same += 1
        else:
            session.execute(update(table).where(table.c.owner == owner, table.c.id == row.id).values(**row.values))
            applied.changed += 1
    if fresh:
        session.execute(insert(table), [dict(row.values) for row in fresh.values()])
    return applied


def value_columns(kind: str) -> tuple[str, ...]:
    """Columns of a record type beside the envelope and those derived here."""
    return tuple(name for name in table_of(RECORD_TABLES[kind]).c.keys() if name not in ENVELOPE | LOCAL)  # noqa: SIM118


def keep_chain(session: Session, stream: UUID, after: int, digests: Sequence[bytes], heads: Sequence[bytes]) -> None:
    """Digest and head of every rev of another unit's stream, from ``after + 1`` on; those held already stay."""
    held = session.scalars(select(func.max(JournalEntry.rev)).where(JournalEntry.stream_id == stream)).one() or 0
    rows = [
        {"stream_id": stream, "rev": rev, "digest": digest, "head": head}
        for rev, (digest, head) in enumerate(zip(digests, heads, strict=True), start=after + 1)
        if rev > held
    ]
    if rows:
        session.execute(insert(JournalEntry), rows)


def note_held(session: Session, unit: UUID, hashes: Collection[str]) -> None:
    """Objects that the unit's own bundle delivered."""
    known = set(session.scalars(select(Holding.sha256).where(Holding.unit == unit, Holding.sha256.in_(hashes))))
    rows = [{"unit": unit, "sha256": sha256} for sha256 in hashes if sha256 not in known]
    if rows:
        session.execute(insert(Holding), rows)


def foreign_stream(session: Session, unit: UUID) -> Stream | None:
    return session.scalars(select(Stream).where(Stream.unit == unit, Stream.live)).one_or_none()


def proof_hashes(session: Session, bundle: UUID) -> dict[str, str]:
    """SHA-256 by name of what was kept of a bundle."""
    rows = session.execute(select(BundleProof.name, BundleProof.sha256).where(BundleProof.bundle_id == bundle))
    return {name: sha256 for name, sha256 in rows}  # noqa: C416 - rows are not pairs to the type checker


@dataclass(frozen=True)
class RangeVerdicts:
    """How a peer judged the evidence whose present version a bundle carried."""

    evidence: int
    accepted: int
    returned: int


def verdicts_by_bundle(session: Session, *, owner: UUID, bundles: Collection[UUID]) -> dict[UUID, RangeVerdicts]:
    """How the evidence in the ranges of some bundles of ours was judged; a bundle without evidence is not among them."""
    judged = and_(
        Review.subject_owner == Evidence.owner,
        Review.subject_id == Evidence.id,
        Review.judged_stream == Evidence.stream,
        Review.judged_rev == Evidence.rev,
        ~Review.deleted,
    )
    carried = and_(Evidence.stream == Bundle.to_stream, Evidence.rev > Bundle.from_rev, Evidence.rev <= Bundle.to_rev)
    query = (
        select(
            Bundle.id,
            func.count(),
            func.count().filter(Review.verdict == ReviewVerdict.ACCEPTED),
            func.count().filter(Review.verdict == ReviewVerdict.RETURNED),
        )
        .join(Evidence, carried)
        .outerjoin(Review, judged)
        .where(Bundle.id.in_(bundles), Evidence.owner == owner, ~Evidence.deleted)
        .group_by(Bundle.id)
    )
    return {bundle: RangeVerdicts(*counts) for bundle, *counts in session.execute(query)}


def unsent_evidence(session: Session, *, office: UUID, peer: UUID | None) -> int:
    """Living evidence of the office whose present version no written bundle carried."""
    position = and_(PeerPosition.peer == peer, PeerPosition.stream_id == Stream.id)
    streams = select(Stream.id, func.coalesce(PeerPosition.sent_rev, 0)).outerjoin(PeerPosition, position).where(Stream.unit == office)
    return sum(
        session.scalars(
            select(func.count()).where(Evidence.stream == stream, Evidence.rev > sent, Evidence.owner == office, ~Evidence.deleted)
        ).one()
        for stream, sent in session.execute(streams).all()
    )


def waiting_count(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Bundle).where(~Bundle.ours, Bundle.state == "waiting")).one()
