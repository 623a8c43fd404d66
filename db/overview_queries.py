"""What the first page and the frame count of a unit's work: grouped in the database, never listed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, Subquery, and_, case, exists, func, literal_column, or_, select
from sqlalchemy.orm import Session

from db.status_queries import has_evidence, returned_occurrences
from db.tables import Dimension, Evidence, ExpectedResult, IndexSystem, Link, Occurrence, Plan, Task, Tick


class Stand(IntEnum):
    """How an occurrence stands on a day, as a number that groups."""

    NOT_APPLICABLE = 0
    DONE = 1
    OVERDUE = 2
    DUE_SOON = 3
    """due by the last day that was asked about"""
    LATER = 4
    """due after it, or never"""


@dataclass(frozen=True)
class WorkGroup:
    """How many occurrences of a dimension stand alike. ``lacks``: done or overdue, and an expected result has no evidence."""

    index: str
    dimension_number: str
    dimension_name: str
    stand: Stand
    lacks: bool
    returned: bool
    count: int


class DueFacts(NamedTuple):
    """An occurrence that is still to be done by a day, in the words of its task."""

    id: UUID
    text: str
    due: date


def work_groups(session: Session, *, owner: UUID, year: int | None, today: date, soon: date) -> list[WorkGroup]:
    """What ``occurrence_queries.occurrences`` lists, counted by where it belongs and how it stands, in plan order.

    The many rows are grouped by ids, only the few groups are given their names.
    """
    grouped = _grouped(owner, year, today, soon)
    query = (
        select(
            func.coalesce(IndexSystem.code, ""),
            func.coalesce(Dimension.number, ""),
            func.coalesce(Dimension.name, ""),
            grouped.c.stand,
            grouped.c.lacks,
            grouped.c.returned,
            grouped.c.count,
        )
        .join(Plan, and_(Plan.owner == owner, Plan.id == grouped.c.plan_id))
        .outerjoin(IndexSystem, and_(IndexSystem.owner == owner, IndexSystem.id == grouped.c.index_id))
        .outerjoin(Dimension, and_(Dimension.owner == owner, Dimension.id == grouped.c.dimension_id))
        .order_by(Plan.year, Plan.number, grouped.c.place)
    )
    return [
        WorkGroup(index, number, name, Stand(stand), bool(lacks), bool(returned), count)
        for index, number, name, stand, lacks, returned, count in session.execute(query)
    ]


def open_dues(session: Session, *, owner: UUID, year: int | None, first: date | None, until: date | None, limit: int) -> list[DueFacts]:
    """The ``limit`` open occurrences that are due first, from ``first`` to before ``until``; those of one day in plan order."""
    query = _in_work(select(Occurrence.id, Task.text, Occurrence.due), owner, year).where(~Occurrence.not_applicable, Tick.id.is_(None))
    if first is not None:
        query = query.where(Occurrence.due >= first)
    if until is not None:
        query = query.where(Occurrence.due < until)
    query = query.order_by(Occurrence.due, Plan.year, Plan.number, Task.number, Occurrence.period).limit(limit)
    return [DueFacts(*row) for row in session.execute(query)]


def task_texts(session: Session, owner: UUID, occurrences: Collection[UUID]) -> dict[UUID, str]:
    """The words of their tasks by occurrence."""
    query = (
        select(Occurrence.id, Task.text)
        .join(Task, and_(Task.owner == Occurrence.owner, Task.id == Occurrence.task_id))
        .where(Occurrence.owner == owner, Occurrence.id.in_(occurrences))
    )
    return {row_id: text for row_id, text in session.execute(query)}  # noqa: C416 - rows are not pairs to the type checker


def _grouped(owner: UUID, year: int | None, today: date, soon: date) -> Subquery:
    returned = returned_occurrences()
    done, late = Tick.id.is_not(None), Occurrence.due < today
    stand = case(
        (Occurrence.not_applicable, int(Stand.NOT_APPLICABLE)),
        (done, int(Stand.DONE)),
        (late, int(Stand.OVERDUE)),
        (Occurrence.due <= soon, int(Stand.DUE_SOON)),
        else_=int(Stand.LATER),
    )
    lacks = case((and_(~Occurrence.not_applicable, or_(done, late), _result_unfilled()), 1), else_=0)
    kinds = (
        Task.plan_id,
        Task.index_id,
        Task.dimension_id,
        stand.label("stand"),
        lacks.label("lacks"),
        case((returned.c.occurrence_id.is_not(None), 1), else_=0).label("returned"),
    )
    query = select(*kinds, func.count().label("count"), func.min(Task.number).label("place"))
    query = _in_work(query, owner, year).outerjoin(
        returned, and_(returned.c.owner == Occurrence.owner, returned.c.occurrence_id == Occurrence.id)
    )
    return query.group_by(*(literal_column(str(place), Integer) for place in range(1, len(kinds) + 1))).subquery("grouped")


def _in_work(query: Select[*tuple[Any, ...]], owner: UUID, year: int | None) -> Select[*tuple[Any, ...]]:
    """``query`` over living occurrences of tasks that are still in their plan or have evidence or a tick."""
    query = (
        query.select_from(Occurrence)
        .join(Task, and_(Task.owner == Occurrence.owner, Task.id == Occurrence.task_id))
        .join(Plan, and_(Plan.owner == Task.owner, Plan.id == Task.plan_id))
        .outerjoin(Tick, and_(Tick.owner == Occurrence.owner, Tick.occurrence_id == Occurrence.id, ~Tick.deleted))
        .where(Occurrence.owner == owner, ~Occurrence.deleted, ~Task.deleted, ~Plan.deleted)
        .where(or_(~Task.retired, Tick.id.is_not(None), has_evidence()))
    )
    return query if year is None else query.where(Plan.year == year)


def _result_unfilled() -> ColumnElement[bool]:
    """Whether the task expects a result for which the occurrence has no living evidence."""
    filled = exists().where(
        Link.owner == Occurrence.owner,
        Link.occurrence_id == Occurrence.id,
        Link.expected_id == ExpectedResult.id,
        ~Link.deleted,
        Evidence.owner == Link.owner,
        Evidence.id == Link.evidence_id,
        ~Evidence.deleted,
    )
    return (
        exists()
        .where(
            ExpectedResult.owner == Task.owner,
            ExpectedResult.task_id == Task.id,
            ~ExpectedResult.deleted,
            ~filled.correlate(Occurrence, ExpectedResult),
        )
        .correlate(Occurrence, Task)
    )
