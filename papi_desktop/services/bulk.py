"""What an officer does to one or many occurrences at once: each call is one transaction, and one step to undo."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from db.bulk_queries import living_tasks_by_id, occurrences_by_id, tasks_with_figures, ticks_by_occurrence
from db.office_queries import officer_named
from db.tables import Occurrence
from papi_desktop.domain.errors import Code, PapiError, RequestError
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import WhyLeftOut
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress
from papi_desktop.services.changes import WORK, Area, Changed
from papi_desktop.services.tasks import the_occurrence
from papi_desktop.services.ticks import put_mark

Row = TypeVar("Row")


@dataclass(frozen=True)
class BulkResult:
    """The occurrences that are otherwise than before, and those that were left out, each with the reason."""

    done: tuple[UUID, ...]
    left_out: dict[UUID, WhyLeftOut]
    changed: Changed = WORK


@dataclass(frozen=True)
class AssignResult:
    """The tasks that have another officer than before."""

    tasks: tuple[UUID, ...]
    changed: Changed = frozenset({Area.TASKS, Area.BUNDLES})


def tick_occurrences(
    app: App,
    *,
    occurrence_ids: Sequence[UUID],
    note: str = "",
    by: str = "",
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> BulkResult:
    """Marks occurrences as done that need no figure. Those that are done already stay as they are.

    ``by`` is the id or the name of an officer. Raises ``RequestError`` NOT_FOUND or AMBIGUOUS.
    """
    done: list[UUID] = []
    left_out: dict[UUID, WhyLeftOut] = {}
    with app.unit_of_work("tick") as uow:
        found = _named(uow.session, app, occurrence_ids)
        officer = officer_named(uow.session, app.office.unit, by).id if by else None
        ticks = ticks_by_occurrence(uow.session, app.office.unit, [each.id for each in found])
        figures = tasks_with_figures(uow.session, app.office.unit, {each.task_id for each in found})
        for occurrence in _following(found, progress, cancelled):
            if occurrence.id in ticks:
                continue
            if occurrence.not_applicable or occurrence.task_id in figures:
                why = WhyLeftOut.NOT_APPLICABLE if occurrence.not_applicable else WhyLeftOut.FIGURE_NEEDED
                left_out[occurrence.id] = why
                continue
            put_mark(uow, occurrence, None, ticked_at=app.clock.now(), officer_id=officer, note=nfc(note.strip()))
            done.append(occurrence.id)
        uow.commit()
    return BulkResult(tuple(done), left_out)


def clear_ticks(app: App, *, occurrence_ids: Sequence[UUID], progress: Progress = no_progress, cancelled: Cancelled = never) -> BulkResult:
    """Takes the marks off occurrences; those without one stay as they are. Raises ``RequestError`` NOT_FOUND or AMBIGUOUS."""
    with app.unit_of_work("tick.clear") as uow:
        found = _named(uow.session, app, occurrence_ids)
        ticks = ticks_by_occurrence(uow.session, app.office.unit, [each.id for each in found])
        for tick in _following(list(ticks.values()), progress, cancelled):
            tick.deleted = True
        uow.commit()
    return BulkResult(tuple(ticks), {})


def set_not_applicable(
    app: App, *, occurrence_ids: Sequence[UUID], reason: str, progress: Progress = no_progress, cancelled: Cancelled = never
) -> BulkResult:
    """Says that occurrences need not be done here, and why. A mark as done goes: what does not apply is not done.

    Raises ``RequestError`` BAD_VALUE without a reason, NOT_FOUND or AMBIGUOUS.
    """
    reason = nfc(reason.strip())
    if not reason:
        raise RequestError(Code.BAD_VALUE, field="reason", value="")
    with app.unit_of_work("task.not_applicable") as uow:
        found = _named(uow.session, app, occurrence_ids)
        ticks = ticks_by_occurrence(uow.session, app.office.unit, [each.id for each in found])
        for occurrence in _following(found, progress, cancelled):
            occurrence.not_applicable, occurrence.status_note = True, reason
            if occurrence.id in ticks:
                ticks[occurrence.id].deleted = True
        uow.commit()
    return BulkResult(tuple(each.id for each in found), {})


def set_applicable(
    app: App, *, occurrence_ids: Sequence[UUID], progress: Progress = no_progress, cancelled: Cancelled = never
) -> BulkResult:
    """Takes "not applicable" back; occurrences that apply stay as they are. Raises ``RequestError`` NOT_FOUND or AMBIGUOUS."""
    with app.unit_of_work("task.applicable") as uow:
        found = [each for each in _named(uow.session, app, occurrence_ids) if each.not_applicable]
        for occurrence in _following(found, progress, cancelled):
            occurrence.not_applicable, occurrence.status_note = False, ""
        uow.commit()
    return BulkResult(tuple(each.id for each in found), {})


def assign_officer(app: App, *, task_ids: Sequence[UUID], officer: str) -> AssignResult:
    """Puts an officer in charge of tasks, or nobody where ``officer`` is empty; it is an id or a name. ``task_ids`` name tasks or their
    occurrences.

    Raises ``RequestError`` NOT_FOUND or AMBIGUOUS.
    """
    with app.unit_of_work("task.officer") as uow:
        named = occurrences_by_id(uow.session, app.office.unit, task_ids)
        wanted = list(dict.fromkeys(named[each].task_id if each in named else each for each in task_ids))
        tasks = living_tasks_by_id(uow.session, app.office.unit, wanted)
        missing = [str(each) for each in wanted if each not in tasks]
        if missing:
            raise RequestError(Code.NOT_FOUND, what=", ".join(missing))
        officer_id = officer_named(uow.session, app.office.unit, officer).id if officer else None
        changed = [task for task in tasks.values() if task.officer_id != officer_id]
        for task in changed:
            task.officer_id = officer_id
        uow.commit()
    return AssignResult(tuple(task.id for task in changed))


def _named(session: Session, app: App, ids: Sequence[UUID]) -> list[Occurrence]:
    """The occurrences that ids name, an id of a task where it has only one, in the order they were named."""
    found = occurrences_by_id(session, app.office.unit, ids)
    named: dict[UUID, Occurrence] = {}
    for each in ids:
        occurrence = found.get(each) or session.get_one(Occurrence, (app.office.unit, the_occurrence(session, app, each)))
        named[occurrence.id] = occurrence
    return list(named.values())


def _following(rows: Sequence[Row], progress: Progress, cancelled: Cancelled) -> Iterator[Row]:
    """``rows`` one by one, telling how far it has come. Raises ``PapiError(CANCELLED)``."""
    for number, row in enumerate(rows):
        if cancelled():
            raise PapiError(Code.CANCELLED)
        progress(number, len(rows))
        yield row
