"""The print page: the evidence checklist as it will look on paper, saved as a PDF or sent to the printer."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.domain.periods import Period
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App
from papi_desktop.services.changes import Area, Changed
from papi_desktop.services.paper_choices import ChecklistOptions, checklist_options
from papi_desktop.services.papers import ChecklistChoice, ChecklistPaper, save_paper
from papi_desktop.services.pictures import PagePicture, paper_picture
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from resources.i18n import ngettext
from ui.file_choice import ask_new_file
from ui.jobs import Ending, Job, Jobs
from ui.opening import open_folder_action
from ui.pages.page import Page, Room
from ui.pages.paper_maker import PaperMaker
from ui.pages.print_choice import ChoiceCard
from ui.pages.task_rows import Tab, TasksWanted
from ui.paper_printer import PaperPrinter, a4_printer, ask_printer, printers_installed
from ui.preview import Preview
from ui.theme import CARD_GAP
from ui.widgets.buttons import PlainButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import Message, MessageAction, MessageKind
from ui.widgets.progress_panel import ProgressPanel

_SHOWN: Changed = frozenset({Area.TASKS, Area.EVIDENCE, Area.PLANS, Area.OFFICE, Area.CARDS})
"""What stands on a checklist."""
_OPENED: Changed = frozenset({Area.TASKS})
_CARD_WIDTH, _NO_LIMIT = 322, 16777215
_GLANCE = 64
"""Pixels, to see which way a page lies."""


class PrintPage(Page):
    """``arrive`` takes a ``ChecklistChoice``, or None for what was chosen last."""

    reads_ahead = False  # it would make a paper that nobody has asked for

    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("printPage", _("Print"), "print")
        self._app, self._jobs = app, jobs
        self._paper: ChecklistPaper | None = None
        self._shown: ChecklistChoice | None = None
        self._options: ChecklistOptions | None = None
        self._reading: Job | None = None
        self._glancing: Job | None = None
        self._paper_alone = False
        self.card = ChoiceCard(units=app.office.role is Role.AUTHORITY)
        self.preview = Preview(app, jobs)
        self.maker = PaperMaker(app, jobs, self)
        self.printer = PaperPrinter(jobs, self)
        self._progress: ProgressPanel | None = None
        self._words: EmptyState | None = None
        self._lay_out()
        self._connect()

    # what is shown

    @property
    def paper(self) -> ChecklistPaper | None:
        """What is saved and printed: the paper on the screen; None while another one is being made."""
        return self._paper

    def refresh(self, changed: Changed) -> None:
        if changed & _SHOWN:
            self._read_options()

    def areas(self) -> Sequence[QWidget]:
        return (self._left, self._sheet) if self._whole.currentWidget() is self._work else (self._whole,)

    def arrive(self, what: object) -> None:
        if isinstance(what, ChecklistChoice):
            self.card.show_choice(what)
            self.take(_OPENED)

    def show_year(self, year: int) -> None:
        self.card.move_to(year)
        self._outdate()
        super().show_year(year)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The paper says when it was printed, so it is made anew whenever the page is opened."""
        if not event.spontaneous():
            self.take(_OPENED)
        super().showEvent(event)

    def place(self) -> str:
        choice = self.card.choice(None)
        period, owner = choice.period, choice.owner
        return json.dumps(
            {
                "period": "" if period is None else period.key,
                "index": choice.index,
                "officer": choice.officer,
                "owner": "" if owner is None else str(owner),
            },
            ensure_ascii=False,
        )

    def return_to(self, place: str) -> None:
        try:
            kept = json.loads(place)
            period, owner = kept["period"], kept["owner"]
            choice = ChecklistChoice(
                period=Period(period) if period else None,
                index=str(kept["index"]),
                officer=str(kept["officer"]),
                owner=UUID(owner) if owner else None,
            )
        except (ValueError, TypeError, KeyError):  # the file of settings was written by hand
            return
        self.arrive(choice)

    @property
    def progress(self) -> ProgressPanel | None:
        """What is being made or printed; shown only once it has taken a moment."""
        return self._progress

    def put_away(self) -> str:
        return _("A paper is on its way to the printer; it would be called back.") if self.printer.busy else ""

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        if room is not Room.SINGLE:
            self._paper_alone = False
        self._share_room()

    def escape(self) -> bool:
        """Out of the full view; stops printing, then making; back to the choices."""
        if self.preview.leave_full_view() or self.printer.cancel():
            return True
        if self._progress is not None and self._progress.isVisible():
            self._progress.cancel()
            return True
        if self._paper_alone:
            self._paper_alone = False
            self._share_room()
            self.card.period.setFocus()
            return True
        return False

    # making the paper

    def _read_options(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        owner = self.card.unit.value
        self._reading = self._jobs.read(checklist_options, self._app, year=self.year, owner=owner, on_done=self._take_options)

    def _take_options(self, options: ChecklistOptions) -> None:
        self._reading, self._options = None, options
        self.card.set_options(options, self.year)
        if not options.occurrences:
            self.maker.give_up()
            self._outdate()
            self._show_nothing()
            return
        self._whole.setCurrentWidget(self._work)
        self.maker.make(self.card.choice(self.year), self._file_name())

    def _choose_unit(self) -> None:
        self.card.forget_officer()
        self._outdate()
        self._read_options()

    def _choose(self) -> None:
        self._outdate()
        self.maker.make_soon(self.card.choice(self.year), self._file_name())

    def _outdate(self) -> None:
        """What is on the screen is not what is chosen any more: nothing is saved or printed until it is."""
        self._paper = None
        self.card.show_paper(None)

    def _follow_making(self, job: Job) -> None:
        panel = self._add_progress(_("Making the paper"), job)
        panel.cancel_requested.connect(self._making_given_up)

    def _take_paper(self, paper: ChecklistPaper) -> None:
        """The page that was looked at stays where it is the same checklist made anew."""
        choice = self.card.choice(self.year)
        page = self.preview.page if self._shown == choice else 0
        self._paper, self._shown = paper, choice
        self.card.show_paper(paper)
        self._sheet.setCurrentWidget(self.preview)
        self.preview.show_paper(paper.path, page)

    def _not_made(self, error: PapiError) -> None:
        said = error_message(error)
        self._say("warning", said.what, said.todo, _("Try again"))

    def _making_given_up(self) -> None:
        self._say("print", _("The paper was not made"), _("It was cancelled."), _("Make the paper"))

    def _say(self, icon: str, sentence: str, how: str, again: str) -> None:
        """Words in place of the paper, with a button that makes it after all."""
        self._outdate()
        button = PlainButton(again, "turn")
        button.clicked.connect(self._read_options)
        words = EmptyState(icon, sentence, how, (button,))
        if self._words is not None:
            self._sheet.removeWidget(self._words)
            self._words.deleteLater()
        self._words = words
        self._sheet.addWidget(words)
        self._sheet.setCurrentWidget(words)

    def _file_name(self) -> str:
        """As in ``danh-muc-minh-chung-99001-2026-Q4.pdf``, in Vietnamese as what stands in it."""
        choice, options = self.card.choice(self.year), self._options
        unit = next((unit.code for unit in options.units if unit.id == choice.owner), "") if options is not None else ""
        covered = choice.period.key if choice.period is not None else "" if self.year is None else str(self.year)
        return "-".join(filter(None, ("danh-muc-minh-chung", unit, covered))) + ".pdf"

    # having it

    def _ask_where(self) -> None:
        paper = self._paper
        if paper is not None:
            self.maker.hold()  # another may be made while the dialogue is open: what was asked for is saved
            name, save = paper.path.name, partial(self._save, paper)
            ask_new_file(self, _("Where to save the paper"), name, save, closed=self.maker.release)

    def _save(self, paper: ChecklistPaper, path: Path) -> None:
        out = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        self.maker.hold()
        job = self._jobs.run(
            save_paper,
            self._app,
            paper=paper.path,
            out=out,
            title=_("Saving the paper"),
            on_done=partial(self._saved, paper.pages),
            on_error=self._not_saved,
        )
        job.ended.connect(self.maker.release)

    def _saved(self, pages: int, path: Path) -> None:
        text = ngettext("A paper of {count} page is saved.", "A paper of {count} pages is saved.", pages).format(count=pages)
        self.message.emit(Message(MessageKind.DONE, text, str(path), open_folder_action(self, path)))

    def _not_saved(self, error: PapiError) -> None:
        said = error_message(error)
        action = MessageAction(_("Save elsewhere…"), self._ask_where)
        self.message.emit(Message(MessageKind.ERROR, said.what, said.todo, action))

    def _print(self) -> None:
        if self._paper is None or self.printer.busy or self._glancing is not None:
            return
        if not printers_installed():
            text = _("Save the paper as a PDF file and print it on a computer that has one.")
            action = MessageAction(_("Save PDF…"), self._ask_where)
            self.message.emit(Message(MessageKind.WARNING, _("No printer is installed on this computer."), text, action))
            return
        then = partial(self._ask_printer, self._paper)
        self.maker.hold()
        self._glancing = self._jobs.read(paper_picture, path=self._paper.path, side=_GLANCE, on_done=then)
        self._glancing.ended.connect(self._glanced)

    def _glanced(self) -> None:
        self._glancing = None
        self.maker.release()

    def _ask_printer(self, paper: ChecklistPaper, glance: PagePicture) -> None:
        printer = a4_printer(paper.path.stem, pages=paper.pages, landscape=glance.width > glance.height)
        self.maker.hold()
        ask_printer(self, printer, pages=paper.pages, then=partial(self._begin_printing, paper, printer))

    def _begin_printing(self, paper: ChecklistPaper, printer: QPrinter, confirmed: bool) -> None:
        if not confirmed:
            self.maker.release()
            return
        self._add_progress(_("Sending to the printer"), self.printer, _("Pages that the printer has taken already may still come out."))
        self.printer.print_paper(paper.path, printer, pages=paper.pages)

    def _printed(self, pages: int) -> None:
        text = ngettext("{count} page has gone to the printer.", "{count} pages have gone to the printer.", pages).format(count=pages)
        self.message.emit(Message(MessageKind.DONE, text, _("Please see that all of it comes out.")))

    def _not_printed(self, error: PapiError | None) -> None:
        what, todo = _("The printer refused the paper."), _("See that it is switched on, connected and has paper, then print again.")
        if error is not None:
            said = error_message(error)
            what, todo = said.what, said.todo
        self.message.emit(Message(MessageKind.ERROR, what, todo, MessageAction(_("Print again…"), self._print)))

    def _printing_given_up(self) -> None:
        heading = _("Printing was cancelled.")
        self.message.emit(Message(MessageKind.UNDO, heading, _("Pages that the printer has taken already may still come out.")))

    # laying out

    def _open_gaps(self) -> None:
        choice = self.card.choice(self.year)
        wanted = TasksWanted(Tab.LACKING, index=choice.index, officer=choice.officer, period=choice.period)
        self.leads_to.emit("tasksPage", wanted)

    def _add_progress(self, title: str, work: Job | PaperPrinter, keeps: str = "") -> ProgressPanel:
        panel = self._progress = ProgressPanel(title, keeps=keeps)
        self._below.addWidget(panel)
        panel.follow(work)
        work.ended.connect(partial(self._drop_progress, panel))
        return panel

    def _drop_progress(self, panel: ProgressPanel, *_ending: Ending) -> None:
        if self._progress is panel:
            self._progress = None
        self._below.removeWidget(panel)
        panel.deleteLater()

    def _lay_out(self) -> None:
        self._left, self._below = QWidget(), QVBoxLayout()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(CARD_GAP)
        left.addWidget(self.card)
        left.addLayout(self._below)
        left.addStretch(1)
        self._sheet = QStackedWidget()
        self._sheet.addWidget(self.preview)
        self._work = QWidget()
        columns = QHBoxLayout(self._work)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(CARD_GAP)
        columns.addWidget(self._left)
        columns.addWidget(self._sheet, 1)
        self._whole = QStackedWidget()
        self._whole.addWidget(self._work)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._whole)
        self.preview.setFocusProxy(self.preview.view)

    def _show_nothing(self) -> None:
        if self._whole.count() == 1:
            self._whole.addWidget(self._nothing())
        self._whole.setCurrentIndex(1)

    def _nothing(self) -> EmptyState:
        """Why there is nothing to print, and where it comes from."""
        if self._app.office.role is Role.COMMUNE:
            button = PlainButton(_("Open the plans"), "plan")
            button.clicked.connect(lambda: self.leads_to.emit("plansPage", None))
            return EmptyState("print", _("Nothing to print for this year yet"), _("A checklist is printed from a plan."), (button,))
        button = PlainButton(_("Open the inbox"), "inbox")
        button.clicked.connect(lambda: self.leads_to.emit("inboxPage", None))
        how = _("The plans of the communes come with the bundles that they send.")
        return EmptyState("print", _("Nothing to print for this year yet"), how, (button,))

    def _share_room(self) -> None:
        single = self.room is Room.SINGLE
        self._left.setVisible(not self._paper_alone)
        self._left.setFixedWidth(_CARD_WIDTH) if not single else self._left.setMaximumWidth(_NO_LIMIT)
        self._sheet.setVisible(self._paper_alone or not single)
        self.card.set_alone(alone=single)

    def _look(self) -> None:
        if self.room is Room.SINGLE:
            self._paper_alone = True
            self._share_room()
        self.preview.setFocus()

    def _connect(self) -> None:
        card, printer = self.card, self.printer
        card.changed.connect(self._choose)
        card.unit_changed.connect(self._choose_unit)
        card.look_wanted.connect(self._look)
        card.gaps_wanted.connect(self._open_gaps)
        card.save_button.clicked.connect(self._ask_where)
        card.print_button.clicked.connect(self._print)
        self.bind_key(card.save_button, "Ctrl+S")
        self.bind_key(card.print_button, "Ctrl+P")
        self.maker.begun.connect(self._follow_making)
        self.maker.made.connect(self._take_paper)
        self.maker.failed.connect(self._not_made)
        printer.finished.connect(self._printed)
        printer.failed.connect(self._not_printed)
        printer.given_up.connect(self._printing_given_up)
        printer.ended.connect(self.maker.release)
        self._bind_keys()

    def _bind_keys(self) -> None:
        preview = self.preview
        pages = {"PgUp": preview.previous_page, "PgDown": preview.next_page, "0": preview.fit}
        zoom = {"+": preview.zoom_in, "=": preview.zoom_in, "-": preview.zoom_out}
        for keys, action in (pages | zoom).items():
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        full = QShortcut(QKeySequence("Space"), preview.view, context=Qt.ShortcutContext.WidgetShortcut)
        full.activated.connect(preview.full_view)
