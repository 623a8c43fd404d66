"""The object store: whole files by the SHA-256 of their bytes, taken in all or none."""

import hashlib
import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from papi_desktop.disk import disk_error, flush_folder
from papi_desktop.domain.errors import Code, EvidenceError, PapiError

CHUNK = 1 << 20


@dataclass(frozen=True)
class ObjectFacts:
    """What is known of an object from recording it: hash in hex, size in bytes, CRC-32 of its bytes."""

    sha256: str
    size: int
    crc32: int


class Intake(Protocol):
    """Objects being taken in. They become part of the store by ``publish`` or not at all."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def new_object(self) -> "ObjectWriter": ...

    def publish(self) -> None:
        """Moves what was taken in to its place. Leaving the block by an exception afterwards takes it out again."""
        ...


class ObjectStore(Protocol):
    """Where object bytes live."""

    def has(self, sha256: str) -> bool: ...

    def open(self, sha256: str) -> BinaryIO: ...

    def path(self, sha256: str) -> Path:
        """A file with the object's bytes, to be read only."""
        ...

    def take_in(self) -> Intake: ...

    def names(self) -> Iterator[str]:
        """The hashes of all objects, in order."""
        ...

    def remove(self, sha256: str) -> None: ...


class ObjectWriter:
    """One object on its way in, hashed as it is written."""

    def __init__(self, path: Path, done: Callable[[ObjectFacts, Path], None]) -> None:
        self._path = path
        self._file = path.open("xb")
        self._done = done
        self._hash = hashlib.sha256()
        self._size = 0
        self._crc = 0

    def write(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            raise disk_error(error, self._path.parent) from error
        self._hash.update(data)
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)

    def commit(self) -> ObjectFacts:
        """Flushes the object to the disk and hands it to the intake."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            raise disk_error(error, self._path.parent) from error
        facts = ObjectFacts(self._hash.hexdigest(), self._size, self._crc)
        self._done(facts, self._path)
        return facts

    def abort(self) -> None:
        with suppress(OSError):  # on a full disk closing fails as well; what counts is that the file goes
            self._file.close()
        self._path.unlink(missing_ok=True)


class FolderStore:
    """Objects as read-only files ``objects/<first two hex digits>/<sha256>``; what is on its way in waits in ``incoming``."""

    def __init__(self, home: Path) -> None:
        self._objects = home / "objects"
        self._incoming = home / "incoming"

    def make(self) -> None:
        self._objects.mkdir(parents=True, exist_ok=True)

    def clear_leftovers(self) -> int:
        """Removes what a killed run left on its way in; how many files it was. Only for the holder of the process lock."""
        leftovers = sum(1 for path in self._incoming.rglob("*") if path.is_file())
        if self._incoming.exists():
            shutil.rmtree(self._incoming)
        return leftovers

    def path(self, sha256: str) -> Path:
        return self._objects / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        return self.path(sha256).open("rb")

    def take_in(self) -> Intake:
        return _FolderIntake(self, self._incoming)

    def names(self) -> Iterator[str]:
        for folder in sorted(self._objects.iterdir()):
            yield from sorted(path.name for path in folder.iterdir())

    def remove(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)

    def adopt(self, sha256: str, staged: Path) -> bool:
        """Moves a staged file to its place; ``False`` when the object was there already.

        One that is there but no longer has the bytes of its name is replaced by the good copy.
        """
        target = self.path(sha256)
        if target.exists() and _hash_of(target) == sha256:
            staged.unlink()
            return False
        was_there = target.exists()
        target.parent.mkdir(exist_ok=True)
        staged.chmod(0o444)
        staged.replace(target)
        flush_folder(target.parent)
        return not was_there


class _FolderIntake:
    def __init__(self, store: FolderStore, incoming: Path) -> None:
        self._store = store
        self._root = incoming
        self._folder = incoming
        self._staged: dict[str, Path] = {}
        self._published: list[str] = []
        self._count = 0

    def __enter__(self) -> Self:
        number = 0
        while True:
            self._folder = self._root / f"{os.getpid()}-{number}"
            try:
                self._folder.mkdir(parents=True)
            except FileExistsError:
                number += 1
                continue
            except OSError as error:
                raise disk_error(error, self._root) from error
            return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            for sha256 in self._published:
                self._store.remove(sha256)
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_object(self) -> ObjectWriter:
        self._count += 1
        try:
            return ObjectWriter(self._folder / str(self._count), self._keep)
        except OSError as error:
            raise disk_error(error, self._folder) from error

    def _keep(self, facts: ObjectFacts, path: Path) -> None:
        if facts.sha256 in self._staged:
            path.unlink()
        else:
            self._staged[facts.sha256] = path

    def publish(self) -> None:
        try:
            for sha256, path in self._staged.items():
                if self._store.adopt(sha256, path):
                    self._published.append(sha256)
        except OSError as error:
            raise disk_error(error, self._folder) from error


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


Stamp = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds: another one when somebody wrote to the file."""


def stamp_of(source: Path) -> Stamp:
    """Raises ``EvidenceError`` FILE_MISSING or FILE_UNREADABLE."""
    try:
        found = source.stat()
    except FileNotFoundError as error:
        raise EvidenceError(Code.FILE_MISSING, name=source.name) from error
    except OSError as error:
        raise EvidenceError(Code.FILE_UNREADABLE, name=source.name, reason=error.strerror or "") from error
    return found.st_size, found.st_mtime_ns


def copy_in(intake: Intake, source: Path, *, cancelled: Callable[[], bool] = lambda: False, seen: Stamp | None = None) -> ObjectFacts:
    """Copies a file from outside into the intake. The file is only read; ``seen`` is its stamp when it was looked at.

    Raises ``EvidenceError`` FILE_MISSING, FILE_UNREADABLE (a folder, no permission, a stick pulled out while reading), or FILE_CHANGED
    when it was written to since then: a copy that is half the old file and half the new one is nobody's evidence.
    """
    before = stamp_of(source) if seen is None else seen
    try:
        file = source.open("rb")
    except FileNotFoundError as error:
        raise EvidenceError(Code.FILE_MISSING, name=source.name) from error
    except OSError as error:
        raise EvidenceError(Code.FILE_UNREADABLE, name=source.name, reason=error.strerror or "") from error
    with file:
        writer = intake.new_object()
        try:
            while chunk := _read(file, source):
                if cancelled():
                    raise PapiError(Code.CANCELLED)
                writer.write(chunk)
            if stamp_of(source) != before:
                raise EvidenceError(Code.FILE_CHANGED, name=source.name)
            return writer.commit()
        except PapiError:
            writer.abort()
            raise


def _read(file: BinaryIO, source: Path) -> bytes:
    try:
        return file.read(CHUNK)
    except OSError as error:
        raise EvidenceError(Code.FILE_UNREADABLE, name=source.name, reason=error.strerror or "") from error
