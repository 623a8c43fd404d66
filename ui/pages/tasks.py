"""The task page: what is due on the left, the chosen occurrence on the right, evidence by drop, paste or choice."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.evidence import EvidenceResult
from papi_desktop.services.evidence_links import LinkResult
from papi_desktop.services.office import OfficerRow, office_view
from papi_desktop.services.tasks import (
    AttachmentView,
    OccurrenceFilter,
    OccurrenceRow,
    SlotView,
    TaskDetail,
    list_occurrences,
    task_detail,
)
from papi_desktop.services.ticks import TickResult, tick_occurrence
from papi_desktop.wording import finding_text
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.jobs import Job, Jobs, drop
from ui.pages.add_evidence import AddEvidenceDialog
from ui.pages.choose_evidence import ChooseEvidenceDialog
from ui.pages.page import Page, Room
from ui.pages.pasting import paste, say_recorded
from ui.pages.task_actions import TaskActions
from ui.pages.task_files import TaskFiles
from ui.pages.task_list import TaskList
from ui.pages.task_panel import TaskPanel, shortened
from ui.pages.task_rows import ASSIGN_KEY, CLEAR_KEY, NOT_APPLICABLE_KEY, Listed, TasksWanted, count_words
from ui.pages.tick_panel import TickValues
from ui.theme import CARD_GAP
from ui.undoing import undo_action
from ui.viewing import open_file
from ui.widgets.buttons import PlainButton
from ui.widgets.drop_frame import DropFrame
from ui.widgets.message_bar import Message, MessageKind

_SHOWS: Changed = frozenset(Area) - {Area.CARDS}


@dataclass(frozen=True)
class _PageRead:
    """The rows of the year, how many are done, the id of the officer at work and all who can be put in charge."""

    listed: Listed
    done: int
    at_work: str
    officers: tuple[OfficerRow, ...]


class TasksPage(Page):
    """``arrive`` takes the id of an occurrence, which it chooses, or a ``TasksWanted``."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("tasksPage", _("Tasks"), "tasks")
        self._app, self._jobs = app, jobs
        self._detail: TaskDetail | None = None
        self._wanted: UUID | TasksWanted | None = None
        self._read_once = False
        self._reading: Job | None = None
        self._listing: Job | None = None
        self._adding: AddEvidenceDialog | None = None
        self._panel_alone = False
        self.list = TaskList()
        self.panel = TaskPanel(TaskFiles(app, jobs))
        self.marking = TaskActions(app, jobs, self, self._meant)
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
            drop(self._listing)
            self._listing = self._jobs.read(_read_page, self._app, self.year, on_done=self._take_rows)

    def areas(self) -> Sequence[QWidget]:
        return (self.list.filters, self.list.view, self.panel)

    def arrive(self, what: object) -> None:
        if isinstance(what, UUID | TasksWanted):
            self._wanted = what
            if self._read_once and self._listing is None:
                self._show_wanted()

    def put_away(self) -> str:
        return "" if self._adding is None else self._adding.put_away()

    def place(self) -> str:
        return str(self.list.current or "")

    def return_to(self, place: str) -> None:
        with suppress(ValueError):  # the file of settings was written by hand
            self.arrive(UUID(place))

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
        """Cancels what is being done to many; leaves the panel for the same row of the list; then leaves the selection of many."""
        if self.panel.bulk.cancel():
            return True
        focus = QApplication.focusWidget()
        if not self._panel_alone and (focus is None or not self.panel.isAncestorOf(focus)):
            return self.list.select_one()
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
        also = [row.id for row in self._meant()]
        dialog = AddEvidenceDialog(self._app, self._jobs, self._detail, files=files, slot=slot, also=also, parent=self.window())
        dialog.recorded.connect(self._recorded)
        dialog.finished.connect(self._added)
        dialog.finished.connect(dialog.deleteLater)
        self._adding = dialog
        dialog.open()
        return dialog

    def link_evidence(self) -> ChooseEvidenceDialog | None:
        """Opens the dialog that links evidence recorded before to the chosen occurrences."""
        rows = self._meant()
        if not rows:
            return None
        title = shortened(rows[0].text) if len(rows) == 1 else count_words(len(rows))
        dialog = ChooseEvidenceDialog(self._app, self._jobs, [row.id for row in rows], title, parent=self.window())
        dialog.linked.connect(self._linked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def paste(self) -> None:
        """Files from the clipboard, or a picture, which is first saved as a file."""
        paste(self, self._app, self._jobs, self.add_evidence)

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.selected_changed.connect(self._show_selected)
        self.list.menu_wanted.connect(self._pop_up)
        self.list.entered.connect(self._enter)
        self.list.plan_requested.connect(self._open_plans)
        self.add_button.clicked.connect(self._add)
        self._drop.dropped.connect(self._add_files)
        self.panel.add_requested.connect(self._fill_slot)
        self.panel.file_requested.connect(self._open_attachment)
        self.panel.plan_requested.connect(self._open_source)
        self.panel.tick.tick_requested.connect(self._tick)
        self.panel.tick.clear_requested.connect(partial(self._of_panel, self.marking.clear))
        self.panel.tick.applicable_requested.connect(partial(self._of_panel, self.marking.toggle_applicable))
        more = QMenu(self.panel.tick.more_button)
        more.aboutToShow.connect(more.clear)
        more.aboutToShow.connect(partial(self._of_panel, partial(self._fill_menu, more)))
        self.panel.tick.more_button.setMenu(more)
        bulk = self.panel.bulk
        bulk.tick_requested.connect(self.marking.tick)
        self.marking.ticked.connect(bulk.note.clear)
        bulk.add_button.clicked.connect(self._add)
        bulk.link_button.clicked.connect(self.link_evidence)
        bulk.applicable_button.clicked.connect(self.marking.toggle_applicable)
        bulk.clear_button.clicked.connect(self.marking.clear)
        bulk.officer_menu.aboutToShow.connect(partial(self.marking.fill_officers, bulk.officer_menu))
        self.marking.started.connect(self._follow)
        self.marking.left_out.connect(self.list.select)

    def _make_shortcuts(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+M": self._add,
            "Ctrl+V": self.paste,
            "Ctrl+O": self._choose_files,
            "Ctrl+L": self.link_evidence,
            "Ctrl+P": self._print,
            "Ctrl+Return": self._mark,
            "Ctrl+Enter": self._mark,
            ASSIGN_KEY: self._choose_officer,
            NOT_APPLICABLE_KEY: self.marking.toggle_applicable,
            CLEAR_KEY: self.marking.clear,
            "F11": self._widen,
        }
        for keys_text, action in keys.items():
            QShortcut(QKeySequence(keys_text), self).activated.connect(action)

    def _take_rows(self, read: _PageRead) -> None:
        self._listing, self._read_once = None, True
        self.marking.at_work, self.marking.officers = read.at_work, read.officers
        count = len(read.listed.rows)
        fact = ngettext("{count} occurrence, {done} done", "{count} occurrences, {done} done", count)
        self.header.set_fact(fact.format(count=count, done=read.done))
        before = self.list.current
        self.list.set_rows(read.listed)
        self._show_selected()
        self._show_wanted()
        if self.list.current == before:
            self._read_detail()

    def _show_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if isinstance(wanted, UUID):
            self.list.show_occurrence(wanted)
        elif wanted is not None:
            self.list.show_wanted(wanted)

    def _meant(self) -> Sequence[OccurrenceRow]:
        """The selected rows; where none is, as on a heading, the one that the panel shows."""
        if self.list.selected or self._detail is None:
            return self.list.selected
        return (self._detail.row,)

    def _show_selected(self) -> None:
        self.panel.show_several(self.list.selected)

    def _pop_up(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self._fill_menu(menu)
        menu.popup(place)

    def _fill_menu(self, menu: QMenu) -> None:
        self.marking.fill_menu(menu)
        menu.addSeparator()
        named = ((_("Add evidence"), "Ctrl+M", self._add), (_("Link evidence…"), "Ctrl+L", self.link_evidence))
        for text, keys, act in named:
            menu.addAction(f"{text}\t{keys}").triggered.connect(act)

    def _choose_officer(self) -> None:
        if self._meant():
            menu = QMenu(self)
            menu.aboutToHide.connect(menu.deleteLater)
            self.marking.fill_officers(menu)
            menu.popup(self.panel.mapToGlobal(self.panel.rect().topLeft()))

    def _mark(self) -> None:
        if len(self.list.selected) > 1:
            self.panel.bulk.tick()
        else:
            self.panel.tick.tick()

    def _follow(self, job: Job) -> None:
        if len(self.list.selected) > 1:
            self.panel.bulk.follow(job)

    def _print(self) -> None:
        self.leads_to.emit("printPage", None)

    def _choose(self, occurrence: UUID | None) -> None:
        self._detail = None
        self._read_detail()
        if occurrence is None:
            self.panel.show_nothing()

    def _read_detail(self) -> None:
        drop(self._reading)
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

    def _added(self) -> None:
        self._adding = None

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

    def _drop_words(self, count: int) -> str:
        if self._detail is None:
            return _("Choose a task first")
        text = ngettext("Drop {count} file into the task “{task}”", "Drop {count} files into the task “{task}”", count)
        return text.format(count=count, task=shortened(self._detail.row.text))

    def _recorded(self, result: EvidenceResult) -> None:
        say_recorded(self, self._app, self._jobs, result)
        self.changed.emit(result.changed)

    def _of_panel(self, act: Callable[[], object]) -> None:
        """What is asked for in the panel is done to the occurrence that it shows; nothing is while another is being read."""
        if self._detail is not None and self._detail.row.id == self.list.current:
            act()

    def _tick(self, values: TickValues) -> None:
        if self._detail is not None and self._detail.row.id == values.occurrence == self.list.current:
            self._write_mark(values)

    def _write_mark(self, values: TickValues) -> None:
        self.panel.tick.set_working(working=True)
        job = self._jobs.run(
            tick_occurrence,
            self._app,
            title=_("Marking as done"),
            occurrence_id=values.occurrence,
            measured=values.measured,
            count=values.count,
            note=values.note,
            by=self.marking.at_work,
            on_done=self._ticked,
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
            (self.panel.focus_body if self._panel_alone else self.list.view.setFocus)()

    def _linked(self, result: LinkResult) -> None:
        count = result.links
        if count:
            self._say_done(ngettext("Made {count} link.", "Made {count} links.", count).format(count=count))
        else:
            self.message.emit(Message(MessageKind.DONE, _("This evidence was linked before.")))
        self.changed.emit(result.changed)

    def _say_done(self, heading: str, sentence: str = "") -> None:
        self.message.emit(Message(MessageKind.UNDO, heading, sentence, action=undo_action(self._app, self._jobs, self)))


def _read_page(app: App, year: int | None) -> _PageRead:
    """What is due in ``year``, and who works here."""
    listed = list_occurrences(app, chosen=OccurrenceFilter(year=year, owner=app.office.unit))
    officers = office_view(app).officers
    at_work = next((str(officer.id) for officer in officers if officer.at_work), "")
    active = tuple(officer for officer in officers if officer.active)
    return _PageRead(Listed(listed.rows, app.today()), listed.done, at_work, active)
