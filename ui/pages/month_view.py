"""The month: a table of its weeks in which the arrow keys go from day to day."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from papi_desktop.services.due_dates import ONE_DAY, DueDates, month_of, months_later, weeks_of
from papi_desktop.services.tasks import OccurrenceRow
from papi_desktop.wording import long_date_text, weekday_text
from resources.i18n import gettext as _
from ui.colours import Ink, Scheme, current_scheme
from ui.models.columns import NOWHERE, Index
from ui.pages.day_cell import DayCell, count_text, day_lines
from ui.theme import Themed

_WEEKS, _DAYS = 6, 7
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_DAYS,
    Qt.Key.Key_Down: _DAYS,
}
_NOBODY: Mapping[date, tuple[OccurrenceRow, ...]] = {}


class MonthModel(QAbstractTableModel):
    """The days of a month's weeks. What a cell shows is on the widget over it; the model says it aloud and colours it."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today
        self.month = month_of(today)
        self.weeks: Sequence[Sequence[date]] = weeks_of(today)
        self.due = _NOBODY
        self.days_off: Mapping[date, str] = {}

    def day_at(self, index: Index) -> date | None:
        return self.weeks[index.row()][index.column()] if index.isValid() and index.row() < len(self.weeks) else None

    def index_of(self, day: date) -> QModelIndex:
        """An invalid index for a day that no shown week holds."""
        number = (day - self.weeks[0][0]).days
        return self.index(number // _DAYS, number % _DAYS) if 0 <= number < _DAYS * len(self.weeks) else QModelIndex()

    def rows_of(self, day: date) -> Sequence[OccurrenceRow]:
        return self.due.get(day, ())

    def today_word(self, day: date) -> str:
        return _("Today") if day == self.today else ""

    def holiday(self, day: date) -> str:
        return self.days_off.get(day, "")

    def tell(self) -> None:
        """Everything may be another."""
        self.dataChanged.emit(self.index(0, 0), self.index(_WEEKS - 1, _DAYS - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else _WEEKS

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else _DAYS

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        name = weekday_text(self.weeks[0][section])
        return name[0].upper() + name[1:]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        day = self.day_at(index)
        if day is None:
            return None
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self._spoken(day)
        if role == Qt.ItemDataRole.BackgroundRole and (day in self.days_off or month_of(day) != self.month):
            return QBrush(QColor(current_scheme().grey.tint))
        return None

    def _spoken(self, day: date) -> str:
        rows = self.rows_of(day)
        lines = ", ".join(line.text for line in day_lines(rows))
        due = f"{count_text(len(rows))}: {lines}" if rows else _("nothing is due")
        return ". ".join(filter(None, (long_date_text(day), self.today_word(day), self.holiday(day), due)))


class MonthView(Themed, QTableView):
    """``chosen`` says that another day was chosen, ``opened`` that its work was asked for by Enter or a double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.day = today
        self.days = MonthModel(today)
        self.setModel(self.days)
        self.setAccessibleName(_("Days of the month"))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setMinimumSectionSize(16)
        self.verticalHeader().hide()
        self.setMinimumHeight(150)
        self.cells = [[DayCell() for _day in range(_DAYS)] for _week in range(_WEEKS)]
        for week, cells in enumerate(self.cells):
            for number, cell in enumerate(cells):
                self.setIndexWidget(self.days.index(week, number), cell)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.activated.connect(self._open)
        self._fill()
        self.choose(today)
        self.take_scheme()

    def restyle(self, scheme: Scheme) -> None:
        """Fusion draws the lines between the days a shade darker than the window, which nobody sees on dark fields."""
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, QColor(scheme.line).lighter(120))
        self.setPalette(palette)

    @property
    def month(self) -> date:
        return self.days.month

    def show_due(self, due: DueDates, today: date) -> None:
        self.days.due, self.days.today = due.by_day, today
        self._fill()

    def show_days_off(self, days_off: Mapping[date, str]) -> None:
        """``days_off`` are those of the weeks shown, with the names of holidays."""
        self.days.days_off = days_off
        self._fill()

    def choose(self, day: date) -> None:
        """Shows the month of the day and chooses it there."""
        if month_of(day) != self.days.month:
            self.days.month, self.days.weeks, self.days.days_off = month_of(day), weeks_of(day), {}
            self._fill()
        changed, self.day = day != self.day, day
        index = self.days.index_of(day)
        if index != self.currentIndex():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if changed:
            self.chosen.emit(day)

    def turn(self, months: int) -> None:
        """To the same day of another month."""
        self.choose(months_later(self.day, months))

    def cell_of(self, day: date) -> DayCell:
        """Raises ``IndexError`` for a day that is not shown."""
        number = (day - self.days.weeks[0][0]).days
        return self.cells[number // _DAYS][number % _DAYS]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The arrow keys do not stop at the end of a week or month."""
        step = _STEPS.get(Qt.Key(event.key())) if event.modifiers() in {_PLAIN, _KEYPAD} else None
        if step is not None:
            self.choose(self.day + step * ONE_DAY)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self.day)
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        day = self.days.day_at(index)
        if day is not None:
            self.opened.emit(day)

    def _current_changed(self, index: QModelIndex) -> None:
        day = self.days.day_at(index)
        if day is not None and day != self.day:
            self.choose(day)

    def _fill(self) -> None:
        days = self.days
        for week, cells in enumerate(self.cells):
            shown = week < len(days.weeks)
            if self.isRowHidden(week) is shown:
                self.setRowHidden(week, not shown)
            for cell, day in zip(cells, days.weeks[week] if shown else (), strict=False):
                inside = month_of(day) == days.month
                ink = Ink.BLUE if day == days.today else Ink.TEXT if inside else Ink.SECONDARY
                rows = days.rows_of(day) if inside else ()
                cell.show_day(day.day, rows, ink=ink, today=days.today_word(day), holiday=days.holiday(day))
        days.tell()


_PLAIN = Qt.KeyboardModifier.NoModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
