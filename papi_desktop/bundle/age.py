"""age (version 1, age-encryption.org): encryption to recipients and under a secret. Only this module touches pyrage, which has no types."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, cast

import pyrage as _pyrage  # pyright: ignore[reportMissingTypeStubs] - a compiled module without types

from papi_desktop.domain.errors import BundleError, Code
from papi_desktop.domain.text import nfc

pyrage: Any = _pyrage

HEADER = b"age-encryption.org/v1\n"
HEADER_END = b"\n--- "
"""What the last line of the header begins with."""
MAX_HEADER = 1 << 16
"""A header names a few recipients; a longer one is refused before the library reads it."""
HEADER_REST = 43 + 1 + 16
"""What follows ``HEADER_END`` before the first chunk: the header's MAC, its line end, the nonce."""
CHUNK, CHUNK_SEALED = 1 << 16, (1 << 16) + 16
"""How much is authenticated at a time, and what it takes in the file."""


class NotAuthentic(Exception):  # noqa: N818 - says what the bytes are; the caller makes the error
    """The bytes after the header were changed or cut (age cannot tell which); ``offset`` bytes of plaintext had been authenticated."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


def new_identity() -> str:
    """A new X25519 identity, ``AGE-SECRET-KEY-1…``."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public half of an identity, ``age1…``."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def is_recipient(text: str) -> bool:
    """Whether ``text`` is an X25519 recipient in its one right form."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text)) == text
    except pyrage.RecipientError:
        return False


def encrypt(chunks: Iterator[bytes], target: Sink, recipients: Sequence[str]) -> None:
    """Encrypt what ``chunks`` yields to every one of ``recipients``. Whatever either side raises comes out as it was.

    Raises ``NO_RECIPIENT`` where there is none, or one is not a right one.
    """
    if not recipients or not all(map(is_recipient, recipients)):
        raise BundleError(Code.NO_RECIPIENT)
    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    reader, writer = _Reader(chunks), _Writer(target)
    try:
        pyrage.encrypt_io(reader, writer, keys)
    except Exception:
        _reraise(reader, writer)
        raise


def decrypt(source: Source, target: Sink, identities: Sequence[str]) -> None:
    """Decrypt for the first identity that fits; ``target`` is not to be trusted before this returns.

    Raises ``CANNOT_OPEN`` where no identity fits or the header was changed, ``NotAuthentic`` where what follows it was. What ``source`` and
    ``target`` raise comes out as it was.
    """
    keys = [pyrage.x25519.Identity.from_str(identity) for identity in identities]
    writer = _Writer(target)
    guarded = _Guarded(source)
    try:
        pyrage.decrypt_io(guarded, writer, keys)
    except pyrage.DecryptError as error:
        _reraise(guarded, writer)
        raise BundleError(Code.CANNOT_OPEN, reason=str(error)) from error
    except OSError as error:
        _reraise(guarded, writer)
        raise NotAuthentic(writer.written) from error


def encrypt_under(secret: str, data: bytes) -> bytes:
    """``data`` in an age file that ``secret`` opens (scrypt, about a second of work); the secret counts in normal form C."""
    return cast("bytes", pyrage.passphrase.encrypt(data, nfc(secret)))


def decrypt_under(secret: str, data: bytes) -> bytes | None:
    """Reverse of ``encrypt_under``; None where the secret does not open it."""
    try:
        return cast("bytes", pyrage.passphrase.decrypt(data, nfc(secret)))
    except pyrage.DecryptError:
        return None


class _Guarded:
    """A reader for pyrage that keeps the error it raised: pyrage makes a text of it."""

    def __init__(self, source: Source) -> None:
        self._read: Callable[[int], bytes] = source.read
        self.error: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            return self._read(size)
        except BaseException as error:
            self.error = error
            raise


class _Reader(_Guarded):
    """Hands chunks of any size to pyrage, which asks for 8 KiB at a time."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")
        super().__init__(self)
        self._read = self._take

    def _take(self, size: int) -> bytes:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = memoryview(chunk)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


class _Writer:
    """A writer for pyrage that keeps the error it raised, and counts."""

    def __init__(self, target: Sink) -> None:
        self._target = target
        self.written = 0
        self.error: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            self._target.write(data)
        except BaseException as error:
            self.error = error
            raise
        self.written += len(data)
        return len(data)

    def flush(self) -> None:
        """pyrage calls it at the end; the owner of the target flushes."""


def _reraise(*sides: _Guarded | _Writer) -> None:
    for side in sides:
        if side.error is not None:
            raise side.error
