"""The few figures that the frame around every page shows."""

from dataclasses import dataclass
from datetime import datetime

from db.journal_queries import last_change
from db.office_queries import superior_of
from db.plan_queries import plan_years
from db.sync_queries import unsent_evidence, waiting_count
from papi_desktop.domain.vocabulary import OccurrenceStatus, SyncState
from papi_desktop.services.app import App
from papi_desktop.services.tasks import OccurrenceFilter, list_occurrences


@dataclass(frozen=True)
class Summary:
    """``attention`` counts occurrences that are overdue, done but without all their evidence, or returned."""

    years: tuple[int, ...]
    attention: int
    unsent_evidence: int
    waiting_bundles: int
    saved_at: datetime | None


def summary(app: App, *, year: int | None = None) -> Summary:
    """What needs a hand, what was not sent, when something was last saved."""
    rows = list_occurrences(app, chosen=OccurrenceFilter(year=year, owner=app.office.unit)).rows
    with app.read() as session:
        return Summary(
            years=tuple(plan_years(session)),
            attention=sum(row.status is OccurrenceStatus.OVERDUE or row.sync is SyncState.RETURNED or row.lacks_evidence for row in rows),
            unsent_evidence=unsent_evidence(session, office=app.office.unit, peer=superior_of(session)),
            waiting_bundles=waiting_count(session),
            saved_at=last_change(session, app.office.unit),
        )
