"""Reading a bundle from a file: the I/O around ``verifying``. The incoming file is only ever opened for reading."""

import os
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from papi_desktop.bundle import age, layout
from papi_desktop.bundle.archive import TAIL_BYTES, Member, find_directory, local_header, read_directory
from papi_desktop.bundle.journal import parse_digests, walk
from papi_desktop.bundle.layout import BundleInfo, Position
from papi_desktop.bundle.records import Record, decode_records, gunzip
from papi_desktop.bundle.sums import CHUNK, Sums
from papi_desktop.bundle.verifying import Trust, TrustedCard, Verifier
from papi_desktop.bundle.work import Cancelled, Progress, TagFiles, never, reading_errors, stop_if, storage_errors, unwatched
from papi_desktop.domain.errors import BundleError, Code

_ZIP_START = b"PK\3\4"
_NAME_AT = 30
"""Where the first member's name stands; that of a bundle begins with its folder's."""


class ObjectWriter(Protocol):
    """Where an object goes while it is still unverified; ``commit`` is called once its hash was right, ``abort`` in every other case."""

    def write(self, data: bytes, /) -> object: ...

    def commit(self) -> object: ...

    def abort(self) -> object: ...


def recognise(path: Path) -> Literal["zip", "age"] | None:
    """What ``path`` is by its content: a plain bundle, an age file (whatever is in it), or neither. Raises ``FILE_UNREADABLE``."""
    with reading_errors(path):
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as file:
            start = file.read(_NAME_AT + 5)
    if start.startswith(age.HEADER):
        return "age"
    return "zip" if start.startswith(_ZIP_START) and start.endswith(b"papi-") else None


@dataclass(frozen=True, slots=True)
class VerifiedBundleReport:
    """What ``verify_bundle`` found to be whole and genuine; ``records`` counts by type. ``sender`` is None where no trust was asked for."""

    info: BundleInfo
    sender: TrustedCard | None
    encrypted: bool
    members: int
    records: dict[str, int]
    objects: int
    object_bytes: int


class VerifiedBundle:
    """A bundle whose layout, seal, sender, recipient and journal are verified; records and objects are as they are read.

    ``object_names`` are ``(sha256, size)`` of the objects in it, ``tag_files`` the sealed files to keep as proof. ``sender`` is None only
    where no trust was asked for.
    """

    def __init__(self, file: "_Source", trust: Trust | None, *, encrypted: bool, progress: Progress, cancelled: Cancelled) -> None:
        self._file = file
        self._progress = progress
        self._cancelled = cancelled
        self.encrypted = encrypted
        self._verifier = Verifier(_members(file), trust)
        self.tag_files: TagFiles = {name: self._bytes(name) for name in self._verifier.contents.tags}
        self._accepted = self._verifier.accept(self.tag_files)
        self.info = self._accepted.info
        self.sender = self._accepted.sender
        self.object_names = tuple(
            (sha256, self._verifier.members[layout.object_name(sha256)].size) for sha256 in self._verifier.contents.objects
        )
        self.digests_bytes = self._verified(layout.JOURNAL)
        self._digests = parse_digests(self.digests_bytes)
        for _ in self.heads():
            pass

    def digests(self) -> tuple[bytes, ...]:
        """The digest of every journal entry in the range; they lead from ``head_from`` to ``head_to``."""
        return self._digests

    def heads(self) -> Iterator[tuple[Position, bytes]]:
        """Every position in the range with its head, for the receiver to keep."""
        return walk(self.info, self._digests)

    def records_bytes(self) -> bytes:
        """``records.jsonl.gz`` as it lies in the bundle, hash compared."""
        return self._verified(layout.RECORDS)

    def records(self) -> Iterator[Record]:
        """The records, decoded one at a time, from bytes whose hash was compared first. Raises ``OBJECT``, ``RECORDS``, ``BOUNDS``."""
        return decode_records(gunzip(self.records_bytes()))

    def stream_objects(self, sink: Callable[[str, int], ObjectWriter]) -> None:
        """Copy every object to the writer that ``sink(sha256, size)`` gives, hashing on the way.

        The first wrong one raises ``OBJECT``, naming it; those before it were committed.
        """
        done, total = 0, sum(size for _, size in self.object_names)
        with Sums() as sums:
            for sha256, size in self.object_names:
                name = layout.object_name(sha256)
                writer = sink(sha256, size)
                try:
                    for chunk in self._verifier.checked(self._accepted, name, self._chunks(name), sums):
                        stop_if(self._cancelled)
                        writer.write(chunk)
                        done += len(chunk)
                        self._progress("verify", done, total)
                except BaseException:
                    writer.abort()
                    raise
                writer.commit()

    def member_count(self) -> int:
        return len(self._verifier.members)

    def _verified(self, name: str) -> bytes:
        with Sums() as sums:
            return b"".join(self._verifier.checked(self._accepted, name, self._chunks(name), sums))

    def _bytes(self, name: str) -> bytes:
        return b"".join(self._chunks(name))

    def _chunks(self, name: str) -> Iterator[bytes]:
        member = self._verifier.members[name]
        start, end = member.data_offset, member.data_offset + member.size
        return (self._file.read_at(place, min(CHUNK, end - place)) for place in range(start, end, CHUNK))


@contextmanager
def open_bundle(
    path: Path,
    *,
    identities: Sequence[str],
    trust: Trust | None,
    temporary: Path,
    progress: Progress = unwatched,
    cancelled: Cancelled = never,
) -> Generator[VerifiedBundle]:
    """The bundle in ``path``, steps 1 to 5 of "Receiving" done as far as they need no database.

    An age file is opened with ``identities`` to a file in ``temporary``, which is removed at the end. With ``trust`` None the bundle is
    judged by itself, whoever sealed it and for whom. Raises ``BundleError`` with the code that says which step failed.
    """
    kind = recognise(path)
    with ExitStack() as stack:
        plain = path
        if kind == "age":
            plain = stack.enter_context(_decrypted(path, identities, temporary, progress, cancelled))
        if kind is None or (kind == "age" and recognise(plain) != "zip"):
            raise BundleError(Code.NOT_A_BUNDLE, path=str(path))
        with reading_errors(path):
            file = stack.enter_context(plain.open("rb", buffering=0))
        yield VerifiedBundle(_Source(file, path), trust, encrypted=kind == "age", progress=progress, cancelled=cancelled)


def verify_bundle(
    path: Path,
    *,
    identities: Sequence[str],
    trust: Trust | None,
    temporary: Path,
    progress: Progress = unwatched,
    cancelled: Cancelled = never,
) -> VerifiedBundleReport:
    """Check everything in a bundle, every record and object too, and keep nothing. Parameters and errors are those of ``open_bundle``."""
    with open_bundle(path, identities=identities, trust=trust, temporary=temporary, progress=progress, cancelled=cancelled) as bundle:
        bundle.stream_objects(lambda _sha256, _size: _Nowhere())
        records = Counter(record.t for record in bundle.records())
        return VerifiedBundleReport(
            info=bundle.info,
            sender=bundle.sender,
            encrypted=bundle.encrypted,
            members=bundle.member_count(),
            records=dict(records),
            objects=len(bundle.object_names),
            object_bytes=sum(size for _, size in bundle.object_names),
        )


class _Nowhere:
    """Takes an object that is only to be checked."""

    def write(self, data: bytes, /) -> None: ...

    def commit(self) -> None: ...

    def abort(self) -> None: ...


class _Source:
    """A file opened for reading, at any place; a read that fails says so by a named error."""

    def __init__(self, file: FileIO, path: Path) -> None:
        self._file = file
        self._path = path
        with reading_errors(path):
            self.size = file.seek(0, os.SEEK_END)

    def read_at(self, offset: int, size: int) -> bytes:
        """Exactly ``size`` bytes."""
        parts: list[bytes] = []
        with reading_errors(self._path):
            self._file.seek(offset)
            while size and (part := self._file.read(size)):
                parts.append(part)
                size -= len(part)
        if size:
            raise BundleError(Code.TRUNCATED, path=str(self._path))
        return parts[0] if len(parts) == 1 else b"".join(parts)


def _members(file: _Source) -> tuple[Member, ...]:
    """The member list, when directory and every local header are the canonical bytes (step 2)."""
    tail_size = min(TAIL_BYTES, file.size)
    directory = find_directory(file.read_at(file.size - tail_size, tail_size), file.size)
    members = read_directory(file.read_at(directory.offset, directory.size), directory)
    for member in members:
        header = local_header(member)
        if file.read_at(member.offset, len(header)) != header:
            raise BundleError(Code.LAYOUT, part="header", member=member.name)
    return members


@contextmanager
def _decrypted(path: Path, identities: Sequence[str], temporary: Path, progress: Progress, cancelled: Cancelled) -> Generator[Path]:
    """The plaintext of an age file, in a file that gets its name only after the last byte authenticated, and is gone in the end."""
    with storage_errors(temporary):
        handle, name = tempfile.mkstemp(prefix="bundle-", suffix=".part", dir=temporary)
    part, plain = Path(name), Path(name).with_suffix(".zip")
    try:
        with storage_errors(temporary):
            with os.fdopen(handle, "wb", buffering=CHUNK) as target:
                _decrypt(path, target, identities, progress, cancelled)
            part.replace(plain)
        yield plain
    finally:
        for leftover in (part, plain):
            with suppress(OSError):  # what cannot be removed now is cleared at the next start
                leftover.unlink(missing_ok=True)


def _decrypt(path: Path, target: age.Sink, identities: Sequence[str], progress: Progress, cancelled: Cancelled) -> None:
    """``TRUNCATED`` where the age file ends too early, ``OBJECT`` with its offset where it was changed in its middle."""
    with reading_errors(path):
        file = path.open("rb", buffering=CHUNK)
    with file:
        with reading_errors(path):
            size = os.fstat(file.fileno()).st_size
            header, end, _ = file.read(age.MAX_HEADER).partition(age.HEADER_END)
            file.seek(0)
        if not end:
            raise BundleError(Code.TRUNCATED if size < age.MAX_HEADER else Code.CANNOT_OPEN, path=str(path), part="header")
        try:
            age.decrypt(_Ciphertext(file, path, size, progress, cancelled), target, identities)
        except age.NotAuthentic as error:
            at = len(header) + len(end) + age.HEADER_REST + error.offset // age.CHUNK * age.CHUNK_SEALED
            code = Code.OBJECT if at + age.CHUNK_SEALED < size else Code.TRUNCATED
            raise BundleError(code, member=path.name, path=str(path), offset=at) from error


class _Ciphertext:
    """The age file as it is read for decrypting: reports, can be cancelled, and names a failing disk."""

    def __init__(self, file: BinaryIO, path: Path, size: int, progress: Progress, cancelled: Cancelled) -> None:
        self._file, self._path, self._size = file, path, size
        self._progress, self._cancelled = progress, cancelled
        self._done = 0

    def read(self, size: int, /) -> bytes:
        stop_if(self._cancelled)
        with reading_errors(self._path):
            data = self._file.read(size)
        before, self._done = self._done, self._done + len(data)
        if before // CHUNK != self._done // CHUNK:
            self._progress("open", self._done, self._size)
        return data
