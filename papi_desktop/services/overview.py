"""What a commune sees first: the numbers that matter, progress, what came back, what was sent last."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.overview_queries import open_dues, task_texts
from db.review_queries import ReturnFacts, open_returns, verdict_counts
from db.tables import Bundle
from papi_desktop.services.app import App
from papi_desktop.services.bundles import BundleRow, last_reply, last_sent
from papi_desktop.services.figures import DimensionProgress, work_figures

RETURNS_SHOWN = 12
"""More returned pieces of evidence than anyone reads on an overview; the task page has them all."""
SOON_SHOWN = 3


@dataclass(frozen=True)
class DueTask:
    """An occurrence that is still to be done, in the words of its task."""

    id: UUID
    text: str
    due: date


@dataclass(frozen=True)
class ReturnedItem:
    """Evidence that was returned and not mended since. ``task`` is one of the ``serves`` pieces of work it serves."""

    evidence: UUID
    kind: str
    number: str
    abstract: str
    comment: str
    occurrence: UUID
    task: str
    serves: int


@dataclass(frozen=True)
class Reply:
    """The last reply of the level above: how much evidence it accepted and returned, as far as no later one replaced that."""

    at: datetime
    peer_name: str
    accepted: int
    returned: int


@dataclass(frozen=True)
class Overview:
    """The year of work on ``today``.

    The counts are those that the task page shows too; ``longest_overdue`` and ``next_due`` are the most urgent of what it lists, and
    ``lacking_done`` of those that lack evidence are marked as done. ``returned_work`` counts occurrences that ``returned``, the first
    pieces of evidence sent back, belong to.
    """

    today: date
    total: int
    done: int
    overdue: int
    due_this_week: int
    lacking: int
    lacking_done: int
    returned_work: int
    longest_overdue: DueTask | None
    next_due: DueTask | None
    soon: tuple[DueTask, ...]
    progress: tuple[DimensionProgress, ...]
    reply: Reply | None
    returned: tuple[ReturnedItem, ...]
    sent: BundleRow | None


def overview(app: App, *, year: int | None = None) -> Overview:
    """Everything at once, in a few queries that list no more than is shown; the figures last, since others may be counting them already."""
    today = app.today()
    overdue = _open_dues(app, year, until=today, limit=1)
    soon = _open_dues(app, year, first=today, limit=SOON_SHOWN)
    reply, returned, sent = _reply(app), _returned(app, year), last_sent(app)
    figures = work_figures(app, year=year)
    return Overview(
        today=today,
        total=figures.total,
        done=figures.done,
        overdue=figures.overdue,
        due_this_week=figures.due_this_week,
        lacking=figures.lacking,
        lacking_done=figures.lacking_done,
        returned_work=figures.returned,
        longest_overdue=overdue[0] if overdue else None,
        next_due=soon[0] if soon else None,
        soon=soon,
        progress=figures.progress,
        reply=reply,
        returned=returned,
        sent=sent,
    )


def _open_dues(app: App, year: int | None, *, first: date | None = None, until: date | None = None, limit: int) -> tuple[DueTask, ...]:
    with app.read() as session:
        facts = open_dues(session, owner=app.office.unit, year=year, first=first, until=until, limit=limit)
    return tuple(DueTask(fact.id, fact.text, fact.due) for fact in facts)


def _reply(app: App) -> Reply | None:
    last = last_reply(app)
    if last is None:
        return None
    with app.read() as session:
        bundle = session.get_one(Bundle, last.id)
        accepted, returned = verdict_counts(
            session, owner=app.office.unit, stream=bundle.to_stream, after=bundle.from_rev, up_to=bundle.to_rev
        )
    return Reply(last.at, last.peer_name, accepted, returned)


def _returned(app: App, year: int | None) -> tuple[ReturnedItem, ...]:
    with app.read() as session:
        facts = open_returns(session, owner=app.office.unit, year=year, limit=RETURNS_SHOWN)
        texts = task_texts(session, app.office.unit, [fact.occurrence for fact in facts])
    return tuple(_item(fact, fact.occurrence, texts[fact.occurrence]) for fact in facts)


def _item(fact: ReturnFacts, occurrence: UUID, task: str) -> ReturnedItem:
    return ReturnedItem(fact.evidence, fact.kind, fact.number, fact.abstract, fact.comment, occurrence, task, fact.serves)
