"""Step 4 of a commune: choosing the plan document, comparing what was read of it, taking it in."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from papi_desktop.domain.errors import PapiError
from papi_desktop.domain.plan_document import ReadPlan
from papi_desktop.services.app import App
from papi_desktop.services.plan_reading import OpenedPlan, open_plan
from papi_desktop.services.plans import PlanImportResult, import_plan
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.jobs import Job, Jobs
from ui.pages.page import Room
from ui.pages.plan_import import PlanImport
from ui.pages.plans import ask_for_plan
from ui.setup.step import Step
from ui.theme import GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.drop_frame import DropFrame
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import Message, MessageKind
from ui.widgets.progress_panel import ProgressPanel


class PlanStep(Step):
    """``comparing`` says whether the comparison is shown, which needs the whole width; ``taken`` that a plan is here now."""

    message = Signal(object)
    comparing = Signal(bool)
    taken = Signal()

    def __init__(self, app: App, jobs: Jobs) -> None:
        why = _("The plan file is the set-up: tasks, due dates and expected results are read from it.")
        super().__init__(_("The plan of the year"), why)
        self._app, self._jobs = app, jobs
        self._work: tuple[Job, ProgressPanel] | None = None
        self.choose_button = PrimaryButton(_("Choose a file…"), "folder")
        self.choose_button.setToolTip(f"{self.choose_button.text()} (Ctrl+O)")
        self.choose_button.setShortcut("Ctrl+O")
        self.choose_button.clicked.connect(self.choose)
        self.go_on_button = PlainButton(_("Go on comparing"), "chevron-right")
        self.go_on_button.clicked.connect(self._go_on)
        self.go_on_button.hide()
        self._choosing = Card()
        how = _("The file as the office above sent it: Word, Excel, PDF or text. What was read is shown beside it before it is taken in.")
        buttons = (self.choose_button, self.go_on_button)
        self._choosing.content.addWidget(EmptyState("plan", _("Drop the plan file here, or choose it on this computer."), how, buttons), 1)
        self.comparison = PlanImport(app, jobs)
        self._parts = QStackedWidget()
        self._parts.addWidget(self._choosing)
        self._parts.addWidget(self.comparison)
        self._place_of_work = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self._place_of_work)
        column.addWidget(self._parts, 1)
        self.drop = DropFrame(self, lambda _count: _("Drop the file to read the plan"))
        self.drop.dropped.connect(self._take_dropped)
        for left in (self.comparison.back, self.comparison.cancelled):
            left.connect(self._leave)
        self.comparison.confirmed.connect(self._import)
        self.comparison.working.connect(self._follow)
        self.comparison.failed.connect(self._say)

    @property
    def is_comparing(self) -> bool:
        return self._parts.currentWidget() is self.comparison

    def enter(self) -> None:
        (self.comparison.tree if self.is_comparing else self.choose_button).setFocus()

    def set_room(self, room: Room) -> None:
        self.comparison.set_room(room)

    def back(self) -> None:
        """Esc: stops what runs, or goes back to choosing the file."""
        if self._work is not None:
            self._work[1].cancel()
        elif self.is_comparing:
            self.comparison.escape()

    def choose(self) -> None:
        ask_for_plan(self, self.begin)

    def _take_dropped(self, paths: list[Path]) -> None:
        self.begin(paths[0])

    def begin(self, path: Path) -> None:
        """Reads a document in the background, then shows it for comparison."""
        if self._work is not None:
            return
        compare, refuse = partial(self._compare, path), partial(self._say, name=path.name)
        job = self._jobs.read(open_plan, path, long=True, title=_("Reading the plan"), on_done=compare, on_error=refuse)
        self._follow(job.title, job)

    def _compare(self, path: Path, opened: OpenedPlan) -> None:
        self._show(comparing=True)
        self.comparison.load(path, opened)

    def _leave(self) -> None:
        self._show(comparing=False)
        self.go_on_button.setVisible(self.comparison.corrected)
        self.enter()

    def _go_on(self) -> None:
        self._show(comparing=True)
        self.enter()

    def _show(self, *, comparing: bool) -> None:
        self._parts.setCurrentWidget(self.comparison if comparing else self._choosing)
        self.comparing.emit(comparing)

    def _import(self, plan: ReadPlan) -> None:
        path = self.comparison.path
        if self._work is not None:
            return
        self.comparison.setEnabled(False)
        job = self._jobs.run(
            import_plan,
            self._app,
            path=path,
            plan=plan,
            ours_only=self.comparison.ours_only,
            long=True,
            title=_("Importing the plan"),
            on_done=self._imported,
            on_error=partial(self._say, name=path.name),
        )
        job.ended.connect(lambda: self.comparison.setEnabled(True))
        self._follow(job.title, job)

    def _imported(self, _result: PlanImportResult) -> None:
        self._show(comparing=False)
        self.taken.emit()

    def _follow(self, title: str, job: Job) -> None:
        panel = ProgressPanel(title, keeps=_("Cancelling is safe at any time: nothing is half imported."))
        self._work = (job, panel)
        self._place_of_work.addWidget(panel)
        panel.follow(job)

        def end() -> None:
            self._place_of_work.removeWidget(panel)
            panel.deleteLater()
            self._work = None

        job.ended.connect(end)

    def _say(self, error: PapiError, name: str = "") -> None:
        said = error_message(error, name=name)
        self.message.emit(Message(MessageKind.ERROR, said.what, said.todo))
