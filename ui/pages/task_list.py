"""The left side of the task page: filters, tabs, and the grouped list of occurrences."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.vocabulary import OccurrenceStatus, SyncState
from papi_desktop.services.tasks import OccurrenceRow
from papi_desktop.wording import status_text, sync_text
from resources.i18n import gettext as _
from ui.icons import LIST_ICON
from ui.models.grouped_model import GroupedRowsModel
from ui.pages.task_filters import TaskFilters, TaskTabs
from ui.pages.task_rows import Chosen, Listed, Tab, TasksWanted, grouped, search_text, task_columns
from ui.theme import GAP
from ui.widgets.buttons import PrimaryButton
from ui.widgets.empty_state import EmptyState, no_matches
from ui.widgets.grouped_view import GroupedView

_CELL_PADDING = 12
_ICON = LIST_ICON + 6
_FILLED, _SYNC = 3, 4
_FILLED_FROM, _SYNC_FROM = 480, 640
"""Widths of the list from which these columns have room."""
_Flag = QItemSelectionModel.SelectionFlag


class TaskList(QWidget):
    """``chosen`` carries the id of the occurrence that is current, or None; ``selected_changed`` says that others are selected;
    ``entered`` that the current one was asked for by Enter; ``menu_wanted`` carries where on the screen.
    """

    chosen = Signal(object)
    selected_changed = Signal()
    entered = Signal()
    menu_wanted = Signal(QPoint)
    plan_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._listed = Listed((), date.min)
        self._chosen, self._tab = Chosen(), Tab.ALL
        self._kept: Collection[UUID] = ()
        """Stay in sight after they were worked on, though they may not belong under the tab any more."""
        self.current: UUID | None = None
        self.selected: tuple[OccurrenceRow, ...] = ()
        """The selected rows, as they are shown."""
        self.filters, self.tabs = TaskFilters(), TaskTabs()
        self.model = GroupedRowsModel(task_columns(), key=_id, search_text=search_text)
        self.view = GroupedView(_("Tasks"), self.model, several=True)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._lay_out()
        self.filters.changed.connect(self._filter)
        self.filters.regrouped.connect(self._regroup)
        self.filters.cleared.connect(self._show_all)
        self.tabs.chosen.connect(self._filter)
        self.view.selectionModel().currentChanged.connect(self._follow)
        self.view.selectionModel().selectionChanged.connect(self._follow)
        self.view.activated.connect(self._enter)
        self.view.customContextMenuRequested.connect(self._want_menu)

    @property
    def rows(self) -> Sequence[OccurrenceRow]:
        """All rows, with those that filters hide."""
        return self._listed.rows

    def set_rows(self, listed: Listed) -> None:
        """Takes the rows as they are now; what is chosen, selected and in sight stays so."""
        self._listed = listed
        self._kept = {row.id for row in self.selected} | ({self.current} if self.current is not None else set())
        self.filters.set_choices(listed.dimensions, listed.officers, listed.periods)
        self._regroup()

    def show_occurrence(self, occurrence: UUID) -> None:
        """Chooses the row, clearing filters and unfolding what hides it."""
        self.model.unfold(occurrence)
        if not self.model.index_of(occurrence).isValid():
            self.filters.clear()
        self._select(occurrence, ())
        self.view.scrollTo(self.view.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def show_wanted(self, wanted: TasksWanted) -> None:
        """Shows exactly the rows that are wanted, the first of them chosen."""
        self.filters.show_chosen(wanted.chosen)
        self._show_tab(wanted.tab)
        self._select(None, ())

    def select(self, occurrences: Collection[UUID]) -> None:
        """Selects those of ``occurrences`` that are shown."""
        self._select(next(iter(occurrences), None), occurrences)

    def select_one(self) -> bool:
        """Leaves the selection of many for the current row; False where there is no such selection."""
        several = len(self.selected) > 1
        if several:
            self._select(self.current, ())
        return several

    def _wants(self, row: OccurrenceRow) -> bool:
        return (self._chosen.wants(row) and self._listed.under(row, self._tab)) or row.id in self._kept

    def _lay_out(self) -> None:
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(self._widths(), 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        import_button = PrimaryButton(_("Import a plan…"), "plan")
        import_button.clicked.connect(self.plan_requested)
        sentence, how = (
            _("There are no tasks in this year yet"),
            _("They come from the plan: the Word, Excel, PDF or text file as the office above sent it."),
        )
        self._nothing = EmptyState("tasks", sentence, how, (import_button,))
        self._no_match = no_matches(self.filters.clear)
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
        place = self.view.verticalScrollBar().value()
        selected = [row.id for row in self.selected]
        self.model.set_groups(grouped(self._listed.rows, self.filters.by, self._listed.today), self._listed.facts)
        self._show_state()
        self._select(self.current, selected)
        self.view.verticalScrollBar().setValue(place)
        self.view.scrollTo(self.view.currentIndex())

    def _filter(self) -> None:
        self._chosen, self._tab, self._kept = self.filters.chosen, self.tabs.tab, ()
        selected = [row.id for row in self.selected]
        everything = self._chosen == Chosen() and self._tab is Tab.ALL
        self.model.set_filter(self.filters.search.text(), None if everything else self._wants)
        self._show_state()
        self._select(self.current, selected)
        self.view.scrollTo(self.view.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _show_all(self) -> None:
        self._show_tab(Tab.ALL)

    def _show_tab(self, tab: Tab) -> None:
        self.tabs.blockSignals(True)
        self.tabs.show_tab(tab)
        self.tabs.blockSignals(False)
        self._filter()

    def _show_state(self) -> None:
        self.tabs.set_counts(self._listed.counts(self._chosen))
        self._lists.setCurrentWidget(self.view if self.model.groups else self._no_match if self._listed.rows else self._nothing)
        self.filters.clear_link.setEnabled(bool(self.filters.search.text()) or self._chosen != Chosen() or self._tab is not Tab.ALL)

    def _select(self, occurrence: UUID | None, selected: Collection[UUID]) -> None:
        """Makes the row current and selects it, or all of ``selected`` where they are several and still shown."""
        index = self.model.index_of(occurrence) if occurrence is not None else QModelIndex()
        if not index.isValid():
            index = self.model.first_row()
        selection = self.model.selection_of(selected) if len(selected) > 1 else None
        model = self.view.selectionModel()
        if selection is not None and not selection.isEmpty():
            model.setCurrentIndex(index, _Flag.NoUpdate)
            model.select(selection, _Flag.ClearAndSelect | _Flag.Rows)
        elif self.view.currentIndex() != index or len(self.selected) > 1 or not model.isRowSelected(index.row()):
            model.setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
        self._follow()
        if not index.isValid():
            self._tell(None)

    def _follow(self, *_what: object) -> None:
        """The panel shows the one selected row, else the one that the keys are on; on a heading it stays as it is."""
        selected = tuple(self.model.rows_in(self.view.selectionModel().selection()))
        row = selected[0] if len(selected) == 1 else self.model.row_at(self.view.currentIndex())
        if row is not None:
            self._tell(row.id)
        if selected != self.selected:
            self.selected = selected
            self.selected_changed.emit()

    def _tell(self, occurrence: UUID | None) -> None:
        if occurrence != self.current:
            self.current = occurrence
            self.chosen.emit(occurrence)

    def _enter(self, index: QModelIndex) -> None:
        if self.model.row_at(index) is not None:
            self.entered.emit()

    def _want_menu(self, place: QPoint) -> None:
        if self.model.row_at(self.view.currentIndex()) is not None:
            self.menu_wanted.emit(self.view.viewport().mapToGlobal(place))


def _id(row: OccurrenceRow) -> UUID:
    return row.id
