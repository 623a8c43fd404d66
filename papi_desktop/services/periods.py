"""Reporting periods: what is expected by which deadline."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.office_queries import cards
from db.plan_queries import reporting_periods
from db.tables import ReportingPeriod
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.periods import Period
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import Audience, Relation, Role
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed


@dataclass(frozen=True)
class ReportingPeriodRow:
    """``set_above``: it came down from the level above."""

    id: UUID
    key: str
    name: str
    starts: date
    ends: date
    deadline: date
    set_above: bool


@dataclass(frozen=True)
class PeriodResult:
    period: UUID
    changed: Changed = frozenset({Area.TASKS, Area.OFFICE})


def set_reporting_period(app: App, *, period: Period, name: str, deadline: date) -> PeriodResult:
    """Sets the deadline of a reporting period; a second call for the same period changes it. Set above, it travels down.

    Raises ``RequestError(BAD_VALUE)`` for a deadline before the period begins.
    """
    if deadline < period.start:
        raise RequestError(Code.BAD_VALUE, field="deadline", value=deadline.strftime("%d/%m/%Y"))
    with app.unit_of_work("period.set") as uow:
        own = [row for row in reporting_periods(uow.session, {app.office.unit}) if row.key == period.key]
        audience = Audience.SUBORDINATES if app.office.role is Role.AUTHORITY else Audience.SUPERIOR
        row = own[0] if own else None
        values = {"name": nfc(name.strip()), "starts": period.start, "ends": period.end, "deadline": deadline}
        if row is None:
            row = uow.make(ReportingPeriod, key=period.key, audience=audience, **values)
        else:
            for column, value in values.items():
                setattr(row, column, value)
        uow.commit()
    return PeriodResult(row.id)


def list_reporting_periods(app: App) -> tuple[ReportingPeriodRow, ...]:
    """Those set here, and at a commune those set above; what communes set for themselves binds nobody else."""
    with app.read() as session:
        above = {card.unit for card in cards(session, relation=Relation.SUPERIOR, revoked=True)}  # what was taken in stays
        return tuple(
            ReportingPeriodRow(row.id, row.key, row.name, row.starts, row.ends, row.deadline, row.owner != app.office.unit)
            for row in reporting_periods(session, {app.office.unit, *above})
        )
