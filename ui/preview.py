"""Looking at a file inside the window: photos and the pages of a PDF, with zoom, turning and full view."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from papi_desktop.services.app import App
from papi_desktop.services.tasks import AttachmentView
from ui.jobs import Jobs


class Preview(QWidget):
    """Shows one of the files of an evidence, or a paper just made. Everything is read and drawn in the background.

    Keys while the page that holds it is open (the page binds them to the actions below): PgUp and PgDn turn pages, + and - zoom,
    0 fits the page, Space opens the full view and Esc leaves it.
    """

    shown = Signal()
    """What was asked for is on the screen, or the words that say why it cannot be."""
    open_requested = Signal(object)
    """an ``AttachmentView`` that has no picture here and is to be opened in the system's program"""

    def __init__(self, app: App, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs = app, jobs

    def show_files(self, files: Sequence[AttachmentView], number: int = 0) -> None:
        """Shows ``files[number]``; ``show_file`` moves between them."""
        raise NotImplementedError

    def show_file(self, number: int) -> None:
        raise NotImplementedError

    def show_paper(self, path: Path) -> None:
        """Shows a PDF that this program has just made."""
        raise NotImplementedError

    def clear(self) -> None:
        raise NotImplementedError

    @property
    def number(self) -> int:
        """Which of the files is shown, from 0."""
        raise NotImplementedError

    @property
    def page(self) -> int:
        raise NotImplementedError

    @property
    def pages(self) -> int:
        raise NotImplementedError

    def next_page(self) -> None:
        raise NotImplementedError

    def previous_page(self) -> None:
        raise NotImplementedError

    def zoom_in(self) -> None:
        raise NotImplementedError

    def zoom_out(self) -> None:
        raise NotImplementedError

    def fit(self) -> None:
        raise NotImplementedError

    def turn(self) -> None:
        """A quarter to the right."""
        raise NotImplementedError

    def full_view(self) -> None:
        raise NotImplementedError

    def leave_full_view(self) -> bool:
        """False when it is not open."""
        raise NotImplementedError
