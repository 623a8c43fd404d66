"""Records on the wire: one JSON object a line, in exactly one form, inside one gzip member.

A line is right when decoding it strictly and encoding it again gives the same bytes. That one comparison fixes the order of keys, refuses
duplicate and missing keys, other spellings of ids, numbers and moments, and white space; lengths and ranges are bounds of the types.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import cast
from unicodedata import is_normalized
from uuid import UUID

import msgspec

from papi_desktop.bundle.layout import MAX_NUMBER, MAX_RECORDS_TEXT
from papi_desktop.bundle.record_types import VALUES, Count, Values, check_moments
from papi_desktop.domain.errors import BundleError, Code

MAX_LINE = 1 << 20
MAX_RECEIPT_LINE = 1 << 25
"""A receipt lists every stream, bundle and missing object, so its line is longer than any other may be."""

RECEIPT = "receipt"
_RECEIPT_START = b'{"t":"receipt",'

_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""RFC 1952: deflate, no flags (so no name), time 0, no hint of the level, system unknown."""
_GZIP_TRAILER = struct.Struct("<II")
_LEVEL = 6
_FEED, _STEP = 1 << 16, 1 << 20


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One version of one row, or a receipt.

    ``t`` is the type, ``owner`` the unit that may write the row, (``stream``, ``rev``) the transaction that wrote this version (a receipt
    has none), ``at`` when that was by the writer's clock, ``by`` the officer's id. ``v`` holds the values of ``VALUES[t]``; only a
    deleted row may leave them out.
    """

    t: str
    id: UUID
    owner: UUID
    stream: UUID | None = None
    rev: int | None = None
    at: datetime
    by: UUID | None
    deleted: bool
    v: Values | None

    def __post_init__(self) -> None:
        values = VALUES.get(self.t)
        if values is None or (type(self.v) is not values and not (self.v is None and self.deleted)):
            raise ValueError(self.t)
        is_receipt = self.t == RECEIPT
        if (self.stream is None, self.rev is None) != (is_receipt, is_receipt) or (is_receipt and self.deleted):
            message = "stream and rev"
            raise ValueError(message)
        if self.rev is not None and not 1 <= self.rev <= MAX_NUMBER:
            message = "rev"
            raise ValueError(message)
        check_moments(self.at)


class _Line(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A record whose values are still text; their type follows from ``t``."""

    t: str
    id: UUID
    owner: UUID
    stream: UUID | None = None
    rev: Count | None = None
    at: datetime
    by: UUID | None
    deleted: bool
    v: msgspec.Raw


_encoder = msgspec.json.Encoder(order="deterministic")
_line_decoder = msgspec.json.Decoder(_Line)
_values_decoders = {t: msgspec.json.Decoder(values) for t, values in VALUES.items()}


def encode_record(record: Record) -> bytes:
    """The record's line, with its LF. Raises ``RECORDS`` for one that no reader would take: beyond a bound, not in normal form C."""
    try:
        line = _encoder.encode(record)
        _decode(line)
    except (ValueError, TypeError) as error:
        raise BundleError(Code.RECORDS, record=str(record.id), reason=str(error)) from error
    return line + b"\n"


def decode_records(chunks: Iterable[bytes]) -> Iterator[Record]:
    """The records in the text that ``chunks`` put together, one at a time. Raises ``RECORDS``, naming the first bad line."""
    for number, line in enumerate(_lines(chunks), start=1):
        try:
            yield _decode(line)
        except (ValueError, TypeError, RecursionError) as error:
            raise BundleError(Code.RECORDS, line=number, reason=str(error)) from error


def gzip_member(chunks: Iterable[bytes]) -> bytes:
    """The one gzip member that holds what ``chunks`` yield: no name, time 0."""
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    parts = [_GZIP_HEADER]
    crc32 = size = 0
    for chunk in chunks:
        parts.append(squeeze.compress(chunk))
        crc32, size = zlib.crc32(chunk, crc32), size + len(chunk)
    return b"".join((*parts, squeeze.flush(), _GZIP_TRAILER.pack(crc32, size & 0xFFFFFFFF)))


def gunzip(data: bytes, limit: int = MAX_RECORDS_TEXT) -> Iterator[bytes]:
    """The text of one gzip member, at most a MiB at a time.

    Raises ``RECORDS`` for another header, a damaged body, or anything behind the member; ``BOUNDS`` as soon as it gives more than
    ``limit``.
    """
    if not data.startswith(_GZIP_HEADER):
        raise BundleError(Code.RECORDS, reason="gzip header")
    expand = zlib.decompressobj(-zlib.MAX_WBITS)
    place, crc32, size = len(_GZIP_HEADER), 0, 0
    pending = chunk = b""
    while not expand.eof:
        if not pending and len(chunk) < _STEP:
            if place >= len(data):
                raise BundleError(Code.RECORDS, reason="gzip end")
            pending, place = data[place : place + _FEED], place + _FEED
        try:
            chunk = expand.decompress(pending, _STEP)
        except zlib.error as error:
            raise BundleError(Code.RECORDS, reason=str(error)) from error
        pending = expand.unconsumed_tail
        crc32, size = zlib.crc32(chunk, crc32), size + len(chunk)
        if size > limit:
            raise BundleError(Code.BOUNDS, part="records", limit=limit)
        yield chunk
    if expand.unused_data + data[place:] != _GZIP_TRAILER.pack(crc32, size & 0xFFFFFFFF):
        raise BundleError(Code.RECORDS, reason="gzip trailer")


def _decode(line: bytes) -> Record:
    if len(line) > MAX_LINE and not (line.startswith(_RECEIPT_START) and len(line) <= MAX_RECEIPT_LINE):
        message = "line too long"
        raise ValueError(message)
    raw = _line_decoder.decode(line)
    decoder = _values_decoders.get(raw.t)
    if decoder is None:
        raise ValueError(raw.t)
    # a deleted row may come without values
    values = None if raw.deleted and bytes(raw.v) == b"null" else decoder.decode(raw.v)
    record = Record(
        t=raw.t, id=raw.id, owner=raw.owner, stream=raw.stream, rev=raw.rev, at=raw.at, by=raw.by, deleted=raw.deleted, v=values
    )
    if _encoder.encode(record) != line:
        message = "not canonical"
        raise ValueError(message)
    # a line in normal form C with no NUL in sight has only such texts; else each text is looked at, since a mark may follow an escape
    if b"\\u0000" in line or not is_normalized("NFC", line.decode()):
        _check_texts(msgspec.json.decode(line))
    return record


def _check_texts(value: object) -> None:
    """``ValueError`` for a text that is not in normal form C, or holds NUL, which not every database can keep."""
    if isinstance(value, str):
        if "\0" in value or not is_normalized("NFC", value):
            message = "text"
            raise ValueError(message)
    elif isinstance(value, dict):
        for part in chain.from_iterable(cast("dict[str, object]", value).items()):
            _check_texts(part)
    elif isinstance(value, list):
        for part in cast("list[object]", value):
            _check_texts(part)


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, without their LF. Never holds more than one line and one chunk."""
    rest = b""
    number = 0
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        rest += first
        if others:
            yield rest
            yield from others[:-1]
            number += len(others)
            rest = others[-1]
        if len(rest) > MAX_RECEIPT_LINE:
            raise BundleError(Code.RECORDS, line=number + 1, reason="line too long")
    if rest:
        raise BundleError(Code.RECORDS, line=number + 1, reason="no line end")
