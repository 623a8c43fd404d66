"""What lies inside ZIP and OLE files, told from their tables of contents: nothing is unpacked but a few small parts.

ZIP: APPNOTE 6.3.10. OLE: [MS-CFB]; encrypted Office files: [MS-OFFCRYPTO]; flags of old Word and Excel files: [MS-DOC] 2.5.1 and
[MS-XLS] 2.4.117.
"""

import os
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ZIP_HEADS = (b"PK\x03\x04", b"PK\x05\x06")
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

PROGRAM_NAMES = re.compile(
    r"\.(exe|com|scr|pif|msi|msp|mst|msc|cpl|dll|xll|ocx|sys|drv|bat|cmd|ps1|ps1xml|psm1|psd1|vbs|vbe|vb|js|jse|wsf|wsh|ws|sct|hta|chm|inf"
    r"|jar|class|lnk|url|scf|reg|settingcontent-ms|application|gadget|appref-ms|appx|msix|iso|img|vhd|vhdx|sh|bash|apk|dex|appimage"
    r"|desktop|deb|rpm|py|pyw|pyc|php|pl|rb|wasm)[. ]*$",  # Windows drops dots and spaces at the end of a name
    re.IGNORECASE,
)
"""File names by which a system starts a program."""

_MOST_LISTED = 8_000_000
"""Bytes of the longest table of contents of a ZIP that is read: some 100,000 names."""
_MOST_READ = 1_000_000
"""Bytes of the largest part that is unpacked."""
_END_OF_ZIP = b"PK\x05\x06"
_LONGEST_END = 22 + 0xFFFF
_ENCRYPTED = 0x1
_OPEN_XML = {
    b"wordprocessingml.document.main": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"spreadsheetml.sheet.main": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"presentationml.presentation.main": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    b"ms-word.document.macroenabled": "application/vnd.ms-word.document.macroenabled.12",
    b"ms-excel.sheet.macroenabled": "application/vnd.ms-excel.sheet.macroenabled.12",
    b"ms-powerpoint.presentation.macroenabled": "application/vnd.ms-powerpoint.presentation.macroenabled.12",
}
_OLE_STREAMS = {
    "worddocument": "application/msword",
    "workbook": "application/vnd.ms-excel",
    "book": "application/vnd.ms-excel",
    "powerpoint document": "application/vnd.ms-powerpoint",
    "__properties_version1.0": "application/vnd.ms-outlook",
}
_OLE_MACROS = frozenset({"macros", "_vba_project_cur", "vba"})
_INSTALLERS = ("000C1084-", "000C1082-", "000C1086-")
"""How the class ids of Windows Installer packages, transforms and patches begin."""
_WORD_ENCRYPTED = 0x0100
_EXCEL_FILEPASS = 0x2F
_EXCEL_RECORDS = 50
"""The record of the password stands right behind the first one; this many are looked at."""


@dataclass(frozen=True)
class Inside:
    """``media_type`` is "" where the contents do not tell; ``program`` names a program or script in it; ``unread`` is why nothing was told.

    ``macros``: opening it can run something. ``locked``: it asks for a password.
    """

    media_type: str = ""
    program: str = ""
    macros: bool = False
    locked: bool = False
    unread: str = ""


NOTHING = Inside()


def look_inside(path: Path, head: bytes) -> Inside:
    """What is inside a file that begins with ``head``; ``NOTHING`` for one that is no container. Raises ``OSError``."""
    if head.startswith(ZIP_HEADS):
        return _inside_zip(path)
    return _inside_ole(path) if head.startswith(OLE_HEAD) else NOTHING


def _inside_zip(path: Path) -> Inside:
    try:
        if _listed(path) > _MOST_LISTED:
            return Inside("application/zip", unread="too many files in it")
        with zipfile.ZipFile(path) as archive:
            return _judged(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, struct.error) as error:
        # all that zipfile lets through on damaged, locked and unknown kinds of packing
        return Inside("application/zip", unread=str(error) or type(error).__name__)


def _listed(path: Path) -> int:
    """Bytes of the table of contents, as the end of the file says; zipfile would read it whole, however long."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _LONGEST_END))
        tail = file.read(_LONGEST_END)
    end = tail.rfind(_END_OF_ZIP)
    if end < 0 or len(tail) < end + 22:
        raise zipfile.BadZipFile
    return int(struct.unpack_from("<I", tail, end + 12)[0])


def _judged(archive: zipfile.ZipFile) -> Inside:
    members = archive.infolist()
    names = {member.filename for member in members}
    locked = any(member.flag_bits & _ENCRYPTED for member in members)
    if "[Content_Types].xml" in names:
        types = _part(archive, "[Content_Types].xml").lower()
        kind = next((media_type for mark, media_type in _OPEN_XML.items() if mark in types), "application/zip")
        return Inside(kind, macros=kind.endswith(".12") or any(name.lower().endswith("vbaproject.bin") for name in names), locked=locked)
    if "mimetype" in names and (kind := _part(archive, "mimetype").decode("ascii", "replace").strip()).startswith("application/vnd.oasis."):
        manifest = _part(archive, "META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
        macros = any(name.startswith(("Basic/", "Scripts/")) for name in names)
        return Inside(kind, macros=macros, locked=locked or b"encryption-data" in manifest)
    program = next((name for name in sorted(names) if PROGRAM_NAMES.search(name) or name == "META-INF/MANIFEST.MF"), "")
    return Inside("application/zip", program=program, locked=locked)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MOST_READ)


def _inside_ole(path: Path) -> Inside:
    from olefile import OleFileIO

    open_ole: Any = OleFileIO  # typed for one kind of path only
    try:
        with open_ole(str(path)) as ole:
            return _judged_ole(ole)
    except (OSError, ValueError, TypeError, IndexError, KeyError, AttributeError, RecursionError, struct.error) as error:
        # olefile lets Python's own errors through on damaged files
        if isinstance(error, PermissionError | FileNotFoundError):
            raise
        return Inside(unread=str(error) or type(error).__name__)


def _judged_ole(ole: Any) -> Inside:
    parts = [[name.lower() for name in entry] for entry in ole.listdir(streams=True, storages=True)]
    roots = {entry[0] for entry in parts}
    if str(ole.root.clsid).upper().startswith(_INSTALLERS):
        return Inside(program="Windows Installer")
    if "encryptedpackage" in roots:
        return Inside(locked=True)
    kind = next((media_type for stream, media_type in _OLE_STREAMS.items() if stream in roots), "")
    macros = any(name in _OLE_MACROS for entry in parts for name in entry)
    return Inside(kind, macros=macros, locked=_is_locked(ole, roots))


def _is_locked(ole: Any, roots: set[str]) -> bool:
    if "worddocument" in roots:
        begin = ole.openstream("WordDocument").read(12)
        return len(begin) == 12 and bool(struct.unpack_from("<H", begin, 10)[0] & _WORD_ENCRYPTED)
    book = next((name for name in ("Workbook", "Book") if name.lower() in roots), None)
    return book is not None and _has_password(ole.openstream(book))


def _has_password(book: Any) -> bool:
    for _ in range(_EXCEL_RECORDS):
        header = book.read(4)
        if len(header) < 4:
            return False
        kind, length = struct.unpack("<HH", header)
        if kind == _EXCEL_FILEPASS:
            return True
        book.read(length)
    return False
