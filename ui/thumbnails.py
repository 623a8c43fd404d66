"""Small pictures of stored files for lists: read in the background, kept while there is room."""

import time
from collections import OrderedDict
from collections.abc import Mapping, Set
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from papi_desktop.domain.errors import Code, PapiError
from papi_desktop.services.app import App
from papi_desktop.services.pictures import has_picture, thumbnail
from ui.colours import current_scheme
from ui.jobs import Ending, Job, Jobs

MOST_BYTES = 24_000_000
"""Pixels kept; a thumbnail has at most 260,000 bytes of them."""
MOST_WAITING = 400
"""As many as the largest screen shows at once."""
_AT_ONCE = 6
_LONG_ENOUGH = 0.03
"""Seconds."""


@dataclass(frozen=True)
class _Read:
    """By hash. What ``failed`` has no picture, however often it is asked for; ``left`` is still to be read."""

    images: Mapping[str, QImage]
    failed: Set[str]
    left: Mapping[str, str]


class Thumbnails(QObject):
    """``pixmap`` answers at once with what is there and asks for what is not; ``arrived`` carries the hash that has come since.

    Ask when the picture is painted, not when the list is filled: what was asked for last is read first, and of more than
    ``MOST_WAITING`` the oldest are no longer wanted. One job at a time reads a few, so that other reads find a free thread and the list
    is not painted anew for each of them; it stops early where a picture has to be drawn first, which takes long.
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
        self._being_read: dict[str, str] = {}
        """media types by hash"""

    def pixmap(self, sha256: str, media_type: str) -> QPixmap | None:
        """The thumbnail, or None while it is on its way or when this file has none (then the caller shows the kind's icon)."""
        found = self._kept.get(sha256)
        if found is not None:
            self._kept.move_to_end(sha256)
        elif has_picture(media_type) and sha256 not in self._failed and sha256 not in self._being_read:
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
        self._being_read = dict(self._waiting.popitem() for _ in range(min(_AT_ONCE, len(self._waiting))))
        self._reading = self._jobs.read(_read, self._app, self._being_read, on_done=self._take)
        self._reading.ended.connect(self._ended)

    def _ended(self, ending: Ending) -> None:
        self._reading, self._being_read = None, {}
        if ending is Ending.DROPPED:  # the window closes or is built anew
            self._waiting.clear()
        if self._waiting:
            self._read_next()

    def _take(self, read: _Read) -> None:
        self._failed |= read.failed
        self._waiting |= read.left
        for sha256, image in read.images.items():
            self._kept[sha256] = QPixmap.fromImage(image)
            self._bytes += _size(self._kept[sha256])
            while self._bytes > MOST_BYTES:
                self._bytes -= _size(self._kept.popitem(last=False)[1])
        for sha256 in read.images:
            self.arrived.emit(sha256)


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


def _read(app: App, wanted: Mapping[str, str]) -> _Read:
    """Unpacked here, not on the thread of the window. The list shows an icon for what cannot be read; why is said where it is looked at."""
    images: dict[str, QImage] = {}
    failed: set[str] = set()
    left = dict(wanted)
    until = time.monotonic() + _LONG_ENOUGH
    while left and time.monotonic() < until:
        sha256, media_type = next(iter(left.items()))
        del left[sha256]
        try:
            jpeg = thumbnail(app, sha256=sha256, media_type=media_type)
        except PapiError as error:
            if error.code is not Code.FILE_MISSING:  # it may still arrive
                failed.add(sha256)
            continue
        image = QImage() if jpeg is None else QImage.fromData(jpeg, "JPEG")  # pyright: ignore[reportArgumentType, reportCallIssue] - the stub says bytes
        if image.isNull():
            failed.add(sha256)
        else:
            images[sha256] = image
    return _Read(images, failed, dict(reversed(left.items())))  # the most wanted last, as they wait


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
