"""What can be read from an evidence file: its type by content, pages, image size, when a photo was taken; and what is refused."""

import logging
import os
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from papi_desktop.domain.errors import Code, EvidenceError
from papi_desktop.domain.text import nfc

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

HEAD = 4096
"""Bytes looked at to tell the type."""
_TAIL = 4096
"""Bytes at the end in which a PDF must say where its table of contents stands."""
_COUNTED = 100 * 1024 * 1024
"""Bytes of the largest PDF whose pages are counted: a damaged one may be read from end to end, line by line."""
_PDF_END = re.compile(rb"startxref\s*\d+\s*%%EOF")

_EXECUTABLE_HEADS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xcf\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
)
_EXECUTABLE_ENDINGS = re.compile(
    r"\.(exe|com|scr|pif|msi|msp|msc|cpl|dll|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|chm|inf|jar|lnk|url|reg|settingcontent-ms"
    r"|sh|apk|appimage|desktop|py|pyw)[. ]*$",  # Windows drops dots and spaces at the end of a name
    re.IGNORECASE,
)
_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
"""For the types that content alone does not tell apart: Office files are ZIPs, text is text."""


@dataclass(frozen=True)
class FileFacts:
    """What a file says of itself. ``taken_at`` is the camera's local time, without a zone; ``unread`` is why nothing more could be read."""

    media_type: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    unread: str = ""


def refuse_unfit(path: Path) -> bytes:
    """The first bytes of a file that may become evidence.

    Raises ``EvidenceError``: FILE_MISSING, FILE_UNREADABLE, FILE_EMPTY, FILE_EXECUTABLE (programs and scripts, by content and by name).
    """
    try:
        if path.exists() and not path.is_file():  # a folder, a pipe, a device: reading could wait for ever
            raise EvidenceError(Code.FILE_UNREADABLE, name=nfc(path.name))
        with path.open("rb") as file:
            head = file.read(HEAD)
    except FileNotFoundError as error:
        raise EvidenceError(Code.FILE_MISSING, name=nfc(path.name)) from error
    except OSError as error:
        raise EvidenceError(Code.FILE_UNREADABLE, name=nfc(path.name), reason=error.strerror or "") from error
    if not head:
        raise EvidenceError(Code.FILE_EMPTY, name=nfc(path.name))
    if head.startswith(_EXECUTABLE_HEADS) or _EXECUTABLE_ENDINGS.search(path.name):
        raise EvidenceError(Code.FILE_EXECUTABLE, name=nfc(path.name))
    return head


def read_facts(path: Path, head: bytes) -> FileFacts:
    """Reads what there is to read. Content that cannot be parsed is no error: it is said in ``unread``."""
    media_type = _media_type(path, head)
    reader: Callable[[Path, str], FileFacts] | None = None
    if media_type == "application/pdf":
        reader = _read_pdf
    elif media_type.startswith("image/"):
        reader = _read_image
    return FileFacts(media_type) if reader is None else reader(path, media_type)


def _media_type(path: Path, head: bytes) -> str:
    by_name = _MEDIA_TYPES.get(path.suffix.lower())
    found = _types_by_content(head)
    best = found[0] if found else ""
    if by_name is not None and (best in {"application/zip", ""} or by_name in found):
        return by_name
    return best or "application/octet-stream"


def _types_by_content(head: bytes) -> list[str]:
    """Media types that the first bytes may be, likeliest first."""
    import puremagic

    try:
        matches = puremagic.magic_string(head)  # pyright: ignore[reportUnknownMemberType] - its parameter has no type
    except puremagic.PureError:
        return []
    return [str(match.mime_type) for match in matches]  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - untyped field


def _read_pdf(path: Path, media_type: str) -> FileFacts:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it notices is said as ``unread``, not on a terminal
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            if _PDF_END.search(file.read(_TAIL)) is None:  # pypdf would look for it through the whole file
                return FileFacts(media_type, unread="EOF marker not found")
            return FileFacts(media_type, pages=len(PdfReader(file, strict=False).pages) if size <= _COUNTED else None)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # pypdf lets Python's own errors through on damaged files; the file is kept all the same
        return FileFacts(media_type, unread=str(error) or type(error).__name__)


def _read_image(path: Path, media_type: str) -> FileFacts:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                return FileFacts(media_type, width=image.width, height=image.height, taken_at=_taken_at(image))
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,
    ) as error:
        return FileFacts(media_type, unread=str(error) or type(error).__name__)


def _taken_at(image: "Picture") -> datetime | None:
    from PIL import ExifTags

    exif = image.getexif()
    written = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        return datetime.strptime(str(written).strip("\x00 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - cameras write no zone
    except ValueError:
        return None
