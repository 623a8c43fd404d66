"""What can be read from an evidence file: its type by content, pages, image size, when a photo was taken; and what is refused."""

import logging
import os
import re
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papi_desktop.domain.errors import Code, EvidenceError
from papi_desktop.domain.text import nfc
from papi_desktop.evidence.containers import PROGRAM_NAMES, Inside, look_inside
from papi_desktop.evidence.first_words import first_words

if TYPE_CHECKING:
    from PIL.Image import Exif
    from PIL.Image import Image as Picture
    from pypdf import PdfReader

HEAD = 4096
"""Bytes looked at to tell the type."""
_TAIL = 4096
"""Bytes at the end in which a PDF must say where its table of contents stands."""
_COUNTED = 100 * 1024 * 1024
"""Bytes of the largest PDF whose pages are counted: a damaged one may be read from end to end, line by line."""
_PDF_END = re.compile(rb"startxref\s*\d+\s*%%EOF")

_PROGRAM_HEADS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\0asm",
    b"dex\n",
    b"!<arch>\n",  # a package of Debian
    b"\xed\xab\xee\xdb",  # a package of Red Hat
    b"conectix",  # pictures of whole disks
    b"vhdxfile",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
)
_SCRIPT_BEGINS = re.compile(
    r"(#!|<\?php|<%|@?echo off\b|<job\b|<package\b|<scriptlet\b|<hta:|on error resume next\b|option explicit\b|set-executionpolicy\b"
    r"|powershell\b|cmd(\.exe)? /c\b|wscript\.|createobject\()"
)
_MARKUP = re.compile(r"<(svg|html|head|body|!doctype html|\?xml)\b")
_MARKUP_SCRIPT = re.compile(r"<script\b|javascript:|vbscript:|<foreignobject\b|<(iframe|object|embed)\b|\bon[a-z]{3,20}\s*=\s*[\"']")
_MARKUP_READ = 1_000_000
_HEIC = "image/heic"
"""Photos of phones. They are told from videos and kept; reading them takes libheif, which one flipped bit makes crash the whole process."""
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""ISO/IEC 23008-12, Annex B: what stands behind "ftyp" in such a file."""
_LYING = frozenset({5, 6, 7, 8})
"""Orientations of EXIF in which the picture lies on its side."""
_ISO_MARK, _ISO_PLACE = b"CD001", 0x8001
_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
"""For the types that content alone does not tell apart: text is text, and a locked Office file hides what it is."""


@dataclass(frozen=True)
class FileFacts:
    """What a file says of itself. ``taken_at`` is the camera's local time, without a zone; ``unread`` is why nothing more could be read.

    ``width`` and ``height`` are those of the picture put upright; ``latitude`` and ``longitude`` in degrees, where it was taken.

    ``macros``: opening it can run something. ``locked``: it asks for a password, which the office above does not have.
    """

    media_type: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    macros: bool = False
    locked: bool = False
    unread: str = ""
    words: str = ""
    """the beginning of its text"""


def refuse_unfit(path: Path) -> bytes:
    """The first bytes of a file that may become evidence.

    Raises ``EvidenceError``: FILE_MISSING, FILE_UNREADABLE, FILE_EMPTY, FILE_EXECUTABLE (programs and scripts, by their content whatever
    their name, by their name whatever their content, and inside a ZIP).
    """
    name = nfc(path.name)
    try:
        if path.exists() and not path.is_file():  # a folder, a pipe, a device: reading could wait for ever
            raise EvidenceError(Code.FILE_UNREADABLE, name=name)
        with path.open("rb") as file:
            head = file.read(HEAD)
        program = bool(head) and _is_program(path, head)
        inside = look_inside(path, head).program
    except FileNotFoundError as error:
        raise EvidenceError(Code.FILE_MISSING, name=name) from error
    except OSError as error:
        raise EvidenceError(Code.FILE_UNREADABLE, name=name, reason=error.strerror or "") from error
    if not head:
        raise EvidenceError(Code.FILE_EMPTY, name=name)
    if program:
        raise EvidenceError(Code.FILE_EXECUTABLE, name=name)
    if inside:
        raise EvidenceError(Code.FILE_EXECUTABLE, name=f"{name} ({nfc(inside)})")
    return head


def _is_program(path: Path, head: bytes) -> bool:
    if head.startswith(_PROGRAM_HEADS) or PROGRAM_NAMES.search(path.name):
        return True
    begin = _as_text(head).lstrip("\ufeff\0 \t\r\n").lower()
    if _SCRIPT_BEGINS.match(begin):
        return True
    with path.open("rb") as file:
        if _MARKUP.search(begin[:1000]) and _MARKUP_SCRIPT.search(_as_text(file.read(_MARKUP_READ)).lower()):
            return True
        file.seek(_ISO_PLACE)
        return file.read(len(_ISO_MARK)) == _ISO_MARK


def _as_text(data: bytes) -> str:
    """Good enough to find ASCII words in, in whatever encoding they hide."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "replace")


def read_facts(path: Path, head: bytes) -> FileFacts:
    """Reads what there is to read. Content that cannot be parsed is no error: it is said in ``unread``. Raises ``EvidenceError``."""
    try:
        inside = look_inside(path, head)
        media_type = _media_type(path, head, inside)
        if media_type == "application/pdf":
            facts = _read_pdf(path, media_type)
            return facts if facts.pages is None else replace(facts, words=first_words(path, media_type))
        if media_type == _HEIC:
            return FileFacts(media_type, unread="HEIC")
        if media_type.startswith("image/"):
            return _read_image(path, media_type)
        words = first_words(path, media_type)
    except OSError as error:  # a stick pulled out while it is read
        raise EvidenceError(Code.FILE_UNREADABLE, name=nfc(path.name), reason=error.strerror or "") from error
    return FileFacts(media_type, macros=inside.macros, locked=inside.locked, unread=inside.unread, words=words)


def _media_type(path: Path, head: bytes, inside: Inside) -> str:
    if inside.media_type:
        return inside.media_type
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return _HEIC
    by_name = _MEDIA_TYPES.get(path.suffix.lower())
    found = _types_by_content(head)
    best = found[0] if found else ""
    if by_name is not None and (not best or by_name in found or inside.locked):
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
            return FileFacts(media_type) if size > _COUNTED else _pdf_facts(PdfReader(file, strict=False), media_type)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # pypdf lets Python's own errors through on damaged files; the file is kept all the same
        return FileFacts(media_type, unread=str(error) or type(error).__name__)


def _pdf_facts(reader: "PdfReader", media_type: str) -> FileFacts:
    from pypdf import PasswordType

    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        return FileFacts(media_type, locked=True)
    return FileFacts(media_type, pages=len(reader.pages), macros=_runs_something(reader))


def _runs_something(reader: "PdfReader") -> bool:
    """Whether opening the document runs a script or starts a program (ISO 32000-1, 12.6.4.5 and 12.6.4.16)."""
    root: Any = reader.trailer["/Root"].get_object()
    opening: Any = root.get("/OpenAction")
    action: Any = None if opening is None else opening.get_object()
    runs = hasattr(action, "get") and action.get("/S") in {"/JavaScript", "/Launch"}  # else it is a place in the document
    names: Any = root.get("/Names")
    return runs or "/AA" in root or (names is not None and "/JavaScript" in names.get_object())


def _read_image(path: Path, media_type: str) -> FileFacts:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # damaged notes of a camera: the picture counts
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                return _image_facts(image, media_type)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,
        TypeError,
        LookupError,
        ArithmeticError,
        struct.error,
    ) as error:  # Pillow lets Python's own errors through on damaged files
        return FileFacts(media_type, unread=str(error) or type(error).__name__)


def _image_facts(image: "Picture", media_type: str) -> FileFacts:
    from PIL import ExifTags

    exif = image.getexif()
    width, height = image.size
    if exif.get(ExifTags.Base.Orientation) in _LYING:
        width, height = height, width
    latitude, longitude = _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
    return FileFacts(media_type, width=width, height=height, taken_at=_taken_at(exif), latitude=latitude, longitude=longitude)


def _taken_at(exif: "Exif") -> datetime | None:
    from PIL import ExifTags

    written = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        return datetime.strptime(str(written).strip("\x00 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - cameras write no zone
    except ValueError:
        return None


def _place(written: Mapping[int, Any]) -> tuple[Decimal | None, Decimal | None]:
    """Latitude and longitude in degrees, north and east positive; both or neither. A phone without a fix writes zeros."""
    from PIL.ExifTags import GPS

    found = [
        _degrees(written.get(GPS.GPSLatitude), written.get(GPS.GPSLatitudeRef), "S", 90),
        _degrees(written.get(GPS.GPSLongitude), written.get(GPS.GPSLongitudeRef), "W", 180),
    ]
    latitude, longitude = found
    return (None, None) if None in found or not any(found) else (latitude, longitude)


def _degrees(parts: Any, reference: Any, negative: str, most: int) -> Decimal | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:  # not a number is not in between either
        return None
    return Decimal(f"{-value if str(reference).strip().upper() == negative else value:.6f}")
