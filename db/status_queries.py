"""Counting occurrences, bundles and what waits for review by unit: aggregated in the database, never listed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, case, distinct, exists, func, or_, select
from sqlalchemy.orm import Session

from db.tables import Bundle, Dimension, Evidence, IndexSystem, Link, Occurrence, Plan, Review, Task, Tick, TrustedCard, Unit
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import ImportVerdict, Relation, ReviewVerdict


@dataclass(frozen=True)
class CellFacts:
    """Occurrences of one unit in one dimension. ``key`` recognises the dimension across units; tasks of none have that of their index."""

    owner: UUID
    key: str
    index: str
    number: str
    name: str
    due: int
    done: int
    late: int
    returned: int


@dataclass(frozen=True)
class BundleFacts:
    """What a unit sent: when the last bundle came and the highest number, how many wait for an earlier one, how many were not let in.

    ``first_at``: when the first one came from the moment on that was asked about.
    """

    last_at: datetime | None
    last_sequence: int | None
    waiting: int
    refused: int
    first_at: datetime | None


NOTHING_CAME = BundleFacts(None, None, 0, 0, None)


def cells(session: Session, *, today: date, year: int | None, period: Period | None) -> list[CellFacts]:
    """One row per unit and dimension, in the order of the unit's plan.

    Counted is what ``task_queries.occurrences`` lists, so far as it applies. The many rows are grouped by ids, only the few groups are
    given their names.
    """
    counted = _counted(today, year, period)
    query = (
        select(
            counted.c.owner,
            func.coalesce(Dimension.key, IndexSystem.code, ""),
            func.coalesce(IndexSystem.code, ""),
            func.coalesce(Dimension.number, ""),
            func.coalesce(Dimension.name, ""),
            counted.c.due,
            counted.c.done,
            counted.c.late,
            counted.c.returned,
        )
        .outerjoin(IndexSystem, and_(IndexSystem.owner == counted.c.owner, IndexSystem.id == counted.c.index_id))
        .outerjoin(Dimension, and_(Dimension.owner == counted.c.owner, Dimension.id == counted.c.dimension_id))
        .order_by(counted.c.owner, counted.c.place)
    )
    return [CellFacts(*row) for row in session.execute(query)]


def _counted(today: date, year: int | None, period: Period | None) -> Subquery:
    applies, done, returned = ~Occurrence.not_applicable, Tick.id.is_not(None), returned_occurrences()
    conditions = [~Plan.deleted, ~Task.deleted, ~Occurrence.deleted, or_(~Task.retired, done, has_evidence())]
    if year is not None:
        conditions.append(Plan.year == year)
    if period is not None:
        conditions.append(_within(period))
    return (
        select(
            Task.owner,
            Task.index_id,
            Task.dimension_id,
            func.min(Task.number).label("place"),
            _count(applies).label("due"),
            _count(applies, done).label("done"),
            _count(applies, ~done, Occurrence.due < today).label("late"),
            _count(applies, returned.c.occurrence_id.is_not(None)).label("returned"),
        )
        .select_from(Occurrence)
        .join(Task, and_(Task.owner == Occurrence.owner, Task.id == Occurrence.task_id))
        .join(Plan, and_(Plan.owner == Task.owner, Plan.id == Task.plan_id))
        .outerjoin(Tick, and_(Tick.owner == Occurrence.owner, Tick.occurrence_id == Occurrence.id, ~Tick.deleted))
        .outerjoin(returned, and_(returned.c.owner == Occurrence.owner, returned.c.occurrence_id == Occurrence.id))
        .where(*conditions)
        .group_by(Task.owner, Task.index_id, Task.dimension_id)
        .subquery("counted")
    )


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*conditions), 1), else_=0))


def has_evidence() -> ColumnElement[bool]:
    living = and_(Evidence.owner == Link.owner, Evidence.id == Link.evidence_id, ~Evidence.deleted)
    return exists().where(Link.owner == Occurrence.owner, Link.occurrence_id == Occurrence.id, ~Link.deleted, living)


def _within(period: Period) -> ColumnElement[bool]:
    """``Period.takes`` in SQL."""
    due_in_it = and_(Occurrence.due.between(period.start, period.end), Occurrence.period.startswith(f"{period.year:04d}"))
    return or_(Occurrence.period.in_([part.key for part in period.parts()]), due_in_it)


def _judges_present_version() -> ColumnElement[bool]:
    return and_(
        Review.subject == "evidence",
        Review.subject_owner == Evidence.owner,
        Review.subject_id == Evidence.id,
        Review.judged_stream == Evidence.stream,
        Review.judged_rev == Evidence.rev,
        ~Review.deleted,
    )


def returned_occurrences() -> Subquery:
    """Occurrences with evidence whose present version was returned.

    The few returned ones come first (``DISTINCT`` keeps SQLite from walking through all links to find them).
    """
    evidence = (
        select(Evidence.owner, Evidence.id)
        .join(Review, _judges_present_version())
        .where(Review.verdict == ReviewVerdict.RETURNED, ~Evidence.deleted)
        .distinct()
        .subquery("returned_evidence")
    )
    return (
        select(Link.owner, Link.occurrence_id)
        .join(evidence, and_(Link.owner == evidence.c.owner, Link.evidence_id == evidence.c.id))
        .where(~Link.deleted)
        .distinct()
        .subquery("returned")
    )


def unit_names(session: Session) -> dict[UUID, tuple[str, str]]:
    """Code and name by id of every unit that calls itself one here, and of subordinate units whose card is trusted."""
    cards = select(TrustedCard.unit, TrustedCard.code, TrustedCard.name).where(
        TrustedCard.relation == Relation.SUBORDINATE, TrustedCard.revoked_at.is_(None)
    )
    names = {unit: (code, name) for unit, code, name in session.execute(cards.order_by(TrustedCard.number))}
    own_rows = select(Unit.id, Unit.code, Unit.name).where(Unit.owner == Unit.id, ~Unit.deleted)
    return names | {unit: (code, name) for unit, code, name in session.execute(own_rows)}


def subordinates(session: Session) -> set[UUID]:
    """Units below whose card is trusted."""
    return set(
        session.scalars(select(TrustedCard.unit).where(TrustedCard.relation == Relation.SUBORDINATE, TrustedCard.revoked_at.is_(None)))
    )


def received_bundles(session: Session, *, since: datetime | None) -> dict[UUID, BundleFacts]:
    """What came from each unit, the first of it from ``since`` on. A file that was refused at the door has left no trace here."""
    refused = Bundle.state.in_([ImportVerdict.FORK.value, ImportVerdict.REFUSED.value])
    counts = ~refused if since is None else and_(~refused, Bundle.at >= since)
    query = (
        select(
            Bundle.peer,
            func.max(case((~refused, Bundle.at))),
            func.max(case((~refused, Bundle.sequence))),
            _count(Bundle.state == ImportVerdict.WAITING.value),
            _count(refused),
            func.min(case((counts, Bundle.at))),
        )
        .where(~Bundle.ours)
        .group_by(Bundle.peer)
    )
    return {row[0]: BundleFacts(*row[1:]) for row in session.execute(query)}


def unreviewed(session: Session, *, office: UUID) -> dict[UUID, int]:
    """How many pieces of living evidence of each other unit have no verdict on the version that is here."""
    query = (
        select(Evidence.owner, func.count())
        .where(Evidence.owner != office, ~Evidence.deleted, ~exists().where(_judges_present_version()))
        .group_by(Evidence.owner)
    )
    return {owner: count for owner, count in session.execute(query)}  # noqa: C416 - rows are not pairs to the type checker


def unreviewed_of(session: Session, *, owner: UUID, occurrences: Collection[UUID]) -> int:
    """The same for the evidence that serves some occurrences of one unit."""
    query = (
        select(func.count(distinct(Evidence.id)))
        .join(Link, and_(Link.owner == Evidence.owner, Link.evidence_id == Evidence.id, ~Link.deleted))
        .where(Evidence.owner == owner, Link.occurrence_id.in_(occurrences), ~Evidence.deleted, ~exists().where(_judges_present_version()))
    )
    return session.scalars(query).one()
