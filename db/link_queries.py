"""Reading which occurrences an evidence serves, and which it could serve."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session

from db.search import matches
from db.tables import Dimension, Evidence, ExpectedResult, IndexSystem, Link, Occurrence, Plan, Task, Tick


@dataclass(frozen=True, slots=True)
class OccurrenceName:
    """An occurrence as a line that names it. ``index`` is the code of the index system, ``dimension`` the number of the dimension."""

    id: UUID
    task_id: UUID
    text: str
    index: str
    dimension: str
    period: str
    due: date | None


def served_occurrences(session: Session, evidence: Evidence) -> list[OccurrenceName]:
    """What an evidence serves, by due date."""
    query = _names().join(Link, and_(Link.owner == Occurrence.owner, Link.occurrence_id == Occurrence.id))
    query = query.where(Link.owner == evidence.owner, Link.evidence_id == evidence.id, ~Link.deleted)
    return [OccurrenceName(*row) for row in session.execute(query.order_by(Occurrence.due, Task.number))]


def linkable_occurrences(session: Session, owner: UUID, *, search: str, year: int | None, limit: int) -> list[OccurrenceName]:
    """The first ``limit`` occurrences that evidence can be linked to, in plan order; with ``search`` those whose task has the words."""
    query = _names().where(Occurrence.owner == owner, ~Task.retired, ~Occurrence.not_applicable)
    if search:
        query = query.where(matches(Task.search, search))
    if year is not None:
        query = query.where(Plan.year == year)
    query = query.order_by(Plan.year.desc(), Plan.number, Task.number, Occurrence.due, Occurrence.period).limit(limit)
    return [OccurrenceName(*row) for row in session.execute(query)]


def lacking_occurrences(session: Session, owner: UUID) -> dict[str, list[OccurrenceName]]:
    """Open occurrences by the evidence kinds of which they expect a result and have none yet, in plan order."""
    filled = exists(Link.id).where(
        Link.owner == Occurrence.owner, Link.occurrence_id == Occurrence.id, Link.expected_id == ExpectedResult.id, ~Link.deleted
    )
    ticked = exists(Tick.id).where(Tick.owner == Occurrence.owner, Tick.occurrence_id == Occurrence.id, ~Tick.deleted)
    query = (
        _names()
        .add_columns(ExpectedResult.kind)
        .join(ExpectedResult, and_(ExpectedResult.owner == Task.owner, ExpectedResult.task_id == Task.id))
        .where(Occurrence.owner == owner, ~Occurrence.not_applicable, ~Task.retired, ~ticked, ~ExpectedResult.deleted, ~filled)
        .order_by(Plan.number, Task.number, Occurrence.due, Occurrence.period)
    )
    alike: dict[Any, Any] = {}  # thousands of occurrences share the words of a task: what is equal is kept once
    found: dict[str, dict[OccurrenceName, None]] = defaultdict(dict)
    for *row, kind in session.execute(query):
        name = OccurrenceName(*(alike.setdefault(value, value) for value in row))
        found[kind][alike.setdefault(name, name)] = None  # a task may expect two results of a kind
    return {kind: list(names) for kind, names in found.items()}


def links_between(session: Session, owner: UUID, evidence_ids: Sequence[UUID], occurrence_ids: Sequence[UUID]) -> Sequence[Link]:
    """Living links of any of the evidence with any of the occurrences."""
    return session.scalars(
        select(Link).where(Link.owner == owner, Link.evidence_id.in_(evidence_ids), Link.occurrence_id.in_(occurrence_ids), ~Link.deleted)
    ).all()


def _names() -> Select[*tuple[Any, ...]]:
    """Living occurrences with the columns of ``OccurrenceName``."""
    return (
        select(
            Occurrence.id,
            Task.id,
            Task.text,
            func.coalesce(IndexSystem.code, ""),
            func.coalesce(Dimension.number, ""),
            Occurrence.period,
            Occurrence.due,
        )
        .join(Task, and_(Task.owner == Occurrence.owner, Task.id == Occurrence.task_id))
        .join(Plan, and_(Plan.owner == Task.owner, Plan.id == Task.plan_id))
        .outerjoin(IndexSystem, and_(IndexSystem.owner == Task.owner, IndexSystem.id == Task.index_id))
        .outerjoin(Dimension, and_(Dimension.owner == Task.owner, Dimension.id == Task.dimension_id))
        .where(~Occurrence.deleted, ~Task.deleted, ~Plan.deleted)
    )
