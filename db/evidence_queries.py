"""Reading evidence with its files, links and states."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, false, func, select
from sqlalchemy.orm import Session

from db.search import matches
from db.states import evidence_travel
from db.tables import Attachment, Evidence, Holding, Link, Occurrence, StoredObject


@dataclass(frozen=True)
class EvidenceState:
    """How far an evidence has travelled (``db.states.Travel``) and what the reviewer wrote on this version."""

    travel: int
    comment: str


def evidence_states(
    session: Session, owner: UUID | None, ids: Collection[UUID] | None, *, office: UUID, peer: UUID | None
) -> dict[UUID, EvidenceState]:
    """States by evidence id; of all units where ``owner`` is ``None``, of all evidence where ``ids`` is."""
    state = evidence_travel(office=office, peer=peer)
    query = select(state.c.id, state.c.travel, state.c.comment)
    if owner is not None:
        query = query.where(state.c.owner == owner)
    if ids is not None:
        query = query.where(state.c.id.in_(ids))
    return {row.id: EvidenceState(row.travel, row.comment or "") for row in session.execute(query)}


def attachments_of(session: Session, owner: UUID | None, ids: Collection[UUID] | None) -> dict[UUID, list[Attachment]]:
    """Living attachments by evidence id, in their order."""
    query = select(Attachment).where(~Attachment.deleted).order_by(Attachment.position)
    if owner is not None:
        query = query.where(Attachment.owner == owner)
    if ids is not None:
        query = query.where(Attachment.evidence_id.in_(ids))
    found: dict[UUID, list[Attachment]] = defaultdict(list)
    for attachment in session.scalars(query):
        found[attachment.evidence_id].append(attachment)
    return found


def evidence_list(session: Session, *, owner: UUID | None = None, search: str = "", evidence_id: UUID | None = None) -> Sequence[Evidence]:
    """Living evidence, newest first."""
    query = select(Evidence).where(~Evidence.deleted).order_by(Evidence.changed_at.desc(), Evidence.id)
    if owner is not None:
        query = query.where(Evidence.owner == owner)
    if evidence_id is not None:
        query = query.where(Evidence.id == evidence_id)
    if search:
        query = query.where(matches(Evidence.search, search))
    return session.scalars(query).all()


def tasks_by_evidence(session: Session, owner: UUID, ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Ids of the tasks each evidence of ``owner`` serves."""
    query = (
        select(Link.evidence_id, Occurrence.task_id)
        .join(Occurrence, and_(Occurrence.owner == Link.owner, Occurrence.id == Link.occurrence_id))
        .where(Link.owner == owner, Link.evidence_id.in_(ids), ~Link.deleted, ~Occurrence.deleted)
        .distinct()
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for evidence_id, task_id in session.execute(query):
        found[evidence_id].append(task_id)
    return found


def living_links(session: Session, owner: UUID, evidence_id: UUID) -> Sequence[Link]:
    return session.scalars(select(Link).where(Link.owner == owner, Link.evidence_id == evidence_id, ~Link.deleted)).all()


def evidence_with_objects(session: Session, owner: UUID, hashes: Collection[str]) -> list[tuple[Evidence, frozenset[str]]]:
    """Living evidence of ``owner`` that has at least one of the files, with all files it has."""
    holders = select(Attachment.evidence_id).where(Attachment.owner == owner, Attachment.sha256.in_(hashes), ~Attachment.deleted)
    found = session.scalars(select(Evidence).where(Evidence.owner == owner, Evidence.id.in_(holders), ~Evidence.deleted)).all()
    files = attachments_of(session, owner, {evidence.id for evidence in found})
    return [(evidence, frozenset(a.sha256 for a in files[evidence.id])) for evidence in found]


def numbers_of_year(session: Session, evidence: Evidence, year: int, digits: str) -> Sequence[tuple[str, date]]:
    """Numbers with ``digits`` in them, and dates, of the other living evidence of the same owner and kind dated in ``year``."""
    query = select(Evidence.number, Evidence.issued).where(
        Evidence.owner == evidence.owner,
        Evidence.kind == evidence.kind,
        Evidence.number.contains(digits, autoescape=True),
        Evidence.id != evidence.id,
        # else SQLite would rather walk all that is living and dated in the year
        func.coalesce(Evidence.deleted, false()).is_(false()),
    )
    return [(number, issued) for number, issued in session.execute(query) if issued is not None and issued.year == year]


def stored(session: Session, hashes: Collection[str]) -> dict[str, StoredObject]:
    return {o.sha256: o for o in session.scalars(select(StoredObject).where(StoredObject.sha256.in_(hashes)))}


def held_objects(session: Session, unit: UUID, among: Collection[str] | None = None) -> set[str]:
    """Hashes of the objects that the unit's own bundles delivered; only those of ``among`` where it is given."""
    query = select(Holding.sha256).where(Holding.unit == unit)
    return set(session.scalars(query if among is None else query.where(Holding.sha256.in_(among))))


def attachments_with(session: Session, owner: UUID, hashes: Collection[str]) -> Sequence[Attachment]:
    """Living attachments of ``owner`` whose file is one of ``hashes``."""
    return session.scalars(select(Attachment).where(Attachment.owner == owner, Attachment.sha256.in_(hashes), ~Attachment.deleted)).all()


def stored_objects(session: Session) -> Sequence[StoredObject]:
    return session.scalars(select(StoredObject).order_by(StoredObject.sha256)).all()
