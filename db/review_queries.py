"""Reading what waits for a reviewer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, distinct, func, select
from sqlalchemy.orm import Session

from db.tables import Attachment, Evidence, Link, Occurrence, Plan, Review, Task, Unit
from papi_desktop.domain.vocabulary import ReviewVerdict


@dataclass(frozen=True)
class ReviewFacts:
    """An evidence of another unit with the verdict on the version that is here; ``task`` is the text of one task it serves."""

    id: UUID
    owner: UUID
    unit_code: str
    unit_name: str
    task: str
    kind: str
    number: str
    issued: date | None
    abstract: str
    files: int
    verdict: ReviewVerdict | None
    comment: str | None


def queue(session: Session, *, office: UUID, unit_code: str = "", evidence: tuple[UUID, UUID] | None = None) -> list[ReviewFacts]:
    """Living evidence of other units, by unit, then in the order it was recorded; ``evidence`` is owner and id of the only one wanted."""
    task = (
        select(func.min(Task.text))
        .join(Occurrence, and_(Occurrence.owner == Task.owner, Occurrence.task_id == Task.id))
        .join(Link, and_(Link.owner == Occurrence.owner, Link.occurrence_id == Occurrence.id))
        .where(Link.owner == Evidence.owner, Link.evidence_id == Evidence.id, ~Link.deleted)
        .correlate(Evidence)
        .scalar_subquery()
    )
    files = (
        select(func.count())
        .where(Attachment.owner == Evidence.owner, Attachment.evidence_id == Evidence.id, ~Attachment.deleted)
        .correlate(Evidence)
        .scalar_subquery()
    )
    judged = and_(
        Review.owner == office,
        Review.subject_owner == Evidence.owner,
        Review.subject_id == Evidence.id,
        Review.judged_stream == Evidence.stream,
        Review.judged_rev == Evidence.rev,
        ~Review.deleted,
    )
    query = (
        select(
            Evidence.id,
            Evidence.owner,
            func.coalesce(Unit.code, ""),
            func.coalesce(Unit.name, ""),
            func.coalesce(task, ""),
            Evidence.kind,
            Evidence.number,
            Evidence.issued,
            Evidence.abstract,
            files,
            Review.verdict,
            Review.comment,
        )
        .outerjoin(Unit, and_(Unit.owner == Evidence.owner, Unit.id == Evidence.owner))
        .outerjoin(Review, judged)
        .where(Evidence.owner != office, ~Evidence.deleted)
        .order_by(Unit.code, Evidence.stream, Evidence.rev, Evidence.id)
    )
    if unit_code:
        query = query.where(Unit.code == unit_code)
    if evidence is not None:
        query = query.where(Evidence.owner == evidence[0], Evidence.id == evidence[1])
    return [ReviewFacts(*row) for row in session.execute(query)]


def review_of_version(session: Session, *, office: UUID, evidence: Evidence) -> Review | None:
    """The verdict of this office on exactly this version."""
    return session.scalars(
        select(Review).where(
            Review.owner == office,
            Review.subject_owner == evidence.owner,
            Review.subject_id == evidence.id,
            Review.judged_stream == evidence.stream,
            Review.judged_rev == evidence.rev,
            ~Review.deleted,
        )
    ).one_or_none()


@dataclass(frozen=True)
class AnswerFacts:
    """A verdict of the level above on an evidence of this office; ``occurrence`` is one that the evidence serves."""

    evidence: UUID
    occurrence: UUID | None
    kind: str
    number: str
    abstract: str
    verdict: ReviewVerdict
    comment: str


def reviews_in(session: Session, *, owner: UUID, stream: UUID, after: int, up_to: int) -> list[AnswerFacts]:
    """Verdicts on evidence of ``owner`` whose latest version lies in a range of the reviewer's stream, in its order."""
    serves = (
        select(func.min(Link.occurrence_id))
        .where(Link.owner == Evidence.owner, Link.evidence_id == Evidence.id, ~Link.deleted)
        .correlate(Evidence)
        .scalar_subquery()
    )
    query = (
        select(Evidence.id, serves, Evidence.kind, Evidence.number, Evidence.abstract, Review.verdict, Review.comment)
        .join(Evidence, and_(Evidence.owner == Review.subject_owner, Evidence.id == Review.subject_id))
        .where(Review.subject_owner == owner, Review.stream == stream, Review.rev > after, Review.rev <= up_to, ~Review.deleted)
        .order_by(Review.rev, Review.id)
    )
    return [AnswerFacts(*row) for row in session.execute(query)]


def verdict_counts(session: Session, *, owner: UUID, stream: UUID, after: int, up_to: int) -> tuple[int, int]:
    """How much evidence of ``owner`` the range of the reviewer's stream accepts, and how much it returns."""
    accepted, returned = session.execute(
        select(
            func.count().filter(Review.verdict == ReviewVerdict.ACCEPTED),
            func.count().filter(Review.verdict == ReviewVerdict.RETURNED),
        ).where(
            Review.subject == "evidence",
            Review.subject_owner == owner,
            Review.stream == stream,
            Review.rev > after,
            Review.rev <= up_to,
            ~Review.deleted,
        )
    ).one()
    return accepted, returned


@dataclass(frozen=True)
class ReturnFacts:
    """An evidence of this office whose present version was returned; ``occurrence`` is one of the ``serves`` it belongs to."""

    evidence: UUID
    kind: str
    number: str
    abstract: str
    comment: str
    occurrence: UUID
    serves: int


def open_returns(session: Session, *, owner: UUID, year: int | None, limit: int) -> list[ReturnFacts]:
    """Evidence that was returned and not changed since, newest verdict first; of plans of ``year`` where it is given."""
    serves = (
        select(Link.evidence_id, Link.occurrence_id)
        .join(Occurrence, and_(Occurrence.owner == Link.owner, Occurrence.id == Link.occurrence_id, ~Occurrence.deleted))
        .join(Task, and_(Task.owner == Occurrence.owner, Task.id == Occurrence.task_id, ~Task.deleted))
        .join(Plan, and_(Plan.owner == Task.owner, Plan.id == Task.plan_id, ~Plan.deleted))
        .where(Link.owner == owner, ~Link.deleted)
    )
    if year is not None:
        serves = serves.where(Plan.year == year)
    judged = and_(
        Evidence.owner == Review.subject_owner,
        Evidence.id == Review.subject_id,
        Evidence.stream == Review.judged_stream,
        Evidence.rev == Review.judged_rev,
        ~Evidence.deleted,
    )
    newest = (
        select(Evidence.id, Evidence.kind, Evidence.number, Evidence.abstract, Review.comment, Review.reviewed_at)
        .join(Evidence, judged)
        .where(Review.subject == "evidence", Review.subject_owner == owner, Review.verdict == ReviewVerdict.RETURNED, ~Review.deleted)
        .where(serves.where(Link.evidence_id == Evidence.id).correlate(Evidence).exists())
        .order_by(Review.reviewed_at.desc(), Evidence.id)
        .limit(limit)
        .cte("newest")
    )  # the few that are shown first, so that what they serve is counted for no others
    served = serves.where(Link.evidence_id.in_(select(newest.c.id))).subquery("served")
    query = (
        select(
            newest.c.id,
            newest.c.kind,
            newest.c.number,
            newest.c.abstract,
            newest.c.comment,
            func.min(served.c.occurrence_id),
            func.count(distinct(served.c.occurrence_id)),
        )
        .join(served, served.c.evidence_id == newest.c.id)
        .group_by(newest.c.id, newest.c.kind, newest.c.number, newest.c.abstract, newest.c.comment, newest.c.reviewed_at)
        .order_by(newest.c.reviewed_at.desc(), newest.c.id)
    )
    return [ReturnFacts(*row) for row in session.execute(query)]


def supplemented(session: Session, *, owner: UUID, stream: UUID, after: int) -> int:
    """Living evidence changed beyond ``after`` whose last judged version was returned."""
    query = (
        select(Evidence.id, Evidence.rev, Review.judged_rev, Review.verdict)
        .join(Review, and_(Review.subject_owner == Evidence.owner, Review.subject_id == Evidence.id, ~Review.deleted))
        .where(Evidence.owner == owner, Evidence.stream == stream, Evidence.rev > after, ~Evidence.deleted)
        .where(Review.judged_rev <= Evidence.rev)
        .order_by(Review.judged_rev)
    )
    last = {evidence: (rev, judged, verdict) for evidence, rev, judged, verdict in session.execute(query)}
    return sum(judged < rev and verdict is ReviewVerdict.RETURNED for rev, judged, verdict in last.values())
