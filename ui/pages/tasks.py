"""The task page: what is due on the left, the chosen occurrence on the right, evidence by drop, paste or choice."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from papi_desktop.domain.errors import Code, PapiError, StorageError
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.evidence import EvidenceResult
from papi_desktop.services.office import office_view
from papi_desktop.services.tasks import (
    AttachmentView,
    OccurrenceFilter,
    OccurrenceList,
    SlotView,
    TaskDetail,
    list_occurrences,
    task_detail,
)
from papi_desktop.services.ticks import TickResult, clear_tick, tick_occurrence
from papi_desktop.wording import error_message, finding_text, warning_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.jobs import Job, Jobs
from ui.pages.add_evidence import AddEvidenceDialog
from ui.pages.page import Page, Room
from ui.pages.task_files import TaskFiles
from ui.pages.task_list import TaskList
from ui.pages.task_panel import TaskPanel, shortened
from ui.pages.tick_panel import TickValues
from ui.theme import CARD_GAP
from ui.undoing import undo_action
from ui.viewing import open_file
from ui.widgets.buttons import PlainButton
from ui.widgets.drop_frame import DropFrame, local_files
from ui.widgets.message_bar import Message, MessageKind

_SHOWS: Changed = frozenset(Area) - {Area.CARDS}


class TasksPage(Page):
    """``arrive`` takes the id of an occurrence, which it chooses, or words, which it filters by."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("tasksPage", _("Tasks"), "tasks")
        self._app, self._jobs = app, jobs
        self._officer = ""
        self._detail: TaskDetail | None = None
        self._wanted: UUID | None = None
        self._reading: Job | None = None
        self._listing: Job | None = None
        self._panel_alone = False
        self.list = TaskList()
        self.panel = TaskPanel(TaskFiles(app, jobs))
        self.add_button = PlainButton(_("Add evidence"), "plus")
        self.add_button.setToolTip(_("Add evidence (Ctrl+M)"))
        self.header.add_action(self.add_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CARD_GAP)
        row.addWidget(self.list, 1)
        row.addWidget(self.panel)
        self._drop = DropFrame(self, self._drop_words)
        self._connect()
        self._make_shortcuts()
        self.panel.show_nothing()

    @property
    def detail(self) -> TaskDetail | None:
        """What the panel shows; None while it is being read."""
        return self._detail

    def refresh(self, changed: Changed) -> None:
        if changed & _SHOWS:
            _drop_job(self._listing)
            self._listing = self._jobs.read(_read_page, self._app, self.year, on_done=self._take_rows)

    def areas(self) -> Sequence[QWidget]:
        return (self.list.filters, self.list.view, self.panel)

    def arrive(self, what: object) -> None:
        if isinstance(what, UUID):
            self._wanted = what
            if self._listing is None:
                self._show_wanted()
        elif isinstance(what, str):
            self.list.filter_words(what)

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        self.list.filters.set_folded(folded=room is not Room.WIDE)
        if room is not Room.SINGLE:
            self._panel_alone = False
        self._share_room()

    def show_example(self) -> None:
        """Chooses an occurrence that has something to look at: evidence, and results that are missing still."""
        if self.list.rows:
            self.arrive(max(self.list.rows, key=lambda row: (row.evidence > 0 and row.lacks_evidence, row.evidence, row.expected)).id)

    def escape(self) -> bool:
        """Leaves the panel for the same row of the list."""
        focus = QApplication.focusWidget()
        if not self._panel_alone and (focus is None or not self.panel.isAncestorOf(focus)):
            return False
        self._panel_alone = False
        self._share_room()
        self.list.view.setFocus()
        return True

    def add_evidence(self, files: Sequence[Path] = (), slot: SlotView | None = None) -> AddEvidenceDialog | None:
        """Opens the dialog that records evidence for the chosen occurrence; says so where none is chosen."""
        if self._detail is None:
            todo = _("Choose the task in the list, then add the files again.")
            self.message.emit(Message(MessageKind.WARNING, _("No task is chosen."), todo))
            return None
        dialog = AddEvidenceDialog(self._app, self._jobs, self._detail, files=files, slot=slot, parent=self.window())
        dialog.recorded.connect(self._recorded)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def paste(self) -> None:
        """Files from the clipboard, or a picture, which is first saved as a file."""
        data = QGuiApplication.clipboard().mimeData()
        files = local_files(data)
        if files:
            self.add_evidence(files)
        elif data.hasImage():
            path = self._app.temporary / f"anh-dan-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.png"
            self._jobs.read(_save_picture, QGuiApplication.clipboard().image(), path, on_done=self._add_pasted)
        else:
            self.message.emit(Message(MessageKind.UNDO, _("The clipboard holds no file and no picture.")))

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(self._enter)
        self.list.plan_requested.connect(self._open_plans)
        self.add_button.clicked.connect(self._add)
        self._drop.dropped.connect(self._add_files)
        self.panel.add_requested.connect(self._fill_slot)
        self.panel.file_requested.connect(self._open_attachment)
        self.panel.plan_requested.connect(self._open_source)
        self.panel.tick.tick_requested.connect(self._tick)
        self.panel.tick.clear_requested.connect(self._clear_tick)

    def _make_shortcuts(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+M": self._add,
            "Ctrl+V": self.paste,
            "Ctrl+O": self._choose_files,
            "Ctrl+Return": self.panel.tick.tick,
            "Ctrl+Enter": self.panel.tick.tick,
            "F11": self._widen,
        }
        for keys_text, action in keys.items():
            QShortcut(QKeySequence(keys_text), self).activated.connect(action)

    def _take_rows(self, read: tuple[OccurrenceList, str]) -> None:
        self._listing = None
        listed, self._officer = read
        count = len(listed.rows)
        fact = ngettext("{count} occurrence, {done} done", "{count} occurrences, {done} done", count)
        self.header.set_fact(fact.format(count=count, done=listed.done))
        before = self.list.current
        self.list.set_rows(listed.rows, self._app.today())
        self._show_wanted()
        if self.list.current == before:
            self._read_detail()

    def _show_wanted(self) -> None:
        if self._wanted is not None:
            self.list.show_occurrence(self._wanted)
            self._wanted = None

    def _choose(self, occurrence: UUID | None) -> None:
        self._detail = None
        self._read_detail()
        if occurrence is None:
            self.panel.show_nothing()

    def _read_detail(self) -> None:
        _drop_job(self._reading)
        self._reading = None
        if self.list.current is not None:
            chosen = self.list.current
            self._reading = self._jobs.read(
                task_detail, self._app, occurrence_id=chosen, on_done=self._take_detail, on_error=self._detail_gone
            )

    def _take_detail(self, detail: TaskDetail) -> None:
        self._reading = None
        self._detail = detail
        self.panel.show_detail(detail, self._app.today())

    def _detail_gone(self, error: PapiError) -> None:
        """Undone meanwhile: the list that is being read anew leads on."""
        del error
        self._reading = self._detail = None
        self.panel.show_nothing()

    def _enter(self) -> None:
        self._panel_alone = self.room is Room.SINGLE
        self._share_room()
        self.panel.enter()

    def _widen(self) -> None:
        self._panel_alone = not self._panel_alone
        self._share_room()

    def _share_room(self) -> None:
        self.list.setVisible(not self._panel_alone)
        self.panel.setVisible(self._panel_alone or self.room is not Room.SINGLE)
        self.panel.set_wide(wide=self._panel_alone)

    def _add(self) -> None:
        self.add_evidence()

    def _add_files(self, files: list[Path]) -> None:
        self.add_evidence(files)

    def _fill_slot(self, slot: SlotView) -> None:
        self.add_evidence(slot=slot)

    def _open_plans(self) -> None:
        self.leads_to.emit("plansPage", None)

    def _open_source(self) -> None:
        if self._detail is not None:
            self.leads_to.emit("plansPage", self._detail.plan_id)

    def _open_attachment(self, file: AttachmentView) -> None:
        open_file(self, self._app, self._jobs, sha256=file.sha256, name=file.name)

    def _choose_files(self) -> None:
        dialog = self.add_evidence()
        if dialog is not None:
            dialog.choose_files()

    def _add_pasted(self, picture: Path) -> None:
        dialog = self.add_evidence([picture])
        if dialog is None:
            picture.unlink(missing_ok=True)
        else:
            dialog.finished.connect(lambda: picture.unlink(missing_ok=True))

    def _drop_words(self, count: int) -> str:
        if self._detail is None:
            return _("Choose a task first")
        text = ngettext("Drop {count} file into the task “{task}”", "Drop {count} files into the task “{task}”", count)
        return text.format(count=count, task=shortened(self._detail.row.text))

    def _recorded(self, result: EvidenceResult) -> None:
        refusals = [file.refusal for file in result.attachments if file.refusal is not None]
        if refusals:
            heading = ngettext("{count} file was left out.", "{count} files were left out.", len(refusals)).format(count=len(refusals))
            self.message.emit(Message(MessageKind.WARNING, heading, " ".join(error_message(refusal).what for refusal in refusals)))
        if result.warnings:
            said = " ".join(warning_text(warning.code, warning.params) for warning in result.warnings)
            self.message.emit(Message(MessageKind.WARNING, _("The evidence is recorded; please look at this."), said))
        count = len(result.attachments) - len(refusals)
        self._say_done(ngettext("Recorded evidence with {count} file.", "Recorded evidence with {count} files.", count).format(count=count))
        self.changed.emit(result.changed)

    def _tick(self, values: TickValues) -> None:
        self.panel.tick.set_working(working=True)
        job = self._jobs.run(
            tick_occurrence,
            self._app,
            title=_("Marking as done"),
            occurrence_id=self.list.current,
            measured=values.measured,
            count=values.count,
            note=values.note,
            by=self._officer,
            on_done=self._ticked,
        )
        job.ended.connect(self._work_over)

    def _clear_tick(self) -> None:
        self.panel.tick.set_working(working=True)
        job = self._jobs.run(
            clear_tick, self._app, title=_("Clearing the mark"), occurrence_id=self.list.current, on_done=self._tick_cleared
        )
        job.ended.connect(self._work_over)

    def _work_over(self) -> None:
        self.panel.tick.set_working(working=False)

    def _ticked(self, result: TickResult) -> None:
        self._leave_fields()
        self._say_done(_("Marked as done."), " ".join(finding_text(finding) for finding in result.findings))
        self.changed.emit(result.changed)

    def _leave_fields(self) -> None:
        """The fields go once the mark is set: on to the next row, or to what the panel says where it stands alone."""
        focus = QApplication.focusWidget()
        if focus is not None and self.panel.tick.isAncestorOf(focus):
            (self.panel.area if self._panel_alone else self.list.view).setFocus()

    def _tick_cleared(self, result: TickResult) -> None:
        self._say_done(_("The mark was cleared."))
        self.changed.emit(result.changed)

    def _say_done(self, heading: str, sentence: str = "") -> None:
        self.message.emit(Message(MessageKind.UNDO, heading, sentence, action=undo_action(self._app, self._jobs, self)))


def _read_page(app: App, year: int | None) -> tuple[OccurrenceList, str]:
    """What is due in ``year``, and who is at work."""
    listed = list_occurrences(app, chosen=OccurrenceFilter(year=year, owner=app.office.unit))
    return listed, next((officer.full_name for officer in office_view(app).officers if officer.at_work), "")


def _save_picture(image: QImage, path: Path) -> Path:
    if not image.save(str(path), "PNG"):  # pyright: ignore[reportArgumentType, reportCallIssue] - the stub says bytes, the call takes str
        raise StorageError(Code.WRITE_FAILED, path=str(path), reason="")
    return path


def _drop_job(job: Job | None) -> None:
    if job is not None:
        job.cancel()
