"""Writing a bundle: one forward pass to a ``.part`` beside the target, flushed, read back from the device, then renamed.

Nothing else in the folder is touched, and whatever goes wrong the ``.part`` is gone.
"""

import errno
import os
import shutil
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from papi_desktop.bundle import age, layout
from papi_desktop.bundle.archive import Member, closing, lay_out, local_header
from papi_desktop.bundle.card import fingerprint
from papi_desktop.bundle.journal import parse_digests, walk
from papi_desktop.bundle.keys import Keys
from papi_desktop.bundle.layout import BundleInfo
from papi_desktop.bundle.seal import seal
from papi_desktop.bundle.sums import CHUNK, FileSum, Sums
from papi_desktop.bundle.work import Cancelled, Progress, TagFiles, stop_if, storage_errors
from papi_desktop.disk import flush_folder
from papi_desktop.domain.errors import BundleError, Code, StorageError


@dataclass(frozen=True, slots=True)
class ObjectSource:
    """An object as it was recorded, and how to read its bytes."""

    sha256: str
    size: int
    crc32: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class WrittenBundle:
    """A bundle that was written and read back: where, how long, its file's SHA-256, and the tag files to keep as proof."""

    path: Path
    bytes: int
    sha256: str
    info: BundleInfo
    tag_files: TagFiles


@dataclass(frozen=True, slots=True)
class _Draft:
    """The whole archive before its first byte is written."""

    info: BundleInfo
    members: tuple[Member, ...]
    parts: tuple[bytes | ObjectSource, ...]
    tag_files: TagFiles

    @property
    def size(self) -> int:
        last = self.members[-1]
        return last.data_offset + last.size + sum(map(len, closing(self.members)))


def write_bundle(
    target: Path,
    *,
    info: BundleInfo,
    records: bytes,
    digests: bytes,
    objects: Sequence[ObjectSource],
    keys: Keys,
    recipients: Sequence[str] | None,
    progress: Progress,
    cancelled: Cancelled,
) -> WrittenBundle:
    """Write the bundle that ``info`` describes to ``target``, encrypted to the age ``recipients`` or, with None, plain.

    ``records`` is the gzip member of the records, ``digests`` the text of the journal digests (``journal.encode_digests``). Payload size
    and count of ``info`` are counted here, whatever it says. The clause is "Writing to a stick".

    Raises ``FILE_EXISTS``; ``OBJECT_DAMAGED`` (``sha256``) where an object's bytes are not those recorded; ``READ_BACK`` where the device
    gives back other bytes; ``CANCELLED``; ``DISK_FULL`` and ``WRITE_FAILED`` with the path. ``CHAIN`` and ``WRONG_FINGERPRINT`` mean that
    the caller's figures do not belong together.
    """
    part = target.with_name(target.name + ".part")
    draft = _draft(info, records, digests, objects, keys)
    try:
        with storage_errors(target):
            _make_room(target, part, draft.size)
            written = _write(part, draft, recipients, progress, cancelled)
            flush_folder(target.parent)
        _read_back(part, written, progress, cancelled)
        with storage_errors(target):
            _publish(part, target)
    except BaseException:
        with suppress(OSError):  # the stick may be gone, and the first error is the one to tell
            part.unlink(missing_ok=True)
        raise
    return WrittenBundle(target, written[0], written[1], draft.info, draft.tag_files)


def _draft(info: BundleInfo, records: bytes, digests: bytes, objects: Sequence[ObjectSource], keys: Keys) -> _Draft:
    if fingerprint(keys.certificate_pem) != info.sender_fingerprint:
        raise BundleError(Code.WRONG_FINGERPRINT, fingerprint=info.sender_fingerprint)
    for _ in walk(info, parse_digests(digests)):
        pass
    sources = sorted({source.sha256: source for source in objects}.values(), key=lambda source: source.sha256)
    small = {layout.RECORDS: records, layout.JOURNAL: digests}
    payload: dict[str, bytes | ObjectSource] = {**small, **{layout.object_name(s.sha256): s for s in sources}}
    sizes = [len(part) if isinstance(part, bytes) else part.size for part in payload.values()]
    info = replace(info, payload_bytes=sum(sizes), payload_files=len(sizes))
    hashes = {name: sha256(part).hexdigest() if isinstance(part, bytes) else part.sha256 for name, part in payload.items()}
    tags: TagFiles = {
        layout.BAGIT: layout.BAGIT_TEXT,
        layout.BAG_INFO: layout.encode_bag_info(info),
        layout.CERTIFICATE: keys.certificate_pem.encode(),
        layout.MANIFEST: layout.encode_manifest(hashes.items()),
    }
    tags[layout.TAG_MANIFEST] = layout.encode_manifest((name, sha256(data).hexdigest()) for name, data in tags.items())
    tags[layout.SEAL] = seal(tags[layout.TAG_MANIFEST], keys)
    folder = layout.folder_name(info.bundle_id)
    parts: dict[str, bytes | ObjectSource] = {**tags, **payload}
    members = tuple(lay_out((f"{folder}/{name}", *_size_and_crc32(part)) for name, part in parts.items()))
    layout.check_members([(member.name, member.size) for member in members])
    return _Draft(info, members, tuple(parts.values()), tags)


def _size_and_crc32(part: bytes | ObjectSource) -> tuple[int, int]:
    return (len(part), zlib.crc32(part)) if isinstance(part, bytes) else (part.size, part.crc32)


def _write(part: Path, draft: _Draft, recipients: Sequence[str] | None, progress: Progress, cancelled: Cancelled) -> tuple[int, str]:
    """Write and flush the file; its size and SHA-256 as they went out."""
    with part.open("xb", buffering=0) as file, FileSum() as total, Sums() as sums:
        _check_file_size(file, draft.size)
        output = _Output(file, total)
        chunks = _counted(_archive(draft, sums), draft.size, progress, cancelled)
        if recipients is None:
            for chunk in chunks:
                output.write(chunk)
        else:
            age.encrypt(chunks, output, recipients)
        output.flush()
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):  # so that reading back asks the device and not the cache
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return total.size, total.sha256


def _check_file_size(file: FileIO, size: int) -> None:
    """Ask whether the file system takes a file of this size (FAT32 ends at 4 GiB - 1): Linux lets no one seek further than that.

    Elsewhere the write that goes beyond says so, later.
    """
    try:
        file.seek(size)
    except OSError as error:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG)) from error
    file.seek(0)


def _archive(draft: _Draft, sums: Sums) -> Iterator[bytes]:
    """The bytes of the archive, from the first to the last."""
    for member, part in zip(draft.members, draft.parts, strict=True):
        yield local_header(member)
        if isinstance(part, bytes):
            yield part
        else:
            yield from _object(part, sums)
    yield from closing(draft.members)


def _object(source: ObjectSource, sums: Sums) -> Iterator[bytes]:
    """The object's bytes; ``OBJECT_DAMAGED`` as soon as they are seen to be other ones."""
    sums.begin()
    try:
        with source.open() as file:
            while chunk := file.read(CHUNK):
                sums.update(chunk)
                if sums.size > source.size:
                    break
                yield chunk
    except OSError as error:
        raise BundleError(Code.OBJECT_DAMAGED, sha256=source.sha256, reason=str(error)) from error
    if (sums.size, sums.sha256, sums.crc32) != (source.size, source.sha256, source.crc32):
        raise BundleError(Code.OBJECT_DAMAGED, sha256=source.sha256)


def _counted(chunks: Iterator[bytes], total: int, progress: Progress, cancelled: Cancelled) -> Iterator[bytes]:
    done = 0
    for chunk in chunks:
        stop_if(cancelled)
        yield chunk
        done += len(chunk)
        progress("write", done, total)


class _Output:
    """Gathers small pieces, writes large ones, and hashes what goes out."""

    def __init__(self, file: FileIO, total: FileSum) -> None:
        self._file = file
        self._total = total
        self._pieces: list[bytes] = []
        self._waiting = 0

    def write(self, data: bytes) -> None:
        self._pieces.append(data)
        self._waiting += len(data)
        if self._waiting >= CHUNK:
            self.flush()

    def flush(self) -> None:
        data = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces, self._waiting = [], 0
        self._total.update(data)
        rest = memoryview(data)
        while rest:  # an unbuffered file may take less than it is given
            rest = rest[self._file.write(rest) :]


def _read_back(part: Path, written: tuple[int, str], progress: Progress, cancelled: Cancelled) -> None:
    """Compare the file as the device gives it back with what went out.

    One hash over the whole file holds every member's: each object was compared with its own hash on the way out.
    """
    try:
        with part.open("rb", buffering=0) as file, FileSum() as found:
            while chunk := file.read(CHUNK):
                stop_if(cancelled)
                found.update(chunk)
                progress("check", found.size, written[0])
    except OSError as error:
        raise BundleError(Code.READ_BACK, path=str(part), reason=str(error)) from error
    if (found.size, found.sha256) != written:
        raise BundleError(Code.READ_BACK, path=str(part))


def _make_room(target: Path, part: Path, size: int) -> None:
    """Refuse what cannot go well before it costs time, and clear away what an earlier attempt left."""
    if os.path.lexists(target):
        raise BundleError(Code.FILE_EXISTS, path=str(target))
    part.unlink(missing_ok=True)
    free = shutil.disk_usage(target.parent).free
    if free < size:
        raise StorageError(Code.DISK_FULL, path=str(target), needed=size, free=free)


def _publish(part: Path, target: Path) -> None:
    """Give the finished file its name without ever overwriting."""
    try:
        os.link(part, target)
    except FileExistsError as error:
        raise BundleError(Code.FILE_EXISTS, path=str(target)) from error
    except OSError as error:  # FAT and some network folders have no links
        if os.path.lexists(target):
            raise BundleError(Code.FILE_EXISTS, path=str(target)) from error
        part.rename(target)
    else:
        part.unlink()
    flush_folder(target.parent)
