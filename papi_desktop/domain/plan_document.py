"""What reading one plan document gives: plain values that the officer can correct before they are taken in."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import Comparator, TimingKind


@dataclass(frozen=True)
class Timing:
    """The timing of a task: its words and what they mean.

    ``kinds`` has the leading kind first; several hold at once ("hàng quý, 6 tháng, năm"). ``start`` and ``end`` bound the work where the
    text names dates; ``periods`` are the periods it names ("Quý II, III năm 2023"). ``offset_days`` is the number of days after the event
    for ``ON_EVENT`` texts such as "chậm nhất 15 ngày kể từ ...".
    """

    text: str = ""
    kinds: tuple[TimingKind, ...] = (TimingKind.UNSPECIFIED,)
    start: date | None = None
    end: date | None = None
    periods: tuple[Period, ...] = ()
    offset_days: int | None = None

    @property
    def kind(self) -> TimingKind:
        return self.kinds[0]


@dataclass(frozen=True)
class Measure:
    """One figure that a target asks for: "từ 70% hộ trở lên" is (``ge``, 70, "%", "hộ").

    ``value`` is ``None`` for targets against an earlier figure ("cao hơn năm trước").
    """

    text: str
    comparator: Comparator
    value: Decimal | None
    unit: str
    what: str = ""


@dataclass(frozen=True)
class Expected:
    """One result that proves a task: its words and the evidence kind they name (a code of ``resources`` evidence kinds)."""

    text: str
    kind: str


@dataclass(frozen=True)
class SourcePlace:
    """Where in the document something stands; all numbers count from 1, ``table`` is a sheet in a workbook.

    ``part`` tells the tasks apart that the officer made of one row, from 0.
    """

    table: int
    row: int
    page: int | None = None
    part: int = 0


@dataclass(frozen=True)
class ReadTask:
    """One row of a plan. Texts are the document's own words in NFC; structured fields are what was understood of them."""

    no: int
    text: str
    group: str = ""
    index_system: str = ""
    dimension_no: str = ""
    dimension_name: str = ""
    component_label: str = ""
    component_name: str = ""
    target: str = ""
    result: str = ""
    lead_text: str = ""
    coordinating_text: str = ""
    implementing_text: str = ""
    lead_units: tuple[str, ...] = ()
    coordinating_units: tuple[str, ...] = ()
    implementing_units: tuple[str, ...] = ()
    timing: Timing = field(default_factory=Timing)
    measures: tuple[Measure, ...] = ()
    expected: tuple[Expected, ...] = ()
    notes: str = ""
    """what the plan says besides, each with the title of its column"""
    place: SourcePlace | None = None
    doubtful: tuple[str, ...] = ()
    """Names of the fields that a machine read and was unsure of."""


@dataclass(frozen=True)
class UnreadRow:
    """A row that was not understood: kept and shown, never dropped."""

    place: SourcePlace
    text: str


@dataclass(frozen=True)
class SourceTable:
    """A table of the document as it stands, for the preview: ``rows[r][c]`` is the text of the cell, merged cells repeated empty.

    ``columns`` names what each column was understood as (a field of ``ReadTask`` such as ``text`` or ``target``; "" for none);
    ``row_numbers[r]`` is the row's number in the document, ``kinds[r]`` one of ``header task continued group unread``.
    """

    number: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class ReadPlan:
    """A plan document as read. ``date`` is the day of issue; ``year`` the year it plans for.

    ``by_machine`` says that its text was recognised on pictures of pages.
    """

    title: str
    number: str
    issuer: str
    date: date | None
    year: int | None
    tasks: tuple[ReadTask, ...]
    objectives: tuple[str, ...] = ()
    unread: tuple[UnreadRow, ...] = ()
    tables: tuple[SourceTable, ...] = ()
    by_machine: bool = False
