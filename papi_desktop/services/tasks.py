"""Listing what is due, and everything about one occurrence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from db.evidence_queries import EvidenceState, attachments_of, evidence_states
from db.occurrence_queries import OccurrenceFacts, OccurrenceFilter, TaskFacts, occurrences
from db.office_queries import superior_of
from db.plan_queries import children, plan_of, tasks_by_id
from db.states import Travel
from db.tables import Attachment, Evidence, ExpectedResult, Link, Plan, Target, Task
from db.task_queries import links_by_occurrence, named_occurrences
from papi_desktop.domain.errors import Code, RequestError
from papi_desktop.domain.plan_document import Measure
from papi_desktop.domain.progress import Finding, FindingCode, Level, occurrence_status
from papi_desktop.domain.vocabulary import OccurrenceStatus, SyncState
from papi_desktop.services.app import App
from papi_desktop.services.findings import result_findings, target_findings, worst_first
from papi_desktop.services.rules import rule_findings, rules_in_force

__all__ = ["OccurrenceFilter", "OccurrenceList", "OccurrenceRow", "TaskDetail", "list_occurrences", "task_detail", "task_details"]


@dataclass(frozen=True, slots=True)
class OccurrenceRow:
    """One line of the task list. ``filled`` of ``expected`` results have evidence."""

    id: UUID
    task_id: UUID
    owner: UUID
    unit_code: str
    unit_name: str
    number: int
    text: str
    target: str
    index: str
    dimension: str
    component: str
    period: str
    due: date | None
    status: OccurrenceStatus
    status_note: str
    sync: SyncState
    officer: str
    expected: int
    filled: int
    evidence: int
    ticked_at: datetime | None
    measured: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    tick_note: str

    @property
    def lacks_evidence(self) -> bool:
        """Done or overdue, and something it should be proved by is missing; what is not due yet lacks nothing."""
        return self.status in {OccurrenceStatus.DONE, OccurrenceStatus.OVERDUE} and self.filled < self.expected


@dataclass(frozen=True)
class OccurrenceList:
    """The rows that match, and the counts over them that the tabs show."""

    rows: tuple[OccurrenceRow, ...]
    done: int
    overdue: int
    due_this_week: int
    lacking: int
    returned: int


@dataclass(frozen=True)
class SlotView:
    """An expected result and the evidence that fills it (``None``: missing)."""

    id: UUID
    text: str
    kind: str
    evidence: UUID | None
    evidence_number: str
    evidence_date: date | None
    files: int


@dataclass(frozen=True)
class AttachmentView:
    sha256: str
    size: int
    media_type: str
    name: str
    pages: int | None
    state: str


@dataclass(frozen=True)
class LinkedEvidence:
    """An evidence of an occurrence. ``comment`` is what the reviewer wrote on this version."""

    id: UUID
    owner: UUID
    kind: str
    number: str
    issued: date | None
    abstract: str
    sync: SyncState
    comment: str
    attachments: tuple[AttachmentView, ...]


@dataclass(frozen=True)
class TaskDetail:
    """Everything the panel beside the list shows of one occurrence."""

    row: OccurrenceRow
    result: str
    lead: str
    coordinating: str
    implementing: str
    notes: str
    timing: str
    plan_id: UUID
    plan_number: str
    plan_title: str
    plan_issued: date | None
    source_table: int | None
    source_row: int | None
    source_page: int | None
    measures: tuple[Measure, ...]
    slots: tuple[SlotView, ...]
    evidence: tuple[LinkedEvidence, ...]
    findings: tuple[Finding, ...]


def list_occurrences(app: App, *, chosen: OccurrenceFilter | None = None, status: OccurrenceStatus | None = None) -> OccurrenceList:
    """What is due, in plan order. ``status`` filters by what an occurrence is today.

    The list of a whole year or unit is kept until something is written: every page shows it in its own way.
    """
    chosen, today = chosen or OccurrenceFilter(), app.today()
    if chosen == OccurrenceFilter(year=chosen.year, owner=chosen.owner):
        listed = app.kept("list", (chosen, today), lambda: _read_list(app, chosen, today))
    else:
        listed = _read_list(app, chosen, today)
    return listed if status is None else _listed(tuple(row for row in listed.rows if row.status is status), today)


def _read_list(app: App, chosen: OccurrenceFilter, today: date) -> OccurrenceList:
    with app.read() as session:
        facts = occurrences(session, chosen, office=app.office.unit, peer=superior_of(session))
    return _listed(tuple(_rows(facts, today)), today)


def _listed(rows: tuple[OccurrenceRow, ...], today: date) -> OccurrenceList:
    week_end = today + timedelta(days=6 - today.weekday())
    return OccurrenceList(
        rows=rows,
        done=sum(row.status is OccurrenceStatus.DONE for row in rows),
        overdue=sum(row.status is OccurrenceStatus.OVERDUE for row in rows),
        due_this_week=sum(due_within(row, today, week_end) for row in rows),
        lacking=sum(row.lacks_evidence for row in rows),
        returned=sum(row.sync is SyncState.RETURNED for row in rows),
    )


def due_within(row: OccurrenceRow, first: date, last: date) -> bool:
    """Whether an open occurrence is due between the two days, both included."""
    open_ = row.status in {OccurrenceStatus.TODO, OccurrenceStatus.DOING}
    return open_ and row.due is not None and first <= row.due <= last


def the_occurrence(session: Session, app: App, named: UUID) -> UUID:
    """The one occurrence that an id of an occurrence or of a task names. Raises ``RequestError`` NOT_FOUND or AMBIGUOUS."""
    found = named_occurrences(session, named, owner=app.office.unit)
    if not found:
        raise RequestError(Code.NOT_FOUND, what=str(named))
    if len(found) > 1:
        raise RequestError(Code.AMBIGUOUS, what=str(named), count=len(found))
    return found[0].id


def task_detail(app: App, *, occurrence_id: UUID, owner: UUID | None = None) -> TaskDetail:
    """Everything about one occurrence. Raises ``RequestError(NOT_FOUND)``."""
    chosen = OccurrenceFilter(owner=owner or app.office.unit, occurrence=occurrence_id)
    found = task_details(app, rows=_row_of_list(app, chosen) or list_occurrences(app, chosen=chosen).rows)
    if not found:
        raise RequestError(Code.NOT_FOUND, what=str(occurrence_id))
    return found[occurrence_id]


def _row_of_list(app: App, chosen: OccurrenceFilter) -> list[OccurrenceRow]:
    """The row of one occurrence from the list that a page has read already: half of the time that its detail takes."""
    last = app.last_kept("list")
    if last is None:
        return []
    (_chosen, today), listed = cast("tuple[tuple[OccurrenceFilter, date], OccurrenceList]", last)
    return [row for row in listed.rows if row.id == chosen.occurrence and row.owner == chosen.owner] if today == app.today() else []


def task_details(app: App, *, rows: Sequence[OccurrenceRow]) -> dict[UUID, TaskDetail]:
    """Everything about many occurrences, by id, read in a few queries."""
    details: dict[UUID, TaskDetail] = {}
    with app.read() as session:
        for owner in {row.owner for row in rows}:
            details |= _details(session, app, owner, [row for row in rows if row.owner == owner])
    return details


def _details(session: Session, app: App, owner: UUID, rows: Sequence[OccurrenceRow]) -> dict[UUID, TaskDetail]:
    links = links_by_occurrence(session, owner, [row.id for row in rows])
    ids = {evidence.id for linked in links.values() for _, evidence in linked}
    states = evidence_states(session, owner, ids, office=app.office.unit, peer=superior_of(session))
    files = attachments_of(session, owner, ids)
    task_ids = {row.task_id for row in rows}
    tasks = tasks_by_id(session, owner, task_ids)
    plans = {plan_id: plan_of(session, owner, plan_id) for plan_id in {task.plan_id for task in tasks.values()}}
    expected = children(session, ExpectedResult, owner, task_ids)
    targets = children(session, Target, owner, task_ids)
    rules = rules_in_force(session)
    details: dict[UUID, TaskDetail] = {}
    for row in rows:
        linked = {item.id: item for _, item in links[row.id]}.values()
        evidence = tuple(_linked(item, states[item.id], files.get(item.id, ())) for item in linked)
        task = tasks[row.task_id]
        details[row.id] = _detail(
            row,
            task,
            plans[task.plan_id],
            measures=tuple(measure_of(target) for target in targets[task.id]),
            slots=_slots(expected[task.id], links[row.id], {item.id: len(item.attachments) for item in evidence}),
            evidence=evidence,
            ruled=rule_findings(
                app,
                rules,
                text=row.text,
                period=row.period,
                kinds=[slot.kind for slot in expected[task.id]],
                evidence=linked,
                closed=row.status in {OccurrenceStatus.DONE, OccurrenceStatus.OVERDUE},
            ),
        )
    return details


def _linked(item: Evidence, state: EvidenceState, files: Sequence[Attachment]) -> LinkedEvidence:
    return LinkedEvidence(
        id=item.id,
        owner=item.owner,
        kind=item.kind,
        number=item.number,
        issued=item.issued,
        abstract=item.abstract,
        sync=Travel(state.travel).sync,
        comment=state.comment,
        attachments=tuple(AttachmentView(a.sha256, a.size, a.media_type, a.name, a.pages, a.state.value) for a in files),
    )


def _detail(
    row: OccurrenceRow,
    task: Task,
    plan: Plan,
    *,
    measures: tuple[Measure, ...],
    slots: tuple[SlotView, ...],
    evidence: tuple[LinkedEvidence, ...],
    ruled: list[Finding],
) -> TaskDetail:
    return TaskDetail(
        row=row,
        result=task.result_text,
        lead=task.lead_text,
        coordinating=task.coordinating_text,
        implementing=task.implementing_text,
        notes=task.notes,
        timing=task.timing_text,
        plan_id=plan.id,
        plan_number=plan.number,
        plan_title=plan.title,
        plan_issued=plan.issued,
        source_table=task.source_table,
        source_row=task.source_row,
        source_page=task.source_page,
        measures=measures,
        slots=slots,
        evidence=evidence,
        findings=_findings(row, slots, evidence, measures, ruled),
    )


def _rows(facts: Iterable[OccurrenceFacts], today: date) -> Iterator[OccurrenceRow]:
    """List rows; those of one task stand together and share its words."""
    task, dimension, component = None, "", ""
    for fact in facts:
        if fact.task is not task:
            task = fact.task
            dimension, component = _place(task)
        yield _row(fact, dimension, component, today)


def _place(task: TaskFacts) -> tuple[str, str]:
    """Dimension and component with their numbers."""
    dimension = f"{task.dimension_number}. {task.dimension_name}" if task.dimension_number else task.dimension_name
    stop = "." if task.component_label[-1:].isdigit() else ")"
    component = f"{task.component_label}{stop} {task.component_name}" if task.component_label else task.component_name
    return dimension, component


def _row(fact: OccurrenceFacts, dimension: str, component: str, today: date) -> OccurrenceRow:
    task, tick = fact.task, fact.tick
    return OccurrenceRow(
        id=fact.id,
        task_id=task.id,
        owner=task.owner,
        unit_code=task.unit_code,
        unit_name=task.unit_name,
        number=task.number,
        text=task.text,
        target=task.target_text,
        index=task.index_code,
        dimension=dimension,
        component=component,
        period=fact.period,
        due=fact.due,
        status=occurrence_status(
            not_applicable=fact.not_applicable,
            ticked_at=None if tick is None else tick.ticked_at,
            due=fact.due,
            evidence=fact.evidence,
            today=today,
        ),
        status_note=fact.status_note,
        sync=SyncState.LOCAL if fact.travel is None else Travel(fact.travel).sync,
        officer=fact.officer,
        expected=fact.expected,
        filled=fact.filled,
        evidence=fact.evidence,
        ticked_at=None if tick is None else tick.ticked_at,
        measured=None if tick is None else tick.measured,
        numerator=None if tick is None else tick.numerator,
        denominator=None if tick is None else tick.denominator,
        tick_note="" if tick is None else tick.note,
    )


def measure_of(target: Target) -> Measure:
    return Measure(target.text, target.comparator, target.value, target.unit, target.what)


def _slots(expected: Sequence[ExpectedResult], links: Sequence[tuple[Link, Evidence]], files: dict[UUID, int]) -> tuple[SlotView, ...]:
    by_slot = {link.expected_id: evidence for link, evidence in links if link.expected_id is not None}
    views: list[SlotView] = []
    for slot in expected:
        evidence = by_slot.get(slot.id)
        views.append(
            SlotView(
                id=slot.id,
                text=slot.text,
                kind=slot.kind,
                evidence=None if evidence is None else evidence.id,
                evidence_number="" if evidence is None else evidence.number,
                evidence_date=None if evidence is None else evidence.issued,
                files=0 if evidence is None else files.get(evidence.id, 0),
            )
        )
    return tuple(views)


def _findings(
    row: OccurrenceRow,
    slots: tuple[SlotView, ...],
    evidence: tuple[LinkedEvidence, ...],
    measures: tuple[Measure, ...],
    ruled: list[Finding],
) -> tuple[Finding, ...]:
    """Worst first; ``ruled`` is what the rules of posting and meeting say."""
    found = [
        Finding(FindingCode.RETURNED, Level.BAD, {"abstract": item.abstract or item.number, "comment": item.comment})
        for item in evidence
        if item.sync is SyncState.RETURNED
    ]
    found += target_findings(measures, row.measured)
    found += result_findings([slot.text for slot in slots if slot.evidence is None], len(slots))
    found += ruled
    return worst_first(found)
