"""What the reviewer's page reads: the queue, its counts, and the history of one evidence."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from db.tables import Attachment, Bundle, Dimension, Evidence, IndexSystem, Link, Occurrence, Plan, Review, Task, Unit
from papi_desktop.domain.vocabulary import ImportVerdict, ReviewState, ReviewVerdict

_TITLE_LETTERS = 160
"""As much of an abstract as a list may need; the whole of it comes with the one evidence that is looked at."""


@dataclass(frozen=True)
class QueueFilter:
    """Which evidence of other units to list; empty fields do not filter.

    ``dimension`` is a dimension's key, its number and name as in "1. Tham gia", or the code of an index for tasks of no dimension.
    ``year`` is that of a plan the evidence serves; what serves no task belongs to every year. ``also`` is the id of an evidence that is
    listed whatever the filters and the limit leave out; ``also_of`` is its unit, None where that is not known.
    """

    unit_code: str = ""
    state: ReviewState | None = None
    dimension: str = ""
    year: int | None = None
    also: UUID | None = None
    also_of: UUID | None = None


@dataclass(frozen=True)
class QueueFacts:
    """One line of the queue. ``abstract`` is cut."""

    id: UUID
    owner: UUID
    unit_code: str
    unit_name: str
    kind: str
    number: str
    issued: date | None
    abstract: str
    place: str
    verdict: ReviewVerdict | None


@dataclass(frozen=True)
class UnitFacts:
    """A unit with evidence here: how much in all, and how much without a verdict."""

    code: str
    name: str
    evidence: int
    pending: int


def review_queue(session: Session, chosen: QueueFilter, *, office: UUID, limit: int) -> list[QueueFacts]:
    """Living evidence of other units, by unit, then in the order it was recorded; the first ``limit``, and what is asked for besides."""
    query = (
        select(
            Evidence.id,
            Evidence.owner,
            func.coalesce(Unit.code, ""),
            func.coalesce(Unit.name, ""),
            Evidence.kind,
            Evidence.number,
            Evidence.issued,
            func.substr(Evidence.abstract, 1, _TITLE_LETTERS),
            Evidence.place,
            Review.verdict,
        )
        .outerjoin(Unit, and_(Unit.owner == Evidence.owner, Unit.id == Evidence.owner))
        .outerjoin(Review, _judged(office))
        .where(Evidence.owner != office, ~Evidence.deleted)
        .order_by(Unit.code, Evidence.stream, Evidence.rev, Evidence.id)
    )
    besides = query.where(Evidence.id == chosen.also)
    if chosen.also_of is not None:
        besides = besides.where(Evidence.owner == chosen.also_of)
    if chosen.unit_code:
        query = query.where(Unit.code == chosen.unit_code)
    if chosen.state is not None:
        query = query.where(_in_state(chosen.state))
    if chosen.year is not None:
        query = query.where(_of_year(chosen.year))
    if chosen.dimension:
        query = query.where(_serves().where(_of_dimension(chosen.dimension)).exists())
    found = [QueueFacts(*row) for row in session.execute(query.limit(limit))]
    if chosen.also is not None:
        listed = {(fact.owner, fact.id) for fact in found}
        found += [fact for row in session.execute(besides) if ((fact := QueueFacts(*row)).owner, fact.id) not in listed]
    return found


def reviewed_units(session: Session, *, office: UUID, year: int | None) -> list[UnitFacts]:
    """Units with evidence here, by code."""
    query = (
        select(func.coalesce(Unit.code, ""), func.coalesce(Unit.name, ""), func.count(), func.count().filter(Review.id.is_(None)))
        .select_from(Evidence)
        .outerjoin(Unit, and_(Unit.owner == Evidence.owner, Unit.id == Evidence.owner))
        .outerjoin(Review, _judged(office))
        .where(Evidence.owner != office, ~Evidence.deleted)
        .group_by(Evidence.owner, Unit.code, Unit.name)
        .order_by(Unit.code)
    )
    if year is not None:
        query = query.where(_of_year(year))
    return [UnitFacts(*row) for row in session.execute(query)]


def unanswered_verdicts(session: Session, *, office: UUID) -> int:
    """Verdicts of this office that no reply written to their unit carries yet."""
    answered = (
        select(func.max(Bundle.to_rev))
        .where(Bundle.ours, Bundle.peer == Review.subject_owner, Bundle.to_stream == Review.stream, Bundle.state == "written")
        .correlate(Review)
        .scalar_subquery()
    )
    query = select(func.count()).where(Review.owner == office, ~Review.deleted, Review.rev > func.coalesce(answered, 0))
    return session.scalars(query).one()


def dimension_label(session: Session, named: str) -> str:
    """Number and name of the dimension that ``named`` means in a ``QueueFilter``; ``named`` itself where there is none."""
    label = session.scalars(select(_label()).where(or_(Dimension.key == named, _label() == named), ~Dimension.deleted).limit(1)).first()
    return label or named


def earlier_verdicts(session: Session, evidence: Evidence, *, office: UUID) -> list[Review]:
    """Verdicts of this office on other versions of the evidence than the one here, newest first."""
    query = (
        select(Review)
        .where(
            Review.owner == office,
            Review.subject_owner == evidence.owner,
            Review.subject_id == evidence.id,
            or_(Review.judged_stream != evidence.stream, Review.judged_rev != evidence.rev),
            ~Review.deleted,
        )
        .order_by(Review.reviewed_at.desc(), Review.judged_rev.desc())
    )
    return list(session.scalars(query))


def attachments_changed(session: Session, evidence: Evidence, *, stream: UUID, after: int) -> list[Attachment]:
    """Files of the evidence that were added, changed or taken away beyond a position of its owner's stream."""
    query = (
        select(Attachment)
        .where(
            Attachment.owner == evidence.owner,
            Attachment.evidence_id == evidence.id,
            Attachment.stream == stream,
            Attachment.rev > after,
        )
        .order_by(Attachment.position)
    )
    return list(session.scalars(query))


def carrier(session: Session, evidence: Evidence) -> Bundle | None:
    """The bundle that first brought the version of the evidence that is here."""
    applied = [ImportVerdict.IMPORTED.value, ImportVerdict.PARTIAL.value]
    query = (
        select(Bundle)
        .where(
            Bundle.peer == evidence.owner,
            ~Bundle.ours,
            Bundle.state.in_(applied),
            Bundle.to_stream == evidence.stream,
            Bundle.from_rev < evidence.rev,
            Bundle.to_rev >= evidence.rev,
        )
        .order_by(Bundle.at, Bundle.sequence)
        .limit(1)
    )
    return session.scalars(query).first()


def served_occurrences(session: Session, evidence: Evidence) -> list[tuple[Occurrence, Task]]:
    """The living occurrences that an evidence serves with their tasks, in plan order."""
    query = (
        select(Occurrence, Task)
        .join(Task, and_(Task.owner == Occurrence.owner, Task.id == Occurrence.task_id))
        .join(Link, and_(Link.owner == Occurrence.owner, Link.occurrence_id == Occurrence.id))
        .where(Link.owner == evidence.owner, Link.evidence_id == evidence.id, ~Link.deleted, ~Occurrence.deleted)
        .order_by(Task.number, Occurrence.due, Occurrence.period)
    )
    return [(occurrence, task) for occurrence, task in session.execute(query)]


def filled_results(session: Session, owner: UUID, occurrence_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The expected results that living evidence fills, by occurrence."""
    query = (
        select(Link.occurrence_id, Link.expected_id)
        .join(Evidence, and_(Evidence.owner == Link.owner, Evidence.id == Link.evidence_id))
        .where(Link.owner == owner, Link.occurrence_id.in_(occurrence_ids), ~Link.deleted, ~Evidence.deleted)
        .distinct()
    )
    found: dict[UUID, set[UUID]] = {occurrence_id: set() for occurrence_id in occurrence_ids}
    for occurrence_id, expected_id in session.execute(query):
        if expected_id is not None:
            found[occurrence_id].add(expected_id)
    return found


def _judged(office: UUID) -> ColumnElement[bool]:
    """This office's verdict on exactly the version that is here."""
    return and_(
        Review.owner == office,
        Review.subject_owner == Evidence.owner,
        Review.subject_id == Evidence.id,
        Review.judged_stream == Evidence.stream,
        Review.judged_rev == Evidence.rev,
        ~Review.deleted,
    )


def _in_state(state: ReviewState) -> ColumnElement[bool]:
    return Review.id.is_(None) if state is ReviewState.PENDING else Review.verdict == ReviewVerdict(state.value)


def _serves() -> Select[tuple[int]]:
    """What an evidence serves, down to the plan; one row an occurrence."""
    return (
        select(1)
        .select_from(Link)
        .join(Occurrence, and_(Occurrence.owner == Link.owner, Occurrence.id == Link.occurrence_id))
        .join(Task, and_(Task.owner == Occurrence.owner, Task.id == Occurrence.task_id))
        .join(Plan, and_(Plan.owner == Task.owner, Plan.id == Task.plan_id))
        .outerjoin(IndexSystem, and_(IndexSystem.owner == Task.owner, IndexSystem.id == Task.index_id))
        .outerjoin(Dimension, and_(Dimension.owner == Task.owner, Dimension.id == Task.dimension_id))
        .where(Link.owner == Evidence.owner, Link.evidence_id == Evidence.id, ~Link.deleted)
        .correlate(Evidence)
    )


def _of_year(year: int) -> ColumnElement[bool]:
    linked = exists().where(Link.owner == Evidence.owner, Link.evidence_id == Evidence.id, ~Link.deleted)
    return or_(_serves().where(Plan.year == year).exists(), ~linked)


def _of_dimension(named: str) -> ColumnElement[bool]:
    of_none = and_(Task.dimension_id.is_(None), IndexSystem.code == named)
    return or_(Dimension.key == named, _label() == named, of_none)


def _label() -> ColumnElement[str]:
    return case((Dimension.number != "", Dimension.number + ". " + Dimension.name), else_=Dimension.name)
