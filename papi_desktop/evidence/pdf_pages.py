"""Drawing a page of a PDF with PDFium, one page at a time, for as long as somebody waits for it."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papi_desktop.domain.errors import Code, EvidenceError, PapiError

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from pypdfium2 import PdfDocument

SECONDS = 15
"""How long one page may take to draw."""

_one_at_a_time = threading.Lock()
"""PDFium keeps state of its own between calls and may be entered by one thread only, its loading included."""


def draw_pdf_page(path: Path, *, page: int, side: int, turned: int, cancelled: Callable[[], bool]) -> "tuple[Picture, int, int]":
    """The page as RGB, its number from 0 (the last one where there are fewer), and how many pages there are.

    Raises ``EvidenceError`` FILE_MISSING, UNREADABLE_PICTURE, PICTURE_LOCKED, PICTURE_TOO_LARGE; ``PapiError(CANCELLED)``.
    """
    with _one_at_a_time:
        if cancelled():  # while it waited for its turn
            raise PapiError(Code.CANCELLED)
        from pypdfium2 import PdfiumError

        try:
            with _opened(path) as document:
                # without forms neither filled-in fields nor the stamps of digital signatures are drawn
                document.init_forms()  # pyright: ignore[reportUnknownMemberType] - untyped
                pages = len(document)
                if not pages:
                    raise EvidenceError(Code.UNREADABLE_PICTURE)
                number = min(page, pages - 1)
                sheet = document[number]
                try:
                    return _draw(sheet, side, turned, cancelled), number, pages
                finally:
                    sheet.close()  # now, under the lock, not whenever Python finds the time
        except FileNotFoundError as error:
            raise EvidenceError(Code.FILE_MISSING, name=path.name) from error
        except PdfiumError as error:
            raise EvidenceError(Code.UNREADABLE_PICTURE) from error


def first_page_text(path: Path) -> str:
    """The text layer of the first page; "" where there is none or it cannot be read. Raises ``OSError``."""
    with _one_at_a_time:
        from pypdfium2 import PdfiumError

        try:
            with _opened(path) as document:
                if not len(document):
                    return ""
                sheet: Any = document[0]
                try:
                    words = sheet.get_textpage()
                    try:
                        return str(words.get_text_bounded()).replace("\r\n", "\n")
                    finally:
                        words.close()
                finally:
                    sheet.close()
        except (PdfiumError, EvidenceError):  # damaged or locked: that is said where its pages are counted
            return ""


def _opened(path: Path) -> "PdfDocument":
    import pypdfium2
    from pypdfium2 import raw

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:  # pyright: ignore[reportUnknownMemberType] - untyped
            raise EvidenceError(Code.PICTURE_LOCKED) from error
        raise


def _draw(sheet: Any, side: int, turned: int, cancelled: Callable[[], bool]) -> "Picture":
    from pypdfium2 import PdfBitmap, raw

    width, height = sheet.get_size()
    if not (width > 0 and height > 0):
        raise EvidenceError(Code.UNREADABLE_PICTURE)
    if turned in {90, 270}:
        width, height = height, width
    scale = side / max(width, height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap: Any = PdfBitmap.new_native(*size, raw.FPDFBitmap_BGR)  # pyright: ignore[reportUnknownMemberType] - untyped
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
        _render(sheet, bitmap, (0, 0, *size, turned // 90), cancelled)
        return bitmap.to_pil().copy()  # the bitmap's own memory goes with it
    finally:
        bitmap.close()


def _render(sheet: Any, bitmap: Any, place: tuple[int, ...], cancelled: Callable[[], bool]) -> None:
    """Draws step by step, so that it can be given up: PDFium asks now and then whether to pause."""
    from pypdfium2 import raw

    until = time.monotonic() + SECONDS

    def give_up(_pause: object) -> bool:
        return cancelled() or time.monotonic() > until

    pause = raw.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(give_up)
    flags = raw.FPDF_ANNOT | raw.FPDF_RENDER_LIMITEDIMAGECACHE
    try:
        status = raw.FPDF_RenderPageBitmap_Start(bitmap, sheet, *place, flags, pause)
    finally:
        raw.FPDF_RenderPage_Close(sheet)
    if status == raw.FPDF_RENDER_TOBECONTINUED:
        raise PapiError(Code.CANCELLED) if cancelled() else EvidenceError(Code.PICTURE_TOO_LARGE)
    if status != raw.FPDF_RENDER_DONE:
        raise EvidenceError(Code.UNREADABLE_PICTURE)
    if sheet.formenv is not None:
        raw.FPDF_FFLDraw(sheet.formenv, bitmap, sheet, *place, flags)
