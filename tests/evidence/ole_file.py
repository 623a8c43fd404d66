"""A compound file ([MS-CFB], version 3) written by hand: storages and streams as old Office files have them."""

import struct
from pathlib import Path
from uuid import UUID

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_NOWHERE = 0xFFFFFFFF
_LEAST = 4096
"""Streams below it would lie in a stream of their own; ours are filled up instead."""


def write_ole(path: Path, streams: dict[str, bytes], storages: tuple[str, ...] = (), clsid: UUID | None = None) -> Path:
    """All entries lie side by side in the root; storages are empty."""
    contents = {name: data.ljust(_LEAST, b"\0") for name, data in streams.items()}
    entries = 1 + len(contents) + len(storages)
    directory_sectors = -(-entries * 128 // _SECTOR)
    chains = [directory_sectors, *(-(-len(data) // _SECTOR) for data in contents.values())]
    fat, starts = [_FAT], list[int]()
    for length in chains:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + length), _END]
    assert len(fat) <= _SECTOR // 4
    names = [*contents, *storages]
    directory = _entry("Root Entry", _ROOT, child=1 if names else _NOWHERE, start=_END, clsid=clsid)
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else _NOWHERE
        if name in contents:
            directory += _entry(name, _STREAM, right=right, start=starts[number], size=len(contents[name]))
        else:
            directory += _entry(name, _STORAGE, right=right)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, starts[0], 0, _LEAST, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    table = struct.pack(f"<{_SECTOR // 4}I", *fat, *[_FREE] * (_SECTOR // 4 - len(fat)))
    body = directory.ljust(directory_sectors * _SECTOR, b"\0") + b"".join(_whole(data) for data in contents.values())
    path.write_bytes(header + table + body)
    return path


def _whole(data: bytes) -> bytes:
    return data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0")


def _entry(
    name: str, kind: int, *, right: int = _NOWHERE, child: int = _NOWHERE, start: int = 0, size: int = 0, clsid: UUID | None = None
) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + struct.pack("<III", _NOWHERE, right, child)
    entry += bytes(16) if clsid is None else clsid.bytes_le
    return entry + bytes(20) + struct.pack("<IQ", start, size)
