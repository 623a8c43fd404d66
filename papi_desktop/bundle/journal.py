"""The journal digests of a bundle's range, and the walk along the lineage from its start to its end.

A stream counts its revs from 1; rev 0 is before its first entry, with the head of ``chain.root_head``. A range that begins on an ancestor
runs to the branch and goes on at rev 0 of the next stream, whose root holds the ancestor's head there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from papi_desktop.bundle.layout import BundleInfo, Position
from papi_desktop.domain.chain import next_head, root_head
from papi_desktop.domain.errors import BundleError, Code

_LINES = re.compile(rb"(?:[0-9a-f]{64}\n)*")
_LINE_BYTES = 65


def encode_digests(digests: Iterable[bytes]) -> bytes:
    """The text of ``data/journal.sha256``: one digest in hex a line, in order of revs."""
    return b"".join(digest.hex().encode() + b"\n" for digest in digests)


def parse_digests(data: bytes) -> tuple[bytes, ...]:
    """Reverse of ``encode_digests``. Raises ``CHAIN`` for any other text."""
    if not _LINES.fullmatch(data):
        raise BundleError(Code.CHAIN, reason="form")
    return tuple(bytes.fromhex(data[i : i + _LINE_BYTES - 1].decode()) for i in range(0, len(data), _LINE_BYTES))


def walk(info: BundleInfo, digests: Sequence[bytes]) -> Iterator[tuple[Position, bytes]]:
    """Every position in ``(from_, to]`` with its head, root positions of streams that begin within the range included.

    Raises ``CHAIN`` where the range does not lie on the lineage, has another number of entries, or does not lead from ``head_from`` to
    ``head_to``; the last is known only at the end, so nothing that was yielded counts before.
    """
    spans = _spans(info)
    if sum(last - first for _, first, last in spans) != len(digests):
        raise BundleError(Code.CHAIN, reason="count")
    head, rest = info.head_from, iter(digests)
    oldest = (*info.lineage, info.to)[0].stream
    if info.from_ == Position(oldest, 0) and head != root_head(oldest, None):
        raise BundleError(Code.CHAIN, reason="root")
    for number, (stream, first, last) in enumerate(spans):
        if number:
            head = root_head(stream, head)
            yield Position(stream, 0), head
        for rev in range(first + 1, last + 1):
            head = next_head(head, next(rest))
            yield Position(stream, rev), head
    if head != info.head_to:
        raise BundleError(Code.CHAIN, reason="head")


def _spans(info: BundleInfo) -> list[tuple[UUID, int, int]]:
    """The stretch of each stream that the range runs along: the stream, the rev before the stretch, its last rev."""
    ends = (*info.lineage, info.to)
    streams = [end.stream for end in ends]
    if info.from_.stream not in streams or len(set(streams)) != len(streams):
        raise BundleError(Code.CHAIN, reason="lineage")
    start = streams.index(info.from_.stream)
    spans = [(end.stream, 0 if number else info.from_.rev, end.rev) for number, end in enumerate(ends[start:])]
    if any(first > last for _, first, last in spans):
        raise BundleError(Code.CHAIN, reason="range")
    return spans
