"""The archive's byte layout, held against Python's zipfile; sizes beyond 4 GiB as sparse files."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.bundle.archive import (
    TAIL_BYTES,
    Directory,
    Member,
    central_header,
    closing,
    find_directory,
    lay_out,
    local_header,
    read_directory,
)
from papi_desktop.bundle.layout import MAX_MEMBERS
from papi_desktop.domain.errors import BundleError, Code

GIB4 = 1 << 32
NAMES = st.from_regex(r"[a-z0-9./-]{1,60}", fullmatch=True)


def pack(parts: list[tuple[str, bytes]]) -> bytes:
    members = list(lay_out((name, len(data), zlib.crc32(data)) for name, data in parts))
    return b"".join(local_header(m) + d for m, (_, d) in zip(members, parts, strict=True)) + b"".join(closing(members))


def read(data: bytes) -> tuple[Member, ...]:
    directory = find_directory(data[-TAIL_BYTES:], len(data))
    return read_directory(data[directory.offset : directory.offset + directory.size], directory)


@given(st.lists(st.tuples(NAMES, st.binary(max_size=50)), min_size=1, max_size=8, unique_by=lambda part: part[0]))
def test_zipfile_reads_what_we_write(parts: list[tuple[str, bytes]]) -> None:
    data = pack(parts)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert [(info.filename, archive.read(info)) for info in archive.infolist()] == parts
        assert {(info.date_time, info.compress_type, info.flag_bits) for info in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0, 0)}
    assert [(m.name, data[m.data_offset : m.data_offset + m.size]) for m in read(data)] == parts


@given(st.binary(max_size=200))
def test_noise_is_refused(data: bytes) -> None:
    with pytest.raises(BundleError):
        read(data)
    with pytest.raises(BundleError):
        read(b"x" + data + b"PK\5\6" + data[:18].ljust(18, b"\0"))


SIZES: dict[str, list[int]] = {
    "one byte below the sentinel": [GIB4 - 2, 1],
    "the sentinel itself": [GIB4 - 1, 1],
    "beyond 4 GiB": [GIB4 + 5, 0, 7],
    "only offsets beyond 4 GiB": [GIB4 - 100, 50, 3],
    "offset at the sentinel": [GIB4 - 1 - 31, 50, 3],
    "both": [5, 3 * GIB4, 3 * GIB4, 1],
}


@pytest.mark.parametrize("name", SIZES)
def test_large_archives_are_read_by_zipfile(name: str, tmp_path: Path) -> None:
    """Holes instead of bytes: only the headers are real."""
    members = list(lay_out((f"{n}", size, n) for n, size in enumerate(SIZES[name])))
    path = tmp_path / "large.zip"
    with path.open("wb") as file:
        for member in members:
            file.seek(member.offset)
            file.write(local_header(member))
        file.seek(members[-1].data_offset + members[-1].size)
        file.writelines(closing(members))
        size = file.tell()
    with zipfile.ZipFile(path) as archive:
        found = [(info.filename, info.file_size, info.CRC, info.header_offset) for info in archive.infolist()]
        assert found == [(m.name, m.size, m.crc32, m.offset) for m in members]
        for info in archive.infolist():
            archive.open(info).close()  # reads the local header
    with path.open("rb") as file:
        file.seek(max(0, size - TAIL_BYTES))
        directory = find_directory(file.read(), size)
        file.seek(directory.offset)
        assert read_directory(file.read(directory.size), directory) == tuple(members)


def test_extras_stand_exactly_where_they_are_needed() -> None:
    for size, extra in ((GIB4 - 2, 0), (GIB4 - 1, 20), (GIB4, 20)):
        assert len(local_header(Member("x", size, 0, 0))) == 31 + extra


def test_many_members_need_a_zip64_end() -> None:
    parts = [(f"{n:06d}", b"") for n in range(70_000)]
    data = pack(parts)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert len(archive.namelist()) == 70_000
    assert len(read(data)) == 70_000


def test_sizes_that_add_up_to_more_than_any_offset() -> None:
    entries = central_header(Member("a", (1 << 64) - 1, 0, 0)) + central_header(Member("b", 1, 0, 5))
    with pytest.raises(BundleError) as caught:
        read_directory(entries, Directory(offset=1000, size=len(entries), count=2))
    assert caught.value.params == {"part": "directory", "entry": 1}


def test_more_members_than_a_bundle_may_have_stop_at_once() -> None:
    data = b"".join(closing(lay_out((f"{n}", 0, 0) for n in range(MAX_MEMBERS + 1))))
    with pytest.raises(BundleError) as caught:
        find_directory(data[-TAIL_BYTES:], len(data))
    assert caught.value.code is Code.BOUNDS
