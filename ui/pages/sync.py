"""The sync page of a commune: what is new, writing it into a bundle, the history, and taking in replies."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.services.answers import Answer, RepliesTaken, answers_in, take_replies
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress
from papi_desktop.services.bundles import BundleRow, list_bundles
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.office import office_view
from papi_desktop.services.sending import ExportPreview, ExportResult, export_bundles, preview_export
from papi_desktop.services.written import WrittenCheck, WrittenState, check_written
from papi_desktop.wording import error_message, moment_text, size_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.drives import Drive, drive_of, removable_drives
from ui.file_choice import ask_folder
from ui.jobs import Jobs
from ui.opening import open_folder, open_folder_action
from ui.pages.answer_lines import AnswerLine, went_in
from ui.pages.bundle_words import number_of
from ui.pages.cards import NoCardCard, take_card, write_card
from ui.pages.intake import Intake
from ui.pages.page import Files, Page, Room
from ui.pages.sync_history import HistoryCard
from ui.pages.sync_result import ResultCard, summary
from ui.pages.sync_send import ContentCard, PlaceCard
from ui.passphrase import with_keys
from ui.theme import CARD_GAP
from ui.widgets.buttons import PlainButton
from ui.widgets.drop_frame import DropFrame
from ui.widgets.field_note import NoteKind
from ui.widgets.message_bar import Message, MessageAction, MessageKind
from ui.widgets.progress_panel import ProgressPanel

_SEND_WIDTH = 556
_STAGES = ("gather", "write", "check")
_SHOWN = frozenset({Area.BUNDLES, Area.CARDS, Area.EVIDENCE, Area.TASKS, Area.PLANS, Area.OFFICE})
"""What the page shows of the data."""


class SyncPage(Page):
    """Sends to the level above and takes in its replies."""

    _stage = Signal(int)
    """the stage of writing that has begun, from the working thread"""

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("syncPage", _("Sync"), "sync")
        self._app, self._jobs = app, jobs
        self._recipient = ""
        self._sequence = 1
        self._writing: ProgressPanel | None = None
        self.content, self.history = ContentCard(), HistoryCard()
        self.destination = PlaceCard(after=self.content.table)
        self.result = ResultCard()
        self._below = QVBoxLayout()
        self._below.setSpacing(CARD_GAP)
        self._build()
        self.intake = Intake[RepliesTaken](self, app, jobs, take=take_replies, place=self._below)
        self.intake.taken.connect(self._taken)
        self._connect()

    def refresh(self, changed: Changed) -> None:
        if not changed & _SHOWN:
            return
        self.latest("preview", self._jobs.read(preview_export, self._app, on_done=self._show_preview, on_error=self._no_preview))
        self.latest("history", self._jobs.read(list_bundles, self._app, on_done=self._show_history))
        self._look_for_drives()

    def arrive(self, what: object) -> None:
        if isinstance(what, Files):
            self.intake.take(list(what.paths))

    def areas(self) -> Sequence[QWidget]:
        return (self._left, self.history) if self._body.currentIndex() else (self.no_card,)

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        self.history.set_room(room)
        single = room is Room.SINGLE
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if single else QBoxLayout.Direction.LeftToRight)
        self._left.setMaximumWidth(16777215 if single else _SEND_WIDTH)

    def escape(self) -> bool:
        if self._writing is not None:
            self._writing.cancel()
            return True
        return self.intake.cancel()

    def _build(self) -> None:
        self.import_button = PlainButton(_("Take in a reply…"), "inbox")
        self.header.add_action(self.import_button)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(CARD_GAP)
        left.addWidget(self.content, 1)
        left.addWidget(self.destination)
        left.addLayout(self._below)
        left.addWidget(self.result, 1)
        self.result.hide()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(CARD_GAP)
        self._columns.addWidget(self._left, 10)
        self._columns.addWidget(self.history, 10)
        both = QWidget()
        both.setLayout(self._columns)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(both)
        self.no_card = NoCardCard()
        self._body = QStackedWidget()
        self._body.addWidget(self.no_card)
        self._body.addWidget(self._scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        self._body.hide()
        self.drop = DropFrame(self, _drop_text)

    def _connect(self) -> None:
        self.import_button.clicked.connect(self.intake.choose_files)
        self.bind_key(self.import_button, "Ctrl+I")
        self.bind_key(self.destination.write_button, "Ctrl+E")
        self.drop.dropped.connect(self.intake.take)
        self.destination.write_requested.connect(self._write)
        self.destination.folder_wanted.connect(lambda: self._ask_folder(self.destination.set_other))
        self.history.chosen.connect(self._chosen)
        self.history.panel.check_wanted.connect(self._check)
        self.history.panel.folder_wanted.connect(self._open_folder)
        self.history.panel.line_opened.connect(self._open_line)
        self.result.list.line_opened.connect(self._open_line)
        self.no_card.write_button.clicked.connect(lambda: write_card(self, self._app, self._jobs))
        self.no_card.take_button.clicked.connect(lambda: take_card(self, self._app, self._jobs))

    # what is shown

    def _show_history(self, rows: tuple[BundleRow, ...]) -> None:
        self.history.set_rows(rows, self._app.clock.now())

    def _show_preview(self, preview: ExportPreview) -> None:
        self._recipient = preview.recipient
        self._sequence = preview.sequence
        self.header.set_fact(_("with {name}").format(name=preview.recipient))
        self.content.show_preview(preview)
        self.destination.set_recipient(preview.recipient)
        self.destination.set_needed(preview.bytes)
        self._show_body(1)

    def _no_preview(self, error: PapiError) -> None:
        if error.code is not Code.NO_RECIPIENT:
            self._say(error)
            return
        self.header.set_fact(_("no card of the level above yet"))
        self._jobs.read(office_view, self._app, on_done=self.no_card.show_office)
        self._show_body(0)

    def _show_body(self, page: int) -> None:
        self._body.setCurrentIndex(page)
        self._body.show()
        self.import_button.setEnabled(bool(page))

    def _look_for_drives(self) -> None:
        self._jobs.read(removable_drives, on_done=self.destination.set_drives)

    def event(self, event: QEvent) -> bool:
        """A stick may have been plugged in while the person was elsewhere."""
        if event.type() == QEvent.Type.WindowActivate and self.isVisible() and not self._jobs.stopping:
            self._look_for_drives()
        return super().event(event)

    def _chosen(self, row: BundleRow) -> None:
        if not row.ours:
            show: Callable[[Sequence[Answer]], None] = partial(self.history.panel.show_answers, row.id)
            self._jobs.read(answers_in, self._app, bundle_id=row.id, on_done=show)

    def _open_folder(self, row: BundleRow) -> None:
        open_folder(self, Path(row.path))

    def _open_line(self, line: AnswerLine) -> None:
        if line.occurrence is not None:
            self.leads_to.emit("tasksPage", line.occurrence)

    # writing

    def _ask_folder(self, then: Callable[[Drive], object]) -> None:
        def chosen(folder: Path) -> None:
            self._jobs.read(drive_of, folder, on_done=then)

        ask_folder(self, _("Where to write the bundle"), chosen)

    def _write_there(self, folder: Drive) -> None:
        self.destination.set_other(folder)
        self._write()

    def _write(self) -> None:
        if self._writing is not None:
            return
        if self.destination.folder is None:
            self._ask_folder(self._write_there)
            return
        with_keys(self.window(), self._app, self._jobs, self._begin_writing)

    def _begin_writing(self) -> None:
        folder = self.destination.folder
        if folder is None:
            return
        title = _("Making bundle {number}").format(number=number_of(self._sequence))
        panel = self._writing = self._writing_panel(title)
        self.result.hide()
        self._below.addWidget(panel)
        self.destination.write_button.setEnabled(False)
        job = self._jobs.run(
            partial(_export, self._app, out=folder, plain=self.destination.plain, step=self._stage.emit),
            title=title,
            long=True,
            on_done=partial(self._written, removable=self.destination.removable),
            on_error=self._not_written,
            on_cancelled=self._writing_cancelled,
        )
        self._stage.connect(panel.set_step)
        panel.follow(job)
        job.progress.connect(self._keep_in_sight)
        job.ended.connect(self._writing_ended)

    def _writing_panel(self, title: str) -> ProgressPanel:
        stick = self.destination.removable
        keeps = _("Please do not pull out the USB drive before “Written and read back equal” is shown.") if stick else ""
        keeps = keeps or _("Cancelling leaves no file behind; the data here stays as it is.")
        steps = (_("Gather data"), _("Seal and write"), _("Read back"))
        return ProgressPanel(title, keeps=keeps, steps=steps, amount=_amount_of_stage)

    def _keep_in_sight(self) -> None:
        if self._writing is not None and self._writing.isVisible():
            self._scroll.ensureWidgetVisible(self._writing, 0, 0)

    def _written(self, result: ExportResult, *, removable: bool) -> None:
        self.changed.emit(result.changed)
        if result.left_out:
            count = len(result.left_out)
            text = ngettext("{count} damaged file was left out.", "{count} damaged files were left out.", count)
            todo = _("Add the original files again: {names}.").format(names=", ".join(result.left_out))
            self.message.emit(Message(MessageKind.WARNING, text.format(count=count), todo))
        if not result.bundles:
            sentence = _("{name} has confirmed everything; no bundle was written.").format(name=self._recipient)
            self.message.emit(Message(MessageKind.UNDO, _("Nothing new to send."), sentence))
            return
        file = result.bundles[0]
        text = _("Bundle {number}, {size}.").format(number=number_of(file.sequence), size=size_text(file.bytes))
        if removable:
            text += " " + _("The USB drive can be pulled out.")
        self.message.emit(Message(MessageKind.DONE, _("Written and read back equal."), text, open_folder_action(self, file.path)))

    def _not_written(self, error: PapiError) -> None:
        again = None if error.code in {Code.PERSONAL_DATA, Code.NO_RECIPIENT} else MessageAction(_("Write again"), self._write)
        self._say(error, again)
        self.changed.emit(frozenset({Area.BUNDLES}))

    def _writing_cancelled(self) -> None:
        self.message.emit(Message(MessageKind.UNDO, _("Writing the bundle was cancelled."), _("No file was left behind.")))
        self.changed.emit(frozenset({Area.BUNDLES}))

    def _writing_ended(self) -> None:
        if self._writing is not None:
            self._below.removeWidget(self._writing)
            self._writing.deleteLater()
            self._writing = None
        self.destination.write_button.setEnabled(True)

    # looking at what was written

    def _check(self, row: BundleRow) -> None:
        if row.encrypted:
            with_keys(self.window(), self._app, self._jobs, lambda: self._begin_check(row))
        else:
            self._begin_check(row)

    def _begin_check(self, row: BundleRow) -> None:
        panel = self.history.panel
        panel.say_check(row.id, NoteKind.SOURCE, _("Reading the whole bundle…"))
        panel.check_button.setEnabled(False)
        title = _("Checking bundle {number}").format(number=number_of(row.sequence))
        job = self._jobs.read(check_written, self._app, bundle_id=row.id, title=title, long=True, on_done=partial(self._checked, row))
        job.ended.connect(lambda: panel.check_button.setEnabled(True))

    def _checked(self, row: BundleRow, check: WrittenCheck) -> None:
        kind, text = _check_words(check, moment_text(self._app.clock.now()))
        self.history.panel.say_check(row.id, kind, text)

    # replies

    def _taken(self, taken: RepliesTaken) -> None:
        self.result.show_result(taken)
        QTimer.singleShot(0, self.result, self._show_result_in_sight)
        refused = [file for file in taken.imported.files if not went_in(file)]
        if refused:
            said = error_message(refused[0].error, name=refused[0].path.name) if refused[0].error is not None else None
            if said is not None:
                self.message.emit(Message(MessageKind.ERROR, said.what, said.todo))
        elif not taken.imported.files:
            heading = _("No bundle was found there.")
            self.message.emit(Message(MessageKind.WARNING, heading, _("Choose a .papi.zip or .papi.age file of the level above.")))
        else:
            self.message.emit(Message(MessageKind.DONE, _("The reply is taken in."), summary(taken)))

    def _show_result_in_sight(self) -> None:
        if self.result.isVisible():
            self._scroll.ensureWidgetVisible(self.result, 0, 0)

    def _say(self, error: PapiError, action: MessageAction | None = None) -> None:
        said = error_message(error)
        self.message.emit(Message(MessageKind.ERROR, said.what, said.todo, action))


def _export(
    app: App, *, out: Path, plain: bool, step: Callable[[int], None], progress: Progress = no_progress, cancelled: Cancelled = never
) -> ExportResult:
    """``export_bundles`` for a job: tells the stage apart and counts bytes twice, once on the way out and once read back."""
    stage_before = -1

    def report(stage: str, done: int, total: int) -> None:
        nonlocal stage_before
        number = _STAGES.index(stage)
        if number != stage_before:
            stage_before = number
            step(number)
        if stage == "gather":
            progress(0, 0)
        else:
            progress(done + total * (number - 1), 2 * total)

    return export_bundles(app, out=out, plain=plain, progress=report, cancelled=cancelled)


def _amount_of_stage(done: int, total: int) -> str:
    """The bytes of the stage under way: ``_export`` counts all of them twice."""
    whole = total // 2
    return f"{size_text(done if done <= whole else done - whole)} / {size_text(whole)}"


def _drop_text(count: int) -> str:
    return ngettext("Drop {count} file to take in a reply", "Drop {count} files to take in replies", count).format(count=count)


def _check_words(check: WrittenCheck, moment: str) -> tuple[NoteKind, str]:
    match check.state:
        case WrittenState.WHOLE:
            return NoteKind.GOOD, _("Whole, seal right, checked at {moment}.").format(moment=moment)
        case WrittenState.MISSING:
            text = _("The file is not at {path}. If it is on a USB drive, plug that in and check again.")
            return NoteKind.WARNING, text.format(path=check.path.parent)
        case WrittenState.DAMAGED:
            what = "" if check.error is None else error_message(check.error, name=check.path.name).what
            return NoteKind.PROBLEM, " ".join(filter(None, (what, _("Do not hand it over; write the bundle again."))))
