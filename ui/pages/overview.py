"""The overview page: the three numbers that matter, progress, what came back, each a way to the work."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from papi_desktop.services.app import App
from papi_desktop.services.changes import Changed
from resources.i18n import gettext as _
from ui.jobs import Jobs
from ui.pages.page import Page


class OverviewPage(Page):
    def __init__(self, app: App, jobs: Jobs) -> None:
        super().__init__("overviewPage", _("Overview"), "overview")
        self._app, self._jobs = app, jobs

    def refresh(self, changed: Changed) -> None:
        del changed

    def areas(self) -> Sequence[QWidget]:
        return ()
