"""Step 4 of a commune: choosing the plan document, comparing what was read of it, taking it in."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from papi_desktop.services.app import App
from papi_desktop.services.plan_reading import OpenedPlan
from resources.i18n import gettext as _
from ui.jobs import Jobs
from ui.pages.page import Room
from ui.pages.plan_import import PlanImport
from ui.pages.plan_intake import PlanIntake, ask_for_plan
from ui.setup.step import Step
from ui.theme import GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.drop_frame import DropFrame
from ui.widgets.empty_state import EmptyState


class PlanStep(Step):
    """``comparing`` says whether the comparison is shown, which needs the whole width; ``taken`` that a plan is here now."""

    message = Signal(object)
    comparing = Signal(bool)
    taken = Signal()

    def __init__(self, app: App, jobs: Jobs) -> None:
        why = _("The plan file is the set-up: tasks, due dates and expected results are read from it.")
        super().__init__(_("The plan of the year"), why)
        self._app, self._jobs = app, jobs
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
        self._intake = PlanIntake(app, jobs, self.comparison)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self._intake)
        column.addWidget(self._parts, 1)
        self.drop = DropFrame(self, lambda _count: _("Drop the file to read the plan"))
        self.drop.dropped.connect(self._take_dropped)
        for left in (self.comparison.back, self.comparison.cancelled):
            left.connect(self._leave)
        self._intake.opened.connect(self._compare)
        self._intake.imported.connect(self._imported)
        self._intake.refused.connect(self.message)

    @property
    def is_comparing(self) -> bool:
        return self._parts.currentWidget() is self.comparison

    def enter(self) -> None:
        (self.comparison.tree if self.is_comparing else self.choose_button).setFocus()

    def set_room(self, room: Room) -> None:
        self.comparison.set_room(room)

    def back(self) -> None:
        """Esc: stops what runs, or goes back to choosing the file."""
        if not self._intake.cancel() and self.is_comparing:
            self.comparison.escape()

    def choose(self) -> None:
        ask_for_plan(self, self.begin)

    def _take_dropped(self, paths: list[Path]) -> None:
        self.begin(paths[0])

    def begin(self, path: Path) -> None:
        """Reads a document in the background, then shows it for comparison."""
        self._intake.read(path)

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

    def _imported(self) -> None:
        self._show(comparing=False)
        self.taken.emit()
