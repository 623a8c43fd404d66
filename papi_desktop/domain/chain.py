"""The journal chain: how one hash stands for everything that an installation ever wrote, so that two offices can compare their histories.

All values are 32 bytes. With ``||`` for putting bytes one after the other and ``0x00`` for one zero byte, anyone can recompute them::

    entry digest  D(n)  = SHA-256("papi-entry" || 0x00 || salt || entry)         entry: canonical JSON of journal entry n
    head at rev 0 H(0)  = SHA-256("papi-root"  || 0x00 || stream || parent head) stream: 16 bytes; no parent: 32 zero bytes
    head at rev n H(n)  = SHA-256("papi-head"  || 0x00 || H(n-1) || D(n))

The prefixes keep the three apart, so that a value of one sort can never be passed off as another. The salt makes a digest say nothing about
an entry that can be guessed; without its salt an erased entry cannot be proved or recognised.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import accumulate
from uuid import UUID

HASH_BYTES = 32
MIN_SALT_BYTES = 16


def entry_digest(salt: bytes, entry: bytes) -> bytes:
    """What the chain holds of a journal entry; ``entry`` is its canonical JSON, ``salt`` at least 16 random bytes kept beside it."""
    if len(salt) < MIN_SALT_BYTES:
        message = f"a salt has at least {MIN_SALT_BYTES} bytes, not {len(salt)}"
        raise ValueError(message)
    return sha256(b"papi-entry\0" + salt + entry).digest()


def root_head(stream: UUID, parent_head: bytes | None) -> bytes:
    """The head of ``stream`` before its first entry; ``parent_head`` is the head of the ancestor where the stream branches off."""
    return sha256(b"papi-root\0" + stream.bytes + (bytes(HASH_BYTES) if parent_head is None else _hash(parent_head))).digest()


def next_head(head: bytes, digest: bytes) -> bytes:
    """The head after one more entry."""
    return sha256(b"papi-head\0" + _hash(head) + _hash(digest)).digest()


def heads(start: bytes, digests: Iterable[bytes]) -> Iterator[bytes]:
    """The head after each entry, in order, beginning behind ``start`` (which is not repeated)."""
    return (head for position, head in enumerate(accumulate(digests, next_head, initial=start)) if position)


def _hash(value: bytes) -> bytes:
    if len(value) != HASH_BYTES:
        message = f"a hash of the chain has {HASH_BYTES} bytes, not {len(value)}"
        raise ValueError(message)
    return value
