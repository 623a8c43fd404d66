"""Pages drawn in the background: the one wanted now, then those likely to be wanted next."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from papi_desktop.services.app import App
from papi_desktop.services.pictures import PagePicture, page_picture, paper_picture
from ui.jobs import Ending, Job, Jobs

MOST_BYTES = 48_000_000
"""Pixels kept: half a dozen pages at their usual size, or one drawn for zooming in."""


@dataclass(frozen=True)
class Source:
    """A stored file, or a paper that lies at ``path``; ``edition`` tells papers at one path apart."""

    sha256: str = ""
    media_type: str = ""
    path: Path | None = None
    edition: int = 0


@dataclass(frozen=True)
class Sheet:
    """What is to be drawn: a page, how long in pixels, turned by how many degrees."""

    source: Source
    page: int
    side: int
    turned: int = 0


@dataclass(frozen=True)
class DrawnPage:
    """``page`` is counted from 0; the last one where the sheet asked for one beyond."""

    image: QImage
    page: int
    pages: int


class PageImages(QObject):
    """``ask`` says what is wanted, most urgent first.

    ``drawn`` brings a ``Sheet`` and its ``DrawnPage``, ``failed`` a ``Sheet`` and the ``PapiError``.
    One is drawn at a time. What the next ``ask`` does not name is given up, in the middle of the work where need be.
    """

    drawn = Signal(object, object)
    failed = Signal(object, object)

    def __init__(self, app: App, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._jobs = app, jobs
        self._kept: OrderedDict[Sheet, DrawnPage] = OrderedDict()
        self._bytes = 0
        self._wanted: list[Sheet] = []
        self._drawing: tuple[Sheet, Job, threading.Event] | None = None

    def find(self, sheet: Sheet) -> DrawnPage | None:
        """What has been drawn already and is still kept."""
        found = self._kept.get(sheet)
        if found is not None:
            self._kept.move_to_end(sheet)
        return found

    def ask(self, sheets: Iterable[Sheet]) -> None:
        self._wanted = [sheet for sheet in sheets if sheet not in self._kept]
        if self._drawing is None:
            self._draw_next()
            return
        sheet, job, stop = self._drawing
        if sheet in self._wanted:
            self._wanted.remove(sheet)
        else:
            stop.set()
            job.cancel()

    def _draw_next(self) -> None:
        if self._wanted:
            sheet, stop = self._wanted.pop(0), threading.Event()
            job = self._jobs.read(
                _draw, self._app, sheet, stop.is_set, on_done=partial(self._take, sheet), on_error=partial(self.failed.emit, sheet)
            )
            self._drawing = sheet, job, stop
            job.ended.connect(self._ended)

    def _ended(self, ending: Ending) -> None:
        given_up = self._drawing is not None and self._drawing[2].is_set()
        self._drawing = None
        if ending is Ending.DROPPED and not given_up:  # the window closes or is built anew
            self._wanted.clear()
        self._draw_next()

    def _take(self, sheet: Sheet, page: DrawnPage) -> None:
        self._kept[sheet] = page
        self._bytes += page.image.sizeInBytes()
        while self._bytes > MOST_BYTES and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].image.sizeInBytes()
        self.drawn.emit(sheet, page)


def _draw(app: App, sheet: Sheet, cancelled: Callable[[], bool]) -> DrawnPage:
    source = sheet.source
    if source.path is not None:
        drawn = paper_picture(path=source.path, page=sheet.page, side=sheet.side, cancelled=cancelled)
    else:
        drawn = page_picture(
            app,
            sha256=source.sha256,
            media_type=source.media_type,
            page=sheet.page,
            side=sheet.side,
            turned=sheet.turned,
            cancelled=cancelled,
        )
    return DrawnPage(_image(drawn), drawn.page, drawn.pages)


def _image(drawn: PagePicture) -> QImage:
    """In the form that is painted fastest, with bytes of its own."""
    packed = QImage(drawn.rgb, drawn.width, drawn.height, 3 * drawn.width, QImage.Format.Format_RGB888)
    return packed.convertToFormat(QImage.Format.Format_RGB32)
