"""Taking a plan in: a read document becomes tasks with occurrences; a new edition keeps evidence with its task."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from db.evidence_queries import stored
from db.plan_queries import by_key, children, indexes_by_code, living_tasks, plans, used_occurrences
from db.search import search_text
from db.tables import Component, Dimension, ExpectedResult, IndexSystem, Occurrence, Plan, StoredObject, Target, Task
from db.unit_of_work import UnitOfWork
from papi_desktop.domain.office_names import short_name
from papi_desktop.domain.our_work import concerns
from papi_desktop.domain.plan_document import ReadPlan, ReadTask, SourcePlace
from papi_desktop.domain.schedule import Due, schedule
from papi_desktop.domain.text import fold
from papi_desktop.domain.vocabulary import Role
from papi_desktop.evidence.store import copy_in
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.plan_correction import PlanHeading, TaskCorrection, correct_plan
from papi_desktop.services.plan_difference import (
    PlanDifference,
    diff_plan,
    differs,
    match_tasks,
    plan_year,
    previous_plan,
    stored_tasks,
    task_values,
)
from papi_desktop.services.plan_edits import PlanEdit
from papi_desktop.services.plan_reading import read_plan

OF_OTHERS = "Nhiệm vụ của đơn vị khác"
"""Why an occurrence is not applicable, in the words that the papers show."""


@dataclass(frozen=True)
class PlanPreview:
    """What taking a corrected ``plan`` in would make: its occurrences, and the difference to the plan it replaces."""

    plan: ReadPlan
    occurrences: int
    difference: PlanDifference
    ours: frozenset[SourcePlace]
    """where the tasks stand that are this office's own"""
    own_occurrences: int
    """how many occurrences those have"""


@dataclass(frozen=True)
class PlanImportResult:
    """Numbers of tasks by what became of them; ``occurrences`` counts those of the whole plan."""

    plan: UUID
    added: int
    changed_tasks: int
    dropped: int
    kept: int
    occurrences: int
    unread: int
    changed: Changed = frozenset({Area.PLANS, Area.TASKS, Area.BUNDLES})


@dataclass(frozen=True)
class PlanRow:
    id: UUID
    owner: UUID
    number: str
    title: str
    issuer: str
    issued: date | None
    year: int
    edition: int
    index_systems: tuple[str, ...]
    document_name: str
    tasks: int
    occurrences: int
    unread: tuple[str, ...]
    objectives: tuple[str, ...]


def list_plans(app: App) -> tuple[PlanRow, ...]:
    """Plans here, newest year first."""
    with app.read() as session:
        return tuple(
            PlanRow(
                id=fact.plan.id,
                owner=fact.plan.owner,
                number=fact.plan.number,
                title=fact.plan.title,
                issuer=fact.plan.issuer,
                issued=fact.plan.issued,
                year=fact.plan.year,
                edition=fact.plan.edition,
                index_systems=tuple(fact.plan.index_systems),
                document_name=fact.plan.document_name,
                tasks=fact.tasks,
                occurrences=fact.occurrences,
                unread=tuple(fact.plan.unread),
                objectives=tuple(fact.plan.objectives),
            )
            for fact in plans(session)
        )


def dues_of(app: App, *, plan: ReadPlan, task: ReadTask) -> tuple[Due, ...]:
    """Every time that a task of ``plan`` would be due, in order."""
    return schedule(task.timing, year=plan_year(app, plan), calendar=app.calendar)


def count_occurrences(app: App, *, plan: ReadPlan) -> int:
    """How many occurrences the tasks of ``plan`` would have."""
    return sum(len(dues_of(app, plan=plan, task=task)) for task in plan.tasks)


def preview_plan(
    app: App,
    *,
    path: Path,
    plan: ReadPlan,
    heading: PlanHeading,
    corrections: Mapping[SourcePlace, TaskCorrection],
    edits: Sequence[PlanEdit] = (),
) -> PlanPreview:
    """Edits and corrects ``plan`` as read from ``path`` and says what taking it in would make; changes nothing."""
    corrected = correct_plan(plan, heading=heading, corrections=corrections, edits=edits)
    difference, ours = diff_plan(app, path=path, plan=corrected), frozenset(_ours(app, corrected))
    own = replace(corrected, tasks=tuple(task for task in corrected.tasks if task.place in ours))
    return PlanPreview(corrected, count_occurrences(app, plan=corrected), difference, ours, count_occurrences(app, plan=own))


def _ours(app: App, plan: ReadPlan) -> Iterator[SourcePlace]:
    """The tasks of a plan that the office issued itself are all its own."""
    own_plan = fold(short_name(plan.issuer)) == fold(short_name(app.office.name))
    for task in plan.tasks:
        units = (*task.lead_units, *task.coordinating_units, *task.implementing_units)
        if task.place is not None and (own_plan or app.office.role is Role.AUTHORITY or concerns(units, office=app.office.name)):
            yield task.place


def import_plan(
    app: App,
    *,
    path: Path,
    plan: ReadPlan | None = None,
    ours_only: bool = False,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> PlanImportResult:
    """Takes a plan document in; ``plan`` is what reading it gave, where the officer has corrected it.

    With ``ours_only`` the tasks of other offices are kept in the plan, their occurrences not applicable here.

    A plan of the same number (or, without one, the same title) and year is a new edition of it: tasks are recognised by their wording, keep
    their evidence and ticks, and those no longer named are retired. The document itself is kept in the object store.
    """
    plan = plan or read_plan(path)
    places = frozenset(_ours(app, plan))
    ours = {task.no for task in plan.tasks if task.place in places}
    with app.store.take_in() as intake:
        document = copy_in(intake, path, cancelled=cancelled)
        with app.unit_of_work("plan.import") as uow:
            year = plan_year(app, plan)
            previous = previous_plan(uow.session, app, plan, year)
            matching = match_tasks(plan.tasks, stored_tasks(uow.session, previous))
            row = _plan_row(uow, plan, year, previous, document.sha256, path.name)
            levels = _Levels(uow, app)
            touched = sum(differs(read, task) for read, task in matching.same)
            total = len(plan.tasks)
            for done, (read, task) in enumerate(matching.same):
                progress(done, total)
                _fill(uow, app, task, read, row, levels)
            for done, read in enumerate(matching.added, start=len(matching.same)):
                progress(done, total)
                _fill(uow, app, None, read, row, levels)
            for task in matching.dropped:
                task.retired = True
            uow.session.flush()
            others = {task.no for task in plan.tasks} - ours if ours_only else set[int]()
            _schedule_all(uow, app, living_tasks(uow.session, app.office.unit, row.id), plan.tasks, year, others)
            if not stored(uow.session, [document.sha256]):
                uow.session.add(StoredObject(sha256=document.sha256, size=document.size, crc32=document.crc32))
            intake.publish()
            uow.commit()
            progress(total, total)
    with app.read() as session:
        occurrences = next(fact.occurrences for fact in plans(session, app.office.unit) if fact.plan.id == row.id)
    return PlanImportResult(
        plan=row.id,
        added=len(matching.added),
        changed_tasks=touched,
        dropped=len(matching.dropped),
        kept=len(matching.same) - touched,
        occurrences=occurrences,
        unread=len(plan.unread),
    )


def _plan_row(uow: UnitOfWork, plan: ReadPlan, year: int, previous: Plan | None, sha256: str, name: str) -> Plan:
    systems = sorted({task.index_system for task in plan.tasks if task.index_system})
    values: dict[str, object] = {
        "number": plan.number,
        "title": plan.title,
        "issuer": plan.issuer,
        "issued": plan.date,
        "year": year,
        "index_systems": systems,
        "document_sha256": sha256,
        "document_name": name,
        "objectives": list(plan.objectives),
        "unread": [row.text for row in plan.unread],
    }
    if previous is None:
        return uow.make(Plan, edition=1, previous_id=None, source_owner=None, source_id=None, **values)
    if previous.document_sha256 != sha256:
        previous.edition += 1
    for key, value in values.items():
        setattr(previous, key, value)
    return previous


class _Levels:
    """Index systems, dimensions and components of this office, made where a plan names new ones."""

    def __init__(self, uow: UnitOfWork, app: App) -> None:
        self._uow = uow
        self._indexes = indexes_by_code(uow.session, app.office.unit)
        self._dimensions = by_key(uow.session, Dimension, app.office.unit)
        self._components = by_key(uow.session, Component, app.office.unit)

    def ids(self, read: ReadTask) -> dict[str, UUID | None]:
        """Ids of index system, dimension and component of a task; ``None`` for levels it does not name."""
        index = dimension = component = None
        if read.index_system:
            values = {"code": read.index_system, "name": read.index_system}
            index = self._get(self._indexes, read.index_system, IndexSystem, values)
        if index is not None and read.dimension_name:
            key = f"{read.index_system}/{fold(read.dimension_name)[:200]}"
            values = {"index_id": index, "number": read.dimension_no, "name": read.dimension_name, "key": key}
            dimension = self._get(self._dimensions, key, Dimension, values)
            if read.component_name or read.component_label:
                key = f"{key}/{fold(read.component_name or read.component_label)[:200]}"
                values = {"dimension_id": dimension, "label": read.component_label, "name": read.component_name, "key": key}
                component = self._get(self._components, key, Component, values)
        return {"index_id": index, "dimension_id": dimension, "component_id": component}

    def _get(
        self,
        known: dict[str, UUID],
        key: str,
        table: type[IndexSystem] | type[Dimension] | type[Component],
        values: Mapping[str, object],
    ) -> UUID:
        if key not in known:
            known[key] = self._uow.make(table, **values).id
        return known[key]


def _fill(uow: UnitOfWork, app: App, task: Task | None, read: ReadTask, plan: Plan, levels: _Levels) -> None:
    values = task_values(read) | levels.ids(read)
    values["search"] = search_text([read.text, read.target, read.result, read.lead_text, read.dimension_name, read.component_name])
    old = None
    if task is None:
        task = uow.make(Task, plan_id=plan.id, points_max=None, points_self=None, officer_id=None, **values)
    else:
        old = task
        for name, value in values.items():
            setattr(task, name, value)
    ids = [] if old is None else [old.id]
    targets = children(uow.session, Target, app.office.unit, ids).get(task.id, [])
    _replace(
        uow,
        Target,
        task.id,
        targets,
        [{"text": m.text, "comparator": m.comparator, "value": m.value, "unit": m.unit, "what": m.what} for m in read.measures],
    )
    slots = children(uow.session, ExpectedResult, app.office.unit, ids).get(task.id, [])
    _replace(uow, ExpectedResult, task.id, slots, [{"text": e.text, "kind": e.kind} for e in read.expected])


def _replace(
    uow: UnitOfWork,
    table: type[Target] | type[ExpectedResult],
    task_id: UUID,
    present: Sequence[Target | ExpectedResult],
    wanted: Sequence[Mapping[str, object]],
) -> None:
    """Keeps rows whose text stays (links point at them), changes their place, makes the new and marks the rest deleted."""
    by_text: dict[str, list[Target | ExpectedResult]] = {}
    for row in present:
        by_text.setdefault(row.text, []).append(row)
    for position, values in enumerate(wanted, start=1):
        same = by_text.get(str(values["text"]))
        if not same:
            uow.make(table, task_id=task_id, position=position, **values)
            continue
        row = same.pop(0)
        for name, value in {**values, "position": position}.items():
            setattr(row, name, value)
    for rows in by_text.values():
        for row in rows:
            row.deleted = True


def _schedule_all(uow: UnitOfWork, app: App, tasks: Sequence[Task], read: Sequence[ReadTask], year: int, others: Collection[int]) -> None:
    """Occurrences as the timing wants them; those with evidence or a tick stay even where a new edition moved them.

    ``others`` are the numbers of tasks that are not this office's: their new occurrences are not applicable.
    """
    used = used_occurrences(uow.session, app.office.unit)
    present = children(uow.session, Occurrence, app.office.unit, [task.id for task in tasks])
    by_number = {task.no: task for task in read}
    for task in tasks:
        if task.retired:
            continue
        wanted = {_due_key(due): due for due in schedule(by_number[task.number].timing, year=year, calendar=app.calendar)}
        for occurrence in present.get(task.id, []):
            if wanted.pop((occurrence.period, occurrence.due), None) is None and occurrence.id not in used:
                occurrence.deleted = True
        of_others = {"not_applicable": True, "status_note": OF_OTHERS} if task.number in others else {}
        for period, due in wanted:
            uow.make(
                Occurrence,
                task_id=task.id,
                period=period,
                due=due,
                officer_id=None,
                reporting_owner=None,
                reporting_id=None,
                **of_others,
            )


def _due_key(due: Due) -> tuple[str, date | None]:
    return due.period.key, due.due
