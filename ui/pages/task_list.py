"""The left side of the task page: filters, tabs, and the grouped list of occurrences."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.vocabulary import OccurrenceStatus, SyncState
from papi_desktop.services.tasks import OccurrenceRow
from papi_desktop.wording import status_text, sync_text
from resources.i18n import gettext as _
from ui.icons import LIST_ICON
from ui.models.grouped_model import GroupedRowsModel
from ui.pages.task_filters import Chosen, TaskFilters, TaskTabs
from ui.pages.task_rows import Tab, grouped, search_text, task_columns
from ui.theme import GAP
from ui.widgets.buttons import PrimaryButton
from ui.widgets.empty_state import EmptyState, no_matches
from ui.widgets.grouped_view import GroupedView

_CELL_PADDING = 12
_ICON = LIST_ICON + 6
_FILLED, _SYNC = 3, 4
_FILLED_FROM, _SYNC_FROM = 480, 640
"""Widths of the list from which these columns have room."""


class TaskList(QWidget):
    """``chosen`` carries the id of the occurrence that is current, or None; ``entered`` says that it was asked for by Enter."""

    chosen = Signal(object)
    entered = Signal()
    plan_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[OccurrenceRow, ...] = ()
        self._today = date.min
        self._chosen, self._tab = Chosen(), Tab.ALL
        self._kept: UUID | None = None
        """Stays in sight after it was worked on, though it may not belong under the tab any more."""
        self.current: UUID | None = None
        self.filters, self.tabs = TaskFilters(), TaskTabs()
        self.view = GroupedView(_("Tasks"))
        self.model = GroupedRowsModel(task_columns(), key=lambda row: row.id, search_text=search_text)
        self.model.set_condition(self._wants)
        self._lay_out()
        self.filters.changed.connect(self._filter)
        self.filters.regrouped.connect(self._regroup)
        self.filters.cleared.connect(self._show_all)
        self.tabs.chosen.connect(self._filter)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.activated.connect(self._enter)

    @property
    def rows(self) -> Sequence[OccurrenceRow]:
        """All rows, with those that filters hide."""
        return self._rows

    def set_rows(self, rows: Sequence[OccurrenceRow], today: date) -> None:
        """Takes the rows as they are now; the chosen one stays chosen and in sight."""
        self._rows, self._today = tuple(rows), today
        self._kept = self.current
        self.filters.set_choices(_distinct([row.index for row in rows]), _distinct([row.officer for row in rows]))
        self._regroup()

    def show_occurrence(self, occurrence: UUID) -> None:
        """Chooses the row, clearing filters that hide it."""
        if not self.model.index_of(occurrence).isValid():
            self._clear()
        self._select(occurrence)

    def filter_words(self, words: str) -> None:
        self._clear()
        self.filters.search.setText(words)

    def _wants(self, row: OccurrenceRow) -> bool:
        return row.id == self._kept or (self._chosen.wants(row) and self._tab.holds(row, self._today))

    def _lay_out(self) -> None:
        self.view.setModel(self.model)
        header = self.view.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(self._widths(), 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        import_button = PrimaryButton(_("Import a plan…"), "plan")
        import_button.clicked.connect(self.plan_requested)
        sentence, how = _("There are no tasks in this year yet"), _("They come from the plan: a Word or Excel file with a table of tasks.")
        self._nothing = EmptyState("tasks", sentence, how, (import_button,))
        self._no_match = no_matches(self._clear)
        self._lists = QStackedWidget()
        for each in (self.view, self._nothing, self._no_match):
            self._lists.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addSpacing(GAP - 2)
        column.addWidget(self.tabs)
        column.addWidget(self._lists, 1)

    def _widths(self) -> list[int]:
        """Of due and period, status, have/need and sync: room for the longest they say. The task takes the rest."""
        words = [
            ("00/00/0000", _("No due date")),
            tuple(status_text(status) for status in OccurrenceStatus),
            ("00/00",),
            tuple(sync_text(sync) for sync in SyncState),
        ]
        measure = self.view.fontMetrics().horizontalAdvance
        wide: list[int] = []
        for column, (texts, icon_width) in enumerate(zip(words, (0, _ICON, _ICON, _ICON), strict=True), 1):
            title = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            wide.append(max(measure(title), *(icon_width + measure(text) for text in texts)) + _CELL_PADDING)
        return wide

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.view.setColumnHidden(_SYNC, self.width() < _SYNC_FROM)
        self.view.setColumnHidden(_FILLED, self.width() < _FILLED_FROM)

    def _regroup(self) -> None:
        self.model.set_groups(grouped(self._rows, self.filters.by, self._today))
        self._show_state()

    def _filter(self) -> None:
        self._chosen, self._tab, self._kept = self.filters.chosen, self.tabs.tab, None
        self.model.set_search(self.filters.search.text())
        self._show_state()

    def _clear(self) -> None:
        self.filters.clear()

    def _show_all(self) -> None:
        self.tabs.show_tab(Tab.ALL)
        self._filter()

    def _show_state(self) -> None:
        self.tabs.set_counts({tab: sum(self._chosen.wants(row) and tab.holds(row, self._today) for row in self._rows) for tab in Tab})
        self._lists.setCurrentWidget(self.view if self.model.groups else self._no_match if self._rows else self._nothing)
        self.filters.clear_link.setEnabled(bool(self.filters.search.text()) or self._chosen != Chosen() or self._tab is not Tab.ALL)
        self._select(self.current)

    def _select(self, occurrence: UUID | None) -> None:
        index = self.model.index_of(occurrence)
        if not index.isValid():
            index = self.model.index(0, 0, self.model.index(0, 0)) if self.model.groups else QModelIndex()
        if self.view.currentIndex() != index:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(index, flags)
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        row = self.model.row_at(index)
        self._tell(None if row is None else row.id)

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None:
            self._tell(row.id)

    def _tell(self, occurrence: UUID | None) -> None:
        if occurrence != self.current:
            self.current = occurrence
            self.chosen.emit(occurrence)

    def _enter(self, index: QModelIndex) -> None:
        if self.model.row_at(index) is not None:
            self.entered.emit()


def _distinct(values: Sequence[str]) -> list[str]:
    return sorted({value for value in values if value})
