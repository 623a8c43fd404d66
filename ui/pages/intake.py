"""Taking bundles in from files and folders: the same way on the sending and on the receiving side."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App, Cancelled, Progress, never, no_progress
from papi_desktop.services.changes import EVERYTHING, Changed
from papi_desktop.services.receiving import is_encrypted
from papi_desktop.wording import error_message
from resources.i18n import gettext as _
from ui.file_choice import ask_files, ask_folder
from ui.jobs import Ending, Jobs
from ui.pages.page import Page
from ui.passphrase import with_keys
from ui.widgets.message_bar import Message, MessageKind
from ui.widgets.progress_panel import ProgressPanel


class _Taken(Protocol):
    @property
    def changed(self) -> Changed: ...


Taken = TypeVar("Taken", bound=_Taken)
Take = Callable[..., Taken]
"""A service that takes ``app, *, paths, progress, cancelled`` and says what became of the files."""


class Intake(QObject, Generic[Taken]):
    """Asks for files, for the keys where something is encrypted, and takes the files in; the progress stands in ``place``.

    ``taken`` comes with what ``take`` gave. Files that arrive meanwhile wait their turn.
    """

    taken = Signal(object)

    def __init__(self, page: Page, app: App, jobs: Jobs, *, take: Callable[..., Taken], place: QVBoxLayout) -> None:
        super().__init__(page)
        self._page, self._app, self._jobs = page, app, jobs
        self._take, self._place = take, place
        self._waiting: list[Path] = []
        self._busy = False
        self.panel: ProgressPanel | None = None

    def choose_files(self) -> None:
        ask_files(self._page, _("Take in bundles"), [_("Bundles (*.papi.age *.papi.zip)"), _("All files (*)")], self.take)

    def choose_folder(self) -> None:
        ask_folder(self._page, _("Take in a whole folder"), lambda folder: self.take([folder]))

    def take(self, paths: Sequence[Path]) -> None:
        """Takes in the bundles in ``paths``, files or folders."""
        if self._busy:
            self._waiting += paths
            return
        self._busy = True
        looking = self._jobs.read(_any_encrypted, tuple(paths), on_done=lambda sealed: self._unlock(paths, locked=sealed))
        looking.ended.connect(self._looked)

    def cancel(self) -> bool:
        """Stops what is being taken in. False when nothing is."""
        if self.panel is None:
            return False
        self.panel.cancel()
        return True

    def _looked(self, ending: Ending) -> None:
        if ending is not Ending.DONE:
            self._free()

    def _unlock(self, paths: Sequence[Path], *, locked: bool) -> None:
        if not locked or self._app.unlocked:
            self._begin(paths)
            return
        self._free()  # the person may also decide against it
        with_keys(self._page.window(), self._app, self._jobs, lambda: self._begin(paths))

    def _begin(self, paths: Sequence[Path]) -> None:
        self._busy = True
        keeps = _("Cancel at any time: bundles taken in stay, the one under way is left out.")
        self.panel = ProgressPanel(_("Taking in bundles"), keeps=keeps)
        self._place.addWidget(self.panel)
        job = self._jobs.run(
            _with_unknown_total,
            self._take,
            self._app,
            paths=tuple(paths),
            title=_("Taking in bundles"),
            long=True,
            on_done=self._done,
            on_error=self._refused,
            on_cancelled=self._cancelled,
        )
        self.panel.follow(job)
        job.ended.connect(self._ended)

    def _done(self, taken: Taken) -> None:
        self._page.changed.emit(taken.changed)
        self.taken.emit(taken)

    def _refused(self, error: PapiError) -> None:
        self._page.changed.emit(EVERYTHING)  # files before this one may have been taken in
        said = error_message(error)
        self._page.message.emit(Message(MessageKind.ERROR, said.what, said.todo))

    def _cancelled(self) -> None:
        self._page.changed.emit(EVERYTHING)
        heading = _("Taking in bundles was cancelled.")
        self._page.message.emit(Message(MessageKind.UNDO, heading, _("Bundles taken in before are kept; nothing half done is left.")))

    def _ended(self) -> None:
        if self.panel is not None:
            self._place.removeWidget(self.panel)
            self.panel.deleteLater()
            self.panel = None
        self._free()

    def _free(self) -> None:
        self._busy = False
        if self._waiting:
            paths, self._waiting = self._waiting, []
            self.take(paths)


def _any_encrypted(paths: Sequence[Path]) -> bool:
    return any(is_encrypted(path) for path in paths)


def _with_unknown_total(
    take: Callable[..., Taken], app: App, *, paths: Sequence[Path], progress: Progress = no_progress, cancelled: Cancelled = never
) -> Taken:
    """One bundle of one has no share to show: its progress is not known, rather than nothing until the end."""

    def report(done: int, total: int) -> None:
        progress(done, total if total > 1 else 0)

    return take(app, paths=paths, progress=report, cancelled=cancelled)
