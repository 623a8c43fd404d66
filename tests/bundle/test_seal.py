"""The seal profile: seals that openssl accepts and the profile does not, and seals taken apart and put together otherwise."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from asn1crypto import cms as _cms
from asn1crypto import core as _core
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from papi_desktop.bundle.keys import Keys, make_keys
from papi_desktop.bundle.seal import check_seal, seal
from papi_desktop.domain.errors import BundleError, Code

cms: Any = cast("Any", _cms)
core: Any = cast("Any", _core)
DATA = b"0123  bagit.txt\n"


@pytest.fixture(scope="module")
def keys() -> Keys:
    return make_keys(UUID(int=1), "00001", "UBND xã Mẫu (mẫu)", 41)


@pytest.fixture(scope="module")
def sealed(keys: Keys) -> bytes:
    return seal(DATA, keys)


@pytest.fixture
def folder(keys: Keys, tmp_path: Path) -> Path:
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "certificate.pem").write_text(keys.certificate_pem)
    private = keys.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(private)
    return tmp_path


def openssl(folder: Path, command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *command.split()], cwd=folder, capture_output=True, check=False)


VERIFY = "cms -verify -binary -inform DER -in seal.p7s -content data -CAfile certificate.pem -purpose any -out out"
SIGN = "cms -sign -binary -outform DER -in data -signer certificate.pem -inkey key.pem -out seal.p7s"


def refusal(sealed: bytes, keys: Keys, data: bytes = DATA) -> Code:
    with pytest.raises(BundleError) as caught:
        check_seal(data, sealed, keys.certificate_pem)
    return caught.value.code


def test_openssl_and_we_agree(keys: Keys, sealed: bytes, folder: Path) -> None:
    check_seal(DATA, sealed, keys.certificate_pem)
    (folder / "seal.p7s").write_bytes(sealed)
    result = openssl(folder, VERIFY)
    assert (result.returncode, (folder / "out").read_bytes()) == (0, DATA), result.stderr


def test_the_seal_has_no_clock_in_it(sealed: bytes) -> None:
    attributes: Any = cms.ContentInfo.load(sealed)["content"]["signer_infos"][0]["signed_attrs"]
    assert {a["type"].native for a in attributes} == {"content_type", "message_digest", "signing_certificate_v2"}


@pytest.mark.parametrize("option", ["", "-md sha384", "-nosmimecap", "-cades", "-nodetach", "-noattr", "-nocerts", "-stream"])
def test_seals_by_openssl_are_outside_of_the_profile(option: str, keys: Keys, folder: Path) -> None:
    made = openssl(folder, f"{SIGN} {option}")
    assert made.returncode == 0, made.stderr
    if option != "-nocerts":
        assert openssl(folder, VERIFY).returncode == 0, "openssl accepts it, which is the point"
    assert refusal((folder / "seal.p7s").read_bytes(), keys) is Code.SEAL_PROFILE


def test_other_bytes(keys: Keys, sealed: bytes) -> None:
    assert refusal(sealed, keys, DATA + b"\n") is Code.SEAL


def test_another_certificate(sealed: bytes) -> None:
    assert refusal(sealed, make_keys(UUID(int=1), "00001", "UBND xã Mẫu (mẫu)", 41)) is Code.SEAL_PROFILE


def test_a_signature_over_other_attributes(keys: Keys, sealed: bytes) -> None:
    """A signature value from another seal of the same key: right form, wrong bytes."""
    other: Any = cms.ContentInfo.load(seal(DATA + b"x", keys))
    this: Any = cms.ContentInfo.load(sealed)
    this["content"]["signer_infos"][0]["signature"] = other["content"]["signer_infos"][0]["signature"].native
    assert refusal(this.dump(force=True), keys) is Code.SEAL


def test_rsa(folder: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    made = openssl(folder, "req -x509 -new -key key.pem -subj /CN=RSA -out certificate.pem -days 30")
    assert made.returncode == 0, made.stderr
    assert openssl(folder, SIGN).returncode == 0
    pem = (folder / "certificate.pem").read_bytes()
    with pytest.raises(BundleError) as caught:
        check_seal(DATA, (folder / "seal.p7s").read_bytes(), pem)
    assert (caught.value.code, caught.value.params) == (Code.SEAL_PROFILE, {"part": "key"})


def test_another_curve(folder: Path) -> None:
    made = openssl(folder, "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout k -subj /CN=P384 -out c")
    assert made.returncode == 0, made.stderr
    with pytest.raises(BundleError) as caught:
        check_seal(DATA, b"", (folder / "c").read_bytes())
    assert caught.value.params == {"part": "key"}


def _edit(change: Callable[[Any], object]) -> Callable[[bytes], bytes]:
    def run(sealed: bytes) -> bytes:
        info: Any = cms.ContentInfo.load(sealed)
        change(info["content"])
        return cast("bytes", info.dump(force=True))

    return run


def _extra_signer(content: Any) -> None:
    content["signer_infos"] = [content["signer_infos"][0], content["signer_infos"][0]]


def _extra_certificate(content: Any) -> None:
    content["certificates"] = [content["certificates"][0], content["certificates"][0]]


def _unsigned_attribute(content: Any) -> None:
    content["signer_infos"][0]["unsigned_attrs"] = [{"type": "content_type", "values": ["data"]}]


def _embedded(content: Any) -> None:
    content["encap_content_info"] = {"content_type": "data", "content": DATA}


def _indefinite(sealed: bytes) -> bytes:
    """BER: the outermost length left open until an end mark."""
    header = 2 + (sealed[1] & 0x7F)
    return sealed[:1] + b"\x80" + sealed[header:] + b"\0\0"


def _long_length(sealed: bytes) -> bytes:
    """BER: the same length in one byte more than it needs."""
    count = sealed[1] & 0x7F
    return sealed[:1] + bytes([sealed[1] + 1, 0]) + sealed[2 : 2 + count] + sealed[2 + count :]


EDITS: dict[str, Callable[[bytes], bytes]] = {
    "a tail": lambda sealed: sealed + b"\0",
    "cut": lambda sealed: sealed[:-1],
    "nothing": lambda _: b"",
    "no DER": lambda _: b"hello",
    "another ASN.1": lambda _: bytes.fromhex("3003020101"),
    "indefinite length": _indefinite,
    "length in more bytes than needed": _long_length,
    "second signer": _edit(_extra_signer),
    "second certificate": _edit(_extra_certificate),
    "unsigned attribute": _edit(_unsigned_attribute),
    "embedded content": _edit(_embedded),
    "version 3": _edit(lambda content: content.__setitem__("version", "v3")),
    "no signer": _edit(lambda content: content.__setitem__("signer_infos", [])),
    "a revocation list": _edit(lambda content: content.__setitem__("crls", [])),
}


@pytest.mark.parametrize("name", EDITS)
def test_put_together_otherwise(name: str, keys: Keys, sealed: bytes) -> None:
    edited = EDITS[name](sealed)
    assert edited != sealed
    assert refusal(edited, keys) is Code.SEAL_PROFILE


PEMS: dict[str, Callable[[str], str]] = {
    "text before": lambda pem: "hello\n" + pem,
    "two of them": lambda pem: pem + pem,
    "CRLF": lambda pem: pem.replace("\n", "\r\n"),
    "no last line end": lambda pem: pem.rstrip("\n"),
    "other line length": lambda pem: "-----BEGIN CERTIFICATE-----\n" + "".join(pem.split("\n")[1:-2]) + "\n-----END CERTIFICATE-----\n",
    "nothing": lambda _: "",
}


@pytest.mark.parametrize("name", PEMS)
def test_certificate_written_otherwise(name: str, keys: Keys, sealed: bytes) -> None:
    with pytest.raises(BundleError) as caught:
        check_seal(DATA, sealed, PEMS[name](keys.certificate_pem))
    assert caught.value.code is Code.SEAL_PROFILE
