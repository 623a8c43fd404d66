"""Evidence of this office for a long list, a slice at a time, and everything about one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from db import evidence_list_queries as queries
from db.evidence_list_queries import NO_FILES, EvidenceFilter
from db.evidence_queries import EvidenceState, evidence_states, tasks_by_evidence
from db.link_queries import OccurrenceName, served_occurrences
from db.office_queries import superior_of
from db.states import Travel
from db.tables import Attachment, Evidence
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.vocabulary import SyncState
from papi_desktop.services.app import App
from papi_desktop.services.bin import days_left
from papi_desktop.services.evidence import EvidenceFields
from papi_desktop.services.evidence_editing import fields_of
from papi_desktop.services.tasks import AttachmentView

__all__ = ["EvidenceDetail", "EvidenceFile", "EvidenceFilter", "EvidenceRow", "EvidenceTotals"]


@dataclass(frozen=True)
class EvidenceRow:
    """One line of the list. ``sha256`` and ``media_type`` are of its first file; ``days_left`` is None unless it is in the bin."""

    id: UUID
    kind: str
    number: str
    issued: date | None
    abstract: str
    place: str
    personal_data: bool
    files: int
    sha256: str
    media_type: str
    tasks: int
    sync: SyncState
    changed_at: datetime
    days_left: int | None


@dataclass(frozen=True)
class EvidenceTotals:
    """Counts over a whole filter: evidence, files, and how many of it serve no task; and how many rest in the bin."""

    evidence: int
    files: int
    unlinked: int
    binned: int


@dataclass(frozen=True)
class EvidenceFile:
    """A file with what was read from it: when and where (degrees) a photo was taken."""

    view: AttachmentView
    taken_at: datetime | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class EvidenceDetail:
    """Everything the page shows of one evidence. ``comment`` is what the reviewer wrote on this version."""

    id: UUID
    fields: EvidenceFields
    sync: SyncState
    comment: str
    files: tuple[EvidenceFile, ...]
    serves: tuple[OccurrenceName, ...]
    deleted_at: datetime | None
    days_left: int | None


def evidence_slice(app: App, *, chosen: EvidenceFilter, start: int, count: int) -> tuple[EvidenceRow, ...]:
    """``count`` rows from the ``start``-th on; fewer at the end. Undated evidence first, then the latest; the bin by day of deletion."""
    with app.read() as session:
        found = queries.evidence_slice(session, app.office.unit, chosen, start=start, count=count)
        ids = [item.id for item in found]
        briefs = queries.file_briefs(session, app.office.unit, ids, binned=chosen.binned)
        tasks = tasks_by_evidence(session, app.office.unit, ids)
        states = _states(session, app, ids)
    now = app.clock.now()
    rows: list[EvidenceRow] = []
    for item in found:
        brief = briefs.get(item.id, NO_FILES)
        rows.append(
            EvidenceRow(
                id=item.id,
                kind=item.kind,
                number=item.number,
                issued=item.issued,
                abstract=item.abstract,
                place=item.place,
                personal_data=item.personal_data,
                files=brief.count,
                sha256=brief.sha256,
                media_type=brief.media_type,
                tasks=len(tasks.get(item.id, ())),
                sync=_sync(states.get(item.id)),
                changed_at=item.changed_at,
                days_left=days_left(item.changed_at, now) if item.deleted else None,
            )
        )
    return tuple(rows)


def evidence_totals(app: App, *, chosen: EvidenceFilter) -> EvidenceTotals:
    """Kept until something is written: the tabs show the same list in several ways."""
    return app.kept("evidence totals", (app.office.unit, chosen), lambda: _read_totals(app, chosen))


def _read_totals(app: App, chosen: EvidenceFilter) -> EvidenceTotals:
    unit, kept = app.office.unit, replace(chosen, binned=False)
    with app.read() as session:
        count, unlinked = queries.evidence_counts(session, unit, chosen)
        return EvidenceTotals(
            evidence=count,
            files=queries.file_count(session, unit, chosen),
            unlinked=queries.evidence_counts(session, unit, kept)[1] if chosen.binned else unlinked,
            binned=queries.binned_count(session, unit),
        )


def is_kept(app: App, *, evidence_id: UUID, binned: bool) -> bool:
    """Whether an evidence of this office is among the living, or in the bin."""
    with app.read() as session:
        return bool(queries.own_evidence(session, app.office.unit, [evidence_id], binned=binned))


def evidence_place(app: App, *, chosen: EvidenceFilter, evidence_id: UUID) -> int | None:
    """Where an evidence stands in the list of ``chosen``, from 0; None when it is not in it."""
    with app.read() as session:
        return queries.evidence_place(session, app.office.unit, chosen, evidence_id)


def evidence_detail(app: App, *, evidence_id: UUID) -> EvidenceDetail:
    """Everything about one evidence of this office, in the bin or not. Raises ``RequestError(NOT_FOUND)``."""
    with app.read() as session:
        evidence = session.get(Evidence, (app.office.unit, evidence_id))
        if evidence is None:
            raise RequestError(Code.NOT_FOUND, what=str(evidence_id))
        state = _states(session, app, [evidence_id]).get(evidence_id)
        return EvidenceDetail(
            id=evidence.id,
            fields=fields_of(evidence),
            sync=_sync(state),
            comment="" if state is None else state.comment,
            files=_files(queries.files_of(session, evidence.owner, evidence.id, binned=evidence.deleted)),
            serves=tuple(served_occurrences(session, evidence)),
            deleted_at=evidence.changed_at if evidence.deleted else None,
            days_left=days_left(evidence.changed_at, app.clock.now()) if evidence.deleted else None,
        )


def _states(session: Session, app: App, ids: Sequence[UUID]) -> dict[UUID, EvidenceState]:
    return evidence_states(session, app.office.unit, ids, office=app.office.unit, peer=superior_of(session))


def _sync(state: EvidenceState | None) -> SyncState:
    """What is in the bin has no state of its own any more."""
    return SyncState.LOCAL if state is None else Travel(state.travel).sync


def _files(found: Sequence[Attachment]) -> tuple[EvidenceFile, ...]:
    return tuple(
        EvidenceFile(
            view=AttachmentView(a.sha256, a.size, a.media_type, a.name, a.pages, a.state.value),
            taken_at=a.taken_at,
            latitude=None if a.latitude is None else float(a.latitude),
            longitude=None if a.longitude is None else float(a.longitude),
        )
        for a in found
    )
