"""A paper on its way to the printer: the system's dialogue, then page by page, drawn in the background."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from papi_desktop.domain.errors import PapiError
from papi_desktop.services.app import Cancelled, Progress
from papi_desktop.services.pictures import paper_picture
from resources.i18n import gettext as _
from ui.jobs import Ending, Job, Jobs

MOST_DPI = 300
"""Sharper than paper shows; more only takes longer."""
_LONG_SIDE_INCHES = 297 / 25.4
_BAND = 160
"""Rows of pixels given to the printer in one turn: a whole page at once would hold up the window for 0.2 s."""
_LEEWAY, _GAP = 80, 5
"""A band may end so many rows sooner, where there is the least ink around: between lines of text no viewer of a PDF shows a seam."""


@dataclass(frozen=True)
class PrintPicture:
    """A page at the printer's resolution, in grey where it has no colour; ``bands`` are the rows that are not blank, first and end."""

    image: QImage
    bands: tuple[tuple[int, int], ...]


class PaperPrinter(QObject):
    """Prints one paper at a time. A paper that fails or is given up is called back from the printer."""

    progress = Signal(object, object)
    """pages done, pages in all"""
    finished = Signal(int)
    """how many pages have gone to the printer: all that were wanted"""
    given_up = Signal()
    failed = Signal(object)
    """a ``PapiError``, or None where it was the printer that refused"""
    ended = Signal()
    """after any of the three"""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._path = Path()
        self._printer: QPrinter | None = None
        self._painter = QPainter()
        self._pages: list[int] = []
        self._done = 0
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        return self._printer is not None

    def print_paper(self, path: Path, printer: QPrinter, *, pages: int) -> None:
        """Prints the PDF of ``pages`` pages at ``path``, as far as the range of ``printer`` takes them in."""
        self._path, self._printer = path, printer
        self._pages, self._done = wanted_pages(printer, pages), 0
        self._draw_next(printer)

    def cancel(self) -> bool:
        """False when nothing is being printed."""
        if self._printer is None:
            return False
        self._call_back()
        self.given_up.emit()
        self.ended.emit()
        return True

    def _draw_next(self, printer: QPrinter) -> None:
        self.progress.emit(self._done, len(self._pages))
        if self._done == len(self._pages):
            self._finish()
            return
        side = ceil(min(MOST_DPI, printer.resolution()) * _LONG_SIDE_INCHES)
        work = partial(_draw, self._path, self._pages[self._done], side)
        then = partial(self._begin_page, printer)
        self._wait_for(self._jobs.read(work, title=_("Printing"), long=True, on_done=then, on_error=self._fail))

    def _begin_page(self, printer: QPrinter, picture: PrintPicture) -> None:
        image = picture.image
        turn = QPageLayout.Orientation.Landscape if image.width() > image.height() else QPageLayout.Orientation.Portrait
        if printer.pageLayout().orientation() is not turn:
            printer.setPageOrientation(turn)
        if printer.newPage() if self._painter.isActive() else self._painter.begin(printer):
            self._cut_next(printer, picture, 0)
        else:
            self._fail(None)

    def _cut_next(self, printer: QPrinter, picture: PrintPicture, number: int) -> None:
        """Each band in a turn of its own, as a job, so that the window knows that something is under way."""
        if number < len(picture.bands):
            then = partial(self._paint, printer, picture, number)
            self._wait_for(self._jobs.read(_cut, picture.image, picture.bands[number], on_done=then))
        elif printer.printerState() is QPrinter.PrinterState.Error:
            self._fail(None)
        else:
            self._done += 1
            self._draw_next(printer)

    def _paint(self, printer: QPrinter, picture: PrintPicture, number: int, band: QImage) -> None:
        paper = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
        top, end = (round(paper.height() * row / picture.image.height()) for row in picture.bands[number])
        self._painter.drawImage(QRect(0, top, paper.width(), end - top), band)
        self._cut_next(printer, picture, number + 1)

    def _wait_for(self, job: Job) -> None:
        self._job = job
        job.ended.connect(partial(self._drop_with, job))

    def _drop_with(self, job: Job, ending: Ending) -> None:
        """The window closes: nothing is printed by halves."""
        if ending is Ending.DROPPED and job is self._job:
            self.cancel()

    def _finish(self) -> None:
        taken = not self._painter.isActive() or self._painter.end()
        self._printer = self._job = None
        if taken:
            self.finished.emit(self._done)
        else:
            self.failed.emit(None)
        self.ended.emit()

    def _fail(self, error: PapiError | None) -> None:
        self._call_back()
        self.failed.emit(error)
        self.ended.emit()

    def _call_back(self) -> None:
        printer, self._printer = self._printer, None
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        if printer is not None and self._painter.isActive():
            printer.abort()
            self._painter.end()


def printers_installed() -> bool:
    return bool(QPrinterInfo.availablePrinterNames())


def a4_printer(name: str, *, pages: int, landscape: bool) -> QPrinter:
    """The person's usual printer, set for a paper of our own: its margins are in the paper, so it is drawn from edge to edge."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    turn = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), turn, QMarginsF()))
    printer.setFullPage(True)
    printer.setFromTo(1, pages)
    printer.setPrintRange(QPrinter.PrintRange.AllPages)
    return printer


def ask_printer(parent: QWidget, printer: QPrinter, *, pages: int, then: Callable[[bool], object]) -> None:
    """The system's print dialogue: printer, copies, pages. Calls ``then`` with whether it was confirmed."""
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, pages)

    def answered(result: int) -> None:
        dialog.deleteLater()
        then(result == QPrintDialog.DialogCode.Accepted)

    dialog.finished.connect(answered)
    QDialog.open(dialog)  # what QPrintDialog calls "open" wants a slot by its C++ name


def wanted_pages(printer: QPrinter, pages: int) -> list[int]:
    """The pages of the range chosen, counted from 0, in the order in which the printer wants them."""
    wanted = list(range(pages))
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        wanted = [page for page in wanted if ranges.isEmpty() or ranges.contains(page + 1)]
    return wanted[::-1] if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst else wanted


def _draw(path: Path, page: int, side: int, *, progress: Progress, cancelled: Cancelled) -> PrintPicture:
    del progress
    drawn = paper_picture(path=path, page=page, side=side, cancelled=cancelled)
    row = 3 * drawn.width
    packed = QImage(drawn.rgb, drawn.width, drawn.height, row, QImage.Format.Format_RGB888)
    image = packed.convertToFormat(QImage.Format.Format_Grayscale8 if packed.allGray() else QImage.Format.Format_RGB32)
    blank = b"\xff" * (row * _BAND)
    return PrintPicture(image, tuple((top, end) for top, end in _bands(image) if not blank.startswith(drawn.rgb[row * top : row * end])))


def _bands(image: QImage) -> Iterator[tuple[int, int]]:
    """The page in strips of at most ``_BAND`` rows."""
    narrow = image.scaled(1, image.height(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    column = narrow.convertToFormat(QImage.Format.Format_Grayscale8)
    light = bytes(column.constBits())[:: column.bytesPerLine()]
    top, height = 0, image.height()
    while top < height:
        last = top + _BAND
        end = height if last >= height else max(range(last - _LEEWAY, last + 1), key=lambda row: min(light[row - _GAP : row + _GAP]))
        yield top, end
        top = end


def _cut(image: QImage, rows: tuple[int, int]) -> QImage:
    top, end = rows
    return image.copy(0, top, image.width(), end - top)
