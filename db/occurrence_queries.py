"""Reading occurrences for lists: many rows with what their tasks, ticks and evidence say, in a few narrow queries.

One query for everything repeats the words of a task in each of its occurrences and asks for the state of an evidence once for each of its
links. Here tasks, states and links are read once each and put together by their keys, which the driver's own values serve as.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.search import matches
from db.states import evidence_travel
from db.tables import Component, Dimension, ExpectedResult, IndexSystem, Link, Occurrence, Officer, Plan, Task, Tick, Unit
from db.types import raw_key

Key = tuple[Any, Any]
"""Owner and id of a row as the driver gives them: only compared, never shown, so that no ``UUID`` is made of them."""


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


class TaskFacts(NamedTuple):
    """A task with the names of where it belongs, shared by all its occurrences."""

    id: UUID
    owner: UUID
    unit_code: str
    unit_name: str
    number: int
    text: str
    target_text: str
    plan_id: UUID
    index_code: str
    dimension_number: str
    dimension_name: str
    component_label: str
    component_name: str
    retired: bool


class LinkFacts(NamedTuple):
    """What the evidence of an occurrence comes to: how many pieces, how far the least of them has travelled, keys of the results filled."""

    evidence: int
    travel: int | None
    slots: frozenset[Any]


class TickFacts(NamedTuple):
    ticked_at: datetime
    measured: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    note: str


class OccurrenceFacts(NamedTuple):
    """One occurrence as stored, with what its list row needs; ``filled`` of ``expected`` results of its task have evidence."""

    id: UUID
    task: TaskFacts
    period: str
    due: date | None
    not_applicable: bool
    status_note: str
    officer: str
    expected: int
    filled: int
    evidence: int
    travel: int | None
    tick: TickFacts | None


_NO_LINKS = LinkFacts(0, None, frozenset())
_NO_SLOTS: set[Any] = set()


def occurrences(session: Session, chosen: OccurrenceFilter, *, office: UUID, peer: UUID | None) -> list[OccurrenceFacts]:
    """Living occurrences of tasks that are still in their plan or have evidence or a tick, in plan order, then by due date."""
    tasks, officers, slots = _tasks(session, chosen), _officers(session, chosen), _slots(session, chosen)
    links, ticks = _links(session, chosen, office=office, peer=peer), _ticks(session, chosen)
    found: list[OccurrenceFacts] = []
    alike: dict[Any, Any] = {}  # periods, dates and notes repeat: what is equal is kept once
    for row_id, owner, key, task_key, period, due, idle, note, officer_key, task_officer_key in session.connection().execute(
        _in_order(chosen)
    ):
        task = tasks[owner, task_key]
        linked, tick = links.get((owner, key), _NO_LINKS), ticks.get((owner, key))
        if task.retired and not linked.evidence and tick is None:
            continue
        officer = officers.get((owner, officer_key or task_officer_key), "")
        if chosen.officer and officer != chosen.officer:
            continue
        asked = slots.get((owner, task_key), _NO_SLOTS)
        filled = len(asked & linked.slots)
        found.append(
            OccurrenceFacts(
                id=row_id,
                task=task,
                period=alike.setdefault(period, period),
                due=alike.setdefault(due, due),
                not_applicable=idle,
                status_note=alike.setdefault(note, note),
                officer=officer,
                expected=len(asked),
                filled=filled,
                evidence=linked.evidence,
                travel=linked.travel,
                tick=tick,
            )
        )
    return found


def _of(chosen: OccurrenceFilter, owner: InstrumentedAttribute[UUID] | ColumnElement[UUID]) -> ColumnElement[bool]:
    """Rows of the unit chosen, if one is."""
    return true() if chosen.owner is None else owner == chosen.owner


def _wanted(query: Select[*tuple[Any, ...]], chosen: OccurrenceFilter) -> Select[*tuple[Any, ...]]:
    """``query`` over tasks with their plans, as far as the filter asks for some of them."""
    query = query.where(~Task.deleted, ~Plan.deleted, _of(chosen, Task.owner))
    if chosen.search:
        query = query.where(matches(Task.search, chosen.search))
    if chosen.index:
        query = query.where(IndexSystem.code == chosen.index)
    if chosen.year is not None:
        query = query.where(Plan.year == chosen.year)
    if chosen.task is not None:
        query = query.where(Task.id == chosen.task)
    return query


def _in_order(chosen: OccurrenceFilter) -> Select[*tuple[Any, ...]]:
    """The occurrences themselves, with keys to look everything else up by."""
    query = (
        select(
            Occurrence.id,
            raw_key(Occurrence.owner),
            raw_key(Occurrence.id),
            raw_key(Occurrence.task_id),
            Occurrence.period,
            Occurrence.due,
            Occurrence.not_applicable,
            Occurrence.status_note,
            raw_key(Occurrence.officer_id),
            raw_key(Task.officer_id),
        )
        .join(Task, and_(Task.owner == Occurrence.owner, Task.id == Occurrence.task_id))
        .join(Plan, and_(Plan.owner == Task.owner, Plan.id == Task.plan_id))
        .outerjoin(Unit, and_(Unit.owner == Task.owner, Unit.id == Task.owner))
        .where(~Occurrence.deleted, _of(chosen, Occurrence.owner))
        .order_by(Unit.code, Plan.year, Plan.number, Task.number, Occurrence.due, Occurrence.period)
    )
    if chosen.index:
        query = query.join(IndexSystem, and_(IndexSystem.owner == Task.owner, IndexSystem.id == Task.index_id))
    if chosen.due is not None:
        query = query.where(Occurrence.due <= chosen.due)
    if chosen.occurrence is not None:
        query = query.where(Occurrence.id == chosen.occurrence)
    return _wanted(query, chosen)


def _tasks(session: Session, chosen: OccurrenceFilter) -> dict[Key, TaskFacts]:
    query = (
        select(
            raw_key(Task.owner),
            raw_key(Task.id),
            Task.id,
            Task.owner,
            func.coalesce(Unit.code, ""),
            func.coalesce(Unit.name, ""),
            Task.number,
            Task.text,
            Task.target_text,
            Task.plan_id,
            func.coalesce(IndexSystem.code, ""),
            func.coalesce(Dimension.number, ""),
            func.coalesce(Dimension.name, ""),
            func.coalesce(Component.label, ""),
            func.coalesce(Component.name, ""),
            Task.retired,
        )
        .join(Plan, and_(Plan.owner == Task.owner, Plan.id == Task.plan_id))
        .outerjoin(Unit, and_(Unit.owner == Task.owner, Unit.id == Task.owner))
        .outerjoin(IndexSystem, and_(IndexSystem.owner == Task.owner, IndexSystem.id == Task.index_id))
        .outerjoin(Dimension, and_(Dimension.owner == Task.owner, Dimension.id == Task.dimension_id))
        .outerjoin(Component, and_(Component.owner == Task.owner, Component.id == Task.component_id))
    )
    if chosen.occurrence is not None:
        query = query.where(Task.id.in_(select(Occurrence.task_id).where(Occurrence.id == chosen.occurrence)))
    return {(owner, key): TaskFacts(*row) for owner, key, *row in session.connection().execute(_wanted(query, chosen)).all()}


def _officers(session: Session, chosen: OccurrenceFilter) -> dict[Key, str]:
    query = select(raw_key(Officer.owner), raw_key(Officer.id), Officer.full_name).where(_of(chosen, Officer.owner))
    return {(owner, key): name for owner, key, name in session.connection().execute(query).all()}


def _slots(session: Session, chosen: OccurrenceFilter) -> dict[Key, set[Any]]:
    """Keys of living expected results by task."""
    query = select(raw_key(ExpectedResult.owner), raw_key(ExpectedResult.task_id), raw_key(ExpectedResult.id)).where(
        ~ExpectedResult.deleted, _of(chosen, ExpectedResult.owner)
    )
    if chosen.task is not None:
        query = query.where(ExpectedResult.task_id == chosen.task)
    if chosen.occurrence is not None:
        query = query.where(ExpectedResult.task_id.in_(select(Occurrence.task_id).where(Occurrence.id == chosen.occurrence)))
    found: dict[Key, set[Any]] = {}
    for owner, task, key in session.connection().execute(query).all():
        found.setdefault((owner, task), set()).add(key)
    return found


def _ticks(session: Session, chosen: OccurrenceFilter) -> dict[Key, TickFacts]:
    query = select(
        raw_key(Tick.owner), raw_key(Tick.occurrence_id), Tick.ticked_at, Tick.measured, Tick.numerator, Tick.denominator, Tick.note
    ).where(~Tick.deleted, _of(chosen, Tick.owner))
    query = _of_occurrences(query, chosen, Tick.occurrence_id)
    return {(owner, key): TickFacts(*row) for owner, key, *row in session.connection().execute(query).all()}


def _of_occurrences(
    query: Select[*tuple[Any, ...]], chosen: OccurrenceFilter, column: InstrumentedAttribute[UUID]
) -> Select[*tuple[Any, ...]]:
    """Where a single occurrence or task is chosen, nothing is read of the others."""
    if chosen.occurrence is not None:
        query = query.where(column == chosen.occurrence)
    if chosen.task is not None:
        query = query.where(column.in_(select(Occurrence.id).where(Occurrence.task_id == chosen.task)))
    return query


def _links(session: Session, chosen: OccurrenceFilter, *, office: UUID, peer: UUID | None) -> dict[Key, LinkFacts]:
    """What evidence there is, by occurrence; links to evidence that is gone count for nothing."""
    travel = _travel(session, chosen, office=office, peer=peer)
    linked: dict[Key, list[tuple[Any, Any]]] = {}
    for owner, occurrence, evidence, slot in session.connection().execute(_link_keys(chosen)).all():
        if (owner, evidence) in travel:
            linked.setdefault((owner, occurrence), []).append((evidence, slot))
    return {
        key: LinkFacts(
            evidence=len({evidence for evidence, _ in links}),
            travel=min(travel[key[0], evidence] for evidence, _ in links),
            slots=frozenset(slot for _, slot in links),
        )
        for key, links in linked.items()
    }


def _link_keys(chosen: OccurrenceFilter) -> Select[*tuple[Any, ...]]:
    query = select(raw_key(Link.owner), raw_key(Link.occurrence_id), raw_key(Link.evidence_id), raw_key(Link.expected_id)).where(
        ~Link.deleted, _of(chosen, Link.owner)
    )
    return _of_occurrences(query, chosen, Link.occurrence_id)


def _travel(session: Session, chosen: OccurrenceFilter, *, office: UUID, peer: UUID | None) -> dict[Key, int]:
    """How far each living evidence has travelled."""
    state = evidence_travel(office=office, peer=peer)
    query = select(raw_key(state.c.owner), raw_key(state.c.id), state.c.travel).where(_of(chosen, state.c.owner))
    if chosen.occurrence is not None or chosen.task is not None:
        query = query.where(state.c.id.in_(_of_occurrences(select(Link.evidence_id), chosen, Link.occurrence_id)))
    return {(owner, key): travel for owner, key, travel in session.connection().execute(query).all()}
