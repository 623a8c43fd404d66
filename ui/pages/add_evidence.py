"""The dialog that records evidence: files first, then what they do not say themselves. What was typed stays when something is refused."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App
from papi_desktop.services.evidence import EvidenceFields, EvidenceResult, add_evidence
from papi_desktop.services.evidence_links import OccurrenceName
from papi_desktop.services.files import NO_HEADING, FileLook, look_at_files
from papi_desktop.services.tasks import SlotView, TaskDetail
from papi_desktop.wording import date_text, error_message, kind_text, number_text, size_text, warning_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from resources.kinds import evidence_kinds
from ui.colours import Ink
from ui.file_choice import ask_files
from ui.fonts import TextStyle
from ui.icons import icon
from ui.jobs import Job, Jobs
from ui.pages.evidence_kind_fields import KindRows
from ui.pages.evidence_rows import task_words
from ui.pages.task_choice import TaskChoiceDialog
from ui.pages.task_panel import shortened
from ui.pages.task_rows import period_words
from ui.reading import TypedError, read_date
from ui.theme import EDGE, GAP
from ui.widgets.buttons import PlainButton, PrimaryButton, SmallButton
from ui.widgets.drop_frame import DropFrame
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.fields import ChoiceField, TextField
from ui.widgets.form import Form, button_row
from ui.widgets.labels import TextLabel
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.reading_dialog import ReadingDialog

_SIZE = QSize(620, 600)
_FILES_HEIGHT = 84
_ROW = 26
_POSTING, _PHOTO = "posting", "photo"
MOST_FILES = 300
"""Of one evidence: more than a person looks through."""
_LOOK = Qt.ItemDataRole.UserRole


class AddEvidenceDialog(ReadingDialog):
    """Records one evidence for the occurrence of ``detail``; ``recorded`` carries the ``EvidenceResult``, then it closes.

    ``slot`` is the expected result to fill; without one the service finds it by the kind. ``also`` are more occurrences
    that the same evidence proves. Without ``detail`` the tasks, those of
    ``year``, are chosen here; there need not be any.
    """

    recorded = Signal(object)

    def __init__(
        self,
        app: App,
        jobs: Jobs,
        detail: TaskDetail | None,
        *,
        files: Sequence[Path] = (),
        slot: SlotView | None = None,
        also: Sequence[UUID] = (),
        year: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._app, self._jobs, self._detail, self._year = app, jobs, detail, year
        self._slots: tuple[SlotView, ...] = () if detail is None else detail.slots
        self._tasks: tuple[OccurrenceName, ...] = ()
        self._occurrences = [] if detail is None else list(dict.fromkeys([detail.row.id, *also]))
        self._job: Job | None = None
        self._asking: QMessageBox | None = None
        self._found: dict[QWidget, str] = {}
        """what was read from the files, by the field it was put into"""
        self.setObjectName("addEvidenceDialog")
        self.setWindowTitle(_("Add evidence"))
        self.resize(_SIZE)
        self._make_fields()
        self.progress: ProgressPanel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        self._column.setSpacing(GAP)
        if detail is not None:
            self._column.addWidget(TextLabel(shortened(detail.row.text), TextStyle.CARD_TITLE, wrap=True))
            self._column.addWidget(TextLabel(self._said_of(detail), TextStyle.CAPTION, Ink.SECONDARY))
        self._column.addWidget(_scrolling(self._make_form()), 1)
        self._column.addLayout(self._make_buttons())
        self._drop = DropFrame(self, self._drop_words)
        self._drop.dropped.connect(self.add_files)
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+Return": self.record,
            "Ctrl+Enter": self.record,
            "Ctrl+O": self.choose_files,
            "Ctrl+L": self.choose_tasks,
        }
        for keys_text, action in keys.items():
            QShortcut(QKeySequence(keys_text), self).activated.connect(action)
        QShortcut(QKeySequence("Delete"), self.files, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(self._drop_selected)
        self._kind_meant = slot is not None
        self._choose_slot(slot)
        self.add_files(files)
        self._given = {look.path for look in self._looks()}
        (self.choose_button if not files else self.kind).setFocus()

    def add_files(self, paths: Iterable[Path]) -> None:
        """Lists more files and looks at them in the background: what they are, and which cannot be taken."""
        known = {look.path for look in self._looks()}
        wanted = [path for path in dict.fromkeys(path.absolute() for path in paths) if path not in known]
        if not wanted:
            return
        too_many = too_many_files(len(known) + len(wanted))
        if too_many:
            self.files_note.say(NoteKind.PROBLEM, " ".join(too_many))
            return
        for path in wanted:
            self._show_look(QListWidgetItem(self.files), FileLook(path, 0))
        self._say_files()
        self.until_closed(self._jobs.read(look_at_files, self._app, paths=wanted, on_done=self._take_looks))

    def choose_files(self) -> None:
        ask_files(self, _("Choose evidence files"), [_("All files (*)")], self.add_files)

    def choose_tasks(self) -> TaskChoiceDialog | None:
        """Opens the choice of tasks, where no task was named."""
        if self._detail is not None:
            return None
        dialog = TaskChoiceDialog(self._app, self._jobs, year=self._year, chosen=self._tasks, parent=self)
        dialog.taken.connect(self._take_tasks)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def record(self) -> None:
        """Records what is entered, or says under its field what cannot be meant."""
        if self._job is not None:
            return
        fields = self._read_fields()
        paths = [look.path for look in self._looks()]
        if not paths:
            self.files_note.say(NoteKind.PROBLEM, _("Please choose at least one file, or drop files here."))
            self.choose_button.setFocus()
        if fields is None or not paths:
            return
        self.files_note.clear()
        self._job = self._jobs.run(
            add_evidence,
            self._app,
            title=_("Recording evidence"),
            long=True,
            task_ids=self._occurrences or [name.id for name in self._tasks],
            fields=fields,
            files=paths,
            expected_id=self.slot.currentData(),
            on_done=self._recorded,
            on_error=self._refused,
            on_cancelled=self._cancelled,
        )
        self._follow(self._job)

    def reject(self) -> None:
        """Esc: cancels the copying first; closes, but asks before what was entered here is given up."""
        if self.progress is not None and self._job is not None:
            self.progress.cancel()
        elif self._holds_work():
            self._ask()
        else:
            super().reject()

    def put_away(self) -> str:
        """What would be given up if the program closed now (see ``Page.put_away``)."""
        return _("Evidence is being entered and is not recorded yet; it would be given up.") if self._holds_work() else ""

    def _holds_work(self) -> bool:
        """Something was entered by hand; what the dialog opened with, or read from a photo, is had again at once."""
        lines = (self.number, self.issued, self.place, self.posted_from, self.posted_to)
        texts: dict[QWidget, str] = {field: field.text() for field in lines}
        texts[self.abstract] = self.abstract.toPlainText()
        texts |= {field.widget: str(field.raw()) for field in self.kind_rows.fields}
        typed = any(text.strip() and text != self._found.get(field) for field, text in texts.items())
        added = any(look.path not in self._given for look in self._looks())
        return typed or added or bool(self._tasks) or self.personal.isChecked()

    def _ask(self) -> None:
        if self._asking is not None:
            return
        box = QMessageBox(QMessageBox.Icon.Warning, self.windowTitle(), _("This evidence has not been recorded yet."), parent=self)
        stay = box.addButton(_("Stay here"), QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton(_("Close without recording"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        leave.clicked.connect(self._give_up)
        box.finished.connect(self._asked)
        self._asking = box
        box.open()

    def _give_up(self) -> None:
        super().reject()

    def _asked(self) -> None:
        if self._asking is not None:
            self._asking.deleteLater()
            self._asking = None

    def _said_of(self, detail: TaskDetail) -> str:
        more = len(self._occurrences) - 1
        if more:
            return ngettext("and {count} more occurrence", "and {count} more occurrences", more).format(count=more)
        due = date_text(detail.row.due) or _("No due date")
        return f"{period_words(detail.row)}, {due}"

    def _make_fields(self) -> None:
        self.files = QListWidget()
        self.files.setAccessibleName(_("Files"))
        self.files.setFixedHeight(_FILES_HEIGHT)
        self.files.setTabKeyNavigation(False)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.choose_button = SmallButton(_("Choose files…"), "folder")
        self.choose_button.setToolTip(_("Choose files (Ctrl+O)"))
        self.choose_button.clicked.connect(self.choose_files)
        self.remove_button = SmallButton(_("Leave out"), "close")
        self.remove_button.setToolTip(_("Leave the chosen file out (Delete)"))
        self.remove_button.clicked.connect(self._drop_selected)
        self.kind, self.slot = ChoiceField(), ChoiceField()
        self.number, self.issued, self.place = TextField(), TextField(), TextField()
        self.posted_from, self.posted_to = TextField(), TextField()
        for field in (self.issued, self.posted_from, self.posted_to):
            field.setPlaceholderText(_("dd/mm/yyyy"))
        self.abstract = QPlainTextEdit()
        self.abstract.setTabChangesFocus(True)
        self.abstract.setFixedHeight(3 * self.abstract.fontMetrics().lineSpacing() + 12)
        self.personal = QCheckBox(_("Holds personal data (leaves this computer only encrypted)"))
        for field in (self.number, self.issued, self.place, self.posted_from, self.posted_to, self.abstract):
            field.setAcceptDrops(False)  # files go to the list, wherever they are dropped
        self._offer_kinds()
        self._offer_slots()
        self.kind.currentIndexChanged.connect(self._show_kind_fields)
        self.slot.activated.connect(self._take_kind_of_slot)
        for choice in (self.kind, self.slot):
            choice.activated.connect(self._mean_kind)

    def _make_form(self) -> QWidget:
        whole = QWidget()
        self._form = form = Form()
        whole.setLayout(form)
        form.setContentsMargins(0, 0, GAP, 0)
        self.files_note = form.add_field(_("Files"), self._make_files(), self.files)
        if self._detail is None:
            form.add_field(_("Tasks"), self._make_tasks(), self.tasks_button)
        self.slot_note = form.add_field(_("Expected result"), self.slot)
        form.set_field_visible(self.slot, visible=self._detail is not None)
        self.kind_note = form.add_field(_("Kind"), self.kind)
        self.number_note = form.add_field(_("Number and symbol"), self.number)
        self.issued_note = form.add_field(_("Date"), self.issued)
        self.abstract_note = form.add_field(_("Abstract"), self.abstract)
        self.place_note = form.add_field(_("Place"), self.place)
        self.from_note = form.add_field(_("Posted from"), self.posted_from)
        self.to_note = form.add_field(_("Posted to"), self.posted_to)
        self.kind_rows = KindRows(form)
        form.addWidget(self.personal, form.rowCount(), 1)
        form.setRowStretch(form.rowCount(), 1)
        self._show_kind_fields()
        return whole

    def _make_files(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.files, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        row.addLayout(buttons)
        return whole

    def _make_tasks(self) -> QWidget:
        self.tasks_said = ElidedLabel("", TextStyle.BODY, Ink.SECONDARY)
        self.tasks_button = SmallButton(_("Choose tasks…"), "link")
        self.tasks_button.setToolTip(_("Choose tasks (Ctrl+L)"))
        self.tasks_button.clicked.connect(self.choose_tasks)
        self._take_tasks(())
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.tasks_said, 1)
        row.addWidget(self.tasks_button)
        return whole

    def _take_tasks(self, names: tuple[OccurrenceName, ...]) -> None:
        self._tasks = names
        said = "; ".join(task_words(name.text, name.index, name.dimension) for name in names)
        self.tasks_said.say(said or _("None yet: it can be linked later."), "\n".join(name.text for name in names))

    def _make_buttons(self) -> QHBoxLayout:
        self.cancel_button = PlainButton(_("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.record_button = PrimaryButton(_("Add evidence"), "plus")
        self.record_button.setToolTip(_("Add evidence (Ctrl+Enter)"))
        self.record_button.setDefault(True)
        self.record_button.clicked.connect(self.record)
        return button_row(self.cancel_button, self.record_button)

    def _offer_kinds(self) -> None:
        """The kinds that the task expects, then all others."""
        expected = list(dict.fromkeys(slot.kind for slot in self._slots))
        for code in expected:
            self.kind.addItem(kind_text(code), code)
        if expected:
            self.kind.insertSeparator(self.kind.count())
        for kind in evidence_kinds():
            if kind.code not in expected:
                self.kind.addItem(kind_text(kind.code), kind.code)

    def _offer_slots(self) -> None:
        self.slot.addItem(_("Found by its kind"), None)
        for slot in self._slots:
            text = slot.text if slot.evidence is None else _("{result} (has evidence)").format(result=slot.text)
            self.slot.addItem(shortened(text), slot.id)

    def _choose_slot(self, slot: SlotView | None) -> None:
        wanted = slot or next((each for each in self._slots if each.evidence is None), None)
        if slot is not None:
            self.slot.setCurrentIndex(self.slot.findData(slot.id))
        if wanted is not None:
            self.kind.setCurrentIndex(self.kind.findData(wanted.kind))

    def _take_kind_of_slot(self) -> None:
        chosen: UUID | None = self.slot.currentData()
        for slot in self._slots:
            if slot.id == chosen:
                self.kind.setCurrentIndex(self.kind.findData(slot.kind))

    def _mean_kind(self) -> None:
        self._kind_meant = True

    def _guess_kind(self) -> None:
        """Photos alone are taken for photos, unless somebody has chosen a kind."""
        looks = self._looks()
        if not self._kind_meant and looks and all(look.media_type.startswith("image/") for look in looks):
            self.kind.setCurrentIndex(self.kind.findData(_PHOTO))

    def _show_kind_fields(self) -> None:
        """What is asked for depends on the kind."""
        kind = self.kind.currentData()
        for field in (self.posted_from, self.posted_to):
            self._form.set_field_visible(field, visible=kind == _POSTING)
        self.kind_rows.show_kind(kind)

    def _looks(self) -> list[FileLook]:
        return [self.files.item(row).data(_LOOK) for row in range(self.files.count())]

    def _show_look(self, item: QListWidgetItem, look: FileLook) -> None:
        item.setData(_LOOK, look)
        item.setSizeHint(QSize(0, _ROW))
        item.setToolTip(str(look.path))
        if look.refusal is not None:
            item.setText(f"{look.path.name}: {error_message(look.refusal).what}")
            item.setIcon(icon("exclamation-circle", Ink.RED))
        else:
            item.setText(f"{look.path.name}, {size_text(look.size)}" if look.size else look.path.name)
            item.setIcon(icon("image" if look.media_type.startswith("image/") else "file", Ink.SECONDARY))
        if look.warnings:
            said = " ".join(warning_text(each.code, each.params) for each in look.warnings)
            item.setIcon(icon("warning", Ink.AMBER))
            item.setToolTip(said)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}. {said}")

    def _take_looks(self, looks: tuple[FileLook, ...]) -> None:
        by_path = {look.path: look for look in looks}
        for row in range(self.files.count()):
            item = self.files.item(row)
            held: FileLook = item.data(_LOOK)
            self._show_look(item, by_path.get(held.path, held))
        self._say_files()
        self._guess_kind()
        self._take_heading()
        taken = [look.taken_on for look in self._looks() if look.taken_on is not None]
        if taken:
            self._put(self.issued, date_text(min(taken)), self.issued_note, _("Read from the photo."))

    def _take_heading(self) -> None:
        """What a document says of itself need not be typed; of several it is not known which one the evidence is."""
        headings = [look.heading for look in self._looks() if look.heading != NO_HEADING]
        if len(headings) != 1:
            return
        heading, source = headings[0], _("Read from the document; please compare.")
        self._put(self.number, heading.number, self.number_note, source)
        self._put(self.issued, date_text(heading.issued) if heading.issued else "", self.issued_note, source)
        self._put(self.abstract, heading.abstract, self.abstract_note, source)
        if heading.kind and not self._kind_meant:
            self.kind.setCurrentIndex(self.kind.findData(heading.kind))

    def _put(self, field: TextField | QPlainTextEdit, text: str, note: FieldNote, source: str) -> None:
        """Into a field in which nobody has typed, and says where it comes from."""
        held = field.text() if isinstance(field, TextField) else field.toPlainText()
        if not text or held:
            return
        self._found[field] = text
        if isinstance(field, TextField):
            field.setText(text)
        else:
            field.setPlainText(text)
        note.say(NoteKind.SOURCE, source)

    def _say_files(self) -> None:
        refused = [look for look in self._looks() if look.refusal is not None]
        if not refused:
            self._say_warnings()
        elif len(refused) == 1 and refused[0].refusal is not None:
            said = error_message(refused[0].refusal)
            self.files_note.say(NoteKind.PROBLEM, f"{said.what} {said.todo}")
        else:
            text = ngettext("{count} file cannot be taken.", "{count} files cannot be taken.", len(refused))
            self.files_note.say(NoteKind.PROBLEM, text.format(count=len(refused)))

    def _say_warnings(self) -> None:
        warnings = [each for look in self._looks() for each in look.warnings]
        if len(warnings) == 1:
            self.files_note.say(NoteKind.WARNING, warning_text(warnings[0].code, warnings[0].params))
        elif warnings:
            files = sum(bool(look.warnings) for look in self._looks())
            text = ngettext(
                "{count} file needs a look before it is recorded.", "{count} files need a look before they are recorded.", files
            )
            self.files_note.say(NoteKind.WARNING, text.format(count=files))
        else:
            self.files_note.clear()

    def _drop_selected(self) -> None:
        for item in self.files.selectedItems():
            self.files.takeItem(self.files.row(item))
        self._say_files()

    def _drop_words(self, count: int) -> str:
        return ngettext("Drop {count} file into this evidence", "Drop {count} files into this evidence", count).format(count=count)

    def _read_fields(self) -> EvidenceFields | None:
        """What is entered; None when a date cannot be meant, which is said under it."""
        days: dict[str, date | None] = {}
        wrong: list[QWidget] = []
        dates = [("issued", self.issued, self.issued_note)]
        if self.kind.currentData() == _POSTING:
            dates += [("from", self.posted_from, self.from_note), ("to", self.posted_to, self.to_note)]
        for name, field, note in dates:
            days[name] = _read(field, note, wrong)
        start, end = days.get("from"), days.get("to")
        if start is not None and end is not None and end < start:
            self.to_note.say(NoteKind.PROBLEM, _("The posting cannot end before it begins."))
            wrong.append(self.posted_to)
        details = self.kind_rows.read(self.kind.currentData(), wrong)
        if wrong:
            wrong[0].setFocus()
            if isinstance(wrong[0], TextField):
                wrong[0].selectAll()
            return None
        return EvidenceFields(
            kind=self.kind.currentData(),
            number=self.number.text(),
            issued=days["issued"],
            abstract=self.abstract.toPlainText(),
            place=self.place.text(),
            posted_from=start,
            posted_to=end,
            personal_data=self.personal.isChecked(),
            details=details,
        )

    def _follow(self, job: Job) -> None:
        self.progress = ProgressPanel(_("Copying and checking files"), keeps=_("Cancelling keeps what is typed here; no file is recorded."))
        self._column.insertWidget(self._column.count() - 1, self.progress)
        self.progress.follow(job)
        self.record_button.setEnabled(False)
        job.ended.connect(self._ended)

    def _ended(self) -> None:
        self._job = None
        self.record_button.setEnabled(True)
        if self.progress is not None:
            self.progress.deleteLater()
            self.progress = None

    def _recorded(self, result: EvidenceResult) -> None:
        self._job = None
        self.recorded.emit(result)
        self.accept()

    def _refused(self, error: PapiError) -> None:
        said = error_message(error)
        self.files_note.say(NoteKind.PROBLEM, f"{said.what} {said.todo}")
        self.files.setFocus()

    def _cancelled(self) -> None:
        self.files_note.say(NoteKind.SOURCE, _("Cancelled. Nothing was recorded."))


def too_many_files(count: int) -> tuple[str, str] | None:
    """What is said where ``count`` files are too many for one evidence, and what to do; None where they are not."""
    if count <= MOST_FILES:
        return None
    what = _("{count} files are too many for one evidence; nothing was added.").format(count=number_text(count))
    return what, _("Please add at most {most} at a time, each time what belongs together.").format(most=MOST_FILES)


def _read(field: TextField, note: FieldNote, wrong: list[QWidget]) -> date | None:
    try:
        day = read_date(field.text())
    except TypedError as error:
        note.say(NoteKind.PROBLEM, str(error))
        wrong.append(field)
        return None
    note.clear()
    return day


def _scrolling(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
