"""What is due on the day chosen in the calendar, in its month, or on no day at all."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from uuid import UUID

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar

from papi_desktop.services.due_dates import DueDates
from papi_desktop.services.tasks import OccurrenceRow
from papi_desktop.wording import date_text, long_date_text, status_text
from resources.i18n import gettext as _
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.pages.task_rows import period_words
from ui.states import mark_of
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.form import button_row
from ui.widgets.rows_view import TWO_LINES, RowsView


class Shown(Enum):
    DAY = "day"
    MONTH = "month"
    UNDATED = "undated"

    def title(self) -> str:
        return {Shown.DAY: _("This day"), Shown.MONTH: _("Whole month"), Shown.UNDATED: _("No due date")}[self]


class DueList(Card):
    """``opened`` carries the id of the occurrence that is asked for by Enter, a double click or the button."""

    opened = Signal(object)

    def __init__(self, import_button: PlainButton) -> None:
        super().__init__(" ")
        self._found: Mapping[Shown, Sequence[OccurrenceRow]] = dict.fromkeys(Shown, ())
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Which due dates"))
        self.tabs.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for shown in Shown:
            self.tabs.addTab(shown.title())
        self.rows = RowsModel[OccurrenceRow](_columns(), key=lambda row: row.id)
        self.view = RowsView(_("Due dates"), row_height=TWO_LINES, headers=False)
        self.view.setModel(self.rows)
        self.view.set_widths(None, 132)
        nothing = {
            Shown.DAY: _("Nothing is due on this day"),
            Shown.MONTH: _("Nothing is due in this month"),
            Shown.UNDATED: _("Every occurrence has a due date"),
        }
        self._nothing = {shown: EmptyState("calendar", sentence) for shown, sentence in nothing.items()}
        how = _("They come from the plan: the Word, Excel, PDF or text file as the office above sent it.")
        self._no_plan = EmptyState("calendar", _("There are no tasks in this year yet"), how, (import_button,))
        self._body = QStackedWidget()
        for each in (self.view, *self._nothing.values(), self._no_plan):
            self._body.addWidget(each)
        self.open_button = PlainButton(_("Open the task"), "arrow-right")
        self.open_button.setToolTip(_("Open the task (Enter)"))
        self.content.addWidget(self.tabs)
        self.content.addWidget(self._body, 1)
        self.content.addLayout(button_row(self.open_button))
        self._planned = True
        self.tabs.currentChanged.connect(self._show)
        self.view.activated.connect(self._open)
        self.open_button.clicked.connect(lambda: self._open(self.view.currentIndex()))

    @property
    def shown(self) -> Shown:
        return list(Shown)[self.tabs.currentIndex()]

    def show_list(self, shown: Shown) -> None:
        self.tabs.setCurrentIndex(list(Shown).index(shown))

    def show_due(self, due: DueDates, day: date) -> None:
        """Everything about ``day`` and its month; the occurrence chosen stays chosen where it is still listed."""
        self.title.setText(long_date_text(day))
        self._planned = due.total > 0
        self._found = {Shown.DAY: due.by_day.get(day, ()), Shown.MONTH: due.of_month(day), Shown.UNDATED: due.undated}
        for number, shown in enumerate(Shown):
            self.tabs.setTabText(number, f"{shown.title()}: {len(self._found[shown])}")
        self._show()

    def enter(self) -> None:
        """The focus goes to the first occurrence, or to the tabs where the list is empty."""
        (self.view if self.rows.rows else self.tabs).setFocus()

    def _show(self) -> None:
        kept = self.rows.row_at(self.view.currentIndex())
        rows = self._found[self.shown]
        self.rows.set_rows(rows)
        self._choose(None if kept is None else kept.id)
        self.open_button.setEnabled(bool(rows))
        empty = self._nothing[self.shown] if self._planned else self._no_plan
        self._body.setCurrentWidget(self.view if rows else empty)

    def _choose(self, occurrence: UUID | None) -> None:
        index = self.rows.index_of(occurrence)
        if not index.isValid() and self.rows.rows:
            index = self.rows.index(0, 0)
        if index.isValid() and index.row() != self.view.currentIndex().row():
            self.view.selectRow(index.row())

    def _open(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index)
        if row is not None:
            self.opened.emit(row.id)


def _columns() -> list[Column[OccurrenceRow]]:
    return [
        Column(_("Task"), text=lambda row: row.text, tooltip=lambda row: row.text),
        Column(
            _("Status"),
            text=lambda row: f"{status_text(row.status)}\n{date_text(row.due) or period_words(row)}",
            icon=lambda row: mark_of(row.status).icon,
            ink=lambda row: mark_of(row.status).ink,
            tooltip=lambda row: row.status_note,
        ),
    ]
