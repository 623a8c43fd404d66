"""How the task page reads occurrences: its columns, its tabs and the ways to group them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import OccurrenceStatus, SyncState
from papi_desktop.services.tasks import OccurrenceRow, due_within
from papi_desktop.wording import date_text, period_text, status_text, sync_text
from resources.i18n import gettext as _
from resources.i18n import pgettext
from ui.colours import Ink
from ui.models.columns import Column
from ui.models.grouped_model import Group
from ui.states import mark_of

_NONE = "—"


class Tab(Enum):
    """What the tabs show; the value is icon and ink."""

    ALL = None
    OVERDUE = ("exclamation-circle", Ink.RED)
    THIS_WEEK = ("clock", Ink.AMBER)
    LACKING = ("warning", Ink.AMBER)
    RETURNED = ("returned", Ink.PLUM)

    def title(self) -> str:
        return {
            Tab.ALL: pgettext("tasks", "All"),
            Tab.OVERDUE: _("Overdue"),
            Tab.THIS_WEEK: _("This week"),
            Tab.LACKING: _("Lacking evidence"),
            Tab.RETURNED: _("Returned"),
        }[self]

    def holds(self, row: OccurrenceRow, today: date) -> bool:
        match self:
            case Tab.ALL:
                return True
            case Tab.OVERDUE:
                return row.status is OccurrenceStatus.OVERDUE
            case Tab.THIS_WEEK:
                return due_within(row, today, today + timedelta(days=6 - today.weekday()))
            case Tab.LACKING:
                return row.lacks_evidence
            case Tab.RETURNED:
                return row.sync is SyncState.RETURNED


@dataclass(frozen=True)
class TasksWanted:
    """What another page leads here to see; empty fields do not filter. ``dimension`` is as in ``OccurrenceRow``."""

    tab: Tab = Tab.ALL
    index: str = ""
    dimension: str = ""


class Grouping(Enum):
    DIMENSION = "dimension"
    DUE = "due"
    STATUS = "status"
    FLAT = "flat"

    def title(self) -> str:
        return {
            Grouping.DIMENSION: _("Group by: dimension"),
            Grouping.DUE: _("Group by: due date"),
            Grouping.STATUS: _("Group by: status"),
            Grouping.FLAT: _("Not grouped"),
        }[self]


def task_columns() -> list[Column[OccurrenceRow]]:
    """Task, due date and period, status, filled of expected results, sync."""
    statuses = list(OccurrenceStatus)
    states = list(SyncState)
    return [
        Column(_("Task"), lambda row: row.text, tooltip=lambda row: row.text),
        Column(_("Due, period"), _due_and_period, sort=lambda row: row.due),
        Column(
            _("Status"),
            lambda row: status_text(row.status),
            icon=lambda row: mark_of(row.status).icon,
            ink=lambda row: mark_of(row.status).ink,
            sort=lambda row: statuses.index(row.status),
            tooltip=lambda row: row.status_note,
        ),
        Column(
            _("Have/need"),
            _filled,
            icon=lambda row: _fullness(row)[0],
            ink=lambda row: _fullness(row)[1],
            sort=lambda row: row.expected - row.filled,
            spoken=lambda row: _("{filled} of {expected} expected results").format(filled=row.filled, expected=row.expected),
        ),
        Column(
            _("Sync"),
            lambda row: _NONE if row.status is OccurrenceStatus.NOT_APPLICABLE else sync_text(row.sync),
            icon=lambda row: None if row.status is OccurrenceStatus.NOT_APPLICABLE else mark_of(row.sync).icon,
            ink=lambda row: mark_of(row.sync).ink,
            sort=lambda row: states.index(row.sync),
        ),
    ]


def search_text(row: OccurrenceRow) -> str:
    """What the words typed above the list are looked for in."""
    return f"{row.text} {row.target} {row.dimension} {row.component} {row.officer} {_due_and_period(row)}"


def grouped(rows: Sequence[OccurrenceRow], by: Grouping, today: date) -> list[Group[OccurrenceRow]]:
    """``rows`` under headings, each in the order they came."""
    match by:
        case Grouping.DIMENSION:
            several = len({row.index for row in rows}) > 1
            return _by_title(rows, lambda row: _dimension(row, with_index=several))
        case Grouping.DUE:
            dated = sorted(rows, key=lambda row: (row.due is None, row.due or today))
            return _by_title(dated, lambda row: _due_heading(row, today))
        case Grouping.STATUS:
            order = [
                OccurrenceStatus.OVERDUE,
                OccurrenceStatus.DOING,
                OccurrenceStatus.TODO,
                OccurrenceStatus.DONE,
                OccurrenceStatus.NOT_APPLICABLE,
            ]
            return _by_title(sorted(rows, key=lambda row: order.index(row.status)), lambda row: status_text(row.status))
        case Grouping.FLAT:
            return _by_title(rows, lambda _row: _("All occurrences"))


def period_words(row: OccurrenceRow) -> str:
    return period_text(Period(row.period))


def _due_and_period(row: OccurrenceRow) -> str:
    return f"{date_text(row.due) or _('No due date')}\n{period_words(row)}"


def _asks_results(row: OccurrenceRow) -> bool:
    return row.expected > 0 and row.status is not OccurrenceStatus.NOT_APPLICABLE


def _fullness(row: OccurrenceRow) -> tuple[str | None, Ink]:
    """All there; missing though it is due; still to come."""
    if not _asks_results(row):
        return None, Ink.TEXT
    if row.filled >= row.expected:
        return "check-circle", Ink.GREEN
    return ("warning", Ink.AMBER) if row.lacks_evidence else ("circle", Ink.GREY)


def _filled(row: OccurrenceRow) -> str:
    return f"{row.filled}/{row.expected}" if _asks_results(row) else _NONE


def _dimension(row: OccurrenceRow, *, with_index: bool) -> str:
    dimension = row.dimension or row.component or _("Without a dimension")
    return f"{row.index}: {dimension}" if with_index and row.index else dimension


def _due_heading(row: OccurrenceRow, today: date) -> str:
    if row.due is None:
        return _("No due date")
    if row.status is OccurrenceStatus.OVERDUE:
        return _("Overdue")
    if due_within(row, today, today + timedelta(days=6 - today.weekday())):
        return _("This week")
    return _("Month {month}").format(month=f"{row.due:%m/%Y}")


def _by_title(rows: Iterable[OccurrenceRow], title: Callable[[OccurrenceRow], str]) -> list[Group[OccurrenceRow]]:
    found: dict[str, list[OccurrenceRow]] = {}
    for row in rows:
        found.setdefault(title(row), []).append(row)
    return [
        Group(heading, sum(row.status is OccurrenceStatus.DONE for row in inside), len(inside), tuple(inside))
        for heading, inside in found.items()
    ]
