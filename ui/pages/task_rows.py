"""How the task page reads occurrences: its columns, its tabs and the ways to group them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import OccurrenceStatus, SyncState
from papi_desktop.services.paper_choices import parts_of_year
from papi_desktop.services.tasks import OccurrenceRow, due_within
from papi_desktop.wording import date_text, period_text, status_text, sync_text
from resources.i18n import gettext as _
from resources.i18n import ngettext, pgettext
from ui.colours import Ink
from ui.models.columns import Column, Facts, folded
from ui.models.grouped_model import Group
from ui.states import mark_of

ASSIGN_KEY, NOT_APPLICABLE_KEY, CLEAR_KEY = "Ctrl+G", "Ctrl+K", "Ctrl+U"
_NONE = "—"
_LINE_LETTERS, _TIP_LETTERS = 300, 1500
"""More of a text than two lines show, and than a tooltip is read; the panel has all of it."""


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
    officer: str = ""
    period: Period | None = None

    @property
    def chosen(self) -> "Chosen":
        return Chosen(self.index, self.dimension, self.officer or None, self.period)


class Grouping(Enum):
    DIMENSION = "dimension"
    INDEX = "index"
    OFFICER = "officer"
    DUE = "due"
    STATUS = "status"
    FLAT = "flat"

    def title(self) -> str:
        return {
            Grouping.DIMENSION: _("Group by: dimension"),
            Grouping.INDEX: _("Group by: index"),
            Grouping.OFFICER: _("Group by: officer"),
            Grouping.DUE: _("Group by: due date"),
            Grouping.STATUS: _("Group by: status"),
            Grouping.FLAT: _("Not grouped"),
        }[self]


@dataclass(frozen=True)
class Chosen:
    """What the filters leave: "" is every index and every dimension, None every officer and every period.

    The officer "" leaves the tasks that nobody has; a ``period`` leaves what belongs to it as on the printed checklist.
    """

    index: str = ""
    dimension: str = ""
    officer: str | None = None
    period: Period | None = None

    def wants(self, row: OccurrenceRow) -> bool:
        return (
            (not self.index or row.index == self.index)
            and (not self.dimension or row.dimension == self.dimension)
            and (self.officer is None or row.officer == self.officer)
            and (self.period is None or _takes(self.period, row.period, row.due))
        )


@lru_cache(maxsize=4096)
def _takes(period: Period, key: str, due: date | None) -> bool:
    """Rows alike are asked about once: reading the key of a period takes its time."""
    return period.takes(key, due)


class Listed:
    """The rows of a year with all that the list asks of them. It is made where they are read, because 10,000 take their time."""

    def __init__(self, rows: Sequence[OccurrenceRow], today: date) -> None:
        self.rows, self.today = tuple(rows), today
        self.facts = Facts(task_columns(), search_text, self.rows)
        self.dimensions = sorted({(row.index, row.dimension) for row in rows if row.index})
        self.officers = sorted({row.officer for row in rows})
        years = {int(row.period[:4]) for row in rows}
        self.periods = parts_of_year(rows, years.pop()) if len(years) == 1 else ()
        alike = {_standing(row): row for row in self.rows}
        tabs = {standing: frozenset(tab for tab in Tab if tab.holds(row, today)) for standing, row in alike.items()}
        self._tabs = {id(row): tabs[_standing(row)] for row in self.rows}

    def under(self, row: OccurrenceRow, tab: Tab) -> bool:
        return tab in self._tabs[id(row)]

    def counts(self, chosen: Chosen) -> Mapping[Tab, int]:
        """How many rows that the filters leave stand under each tab."""
        left = self.rows if chosen == Chosen() else [row for row in self.rows if chosen.wants(row)]
        counts: Counter[Tab] = Counter()
        for tabs, count in Counter(self._tabs[id(row)] for row in left).items():
            counts.update(dict.fromkeys(tabs, count))
        return counts


def _standing(row: OccurrenceRow) -> tuple[OccurrenceStatus, date | None, SyncState, bool]:
    """What decides under which tabs a row stands: rows alike in it are asked about once."""
    return row.status, row.due, row.sync, row.filled < row.expected


_STATUS_ORDER = (
    OccurrenceStatus.OVERDUE,
    OccurrenceStatus.DOING,
    OccurrenceStatus.TODO,
    OccurrenceStatus.DONE,
    OccurrenceStatus.NOT_APPLICABLE,
)


def task_columns() -> list[Column[OccurrenceRow]]:
    """Task, due date and period, status, filled of expected results, sync."""
    statuses = list(OccurrenceStatus)
    states = list(SyncState)
    return [
        Column(_("Task"), lambda row: _cut(" ".join(row.text.split()), _LINE_LETTERS), tooltip=lambda row: _cut(row.text, _TIP_LETTERS)),
        Column(_("Due, period"), _due_and_period, sort=lambda row: row.due),
        Column(
            _("Status"),
            lambda row: status_text(row.status),
            icon=lambda row: mark_of(row.status).icon,
            ink=lambda row: mark_of(row.status).ink,
            sort=lambda row: statuses.index(row.status),
            tooltip=lambda row: _cut(row.status_note, _TIP_LETTERS),
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
    return "\n".join((row.text, row.target, row.dimension, row.component, row.officer, _due_and_period(row)))


def grouped(rows: Sequence[OccurrenceRow], by: Grouping, today: date) -> list[Group[OccurrenceRow]]:
    """``rows`` under headings, each in the order they came."""
    match by:
        case Grouping.DIMENSION:
            several = len({row.index for row in rows}) > 1
            return _by_title(rows, lambda row: _dimension(row, with_index=several))
        case Grouping.INDEX:
            return _by_title(rows, lambda row: row.index or _("Without an index"))
        case Grouping.OFFICER:
            named = sorted(rows, key=lambda row: (not row.officer, folded(row.officer)))
            return _by_title(named, lambda row: row.officer or _("Nobody in charge"))
        case Grouping.DUE:
            alike = {(row.due, row.status): row for row in rows}
            placed = {key: _due_place(row, today) for key, row in alike.items()}
            dated = sorted(rows, key=lambda row: placed[row.due, row.status][:2])
            return _by_title(dated, lambda row: placed[row.due, row.status][2])
        case Grouping.STATUS:
            order = {status: place for place, status in enumerate(_STATUS_ORDER)}
            titles = {status: status_text(status) for status in _STATUS_ORDER}
            return _by_title(sorted(rows, key=lambda row: order[row.status]), lambda row: titles[row.status])
        case Grouping.FLAT:
            return _by_title(rows, lambda _row: "")


def count_words(count: int) -> str:
    return ngettext("{count} occurrence selected", "{count} occurrences selected", count).format(count=count)


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


def _due_place(row: OccurrenceRow, today: date) -> tuple[int, date, str]:
    """Where a row stands by its due date, and under which heading: overdue, this week, the months, undated."""
    if row.due is None:
        return 3, today, _("No due date")
    if row.status is OccurrenceStatus.OVERDUE:
        return 0, row.due, _("Overdue")
    if due_within(row, today, today + timedelta(days=6 - today.weekday())):
        return 1, row.due, _("This week")
    return 2, row.due, _("Month {month}").format(month=f"{row.due:%m/%Y}")


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[:letters]}…"


def _by_title(rows: Iterable[OccurrenceRow], title: Callable[[OccurrenceRow], str]) -> list[Group[OccurrenceRow]]:
    found: dict[str, list[OccurrenceRow]] = {}
    for row in rows:
        found.setdefault(title(row), []).append(row)
    return [
        Group(heading, sum(row.status is OccurrenceStatus.DONE for row in inside), len(inside), tuple(inside))
        for heading, inside in found.items()
    ]
