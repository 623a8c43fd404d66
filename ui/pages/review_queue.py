"""The left side of the review page: which evidence to show, the queue, how far it has come."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.office_names import short_name
from papi_desktop.domain.vocabulary import ReviewState
from papi_desktop.services.reviews import QueueFilter, QueueRow, ReviewCounts
from resources.i18n import gettext as _
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.models.table_model import RowsModel
from ui.pages.page import Room
from ui.pages.review_rows import Key, ReviewWanted, Wanted, merged, queue_columns
from ui.theme import GAP
from ui.widgets.empty_state import no_matches
from ui.widgets.fields import ChoiceField
from ui.widgets.labels import TextLabel
from ui.widgets.rows_view import RowsView

_UNIT_WIDTH = 88
_WIDTHS = {Room.WIDE: 322, Room.NARROW: 250}
_STATES = (ReviewState.PENDING, ReviewState.RETURNED, ReviewState.ACCEPTED, None)
"""What may be asked for, in the order of the choices."""


class ReviewList(QWidget):
    """``chosen`` carries the key of the row that is current, or None; ``filtered`` says that other rows are wanted."""

    chosen = Signal(object)
    filtered = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.current: Key | None = None
        self.more = False
        self._kept: set[Key] = set()
        """Judged or led to since the queue was opened: in sight although they may not belong to it."""
        self.unit, self.state, self.dimension = ChoiceField(_("Office")), ChoiceField(_("Which evidence")), ChoiceField(_("Dimension"))
        self._fill_choices()
        self.view = RowsView(_("Queue"))
        self.rows = RowsModel[QueueRow](queue_columns(), key=lambda row: row.key)
        self.view.setModel(self.rows)
        self.view.set_widths(None, _UNIT_WIDTH)
        self.bar, self.share = QProgressBar(), TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        self._lay_out()
        for choice in (self.unit, self.state, self.dimension):
            choice.activated.connect(self._filter)
        self.view.chosen.connect(self._choose)
        self.view.activated.connect(self.entered)

    def filter(self, year: int | None, also: Wanted = (None, None)) -> QueueFilter:
        also_of, evidence = also
        return QueueFilter(self.unit.currentData(), self._state, self.dimension.currentData(), year, evidence, also_of)

    @property
    def _state(self) -> ReviewState | None:
        return _STATES[self.state.currentIndex()]

    @property
    def narrowed(self) -> bool:
        """Whether something else than what waits is asked for."""
        return bool(self.unit.currentData() or self.dimension.currentData()) or self._state is not ReviewState.PENDING

    @property
    def place(self) -> str:
        """The number of the current row, and how many there are: "3/39"; "3/500+" where more follow."""
        return f"{self.view.currentIndex().row() + 1}/{self._total}" if self.current is not None else ""

    @property
    def _total(self) -> str:
        return f"{len(self.rows.rows)}+" if self.more else str(len(self.rows.rows))

    def set_room(self, room: Room) -> None:
        """The office goes first where there is little room; the panel names it."""
        self.view.setColumnHidden(1, room is Room.NARROW)
        if room is Room.SINGLE:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(_WIDTHS[room])

    def show_counts(self, counts: ReviewCounts) -> None:
        """What there is to choose from; what was chosen stays chosen."""
        before = self.unit.currentData()
        names = {unit.code: short_name(unit.name) for unit in counts.units}
        self.unit.clear()
        self.unit.addItem(_("All offices"), "")
        for code, name in names.items():
            self.unit.addItem(name, code)
        if before and before not in names:
            self.unit.addItem(before, before)
        self.unit.setCurrentIndex(max(0, self.unit.findData(before)))
        if counts.dimension:
            self.dimension.setItemText(1, counts.dimension)
            self.dimension.setToolTip(counts.dimension)

    def set_rows(self, rows: Sequence[QueueRow], *, more: bool) -> None:
        """Takes the queue as it is now; ``more`` rows may follow these.

        The current row stays; where it is gone the first that waits takes its place.
        """
        self.more = more
        self.rows.set_rows(merged(self.rows.rows, rows, self._kept))
        self._lists.setCurrentIndex(0 if self.rows.rows or not self.narrowed else 1)
        if self.current is None or not self.select(self.current):
            self.select(self._first_pending())
        self._show_share()

    def replace(self, row: QueueRow) -> None:
        """Shows a row as it has become; it stays in sight until the queue is opened anew."""
        self._kept.add(row.key)
        self.rows.set_rows([row if each.key == row.key else each for each in self.rows.rows])
        self._show_share()

    def show_besides(self, key: Key) -> None:
        """Makes a row current that the filters may leave out; it stays in sight until the queue is opened anew."""
        self._kept.add(key)
        self.select(key)

    def reopen(self) -> None:
        """From the next rows on only what belongs to the queue is shown."""
        self._kept.clear()

    def show_wanted(self, wanted: ReviewWanted) -> None:
        """Sets the filters as another page asked, to what waits; the rows follow."""
        if wanted.unit_code and self.unit.findData(wanted.unit_code) < 0:
            self.unit.addItem(wanted.unit_code, wanted.unit_code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(wanted.unit_code)))
        self.state.setCurrentIndex(_STATES.index(ReviewState.PENDING))
        self._offer_dimension(wanted.dimension)
        self._filter()

    def show_all(self) -> None:
        """Every evidence, whatever was said of it."""
        self.unit.setCurrentIndex(0)
        self.state.setCurrentIndex(_STATES.index(None))
        self._offer_dimension("")
        self._filter()

    def clear_filters(self) -> None:
        self.show_wanted(ReviewWanted())

    def row(self, key: Key | None) -> QueueRow | None:
        return self.rows.row_at(self.rows.index_of(key))

    def next_pending(self) -> Key | None:
        """The first row without a verdict below the current one, else from the top; the current one is not asked."""
        here = self.view.currentIndex().row()
        shown = self.rows.rows
        order = [*shown[here + 1 :], *shown[: max(here, 0)]]
        return next((row.key for row in order if row.state is ReviewState.PENDING), None)

    def step(self, by: int) -> None:
        """To the row below or above, as far as there is one."""
        number = self.view.currentIndex().row() + by
        if 0 <= number < len(self.rows.rows):
            self.select(self.rows.rows[number].key)

    def select(self, key: Key | None) -> bool:
        """Makes the row current; False where it is not shown."""
        index = self.rows.index_of(key)
        if index != self.view.currentIndex():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(index, flags)
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self._tell(key if index.isValid() else None)
        return index.isValid()

    def _fill_choices(self) -> None:
        self.unit.addItem(_("All offices"), "")
        self.state.addItems([_("Waiting for review"), _("Returned"), _("Accepted"), _("All evidence")])
        self._offer_dimension("")

    def _offer_dimension(self, dimension: str) -> None:
        """The choice is there only while another page's wish narrows the queue by it."""
        self.dimension.clear()
        self.dimension.addItem(_("All dimensions"), "")
        if dimension:
            self.dimension.addItem(dimension, dimension)
            self.dimension.setCurrentIndex(1)
        self.dimension.setVisible(bool(dimension))

    def _lay_out(self) -> None:
        for choice in (self.unit, self.state, self.dimension):
            choice.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(8)
        filters = QHBoxLayout()
        filters.setSpacing(GAP)
        filters.addWidget(self.unit, 1)
        filters.addWidget(self.state, 1)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.view)
        self._lists.addWidget(no_matches(self.clear_filters))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(12)
        self.bar.setAccessibleName(_("Reviewed"))
        progress = QHBoxLayout()
        progress.setSpacing(GAP)
        progress.addWidget(self.bar, 1)
        progress.addWidget(self.share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(filters)
        column.addWidget(self.dimension)
        column.addWidget(self._lists, 1)
        column.addLayout(progress)

    def _first_pending(self) -> Key | None:
        shown = self.rows.rows
        return next((row.key for row in shown if row.state is ReviewState.PENDING), shown[0].key if shown and self.narrowed else None)

    def _filter(self) -> None:
        self._kept.clear()
        if not self.dimension.currentData():
            self._offer_dimension("")
        self.filtered.emit()

    def _choose(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index)
        if row is not None:
            self._tell(row.key)

    def _tell(self, key: Key | None) -> None:
        if key != self.current:
            self.current = key
            self.chosen.emit(key)

    def _show_share(self) -> None:
        shown = self.rows.rows
        done = sum(row.state is not ReviewState.PENDING for row in shown)
        self.bar.setRange(0, max(1, len(shown)))
        self.bar.setValue(done)
        self.share.setText(_("{done}/{total} reviewed").format(done=done, total=self._total))
