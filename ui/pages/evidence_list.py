"""The left side of the evidence page: filters, and one list as gallery, as table or as the bin, read a slice at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QListView, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.domain.vocabulary import SyncState
from papi_desktop.services.app import App, Cancelled, Progress
from papi_desktop.services.evidence_listing import (
    EvidenceFilter,
    EvidenceRow,
    EvidenceTotals,
    evidence_place,
    evidence_slice,
    evidence_totals,
    is_kept,
)
from papi_desktop.wording import sync_text
from resources.i18n import gettext as _
from ui.icons import LIST_ICON
from ui.jobs import Job, Jobs
from ui.pages.evidence_filters import EvidenceFilters, EvidenceTab
from ui.pages.evidence_rows import PICTURE, REST, SYNC, TILE, EvidenceModel
from ui.thumbnails import Thumbnails
from ui.widgets.buttons import PlainButton
from ui.widgets.empty_state import EmptyState, no_matches
from ui.widgets.rows_view import TWO_LINES, RowsView

SLICE = 100
_AT_ONCE = 2000
"""As many rows are read between two looks at whether they are still wanted."""
_FLAGS = QItemSelectionModel.SelectionFlag
_AROUND = 12
_PLACES = 2
"""Where an evidence is looked for beyond the filters: the whole list, then the bin."""


@dataclass(frozen=True)
class _Read:
    """The beginning of a list. ``kept`` says whether what was chosen is still among the living, or in the bin, whatever is filtered."""

    rows: tuple[EvidenceRow, ...]
    complete: bool
    kept: bool


class EvidenceList(QWidget):
    """``chosen`` carries the ids that are selected; ``entered`` says that Enter was pressed, ``delete_pressed`` that Delete was.

    ``failed`` carries the ``PapiError`` of a read that was refused, once until a list could be read again.
    """

    chosen = Signal(object)
    entered = Signal()
    delete_pressed = Signal()
    failed = Signal(object)
    add_requested = Signal()

    def __init__(self, app: App, jobs: Jobs, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._app, self._jobs = app, jobs
        self._reading: Job | None = None
        self._counting: Job | None = None
        self._fetching: Job | None = None
        self._wanted: UUID | None = None
        self._shown: EvidenceFilter | None = None
        """what the rows that are shown were read for"""
        self._place = self._looked = 0
        self._read_once = self._filling = self._told = False
        self.current: tuple[UUID, ...] = ()
        """What is selected; it stays when a filter or a change takes it out of the list while it is being worked on."""
        self.filters = EvidenceFilters()
        self.model = EvidenceModel(thumbnails, self)
        self.gallery, self.table = _gallery(), RowsView(_("Evidence"), row_height=TWO_LINES)
        self._lay_out()
        self.filters.changed.connect(self._filter)
        self.model.more_wanted.connect(self._fetch)
        self.table.selectionModel().selectionChanged.connect(self._select)
        for view in (self.gallery, self.table):
            view.activated.connect(self.entered)
            shortcut = QShortcut(QKeySequence("Delete"), view, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.delete_pressed)

    @property
    def view(self) -> QAbstractItemView:
        """The one that is shown."""
        return self.gallery if self.filters.tab is EvidenceTab.GALLERY else self.table

    @property
    def binned(self) -> bool:
        return self.filters.tab is EvidenceTab.BIN

    def refresh(self, year: int | None) -> None:
        """Reads anew what is shown, as far as it had been read. Selection and scroll position stay."""
        self.filters.set_year(year)
        self._read(keep=True)

    def show_evidence(self, evidence: UUID) -> None:
        """Chooses it, however far down it stands; filters that hide it are cleared."""
        self._wanted, self._looked = evidence, 0
        if self._read_once:
            self._read(keep=True)

    def set_narrow(self, *, narrow: bool) -> None:
        self.filters.set_narrow(narrow=narrow)

    def _lay_out(self) -> None:
        self.gallery.setModel(self.model)
        self.gallery.setModelColumn(PICTURE)
        self.gallery.setGridSize(self.model.cell)
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.gallery.setSelectionModel(self.table.selectionModel())
        measure = self.table.fontMetrics().horizontalAdvance
        states = max(measure(sync_text(state)) for state in SyncState)
        self.table.setColumnHidden(PICTURE, True)
        self.table.set_widths(None, None, measure("00/00/0000") + _AROUND, states + LIST_ICON + 2 * _AROUND, measure("000 ngày") + _AROUND)
        add = PlainButton(_("Add files…"), "plus")
        add.clicked.connect(self.add_requested)
        self._nothing = EmptyState("evidence", _("There is no evidence yet"), _("Drop files anywhere on this page, or paste them."), (add,))
        self._empty_bin = EmptyState("trash", _("The bin is empty"), _("Deleted evidence rests here for 30 days."))
        self._no_match = no_matches(self.filters.clear)
        self._views = QStackedWidget()
        for each in (self.gallery, self.table, self._nothing, self._empty_bin, self._no_match):
            self._views.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self._views, 1)
        self._show_columns()

    def _show_columns(self) -> None:
        self.table.setColumnHidden(SYNC, self.binned)
        self.table.setColumnHidden(REST, not self.binned)

    def _filter(self) -> None:
        """Reads what was asked for; pictures and table are two looks at the same rows."""
        self._show_columns()
        if self._reading is not None or self.filters.chosen != self._shown:
            self._read(keep=False)
            return
        self._show_state()
        if self.view.currentIndex().isValid():
            self.view.scrollTo(self.view.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)

    def _read(self, *, keep: bool) -> None:
        for job in (self._reading, self._counting, self._fetching):
            if job is not None:
                job.cancel()
        self._fetching = None
        chosen, wanted = self.filters.chosen, self._wanted
        count = max(SLICE, len(self.model.rows) if keep else 0)
        one = wanted or (self.current[0] if len(self.current) == 1 else None)
        self._reading = self._jobs.read(
            _read_rows,
            self._app,
            chosen,
            count,
            one,
            wanted is not None,
            long=True,
            on_done=partial(self._take, chosen, keep, wanted),
            on_error=self._unread,
        )

    def _read_totals(self) -> None:
        """After the rows, which it would only hold up: both are taken from one list of ids."""
        self._counting = self._jobs.read(
            evidence_totals, self._app, chosen=self.filters.chosen, on_done=self._count, on_error=self._uncounted
        )

    def _unread(self, error: PapiError) -> None:
        """What was read before stays, and can be asked for again."""
        self._reading, self._read_once = None, True
        self._read_totals()
        self.model.ask_again()
        self._tell_failed(error)

    def _count(self, totals: EvidenceTotals) -> None:
        self._counting = None
        self.filters.set_totals(totals)

    def _uncounted(self, error: PapiError) -> None:
        self._counting = None
        self._tell_failed(error)

    def _unfetched(self, error: PapiError) -> None:
        self._fetching = None
        self.model.ask_again()
        self._tell_failed(error)

    def _tell_failed(self, error: PapiError) -> None:
        if not self._told:
            self._told = True
            self.failed.emit(error)

    def _take(self, chosen: EvidenceFilter, keep: bool, wanted: UUID | None, read: _Read) -> None:
        self._reading, self._read_once, self._told = None, True, False
        self._shown = chosen
        if wanted is not None and not any(row.id == wanted for row in read.rows):
            self._look_further()
            return
        self._wanted = None
        self._read_totals()
        if wanted is not None:
            self.current, keep = (wanted,), True
        bar, before = self.view.verticalScrollBar(), self.view.verticalScrollBar().value()
        self._filling = True
        reset = self.model.set_rows(read.rows, complete=read.complete)
        self._show_state()
        here = [index for each in self.current if (index := self.model.index_of(each)).isValid()]
        lost = not here and not (keep and read.kept)
        if lost and read.rows:
            here = [self.model.index(min(self._place, len(read.rows) - 1) if keep else 0, 0)]
        if reset or lost or wanted is not None:
            self._put_selection(here)
        self._filling = False
        if reset and keep:
            bar.setValue(before)
        if here and (lost or wanted is not None):
            self.view.scrollTo(here[0], QAbstractItemView.ScrollHint.EnsureVisible)
        if here or lost:
            self._tell(tuple(row.id for index in here if (row := self.model.row_at(index)) is not None), again=wanted is not None)

    def _look_further(self) -> None:
        """Once without filters, once in the bin, then it is nowhere."""
        self._looked += 1
        if self._looked == 1:
            self.filters.clear(every_year=True, tab=EvidenceTab.GALLERY if self.binned else None)
        elif self._looked == _PLACES:
            self.filters.clear(tab=EvidenceTab.BIN)
        else:
            self._wanted = None
            self.filters.clear(tab=EvidenceTab.GALLERY)

    def _put_selection(self, indexes: Sequence[QModelIndex]) -> None:
        """Selects whole rows, so that both views show them."""
        selection = QItemSelection()
        for index in indexes:
            selection.select(index, index)
        model = self.table.selectionModel()
        model.select(selection, _FLAGS.ClearAndSelect | _FLAGS.Rows)
        if indexes:
            model.setCurrentIndex(indexes[0], _FLAGS.NoUpdate)

    def _show_state(self) -> None:
        if self.model.rows:
            self._views.setCurrentWidget(self.view)
        elif self.filters.narrowed:
            self._views.setCurrentWidget(self._no_match)
        else:
            self._views.setCurrentWidget(self._empty_bin if self.binned else self._nothing)

    def _select(self) -> None:
        if self._filling:
            return
        selection = self.table.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        rows = sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})
        if rows:
            self._tell(tuple(self.model.rows[row].id for row in rows))

    def _tell(self, ids: tuple[UUID, ...], *, again: bool = False) -> None:
        if ids:
            self._place = self.model.index_of(ids[0]).row()
        if ids != self.current or again:
            self.current = ids
            self.chosen.emit(ids)

    def _fetch(self) -> None:
        if self._reading is None:  # else the slice that is being read brings its own end
            self._fetching = self._jobs.read(
                evidence_slice,
                self._app,
                chosen=self.filters.chosen,
                start=len(self.model.rows),
                count=SLICE,
                on_done=self._take_more,
                on_error=self._unfetched,
            )

    def _take_more(self, rows: tuple[EvidenceRow, ...]) -> None:
        self._fetching, self._told = None, False
        self.model.add_rows(rows, complete=len(rows) < SLICE)


def _gallery() -> QListView:
    view = QListView()
    view.setAccessibleName(_("Evidence"))
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setMovement(QListView.Movement.Static)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setLayoutMode(QListView.LayoutMode.Batched)
    view.setUniformItemSizes(True)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setIconSize(TILE)
    view.setWordWrap(True)
    view.setDragEnabled(False)
    view.setAcceptDrops(False)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return view


def _read_rows(
    app: App, chosen: EvidenceFilter, count: int, one: UUID | None, reach: bool, progress: Progress, cancelled: Cancelled
) -> _Read:
    """``count`` rows, fewer where there are not so many; with ``reach`` as many as it takes to come to ``one``."""
    if reach and one is not None:
        place = evidence_place(app, chosen=chosen, evidence_id=one)
        count = max(count, 0 if place is None else place + SLICE)
    rows: list[EvidenceRow] = []
    complete = False
    while len(rows) < count and not complete and not cancelled():
        progress(len(rows), count)
        asked = min(count - len(rows), _AT_ONCE)
        more = evidence_slice(app, chosen=chosen, start=len(rows), count=asked)
        rows += more
        complete = len(more) < asked
    kept = one is not None and is_kept(app, evidence_id=one, binned=chosen.binned)
    return _Read(tuple(rows), complete, kept)
