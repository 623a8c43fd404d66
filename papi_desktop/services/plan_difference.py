"""What becomes of the tasks of a plan: those of a new edition, or of next year's plan, beside those that are here."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from db.plan_queries import living_tasks, plans
from db.tables import Plan, Task
from papi_desktop.domain.plan_document import ReadPlan, ReadTask
from papi_desktop.domain.text import fold
from papi_desktop.domain.unit_names import compared_name
from papi_desktop.services.app import App
from papi_desktop.services.plan_reading import read_plan

SAME_TASK = 0.85
"""Likeness of folded wording from which a task of a new edition is the old one reworded."""


@dataclass(frozen=True)
class PlanDifference:
    """A document beside the plan ``previous`` that it would replace, else beside the one of an earlier year: texts of tasks by what
    becomes of them. ``earlier`` is the number of that plan, else its title.
    """

    previous: UUID | None
    added: tuple[str, ...]
    changed: tuple[str, ...]
    dropped: tuple[str, ...]
    kept: tuple[str, ...]
    earlier: str = ""
    earlier_year: int | None = None


@dataclass
class Matching:
    """Tasks of a document beside the stored tasks they are."""

    added: list[ReadTask] = field(default_factory=list[ReadTask])
    same: list[tuple[ReadTask, Task]] = field(default_factory=list[tuple[ReadTask, Task]])
    dropped: list[Task] = field(default_factory=list[Task])


def diff_plan(app: App, *, path: Path, plan: ReadPlan | None = None) -> PlanDifference:
    """Says what taking a document in would change; changes nothing. ``plan`` is what reading it gave, where that was corrected."""
    plan = plan or read_plan(path)
    with app.read() as session:
        previous = previous_plan(session, app, plan, plan_year(app, plan))
        earlier = earlier_plan(session, app, plan, plan_year(app, plan)) if previous is None else None
        matching = match_tasks(plan.tasks, stored_tasks(session, previous or earlier))
        touched = [read.text for read, task in matching.same if differs(read, task)]
        kept = [read.text for read, task in matching.same if not differs(read, task)]
    return PlanDifference(
        previous=None if previous is None else previous.id,
        added=tuple(task.text for task in matching.added),
        changed=tuple(touched),
        dropped=tuple(task.text for task in matching.dropped),
        kept=tuple(kept),
        earlier="" if earlier is None else earlier.number or earlier.title,
        earlier_year=None if earlier is None else earlier.year,
    )


def plan_year(app: App, plan: ReadPlan) -> int:
    if plan.year is not None:
        return plan.year
    return plan.date.year if plan.date is not None else app.today().year


def previous_plan(session: Session, app: App, plan: ReadPlan, year: int) -> Plan | None:
    for fact in plans(session, app.office.unit):
        same = fold(fact.plan.number) == fold(plan.number) if plan.number else fold(fact.plan.title) == fold(plan.title)
        if same and fact.plan.year == year and fold(fact.plan.issuer) == fold(plan.issuer):
            return fact.plan
    return None


def earlier_plan(session: Session, app: App, plan: ReadPlan, year: int) -> Plan | None:
    """The newest plan of an earlier year by the same issuer on one of the same indices."""
    systems = {system for task in plan.tasks for system in task.index_system.split(", ") if system}
    found = [
        fact.plan
        for fact in plans(session, app.office.unit)
        if fact.plan.year < year and fold(fact.plan.issuer) == fold(plan.issuer) and systems & set(fact.plan.index_systems)
    ]
    return max(found, key=lambda earlier: earlier.year, default=None)


def stored_tasks(session: Session, previous: Plan | None) -> Sequence[Task]:
    return () if previous is None else living_tasks(session, previous.owner, previous.id)


def _identity(text: str, target: str, lead: str) -> tuple[str, str, str]:
    return fold(text), fold(target), compared_name(lead)


def match_tasks(read: Iterable[ReadTask], stored_tasks: Sequence[Task]) -> Matching:
    """Same wording first, with target and unit telling equal wordings apart; then the most alike of what is left."""
    matching = Matching()
    by_wording: dict[str, list[Task]] = {}
    for task in stored_tasks:
        by_wording.setdefault(fold(task.text), []).append(task)
    pending: list[ReadTask] = []
    for new in read:
        same = by_wording.get(fold(new.text))
        if same:
            identity = _identity(new.text, new.target, new.lead_text)
            task = next((task for task in same if _identity(task.text, task.target_text, task.lead_text) == identity), same[0])
            same.remove(task)
            matching.same.append((new, task))
        else:
            pending.append(new)
    left = [task for same in by_wording.values() for task in same]
    for new in pending:
        task = _most_alike(fold(new.text), left)
        if task is None:
            matching.added.append(new)
        else:
            left.remove(task)
            matching.same.append((new, task))
    matching.dropped = [task for task in left if not task.retired]
    return matching


def _most_alike(wording: str, left: Sequence[Task]) -> Task | None:
    best, likeness = None, SAME_TASK
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(wording)
    for task in left:
        matcher.set_seq1(fold(task.text))
        if matcher.real_quick_ratio() >= likeness and matcher.quick_ratio() >= likeness and (ratio := matcher.ratio()) >= likeness:
            best, likeness = task, ratio
    return best


def task_values(read: ReadTask) -> dict[str, object]:
    timing = read.timing
    return {
        "number": read.no,
        "group_name": read.group,
        "text": read.text,
        "target_text": read.target,
        "result_text": read.result,
        "lead_text": read.lead_text,
        "coordinating_text": read.coordinating_text,
        "implementing_text": read.implementing_text,
        "notes": read.notes,
        "lead_units": list(read.lead_units),
        "coordinating_units": list(read.coordinating_units),
        "implementing_units": list(read.implementing_units),
        "timing_text": timing.text,
        "timing_kinds": [kind.value for kind in timing.kinds],
        "timing_start": timing.start,
        "timing_end": timing.end,
        "timing_offset_days": timing.offset_days,
        "source_table": read.place.table if read.place else None,
        "source_row": read.place.row if read.place else None,
        "source_page": read.place.page if read.place else None,
        "retired": False,
    }


def differs(read: ReadTask, task: Task) -> bool:
    """Whether the new edition says something else of a task; its place and number in the document do not matter."""
    places = {"number", "source_table", "source_row", "source_page"}
    return any(getattr(task, name) != value for name, value in task_values(read).items() if name not in places)
