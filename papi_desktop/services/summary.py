"""The few figures that the frame around every page shows."""

from dataclasses import dataclass
from datetime import datetime

from db.journal_queries import last_change
from db.office_queries import superior_of
from db.plan_queries import plan_years
from db.sync_queries import unsent_evidence, waiting_count
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from papi_desktop.services.figures import work_figures


@dataclass(frozen=True)
class Summary:
    """``attention`` counts occurrences that are overdue, done but without all their evidence, or returned; ``to_review`` the evidence
    of other units that waits for a verdict, none at a commune."""

    years: tuple[int, ...]
    attention: int
    unsent_evidence: int
    waiting_bundles: int
    to_review: int
    saved_at: datetime | None


def work_years(app: App) -> tuple[int, ...]:
    """Years for which there is a plan, newest first."""
    with app.read() as session:
        return tuple(plan_years(session))


def summary(app: App, *, year: int | None = None) -> Summary:
    """What needs a hand, what was not sent, when something was last saved."""
    figures = work_figures(app, year=year)
    to_review = _to_review(app, year) if app.office.role is Role.AUTHORITY else 0
    years = work_years(app)
    with app.read() as session:
        return Summary(
            years=years,
            attention=figures.attention,
            unsent_evidence=unsent_evidence(session, office=app.office.unit, peer=superior_of(session)),
            waiting_bundles=waiting_count(session),
            to_review=to_review,
            saved_at=last_change(session, app.office.unit),
        )


def _to_review(app: App, year: int | None) -> int:
    from papi_desktop.services.reviews import QueueFilter, review_counts  # a commune's window opens without them

    return review_counts(app, chosen=QueueFilter(year=year)).pending
