"""What replies from the level above said: verdicts on our evidence, and which bundles they confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from db.review_queries import AnswerFacts, reviews_in
from db.tables import Bundle
from papi_desktop.domain.vocabulary import ReviewVerdict, SyncState
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress
from papi_desktop.services.bundles import BundleRow, list_bundles
from papi_desktop.services.changes import EVERYTHING, Changed
from papi_desktop.services.receiving import ImportResult, import_bundles


@dataclass(frozen=True)
class Answer:
    """A verdict on one evidence of ours; ``comment`` says why it was returned, ``occurrence`` names work that it serves."""

    evidence: UUID
    occurrence: UUID | None
    kind: str
    number: str
    abstract: str
    verdict: ReviewVerdict
    comment: str


@dataclass(frozen=True)
class RepliesTaken:
    """What importing replies came to. ``received`` are bundles of ours that a receipt now confirms for the first time."""

    imported: ImportResult
    answers: tuple[Answer, ...]
    received: tuple[BundleRow, ...]
    changed: Changed = EVERYTHING


def answers_in(app: App, *, bundle_id: UUID) -> tuple[Answer, ...]:
    """The verdicts that a reply taken in carried, as far as no later reply replaced them; returned ones first."""
    with app.read() as session:
        bundle = session.get(Bundle, bundle_id)
        if bundle is None or bundle.ours:
            return ()
        facts = reviews_in(session, owner=app.office.unit, stream=bundle.to_stream, after=bundle.from_rev, up_to=bundle.to_rev)
    return tuple(sorted(map(_answer, facts), key=lambda answer: answer.verdict is ReviewVerdict.ACCEPTED))


def take_replies(app: App, *, paths: Sequence[Path], progress: Progress = no_progress, cancelled: Cancelled = never) -> RepliesTaken:
    """``import_bundles``, and what it changed for this office. Errors are those of ``import_bundles``."""
    before = {row.id: row.state for row in list_bundles(app)}
    imported = import_bundles(app, paths=paths, progress=progress, cancelled=cancelled)
    after = list_bundles(app)
    fresh = [row.id for row in after if not row.ours and row.id not in before]
    return RepliesTaken(
        imported=imported,
        answers=tuple(answer for bundle_id in fresh for answer in answers_in(app, bundle_id=bundle_id)),
        received=tuple(row for row in after if before.get(row.id) == SyncState.SENT and row.state != SyncState.SENT),
    )


def _answer(facts: AnswerFacts) -> Answer:
    return Answer(facts.evidence, facts.occurrence, facts.kind, facts.number, facts.abstract, facts.verdict, facts.comment)
