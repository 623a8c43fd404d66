"""Evidence of this office for a long list, a slice at a time, and everything about one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
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
from papi_desktop.services.evidence import EvidenceFields, number_warnings
from papi_desktop.services.evidence_editing import fields_of
from papi_desktop.services.incoming_files import EvidenceWarning
from papi_desktop.services.tasks import AttachmentView

__all__ = ["EvidenceDetail", "EvidenceFile", "EvidenceFilter", "EvidenceRow", "EvidenceTotals"]

T = TypeVar("T")

_LOOSE = EvidenceFilter(unlinked=True)


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
    """Everything the page shows of one evidence. ``comment`` is what the reviewer wrote on this version, ``warnings`` what to look at."""

    id: UUID
    fields: EvidenceFields
    warnings: tuple[EvidenceWarning, ...]
    sync: SyncState
    comment: str
    files: tuple[EvidenceFile, ...]
    serves: tuple[OccurrenceName, ...]
    deleted_at: datetime | None
    days_left: int | None


def evidence_slice(app: App, *, chosen: EvidenceFilter, start: int, count: int) -> tuple[EvidenceRow, ...]:
    """``count`` rows from the ``start``-th on; fewer at the end. Undated evidence first, then the latest; the bin by day of deletion."""
    keys = _split(_joined(app, chosen)[start * queries.KEY_BYTES : (start + count) * queries.KEY_BYTES])
    with app.read() as session:
        found = queries.evidence_in_order(session, app.office.unit, keys)
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
    """Counts over a whole list; nothing but the list itself is read anew for another filter."""
    unit = app.office.unit
    listed = _listed(app, chosen)
    living = _listed(app, replace(chosen, binned=False)) if chosen.binned else listed
    files = _kept(app, f"files binned {chosen.binned}", lambda session: queries.file_counts(session, unit, binned=chosen.binned))
    loose = frozenset(_split(_kept(app, "loose evidence", lambda session: queries.evidence_keys(session, unit, _LOOSE))))
    with app.read() as session:
        binned = queries.binned_count(session, unit)
    return EvidenceTotals(
        evidence=len(listed),
        files=sum(files.get(key, 0) for key in listed),
        unlinked=sum(key in loose for key in living),
        binned=binned,
    )


def _listed(app: App, chosen: EvidenceFilter) -> list[queries.Key]:
    return _split(_joined(app, chosen))


def _joined(app: App, chosen: EvidenceFilter) -> bytes:
    """The ids of the whole list: every slice and every count is taken from it."""
    unit = app.office.unit
    return _kept(app, f"evidence binned {chosen.binned}", lambda session: queries.evidence_keys(session, unit, chosen), chosen)


def _split(keys: bytes) -> list[queries.Key]:
    """What is kept as one text of bytes, a fifth of the size that its ids have one by one."""
    return [keys[place : place + queries.KEY_BYTES] for place in range(0, len(keys), queries.KEY_BYTES)]


def _kept(app: App, kind: str, read: Callable[[Session], T], chosen: EvidenceFilter | None = None) -> T:
    """What ``read`` finds, kept until something is written."""

    def reading() -> T:
        with app.read() as session:
            return read(session)

    return app.kept(kind, (app.office.unit, chosen), reading)


def is_kept(app: App, *, evidence_id: UUID, binned: bool) -> bool:
    """Whether an evidence of this office is among the living, or in the bin."""
    with app.read() as session:
        return bool(queries.own_evidence(session, app.office.unit, [evidence_id], binned=binned))


def evidence_place(app: App, *, chosen: EvidenceFilter, evidence_id: UUID) -> int | None:
    """Where an evidence stands in the list of ``chosen``, from 0; None when it is not in it."""
    listed = _listed(app, chosen)
    return listed.index(evidence_id.bytes) if evidence_id.bytes in listed else None


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
            warnings=() if evidence.deleted else number_warnings(session, evidence),
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
