"""SHA-256 and CRC-32 of the same bytes, side by side on two cores: both let other threads run while they count."""

import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from types import TracebackType
from typing import Self

CHUNK = 1 << 20
"""How much of a file is read at once."""


class Sums:
    """Counts size, SHA-256 and CRC-32 of one file after the other. Use it as a context manager: it owns a thread."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="crc32")
        self.begin()

    def begin(self) -> None:
        """Forget everything; a new file begins."""
        self._sha256 = sha256()
        self._behind: Future[int] | None = None
        self.size = 0

    def update(self, chunk: bytes) -> None:
        self._behind = self._thread.submit(zlib.crc32, chunk, self.crc32)
        self._sha256.update(chunk)
        self.size += len(chunk)

    @property
    def crc32(self) -> int:
        return self._behind.result() if self._behind is not None else 0

    @property
    def sha256(self) -> str:
        """In hex, as manifests and object names have it."""
        return self._sha256.hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._thread.shutdown()


class FileSum:
    """SHA-256 of a whole file, counted one piece behind on a thread of its own. Use it as a context manager."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sha256")
        self._sha256 = sha256()
        self._behind: Future[None] | None = None
        self.size = 0

    def update(self, chunk: bytes) -> None:
        self._catch_up()
        self._behind = self._thread.submit(self._sha256.update, chunk)
        self.size += len(chunk)

    @property
    def sha256(self) -> str:
        """In hex, of everything so far."""
        self._catch_up()
        return self._sha256.hexdigest()

    def _catch_up(self) -> None:
        if self._behind is not None:
            self._behind.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._thread.shutdown()
