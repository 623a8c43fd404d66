"""Progress: counts of occurrences by unit and dimension. Never a score: PAPI itself is a survey of citizens."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from db.status_queries import (
    NOTHING_CAME,
    BundleFacts,
    CellFacts,
    cells,
    received_bundles,
    subordinates,
    unit_names,
    unreviewed,
    unreviewed_of,
)
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.app import App
from papi_desktop.services.periods import ReportingPeriodRow, list_reporting_periods
from papi_desktop.services.tasks import OccurrenceFilter, OccurrenceRow, list_occurrences


@dataclass(frozen=True)
class StatusCell:
    """One unit in one dimension: ``done`` of ``due`` occurrences that apply, how many are late, how many came back.

    ``dimension`` is as the unit's own plan writes it, "" for tasks of none; ``column`` recognises it across units.
    """

    dimension: str
    done: int
    due: int
    late: int
    returned: int
    index: str = ""
    column: str = ""


@dataclass(frozen=True)
class UnitStatus:
    """One unit. ``last_at`` and ``last_sequence`` are of the bundle taken in last, None while none came.

    ``sent``: a bundle came for the reporting period asked about; ``sent_late``: the first one only after its deadline; ``behind``: its
    deadline has passed and none did. ``unreviewed`` counts evidence without a verdict, ``waiting`` bundles that wait for an earlier one,
    ``refused`` those that could not be joined on.
    """

    unit: UUID
    code: str
    name: str
    cells: tuple[StatusCell, ...]
    last_at: datetime | None = None
    last_sequence: int | None = None
    sent: bool = False
    sent_late: bool = False
    behind: bool = False
    unreviewed: int = 0
    waiting: int = 0
    refused: int = 0

    @property
    def late_to_send(self) -> bool:
        """The deadline was missed, whether or not something came afterwards."""
        return self.behind or self.sent_late

    @property
    def done(self) -> int:
        return sum(cell.done for cell in self.cells)

    @property
    def due(self) -> int:
        return sum(cell.due for cell in self.cells)

    @property
    def late(self) -> int:
        return sum(cell.late for cell in self.cells)

    @property
    def returned(self) -> int:
        return sum(cell.returned for cell in self.cells)


@dataclass(frozen=True)
class StatusColumn:
    """A dimension of at least one unit, named as the first unit that has it names it."""

    key: str
    index: str
    dimension: str


@dataclass(frozen=True)
class StatusScope:
    """What is counted; empty fields do not narrow it. ``below`` leaves this office itself out."""

    year: int | None = None
    index: str = ""
    period: Period | None = None
    below: bool = False


@dataclass(frozen=True)
class StatusMatrix:
    """Units by code, and the union of their dimensions: by index, then by number.

    ``reporting`` is the reporting period that ``sent`` and ``behind`` speak of, None where none is set; ``indexes`` is what there is
    to choose from.
    """

    scope: StatusScope
    units: tuple[UnitStatus, ...]
    columns: tuple[StatusColumn, ...]
    reporting: ReportingPeriodRow | None
    indexes: tuple[str, ...]

    @property
    def last_at(self) -> datetime | None:
        return max((unit.last_at for unit in self.units if unit.last_at is not None), default=None)


@dataclass(frozen=True)
class CellDetail:
    """The occurrences behind a cell in plan order, those that are overdue, longest first, and how many pieces of their evidence wait
    for a verdict."""

    rows: tuple[OccurrenceRow, ...]
    overdue: tuple[OccurrenceRow, ...]
    unreviewed: int


def status(app: App, *, index: str = "", year: int | None = None) -> tuple[UnitStatus, ...]:
    """Every unit here that has a plan, and every unit below whose card is trusted, by code; dimensions in the order of its plan."""
    return status_matrix(app, scope=StatusScope(year=year, index=index)).units


def status_matrix(app: App, *, scope: StatusScope | None = None) -> StatusMatrix:
    """Units by dimension, with what they sent last."""
    scope = scope or StatusScope()
    asked = _asked(app, scope)
    with app.read() as session:
        facts = cells(session, today=app.today(), year=scope.year, period=scope.period)
        by_unit: dict[UUID, list[CellFacts]] = {unit: [] for unit in subordinates(session)}
        facts = [fact for fact in facts if not (scope.below and fact.owner == app.office.unit)]
        for fact in facts:
            if not scope.index or fact.index == scope.index:
                by_unit.setdefault(fact.owner, []).append(fact)
        names, bundles = unit_names(session), received_bundles(session, since=None if asked is None else asked.begins)
        waiting = unreviewed(session, office=app.office.unit)
    indexes = tuple(sorted({fact.index for fact in facts if fact.index}))
    units = [
        _unit(unit, names.get(unit, ("", "")), own, bundles.get(unit, NOTHING_CAME), waiting.get(unit, 0), asked)
        for unit, own in by_unit.items()
    ]
    units.sort(key=lambda unit: (unit.code, unit.name))
    return StatusMatrix(scope, tuple(units), _columns(units), None if asked is None else asked.period, indexes)


def cell_detail(app: App, *, unit: UUID, cell: StatusCell | None = None, scope: StatusScope | None = None) -> CellDetail:
    """What is behind one cell of ``unit``; behind all its cells where none is named."""
    scope = scope or StatusScope()
    listed = list_occurrences(app, chosen=OccurrenceFilter(owner=unit, year=scope.year, index=scope.index)).rows
    rows = tuple(
        row
        for row in listed
        if (scope.period is None or scope.period.takes(row.period, row.due))
        and (cell is None or (row.index, row.dimension) == (cell.index, cell.dimension))
    )
    late = [row for row in rows if row.status is OccurrenceStatus.OVERDUE]
    with app.read() as session:
        count = unreviewed_of(session, owner=unit, occurrences=[row.id for row in rows])
    return CellDetail(rows, tuple(sorted(late, key=lambda row: row.due or date.max)), count)


@dataclass(frozen=True)
class _Asked:
    """The reporting period that bundles are held against: one counts from ``since`` on."""

    today: date
    period: ReportingPeriodRow
    since: date

    @property
    def begins(self) -> datetime:
        """Midnight of ``since`` where this office is."""
        return datetime.combine(self.since, time()).astimezone()

    def behind(self, first: date | None) -> bool:
        return first is None and self.period.deadline < self.today

    def late(self, first: date | None) -> bool:
        return first is not None and first > self.period.deadline


def _asked(app: App, scope: StatusScope) -> _Asked | None:
    """The reporting period whose deadline passed last, else the one that ends first: of those this office set within the scope.

    A bundle counts for it from its first day on, but not while the period before it could still be reported.
    """
    own = [row for row in list_reporting_periods(app) if not row.set_above]
    within = [row for row in own if _in_scope(Period(row.key), scope)]
    if not within:
        return None
    today = app.today()
    passed = [row for row in within if row.deadline < today]
    chosen = max(passed, key=lambda row: row.deadline) if passed else min(within, key=lambda row: row.deadline)
    before = [row.deadline + timedelta(days=1) for row in own if row.ends < chosen.starts]
    return _Asked(today, chosen, min(max([chosen.starts, *before]), chosen.deadline))


def _in_scope(period: Period, scope: StatusScope) -> bool:
    if scope.period is not None:
        return scope.period.contains(period)
    return scope.year is None or period.year == scope.year


def _unit(
    unit: UUID, name: tuple[str, str], facts: Sequence[CellFacts], came: BundleFacts, waiting: int, asked: _Asked | None
) -> UnitStatus:
    first = None if came.first_at is None else came.first_at.astimezone().date()
    return UnitStatus(
        unit=unit,
        code=name[0],
        name=name[1],
        cells=tuple(_cell(fact) for fact in facts),
        last_at=came.last_at,
        last_sequence=came.last_sequence,
        sent=first is not None,
        sent_late=asked is not None and asked.late(first),
        behind=asked is not None and asked.behind(first),
        unreviewed=waiting,
        waiting=came.waiting,
        refused=came.refused,
    )


def _cell(fact: CellFacts) -> StatusCell:
    return StatusCell(
        dimension=f"{fact.number}. {fact.name}" if fact.number else fact.name,
        done=fact.done,
        due=fact.due,
        late=fact.late,
        returned=fact.returned,
        index=fact.index,
        column=fact.key,
    )


def _columns(units: Iterable[UnitStatus]) -> tuple[StatusColumn, ...]:
    found: dict[str, StatusColumn] = {}
    for unit in units:
        for cell in unit.cells:
            found.setdefault(cell.column, StatusColumn(cell.column, cell.index, cell.dimension))
    return tuple(sorted(found.values(), key=_place))


def _place(column: StatusColumn) -> tuple[bool, str, bool, int, str]:
    """By index, then by number; what has no number after what has one, what has no index at the very end."""
    number = re.match(r"\d+", column.dimension)
    return not column.index, column.index, number is None, 0 if number is None else int(number[0]), column.key
