"""Makes the paper that is looked at: in the background, the last one asked for, in files that go with the page."""

import weakref
from functools import partial
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import App, Cancelled, Progress
from papi_desktop.services.files import remove_folder
from papi_desktop.services.papers import ChecklistChoice, ChecklistPaper, write_checklist
from resources.i18n import gettext as _
from ui.jobs import Job, Jobs

DEBOUNCE_MS = 200
"""Whoever moves through choices by arrow keys waits for the last of them only."""


class _Folder:
    """Where the papers of one page lie. It is made and removed beside the window: a disk may be slow, and a data folder gone."""

    def __init__(self) -> None:
        self._name = uuid4().hex
        self._path: Path | None = None

    def inside(self, folder: Path) -> Path:
        self._path = folder / self._name
        return self._path

    def remove(self) -> None:
        if self._path is not None:
            remove_folder(self._path)


class PaperMaker(QObject):
    """``made`` brings a ``ChecklistPaper``, ``failed`` a ``PapiError``, ``begun`` the ``Job`` of a paper that is being made.

    A paper is removed once another one has taken its place; ``hold`` keeps all of them while one is being saved or printed.
    """

    begun = Signal(object)
    made = Signal(object)
    failed = Signal(object)

    def __init__(self, app: App, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs = app, jobs
        self._folder = _Folder()
        at_end = weakref.finalize(jobs, self._folder.remove)  # at the end of the program, if not with the page
        self.destroyed.connect(partial(_remove_with_page, jobs, self._folder, at_end))
        self._wanted: tuple[ChecklistChoice, str] | None = None
        self._job: Job | None = None
        self._old: list[Path] = []
        self._holds = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(DEBOUNCE_MS)
        self._soon.timeout.connect(self._begin)

    def make(self, choice: ChecklistChoice, name: str) -> None:
        """Makes the paper of ``choice`` now, in a file called ``name``."""
        self._wanted = choice, name
        self._soon.stop()
        self._begin()

    def make_soon(self, choice: ChecklistChoice, name: str) -> None:
        """As ``make``, unless something else is asked for within a moment. What is being made for an older choice is given up."""
        self.give_up()
        self._wanted = choice, name
        self._soon.start()

    def give_up(self) -> None:
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def hold(self) -> None:
        self._holds += 1

    def release(self) -> None:
        self._holds -= 1

    def _begin(self) -> None:
        if self._job is not None:
            self._job.cancel()
        if self._wanted is None:
            return
        choice, name = self._wanted
        self._job = self._jobs.read(
            partial(_write, self._app, self._folder, name=name, choice=choice),
            title=_("Making the paper"),
            long=True,
            on_done=self._take,
            on_error=self._fail,
        )
        self.begun.emit(self._job)

    def _take(self, paper: ChecklistPaper) -> None:
        self._job = None
        self.made.emit(paper)
        if not self._holds and self._old:
            self._jobs.read(_remove, tuple(self._old))
            self._old.clear()
        self._old.append(paper.path.parent)

    def _fail(self, error: PapiError) -> None:
        self._job = None
        self.failed.emit(error)


def _write(app: App, folder: _Folder, *, name: str, choice: ChecklistChoice, progress: Progress, cancelled: Cancelled) -> ChecklistPaper:
    out = folder.inside(app.temporary) / uuid4().hex / name
    return write_checklist(app, out=out, choice=choice, progress=progress, cancelled=cancelled)


def _remove_with_page(jobs: Jobs, folder: _Folder, at_end: "weakref.finalize[[], Jobs]", *_page: object) -> None:
    if not jobs.stopping:  # else nothing is begun any more, and the end of the program is near
        at_end.detach()
        jobs.read(folder.remove)


def _remove(folders: tuple[Path, ...]) -> None:
    for folder in folders:
        remove_folder(folder)
