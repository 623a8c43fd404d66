"""Recording evidence, and finding it again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.orm import Session

from db.evidence_queries import (
    attachments_of,
    evidence_list,
    evidence_states,
    evidence_with_objects,
    held_objects,
    numbers_of_year,
    stored,
    tasks_by_evidence,
)
from db.office_queries import superior_of
from db.search import search_text
from db.states import Travel
from db.tables import Attachment, Evidence, Occurrence, StoredObject
from db.task_queries import expected_of
from db.unit_of_work import UnitOfWork
from papi_desktop.domain.document_numbers import number_key
from papi_desktop.domain.errors import Code, EvidenceError, RequestError
from papi_desktop.domain.kind_fields import kept_details
from papi_desktop.domain.periods import Period
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import AttachmentState, SyncState
from papi_desktop.evidence.file_facts import FileFacts
from papi_desktop.evidence.store import Intake, ObjectFacts, copy_in, stamp_of
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress
from papi_desktop.services.changes import WORK, Changed
from papi_desktop.services.evidence_links import link_to, occurrences_named
from papi_desktop.services.incoming_files import EvidenceWarning, examine_file, file_warnings
from papi_desktop.services.tasks import AttachmentView
from resources.kinds import EvidenceKind, evidence_kind

_WORDS = ("text", "lines", "address")
"""Types of the fields of a kind that evidence is found by."""


@dataclass(frozen=True)
class EvidenceFields:
    """What the officer says of an evidence; ``issued`` is its own date, apart from the day it is recorded.

    ``details`` are the fields of its kind (``resources.kinds.KindField``) by their codes, as texts.
    """

    kind: str
    number: str = ""
    issued: date | None = None
    abstract: str = ""
    place: str = ""
    posted_from: date | None = None
    posted_to: date | None = None
    personal_data: bool = False
    details: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        object.__setattr__(self, "details", MappingProxyType(dict(self.details)))


@dataclass(frozen=True)
class TakenFile:
    """What became of one file: ``stored``, ``known`` (its content was here already) or ``refused`` with the reason."""

    name: str
    state: str
    sha256: str = ""
    size: int = 0
    media_type: str = ""
    refusal: EvidenceError | None = None


@dataclass(frozen=True)
class EvidenceResult:
    evidence: UUID
    attachments: tuple[TakenFile, ...]
    warnings: tuple[EvidenceWarning, ...]
    occurrences: tuple[UUID, ...]
    changed: Changed = WORK


@dataclass(frozen=True)
class EvidenceView:
    """One evidence for lists; ``unit`` is the office whose evidence it is."""

    id: UUID
    unit: UUID
    kind: str
    number: str
    issued: date | None
    abstract: str
    place: str
    posted_from: date | None
    posted_to: date | None
    personal_data: bool
    details: Mapping[str, str]
    recorded_at: datetime
    sync: SyncState
    comment: str
    task_ids: tuple[UUID, ...]
    attachments: tuple[AttachmentView, ...]


@dataclass(frozen=True)
class _Incoming:
    """A file that was taken in, with what was read from it."""

    path: Path
    facts: FileFacts
    taken_on: date | None
    stored: ObjectFacts


def add_evidence(
    app: App,
    *,
    task_ids: Sequence[UUID],
    fields: EvidenceFields,
    files: Sequence[Path],
    expected_id: UUID | None = None,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> EvidenceResult:
    """Records one evidence from all its files and links it to occurrences.

    ``task_ids`` name occurrences or tasks, none at all where that is said later; of a task, the occurrence whose period holds the
    evidence's date, which is that of its first photo where none is given. ``expected_id`` names the expected result it fills, else
    the first empty one of its kind. Files that cannot become evidence are ``refused`` in the result; when none is left the first
    refusal is raised. Files that are together already one evidence are not recorded twice: that evidence is linked, unless something
    else is said of it.
    """
    check_fields(fields)
    fields = _as_kept(fields)
    if not files:
        raise RequestError(Code.BAD_VALUE, field="files", value="")
    with app.store.take_in() as intake:
        incoming, refused = _take_in(intake, files, app.today(), progress, cancelled)
        if not incoming:
            refusal = refused[0].refusal
            assert refusal is not None  # noqa: S101 - every refused file carries its reason
            raise refusal
        with app.unit_of_work("evidence.add") as uow:
            hashes = {item.stored.sha256 for item in incoming}
            known = set(stored(uow.session, hashes))
            evidence = _same_evidence(uow.session, app, fields, hashes) or _record(uow, app, fields, incoming)
            occurrences = occurrences_named(uow.session, app, task_ids, evidence.issued or app.today())
            for item in incoming:
                if item.stored.sha256 not in known:
                    known_facts = item.stored
                    uow.session.add(StoredObject(sha256=known_facts.sha256, size=known_facts.size, crc32=known_facts.crc32))
                    known.add(item.stored.sha256)
            for occurrence in occurrences:
                link_to(uow, evidence, occurrence, expected_id)
            warnings = (*_warnings(uow.session, evidence, incoming, occurrences), *number_warnings(uow.session, evidence))
            taken = _taken(incoming, {sha for sha in hashes if app.store.has(sha)})
            intake.publish()
            uow.commit()
    return EvidenceResult(
        evidence=evidence.id,
        attachments=(*taken, *refused),
        warnings=warnings,
        occurrences=tuple(occurrence.id for occurrence in occurrences),
    )


def check_fields(fields: EvidenceFields) -> None:
    """Raises ``RequestError(BAD_VALUE)`` for an unknown kind, what its own fields cannot hold, or a posting that ends before it begins."""
    details_of_kind(fields.kind, fields.details)
    if fields.posted_from and fields.posted_to and fields.posted_to < fields.posted_from:
        raise RequestError(Code.BAD_VALUE, field="to", value=fields.posted_to.strftime("%d/%m/%Y"))


def details_of_kind(kind: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed in a kind's own fields as it is stored. Raises ``RequestError(BAD_VALUE)``, also for an unknown kind."""
    return kept_details(typed, [(each.code, each.type) for each in known_kind(kind).fields])


def known_kind(code: str) -> EvidenceKind:
    """Raises ``RequestError(BAD_VALUE)``."""
    try:
        return evidence_kind(code)
    except KeyError as error:
        raise RequestError(Code.BAD_VALUE, field="kind", value=code) from error


def _as_kept(fields: EvidenceFields) -> EvidenceFields:
    """The fields as they are stored, and compared with what is."""
    texts = {name: nfc(value.strip()) for name, value in vars(fields).items() if isinstance(value, str)}
    return replace(fields, **texts, details=details_of_kind(fields.kind, fields.details))


def _take_in(
    intake: Intake, files: Sequence[Path], today: date, progress: Progress, cancelled: Cancelled
) -> tuple[list[_Incoming], list[TakenFile]]:
    incoming: list[_Incoming] = []
    refused: list[TakenFile] = []
    for done, path in enumerate(files):
        progress(done, len(files))
        try:
            seen = stamp_of(path)
            found = examine_file(path, today)
            incoming.append(_Incoming(path, found.facts, found.taken_on, copy_in(intake, path, cancelled=cancelled, seen=seen)))
        except EvidenceError as error:
            refused.append(TakenFile(name=nfc(path.name), state="refused", refusal=error))
    progress(len(files), len(files))
    return incoming, refused


def _same_evidence(session: Session, app: App, fields: EvidenceFields, hashes: Collection[str]) -> Evidence | None:
    """The evidence these files already are, where the officer says nothing else of it than before.

    Its files are here again whatever happened to them, and a flag for personal data is never lost.
    """
    for evidence, files in evidence_with_objects(session, app.office.unit, hashes):
        said = {name: value for name, value in vars(fields).items() if value and name not in {"personal_data", "details"}}
        same = all(getattr(evidence, name) == value for name, value in said.items())
        if files == hashes and same and fields.details.items() <= evidence.details.items():
            evidence.personal_data = evidence.personal_data or fields.personal_data
            for attachment in attachments_of(session, app.office.unit, [evidence.id])[evidence.id]:
                attachment.state = AttachmentState.HERE
            return evidence
    return None


def _record(uow: UnitOfWork, app: App, fields: EvidenceFields, incoming: Sequence[_Incoming]) -> Evidence:
    evidence = uow.make(
        Evidence,
        kind=fields.kind,
        number=fields.number,
        issued=fields.issued or _photo_date(incoming),
        abstract=fields.abstract,
        place=fields.place,
        posted_from=fields.posted_from,
        posted_to=fields.posted_to,
        personal_data=fields.personal_data,
        details=dict(fields.details),
        search=search_of(fields, [nfc(item.path.name) for item in incoming]),
    )
    zone = app.clock.now().tzinfo
    seen: set[str] = set()
    for item in incoming:
        if item.stored.sha256 in seen:
            continue
        seen.add(item.stored.sha256)
        taken_at = item.facts.taken_at
        uow.make(
            Attachment,
            evidence_id=evidence.id,
            position=len(seen),
            sha256=item.stored.sha256,
            size=item.stored.size,
            media_type=item.facts.media_type,
            name=nfc(item.path.name),
            pages=item.facts.pages,
            width=item.facts.width,
            height=item.facts.height,
            taken_at=None if taken_at is None else taken_at.replace(tzinfo=zone).astimezone(UTC),
            latitude=item.facts.latitude,
            longitude=item.facts.longitude,
            state=AttachmentState.HERE,
        )
    return evidence


def search_of(fields: EvidenceFields, names: Sequence[str]) -> str:
    """The words that evidence with files of these ``names`` is found by."""
    kind = evidence_kind(fields.kind)
    words = [fields.details.get(each.code, "") for each in kind.fields if each.type in _WORDS]
    return search_text([fields.number, fields.abstract, fields.place, kind.name, *words, *names])


def _photo_date(incoming: Sequence[_Incoming]) -> date | None:
    """The day the first photo was taken: what the file says need not be asked."""
    days = [item.taken_on for item in incoming if item.taken_on is not None]
    return min(days) if days else None


def _warnings(
    session: Session, evidence: Evidence, incoming: Sequence[_Incoming], occurrences: Sequence[Occurrence]
) -> tuple[EvidenceWarning, ...]:
    found = [warning for item in incoming for warning in file_warnings(nfc(item.path.name), item.facts, item.taken_on, item.stored.size)]
    for occurrence in occurrences:
        kinds = {slot.kind for slot in expected_of(session, occurrence.owner, occurrence.task_id)}
        if kinds and evidence.kind not in kinds and "other" not in kinds:
            found.append(EvidenceWarning("UNUSUAL_KIND", {"kind": evidence.kind}))
        period = Period(occurrence.period)
        if evidence.issued is not None and not period.start <= evidence.issued <= period.end:
            params = {"date": evidence.issued.strftime("%d/%m/%Y"), "period": period.key, "number": evidence.number, "kind": evidence.kind}
            found.append(EvidenceWarning("DATE_OUTSIDE", params))
    return tuple(found)


def number_warnings(session: Session, evidence: Evidence) -> tuple[EvidenceWarning, ...]:
    """REPEATED_NUMBER where another document of the same kind and year carries the number."""
    if not evidence.number or evidence.issued is None or not evidence_kind(evidence.kind).document:
        return ()
    key = number_key(evidence.number)
    digits = "".join(takewhile(str.isdigit, key))
    alike = numbers_of_year(session, evidence, evidence.issued.year, digits)
    others = [issued for number, issued in alike if number_key(number) == key]
    if not others:
        return ()
    params = {"number": evidence.number, "kind": evidence.kind, "date": min(others).strftime("%d/%m/%Y")}
    return (EvidenceWarning("REPEATED_NUMBER", params),)


def _taken(incoming: Sequence[_Incoming], known: Collection[str]) -> list[TakenFile]:
    seen = set(known)
    taken: list[TakenFile] = []
    for item in incoming:
        state = "known" if item.stored.sha256 in seen else "stored"
        seen.add(item.stored.sha256)
        taken.append(
            TakenFile(
                name=nfc(item.path.name),
                state=state,
                sha256=item.stored.sha256,
                size=item.stored.size,
                media_type=item.facts.media_type,
            )
        )
    return taken


def list_evidence(app: App, *, search: str = "", owner: UUID | None = None) -> tuple[EvidenceView, ...]:
    """Evidence here, newest first; at the level above, that of all units."""
    return _views(app, search=search, owner=owner, evidence_id=None)


def show_evidence(app: App, *, evidence_id: UUID) -> EvidenceView:
    """Raises ``RequestError(NOT_FOUND)``."""
    views = _views(app, search="", owner=None, evidence_id=evidence_id)
    if not views:
        raise RequestError(Code.NOT_FOUND, what=str(evidence_id))
    return views[0]


def _views(app: App, *, search: str, owner: UUID | None, evidence_id: UUID | None) -> tuple[EvidenceView, ...]:
    with app.read() as session:
        found = evidence_list(session, owner=owner, search=search, evidence_id=evidence_id)
        peer = superior_of(session)
        views: list[EvidenceView] = []
        for unit in dict.fromkeys(item.owner for item in found):
            own = [item for item in found if item.owner == unit]
            views += _views_of(session, app, unit, own, peer)
    places = {(item.owner, item.id): number for number, item in enumerate(found)}
    return tuple(sorted(views, key=lambda view: places[view.unit, view.id]))


def _views_of(session: Session, app: App, unit: UUID, found: Sequence[Evidence], peer: UUID | None) -> list[EvidenceView]:
    """Views of one unit's evidence; ids are its own and mean nothing beside those of another."""
    ids = {item.id for item in found}
    states = evidence_states(session, unit, ids, office=app.office.unit, peer=peer)
    files = attachments_of(session, unit, ids)
    tasks = tasks_by_evidence(session, unit, ids)
    held = None if unit == app.office.unit else held_objects(session, unit)
    return [
        EvidenceView(
            id=item.id,
            unit=item.owner,
            kind=item.kind,
            number=item.number,
            issued=item.issued,
            abstract=item.abstract,
            place=item.place,
            posted_from=item.posted_from,
            posted_to=item.posted_to,
            personal_data=item.personal_data,
            details=item.details,
            recorded_at=item.changed_at,
            sync=Travel(states[item.id].travel).sync,
            comment=states[item.id].comment,
            task_ids=tuple(tasks.get(item.id, ())),
            attachments=tuple(attachment_view(a, held) for a in files.get(item.id, ())),
        )
        for item in found
    ]


def attachment_view(attachment: Attachment, held: set[str] | None) -> AttachmentView:
    """``held`` are the objects that the owner's bundles delivered; ``None`` for our own files, whose state is as recorded."""
    owed = held is not None and attachment.state is AttachmentState.HERE and attachment.sha256 not in held
    state = AttachmentState.OWED if owed else attachment.state
    return AttachmentView(attachment.sha256, attachment.size, attachment.media_type, attachment.name, attachment.pages, state.value)


def object_path(app: App, *, sha256: str) -> Path:
    """The file with an object's bytes, to be shown and never changed. Raises ``EvidenceError(FILE_MISSING)``."""
    if not app.store.has(sha256):
        raise EvidenceError(Code.FILE_MISSING, name=sha256[:12])
    return app.store.path(sha256)
