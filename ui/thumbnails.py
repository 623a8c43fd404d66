"""Small pictures of stored files for lists: read in the background, kept while there is room."""

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.services.app import App
from papi_desktop.services.pictures import has_picture, thumbnail
from ui.colours import current_scheme
from ui.jobs import Ending, Job, Jobs

MOST_BYTES = 48_000_000
"""Pixels kept; a thumbnail has at most 260,000 bytes of them."""
MOST_WAITING = 400
"""As many as the largest screen shows at once."""


class Thumbnails(QObject):
    """``pixmap`` answers at once with what is there and asks for what is not; ``arrived`` carries the hash that has come since.

    Ask when the picture is painted, not when the list is filled: what was asked for last is read first, and of more than
    ``MOST_WAITING`` the oldest are no longer wanted. One is read at a time, so that other reads find a free thread.
    """

    arrived = Signal(str)

    def __init__(self, app: App, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs = app, jobs
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._bytes = 0
        self._failed: set[str] = set()
        self._waiting: OrderedDict[str, str] = OrderedDict()
        self._reading: Job | None = None
        self._being_read = ""

    def pixmap(self, sha256: str, media_type: str) -> QPixmap | None:
        """The thumbnail, or None while it is on its way or when this file has none (then the caller shows the kind's icon)."""
        found = self._kept.get(sha256)
        if found is not None:
            self._kept.move_to_end(sha256)
        elif has_picture(media_type) and sha256 not in self._failed and sha256 != self._being_read:
            self._ask(sha256, media_type)
        return found

    def _ask(self, sha256: str, media_type: str) -> None:
        self._waiting[sha256] = media_type
        self._waiting.move_to_end(sha256)
        if len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
        if self._reading is None:
            self._read_next()

    def _read_next(self) -> None:
        sha256, media_type = self._waiting.popitem()
        self._being_read = sha256
        self._reading = self._jobs.read(
            _read, self._app, sha256, media_type, on_done=partial(self._take, sha256), on_error=partial(self._fail, sha256)
        )
        self._reading.ended.connect(self._ended)

    def _ended(self, ending: Ending) -> None:
        self._reading, self._being_read = None, ""
        if ending is Ending.DROPPED:  # the window closes or is built anew
            self._waiting.clear()
        if self._waiting:
            self._read_next()

    def _take(self, sha256: str, image: QImage) -> None:
        if image.isNull():
            self._failed.add(sha256)
            return
        self._kept[sha256] = QPixmap.fromImage(image)
        self._bytes += _size(self._kept[sha256])
        while self._bytes > MOST_BYTES:
            self._bytes -= _size(self._kept.popitem(last=False)[1])
        self.arrived.emit(sha256)

    def _fail(self, sha256: str, error: PapiError) -> None:
        """The list shows an icon; why there is no picture is said where the file is looked at. One that is away may come."""
        if error.code is not Code.FILE_MISSING:
            self._failed.add(sha256)


def filling(picture: QPixmap, size: QSize, ratio: float) -> QPixmap:
    """The middle of ``picture``, with an edge, in exactly ``size`` logical pixels on a screen of ``ratio``."""
    wanted = size * ratio
    scaled = picture.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation)
    corner = QRect((scaled.width() - wanted.width()) // 2, (scaled.height() - wanted.height()) // 2, wanted.width(), wanted.height())
    cut = scaled.copy(corner)
    painter = QPainter(cut)
    painter.setPen(QColor(current_scheme().line))  # white paper needs an edge on a white list
    painter.drawRect(cut.rect().adjusted(0, 0, -1, -1))
    painter.end()
    cut.setDevicePixelRatio(ratio)
    return cut


def type_icon(media_type: str) -> str:
    """The icon for a kind of file, where there is no picture of it."""
    if media_type.startswith("image/"):
        return "image"
    return "broadcast" if media_type.startswith(("audio/", "video/")) else "file"


def _read(app: App, sha256: str, media_type: str) -> QImage:
    """Unpacked here, not on the thread of the window."""
    jpeg = thumbnail(app, sha256=sha256, media_type=media_type)
    return QImage() if jpeg is None else QImage.fromData(jpeg, "JPEG")  # pyright: ignore[reportArgumentType, reportCallIssue] - the stub says bytes


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
