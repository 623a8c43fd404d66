"""The keys of an installation: one P-256 key that makes seals, one age identity that opens bundles, and how both are kept.

A key makes a seal ("niêm phong"), not a digital signature: its certificate is signed by itself, and trust in it comes from people who
compared the fingerprint of the office's card.
"""

import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from papi_desktop.bundle import age
from papi_desktop.domain.errors import Code, KeyringError
from papi_desktop.domain.text import nfc

_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""RFC 5280, 4.1.2.5: no well-defined end. Verifying reads no clock."""

_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: no I, L, O (read as 1, 1, 0) and no U."""
_SLIPS = str.maketrans("OIL", "011")
_GROUP = 4
_CODE_GROUPS = 6
"""Six groups of 20 random bits, then one that checks them."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What an installation holds in secret, and its certificate (PEM). ``age_identity`` is ``AGE-SECRET-KEY-1…``."""

    private_key: ec.EllipticCurvePrivateKey
    certificate_pem: str
    age_identity: str

    @property
    def age_recipient(self) -> str:
        """The public half of the age identity, ``age1…``."""
        return age.recipient_of(self.age_identity)

    def __repr__(self) -> str:
        return "Keys(…)"


def make_keys(unit: UUID, code: str, name: str, serial: int) -> Keys:
    """New keys for the office ``unit``; ``serial`` is the certificate's positive serial number."""
    private_key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, _common_name(f"{code} {name}")),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, str(unit)),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(private_key.public_key())
    builder = builder.serial_number(serial).not_valid_before(_FIRST).not_valid_after(_LAST)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True).add_extension(usage, critical=True)
    certificate = builder.sign(private_key, hashes.SHA256())
    return Keys(private_key, certificate.public_bytes(Encoding.PEM).decode("ascii"), age.new_identity())


def unit_of(certificate_der: bytes) -> UUID | None:
    """The office that a certificate of ``make_keys`` names; None for other certificates."""
    try:
        names = x509.load_der_x509_certificate(certificate_der).subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
        return UUID(str(names[0].value)) if len(names) == 1 else None
    except ValueError:
        return None


def lock_keys(keys: Keys, secret: str) -> bytes:
    """``keys`` in an age file that only ``secret`` (a passphrase or recovery code) opens. Takes seconds: scrypt is slow on purpose."""
    private_pem = keys.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
    content = {"private_key": private_pem, "certificate": keys.certificate_pem, "age_identity": keys.age_identity}
    return age.encrypt_under(secret, json.dumps(content).encode())


def unlock_keys(data: bytes, secret: str) -> Keys:
    """Reverse of ``lock_keys``. Raises ``WRONG_PASSPHRASE``, or ``DATA_DAMAGED`` where ``data`` is no such file."""
    if not data.startswith(age.HEADER + b"-> scrypt "):
        raise KeyringError(Code.DATA_DAMAGED)
    content = age.decrypt_under(secret, data)
    if content is None:
        raise KeyringError(Code.WRONG_PASSPHRASE)
    try:
        fields = json.loads(content)
        private_key = load_pem_private_key(fields["private_key"].encode(), password=None)
        certificate, identity = str(fields["certificate"]), str(fields["age_identity"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyringError(Code.DATA_DAMAGED) from error
    if not isinstance(private_key, ec.EllipticCurvePrivateKey):
        raise KeyringError(Code.DATA_DAMAGED)
    return Keys(private_key, certificate, identity)


def make_recovery_code() -> str:
    """A new recovery code: 120 random bits and a check group, e.g. ``7K2M-9QXR-…``, to be printed and typed back."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_GROUP * _CODE_GROUPS))
    return _grouped(letters + _check_group(letters))


def normalise_recovery_code(text: str) -> str | None:
    """The code as it was printed, whatever case, spaces and dashes it was typed with; None where a slip of typing shows in the check group.

    A code that passes and yet opens nothing is a wrong code, not a slip.
    """
    letters = bare_code(text)
    body, check = letters[:-_GROUP], letters[-_GROUP:]
    if len(body) != _GROUP * _CODE_GROUPS or not set(letters) <= set(_CODE_LETTERS) or check != _check_group(body):
        return None
    return _grouped(letters)


def bare_code(text: str) -> str:
    """The letters of a code or of a part of it: no spaces and dashes, and what is easily mistaken put right."""
    return re.sub(r"[\s\-–—]", "", nfc(text)).upper().translate(_SLIPS)


def _common_name(text: str) -> str:
    """As much of ``text`` as a certificate holds: 64 bytes, whole letters only."""
    return nfc(text).encode()[:64].decode(errors="ignore").strip()


def _check_group(letters: str) -> str:
    number = int.from_bytes(sha256(b"papi-recovery\0" + letters.encode()).digest()[:4]) >> 12
    return "".join(_CODE_LETTERS[number >> shift & 31] for shift in (15, 10, 5, 0))


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))
