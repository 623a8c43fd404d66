"""The section about the data folder: where it is, and whether everything in it is whole."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App
from papi_desktop.services.checking import CheckResult, Problem, check
from papi_desktop.wording import number_text, problem_text
from resources.i18n import gettext as _
from resources.i18n import ngettext, pgettext
from ui.colours import Ink
from ui.jobs import Job, Jobs
from ui.models.columns import Column
from ui.models.table_model import RowsModel
from ui.pages.page import Page
from ui.pages.settings_section import Section, Seen, fact
from ui.theme import GAP
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.field_note import FieldNote, NoteKind
from ui.widgets.form import Form
from ui.widgets.labels import Rule
from ui.widgets.message_bar import Message, MessageKind
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.rows_view import RowsView


class DataSection(Section):
    """Checking reads every row, file, journal entry and kept seal once, beside the window, and changes nothing."""

    def __init__(self, page: Page, app: App, jobs: Jobs) -> None:
        super().__init__(page, app, jobs, name="data", title=_("Data"), icon="folder")
        self._work: tuple[Job, ProgressPanel] | None = None
        self.folder = fact(str(app.home))
        self.open_button = PlainButton(_("Open the folder"), "folder")
        self.check_button = PrimaryButton(_("Check the data"), "search")
        self.result = FieldNote(self.check_button)
        self.problems = RowsModel[Problem](_columns(), parent=self)
        self.list = RowsView(_("What was found"))
        self.list.setModel(self.problems)
        self.list.set_widths(160, None)
        self.list.hide()
        self._build()
        self.open_button.clicked.connect(self._open)
        self.check_button.clicked.connect(self.check)
        self.bind_key(self.check_button, "Ctrl+R")

    def _build(self) -> None:
        form = Form()
        form.add_field(_("Data folder"), self.folder).say(
            NoteKind.HINT, _("Everything of this office is in this folder. Please do not change, move or copy single files in it.")
        )
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.open_button)
        row.addStretch(1)
        row.addWidget(self.check_button)
        self.content.addLayout(form)
        self.content.addLayout(row)
        self.content.addWidget(Rule())
        self.content.addWidget(self.result)
        self.content.addWidget(self.list, 1)
        self.content.addStretch(0)

    def show_seen(self, seen: Seen) -> None:
        del seen

    def escape(self) -> bool:
        if self._work is None:
            return False
        self._work[1].cancel()
        return True

    def check(self) -> None:
        """Looks whether anything was lost or altered."""
        if self._work is not None:
            return
        panel = ProgressPanel(_("Checking the data"), keeps=_("Checking changes nothing; it can be stopped at any time."))
        job = self.jobs.read(check, self.app, title=_("Checking the data"), long=True, on_done=self._show, on_error=self._refused)
        self._work = (job, panel)
        self.content.insertWidget(self.content.indexOf(self.result), panel)
        panel.follow(job)
        self.check_button.setEnabled(False)
        self.result.clear()
        self.list.hide()
        job.ended.connect(self._ended)

    def _ended(self) -> None:
        if self._work is not None:
            self._work[1].deleteLater()
            self._work = None
        self.check_button.setEnabled(True)

    def _refused(self, error: PapiError) -> None:
        self.say(error)

    def _show(self, found: CheckResult) -> None:
        count = len(found.problems)
        self.problems.set_rows(found.problems)
        self.list.setVisible(bool(count))
        if count:
            said = ngettext("{count} problem was found.", "{count} problems were found.", count).format(count=count)
            todo = _("Please keep the folder as it is and show this list to the person who looks after this program.")
            self.result.say(NoteKind.PROBLEM, f"{said} {todo}")
            return
        read = _("Everything is in order. Rows: {rows}, files: {objects}, journal entries: {entries}.")
        said = read.format(rows=number_text(found.rows), objects=number_text(found.objects), entries=number_text(found.entries))
        if found.notes:
            spare = ngettext("{count} file is no longer used.", "{count} files are no longer used.", len(found.notes))
            said = f"{said} {spare.format(count=len(found.notes))}"
        self.result.say(NoteKind.GOOD, said)

    def _open(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.app.home))):
            heading = _("The folder {path} cannot be opened.").format(path=self.app.home)
            self.page.message.emit(Message(MessageKind.WARNING, heading))


def _columns() -> tuple[Column[Problem], ...]:
    return (
        Column(
            pgettext("problem", "Where"),
            lambda problem: problem.code,
            icon=lambda _problem: "exclamation-circle",
            ink=lambda _problem: Ink.RED,
        ),
        Column(_("What was found"), lambda problem: problem_text(problem.code, problem.what), tooltip=lambda problem: problem.what),
    )
