"""The first start: try with sample data, open another folder, or set up the office and write down its recovery code."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.services.app import is_data_folder
from papi_desktop.services.office import InitResult, init_office
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.colours import Ink, Scheme
from ui.file_choice import ask_folder
from ui.fonts import TextStyle
from ui.jobs import Job, Jobs
from ui.office_form import OfficeForm
from ui.recovery_code import RecoveryCode
from ui.sample_data import SampleRun
from ui.theme import CARD_GAP, EDGE, GAP, Themed
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.form import button_row
from ui.widgets.labels import IconLabel, Rule, TextLabel
from ui.widgets.message_bar import Message, MessageArea, MessageKind
from ui.widgets.progress_panel import ProgressPanel

_SIZE = QSize(940, 640)
_LEFT = 264
_MARGIN = 24


class FirstStart(QDialog):
    """Ends with ``chosen``, the data folder to open (None when the person left), and ``page``, the page to show there.

    ``home`` is where the office is set up. ``chosen_by_hand`` says that another folder was named, to be remembered.
    """

    def __init__(self, home: Path, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home, self._jobs = home, jobs
        self._job: Job | None = None
        self.chosen: Path | None = None
        self.chosen_by_hand = False
        self.page = ""
        self.setObjectName("firstStart")
        self.setWindowTitle(_("First start"))
        self.resize(_SIZE)
        self.messages = MessageArea()
        self.form = OfficeForm()
        self.code = RecoveryCode()
        self.create_button = PrimaryButton(_("Set up the office"), "chevron-right")
        self.create_button.setDefault(True)
        self.create_button.clicked.connect(self._create)
        self.finish_button = PrimaryButton(_("Go on to the plan"), "chevron-right")
        self.finish_button.clicked.connect(self._finish)
        self.side = _Side()
        self.side.sample_button.clicked.connect(self._try_sample)
        self.side.other_button.clicked.connect(self._choose_other)
        self._pages = QStackedWidget()
        self._form_page = self._make_page(
            _("The office and the officer in charge"),
            _("These details go with every bundle and on every paper. The data stays on this computer: {folder}").format(folder=home),
            self.form,
            self.create_button,
        )
        self._code_page = self._make_page(
            _("The recovery code"),
            _("If the passphrase is forgotten, only this code opens the seal key again. It is shown once and kept nowhere."),
            self.code,
            self.finish_button,
        )
        self._progress_page = QWidget()
        self._progress_column = QVBoxLayout(self._progress_page)
        self._progress_column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._progress_column.addStretch(1)
        for page in (self._form_page, self._code_page, self._progress_page):
            self._pages.addWidget(page)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.messages)
        right.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addLayout(right, 1)
        self.messages.setContentsMargins(_MARGIN, EDGE, _MARGIN, 0)
        self.form.enter()

    def reject(self) -> None:
        """Esc: stops what runs; the recovery code is not left before it was written down."""
        if self._job is not None:
            if self._job.long:
                self._job.cancel()
            return
        if self._pages.currentWidget() is self._code_page:
            self.code.insist()
            return
        super().reject()

    def _make_page(self, title: str, why: str, inside: QWidget, button: PrimaryButton) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, EDGE)
        column.setSpacing(GAP)
        column.addWidget(TextLabel(title, TextStyle.WIZARD_TITLE))
        column.addWidget(TextLabel(why, TextStyle.BODY, Ink.SECONDARY, wrap=True))
        column.addSpacing(GAP)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        column.addWidget(area, 1)
        column.addWidget(Rule())
        column.addLayout(button_row(button))
        return page

    def _create(self) -> None:
        entered = self.form.read()
        if entered is None or self._job is not None:
            return
        self._set_busy(True)
        self.form.say_working(_("Making the seal key takes a few seconds, on purpose…"))
        self._job = self._jobs.run(
            init_office,
            self._home,
            role=entered.role,
            code=entered.code,
            name=entered.name,
            superior=entered.superior,
            passphrase=entered.passphrase,
            officers=[(entered.officer, entered.position)],
            on_done=self._created,
            on_error=self._refused,
        )
        self._job.ended.connect(self._ended)

    def _created(self, made: InitResult) -> None:
        self.chosen, self.page = made.home, "plansPage" if self.form.is_commune else ""
        self.code.show_code(made.recovery_code)
        self.side.show_step(1)
        self.side.set_choices_shown(shown=False)
        self._pages.setCurrentWidget(self._code_page)
        self.finish_button.setDefault(True)

    def _finish(self) -> None:
        if self.code.confirmed():
            self.accept()

    def _refused(self, error: PapiError) -> None:
        self.form.say_working("")
        said = error_message(error)
        self.messages.show_message(Message(MessageKind.ERROR, said.what, said.todo))

    def _ended(self) -> None:
        self._job = None
        self._set_busy(False)
        if self._pages.currentWidget() is self._code_page:
            self.code.enter()

    def _set_busy(self, busy: bool) -> None:
        for part in (self.side.sample_button, self.side.other_button, self.create_button):
            part.setDisabled(busy)

    def _choose_other(self) -> None:
        ask_folder(self, _("Choose a data folder"), self._take_other)

    def _take_other(self, folder: Path) -> None:
        if not is_data_folder(folder):
            heading = _("The folder {path} holds no data of this program.").format(path=folder)
            self.messages.show_message(Message(MessageKind.WARNING, heading, _("Please choose the folder that holds the file papi.db.")))
            return
        self.chosen, self.chosen_by_hand = folder, True
        self.accept()

    def _try_sample(self) -> None:
        """Makes the sample offices beside ``home``, once; later tries open what is there."""
        run = SampleRun(self._home.with_name(f"{self._home.name}-mau"))
        if is_data_folder(run.commune):
            self._open_sample(run.commune)
            return
        panel = ProgressPanel(_("Making sample data"), keeps=_("Cancelling removes what was made so far."))
        run.step.connect(panel.note.setText)
        self._progress_column.insertWidget(0, panel)
        self._pages.setCurrentWidget(self._progress_page)
        self._set_busy(True)
        self._job = self._jobs.run(
            run.make, title=_("Making sample data"), long=True, on_done=self._open_sample, on_error=self._sample_refused
        )
        self._job.progress.connect(panel.set_progress)
        panel.cancel_requested.connect(self._job.cancel)
        self._job.ended.connect(lambda: self._sample_over(panel))

    def _open_sample(self, commune: Path) -> None:
        self.chosen = commune
        self.accept()

    def _sample_refused(self, error: PapiError) -> None:
        if error.code is not Code.CANCELLED:
            self._refused(error)

    def _sample_over(self, panel: ProgressPanel) -> None:
        self._job = None
        self._set_busy(False)
        panel.hide()
        panel.deleteLater()
        self._pages.setCurrentWidget(self._form_page)


class _Side(Themed, QWidget):
    """What the steps are, and the two other ways to begin."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_LEFT)
        self.setAutoFillBackground(True)
        self.sample_button = PlainButton(_("Try with sample data"), "tasks")
        self.other_button = PlainButton(_("Open another data folder…"), "folder")
        self._hint = TextLabel(_("Nothing to set up yet?"), TextStyle.CAPTION, Ink.SECONDARY)
        self._rule = Rule()
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN + 4, _MARGIN, EDGE)
        column.setSpacing(CARD_GAP)
        column.addWidget(TextLabel(_("First start"), TextStyle.CARD_TITLE))
        column.addWidget(TextLabel(_("About five minutes."), TextStyle.CAPTION, Ink.SECONDARY, wrap=True))
        steps = (
            (_("1. Office"), _("Name, code, officer, passphrase")),
            (_("2. Recovery code"), _("Write it down and type it back")),
            (_("3. Plan"), _("A Word or Excel file")),
        )
        self._icons: list[IconLabel] = []
        for title, what in steps:
            column.addLayout(self._step(title, what))
        column.addStretch(1)
        for part in (self._rule, self._hint, self.sample_button, self.other_button):
            column.addWidget(part)
        self.show_step(0)
        self.take_scheme()

    def show_step(self, current: int) -> None:
        for number, mark in enumerate(self._icons):
            if number < current:
                mark.set_icon("check-circle", Ink.GREEN)
            elif number == current:
                mark.set_icon("chevron-right", Ink.BLUE)
            else:
                mark.set_icon("circle", Ink.SECONDARY)

    def set_choices_shown(self, *, shown: bool) -> None:
        for part in (self._rule, self._hint, self.sample_button, self.other_button):
            part.setVisible(shown)

    def restyle(self, scheme: Scheme) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, scheme.side_bar)
        self.setPalette(palette)

    def _step(self, title: str, what: str) -> QHBoxLayout:
        mark = IconLabel("circle", Ink.SECONDARY)
        self._icons.append(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(title))
        words.addWidget(TextLabel(what, TextStyle.CAPTION, Ink.SECONDARY, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(CARD_GAP)
        row.addWidget(mark)
        row.addLayout(words, 1)
        return row
