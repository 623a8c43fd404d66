"""Progress: counts of occurrences by unit and dimension. Never a score: PAPI itself is a survey of citizens."""

from dataclasses import dataclass
from uuid import UUID

from papi_desktop.domain.vocabulary import OccurrenceStatus, SyncState
from papi_desktop.services.app import App
from papi_desktop.services.tasks import OccurrenceFilter, OccurrenceRow, list_occurrences


@dataclass(frozen=True)
class StatusCell:
    """One unit in one dimension: ``done`` of ``due`` occurrences that apply, how many are late, how many came back."""

    dimension: str
    done: int
    due: int
    late: int
    returned: int


@dataclass(frozen=True)
class UnitStatus:
    unit: UUID
    code: str
    name: str
    cells: tuple[StatusCell, ...]


def status(app: App, *, index: str = "", year: int | None = None) -> tuple[UnitStatus, ...]:
    """Every unit here that has a plan, by code; dimensions in the order of its plan."""
    rows = list_occurrences(app, chosen=OccurrenceFilter(index=index, year=year)).rows
    units = {row.owner: (row.unit_code, row.unit_name) for row in rows}
    return tuple(
        UnitStatus(unit, code, name, _cells([row for row in rows if row.owner == unit]))
        for unit, (code, name) in sorted(units.items(), key=lambda each: each[1])
    )


def _cells(rows: list[OccurrenceRow]) -> tuple[StatusCell, ...]:
    cells: list[StatusCell] = []
    for dimension in dict.fromkeys(row.dimension for row in rows):
        own = [row for row in rows if row.dimension == dimension and row.status is not OccurrenceStatus.NOT_APPLICABLE]
        cells.append(
            StatusCell(
                dimension=dimension,
                done=sum(row.status is OccurrenceStatus.DONE for row in own),
                due=len(own),
                late=sum(row.status is OccurrenceStatus.OVERDUE for row in own),
                returned=sum(row.sync is SyncState.RETURNED for row in own),
            )
        )
    return tuple(cells)
