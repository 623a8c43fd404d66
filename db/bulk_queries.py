"""Reading many occurrences at once, in slices that stay below the number of variables a statement may have."""

from collections.abc import Collection, Iterator
from itertools import islice
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables import Occurrence, Target, Task, Tick

_SLICE = 500


def occurrences_by_id(session: Session, owner: UUID, ids: Collection[UUID]) -> dict[UUID, Occurrence]:
    """Living occurrences among ``ids``."""
    found: dict[UUID, Occurrence] = {}
    for some in _slices(ids):
        query = select(Occurrence).where(Occurrence.owner == owner, Occurrence.id.in_(some), ~Occurrence.deleted)
        found |= {occurrence.id: occurrence for occurrence in session.scalars(query)}
    return found


def ticks_by_occurrence(session: Session, owner: UUID, occurrence_ids: Collection[UUID]) -> dict[UUID, Tick]:
    """The marks that occurrences have."""
    found: dict[UUID, Tick] = {}
    for some in _slices(occurrence_ids):
        query = select(Tick).where(Tick.owner == owner, Tick.occurrence_id.in_(some), ~Tick.deleted)
        found |= {tick.occurrence_id: tick for tick in session.scalars(query)}
    return found


def tasks_with_figures(session: Session, owner: UUID, task_ids: Collection[UUID]) -> set[UUID]:
    """Tasks whose target asks for a figure."""
    found: set[UUID] = set()
    for some in _slices(task_ids):
        found.update(session.scalars(select(Target.task_id).where(Target.owner == owner, Target.task_id.in_(some), ~Target.deleted)))
    return found


def living_tasks_by_id(session: Session, owner: UUID, ids: Collection[UUID]) -> dict[UUID, Task]:
    """Living tasks among ``ids``."""
    found: dict[UUID, Task] = {}
    for some in _slices(ids):
        query = select(Task).where(Task.owner == owner, Task.id.in_(some), ~Task.deleted)
        found |= {task.id: task for task in session.scalars(query)}
    return found


def _slices(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    left = iter(dict.fromkeys(ids))
    while some := list(islice(left, _SLICE)):
        yield some
