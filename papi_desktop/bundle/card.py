"""The card of an office (``.papi.card``): who it is and with which keys it seals and opens.

It is trusted only after people compared the fingerprint.
The file is JSON: ``{"card": "<JSON text>", "seal": "<base64>"}``, where the seal is a detached CMS over the bytes of that text, made by the
key of the certificate in it. The text itself has one right form, so a card cannot be read in two ways.
"""

import re
from base64 import b32encode, b64decode, b64encode
from hashlib import sha256
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from papi_desktop.bundle.age import is_recipient
from papi_desktop.bundle.keys import Keys, unit_of
from papi_desktop.bundle.layout import MAX_CODE, MAX_NUMBER, MAX_ORGANISATION, Position
from papi_desktop.bundle.seal import certificate_der, check_seal, seal
from papi_desktop.domain.errors import BundleError, Code
from papi_desktop.domain.text import nfc
from papi_desktop.domain.vocabulary import Role

MAX_CARD_BYTES = 1 << 16
_FINGERPRINT_BYTES = 20


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An office's card. ``number`` counts its cards from 1; ``previous`` is the last position that the card before this one sealed."""

    number: Annotated[int, Meta(ge=1, le=MAX_NUMBER)]
    unit: UUID
    code: Annotated[str, Meta(min_length=1, max_length=MAX_CODE)]
    name: Annotated[str, Meta(min_length=1, max_length=MAX_ORGANISATION)]
    role: Role
    certificate_pem: Annotated[str, Meta(max_length=8000)]
    age_recipient: Annotated[str, Meta(max_length=200)]
    previous: Position | None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    card: str
    seal: str


def write_card(card: Card, keys: Keys) -> bytes:
    """The card's file, sealed by ``keys``, whose certificate and recipient it must name."""
    if card.certificate_pem != keys.certificate_pem or card.age_recipient != keys.age_recipient:
        message = "a card names the keys that seal it"
        raise ValueError(message)
    text = msgspec.json.encode(card)
    data = msgspec.json.encode(_File(text.decode(), b64encode(seal(text, keys)).decode("ascii"))) + b"\n"
    read_card(data)
    return data


def read_card(data: bytes) -> Card:
    """The card in a file. Raises ``NOT_A_CARD``; ``SEAL`` and ``SEAL_PROFILE`` for one that its own key did not seal."""
    try:
        file = msgspec.json.decode(data if len(data) <= MAX_CARD_BYTES else b"", type=_File)
        text, sealed = file.card.encode(), b64decode(file.seal, validate=True)
        card = msgspec.json.decode(text, type=Card)
        whole = msgspec.json.encode(card) == text and msgspec.json.encode(file) + b"\n" == data
    except (ValueError, RecursionError) as error:  # msgspec's, base64's and UTF-8's errors are values' errors
        raise BundleError(Code.NOT_A_CARD) from error
    if not whole or nfc(file.card) != file.card or not is_recipient(card.age_recipient):
        raise BundleError(Code.NOT_A_CARD)
    check_seal(text, sealed, card.certificate_pem)
    if unit_of(certificate_der(card.certificate_pem)) != card.unit:
        raise BundleError(Code.NOT_A_CARD)
    return card


def fingerprint(certificate_pem: bytes | str) -> str:
    """What people read to each other: eight groups of four letters, ``ABCD-EF23-…``.

    It is the base32 (A-Z and 2-7, so nothing looks like 0, 1, 8 or 9) of the first 160 bits of the certificate's SHA-256. To pass for
    another office one must find a certificate with a given fingerprint, 2^160 attempts; the full 256 bits are twenty groups more likely
    to be skipped than read.
    """
    letters = b32encode(sha256(certificate_der(certificate_pem)).digest()[:_FINGERPRINT_BYTES]).decode("ascii")
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def same_fingerprint(a: str, b: str) -> bool:
    """Whether two fingerprints are the same one, whatever case, spaces and dashes they were typed with."""
    return bool(_bare(a)) and _bare(a) == _bare(b)


def _bare(text: str) -> str:
    return re.sub(r"[\s\-–—]", "", text).upper()
