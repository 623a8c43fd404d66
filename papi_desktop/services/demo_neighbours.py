"""The other communes of the sample province: each sends one bundle on a day of its own and is gone again, but for the bundle."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from db.bulk_queries import occurrences_by_id
from papi_desktop.bundle.keys import Keys
from papi_desktop.documents.plan_docx import write_plan_document
from papi_desktop.documents.sample_evidence import write_sample_evidence
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import ReviewVerdict, Role
from papi_desktop.services.app import App, Clock, Ids, open_app
from papi_desktop.services.cards import read_card_file, trust_card, write_own_card
from papi_desktop.services.evidence import EvidenceFields, add_evidence
from papi_desktop.services.office import make_office
from papi_desktop.services.papers import period_label
from papi_desktop.services.plans import import_plan
from papi_desktop.services.receiving import import_bundles
from papi_desktop.services.reviews import list_reviews, review_evidence
from papi_desktop.services.sending import BundleFile, export_bundles
from papi_desktop.services.tasks import OccurrenceRow, list_occurrences
from papi_desktop.services.ticks import put_mark
from resources.kinds import evidence_kind
from resources.sample_plan import SampleNeighbour, SamplePlan, neighbour_plan

COMMENT = "Văn bản chưa nêu kết quả thực hiện; đề nghị bổ sung số liệu và danh sách kèm theo."
_AHEAD = timedelta(days=14)
"""What is due so soon after the report is done by then."""


@dataclass
class SetClock:
    """A clock that may be set to a moment of the past, and shows what ``clock`` does while it is not."""

    clock: Clock
    moment: datetime | None = None

    def now(self) -> datetime:
        return self.moment or self.clock.now()


@dataclass(frozen=True)
class Sent:
    """What a neighbour sent, and when."""

    at: datetime
    bundle: BundleFile


def beginning(sample: SamplePlan, clock: Clock) -> datetime:
    """When the authority began to receive: the day the plans of the year were issued."""
    return datetime.combine(sample.date, time(8), clock.now().tzinfo)


def send(
    neighbour: SampleNeighbour, above: App, *, home: Path, out: Path, sample: SamplePlan, clock: Clock, ids: Ids | None
) -> tuple[Sent, ...]:
    """``above`` trusts the neighbour's card; where it reports, it writes its bundles into ``out``: one that reports of late sent its plan
    in time for the last deadline.

    ``home`` holds the authority's card; the neighbour's own data folder lives in it for a second.
    """
    at = reports_at(neighbour, sample, clock.now())
    with tempfile.TemporaryDirectory(prefix="papi-", dir=home) as folder:
        own = _Neighbour(Path(folder), neighbour, neighbour_plan(sample.year, neighbour.code), sample.neighbours.index(neighbour))
        first = at if neighbour.days_ago is None else min(at, _in_time(own.position, sample, clock.now()))
        moment = SetClock(clock, first)
        with own.open(moment, ids) as office:
            own.exchange_cards(office, above, home / f"{sample.authority.code}.papi.card")
            if not neighbour.reports:
                return ()
            own.take_plan(office)
            early = export_bundles(office, out=out).bundles if first < at else ()
            moment.moment = at
            own.work(office)
            return (*(Sent(first, bundle) for bundle in early), *(Sent(at, bundle) for bundle in export_bundles(office, out=out).bundles))


def receive_all(above: App, clock: SetClock, sent: Sequence[Sent]) -> int:
    """Takes in what was sent, each bundle on its day: how many records were new."""
    records = 0
    for each in sorted(sent, key=lambda each: (each.at, each.bundle.path)):
        clock.moment = each.at + timedelta(hours=2)
        records += sum(sum(file.new.values()) for file in import_bundles(above, paths=[each.bundle.path]).files)
    clock.moment = None
    return records


def review_some(above: App, sample: SamplePlan) -> tuple[int, int]:
    """Judges what came first of each neighbour's evidence: how many pieces were judged, and how many of them returned."""
    for neighbour in sample.neighbours:
        for number, item in enumerate(list_reviews(above, unit_code=neighbour.code)[: neighbour.judged]):
            if number < neighbour.returned:
                review_evidence(above, evidence_id=item.id, verdict=ReviewVerdict.RETURNED, comment=COMMENT)
            else:
                review_evidence(above, evidence_id=item.id, verdict=ReviewVerdict.ACCEPTED)
    return sum(each.judged for each in sample.neighbours), sum(each.returned for each in sample.neighbours)


def reports_at(neighbour: SampleNeighbour, sample: SamplePlan, now: datetime) -> datetime:
    """The moment of its report: never before the plan was issued, never to come."""
    if neighbour.after_deadline is not None:
        day = _last_deadline(sample, now.date()) + timedelta(days=neighbour.after_deadline)
    else:
        day = now.date() - timedelta(days=neighbour.days_ago or 1)
    day = min(max(day, sample.date + timedelta(days=1)), now.date() - timedelta(days=1))
    return datetime.combine(day, time(8, 15), now.tzinfo)


def _in_time(position: int, sample: SamplePlan, now: datetime) -> datetime:
    """A morning before the deadline that passed last, another one for each neighbour."""
    return datetime.combine(_last_deadline(sample, now.date()) - timedelta(days=1 + position), time(9, 30), now.tzinfo)


def _last_deadline(sample: SamplePlan, today: date) -> date:
    return max(period.deadline for period in sample.reporting_periods if period.deadline < today)


@dataclass(frozen=True)
class _Neighbour:
    """One of them at work in ``folder``; ``position`` varies what it has done."""

    folder: Path
    data: SampleNeighbour
    sample: SamplePlan
    position: int

    def open(self, clock: Clock, ids: Ids | None) -> App:
        """A data folder that nobody opens again: its keys are in memory and kept nowhere."""
        home, office = self.folder / "office", self.sample.commune
        officers = [(officer.name, officer.title) for officer in self.sample.officers]
        made = make_office(
            home, role=Role.COMMUNE, code=office.code, name=office.name, lock=_kept_nowhere, officers=officers, clock=clock, ids=ids
        )
        return open_app(home, clock=clock, ids=ids, keys=made.keys)

    def exchange_cards(self, office: App, above: App, card: Path) -> None:
        path = self.folder / "own.papi.card"
        own = write_own_card(office, out=path)
        trust_card(above, path=path, spoken=own.fingerprint)
        trust_card(office, path=card, spoken=read_card_file(card).fingerprint)

    def take_plan(self, office: App) -> None:
        plan = self.folder / "ke-hoach-papi.docx"
        write_plan_document(plan, self.sample)
        import_plan(office, path=plan)

    def work(self, office: App) -> None:
        """What was done of the plan, and some evidence of that."""
        rows = list_occurrences(office).rows
        done = list(self._done(rows, office.today()))
        _tick_all(office, done)
        self._record(office, {row.number: row.task_id for row in rows}, done)

    def _done(self, rows: Sequence[OccurrenceRow], today: date) -> Iterator[OccurrenceRow]:
        """What is due but for the last few that are left open, and some of what is due later."""
        by_dimension: dict[str, list[OccurrenceRow]] = {}
        for row in sorted(rows, key=lambda row: (row.due or date.max, row.number)):
            by_dimension.setdefault(row.dimension.partition(".")[0], []).append(row)
        for dimension, own in by_dimension.items():
            due = [row for row in own if row.due is not None and row.due <= today + _AHEAD]
            later = own[len(due) :]
            left = self.data.open.get(dimension, 0)
            early = len(later) if dimension in self.data.whole else (self.position + int(dimension)) % 4
            yield from (*due[: max(0, len(due) - left)], *later[:early])

    def _record(self, office: App, tasks: dict[int, UUID], done: Sequence[OccurrenceRow]) -> None:
        """Some of the sample's evidence that was there by then, and a report on a quarter that serves everything done in it."""
        today = office.today()
        past = [each for each in self.sample.evidences if each.date <= today]
        chosen = past[self.position % 3 :: 2][: self.data.evidence - 1]
        quarter = next(each for each in _quarters_backwards(today) if each.end < today)
        dimension = self.sample.dimensions[self.position % len(self.sample.dimensions)]
        report = self.sample.quarter_paper(
            evidence_kind("bao_cao"),
            number=20 + self.position,
            dimension=dimension.name,
            period=f"{period_label(quarter)} năm {quarter.year}",
            day=quarter.end,
        )
        in_quarter = [row for row in done if row.due is not None and quarter.start <= row.due <= quarter.end]
        of_report = [row.id for row in in_quarter if row.dimension.endswith(dimension.name)]
        for written in write_sample_evidence(self.folder / "minh-chung", replace(self.sample, evidences=(*chosen, report))):
            each = written.evidence
            fields = EvidenceFields(each.kind, each.number, each.date, each.abstract, each.place)
            served = of_report if each is report else [tasks[number] for number in each.tasks]
            add_evidence(office, task_ids=served, fields=fields, files=written.files)


def _tick_all(office: App, rows: Sequence[OccurrenceRow]) -> None:
    """In one transaction: where the target is a share, with a count of villages."""
    counted = {"measured": Decimal(100), "numerator": Decimal(3), "denominator": Decimal(3)}
    with office.unit_of_work("tick") as uow:
        found = occurrences_by_id(uow.session, office.office.unit, [row.id for row in rows])
        for row in rows:
            figures = counted if "100" in row.target else {}
            put_mark(uow, found[row.id], None, ticked_at=office.clock.now(), officer_id=None, note="", **figures)
        uow.commit()


def _kept_nowhere(keys: Keys) -> tuple[bytes, bytes]:
    del keys
    return b"", b""


def _quarters_backwards(day: date) -> Iterator[Period]:
    for year in (day.year, day.year - 1):
        yield from (Period.of_quarter(year, number) for number in (4, 3, 2, 1))
