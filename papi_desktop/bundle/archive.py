"""The one ZIP64 layout of a bundle, as pure functions from names, sizes, CRC-32s and offsets to bytes.

Every field is either given by a member or constant (APPNOTE 6.3.9): STORED, no flags, no data descriptor, no comment, no gap, no
directory entry, one time stamp, one set of attributes. A ZIP64 extra stands exactly where a field exceeds 2^32-2 (counts: 2^16-2).
Reading is therefore writing again and comparing: whatever is not byte for byte what these functions write is refused.

Not looked at here: which names a bundle may hold (``layout``), and the members' bytes (``verifying``).
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from papi_desktop.bundle.layout import MAX_MEMBERS, MAX_NAME
from papi_desktop.domain.errors import BundleError, Code

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR = struct.Struct("<4sIQI")
_TALL = struct.Struct("<QQ")

_VERSION = 45
"""ZIP 4.5, the version that has ZIP64; the same for every member, so that it carries no information."""
_MADE_BY = 3 << 8 | _VERSION
_MODE = 0o100644 << 16
_TIME, _DATE = 0, 1 << 5 | 1
"""1 January 1980, 00:00, the first moment that ZIP knows."""
_BIG = 0xFFFFFFFF
_MANY = 0xFFFF

TAIL_BYTES = 1 << 16
"""As much of the end of a file as ``find_directory`` wants to see: the records, and room to tell a cut file from one that was added to."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the archive; ``offset`` is where its local header begins."""

    name: str
    size: int
    crc32: int
    offset: int

    @property
    def data_offset(self) -> int:
        """Where the member's own bytes begin."""
        return self.offset + len(local_header(self))


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the central directory lies, and how many members it lists."""

    offset: int
    size: int
    count: int


def lay_out(files: Iterable[tuple[str, int, int]]) -> Iterator[Member]:
    """Members for ``(name, size, crc32)``, one directly behind the other."""
    offset = 0
    for name, size, crc32 in files:
        member = Member(name, size, crc32, offset)
        yield member
        offset = member.data_offset + size


def local_header(member: Member) -> bytes:
    """What stands before the member's bytes."""
    name = member.name.encode("ascii")
    extra = _extra(*((member.size, member.size) if member.size >= _BIG else ()))
    size = min(member.size, _BIG)
    fields = (b"PK\3\4", _VERSION, 0, 0, _TIME, _DATE, member.crc32, size, size, len(name), len(extra))
    return _LOCAL.pack(*fields) + name + extra


def central_header(member: Member) -> bytes:
    """The member's entry in the central directory."""
    name = member.name.encode("ascii")
    tall = (member.size, member.size) if member.size >= _BIG else ()
    extra = _extra(*tall, *((member.offset,) if member.offset >= _BIG else ()))
    size, offset = min(member.size, _BIG), min(member.offset, _BIG)
    fields = (b"PK\1\2", _MADE_BY, _VERSION, 0, 0, _TIME, _DATE, member.crc32, size, size, len(name), len(extra), 0, 0, 0, _MODE, offset)
    return _CENTRAL.pack(*fields) + name + extra


def end_records(directory: Directory) -> bytes:
    """What stands behind the central directory: the end record, with its ZIP64 form and locator before it where a field needs them."""
    many, size, offset = min(directory.count, _MANY), min(directory.size, _BIG), min(directory.offset, _BIG)
    end = _END.pack(b"PK\5\6", 0, 0, many, many, size, offset, 0)
    if many < _MANY and size < _BIG and offset < _BIG:
        return end
    body = _END64.size - 12  # the record's length does not count its signature and itself
    count = directory.count
    end64 = _END64.pack(b"PK\6\6", body, _MADE_BY, _VERSION, 0, 0, count, count, directory.size, directory.offset)
    return end64 + _LOCATOR.pack(b"PK\6\7", 0, directory.offset + directory.size, 1) + end


def closing(members: Iterable[Member]) -> Iterator[bytes]:
    """Central directory and end records of an archive whose members have been written."""
    offset = size = count = 0
    for member in members:
        header = central_header(member)
        yield header
        offset, size, count = member.data_offset + member.size, size + len(header), count + 1
    yield end_records(Directory(offset, size, count))


def find_directory(tail: bytes, file_size: int) -> Directory:
    """The directory that the end records name; ``tail`` is the last ``TAIL_BYTES`` of the file (all of it, if it is shorter).

    Raises ``TRUNCATED`` where the end is missing and ``LAYOUT`` or ``BOUNDS`` where it is not the canonical one.
    """
    end = tail[-_END.size :]
    if len(end) < _END.size or not end.startswith(b"PK\5\6"):
        raise BundleError(_what_ends(tail), part="end")
    _, _, _, _, count, size, offset, _ = _END.unpack(end)
    if count == _MANY or _BIG in {size, offset}:
        end64 = tail[: -_END.size][-_LOCATOR.size - _END64.size :][: _END64.size]
        if len(end64) < _END64.size:
            raise BundleError(Code.LAYOUT, part="end")
        *_, count, size, offset = _END64.unpack(end64)
    directory = Directory(offset, size, count)
    if count > MAX_MEMBERS or size > count * (_CENTRAL.size + MAX_NAME + 28):
        raise BundleError(Code.BOUNDS, part="members", limit=MAX_MEMBERS)
    canonical = end_records(directory) if offset <= file_size else b""
    if offset + size + len(canonical) != file_size or not tail.endswith(canonical):
        raise BundleError(Code.LAYOUT, part="end")
    return directory


def read_directory(data: bytes, directory: Directory) -> tuple[Member, ...]:
    """The members that the bytes of the central directory list, when these are the canonical ones; else ``LAYOUT``."""
    members: list[Member] = []
    place = offset = 0
    for number in range(directory.count):
        member = _read_entry(data, place, offset, directory.offset)
        header = central_header(member) if member else b""
        if member is None or not data.startswith(header, place):
            raise BundleError(Code.LAYOUT, part="directory", entry=number + 1)
        members.append(member)
        place, offset = place + len(header), member.data_offset + member.size
    if place != len(data) or offset != directory.offset:
        raise BundleError(Code.LAYOUT, part="directory")
    return tuple(members)


def _read_entry(data: bytes, place: int, offset: int, limit: int) -> Member | None:
    """Name, size and CRC of the entry at ``place``; its offset is not read but given, since members leave no gap up to ``limit``."""
    if place + _CENTRAL.size > len(data):
        return None
    _, _, _, _, _, _, _, crc32, size, _, name_size, extra_size, *_ = _CENTRAL.unpack_from(data, place)
    start = place + _CENTRAL.size
    name, extra = data[start : start + name_size], data[start + name_size : start + name_size + extra_size]
    if not name.isascii() or name_size > MAX_NAME:
        return None
    if size == _BIG:
        if len(extra) < 4 + _TALL.size:
            return None
        size, _ = _TALL.unpack_from(extra, 4)
    return Member(name.decode("ascii"), size, crc32, offset) if offset + size <= limit else None


def _extra(*values: int) -> bytes:
    """The ZIP64 extra field for the values that do not fit, or nothing."""
    return struct.pack(f"<2H{len(values)}Q", 1, 8 * len(values), *values) if values else b""


def _what_ends(tail: bytes) -> Code:
    """``TRUNCATED``, unless a whole end record stands before something that was added."""
    place = tail.rfind(b"PK\5\6")
    return Code.LAYOUT if place >= 0 and place + _END.size < len(tail) else Code.TRUNCATED
