"""What the officer makes of the rows of a plan as read: split, joined, left out, taken for tasks. Nothing here touches the data folder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from papi_desktop.domain.plan_document import ReadPlan, ReadTask, SourcePlace, UnreadRow
from papi_desktop.domain.results import read_expected
from papi_desktop.domain.targets import read_measures
from papi_desktop.domain.vocabulary import TimingKind


@dataclass(frozen=True)
class Split:
    """The task at ``place`` becomes two, which share everything but their words; the second one stands at ``at``."""

    place: SourcePlace
    at: SourcePlace
    first: str
    second: str


@dataclass(frozen=True)
class Join:
    """The task at ``place`` becomes a part of the one at ``onto``, whose words are then ``text``."""

    place: SourcePlace
    onto: SourcePlace
    text: str


@dataclass(frozen=True)
class Exclude:
    """The task at ``place`` is none; its words are kept among the rows that are not tasks."""

    place: SourcePlace


@dataclass(frozen=True)
class Adopt:
    """The row at ``place``, which was not understood, is a task, under the index and component of the one before it."""

    place: SourcePlace


PlanEdit = Split | Join | Exclude | Adopt


def edit_plan(plan: ReadPlan, edits: Sequence[PlanEdit]) -> ReadPlan:
    """``plan`` after ``edits``, one after the other, its tasks numbered anew. An edit of what is no longer there has no effect."""
    rows = _Rows(list(plan.tasks), list(plan.unread))
    for edit in edits:
        match edit:
            case Split():
                rows.split(edit)
            case Join():
                rows.join(edit)
            case Exclude():
                rows.exclude(edit)
            case Adopt():
                rows.adopt(edit)
    tasks = (replace(task, no=number) for number, task in enumerate(rows.tasks, start=1))
    return replace(plan, tasks=tuple(tasks), unread=tuple(rows.unread)) if edits else plan


def next_part(plan: ReadPlan, place: SourcePlace) -> SourcePlace:
    """A place for another task made of the row at ``place``."""
    parts = [task.place.part for task in plan.tasks if task.place is not None and replace(task.place, part=0) == replace(place, part=0)]
    return replace(place, part=max(parts, default=0) + 1)


def before(plan: ReadPlan, place: SourcePlace) -> ReadTask | None:
    """The task that stands before the one, or before the unread row, at ``place``."""
    above: ReadTask | None = None
    for task in plan.tasks:
        if task.place is None or task.place == place or _order(task.place) > _order(place):
            return above
        above = task
    return above


@dataclass
class _Rows:
    tasks: list[ReadTask]
    unread: list[UnreadRow]

    def split(self, edit: Split) -> None:
        number = self._task(edit.place)
        if number is not None:
            task = self.tasks[number]
            self.tasks[number : number + 1] = [replace(task, text=edit.first), replace(task, text=edit.second, place=edit.at)]

    def join(self, edit: Join) -> None:
        number, onto = self._task(edit.place), self._task(edit.onto)
        if number is not None and onto is not None and number != onto:
            self.tasks[onto] = _joined(self.tasks[onto], self.tasks[number], edit.text)
            del self.tasks[number]

    def exclude(self, edit: Exclude) -> None:
        number = self._task(edit.place)
        if number is not None:
            self.unread.append(UnreadRow(edit.place, self.tasks.pop(number).text))
            self.unread.sort(key=lambda row: _order(row.place))

    def adopt(self, edit: Adopt) -> None:
        row = next((row for row in self.unread if row.place == edit.place), None)
        if row is None:
            return
        self.unread.remove(row)
        number = sum(task.place is not None and _order(task.place) < _order(row.place) for task in self.tasks)
        task = ReadTask(no=0, text=row.text, place=row.place)
        if number:
            above = self.tasks[number - 1]
            named = ("group", "index_system", "dimension_no", "dimension_name", "component_label", "component_name")
            task = replace(task, **{name: getattr(above, name) for name in named})
        self.tasks.insert(number, task)

    def _task(self, place: SourcePlace) -> int | None:
        return next((number for number, task in enumerate(self.tasks) if task.place == place), None)


def _joined(task: ReadTask, more: ReadTask, text: str) -> ReadTask:
    """One task of two: what both say stands once, what only one says is kept."""
    target, result = _both(task.target, more.target), _both(task.result, more.result)
    return replace(
        task,
        text=text,
        target=target,
        result=result,
        measures=read_measures(target or result),
        expected=read_expected(result),
        lead_text=task.lead_text or more.lead_text,
        lead_units=task.lead_units or more.lead_units,
        coordinating_text=task.coordinating_text or more.coordinating_text,
        coordinating_units=task.coordinating_units or more.coordinating_units,
        implementing_text=task.implementing_text or more.implementing_text,
        implementing_units=task.implementing_units or more.implementing_units,
        notes=_both(task.notes, more.notes),
        timing=more.timing if task.timing.kind is TimingKind.UNSPECIFIED else task.timing,
        doubtful=tuple(dict.fromkeys((*task.doubtful, *more.doubtful))),
    )


def _both(one: str, other: str) -> str:
    return one if one == other or not other else "\n".join(filter(None, (one, other)))


def _order(place: SourcePlace) -> tuple[int, int, int]:
    return place.table, place.row, place.part
