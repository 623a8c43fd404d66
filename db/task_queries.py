"""Reading occurrences with their tasks, ticks, evidence counts and states."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, distinct, func, or_, select
from sqlalchemy.orm import Session

from db.search import matches
from db.states import evidence_travel
from db.tables import (
    Component,
    Dimension,
    Evidence,
    ExpectedResult,
    IndexSystem,
    Link,
    Occurrence,
    Officer,
    Plan,
    Target,
    Task,
    Tick,
    Unit,
)


@dataclass(frozen=True)
class OccurrenceFacts:
    """One occurrence as stored, joined with what its list row needs. ``travel`` is ``None`` while no evidence is linked."""

    id: UUID
    owner: UUID
    unit_code: str
    unit_name: str
    task_id: UUID
    number: int
    text: str
    target_text: str
    plan_id: UUID
    index_code: str
    dimension_number: str
    dimension_name: str
    component_label: str
    component_name: str
    period: str
    due: date | None
    not_applicable: bool
    status_note: str
    officer_id: UUID | None
    officer_name: str
    expected: int
    filled: int
    evidence: int
    travel: int | None
    ticked_at: datetime | None
    measured: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    tick_note: str | None


@dataclass(frozen=True)
class OccurrenceFilter:
    """What to list; empty fields do not filter. ``due`` is the last due date to show."""

    search: str = ""
    index: str = ""
    officer: str = ""
    due: date | None = None
    year: int | None = None
    owner: UUID | None = None
    occurrence: UUID | None = None
    task: UUID | None = None


def occurrences(session: Session, chosen: OccurrenceFilter, *, office: UUID, peer: UUID | None) -> list[OccurrenceFacts]:
    """Living occurrences of tasks that are still in their plan or have evidence, in plan order, then by due date."""
    state = evidence_travel(office=office, peer=peer)
    linked = (
        select(
            Link.owner,
            Link.occurrence_id,
            func.count(distinct(Link.evidence_id)).label("evidence"),
            func.count(distinct(ExpectedResult.id)).label("filled"),
            func.min(state.c.travel).label("travel"),
        )
        .join(state, and_(state.c.owner == Link.owner, state.c.id == Link.evidence_id))
        .outerjoin(
            ExpectedResult,
            and_(ExpectedResult.owner == Link.owner, ExpectedResult.id == Link.expected_id, ~ExpectedResult.deleted),
        )
        .where(~Link.deleted)
        .group_by(Link.owner, Link.occurrence_id)
        .subquery("linked")
    )
    expected = (
        select(ExpectedResult.owner, ExpectedResult.task_id, func.count().label("expected"))
        .where(~ExpectedResult.deleted)
        .group_by(ExpectedResult.owner, ExpectedResult.task_id)
        .subquery("expected")
    )
    query = (
        select(
            Occurrence.id,
            Occurrence.owner,
            func.coalesce(Unit.code, ""),
            func.coalesce(Unit.name, ""),
            Task.id,
            Task.number,
            Task.text,
            Task.target_text,
            Task.plan_id,
            func.coalesce(IndexSystem.code, ""),
            func.coalesce(Dimension.number, ""),
            func.coalesce(Dimension.name, ""),
            func.coalesce(Component.label, ""),
            func.coalesce(Component.name, ""),
            Occurrence.period,
            Occurrence.due,
            Occurrence.not_applicable,
            Occurrence.status_note,
            Officer.id,
            func.coalesce(Officer.full_name, ""),
            func.coalesce(expected.c.expected, 0),
            func.coalesce(linked.c.filled, 0),
            func.coalesce(linked.c.evidence, 0),
            linked.c.travel,
            Tick.ticked_at,
            Tick.measured,
            Tick.numerator,
            Tick.denominator,
            Tick.note,
        )
        .join(Task, and_(Task.owner == Occurrence.owner, Task.id == Occurrence.task_id))
        .join(Plan, and_(Plan.owner == Task.owner, Plan.id == Task.plan_id))
        .outerjoin(Unit, and_(Unit.owner == Occurrence.owner, Unit.id == Occurrence.owner))
        .outerjoin(IndexSystem, and_(IndexSystem.owner == Task.owner, IndexSystem.id == Task.index_id))
        .outerjoin(Dimension, and_(Dimension.owner == Task.owner, Dimension.id == Task.dimension_id))
        .outerjoin(Component, and_(Component.owner == Task.owner, Component.id == Task.component_id))
        .outerjoin(Officer, and_(Officer.owner == Task.owner, Officer.id == func.coalesce(Occurrence.officer_id, Task.officer_id)))
        .outerjoin(Tick, and_(Tick.owner == Occurrence.owner, Tick.occurrence_id == Occurrence.id, ~Tick.deleted))
        .outerjoin(linked, and_(linked.c.owner == Occurrence.owner, linked.c.occurrence_id == Occurrence.id))
        .outerjoin(expected, and_(expected.c.owner == Task.owner, expected.c.task_id == Task.id))
        .where(
            ~Occurrence.deleted,
            ~Task.deleted,
            ~Plan.deleted,
            or_(~Task.retired, func.coalesce(linked.c.evidence, 0) > 0, Tick.ticked_at.is_not(None)),
        )
        .order_by(Unit.code, Plan.year, Plan.number, Task.number, Occurrence.due, Occurrence.period)
    )
    if chosen.search:
        query = query.where(matches(Task.search, chosen.search))
    if chosen.index:
        query = query.where(IndexSystem.code == chosen.index)
    if chosen.officer:
        query = query.where(Officer.full_name == chosen.officer)
    if chosen.year is not None:
        query = query.where(Plan.year == chosen.year)
    if chosen.due is not None:
        query = query.where(Occurrence.due <= chosen.due)
    if chosen.owner is not None:
        query = query.where(Occurrence.owner == chosen.owner)
    if chosen.occurrence is not None:
        query = query.where(Occurrence.id == chosen.occurrence)
    if chosen.task is not None:
        query = query.where(Task.id == chosen.task)
    return [OccurrenceFacts(*row) for row in session.execute(query)]


def named_occurrences(session: Session, wanted: UUID, *, owner: UUID) -> Sequence[Occurrence]:
    """The living occurrence of that id, or all of the task of that id."""
    return session.scalars(
        select(Occurrence)
        .where(Occurrence.owner == owner, ~Occurrence.deleted, or_(Occurrence.id == wanted, Occurrence.task_id == wanted))
        .order_by(Occurrence.due, Occurrence.period)
    ).all()


def targets_of(session: Session, owner: UUID, task_id: UUID) -> Sequence[Target]:
    return session.scalars(
        select(Target).where(Target.owner == owner, Target.task_id == task_id, ~Target.deleted).order_by(Target.position)
    ).all()


def expected_of(session: Session, owner: UUID, task_id: UUID) -> Sequence[ExpectedResult]:
    return session.scalars(
        select(ExpectedResult)
        .where(ExpectedResult.owner == owner, ExpectedResult.task_id == task_id, ~ExpectedResult.deleted)
        .order_by(ExpectedResult.position)
    ).all()


def links_of(session: Session, owner: UUID, occurrence_id: UUID) -> list[tuple[Link, Evidence]]:
    """Living evidence of an occurrence with its links, oldest first."""
    return links_by_occurrence(session, owner, [occurrence_id])[occurrence_id]


def links_by_occurrence(session: Session, owner: UUID, occurrence_ids: Collection[UUID]) -> dict[UUID, list[tuple[Link, Evidence]]]:
    """Living evidence of each occurrence with its links, oldest first."""
    query = (
        select(Link, Evidence)
        .join(Evidence, and_(Evidence.owner == Link.owner, Evidence.id == Link.evidence_id))
        .where(Link.owner == owner, Link.occurrence_id.in_(occurrence_ids), ~Link.deleted, ~Evidence.deleted)
        .order_by(Evidence.issued, Evidence.changed_at)
    )
    found: dict[UUID, list[tuple[Link, Evidence]]] = {occurrence_id: [] for occurrence_id in occurrence_ids}
    for link, evidence in session.execute(query):
        found[link.occurrence_id].append((link, evidence))
    return found


def tick_of(session: Session, owner: UUID, occurrence_id: UUID) -> Tick | None:
    return session.scalars(select(Tick).where(Tick.owner == owner, Tick.occurrence_id == occurrence_id, ~Tick.deleted)).one_or_none()
