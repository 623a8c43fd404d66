"""The counts over the work of a year that stand on the first page and around every page, without listing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from db.overview_queries import Stand, WorkGroup, work_groups
from papi_desktop.services.app import App


@dataclass(frozen=True)
class DimensionProgress:
    """``done`` of ``total`` occurrences of a dimension that apply, and how many of them are overdue."""

    index: str
    dimension: str
    done: int
    total: int
    late: int


@dataclass(frozen=True)
class Figures:
    """What ``tasks.OccurrenceList`` counts of the same work. ``lacking_done`` of those that lack evidence are marked as done;
    ``attention`` counts what is overdue, lacks evidence or was returned."""

    total: int
    done: int
    overdue: int
    due_this_week: int
    lacking: int
    lacking_done: int
    returned: int
    attention: int
    progress: tuple[DimensionProgress, ...]


def work_figures(app: App, *, year: int | None = None) -> Figures:
    """The work of this office in ``year``, in all years where none is named; kept until something is written."""
    today = app.today()

    def read() -> Figures:
        with app.read() as session:
            soon = today + timedelta(days=6 - today.weekday())
            return _figures(work_groups(session, owner=app.office.unit, year=year, today=today, soon=soon))

    return app.kept("figures", (app.office.unit, year, today), read)


def _figures(groups: Sequence[WorkGroup]) -> Figures:
    def count(counts: Callable[[WorkGroup], bool]) -> int:
        return sum(group.count for group in groups if counts(group))

    return Figures(
        total=count(lambda _group: True),
        done=count(lambda group: group.stand is Stand.DONE),
        overdue=count(lambda group: group.stand is Stand.OVERDUE),
        due_this_week=count(lambda group: group.stand is Stand.DUE_SOON),
        lacking=count(lambda group: group.lacks),
        lacking_done=count(lambda group: group.lacks and group.stand is Stand.DONE),
        returned=count(lambda group: group.returned),
        attention=count(lambda group: group.stand is Stand.OVERDUE or group.lacks or group.returned),
        progress=_progress(groups),
    )


def _progress(groups: Sequence[WorkGroup]) -> tuple[DimensionProgress, ...]:
    """Each dimension of each index, in the order of the plan; what does not apply counts nowhere."""
    found: dict[tuple[str, str, str], list[WorkGroup]] = {}
    for group in groups:
        if group.stand is not Stand.NOT_APPLICABLE:
            found.setdefault((group.index, group.dimension_number, group.dimension_name), []).append(group)
    return tuple(
        DimensionProgress(
            index=index,
            dimension=f"{number}. {name}" if number else name,
            done=sum(group.count for group in inside if group.stand is Stand.DONE),
            total=sum(group.count for group in inside),
            late=sum(group.count for group in inside if group.stand is Stand.OVERDUE),
        )
        for (index, number, name), inside in found.items()
    )
