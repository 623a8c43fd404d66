"""What a year brings, in one line a task: for whoever has just taken a plan in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from papi_desktop.services.app import App
from papi_desktop.services.tasks import OccurrenceFilter, OccurrenceRow, list_occurrences


@dataclass(frozen=True)
class FirstDue:
    """A task, when it is due for the first time (None: on an event, or without a date) and how often in all."""

    task_id: UUID
    text: str
    dimension: str
    due: date | None
    times: int


def first_dues(app: App) -> tuple[FirstDue, ...]:
    """The office's own tasks in the order in which they fall due; those without a date last."""
    tasks: dict[UUID, list[OccurrenceRow]] = {}
    for row in list_occurrences(app, chosen=OccurrenceFilter(owner=app.office.unit)).rows:
        tasks.setdefault(row.task_id, []).append(row)
    found = [_first(rows) for rows in tasks.values()]
    return tuple(sorted(found, key=lambda each: each.due or date.max))


def _first(rows: list[OccurrenceRow]) -> FirstDue:
    due = min((row.due for row in rows if row.due is not None), default=None)
    return FirstDue(rows[0].task_id, rows[0].text, rows[0].dimension, due, len(rows))
