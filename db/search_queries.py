"""Finding tasks and evidence by words, for the search over everything."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from db.search import matches
from db.tables import Evidence, Occurrence, Plan, Task, Tick, Unit


@dataclass(frozen=True)
class TaskFound:
    """A task of a plan, and the occurrence of it to be opened: the first that is not done, else the last."""

    occurrence: UUID
    text: str
    plan_number: str
    year: int
    due: date | None


@dataclass(frozen=True)
class EvidenceFound:
    id: UUID
    owner: UUID
    unit_name: str
    kind: str
    number: str
    abstract: str
    issued: date | None


def tasks_with(session: Session, words: str, *, owner: UUID, limit: int) -> list[TaskFound]:
    """Tasks of ``owner`` that hold every word, the newest plan first, then in plan order."""
    order = [
        case((Tick.id.is_(None), 0), else_=1),
        Occurrence.due.asc(),
        Occurrence.id,
    ]
    place = func.row_number().over(partition_by=(Task.owner, Task.id), order_by=order).label("place")
    found = (
        select(Occurrence.id, Task.text, Plan.number.label("plan_number"), Plan.year, Occurrence.due, Task.number, place)
        .join(Task, and_(Task.owner == Occurrence.owner, Task.id == Occurrence.task_id))
        .join(Plan, and_(Plan.owner == Task.owner, Plan.id == Task.plan_id))
        .outerjoin(Tick, and_(Tick.owner == Occurrence.owner, Tick.occurrence_id == Occurrence.id, ~Tick.deleted))
        .where(Occurrence.owner == owner, ~Occurrence.deleted, ~Task.deleted, ~Task.retired, ~Plan.deleted, matches(Task.search, words))
        .subquery()
    )
    columns = found.c
    query = (
        select(columns.id, columns.text, columns.plan_number, columns.year, columns.due)
        .where(columns.place == 1)
        .order_by(columns.year.desc(), columns.plan_number, columns.number)
        .limit(limit)
    )
    return [TaskFound(*row) for row in session.execute(query)]


def evidence_with(session: Session, words: str, *, owner: UUID | None, besides: UUID | None = None, limit: int) -> list[EvidenceFound]:
    """Evidence that holds every word, newest first: of ``owner``, or of every unit but ``besides``."""
    query = (
        select(
            Evidence.id, Evidence.owner, func.coalesce(Unit.name, ""), Evidence.kind, Evidence.number, Evidence.abstract, Evidence.issued
        )
        .outerjoin(Unit, and_(Unit.owner == Evidence.owner, Unit.id == Evidence.owner))
        .where(~Evidence.deleted, matches(Evidence.search, words))
        .order_by(Evidence.changed_at.desc(), Evidence.id)
        .limit(limit)
    )
    if owner is not None:
        query = query.where(Evidence.owner == owner)
    if besides is not None:
        query = query.where(Evidence.owner != besides)
    return [EvidenceFound(*row) for row in session.execute(query)]


def other_units(session: Session, *, besides: UUID) -> list[tuple[UUID, str, str]]:
    """Id, code and name of every other unit that is known here, by code."""
    query = select(Unit.id, Unit.code, Unit.name).where(Unit.owner == Unit.id, Unit.id != besides, ~Unit.deleted).order_by(Unit.code)
    return [(unit, code, name) for unit, code, name in session.execute(query)]
