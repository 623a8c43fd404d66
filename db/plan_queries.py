"""Looking up plans, their tasks, and the levels of an index system."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from db.tables import Component, Dimension, ExpectedResult, IndexSystem, Link, Occurrence, Plan, ReportingPeriod, Target, Task, Tick

Level = TypeVar("Level", IndexSystem, Dimension, Component)
Child = TypeVar("Child", Target, ExpectedResult, Occurrence)


def tasks_by_id(session: Session, owner: UUID, ids: Collection[UUID]) -> dict[UUID, Task]:
    return {task.id: task for task in session.scalars(select(Task).where(Task.owner == owner, Task.id.in_(ids)))}


def plan_of(session: Session, owner: UUID, plan_id: UUID) -> Plan:
    return session.get_one(Plan, (owner, plan_id))


@dataclass(frozen=True)
class PlanFacts:
    plan: Plan
    tasks: int
    occurrences: int


def plans(session: Session, owner: UUID | None = None) -> list[PlanFacts]:
    """Living plans, newest year first, with counts of what is still in them."""
    query = (
        select(Plan, func.count(Task.id.distinct()), func.count(Occurrence.id.distinct()))
        .outerjoin(Task, and_(Task.owner == Plan.owner, Task.plan_id == Plan.id, ~Task.deleted, ~Task.retired))
        .outerjoin(Occurrence, and_(Occurrence.owner == Task.owner, Occurrence.task_id == Task.id, ~Occurrence.deleted))
        .where(~Plan.deleted)
        .group_by(Plan.owner, Plan.id)
        .order_by(Plan.year.desc(), Plan.number)
    )
    if owner is not None:
        query = query.where(Plan.owner == owner)
    return [PlanFacts(plan, tasks, dues) for plan, tasks, dues in session.execute(query)]


def owners_of_plans(session: Session, year: int | None) -> set[UUID]:
    """Units with a living plan, of ``year`` where one is named."""
    query = select(Plan.owner).where(~Plan.deleted).distinct()
    return set(session.scalars(query if year is None else query.where(Plan.year == year)))


def living_tasks(session: Session, owner: UUID, plan_id: UUID) -> Sequence[Task]:
    """Tasks of a plan, retired ones too."""
    return session.scalars(select(Task).where(Task.owner == owner, Task.plan_id == plan_id, ~Task.deleted).order_by(Task.number)).all()


def by_key(session: Session, table: type[Dimension] | type[Component], owner: UUID) -> dict[str, UUID]:
    """Ids of the office's dimensions or components by their key."""
    rows = session.execute(select(table.key, table.id).where(table.owner == owner, ~table.deleted))
    return {key: row_id for key, row_id in rows}  # noqa: C416 - rows are not pairs to the type checker


def indexes_by_code(session: Session, owner: UUID) -> dict[str, UUID]:
    rows = session.execute(select(IndexSystem.code, IndexSystem.id).where(IndexSystem.owner == owner, ~IndexSystem.deleted))
    return {code: row_id for code, row_id in rows}  # noqa: C416 - rows are not pairs to the type checker


def children(session: Session, table: type[Child], owner: UUID, task_ids: Collection[UUID]) -> dict[UUID, list[Child]]:
    """Living rows of ``table`` by task id, each task's in their order."""
    found: dict[UUID, list[Child]] = {task_id: [] for task_id in task_ids}
    place = table.due if issubclass(table, Occurrence) else table.position
    query = select(table).where(table.owner == owner, table.task_id.in_(task_ids), ~table.deleted).order_by(place)
    for row in session.scalars(query):
        found[row.task_id].append(row)
    return found


def used_occurrences(session: Session, owner: UUID) -> set[UUID]:
    """Occurrences that carry evidence or a tick: a new edition of the plan leaves them alone."""
    linked = select(Link.occurrence_id).where(Link.owner == owner, ~Link.deleted)
    ticked = select(Tick.occurrence_id).where(Tick.owner == owner, ~Tick.deleted)
    return set(session.scalars(linked.union(ticked)))


def reporting_periods(session: Session, owners: Collection[UUID]) -> Sequence[ReportingPeriod]:
    query = select(ReportingPeriod).where(ReportingPeriod.owner.in_(owners), ~ReportingPeriod.deleted)
    return session.scalars(query.order_by(ReportingPeriod.starts)).all()


def plan_years(session: Session) -> list[int]:
    """Years for which there is a plan, newest first."""
    return list(session.scalars(select(Plan.year).where(~Plan.deleted).distinct().order_by(Plan.year.desc())))
