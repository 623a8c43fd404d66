"""Step 5: what the year brings, then the window."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from papi_desktop.domain.text import fold
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from papi_desktop.services.first_dues import FirstDue, first_dues
from papi_desktop.wording import date_text
from resources.i18n import gettext as _
from resources.i18n import ngettext, pgettext
from ui.jobs import Jobs
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.setup.step import Step
from ui.theme import GAP
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import TextLabel
from ui.widgets.rows_view import TWO_LINES, RowsView


class DoneStep(Step):
    """``page`` is what the window opens with."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        self._above = app.office.role is Role.AUTHORITY
        why = _("Everything set here can be changed in Settings.")
        super().__init__(_("Ready"), why)
        self._app, self._jobs = app, jobs
        self.page = "inboxPage" if self._above else "plansPage"
        self.tasks = RowsModel[FirstDue](_columns(), key=lambda task: task.task_id, parent=self)
        self.list = RowsView(_("Tasks of the year"), row_height=TWO_LINES, sorts=True)
        self.list.setModel(self.tasks)
        self.list.set_widths(92, None, 220, 56)
        self.said = TextLabel()
        listed = Card()
        listed.content.addWidget(self.said)
        listed.content.addWidget(self.list, 1)
        empty = Card()
        empty.content.addWidget(_what_next(above=self._above), 1)
        self._parts = QStackedWidget()
        for part in (empty, listed):
            self._parts.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._parts)

    def enter(self) -> None:
        if not self._above:
            self._jobs.read(first_dues, self._app, on_done=self._show)

    def _show(self, found: tuple[FirstDue, ...]) -> None:
        self.tasks.set_rows(found)
        if not found:
            return
        self.page = "tasksPage"
        tasks = ngettext("{count} task", "{count} tasks", len(found)).format(count=len(found))
        times = sum(task.times for task in found)
        occurrences = ngettext("{count} occurrence", "{count} occurrences", times).format(count=times)
        self.said.setText(_("{tasks}, {occurrences}, by the day they first fall due:").format(tasks=tasks, occurrences=occurrences))
        self._parts.setCurrentIndex(1)


def _what_next(*, above: bool) -> EmptyState:
    if above:
        how = _("Bundles of the communes are taken in on the page Inbox: by file, by folder, or dropped on it.")
        return EmptyState("inbox", _("The office is set up"), how)
    how = _("A plan can be taken in at any time on the page Plans; until then there is nothing to be done or proved.")
    return EmptyState("plan", _("No plan yet"), how)


def _columns() -> tuple[Column[FirstDue], ...]:
    def due(task: FirstDue) -> str:
        return date_text(task.due) or _("No date")

    return (
        Column(_("First due"), due, sort=lambda task: task.due),
        Column(_("Task"), lambda task: " ".join(task.text.split()), tooltip=lambda task: task.text),
        Column(_("Dimension"), lambda task: task.dimension, sort=lambda task: fold(task.dimension), tooltip=lambda task: task.dimension),
        Column(pgettext("column", "Times"), lambda task: str(task.times), sort=lambda task: task.times, right=True),
    )
