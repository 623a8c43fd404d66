"""Looking up one task or occurrence: what it asks for, what proves it, whether it is ticked."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from db.tables import (
    Evidence,
    ExpectedResult,
    Link,
    Occurrence,
    Target,
    Tick,
)


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
