"""Ticking occurrences off."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from db.office_queries import officer_named
from db.tables import Occurrence, Tick
from db.task_queries import expected_of, links_of, targets_of, tick_of
from db.unit_of_work import UnitOfWork
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.numbers import plain
from papi_desktop.domain.plan_document import Measure
from papi_desktop.domain.progress import Finding, share
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.app import App
from papi_desktop.services.changes import WORK, Changed
from papi_desktop.services.findings import target_findings
from papi_desktop.services.tasks import the_occurrence


@dataclass(frozen=True)
class TickResult:
    """``missing`` names the expected results without evidence; ``findings`` holds the measured value against the target."""

    occurrence: UUID
    status: OccurrenceStatus
    measured: Decimal | None
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    changed: Changed = WORK


def tick_occurrence(
    app: App,
    *,
    occurrence_id: UUID,
    measured: Decimal | None = None,
    count: tuple[Decimal, Decimal] | None = None,
    note: str = "",
    by: str = "",
) -> TickResult:
    """Marks an occurrence as done; a second tick replaces the figures of the first.

    ``count`` is (numerator, denominator) and gives the measured share in per cent; ``by`` is the id or the name of an officer.
    Missing evidence is named, never a wall.
    Raises ``RequestError`` NOT_FOUND, AMBIGUOUS, or BAD_VALUE for a denominator that is not above zero.
    """
    if any(value.adjusted() > 15 for value in (measured, *(count or ())) if value is not None):
        raise RequestError(Code.TOO_LONG)
    if count is not None and (count[1] <= 0 or count[0] < 0):
        raise RequestError(Code.BAD_VALUE, field="count", value=f"{count[0]}/{count[1]}")
    numerator, denominator = (plain(count[0]), plain(count[1])) if count is not None else (None, None)
    if count is not None and measured is None:
        measured = share(*count)
    measured = None if measured is None else plain(measured)
    with app.unit_of_work("tick") as uow:
        chosen = the_occurrence(uow.session, app, occurrence_id)
        occurrence = uow.session.get_one(Occurrence, (app.office.unit, chosen))
        officer = officer_named(uow.session, app.office.unit, by) if by else None
        put_mark(
            uow,
            occurrence,
            tick_of(uow.session, occurrence.owner, occurrence.id),
            officer_id=None if officer is None else officer.id,
            ticked_at=app.clock.now(),
            measured=measured,
            numerator=numerator,
            denominator=denominator,
            note=nfc(note.strip()),
        )
        links = links_of(uow.session, occurrence.owner, occurrence.id)
        filled = {link.expected_id for link, _ in links}
        missing = tuple(slot.text for slot in expected_of(uow.session, occurrence.owner, occurrence.task_id) if slot.id not in filled)
        measures = [
            Measure(t.text, t.comparator, t.value, t.unit, t.what) for t in targets_of(uow.session, occurrence.owner, occurrence.task_id)
        ]
        uow.commit()
    return TickResult(chosen, OccurrenceStatus.DONE, measured, missing, tuple(target_findings(measures, measured)))


def put_mark(uow: UnitOfWork, occurrence: Occurrence, tick: Tick | None, **values: Any) -> None:
    """Sets ``values`` on the mark of an occurrence, which is made where there is none; what is done applies."""
    if tick is None:
        figures = {"measured": None, "numerator": None, "denominator": None}
        uow.make(Tick, occurrence_id=occurrence.id, **figures | values)
    else:
        for name, value in values.items():
            setattr(tick, name, value)
    occurrence.not_applicable, occurrence.status_note = False, ""
