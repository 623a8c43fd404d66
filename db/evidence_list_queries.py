"""Reading a slice of a long list of evidence: only what a row shows, and only the rows asked for."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from db.search import matches
from db.tables import Attachment, Evidence, Link, Occurrence, Plan, Task


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


def evidence_slice(session: Session, owner: UUID, chosen: EvidenceFilter, *, start: int, count: int) -> Sequence[Evidence]:
    """``count`` evidence of ``owner`` from the ``start``-th on: undated first, then the latest date; the bin by the day of deletion.

    The order does not hang on the day of recording or changing, so that what is edited stays where it is.
    """
    ids = session.scalars(select(Evidence.id).where(*_wanted(owner, chosen)).order_by(*_order(chosen)).offset(start).limit(count)).all()
    rows = {evidence.id: evidence for evidence in session.scalars(select(Evidence).where(Evidence.owner == owner, Evidence.id.in_(ids)))}
    return [rows[evidence_id] for evidence_id in ids]  # sorting ids alone is a third of the work of sorting whole rows


def evidence_place(session: Session, owner: UUID, chosen: EvidenceFilter, evidence_id: UUID) -> int | None:
    """The place of an evidence in that list, from 0; None when it is not in it."""
    places = (
        select(Evidence.id, func.row_number().over(order_by=_order(chosen)).label("place"))
        .where(*_wanted(owner, chosen))
        .subquery("places")
    )
    found = session.scalar(select(places.c.place).where(places.c.id == evidence_id))
    return None if found is None else found - 1


def evidence_counts(session: Session, owner: UUID, chosen: EvidenceFilter) -> tuple[int, int]:
    """How much evidence is in that list, and how much of it serves no task; in one walk, since looking for words takes its time."""
    unlinked = func.sum(case((_linked(None), 0), else_=1))
    query = select(func.count(), func.coalesce(unlinked, 0)).select_from(Evidence).where(*_wanted(owner, chosen))
    count, without_task = session.execute(query).one()
    return count, without_task


def file_count(session: Session, owner: UUID, chosen: EvidenceFilter) -> int:
    """How many files the evidence of that list has."""
    wanted = select(Evidence.id).where(*_wanted(owner, chosen))
    query = select(func.count()).select_from(Attachment).where(Attachment.owner == owner, Attachment.deleted.is_(chosen.binned))
    if chosen != EvidenceFilter(binned=chosen.binned):
        query = query.where(Attachment.evidence_id.in_(wanted))
    return session.scalars(query).one()


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


def _order(chosen: EvidenceFilter) -> tuple[ColumnElement[Any], ...]:
    if chosen.binned:
        return Evidence.changed_at.desc(), Evidence.id.asc()
    return Evidence.issued.is_not(None).asc(), Evidence.issued.desc(), Evidence.id.asc()


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
