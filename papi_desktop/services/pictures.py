"""Pictures of stored files: small ones for lists, pages for looking at closely."""

from dataclasses import dataclass
from pathlib import Path

from papi_desktop.services.app import App

THUMBNAIL = 256
"""The longer side of a thumbnail, in pixels."""


@dataclass(frozen=True)
class PagePicture:
    """One page of a file, or a photo. ``rgb`` holds ``height`` rows of ``width`` times three bytes, from the top left."""

    rgb: bytes
    width: int
    height: int
    page: int
    """counted from 0"""
    pages: int


def thumbnail(app: App, *, sha256: str, media_type: str) -> bytes | None:
    """A JPEG of the first page, at most ``THUMBNAIL`` pixels on its longer side; None for a kind of file that has no picture.

    Made once and kept in the data folder. Raises ``EvidenceError`` FILE_MISSING, or UNREADABLE_PICTURE for a damaged file.
    """
    raise NotImplementedError


def page_picture(app: App, *, sha256: str, media_type: str, page: int = 0, side: int = 1600, turned: int = 0) -> PagePicture:
    """A page of a stored file drawn at most ``side`` pixels long, turned by ``turned`` degrees (a multiple of 90, clockwise).

    Raises ``EvidenceError`` FILE_MISSING, NO_PICTURE for a kind of file that has none, UNREADABLE_PICTURE for a damaged file.
    """
    raise NotImplementedError


def paper_picture(*, path: Path, page: int = 0, side: int = 1600) -> PagePicture:
    """A page of a PDF that this program has just made. Raises ``EvidenceError(UNREADABLE_PICTURE)``."""
    raise NotImplementedError
