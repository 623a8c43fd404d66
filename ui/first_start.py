"""The first start: five steps from nothing to a plan on screen, which can be left and gone on with at any time."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QMessageBox, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.domain.vocabulary import Role
from papi_desktop.services.app import App, SystemClock, is_data_folder, open_app
from papi_desktop.services.office import init_office
from papi_desktop.services.plans import list_plans
from papi_desktop.wording import error_message, role_text
from resources.i18n import gettext as _
from ui.colours import Ink, Scheme
from ui.file_choice import ask_folder
from ui.fonts import TextStyle
from ui.jobs import Failure, Job, Jobs
from ui.pages.page import Room
from ui.sample_data import SampleRun
from ui.setup.cards_step import CardsStep
from ui.setup.done_step import DoneStep
from ui.setup.draft import Draft, forget_draft, keep_draft, kept_draft
from ui.setup.key_step import KeyStep
from ui.setup.office_step import OfficeStep
from ui.setup.plan_step import PlanStep
from ui.setup.role_step import RoleStep
from ui.setup.step import MARGIN, Step, StepName, StepSide
from ui.theme import EDGE, GAP, Themed
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.labels import Rule, TextLabel
from ui.widgets.message_bar import Message, MessageArea, MessageKind
from ui.widgets.progress_panel import ProgressPanel

_SIZE = QSize(1024, 640)
_SMALLEST = QSize(683, 384)
_KEPT_AFTER_MS = 400
_TWO_COLUMNS = 900
"""Width of a body from which the preview has room beside the form."""
_ROLE, _OFFICE, _KEY, _PLAN, _DONE = range(5)


def is_unfinished(app: App, settings: QSettings) -> bool:
    """Whether the first start of this data folder was left after the office was made and before its plan was taken in."""
    if kept_draft(settings, app.home) is None:
        return False
    if app.office.role is Role.COMMUNE and list_plans(app):
        forget_draft(settings)
        return False
    return True


def _make_and_open(home: Path, **details: Any) -> App:
    """Runs on the writing thread: the new office, opened."""
    return open_app(init_office(home, **details).home)


class FirstStart(QDialog):
    """Ends with ``chosen``, the data folder to work in (None when the person left), and ``page``, the page to show there.

    ``home`` is where the office is made; ``app`` is that folder, opened, where it was made before. The office comes into being only
    when its recovery code was proven, so that no code can be lost. ``chosen_by_hand`` says that another folder was named, to be
    remembered. ``take_app`` hands over the open folder.
    """

    def __init__(self, home: Path, jobs: Jobs, settings: QSettings, app: App | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._home, self._jobs, self._settings = home, jobs, settings
        self._app = app
        self._job: Job | None = None
        self._stopped = False
        self.chosen: Path | None = None
        self.chosen_by_hand = False
        self.page = ""
        self.setObjectName("firstStart")
        self.setWindowTitle(_("First start"))
        self.setMinimumSize(_SMALLEST)
        self.resize(_SIZE)
        self.plan: PlanStep | CardsStep | None = None
        self.done_step: DoneStep | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_KEPT_AFTER_MS)
        self._later.timeout.connect(self._keep)
        self._build()
        self._connect()
        self._begin()

    def take_app(self) -> App | None:
        """The open data folder of ``chosen``, now the caller's to close; None where it is still to be opened."""
        app, self._app = self._app, None
        return app

    # what stands where

    def _build(self) -> None:
        self.messages = MessageArea()
        self.messages.setContentsMargins(MARGIN, EDGE, MARGIN, 0)
        self.side = StepSide(
            [
                StepName(_("Role"), ""),
                StepName(_("Office"), _("Name, code, officer in charge")),
                StepName(_("Seal key"), _("Passphrase and recovery code")),
                StepName(_("Plan"), _("Word, Excel, PDF or text")),
                StepName(_("Ready"), _("The tasks of the year")),
            ]
        )
        self.role, self.office, self.key = RoleStep(), OfficeStep(SystemClock().now().date()), KeyStep()
        self._steps = QStackedWidget()
        for step in (self.role, self.office, self.key):
            self._steps.addWidget(_scrolling(step))
        self._progress = QWidget()
        self._progress_column = QVBoxLayout(self._progress)
        self._progress_column.addStretch(1)
        self._steps.addWidget(self._progress)
        self._title = TextLabel("", TextStyle.WIZARD_TITLE, wrap=True)
        self._why = TextLabel("", TextStyle.BODY, Ink.SECONDARY, wrap=True)
        self._footer = self._make_footer()
        self._sheet = _Sheet()
        self._column = QVBoxLayout(self._sheet)
        self._column.setSpacing(GAP)
        for part in (self._title, self._why):
            self._column.addWidget(part)
        self._column.addSpacing(GAP)
        self._column.addWidget(self._steps, 1)
        self._column.addWidget(self._footer)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.messages)
        right.addWidget(self._sheet, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addLayout(right, 1)

    def _make_footer(self) -> QWidget:
        self.back_button = PlainButton(_("Back"))
        self.back_button.setToolTip(_("Back (Esc)"))
        self.skip_button = PlainButton(_("There is no plan yet"))
        self.continue_button = PrimaryButton(_("Continue (Enter)"), "chevron-right")
        self._place = TextLabel("", TextStyle.CAPTION, Ink.SECONDARY)
        footer = QWidget()
        column = QVBoxLayout(footer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP + 4)
        column.addWidget(Rule())
        row = QHBoxLayout()
        row.setSpacing(GAP + 4)
        row.addWidget(self.back_button)
        row.addStretch(1)
        for part in (self._place, self.skip_button, self.continue_button):
            row.addWidget(part)
        column.addLayout(row)
        return footer

    def _connect(self) -> None:
        self.side.sample_button.clicked.connect(self._try_sample)
        self.side.other_button.clicked.connect(self._choose_other)
        self.back_button.clicked.connect(self.go_back)
        self.skip_button.clicked.connect(lambda: self._show_step(_DONE))
        self.continue_button.clicked.connect(self._continue)
        self.role.edited.connect(self._take_role)
        for step in (self.role, self.office):
            step.edited.connect(self._later.start)
        self._jobs.broke.connect(self._show_unexpected)
        self._jobs.idle.connect(self._leave_when_stopping)

    def _begin(self) -> None:
        """Where the last start was left."""
        draft = kept_draft(self._settings, self._home) or Draft()
        self._step = _ROLE
        self.role.choose(draft.role)
        self.office.fill(draft)
        self._take_role()
        if self._app is not None:
            self.role.choose(self._app.office.role)
            self._take_role()
            self._add_last_steps(self._app)
            self._show_step(_PLAN)
            return
        self._show_step(min(draft.step, _KEY if self.office.complete else _OFFICE))

    # going on and back

    @property
    def step(self) -> int:
        """The step that is open, from 0."""
        return self._step

    def go_back(self) -> None:
        """Nothing that was typed is lost. What is made already is changed in the settings, not here."""
        if self._step in (_OFFICE, _KEY):
            self._show_step(self._step - 1)

    def _continue(self) -> None:
        if self._job is not None or not self._body(self._step).finish():
            return
        if self._step == _KEY:
            self._make_office()
        elif self._step == _DONE:
            self._finish()
        else:
            self._show_step(self._step + 1)

    def _body(self, number: int) -> Step:
        found = (self.role, self.office, self.key, self.plan, self.done_step)[number]
        assert found is not None  # noqa: S101 - the last two steps are there once the office is made
        return found

    def _show_step(self, number: int) -> None:
        self._step = number
        step = self._body(number)
        self._title.setText(step.title)
        self._why.setText(step.why)
        self._steps.setCurrentIndex(number if number <= _KEY else number + 1)
        self.side.show_step(number)
        self._place.setText(_("Step {number}/{count}").format(number=number + 1, count=_DONE + 1))
        self._name_buttons(number)
        if number < _PLAN:
            self._keep()
        step.enter()

    def _name_buttons(self, number: int) -> None:
        asks_for_plan = number == _PLAN and isinstance(self.plan, PlanStep)
        self.back_button.setVisible(number in (_OFFICE, _KEY))
        self.skip_button.setVisible(asks_for_plan)
        self.continue_button.setVisible(not asks_for_plan)
        words = {_KEY: _("Set up the office (Enter)"), _DONE: _("Open the program (Enter)")}
        self.continue_button.setText(words.get(number, _("Continue (Enter)")))
        if isinstance(self.plan, PlanStep) and asks_for_plan:
            self.plan.choose_button.setDefault(True)
        else:
            self.continue_button.setDefault(True)

    def _take_role(self) -> None:
        role = self.role.role
        self.office.set_role(role)
        self.side.name_step(_ROLE, StepName(_("Role"), role_text(role)))
        if role is Role.AUTHORITY:
            self.side.name_step(_PLAN, StepName(_("Cards"), _("Unit cards of the communes")))
            self.side.name_step(_DONE, StepName(_("Ready"), _("The inbox")))
        else:
            self.side.name_step(_PLAN, StepName(_("Plan"), _("Word, Excel, PDF or text")))
            self.side.name_step(_DONE, StepName(_("Ready"), _("The tasks of the year")))

    def _keep(self) -> None:
        if self._app is None:
            draft = self.office.add_to(Draft(role=self.role.role, step=min(self._step, _KEY)))
            keep_draft(self._settings, self._home, draft)

    # making the office

    def _make_office(self) -> None:
        entered = self.office.add_to(Draft(role=self.role.role))
        self._set_busy(True)
        self._place.setText(_("Making the seal key takes a few seconds, on purpose…"))
        self._job = self._jobs.run(
            _make_and_open,
            self._home,
            role=entered.role,
            code=entered.code,
            name=entered.name,
            superior=entered.superior,
            passphrase=self.key.passphrase.text,
            officers=[(entered.officer, entered.position)],
            recovery_code=self.key.code.code,
            on_done=self._made,
            on_error=self._refused,
        )
        self._job.ended.connect(self._ended)

    def _made(self, app: App) -> None:
        self._app = app
        self.key.forget()
        self._add_last_steps(app)
        self._show_step(_PLAN)

    def _add_last_steps(self, app: App) -> None:
        if app.office.role is Role.COMMUNE:
            self.plan = PlanStep(app, self._jobs)
            self.plan.comparing.connect(self._show_comparison)
            self.plan.taken.connect(lambda: self._show_step(_DONE))
        else:
            self.plan = CardsStep(app, self._jobs)
        self.plan.message.connect(self.messages.show_message)
        self.done_step = DoneStep(app, self._jobs)
        self._steps.addWidget(self.plan)
        self._steps.addWidget(self.done_step)
        self._lay_out()

    def _show_comparison(self, comparing: bool) -> None:
        """The comparison has buttons of its own and needs the room."""
        self._footer.setVisible(not comparing)
        self._why.setVisible(not comparing)
        self._lay_out()
        self._body(self._step).enter()

    def _refused(self, error: PapiError) -> None:
        said = error_message(error)
        self.messages.show_message(Message(MessageKind.ERROR, said.what, said.todo))

    def _show_unexpected(self, failure: Failure) -> None:
        heading = _("Unexpected error.")
        sentence = _("Please copy the details and send them to the person who looks after this program.")
        self.messages.show_message(Message(MessageKind.ERROR, heading, sentence, details=failure.details))

    def _ended(self) -> None:
        self._job = None
        self._set_busy(False)
        if self._step == _KEY and not self._stopped:
            self._place.setText(_("Step {number}/{count}").format(number=_KEY + 1, count=_DONE + 1))
            self.key.enter()

    def _set_busy(self, busy: bool) -> None:
        for part in (self.side.sample_button, self.side.other_button, self.back_button, self.continue_button, self._steps):
            part.setDisabled(busy)

    # other data

    def _choose_other(self) -> None:
        ask_folder(self, _("Choose a data folder"), self.take_other)

    def take_other(self, folder: Path) -> None:
        """Opens another data folder instead, if ``folder`` is one."""
        if not is_data_folder(folder):
            heading = _("The folder {path} holds no data of this program.").format(path=folder)
            self.messages.show_message(Message(MessageKind.WARNING, heading, _("Please choose the folder that holds the file papi.db.")))
            return
        if not self._writing:
            self.chosen_by_hand = True
            self._go_to(folder)

    def _try_sample(self) -> None:
        """Makes the sample offices beside ``home``, once; later tries open what is there."""
        run = SampleRun(self._home.with_name(f"{self._home.name}-mau"))
        if is_data_folder(run.commune):
            self._go_to(run.commune)
            return
        panel = ProgressPanel(_("Making sample data"), keeps=_("Cancelling removes what was made so far."))
        run.step.connect(panel.note.setText)
        self._progress_column.insertWidget(0, panel)
        self._steps.setCurrentWidget(self._progress)
        self._footer.hide()
        self.side.setDisabled(True)
        self._job = self._jobs.run(run.make, title=_("Making sample data"), long=True, on_done=self._go_to, on_error=self._sample_refused)
        self._job.progress.connect(panel.set_progress)
        panel.cancel_requested.connect(self._job.cancel)
        panel.cancel_button.setFocus()
        self._job.ended.connect(lambda: self._sample_over(panel))

    def _sample_refused(self, error: PapiError) -> None:
        if error.code is not Code.CANCELLED:
            self._refused(error)

    def _sample_over(self, panel: ProgressPanel) -> None:
        self._job = None
        panel.hide()
        panel.deleteLater()
        self.side.setDisabled(False)
        self._footer.show()
        if self.chosen is None:
            self._show_step(self._step)

    # the end

    def _go_to(self, folder: Path) -> None:
        """Leaves what was begun as it is, to be gone on with another time, and works in ``folder``."""
        self._close_app()
        self.chosen = folder
        self.accept()

    def _finish(self) -> None:
        assert self.done_step is not None  # noqa: S101 - this is its button
        self.chosen, self.page = self._home, self.done_step.page
        forget_draft(self._settings)
        self._drop_reads()
        self.accept()

    def reject(self) -> None:
        """Esc: stops what runs, else goes back a step."""
        if self._job is not None:
            if self._job.long:
                self._job.cancel()
        elif isinstance(self.plan, PlanStep) and self._step == _PLAN:
            self.plan.back()
        else:
            self.go_back()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """What was typed is kept for the next start. Making the office is waited for; a code that may be on paper is asked about."""
        event.ignore()
        if self._writing:
            self._stopped = True
            for job in self._jobs.jobs:
                if job.long:
                    job.cancel()
        elif self._step == _KEY and self.key.begun:
            self._ask_to_stop()
        else:
            self._leave()

    @property
    def _writing(self) -> bool:
        """Whether something is being made or taken in, which is brought to its end or to a safe point first."""
        return any(job.writes for job in self._jobs.jobs)

    def _leave_when_stopping(self) -> None:
        if self._stopped:
            self._stopped = False
            self._leave()

    def _ask_to_stop(self) -> None:
        said = _("The office is not made yet. The recovery code shown now will not be valid: the next start makes a new one.")
        box = QMessageBox(QMessageBox.Icon.Warning, _("First start"), said, parent=self)
        go_on = box.addButton(_("Go on setting up"), QMessageBox.ButtonRole.RejectRole)
        stop = box.addButton(_("Stop, keep the details of the office"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        stop.clicked.connect(self._leave)
        box.finished.connect(box.deleteLater)
        box.open()

    def _leave(self) -> None:
        if self._app is None:
            self._keep()
        self._close_app()
        self.chosen = None
        super().reject()

    def _close_app(self) -> None:
        self._later.stop()
        self._drop_reads()
        if self._app is not None:
            self._app.close()
            self._app = None

    def _drop_reads(self) -> None:
        """Nothing comes back to widgets that are gone."""
        for job in self._jobs.jobs:
            if not job.writes:
                job.cancel()

    # the room there is

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        room = Room.for_width(self.width())
        comparing = isinstance(self.plan, PlanStep) and self._step == _PLAN and self.plan.is_comparing
        compact = comparing or room is Room.SINGLE
        self.side.set_compact(compact=compact)
        edge = EDGE if compact else 2 * MARGIN if room is Room.WIDE else MARGIN
        self._column.setContentsMargins(edge, EDGE if compact else MARGIN, edge, EDGE)
        wide = self.width() - self.side.width() - 2 * edge >= _TWO_COLUMNS
        self.office.set_wide(wide=wide)
        if isinstance(self.plan, PlanStep):
            self.plan.set_room(room)


class _Sheet(Themed, QWidget):
    """The white ground of the steps."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)
        self.take_scheme()

    def restyle(self, scheme: Scheme) -> None:
        palette = self.palette()
        palette.setColor(palette.ColorRole.Window, scheme.card)
        self.setPalette(palette)


def _scrolling(step: Step) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(step)
    for ground in (area.viewport(), step):
        ground.setAutoFillBackground(False)  # the sheet shows through
    return area
