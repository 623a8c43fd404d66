"""The work of taking in a plan, wherever it is asked for: choosing and reading a document, importing what was confirmed of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.domain.plan_document import ReadPlan
from papi_desktop.services.app import App
from papi_desktop.services.plan_reading import open_plan
from papi_desktop.services.plans import import_plan
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.file_choice import ask_files
from ui.jobs import Job, Jobs
from ui.pages.plan_import import PlanImport
from ui.widgets.message_bar import Message, MessageKind
from ui.widgets.progress_panel import ProgressPanel


def ask_for_plan(parent: QWidget, then: Callable[[Path], object]) -> None:
    """Lets a person choose one plan document and calls ``then`` with it."""
    documents = "*.docx *.docm *.xlsx *.xlsm *.pdf *.csv *.tsv *.txt *.jpg *.jpeg *.png *.tif *.tiff *.doc *.xls"
    kinds = (_("Word, Excel, PDF, text and scans") + f" ({documents})", _("All files (*)"))
    ask_files(parent, _("Choose the plan document"), kinds, lambda paths: then(paths[0]), many=False)


class PlanIntake(QVBoxLayout):
    """Where the progress of reading and importing shows; one piece of work at a time. ``comparison`` holds the plan between the two.

    ``opened`` carries the ``Path`` of a document and the ``OpenedPlan`` that was read of it, ``imported`` the ``ReadPlan`` that was
    confirmed and its ``PlanImportResult``. ``stopped`` says that an import was cancelled, ``refused`` carries a ``Message``.
    """

    opened = Signal(object, object)
    imported = Signal(object, object)
    stopped = Signal()
    refused = Signal(object)

    def __init__(self, app: App, jobs: Jobs, comparison: PlanImport) -> None:
        super().__init__()
        self._app, self._jobs, self._comparison = app, jobs, comparison
        self._panel: ProgressPanel | None = None
        comparison.confirmed.connect(self._import)
        comparison.working.connect(self._follow)
        comparison.failed.connect(self._refuse)

    def cancel(self) -> bool:
        """Stops the work under way; False when there is none."""
        if self._panel is None:
            return False
        self._panel.cancel()
        return True

    def read(self, path: Path) -> None:
        """Reads a document in the background, unless other work is under way; what is shown stays when it cannot be read."""
        if self._panel is not None:
            return
        opened, refused = partial(self.opened.emit, path), partial(self._refuse, name=path.name)
        job = self._jobs.read(open_plan, path, long=True, title=_("Reading the plan"), on_done=opened, on_error=refused)
        self._follow(job.title, job)

    def _import(self, plan: ReadPlan) -> None:
        if self._panel is not None:
            return
        path = self._comparison.path
        self._comparison.setEnabled(False)
        job = self._jobs.run(
            import_plan,
            self._app,
            path=path,
            plan=plan,
            ours_only=self._comparison.ours_only,
            long=True,
            title=_("Importing the plan"),
            on_done=partial(self._imported, plan),
            on_error=partial(self._refuse, name=path.name),
            on_cancelled=self.stopped.emit,
        )
        job.ended.connect(self._free_comparison)
        self._follow(job.title, job)

    def _imported(self, plan: ReadPlan, result: object) -> None:
        self._free_comparison()
        self.imported.emit(plan, result)

    def _free_comparison(self) -> None:
        self._comparison.setEnabled(True)

    def _follow(self, title: str, job: Job) -> None:
        """Shows the progress of the one piece of work under way, from 0.3 s on."""
        panel = self._panel = ProgressPanel(title, keeps=_("Cancelling is safe at any time: nothing is half imported."))
        self.addWidget(panel)
        panel.follow(job)

        def end() -> None:
            self.removeWidget(panel)
            panel.deleteLater()
            self._panel = None

        job.ended.connect(end)

    def _refuse(self, error: PapiError, name: str = "") -> None:
        said = error_message(error, name=name)
        self.refused.emit(Message(MessageKind.ERROR, said.what, said.todo))
