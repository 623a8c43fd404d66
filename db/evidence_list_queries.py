"""Reading a long list of evidence: the ids of all of it, and what a row shows for the rows asked for."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from db.search import matches
from db.tables import Attachment, Evidence, Link, Occurrence, Plan, Task
from db.types import raw_key

Key = bytes
"""The ``KEY_BYTES`` bytes of an id: long lists of ids are made and compared in this form."""
KEY_BYTES = 16


@dataclass(frozen=True)
class EvidenceFilter:
    """What to list; empty fields do not filter.

    ``first`` and ``last`` bound the evidence's own date. ``year`` is the year of work: evidence dated in it, undated evidence, and
    evidence that serves a plan of that year. ``unlinked`` wants what serves no task, ``binned`` the bin instead of what is kept.
    """

    search: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None
    year: int | None = None
    unlinked: bool = False
    binned: bool = False


@dataclass(frozen=True)
class FileBrief:
    """The first file of an evidence, and how many there are."""

    count: int
    sha256: str
    media_type: str


NO_FILES = FileBrief(0, "", "")


def evidence_keys(session: Session, owner: UUID, chosen: EvidenceFilter) -> bytes:
    """The list itself, key after key: undated evidence first, then the latest date; the bin by the day of deletion.

    The order does not hang on the day of recording or changing, so that what is edited stays where it is. The database hands the ids over
    as one text: row by row, 20,000 take twice as long.
    """
    listed = select(cast(Evidence.id, String).label("id")).where(*_wanted(owner, chosen)).order_by(*_order(chosen)).subquery()
    return bytes.fromhex((session.scalar(select(func.aggregate_strings(listed.c.id, ""))) or "").replace("-", ""))


def file_counts(session: Session, owner: UUID, *, binned: bool) -> dict[Key, int]:
    """How many files each evidence has, or has in the bin; none is not in it."""
    query = (
        select(raw_key(Attachment.evidence_id), func.count())
        .where(Attachment.owner == owner, Attachment.deleted if binned else ~Attachment.deleted)
        .group_by(Attachment.evidence_id)
    )
    return {_key(raw): count for raw, count in session.execute(query)}


def evidence_in_order(session: Session, owner: UUID, keys: Sequence[Key]) -> list[Evidence]:
    """The evidence of ``keys`` in their order, without what has been removed for good meanwhile."""
    ids = [UUID(bytes=key) for key in keys]
    found = {evidence.id: evidence for evidence in session.scalars(select(Evidence).where(Evidence.owner == owner, Evidence.id.in_(ids)))}
    return [found[each] for each in ids if each in found]


def binned_count(session: Session, owner: UUID) -> int:
    return session.scalars(select(func.count()).select_from(Evidence).where(*_wanted(owner, EvidenceFilter(binned=True)))).one()


def file_briefs(session: Session, owner: UUID, ids: Collection[UUID], *, binned: bool) -> dict[UUID, FileBrief]:
    """The first file of each evidence and how many it has."""
    query = (
        select(Attachment.evidence_id, Attachment.sha256, Attachment.media_type)
        .where(Attachment.owner == owner, Attachment.evidence_id.in_(ids), Attachment.deleted if binned else ~Attachment.deleted)
        .order_by(Attachment.evidence_id, Attachment.position)
    )
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for evidence_id, sha256, media_type in session.execute(query):
        found[evidence_id].append((sha256, media_type))
    return {evidence_id: FileBrief(len(files), *files[0]) for evidence_id, files in found.items()}


def own_evidence(session: Session, owner: UUID, ids: Collection[UUID], *, binned: bool = False) -> Sequence[Evidence]:
    """Those of ``ids`` that are kept, or those in the bin."""
    query = select(Evidence).where(Evidence.owner == owner, Evidence.id.in_(ids), Evidence.deleted if binned else ~Evidence.deleted)
    return session.scalars(query).all()


def files_of(session: Session, owner: UUID, evidence_id: UUID, *, binned: bool) -> Sequence[Attachment]:
    """The files of one evidence in their order."""
    query = select(Attachment).where(Attachment.owner == owner, Attachment.evidence_id == evidence_id)
    return session.scalars(query.where(Attachment.deleted if binned else ~Attachment.deleted).order_by(Attachment.position)).all()


def deleted_with(session: Session, evidence: Evidence) -> list[Attachment | Link]:
    """Files and links that went to the bin together with ``evidence``, or that were touched there since."""
    found: list[Attachment | Link] = []
    for table in (Attachment, Link):
        query = select(table).where(table.owner == evidence.owner, table.evidence_id == evidence.id, table.deleted)
        found += session.scalars(query.where(table.stream == evidence.stream, table.rev >= evidence.rev)).all()
    return found


def _key(raw: str | UUID) -> Key:
    """SQLite keeps an id as 32 hexadecimal digits."""
    return bytes.fromhex(raw) if isinstance(raw, str) else raw.bytes


def _order(chosen: EvidenceFilter) -> tuple[ColumnElement[Any], ...]:
    if chosen.binned:
        return Evidence.changed_at.desc(), Evidence.id.asc()
    return Evidence.issued.desc().nulls_first(), Evidence.id.asc()


def _wanted(owner: UUID, chosen: EvidenceFilter) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [Evidence.owner == owner, Evidence.deleted.is_(chosen.binned)]
    if chosen.search:
        wanted.append(matches(Evidence.search, chosen.search))
    if chosen.kind:
        wanted.append(Evidence.kind == chosen.kind)
    if chosen.first is not None:
        wanted.append(Evidence.issued >= chosen.first)
    if chosen.last is not None:
        wanted.append(Evidence.issued <= chosen.last)
    if chosen.year is not None:
        dated = Evidence.issued.between(date(chosen.year, 1, 1), date(chosen.year, 12, 31))
        wanted.append(or_(Evidence.issued.is_(None), dated, _linked(chosen.year)))
    if chosen.unlinked:
        wanted.append(~_linked(None))
    return wanted


def _linked(year: int | None) -> ColumnElement[bool]:
    """Whether the evidence serves an occurrence; with ``year`` one of a plan of that year."""
    linked = exists(Link.id).where(
        Link.owner == Evidence.owner,
        Link.evidence_id == Evidence.id,
        ~Link.deleted,
        Occurrence.owner == Link.owner,
        Occurrence.id == Link.occurrence_id,
        ~Occurrence.deleted,
    )
    if year is None:
        return linked
    return linked.where(
        and_(Task.owner == Occurrence.owner, Task.id == Occurrence.task_id),
        and_(Plan.owner == Task.owner, Plan.id == Task.plan_id, Plan.year == year),
    )
