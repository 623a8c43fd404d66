"""The communes page of the level above: who has done what, by dimension, and who is late."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.vocabulary import SyncState
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.status import CellDetail, StatusColumn, StatusScope, cell_detail
from papi_desktop.services.status_sheet import StatusSheetFile, write_status_sheet
from papi_desktop.services.tasks import OccurrenceRow, TaskDetail, task_details
from papi_desktop.wording import date_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.file_choice import ask_new_file
from ui.jobs import Job, Jobs
from ui.models.heat_model import HeatModel
from ui.opening import open_folder_action
from ui.pages.commune_detail import DetailCard, Legend
from ui.pages.commune_filters import CommuneFilters
from ui.pages.commune_occurrences import OccurrenceList
from ui.pages.commune_rows import FROZEN, UNIT, Matrix, Only, UnitRow, column_title, heat_columns, read_matrix, wanted
from ui.pages.page import Page, Room
from ui.pages.review_rows import ReviewWanted
from ui.theme import GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.empty_state import EmptyState, no_matches
from ui.widgets.heat_view import HeatView
from ui.widgets.message_bar import Message, MessageKind

_SHOWN: Changed = frozenset(Area)
_JUDGED = frozenset({SyncState.ACCEPTED, SyncState.RETURNED})


class CommunesPage(Page):
    """``arrive`` takes the id of a unit, which it chooses."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("communesPage", _("Communes"), "communes")
        self._app, self._jobs = app, jobs
        self._matrix: Matrix | None = None
        self._listing: Job | None = None
        self._reading: Job | None = None
        self._detail: CellDetail | None = None
        self._opening = False
        """Enter was pressed before what is behind the cell had been read."""
        self._chosen: tuple[UUID | None, str] = (None, UNIT)
        self._year_shown: int | None = None
        self.filters, self.legend, self.detail = CommuneFilters(), Legend(), DetailCard()
        self.model = HeatModel[UnitRow](key=lambda row: row.unit)
        self.view = HeatView(_("Communes by dimension"), self.model, frozen=FROZEN)
        self.occurrences = OccurrenceList()
        self.excel_button = PlainButton(_("Write Excel…"), "file")
        self.header.add_action(self.excel_button)
        self._lay_out()
        self._connect()

    def refresh(self, changed: Changed) -> None:
        if changed & _SHOWN:
            if self.year != self._year_shown:
                self._year_shown = self.year
                self.filters.set_year(self.year)
            self._read()

    def areas(self) -> Sequence[QWidget]:
        return (self.filters, self._stack, self.detail)

    def arrive(self, what: object) -> None:
        if isinstance(what, UUID):
            self._leave_occurrences()
            self._chosen = (what, UNIT)
            if self._matrix is not None:
                self._show_unit(what)

    def place(self) -> str:
        return "" if self._chosen[0] is None else f"{self._chosen[0]} {self._chosen[1]}"

    def return_to(self, place: str) -> None:
        unit, _space, column = place.partition(" ")
        with suppress(ValueError):  # written by another version: nothing is chosen by it
            self._chosen = (UUID(unit), column)
            self._choose_place(*self._chosen)

    def show_example(self) -> None:
        """Chooses the cell with most to do."""
        rows = self.model.rows
        if rows:
            row = max(rows, key=lambda each: (each.status.late > 0, each.status.unreviewed))
            worst = max(row.status.cells, key=lambda cell: (cell.late, cell.returned), default=None)
            self._choose_place(row.unit, UNIT if worst is None else worst.column)

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        self.filters.set_room(room)
        self.legend.set_stacked(stacked=room is Room.SINGLE)
        self.detail.set_stacked(stacked=room is Room.SINGLE)
        self.view.set_frozen(1 if room is Room.SINGLE else FROZEN)
        self.occurrences.set_room(room)
        self._share_room()

    def escape(self) -> bool:
        """From the occurrences, and from the buttons under the table, back to the same cell."""
        if self._stack.currentWidget() is self.occurrences:
            self._leave_occurrences()
            return True
        if self.filters.search.text():
            self.filters.search.clear()
            return True
        focus = QApplication.focusWidget()
        if focus is None or not (self.detail.isAncestorOf(focus) or self.filters.isAncestorOf(focus)):
            return False
        self.view.setFocus()
        return True

    # what is shown

    @property
    def scope(self) -> StatusScope:
        return StatusScope(year=self.year, index=self.filters.chosen_index, period=self.filters.chosen_period, below=True)

    def _read(self) -> None:
        _drop(self._listing)
        self._listing = self._jobs.read(read_matrix, self._app, self.scope, on_done=self._take)

    def _take(self, matrix: Matrix) -> None:
        self._listing, self._matrix = None, matrix
        self.filters.set_indexes(matrix.read.indexes)
        self.filters.set_figures(matrix)
        count = len(matrix.rows)
        last = max((row.status.last_at for row in matrix.rows if row.status.last_at is not None), default=None)
        text = ngettext("{count} office, as of {date}", "{count} offices, as of {date}", count)
        nothing = ngettext("{count} office, no bundle taken in yet", "{count} offices, no bundle taken in yet", count)
        self.header.set_fact(
            nothing.format(count=count) if last is None else text.format(count=count, date=date_text(last.astimezone().date()))
        )
        self.excel_button.setEnabled(count > 0)
        self._arrange()

    def _arrange(self) -> None:
        """Puts the wanted units in the wanted order; the chosen cell stays chosen where it is still shown."""
        if self._matrix is None:
            return
        rows = self.filters.by.of(wanted(self._matrix.rows, self.filters.search.text(), self.filters.only))
        unit, column = self._chosen
        self.model.set_table(heat_columns(self._matrix, self._app.today()), rows)
        self.filters.show_filtered(filtered=bool(self.filters.search.text()) or self.filters.only is not Only.ALL)
        if self._stack.currentWidget() is not self.occurrences or not self._matrix.rows:
            self._stack.setCurrentWidget(self.view if rows else self._no_match if self._matrix.rows else self._nothing)
        self._share_room()
        if rows and not self._choose_place(unit, column):
            self._choose_place(rows[0].unit, column)
        self._chosen_changed()

    def _choose_place(self, unit: UUID | None, column: str) -> bool:
        index = self.model.place_of(unit, column)
        if index.isValid() and index != self.view.currentIndex():
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return index.isValid()

    def _show_unit(self, unit: UUID) -> None:
        if not self._choose_place(unit, UNIT):
            self.filters.clear()
            self._choose_place(unit, UNIT)

    def _choose(self, index: QModelIndex) -> None:
        row, column = self.model.row_at(index), self.model.column_at(index)
        if row is not None and column is not None and (row.unit, column.key) != self._chosen:
            self._chosen = (row.unit, column.key)
            self._chosen_changed()

    def _chosen_changed(self) -> None:
        _drop(self._reading)
        self._reading = self._detail = None
        self._opening = False
        row = self._row
        if row is None or self._matrix is None:
            self.detail.show_nothing()
            return
        self.detail.show_cell(row, self._chosen[1], self._dimension, self._matrix.read)
        self._reading = self._jobs.read(
            cell_detail,
            self._app,
            unit=row.unit,
            cell=row.cells.get(self._chosen[1]),
            scope=self._matrix.read.scope,
            on_done=self._take_detail,
        )

    def _take_detail(self, detail: CellDetail) -> None:
        self._reading = None
        row = self._row
        if row is None or self._matrix is None:
            return
        if self._dimension and self._chosen[1] not in row.cells:
            return  # the unit has nothing of this dimension
        self._detail = detail
        self.detail.show_detail(row, detail, self._matrix.read)
        if self._opening:
            self._open_occurrences()
        elif self._stack.currentWidget() is self.occurrences:
            self.occurrences.show_rows(self.detail.heading.whole, detail.rows)

    @property
    def _row(self) -> UnitRow | None:
        """The unit chosen, as far as it is shown."""
        return next((row for row in self.model.rows if row.unit == self._chosen[0]), None)

    @property
    def _column(self) -> StatusColumn | None:
        columns = () if self._matrix is None else self._matrix.read.columns
        return next((column for column in columns if column.key == self._chosen[1]), None)

    @property
    def _dimension(self) -> str:
        """The title of the dimension chosen; "" while the whole unit is."""
        column = self._column
        return "" if column is None or self._matrix is None else column_title(column, self._matrix.read.columns)

    # what is behind it

    def _open_occurrences(self) -> None:
        self._opening = self._detail is None
        if self._detail is None or not self._detail.rows:
            return
        self.occurrences.show_rows(self.detail.heading.whole, self._detail.rows)
        self._stack.setCurrentWidget(self.occurrences)
        self.occurrences.view.setFocus()
        self._share_room()

    def _leave_occurrences(self) -> None:
        if self._stack.currentWidget() is self.occurrences:
            self._stack.setCurrentWidget(self.view if self.model.rows else self._no_match)
            self.occurrences.view.leave()
            self._share_room()
            self.view.setFocus()

    def _review(self) -> None:
        row = self._row
        if row is not None:
            self.leads_to.emit("reviewPage", self._waiting(row.status.code))

    def _waiting(self, unit_code: str) -> ReviewWanted:
        """What waits in the chosen cell of a unit."""
        cell = None if self._row is None else self._row.cells.get(self._chosen[1])
        return ReviewWanted(unit_code, "" if cell is None else cell.dimension)

    def _read_evidence(self, row: OccurrenceRow) -> None:
        self.latest("evidence", self._jobs.read(task_details, self._app, rows=[row], on_done=partial(self._show_evidence, row)))

    def _show_evidence(self, row: OccurrenceRow, details: Mapping[UUID, TaskDetail]) -> None:
        """Leads to the evidence of an occurrence: among what waits where some of it does, else among all."""
        evidence = details[row.id].evidence if row.id in details else ()
        if not evidence or self._stack.currentWidget() is not self.occurrences:
            return
        pending = next((each for each in evidence if each.sync not in _JUDGED), None)
        if pending is None:
            self.leads_to.emit("reviewPage", (evidence[0].owner, evidence[0].id))
        else:
            self.leads_to.emit("reviewPage", replace(self._waiting(row.unit_code), first=(pending.owner, pending.id)))

    def _open_inbox(self) -> None:
        self.leads_to.emit("inboxPage", None)

    def _find(self) -> None:
        self._leave_occurrences()
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    # Excel

    def _ask_where(self) -> None:
        name = _("progress-{year}.xlsx").format(year=self.year or self._app.today().year)
        ask_new_file(self, _("Where to write the workbook"), name, self._write)

    def _write(self, path: Path) -> None:
        out = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
        self._jobs.run(write_status_sheet, self._app, title=_("Writing the workbook"), out=out, scope=self.scope, on_done=self._written)

    def _written(self, file: StatusSheetFile) -> None:
        text = ngettext("A workbook on {count} office is written.", "A workbook on {count} offices is written.", file.units)
        action = open_folder_action(self, file.path)
        self.message.emit(Message(MessageKind.DONE, text.format(count=file.units), str(file.path), action))

    # how it is put together

    def _lay_out(self) -> None:
        inbox_button = PrimaryButton(_("Open the inbox"), "inbox")
        inbox_button.clicked.connect(self._open_inbox)
        sentence = _("No commune is known here yet")
        how = _("Take in the card of each commune in the inbox, then its bundles; its plan and progress show here.")
        self._nothing = EmptyState("communes", sentence, how, (inbox_button,))
        self._no_match = no_matches(self.filters.clear)
        self._stack = QStackedWidget()
        for each in (self.view, self.occurrences, self._no_match, self._nothing):
            self._stack.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.filters)
        column.addWidget(self._stack, 1)
        column.addWidget(self.legend)
        column.addWidget(self.detail)

    def _connect(self) -> None:
        self.filters.scoped.connect(self._read)
        self.filters.changed.connect(self._arrange)
        self.filters.inbox_wanted.connect(self._open_inbox)
        self.view.chosen.connect(self._choose)
        self.view.activated.connect(self._open_occurrences)
        self.occurrences.left.connect(self._leave_occurrences)
        self.occurrences.entered.connect(self._read_evidence)
        self.detail.open_button.clicked.connect(self._open_occurrences)
        self.detail.review_button.clicked.connect(self._review)
        self.excel_button.clicked.connect(self._ask_where)
        self.detail.open_button.setToolTip(_("Open the occurrences (Enter)"))
        QShortcut(QKeySequence("Ctrl+G"), self).activated.connect(self._find)
        self.filters.search.setToolTip(_("Find a commune or ward (Ctrl+G)"))
        self.bind_key(self.excel_button, "Ctrl+S")
        self.detail.review_button.setToolTip(_("Review what waits in this cell"))
        self.bind_key(self.detail.review_button, "Ctrl+Return")

    def _share_room(self) -> None:
        """One thing at a time: the table with its key, the occurrences, or what to do first."""
        shown = self._stack.currentWidget()
        nothing, single = shown is self._nothing, self.room is Room.SINGLE
        self.filters.setVisible(not nothing and not (single and shown is self.occurrences))
        self.legend.setVisible(shown is self.view)
        self.detail.setVisible(not nothing and (shown is self.occurrences or not single))
        self.detail.set_beside_occurrences(beside=shown is self.occurrences)


def _drop(job: Job | None) -> None:
    if job is not None:
        job.cancel()
