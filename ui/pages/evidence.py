"""The evidence page: gallery or table, the file beside it, and what the officer says of it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QWidget

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.services.app import App
from papi_desktop.services.bin import BinResult, delete_evidence, restore_evidence
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.evidence import EvidenceResult
from papi_desktop.services.evidence_editing import ChangeResult, change_evidence
from papi_desktop.services.evidence_links import LinkResult, OccurrenceName, link_evidence, suggest_tasks, unlink_evidence
from papi_desktop.services.evidence_listing import EvidenceDetail, evidence_detail
from papi_desktop.services.tasks import AttachmentView
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.jobs import Job, Jobs
from ui.pages.add_evidence import AddEvidenceDialog, too_many_files
from ui.pages.evidence_file import FileCard
from ui.pages.evidence_form import EvidenceForm
from ui.pages.evidence_list import EvidenceList
from ui.pages.evidence_serves import ServedTasks
from ui.pages.evidence_side import SIDE_WIDTH, BulkChange, EvidenceSide
from ui.pages.page import Files, Page, Room
from ui.pages.pasting import paste, say_recorded
from ui.pages.task_choice import TaskChoiceDialog
from ui.theme import CARD_GAP
from ui.undoing import undo_action
from ui.viewing import open_file
from ui.widgets.buttons import PrimaryButton
from ui.widgets.drop_frame import DropFrame
from ui.widgets.message_bar import Message, MessageAction, MessageKind

LIST_WIDTH, NARROW_LIST = 438, 330
_FILE_HEIGHTS = {Room.WIDE: 0, Room.NARROW: 420, Room.SINGLE: 300}
"""The least height of the file: beside its form, and above it."""
_NO_LIMIT = 16_777_215
_SHOWS: Changed = frozenset(Area) - {Area.CARDS}


class EvidencePage(Page):
    """``arrive`` takes the id of an evidence, which it chooses, or files, which it records."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("evidencePage", _("Evidence"), "evidence")
        self._app, self._jobs = app, jobs
        self._reading: Job | None = None
        self._suggesting: Job | None = None
        self._adding: AddEvidenceDialog | None = None
        self._panel_alone = False
        self.file = FileCard(app, jobs)
        self.list = EvidenceList(app, jobs, self.file.preview.thumbnails)
        self.form, self.served = EvidenceForm(app, jobs), ServedTasks()
        self.side = EvidenceSide(self.form, self.served)
        self.add_button = PrimaryButton(_("Add files…"), "plus")
        self.bind_key(self.add_button, "Ctrl+M")
        self.header.add_action(self.add_button)
        self._lay_out()
        self._drop = DropFrame(self, self._drop_words)
        self._connect()
        self._make_shortcuts()
        self.side.show_nothing()

    def refresh(self, changed: Changed) -> None:
        if changed & _SHOWS:
            self.list.refresh(self.year)
            self._read_detail()
            self.form.settle_drafts()

    def areas(self) -> Sequence[QWidget]:
        return (self.list.filters, self.list.view, self.file, self.side)

    def arrive(self, what: object) -> None:
        if isinstance(what, UUID):
            self.list.show_evidence(what)
        elif isinstance(what, Files):
            self.add_evidence(list(what.paths))

    def place(self) -> str:
        return str(self.list.current[0]) if self.list.current else ""

    def return_to(self, place: str) -> None:
        with suppress(ValueError):  # the file of settings was written by hand
            self.list.show_evidence(UUID(place))

    def put_away(self) -> str:
        adding = "" if self._adding is None else self._adding.put_away()
        return " ".join(filter(None, (self.form.put_away(), adding)))

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        wide, single = room is Room.WIDE, room is Room.SINGLE
        self.list.setMinimumWidth(0 if single else LIST_WIDTH if wide else NARROW_LIST)
        self.list.setMaximumWidth(_NO_LIMIT if single else LIST_WIDTH if wide else NARROW_LIST)
        self.list.set_narrow(narrow=room is Room.NARROW)
        self.side.setMinimumWidth(SIDE_WIDTH if wide else 0)
        self.side.setMaximumWidth(SIDE_WIDTH if wide else _NO_LIMIT)
        self.file.setMinimumHeight(_FILE_HEIGHTS[room])
        self._panels.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        if not single:
            self._panel_alone = False
        self._share_room()

    def show_example(self) -> None:
        """Chooses a photo that serves a task."""
        rows = self.list.model.rows
        if rows:
            best = max(rows, key=lambda row: (row.media_type.startswith("image/") and row.tasks > 0, row.files, row.tasks))
            self.list.show_evidence(best.id)

    def escape(self) -> bool:
        """Leaves the full view, then the panel for the same row of the list."""
        if self.file.preview.leave_full_view():
            return True
        focus = QApplication.focusWidget()
        if not self._panel_alone and (focus is None or not self.panel.isAncestorOf(focus)):
            return False
        self._panel_alone = False
        self._share_room()
        self.list.view.setFocus()
        return True

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self.form.save()

    def add_evidence(self, files: Sequence[Path] = ()) -> AddEvidenceDialog | None:
        """Opens the dialog that records evidence; the tasks it serves are chosen there, or later."""
        too_many = too_many_files(len(files))
        if too_many:
            heading, todo = too_many
            self.message.emit(Message(MessageKind.WARNING, heading, todo))
            return None
        dialog = AddEvidenceDialog(self._app, self._jobs, None, files=files, year=self.year, parent=self.window())
        dialog.recorded.connect(self._recorded)
        dialog.finished.connect(self._added)
        dialog.finished.connect(dialog.deleteLater)
        self._adding = dialog
        dialog.open()
        return dialog

    def link(self) -> TaskChoiceDialog | None:
        """Opens the choice of tasks for what is selected."""
        if not self.list.current or self.list.binned:
            return None
        detail = self._detail if len(self.list.current) == 1 else None
        served = () if detail is None else [name.id for name in detail.serves]
        dialog = TaskChoiceDialog(self._app, self._jobs, year=self.year, served=served, parent=self.window())
        dialog.taken.connect(partial(self._link_to, self.list.current))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _lay_out(self) -> None:
        inside = QWidget()
        self._panels = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._panels.setContentsMargins(0, 0, 0, 0)
        self._panels.setSpacing(CARD_GAP)
        self._panels.addWidget(self.file, 1)
        self._panels.addWidget(self.side)
        self.panel = QScrollArea()
        self.panel.setWidgetResizable(True)
        self.panel.setFrameShape(QFrame.Shape.NoFrame)
        self.panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.panel.viewport().setAutoFillBackground(False)
        self.panel.setWidget(inside)
        inside.setAutoFillBackground(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(CARD_GAP)
        row.addWidget(self.list, 1)
        row.addWidget(self.panel, 1)

    def _connect(self) -> None:
        self._detail: EvidenceDetail | None = None
        self.add_button.clicked.connect(self._add)
        self.list.add_requested.connect(self._add)
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(self._enter)
        self.list.delete_pressed.connect(self._delete)
        self.list.failed.connect(self._say_failed)
        self._drop.dropped.connect(self.add_evidence)
        self.file.preview.open_requested.connect(self._open_attachment)
        self.file.copied.connect(self._say_copied)
        self.form.changed.connect(self.changed)
        self.form.failed.connect(self._not_saved)
        self.side.bin_requested.connect(self._delete)
        self.side.restore_requested.connect(self._restore)
        self.side.link_requested.connect(self.link)
        self.side.change_requested.connect(self._change)
        self.served.linked.connect(self._link)
        self.served.unlinked.connect(self._unlink)
        self.served.opened.connect(self._open_task)

    def _make_shortcuts(self) -> None:
        preview = self.file.preview
        for keys, action in {"Ctrl+V": self._paste, "Ctrl+O": self._choose_files, "Ctrl+L": self.link}.items():
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        inside: dict[str, Callable[[], object]] = {
            "PgUp": preview.previous_page,
            "PgDown": preview.next_page,
            "+": preview.zoom_in,
            "=": preview.zoom_in,
            "-": preview.zoom_out,
            "0": preview.fit,
        }
        for keys, action in inside.items():
            shortcut = QShortcut(QKeySequence(keys), self.file, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)
        for view in (self.list.gallery, self.list.table, preview.view):
            shortcut = QShortcut(QKeySequence("Space"), view, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(preview.full_view)

    def _choose(self, ids: tuple[UUID, ...]) -> None:
        self._detail = None
        if len(ids) == 1:
            self._read_detail()
        elif ids:
            self._drop_reads()
            self.side.show_several(len(ids), binned=self.list.binned)
            self.file.show_nothing(ngettext("{count} item chosen", "{count} items chosen", len(ids)).format(count=len(ids)))
        else:
            self._show_nothing()

    def _read_detail(self) -> None:
        self._drop_reads()
        if len(self.list.current) == 1:
            self._reading = self._jobs.read(
                evidence_detail, self._app, evidence_id=self.list.current[0], on_done=self._take_detail, on_error=self._detail_gone
            )

    def _drop_reads(self) -> None:
        for job in (self._reading, self._suggesting):
            if job is not None:
                job.cancel()
        self._reading = self._suggesting = None

    def _take_detail(self, detail: EvidenceDetail) -> None:
        self._reading = None
        another = self._detail is None or self._detail.id != detail.id
        self._detail = detail
        self.file.show_detail(detail)
        if another:
            self.served.show_suggestions(())
        self.side.show_detail(detail)
        if detail.days_left is None:
            self._suggesting = self._jobs.read(
                suggest_tasks,
                self._app,
                evidence_id=detail.id,
                on_done=self.served.show_suggestions,
                on_error=lambda _error: self.served.show_suggestions(()),
            )

    def _detail_gone(self, error: PapiError) -> None:
        """It went meanwhile, or cannot be read now: the list that is read anew leads on, and what was typed stays in the form."""
        self._reading = None
        if self._detail is None:
            self._show_nothing()
            self._say_failed(error)

    def _say_failed(self, error: PapiError) -> None:
        said = error_message(error)
        self.message.emit(Message(MessageKind.ERROR, said.what, said.todo))

    def _show_nothing(self) -> None:
        self._drop_reads()
        self._detail = None
        self.side.show_nothing()
        self.file.show_nothing()

    def _enter(self) -> None:
        self._panel_alone = self.room is Room.SINGLE
        self._share_room()
        self.side.enter()
        focus = QApplication.focusWidget()
        if focus is not None and self.panel.isAncestorOf(focus):
            self.panel.ensureWidgetVisible(focus)

    def _share_room(self) -> None:
        self.list.setVisible(not self._panel_alone)
        self.panel.setVisible(self._panel_alone or self.room is not Room.SINGLE)

    def _add(self) -> None:
        self.add_evidence()

    def _added(self) -> None:
        self._adding = None

    def _paste(self) -> None:
        paste(self, self._app, self._jobs, self.add_evidence)

    def _choose_files(self) -> None:
        dialog = self.add_evidence()
        if dialog is not None:
            dialog.choose_files()

    def _drop_words(self, count: int) -> str:
        return ngettext("Drop {count} file as new evidence", "Drop {count} files as new evidence", count).format(count=count)

    def _recorded(self, result: EvidenceResult) -> None:
        say_recorded(self, self._app, self._jobs, result)
        self.list.show_evidence(result.evidence)
        self.changed.emit(result.changed)

    def _change(self, change: BulkChange) -> None:
        self._jobs.run(
            change_evidence,
            self._app,
            title=_("Changing evidence"),
            evidence_ids=self.list.current,
            values=change.values,
            only=change.only,
            on_done=self._changed_many,
        )

    def _changed_many(self, result: ChangeResult) -> None:
        self.side.several.clear()
        count = len(result.evidence)
        self._say_done(ngettext("Changed {count} item.", "Changed {count} items.", count).format(count=count))
        self.changed.emit(result.changed)

    def _delete(self) -> None:
        if self.list.current and not self.list.binned:
            self.form.save()
            self._jobs.run(delete_evidence, self._app, title=_("Moving to the bin"), evidence_ids=self.list.current, on_done=self._deleted)

    def _deleted(self, result: BinResult) -> None:
        self.form.forget_drafts(result.evidence)
        count = len(result.evidence)
        heading = ngettext("Moved {count} item to the bin.", "Moved {count} items to the bin.", count).format(count=count)
        self._say_done(heading, _("It rests there for 30 days."))
        self.changed.emit(result.changed)

    def _restore(self) -> None:
        if self.list.current and self.list.binned:
            self._jobs.run(restore_evidence, self._app, title=_("Restoring"), evidence_ids=self.list.current, on_done=self._restored)

    def _restored(self, result: BinResult) -> None:
        count = len(result.evidence)
        self._say_done(ngettext("Restored {count} item.", "Restored {count} items.", count).format(count=count))
        self.changed.emit(result.changed)

    def _link(self, occurrences: Sequence[UUID]) -> None:
        self._link_evidence(self.list.current, occurrences)

    def _link_to(self, evidence: Sequence[UUID], names: Sequence[OccurrenceName]) -> None:
        """Whatever is selected by now, ``evidence`` is what the choice was opened for."""
        self._link_evidence(evidence, [name.id for name in names])

    def _link_evidence(self, evidence: Sequence[UUID], occurrences: Sequence[UUID]) -> None:
        self._jobs.run(
            link_evidence,
            self._app,
            title=_("Linking evidence"),
            evidence_ids=evidence,
            task_ids=occurrences,
            on_done=self._linked,
        )

    def _linked(self, result: LinkResult) -> None:
        count = result.links
        self._say_done(ngettext("Made {count} link to a task.", "Made {count} links to tasks.", count).format(count=count))
        self.changed.emit(result.changed)

    def _unlink(self, occurrences: Sequence[UUID]) -> None:
        self._jobs.run(
            unlink_evidence,
            self._app,
            title=_("Unlinking evidence"),
            evidence_ids=self.list.current,
            occurrence_ids=occurrences,
            on_done=self._unlinked,
        )

    def _unlinked(self, result: LinkResult) -> None:
        self._say_done(_("The evidence no longer serves that task; it stays recorded."))
        self.changed.emit(result.changed)

    def _not_saved(self, error: PapiError) -> None:
        if error.code is Code.NOT_FOUND:  # nothing is kept for evidence that is gone
            self._say_failed(error)
            return
        said = error_message(error)
        heading = _("What was typed is not saved yet; it is kept in the form. {reason}").format(reason=said.what)
        self.message.emit(Message(MessageKind.ERROR, heading, said.todo, action=MessageAction(_("Save again"), self.form.save_all)))

    def _open_task(self, occurrence: UUID) -> None:
        self.leads_to.emit("tasksPage", occurrence)

    def _open_attachment(self, file: AttachmentView) -> None:
        open_file(self, self._app, self._jobs, sha256=file.sha256, name=file.name)

    def _say_copied(self) -> None:
        self.message.emit(Message(MessageKind.DONE, _("The checksum is on the clipboard.")))

    def _say_done(self, heading: str, sentence: str = "") -> None:
        self.message.emit(Message(MessageKind.UNDO, heading, sentence, action=undo_action(self._app, self._jobs, self)))
