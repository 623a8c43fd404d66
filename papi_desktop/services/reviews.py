"""The receiver's verdicts on evidence of subordinate units."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from db import reviewer_queries
from db.evidence_queries import attachments_of, evidence_list
from db.journal import to_json
from db.plan_queries import plan_years
from db.review_queries import ReviewFacts, queue, review_of_version
from db.reviewer_queries import QueueFacts, QueueFilter, UnitFacts
from db.sync_queries import value_columns
from db.tables import Attachment, Evidence, Review
from db.unit_of_work import UnitOfWork
from papi_desktop.domain.errors import Code, RequestError, StorageError
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import Audience, ReviewState, ReviewVerdict, Role
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed

__all__ = [
    "QueueFilter",
    "QueueRow",
    "ReviewCounts",
    "ReviewItem",
    "ReviewQueue",
    "SeenVersion",
    "UnitFacts",
    "list_reviews",
    "review_evidence",
]

QUEUE_LIMIT = 500
"""More than a reviewer looks through at a stretch; reading 20,000 lines takes a second."""


@dataclass(frozen=True)
class ReviewItem:
    """One evidence to be judged; ``state`` is that of the version that is here."""

    id: UUID
    unit: UUID
    unit_code: str
    unit_name: str
    task: str
    kind: str
    number: str
    issued: date | None
    abstract: str
    files: int
    state: ReviewState
    comment: str


@dataclass(frozen=True)
class SeenVersion:
    """What a reviewer had on the screen: the owner of the evidence, the position and digest of the version that was here, and the
    position of the verdict on it that was shown, None where there was none."""

    unit: UUID
    stream: UUID
    rev: int
    digest: str
    verdict: tuple[UUID, int] | None = None


@dataclass(frozen=True)
class QueueRow:
    """One line of the reviewer's queue. ``abstract`` is cut; ``state`` is that of the version that is here."""

    id: UUID
    unit: UUID
    unit_code: str
    unit_name: str
    kind: str
    number: str
    issued: date | None
    abstract: str
    place: str
    state: ReviewState

    @property
    def key(self) -> tuple[UUID, UUID]:
        """Ids are chosen by their owners, so two units may use one."""
        return self.unit, self.id


@dataclass(frozen=True)
class ReviewCounts:
    """What is here to review, and how many verdicts no reply carries yet. ``dimension`` names the one that is filtered by."""

    units: tuple[UnitFacts, ...]
    unanswered: int
    dimension: str = ""

    @property
    def received(self) -> int:
        return sum(unit.evidence for unit in self.units)

    @property
    def pending(self) -> int:
        return sum(unit.pending for unit in self.units)

    @property
    def pending_units(self) -> int:
        return sum(unit.pending > 0 for unit in self.units)


@dataclass(frozen=True)
class ReviewQueue:
    """``more`` says that only the first rows are here: the rest comes when these are done."""

    rows: tuple[QueueRow, ...]
    counts: ReviewCounts
    more: bool


@dataclass(frozen=True)
class ReviewResult:
    items: tuple[ReviewItem, ...]
    changed: Changed = frozenset({Area.REVIEWS, Area.EVIDENCE, Area.TASKS, Area.BUNDLES})


def list_reviews(app: App, *, unit_code: str = "", accepted: bool = False) -> tuple[ReviewItem, ...]:
    """Evidence of other units that is not accepted yet (all of it with ``accepted``), by unit, then oldest first."""
    with app.read() as session:
        facts = queue(session, office=app.office.unit, unit_code=unit_code)
    return tuple(item for item in map(_item, facts) if accepted or item.state != ReviewVerdict.ACCEPTED)


def review_queue(app: App, *, chosen: QueueFilter, limit: int = QUEUE_LIMIT) -> ReviewQueue:
    """What waits for the reviewer, or was judged, by unit, then in the order it was recorded."""
    with app.read() as session:
        chosen = _narrowing(session, chosen)
        facts = reviewer_queries.review_queue(session, chosen, office=app.office.unit, limit=limit)
        return ReviewQueue(tuple(map(_queue_row, facts)), _counts(session, app, chosen), more=len(facts) >= limit)


def review_counts(app: App, *, chosen: QueueFilter) -> ReviewCounts:
    """The figures around the queue; of ``chosen`` the year counts."""
    with app.read() as session:
        return _counts(session, app, _narrowing(session, chosen))


def _narrowing(session: Session, chosen: QueueFilter) -> QueueFilter:
    """``chosen`` without its year where all plans are of that year: following each link up to its plan would cost most of the time."""
    return replace(chosen, year=None) if plan_years(session) == [chosen.year] else chosen


def review_evidence(
    app: App, *, evidence_id: UUID, verdict: ReviewVerdict, comment: str = "", seen: SeenVersion | None = None
) -> ReviewResult:
    """Accepts or returns the version of an evidence that is here; a second verdict on it replaces the first.

    With ``seen`` the verdict goes to that version or to none. Raises ``RequestError``: NOT_FOUND, AMBIGUOUS, BAD_VALUE (returned without
    a comment), WRONG_ROLE (a commune reviews nobody); ``StorageError(CONFLICT)`` when something else is here than what was seen.
    """
    if app.office.role is not Role.AUTHORITY:
        raise RequestError(Code.WRONG_ROLE)
    comment = nfc(comment.strip())
    if verdict is ReviewVerdict.RETURNED and not comment:
        raise RequestError(Code.BAD_VALUE, field="comment", value="")
    with app.unit_of_work("review") as uow:
        evidence = subject(uow.session, app, evidence_id, None if seen is None else seen.unit)
        if seen is not None and seen_version(uow.session, app, evidence) != seen:
            raise StorageError(Code.CONFLICT)
        _judge(uow, app, evidence, verdict, comment)
        uow.commit()
    with app.read() as session:
        facts = queue(session, office=app.office.unit, evidence=(evidence.owner, evidence.id))
    return ReviewResult(tuple(map(_item, facts)))


def subject(session: Session, app: App, evidence_id: UUID, unit: UUID | None = None) -> Evidence:
    """The other unit's evidence of that id. Ids are chosen by their owners, so two units may use one: then nothing is guessed.

    Raises ``RequestError`` NOT_FOUND or AMBIGUOUS.
    """
    found = [evidence for evidence in evidence_list(session, evidence_id=evidence_id, owner=unit) if evidence.owner != app.office.unit]
    if not found:
        raise RequestError(Code.NOT_FOUND, what=str(evidence_id))
    if len(found) > 1:
        raise RequestError(Code.AMBIGUOUS, what=str(evidence_id), count=len(found))
    return found[0]


def _judge(uow: UnitOfWork, app: App, evidence: Evidence, verdict: ReviewVerdict, comment: str) -> None:
    review = review_of_version(uow.session, office=app.office.unit, evidence=evidence)
    values = {"verdict": verdict, "comment": comment, "reviewed_at": app.clock.now()}
    if review is not None:
        for name, value in values.items():
            setattr(review, name, value)
        return
    files = attachments_of(uow.session, evidence.owner, [evidence.id]).get(evidence.id, ())
    uow.make(
        Review,
        subject="evidence",
        subject_owner=evidence.owner,
        subject_id=evidence.id,
        judged_stream=evidence.stream,
        judged_rev=evidence.rev,
        judged_digest=version_digest(evidence, files),
        points=None,
        audience=Audience.UNIT,
        audience_unit=evidence.owner,
        **values,
    )


def seen_version(session: Session, app: App, evidence: Evidence) -> SeenVersion:
    """The version of an evidence that is here now, with the verdict on it."""
    files = attachments_of(session, evidence.owner, [evidence.id]).get(evidence.id, ())
    review = review_of_version(session, office=app.office.unit, evidence=evidence)
    return SeenVersion(
        unit=evidence.owner,
        stream=evidence.stream,
        rev=evidence.rev,
        digest=version_digest(evidence, files),
        verdict=None if review is None else (review.stream, review.rev),
    )


def version_digest(evidence: Evidence, files: Sequence[Attachment]) -> str:
    """SHA-256 in hex of what was judged: the evidence's values and the hashes of its files, as canonical JSON.

    It travels with the verdict, so that the owner can hold it against its own row of that position.
    """
    values = {name: to_json(getattr(evidence, name)) for name in value_columns("evidence")}
    subject = {"evidence": values, "files": sorted(attachment.sha256 for attachment in files)}
    text = json.dumps(subject, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _item(fact: ReviewFacts) -> ReviewItem:
    return ReviewItem(
        id=fact.id,
        unit=fact.owner,
        unit_code=fact.unit_code,
        unit_name=fact.unit_name,
        task=fact.task,
        kind=fact.kind,
        number=fact.number,
        issued=fact.issued,
        abstract=fact.abstract,
        files=fact.files,
        state=_state(fact.verdict),
        comment=fact.comment or "",
    )


def _queue_row(fact: QueueFacts) -> QueueRow:
    return QueueRow(
        id=fact.id,
        unit=fact.owner,
        unit_code=fact.unit_code,
        unit_name=fact.unit_name,
        kind=fact.kind,
        number=fact.number,
        issued=fact.issued,
        abstract=fact.abstract,
        place=fact.place,
        state=_state(fact.verdict),
    )


def _state(verdict: ReviewVerdict | None) -> ReviewState:
    return ReviewState.PENDING if verdict is None else ReviewState(verdict.value)


def _counts(session: Session, app: App, chosen: QueueFilter) -> ReviewCounts:
    office = app.office.unit
    return ReviewCounts(
        units=tuple(reviewer_queries.reviewed_units(session, office=office, year=chosen.year)),
        unanswered=reviewer_queries.unanswered_verdicts(session, office=office),
        dimension=reviewer_queries.dimension_label(session, chosen.dimension) if chosen.dimension else "",
    )
