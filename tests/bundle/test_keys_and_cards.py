"""Keys, recovery codes, cards and fingerprints."""

import unicodedata
from base64 import b32encode, b64encode
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from papi_desktop.bundle import age
from papi_desktop.bundle.card import Card, fingerprint, read_card, same_fingerprint, write_card
from papi_desktop.bundle.keys import Keys, lock_keys, make_keys, make_recovery_code, normalise_recovery_code, unlock_keys
from papi_desktop.bundle.layout import Position
from papi_desktop.bundle.seal import seal
from papi_desktop.domain.errors import BundleError, Code, KeyringError
from papi_desktop.domain.vocabulary import Role

UNIT = UUID("6f1c1c9e-6a52-4d0c-9d5e-0b7a6c3f0001")
NAME = "Ủy ban nhân dân xã Mẫu Sơn (mẫu)"


@pytest.fixture(scope="module")
def keys() -> Keys:
    return make_keys(UNIT, "00001", NAME, 3)


@pytest.fixture(scope="module")
def card(keys: Keys) -> Card:
    return Card(
        number=1,
        unit=UNIT,
        code="00001",
        name=NAME,
        role=Role.COMMUNE,
        certificate_pem=keys.certificate_pem,
        age_recipient=keys.age_recipient,
        previous=Position(UUID(int=5), 7),
    )


def test_the_certificate(keys: Keys) -> None:
    certificate = x509.load_pem_x509_certificate(keys.certificate_pem.encode())
    assert (certificate.not_valid_before_utc.year, certificate.not_valid_after_utc.year) == (2000, 9999)
    assert certificate.serial_number == 3
    assert certificate.issuer == certificate.subject
    assert NAME in certificate.subject.rfc4514_string()
    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.key_cert_sign, usage.content_commitment) == (True, False, False)


def test_a_long_name_is_cut_to_what_a_certificate_holds() -> None:
    assert make_keys(UNIT, "00001", "xã " * 200, 1).certificate_pem


def test_keys_are_never_printed(keys: Keys) -> None:
    assert "AGE-SECRET" not in repr(keys)


def test_locking_and_unlocking(keys: Keys) -> None:
    locked = lock_keys(keys, unicodedata.normalize("NFD", "mật khẩu của xã"))
    opened = unlock_keys(locked, "mật khẩu của xã")
    assert (opened.certificate_pem, opened.age_identity) == (keys.certificate_pem, keys.age_identity)
    assert opened.private_key.private_numbers() == keys.private_key.private_numbers()
    with pytest.raises(KeyringError) as caught:
        unlock_keys(locked, "mat khau cua xa")
    assert caught.value.code is Code.WRONG_PASSPHRASE
    assert keys.age_identity.encode() not in locked


def test_something_else_is_damaged_not_wrong() -> None:
    for data in (b"", b"hello", age.HEADER + b"-> X25519 abc\n"):
        with pytest.raises(KeyringError) as caught:
            unlock_keys(data, "x")
        assert caught.value.code is Code.DATA_DAMAGED


def test_recovery_codes_are_new_each_time() -> None:
    codes = {make_recovery_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {34}
    assert all(normalise_recovery_code(code) == code for code in codes)


@given(st.integers(0, 33), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_letter_is_seen(place: int, letter: str) -> None:
    code = make_recovery_code()
    typed = code[:place] + letter + code[place + 1 :]
    if typed.replace("-", "") != code.replace("-", ""):
        # one in a million slips of typing meets its own check group
        assert normalise_recovery_code(typed) is None


def test_recovery_code_as_people_type_it() -> None:
    code = next(code for code in iter(make_recovery_code, None) if "0" in code and "1" in code)
    typed = f"  {code.lower().replace('-', ' – ').replace('0', 'o').replace('1', 'l')} "
    assert normalise_recovery_code(typed) == code
    assert normalise_recovery_code(code[:-5]) is None
    assert normalise_recovery_code("") is None
    assert normalise_recovery_code("ơ" * 28) is None


def test_card_round_trip(card: Card, keys: Keys) -> None:
    data = write_card(card, keys)
    assert read_card(data) == card
    assert NAME.encode() in data


def test_a_card_names_the_keys_that_seal_it(card: Card) -> None:
    with pytest.raises(ValueError, match="keys"):
        write_card(card, make_keys(UNIT, "00001", NAME, 3))


def test_no_byte_of_a_card_can_change(card: Card, keys: Keys) -> None:
    data = write_card(card, keys)
    for place in range(0, len(data), 29):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(BundleError) as caught:
            read_card(changed)
        assert caught.value.code in {Code.NOT_A_CARD, Code.SEAL, Code.SEAL_PROFILE}


def _sealed(keys: Keys, text: bytes) -> bytes:
    return msgspec.json.encode({"card": text.decode(), "seal": b64encode(seal(text, keys)).decode()}) + b"\n"


BAD_CARDS: dict[str, dict[str, Any]] = {
    "no number": {"number": 0},
    "no name": {"name": ""},
    "unknown role": {"role": "king"},
    "name not NFC": {"name": "xa\u0303"},
    "no age recipient": {"age_recipient": "age1qqq"},
    "secret instead of recipient": {"age_recipient": "AGE-SECRET-KEY-1"},
    "another unit than the certificate's": {"unit": str(UUID(int=8))},
    "unit in capitals": {"unit": str(UNIT).upper()},
    "a field more": {"extra": 1},
    "no certificate": {"certificate_pem": ""},
}


@pytest.mark.parametrize("name", BAD_CARDS)
def test_bad_cards_with_a_good_seal(name: str, card: Card, keys: Keys) -> None:
    fields = msgspec.to_builtins(card) | BAD_CARDS[name]
    with pytest.raises(BundleError) as caught:
        read_card(_sealed(keys, msgspec.json.encode(fields)))
    assert caught.value.code in {Code.NOT_A_CARD, Code.SEAL_PROFILE}


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"\xff", b'{"card":"{}","seal":"!"}\n', b"[" * 60_000, b'{"x":' * 12_000, b" " * 200_000]
)
def test_files_that_are_no_card(data: bytes) -> None:
    with pytest.raises(BundleError) as caught:
        read_card(data)
    assert caught.value.code is Code.NOT_A_CARD


def test_fingerprints(keys: Keys) -> None:
    shown = fingerprint(keys.certificate_pem)
    der = x509.load_pem_x509_certificate(keys.certificate_pem.encode()).public_bytes(Encoding.DER)
    assert shown.replace("-", "") == b32encode(sha256(der).digest()).decode()[:32]
    assert same_fingerprint(shown, shown.lower().replace("-", " "))
    assert same_fingerprint(shown, shown.replace("-", "–"))
    assert not same_fingerprint(shown, shown[:-1])
    assert not same_fingerprint("", "--")
    assert not same_fingerprint(shown, fingerprint(make_keys(UNIT, "00001", NAME, 3).certificate_pem))


def test_age_recipients(keys: Keys) -> None:
    assert age.is_recipient(keys.age_recipient)
    assert not age.is_recipient(keys.age_recipient.upper())
    assert not age.is_recipient(keys.age_recipient + " ")
