"""Pictures of stored files: small ones for lists, pages for looking at closely."""

from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from papi_desktop.evidence.pictures import PagePicture, as_jpeg, draw_page, has_picture
from papi_desktop.services.app import App, Cancelled, never
from papi_desktop.services.evidence import object_path

__all__ = ["THUMBNAIL", "PagePicture", "has_picture", "page_picture", "paper_picture", "thumbnail"]

THUMBNAIL = 256
"""The longer side of a thumbnail, in pixels."""
_FOLDER = "thumbnails"
_JPEG_HEAD, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"


def thumbnail(app: App, *, sha256: str, media_type: str) -> bytes | None:
    """A JPEG of the first page, at most ``THUMBNAIL`` pixels on its longer side; None for a kind of file that has no picture.

    Made once and kept in the data folder, where the disk lets it be kept. Raises ``EvidenceError`` as ``page_picture``.
    """
    if not has_picture(media_type):
        return None
    kept = app.home / _FOLDER / sha256[:2] / f"{sha256}.jpg"
    jpeg = _read(kept)
    if jpeg is None:
        jpeg = as_jpeg(draw_page(object_path(app, sha256=sha256), media_type, side=THUMBNAIL))
        with suppress(OSError):  # a full or read-only disk: it is shown all the same, and drawn again the next time
            _keep(app, kept, jpeg)
    return jpeg


def page_picture(
    app: App, *, sha256: str, media_type: str, page: int = 0, side: int = 1600, turned: int = 0, cancelled: Cancelled = never
) -> PagePicture:
    """A page of a stored file drawn at most ``side`` pixels long, turned by ``turned`` degrees (a multiple of 90, clockwise).

    A page beyond the last is the last. Raises ``EvidenceError``: FILE_MISSING, NO_PICTURE for a kind of file that has none,
    UNREADABLE_PICTURE for a damaged file, PICTURE_LOCKED for one that asks for a password, PICTURE_TOO_LARGE.
    """
    return draw_page(object_path(app, sha256=sha256), media_type, page=page, side=side, turned=turned % 360, cancelled=cancelled)


def paper_picture(*, path: Path, page: int = 0, side: int = 1600, cancelled: Cancelled = never) -> PagePicture:
    """A page of a PDF that this program has just made. Raises ``EvidenceError`` FILE_MISSING or UNREADABLE_PICTURE."""
    return draw_page(path, "application/pdf", page=page, side=side, cancelled=cancelled)


def _read(kept: Path) -> bytes | None:
    """What was kept, if all of it is there: it was not flushed when it was written, so a power cut may have left less."""
    try:
        jpeg = kept.read_bytes()
    except OSError:
        return None
    return jpeg if jpeg.startswith(_JPEG_HEAD) and jpeg.endswith(_JPEG_END) else None


def _keep(app: App, kept: Path, jpeg: bytes) -> None:
    """Written where every start clears up, then renamed: whoever reads finds all of it or nothing."""
    half = app.temporary / f"{uuid4().hex}.jpg"
    try:
        half.write_bytes(jpeg)
        kept.parent.mkdir(parents=True, exist_ok=True)
        half.replace(kept)
    except OSError:
        half.unlink(missing_ok=True)
        raise
