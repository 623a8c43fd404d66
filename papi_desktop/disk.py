"""Writing to a disk so that a power cut leaves the old or the new, and saying what went wrong when it fails."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from papi_desktop.domain.errors import Code, StorageError

_FULL = {errno.ENOSPC, errno.EDQUOT}


def disk_error(error: OSError, path: Path) -> StorageError:
    """What a failed write at ``path`` means: DISK_FULL or WRITE_FAILED."""
    if error.errno in _FULL:
        return StorageError(Code.DISK_FULL, path=str(path))
    return StorageError(Code.WRITE_FAILED, path=str(path), reason=error.strerror or str(error))


def flush_folder(folder: Path) -> None:
    """Makes a rename in ``folder`` durable. Windows has no such call for folders."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(target: Path, content: bytes) -> None:
    """Writes ``content`` beside ``target``, flushes it and renames it onto ``target``, which may exist. Missing folders are made.

    Whatever happens, ``target`` holds what it held before or all of ``content``. Raises ``StorageError`` DISK_FULL or WRITE_FAILED.
    """
    beside = target.with_name(f".{uuid4().hex}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        except OSError:
            with suppress(OSError):  # the first failure is the one to tell
                beside.unlink(missing_ok=True)
            raise
        flush_folder(target.parent)
    except OSError as error:
        raise disk_error(error, target) from error
