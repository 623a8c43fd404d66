"""Small pictures of stored files for lists: read in the background, kept while there is room."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from papi_desktop.services.app import App
from ui.jobs import Jobs


class Thumbnails(QObject):
    """``pixmap`` answers at once with what is there and asks for what is not; ``arrived`` carries the hash that has come since."""

    arrived = Signal(str)

    def __init__(self, app: App, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs = app, jobs

    def pixmap(self, sha256: str, media_type: str) -> QPixmap | None:
        """The thumbnail, or None while it is on its way or when this kind of file has none (then the caller shows the kind's icon)."""
        raise NotImplementedError
