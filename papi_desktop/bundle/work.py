"""Long work on files: how it reports and is cancelled, and what the failures of a disk are called."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from papi_desktop.disk import disk_error
from papi_desktop.domain.errors import BundleError, Code

Progress = Callable[[str, int, int], None]
"""Called with a stage (``write`` and ``check`` when writing; ``open`` and ``verify`` when reading), the bytes done, the bytes in all."""
Cancelled = Callable[[], bool]
TagFiles = dict[str, bytes]
"""Tag files by their name within the bag, seal included: what is kept as proof of a bundle."""


def unwatched(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def never() -> bool:
    """Work that nobody cancels."""
    return False


def stop_if(cancelled: Cancelled) -> None:
    """Raise ``CANCELLED`` when that is what the user wants."""
    if cancelled():
        raise BundleError(Code.CANCELLED)


@contextmanager
def storage_errors(path: Path) -> Generator[None]:
    """Writing that fails is ``DISK_FULL`` or ``WRITE_FAILED``, with the path."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, path) from error


@contextmanager
def reading_errors(path: Path) -> Generator[None]:
    """Reading that fails is ``FILE_MISSING`` or ``FILE_UNREADABLE``, with the path."""
    try:
        yield
    except FileNotFoundError as error:
        raise BundleError(Code.FILE_MISSING, path=str(path)) from error
    except OSError as error:
        raise BundleError(Code.FILE_UNREADABLE, path=str(path), reason=error.strerror or str(error)) from error
