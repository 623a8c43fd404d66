"""The foot of the task panel: the measured value, the reason for what is missing, and the mark itself."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from papi_desktop.domain.plan_document import Measure
from papi_desktop.domain.progress import share
from papi_desktop.domain.vocabulary import OccurrenceStatus
from papi_desktop.services.tasks import OccurrenceRow, TaskDetail
from papi_desktop.wording import moment_text, number_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.reading import TypedError, read_number
from ui.theme import GAP
from ui.widgets.buttons import PlainButton, PrimaryButton, SmallButton
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.fields import TextField
from ui.widgets.labels import IconLabel, Rule, TextLabel

_NUMBER_WIDTH = 48
_MORE_WIDTH = 44
PER_CENT = "\N{NO-BREAK SPACE}%"


@dataclass(frozen=True)
class TickValues:
    """What the officer entered for ``occurrence``: a value, or a count of so many; and why something is missing."""

    occurrence: UUID
    measured: Decimal | None
    count: tuple[Decimal, Decimal] | None
    note: str


class TickPanel(QWidget):
    """Asks for a value where the target has a figure, shares as a count of so many with the share computed beside it.

    What was typed stays until another occurrence is shown or the mark changes.
    """

    tick_requested = Signal(object)
    clear_requested = Signal()
    applicable_requested = Signal()
    """takes "not applicable" back"""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[UUID, bool] | None = None
        self._measure: Measure | None = None
        self._working = False
        self.first, self.second = _number_field(), _number_field()
        self._slash, self.live = TextLabel("/"), TextLabel("")
        self.live.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._measure_row = QWidget()
        figures = QHBoxLayout(self._measure_row)
        figures.setContentsMargins(0, 0, 0, 0)
        figures.setSpacing(GAP)
        self._label = TextLabel(_("Measured value"))
        self._label.setBuddy(self.first)
        for part in (self._label, self.first, self._slash, self.second):
            figures.addWidget(part)
        figures.addWidget(self.live, 1)
        self.note = FieldNote(self.first)
        self._said_icon = IconLabel("warning", Ink.AMBER)
        self._said = TextLabel("", TextStyle.CAPTION, Ink.AMBER, wrap=True)
        self.reason = TextField()
        self.reason.setAcceptDrops(False)
        self.clear_button = PlainButton(_("Clear the mark"), "undo")
        self.apply_button = PlainButton(_("Applies again"), "undo")
        self.more_button = SmallButton("…")
        self.more_button.setFixedWidth(_MORE_WIDTH)
        self.more_button.setAccessibleName(_("More for this task"))
        self.more_button.setToolTip(_("Officer in charge, not applicable and more for this task"))
        said = QHBoxLayout()
        said.setSpacing(GAP)
        said.addWidget(self._said_icon)
        said.addWidget(self._said, 1)
        for button in (self.clear_button, self.apply_button, self.more_button):
            said.addWidget(button)
        self.tick_button = PrimaryButton(_("Mark as done"), "check-circle")
        self.tick_button.setToolTip(_("Mark as done (Ctrl+Enter)"))
        last = QHBoxLayout()
        last.setSpacing(GAP)
        last.addWidget(self.reason, 1)
        last.addWidget(self.tick_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(Rule())
        column.addWidget(self._measure_row)
        column.addWidget(self.note)
        column.addLayout(said)
        column.addLayout(last)
        self.first.textEdited.connect(self._compute)
        self.second.textEdited.connect(self._compute)
        self.tick_button.clicked.connect(self.tick)
        self.clear_button.clicked.connect(self._clear)
        self.apply_button.clicked.connect(self.applicable_requested)

    def show_detail(self, detail: TaskDetail) -> None:
        row = detail.row
        done = row.ticked_at is not None
        self._measure = detail.measures[0] if detail.measures else None
        if self._shown != (row.id, done):
            self._shown = (row.id, done)
            self._fill(row)
        self._show_mark(row, done=done)
        self._compute()

    def tick(self) -> None:
        """Asks for the mark, or says what is wrong with a figure. Does nothing where there is a mark already."""
        if self._working or self._shown is None or not self.tick_button.isVisibleTo(self):
            return
        try:
            measured, count = self._figures()
        except TypedError as error:
            self.note.say(NoteKind.PROBLEM, str(error))
            self.first.setFocus()
            return
        self.tick_requested.emit(TickValues(self._shown[0], measured, count, self.reason.text()))

    def enter(self) -> None:
        """The first field to fill in, or the button where there is none."""
        if self.clear_button.isVisibleTo(self):
            self.clear_button.setFocus()
        elif self.apply_button.isVisibleTo(self):
            self.apply_button.setFocus()
        elif self._measure is not None:
            self.first.setFocus()
            self.first.selectAll()
        else:
            self.reason.setFocus()

    def set_working(self, *, working: bool) -> None:
        """While a mark is being written no other is asked for. The buttons stay enabled, so that the focus stays where it is."""
        self._working = working

    def _clear(self) -> None:
        if not self._working:
            self.clear_requested.emit()

    def _fill(self, row: OccurrenceRow) -> None:
        figures = (row.measured, None) if row.numerator is None else (row.numerator, row.denominator)
        for field, value in zip((self.first, self.second), figures, strict=True):
            field.setText("" if value is None else number_text(value))
        self.reason.setText(row.tick_note)
        self.note.clear()

    def _show_mark(self, row: OccurrenceRow, *, done: bool) -> None:
        counted = self._measure is not None and self._measure.unit == "%"
        applies = row.status is not OccurrenceStatus.NOT_APPLICABLE
        open_ = applies and not done
        self._measure_row.setVisible(self._measure is not None and open_)
        self.reason.setVisible(open_)
        for part in (self._slash, self.second):
            part.setVisible(counted)
        self.first.setAccessibleName(_("How many reached the target, or the share in per cent") if counted else _("Measured value"))
        self.second.setAccessibleName(_("Of how many"))
        self.tick_button.setVisible(open_)
        self.clear_button.setVisible(done and applies)
        self.apply_button.setVisible(not applies)
        missing = row.expected - row.filled
        if not applies:
            self._say("minus-circle", Ink.GREY, _("Not applicable: {reason}").format(reason=row.status_note or "—"))
        elif done and row.ticked_at is not None:
            said = _("Marked as done at {moment}").format(moment=moment_text(row.ticked_at))
            self._say("check-circle", Ink.GREEN, f"{said}. {row.tick_note}" if row.tick_note else said)
        elif missing:
            text = ngettext(
                "{count} result is still missing: please give the reason when marking.",
                "{count} results are still missing: please give the reason when marking.",
                missing,
            )
            self._say("warning", Ink.AMBER, text.format(count=missing))
        else:
            self._say("info", Ink.SECONDARY, _("Nothing is missing."))
        self._name_reason(_("Reason") if missing else _("Note (optional)"))

    def _name_reason(self, text: str) -> None:
        self.reason.setPlaceholderText(text)
        self.reason.setAccessibleName(text)

    def _say(self, icon_name: str, ink: Ink, text: str) -> None:
        self._said_icon.set_icon(icon_name, ink)
        self._said.set_ink(ink)
        self._said.setText(text)

    def _figures(self) -> tuple[Decimal | None, tuple[Decimal, Decimal] | None]:
        if self._measure is None:
            return None, None
        first = read_number(self.first.text())
        second = read_number(self.second.text()) if self._measure.unit == "%" else None
        if second is None:
            return first, None
        if first is None or second == 0:
            raise TypedError(_("Please enter how many of how many, for example 3 of 3."))
        return None, (first, second)

    def _compute(self) -> None:
        if self._measure is None:
            return
        try:
            measured, count = self._figures()
        except TypedError:
            measured, count = None, None  # said when the mark is asked for, not while somebody still types
        else:
            self.note.clear()
        value = share(*count) if count is not None else measured
        if self._measure.unit == "%":
            said = "" if value is None else f"= {number_text(value)}{PER_CENT}"
            self.live.setText(f"{self._measure.what} {said}".strip() or "%")
        else:
            self.live.setText(self._measure.unit)
        self.live.setToolTip(self._measure.text)


def measured_words(row: OccurrenceRow, measure: Measure | None) -> str:
    """``3/3 thôn = 100 %``, ``95 %``, ``2 cuộc/năm``; "" without a value."""
    if row.measured is None:
        return ""
    unit = measure.unit if measure is not None else ""
    value = f"{number_text(row.measured)}{PER_CENT}" if unit == "%" else f"{number_text(row.measured)} {unit}".strip()
    if row.numerator is None or row.denominator is None:
        return value
    what = f" {measure.what}" if measure is not None and measure.what else ""
    return f"{number_text(row.numerator)}/{number_text(row.denominator)}{what} = {number_text(row.measured)}{PER_CENT}"


def _number_field() -> TextField:
    field = TextField()
    field.setFixedWidth(_NUMBER_WIDTH)
    field.setMaxLength(20)
    field.setAcceptDrops(False)
    return field
