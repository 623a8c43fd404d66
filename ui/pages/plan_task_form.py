"""One task of a plan as it was understood, to be corrected: each field beside what its words mean."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from papi_desktop.domain.plan_document import ReadTask, SourcePlace
from papi_desktop.domain.schedule import Due
from papi_desktop.domain.vocabulary import TimingKind
from papi_desktop.services.plan_correction import TaskCorrection
from papi_desktop.wording import date_text, kind_text, measure_text, timing_kind_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.colours import Ink
from ui.fonts import TextStyle
from ui.pages.plan_source_model import field_names
from ui.pages.plan_understood import Entry, doubt_text
from ui.reading import TypedError, read_date
from ui.theme import GAP, GAP_WITHIN
from ui.widgets.buttons import LinkButton, SmallButton
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.fields import FIELD_HEIGHT, ChoiceField, TextField
from ui.widgets.labels import TextLabel

_MEANING_WIDTH = 156
_SHORT_MEANING_WIDTH = 108
_DATE_WIDTH = 92
_COUNT_WIDTH = 56
_TASK_LINES_HEIGHT = 50
_LEAST_SCROLLED = 72


class TextArea(QPlainTextEdit):
    """A field of two lines that Tab leaves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_TASK_LINES_HEIGHT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)
        self.setAcceptDrops(False)


class TaskForm(Card):
    """Shows the entry that was chosen; for a row that was not understood, its words.

    ``corrected`` carries a ``SourcePlace`` and its ``TaskCorrection`` (``None`` when all is again as it was read), with every change;
    ``confirmed`` the place of a task that is right as understood. ``split`` carries a place and the words of the two tasks to make of it;
    ``joined``, ``excluded`` and ``adopted`` the place of the row that belongs to the task before it, is no task, or is one after all.
    """

    corrected = Signal(object, object)
    confirmed = Signal(object)
    split = Signal(object, str, str)
    joined = Signal(object)
    excluded = Signal(object)
    adopted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Task"), parent=parent)
        self._place: SourcePlace | None = None
        self._read: ReadTask | None = None
        self._correction = TaskCorrection()
        self._filling = False
        self.content.setSpacing(GAP_WITHIN + 2)
        self.chip = Chip(" ", "check-circle", Ink.GREEN)
        self.confirm_button = SmallButton(_("Confirm"), "check")
        self.row_button = SmallButton(_("Row…"))
        self.row_button.setToolTip(_("Split, join or leave out this row"))
        self.row_menu = QMenu(self.row_button)
        self.row_menu.aboutToShow.connect(self._fill_menu)
        self.row_button.setMenu(self.row_menu)
        self.reset_button = LinkButton(_("As read"))
        self.reset_button.setToolTip(_("Takes back every correction of this task"))
        self.fact.hide()
        self.head.insertWidget(1, self.chip)
        self.head.addStrut(SmallButton.height_at_least)  # the form stays as high when the button goes
        self.head.addWidget(self.reset_button)
        self.head.addWidget(self.row_button)
        self.head.addWidget(self.confirm_button)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._fields())
        self._pages.addWidget(self._unread())
        self._pages.addWidget(self._nothing())
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._pages)
        self._scroll.setMinimumHeight(_LEAST_SCROLLED)  # where the window is too low for all fields they scroll under the head
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._scroll.viewport().setAutoFillBackground(False)
        self._pages.setAutoFillBackground(False)
        self.content.addWidget(self._scroll, 1)
        self.confirm_button.clicked.connect(self._confirm)
        self.reset_button.clicked.connect(self._reset)
        self.show_nothing()

    def _fields(self) -> QWidget:
        """What the task says, and behind a tab of its own where it belongs and who else works on it."""
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._said(), _("Task and timing"))
        self._tabs.addTab(self._belongs(), _("Index and units"))
        return self._tabs

    def _belongs(self) -> QWidget:
        whole, grid = _grid()
        self.others = {name: TextField() for name in _OTHER_FIELDS}
        for name, title in _other_titles().items():
            label, field, (row, column, width) = QLabel(title), self.others[name], _OTHER_FIELDS[name]
            label.setBuddy(field)
            field.setAccessibleName(title.replace("&", ""))
            field.setAcceptDrops(False)
            field.textEdited.connect(self._edited)
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, row, column + 1, 1, width)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        return whole

    def _said(self) -> QWidget:
        whole, self._grid = _grid()
        self.text = TextArea()
        self.target, self.result, self.lead, self.timing = TextField(), TextField(), TextField(), TextField()
        self.target_meaning, self.result_meaning = ElidedLabel(style=TextStyle.CAPTION), ElidedLabel(style=TextStyle.CAPTION)
        self._add(0, _("&Task"), self.text)
        self._add(1, _("Tar&get"), self.target, _understood(self.target_meaning, _MEANING_WIDTH))
        self._add(2, _("&Result"), self.result, _understood(self.result_meaning, _SHORT_MEANING_WIDTH))
        self._add(3, _("&Lead unit"), self.lead)
        self._add(4, _("T&iming"), self.timing)
        self._grid.addWidget(self._timing_meaning(), 5, 1)
        self.note = FieldNote(self.due)
        self._grid.addWidget(self.note, 6, 1)
        self._grid.setRowStretch(7, 1)
        self.text.textChanged.connect(self._edited)
        for field in (self.target, self.result, self.lead):
            field.setAcceptDrops(False)
            field.textEdited.connect(self._edited)
        self.timing.setAcceptDrops(False)
        self.timing.textEdited.connect(self._timing_edited)
        return whole

    def _add(self, row: int, name: str, field: QWidget, meaning: QWidget | None = None) -> None:
        label = QLabel(name)
        label.setBuddy(field)
        field.setAccessibleName(name.replace("&", ""))
        cell = QHBoxLayout()
        cell.setSpacing(GAP)
        cell.addWidget(field, 1)
        if meaning is not None:
            cell.addWidget(meaning)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addLayout(cell, row, 1)

    def _timing_meaning(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_WITHIN + 2)
        row.addWidget(TextLabel(_("means"), TextStyle.CAPTION, Ink.SECONDARY))
        self.kind = ChoiceField(_("The timing is understood as"))
        self.kind.setMinimumContentsLength(9)
        self.kind.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.view().setMinimumWidth(168)
        self.kind.setAcceptDrops(False)
        self.due = TextField()
        self.due.setAcceptDrops(False)
        self.due.setAccessibleName(_("Due date"))
        self.due.setFixedWidth(_DATE_WIDTH)
        self.dues = ElidedLabel(style=TextStyle.CAPTION)
        self.dues.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.dues.setFixedWidth(_COUNT_WIDTH)
        row.addWidget(self.kind, 1)
        row.addWidget(self.due)
        row.addWidget(self.dues)
        self.kind.activated.connect(self._choose_kind)
        self.due.textEdited.connect(self._due_edited)
        return whole

    def _unread(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.unread_words = QPlainTextEdit()
        self.unread_words.setReadOnly(True)
        self.unread_words.setTabChangesFocus(True)
        self.unread_words.setAcceptDrops(False)
        self.unread_words.setMinimumHeight(2 * FIELD_HEIGHT)
        self.unread_words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.unread_words.setAccessibleName(_("Unread row"))
        column.addWidget(self.unread_words, 1)
        said = _("This row is kept with the plan in its own words. “Row…” makes it a task, or joins it to the task above.")
        column.addWidget(TextLabel(said, TextStyle.CAPTION, Ink.SECONDARY, wrap=True))
        return whole

    def _nothing(self) -> QWidget:
        return TextLabel(_("Choose a line above to see and correct what was understood."), TextStyle.BODY, Ink.SECONDARY, wrap=True)

    @property
    def place(self) -> SourcePlace | None:
        """Where the shown entry stands in the document."""
        return self._place

    def show_nothing(self) -> None:
        self._place = self._read = None
        self.title.setText(_("Task"))
        self.chip.hide()
        self.confirm_button.hide()
        self.row_button.hide()
        self.reset_button.hide()
        self._pages.setCurrentIndex(2)

    def show_unread(self, entry: Entry) -> None:
        self._place, self._read = entry.place, None
        self.title.setText(_("Row {number}").format(number=entry.place.row))
        self._say_state(entry)
        self.unread_words.setPlainText(entry.text)
        self._pages.setCurrentIndex(1)

    def show_task(self, read: ReadTask, correction: TaskCorrection | None, entry: Entry, dues: tuple[Due, ...]) -> None:
        """``read`` is the task as it stands in the document, ``entry`` holds it as corrected; ``dues`` are the times it will be due."""
        task = entry.task
        if task is None:
            raise TypeError
        another = self._place != entry.place
        self._place, self._read, self._correction = entry.place, read, correction or TaskCorrection()
        self.title.setText(_("Task {number}").format(number=read.no))
        self._say_state(entry)
        self.reset_button.setVisible(correction is not None)
        if another or correction is None:
            self._fill(task)
        self._say_meaning(task, dues)
        self._pages.setCurrentIndex(0)

    def _say_state(self, entry: Entry) -> None:
        self.chip.set_state(entry.state, entry.icon, entry.ink)
        self.chip.show()
        self.row_button.show()
        self.confirm_button.setVisible(entry.open)
        self.reset_button.hide()

    def _fill(self, task: ReadTask) -> None:
        self._filling = True
        if self.text.toPlainText() != task.text:
            self.text.setPlainText(task.text)
        fields = [(self.target, task.target), (self.result, task.result), (self.lead, task.lead_text), (self.timing, task.timing.text)]
        fields += [(field, getattr(task, name)) for name, field in self.others.items()]
        for field, text in fields:
            if field.text() != text:  # so that the cursor stays where a person has typed a text back to what it was
                field.setText(text)
                field.setCursorPosition(0)
        self._filling = False

    def _say_meaning(self, task: ReadTask, dues: tuple[Due, ...]) -> None:
        self.target_meaning.say("; ".join(measure_text(measure) for measure in task.measures) or "—")
        kinds = "\n".join(f"{expected.text}: {kind_text(expected.kind)}" for expected in task.expected)
        count = len(task.expected)
        self.result_meaning.say(ngettext("{count} result", "{count} results", count).format(count=count), kinds)
        self._say_timing(task, dues)
        self._say_doubts(task)

    def _say_doubts(self, task: ReadTask) -> None:
        """Every field that a machine was unsure of, by name."""
        named = [field_names().get(name, name).lower() for name in task.doubtful]
        if named:
            said = _("The machine was unsure of: {fields}. Please compare with the document.")
            self.note.say(NoteKind.WARNING, said.format(fields=", ".join(named)))
        else:
            self.note.clear()

    def _say_timing(self, task: ReadTask, dues: tuple[Due, ...]) -> None:
        timing = task.timing
        self.kind.blockSignals(True)
        self.kind.clear()
        if len(timing.kinds) > 1:
            self.kind.addItem(doubt_text(timing), None)
        for kind in TimingKind:
            if kind is not TimingKind.UNSPECIFIED or timing.kind is kind:
                self.kind.addItem(timing_kind_text(kind), kind.value)
        self.kind.setCurrentIndex(0 if len(timing.kinds) > 1 else self.kind.findData(timing.kind.value))
        self.kind.setToolTip(", ".join(timing_kind_text(kind) for kind in timing.kinds))
        self.kind.blockSignals(False)
        by_date = timing.kinds == (TimingKind.BY_DATE,)
        self.due.setVisible(by_date)
        if by_date and not self.due.hasFocus():
            self.due.setText(date_text(dues[0].due))
            self.due.setCursorPosition(0)
        said = ngettext("{count} occurrence", "{count} occurrences", len(dues)).format(count=len(dues))
        self.dues.say(said, "\n".join(date_text(due.due) or _("No date") for due in dues))

    def _edited(self) -> None:
        if self._filling or self._read is None:
            return
        read = self._read
        self._announce(
            replace(
                self._correction,
                text=_unless(self.text.toPlainText(), read.text),
                target=_unless(self.target.text(), read.target),
                result=_unless(self.result.text(), read.result),
                lead_text=_unless(self.lead.text(), read.lead_text),
                **{name: _unless(field.text(), getattr(read, name)) for name, field in self.others.items()},
            )
        )

    def _timing_edited(self, text: str) -> None:
        """Other words mean something else: what was chosen for the words before no longer counts."""
        if self._read is not None:
            self._announce(replace(self._correction, timing_text=_unless(text, self._read.timing.text), kind=None, due=None))

    def _choose_kind(self, row: int) -> None:
        chosen: str | None = self.kind.itemData(row)  # Qt keeps a bare text
        self._announce(replace(self._correction, kind=TimingKind(chosen) if chosen else None, due=None))

    def _due_edited(self, text: str) -> None:
        try:
            day = read_date(text)
        except TypedError as error:
            self.note.say(NoteKind.PROBLEM, str(error))
        else:
            self._announce(replace(self._correction, due=day))

    def _announce(self, correction: TaskCorrection) -> None:
        self._correction = correction
        self.corrected.emit(self._place, None if correction == TaskCorrection() else correction)

    def _fill_menu(self) -> None:
        """What can be made of this row; a task is split where the cursor stands in its words."""
        self.row_menu.clear()
        if self._read is None:
            self.row_menu.addAction(_("Take this row for a task")).triggered.connect(lambda: self.adopted.emit(self._place))
            self.row_menu.addAction(_("Join to the task above")).triggered.connect(lambda: self.joined.emit(self._place))
            return
        first, second = self._halves()
        divide = self.row_menu.addAction(_("Split the task at the cursor"))
        divide.setEnabled(bool(first and second))
        divide.triggered.connect(lambda: self.split.emit(self._place, first, second))
        self.row_menu.addAction(_("Join to the task above")).triggered.connect(lambda: self.joined.emit(self._place))
        self.row_menu.addAction(_("Leave out: this is no task")).triggered.connect(lambda: self.excluded.emit(self._place))

    def _halves(self) -> tuple[str, str]:
        words, at = self.text.toPlainText(), self.text.textCursor().position()
        return words[:at].strip(), words[at:].strip()

    def _confirm(self) -> None:
        self.confirmed.emit(self._place)

    def _reset(self) -> None:
        self.corrected.emit(self._place, None)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(300, super().minimumSizeHint().height())


_OTHER_FIELDS = {
    "dimension_no": (0, 0, 1),
    "index_system": (0, 2, 1),
    "dimension_name": (1, 0, 3),
    "component_label": (2, 0, 1),
    "component_name": (2, 2, 1),
    "coordinating_text": (3, 0, 3),
    "implementing_text": (4, 0, 3),
    "notes": (5, 0, 3),
}
"""Row and column of a field's label, and how many columns the field is wide."""


def _other_titles() -> dict[str, str]:
    titles = (
        *(_("Dimension n&o."), _("&Index system"), _("&Dimension"), _("Component &label"), _("&Component")),
        *(_("Coordinatin&g unit"), _("Im&plementing unit"), _("Note&s")),
    )
    return dict(zip(_OTHER_FIELDS, titles, strict=True))


def _grid() -> tuple[QWidget, QGridLayout]:
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, GAP_WITHIN, 0, 0)
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(GAP_WITHIN)
    grid.setColumnStretch(1, 1)
    return whole, grid


def _unless(text: str, read: str) -> str | None:
    return None if text == read else text


def _understood(meaning: ElidedLabel, width: int) -> QWidget:
    whole = QWidget()
    whole.setFixedWidth(width)
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_WITHIN + 2)
    row.addWidget(TextLabel(_("means"), TextStyle.CAPTION, Ink.SECONDARY))
    row.addWidget(meaning, 1)
    return whole
