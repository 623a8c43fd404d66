"""What there is to choose from before a paper is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.plan_queries import owners_of_plans
from db.status_queries import unit_names
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from papi_desktop.services.tasks import OccurrenceFilter, OccurrenceRow, list_occurrences


@dataclass(frozen=True)
class PaperUnit:
    """A unit that has a plan here."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True)
class ChecklistOptions:
    """What a checklist of ``owner`` can be narrowed to. Only what has ``occurrences`` is offered, so no choice leads to an empty paper.

    ``units`` is what the level above chooses from, by code; a commune prints its own work only.
    """

    units: tuple[PaperUnit, ...]
    owner: UUID
    occurrences: int
    periods: tuple[Period, ...]
    indexes: tuple[str, ...]
    officers: tuple[str, ...]


def checklist_options(app: App, *, year: int | None, owner: UUID | None = None) -> ChecklistOptions:
    """The options of ``year``, all years where none is named. Without an ``owner``, or with one that has no plan, the first unit's."""
    units = () if app.office.role is Role.COMMUNE else _units(app, year)
    known = [unit.id for unit in units] or [app.office.unit]
    whose = next((unit for unit in known if unit == owner), known[0])
    rows = list_occurrences(app, chosen=OccurrenceFilter(year=year, owner=whose)).rows
    return ChecklistOptions(
        units=units,
        owner=whose,
        occurrences=len(rows),
        periods=() if year is None else parts_of_year(rows, year),
        indexes=tuple(dict.fromkeys(row.index for row in rows if row.index)),
        officers=tuple(sorted({row.officer for row in rows if row.officer})),
    )


def _units(app: App, year: int | None) -> tuple[PaperUnit, ...]:
    with app.read() as session:
        owners, names = owners_of_plans(session, year), unit_names(session)
    units = (PaperUnit(owner, *names[owner]) for owner in owners if owner in names)
    return tuple(sorted(units, key=lambda unit: unit.code))


def parts_of_year(rows: Sequence[OccurrenceRow], year: int) -> tuple[Period, ...]:
    """Quarters, halves, then months, as far as anything falls into them."""
    when = {(row.period, row.due) for row in rows}
    quarters = [Period.of_quarter(year, number) for number in range(1, 5)]
    halves = [Period.of_half(year, number) for number in (1, 2)]
    months = [Period.of_month(year, number) for number in range(1, 13)]
    return tuple(part for part in (*quarters, *halves, *months) if any(part.takes(*each) for each in when))
