"""The receiver's verdicts on evidence of subordinate units."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from db.evidence_queries import attachments_of, evidence_list
from db.journal import to_json
from db.review_queries import ReviewFacts, queue, review_of_version
from db.sync_queries import value_columns
from db.tables import Attachment, Evidence, Review
from db.unit_of_work import UnitOfWork
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import Audience, ReviewVerdict, Role
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed


@dataclass(frozen=True)
class ReviewItem:
    """One evidence to be judged; ``state`` is ``pending``, ``accepted`` or ``returned`` for the version that is here."""

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
    state: str
    comment: str


@dataclass(frozen=True)
class ReviewResult:
    items: tuple[ReviewItem, ...]
    changed: Changed = frozenset({Area.REVIEWS, Area.EVIDENCE, Area.TASKS, Area.BUNDLES})


def list_reviews(app: App, *, unit_code: str = "", accepted: bool = False) -> tuple[ReviewItem, ...]:
    """Evidence of other units that is not accepted yet (all of it with ``accepted``), by unit, then oldest first."""
    with app.read() as session:
        facts = queue(session, office=app.office.unit, unit_code=unit_code)
    return tuple(item for item in map(_item, facts) if accepted or item.state != ReviewVerdict.ACCEPTED)


def review_evidence(app: App, *, evidence_id: UUID, verdict: ReviewVerdict, comment: str = "") -> ReviewResult:
    """Accepts or returns the version of an evidence that is here; a second verdict on it replaces the first.

    Raises ``RequestError``: NOT_FOUND, AMBIGUOUS, BAD_VALUE (returned without a comment), WRONG_ROLE (a commune reviews nobody).
    """
    if app.office.role is not Role.AUTHORITY:
        raise RequestError(Code.WRONG_ROLE)
    comment = nfc(comment.strip())
    if verdict is ReviewVerdict.RETURNED and not comment:
        raise RequestError(Code.BAD_VALUE, field="comment", value="")
    with app.unit_of_work("review") as uow:
        evidence = _subject(uow.session, app, evidence_id)
        _judge(uow, app, evidence, verdict, comment)
        uow.commit()
    with app.read() as session:
        facts = [fact for fact in queue(session, office=app.office.unit, unit_code="") if fact.id == evidence_id]
    return ReviewResult(tuple(map(_item, facts)))


def _subject(session: Session, app: App, evidence_id: UUID) -> Evidence:
    """The other unit's evidence of that id. Ids are chosen by their owners, so two units may use one: then nothing is guessed."""
    found = [evidence for evidence in evidence_list(session, evidence_id=evidence_id) if evidence.owner != app.office.unit]
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
        state="pending" if fact.verdict is None else fact.verdict.value,
        comment=fact.comment or "",
    )
