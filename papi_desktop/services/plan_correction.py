"""What the officer corrects of a plan as read, before it is taken in. Nothing here touches the data folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from papi_desktop.domain.plan_document import Measure, ReadPlan, ReadTask, SourcePlace, Timing
from papi_desktop.domain.results import read_expected
from papi_desktop.domain.targets import read_measures
from papi_desktop.domain.text import nfc
from papi_desktop.domain.timing import read_timing
from papi_desktop.domain.unit_names import split_units
from papi_desktop.domain.vocabulary import TimingKind
from papi_desktop.services.plan_edits import PlanEdit, edit_plan


@dataclass(frozen=True)
class TaskCorrection:
    """What a task says instead of what was read; ``None`` leaves that part as it was read.

    ``kind`` says what the timing text means where reading it went wrong; ``due`` is the last day for ``BY_DATE``.
    """

    text: str | None = None
    target: str | None = None
    result: str | None = None
    lead_text: str | None = None
    coordinating_text: str | None = None
    implementing_text: str | None = None
    index_system: str | None = None
    dimension_no: str | None = None
    dimension_name: str | None = None
    component_label: str | None = None
    component_name: str | None = None
    notes: str | None = None
    timing_text: str | None = None
    kind: TimingKind | None = None
    due: date | None = None


@dataclass(frozen=True)
class PlanHeading:
    """The facts by which a plan is known. ``issued`` is the day of issue, ``year`` the year it plans for."""

    title: str
    number: str
    issuer: str
    issued: date | None
    year: int | None

    @classmethod
    def of(cls, plan: ReadPlan) -> "PlanHeading":
        return cls(plan.title, plan.number, plan.issuer, plan.date, plan.year)


def needs_confirming(timing: Timing) -> bool:
    """Whether the officer should look at a timing: its words say nothing known, wait for an event, or name several rhythms at once."""
    unknown = timing.kind is TimingKind.UNSPECIFIED and bool(timing.text)
    return len(timing.kinds) > 1 or unknown or timing.kind is TimingKind.ON_EVENT


def correct_plan(
    plan: ReadPlan, *, heading: PlanHeading, corrections: Mapping[SourcePlace, TaskCorrection], edits: Sequence[PlanEdit] = ()
) -> ReadPlan:
    """``plan`` with another heading, edited rows and then corrected tasks, each found by its place in the document.

    In another year the timings that name none mean other days, so all are understood anew.
    """
    plan = edit_plan(plan, edits)
    tasks = plan.tasks
    if heading.year != plan.year:
        tasks = tuple(replace(task, timing=read_timing(task.timing.text, heading.year)) for task in tasks)
    return replace(
        plan,
        title=nfc(heading.title).strip(),
        number=nfc(heading.number).strip(),
        issuer=nfc(heading.issuer).strip(),
        date=heading.issued,
        year=heading.year,
        tasks=tuple(_corrected(task, corrections, heading.year) for task in tasks),
    )


def _corrected(task: ReadTask, corrections: Mapping[SourcePlace, TaskCorrection], year: int | None) -> ReadTask:
    correction = corrections.get(task.place) if task.place else None
    return task if correction is None else correct_task(task, correction, year=year)


_PLAIN = ("index_system", "dimension_no", "dimension_name", "component_label", "component_name", "notes")


def correct_task(task: ReadTask, correction: TaskCorrection, *, year: int | None) -> ReadTask:
    """``task`` in the officer's words, each understood anew; ``year`` is the plan's. A task keeps its words where they are emptied."""
    target, result = _said(correction.target, task.target), _said(correction.result, task.result)
    plain = {name: _said(getattr(correction, name), getattr(task, name)) for name in _PLAIN}
    return replace(
        task,
        **plain,
        **_units(task, correction, "lead"),
        **_units(task, correction, "coordinating"),
        **_units(task, correction, "implementing"),
        text=_said(correction.text, task.text) or task.text,
        target=target,
        result=result,
        timing=_timing(task.timing, correction, year),
        measures=_measures(task, target, result),
        expected=task.expected if result == task.result else read_expected(result),
    )


def _said(correction: str | None, read: str) -> str:
    return read if correction is None else nfc(correction).strip()


def _units(task: ReadTask, correction: TaskCorrection, role: str) -> dict[str, Any]:
    """The offices of a role: the words said of them, and the names in those."""
    read: str = getattr(task, f"{role}_text")
    said = _said(getattr(correction, f"{role}_text"), read)
    return {} if said == read else {f"{role}_text": said, f"{role}_units": split_units(said)}


def _measures(task: ReadTask, target: str, result: str) -> tuple[Measure, ...]:
    """Figures stand in the target; a plan without that column has them in the result."""
    in_result = bool(task.measures) and not task.target
    if target != task.target:
        return read_measures(target)
    return read_measures(result) if in_result and result != task.result else task.measures


def _timing(timing: Timing, correction: TaskCorrection, year: int | None) -> Timing:
    text = _said(correction.timing_text, timing.text)
    if text != timing.text:
        timing = read_timing(text, year)
    if correction.kind is not None:
        timing = replace(timing, kinds=(correction.kind,))
    if correction.due is not None and timing.kinds == (TimingKind.BY_DATE,):
        timing = replace(timing, start=None, end=correction.due)
    return timing
