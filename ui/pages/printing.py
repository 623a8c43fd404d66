"""The print page: papers with a preview, saved or sent to the printer."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from papi_desktop.services.app import App
from papi_desktop.services.changes import Changed
from resources.i18n import gettext as _
from ui.jobs import Jobs
from ui.pages.page import Page


class PrintPage(Page):
    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("printPage", _("Print"), "print")
        self._app, self._jobs = app, jobs

    def refresh(self, changed: Changed) -> None:
        del changed

    def areas(self) -> Sequence[QWidget]:
        return ()
