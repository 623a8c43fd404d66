"""The seal: a detached CMS signature (RFC 5652, CAdES-BES as in RFC 5126) in exactly one form.

The profile is checked by building the seal again: certificate, message digest and signature value are taken from the seal, everything
else is what the profile says, and the bytes must be equal. So there is one signer and one certificate, no embedded content, no unsigned
attribute, no CRL, no other algorithm, no BER, no tail; there is nothing left that a lenient parser could see differently.

Deliberately not checked here: whose certificate it is (``verifying``); validity dates, since verifying reads no clock; and whether the
signature value is the lower of the two that ECDSA allows, since both say the same about the same bytes.
"""

import asyncio
from base64 import b64encode
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, cast

from asn1crypto import algos as _algos
from asn1crypto import cms as _cms
from asn1crypto import core as _core
from asn1crypto import tsp as _tsp
from asn1crypto import x509 as _x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from papi_desktop.bundle.keys import Keys
from papi_desktop.domain.errors import BundleError, Code

# asn1crypto carries no types; from here on its names are opaque, and what leaves this module is bytes
algos, cms, core, tsp, asn1_x509 = cast("Any", _algos), cast("Any", _cms), cast("Any", _core), cast("Any", _tsp), cast("Any", _x509)

_NOT_IN_PROFILE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    RecursionError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
)


def seal(data: bytes, keys: Keys) -> bytes:
    """The seal of ``keys`` over ``data``, DER. Takes a third of a second the first time: pyHanko is large."""
    from asn1crypto import keys as asn1_keys
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.signers.pdf_cms import CAdESSignedAttributeProviderSpec, PdfCMSSignedAttributes
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    private: Any = cast("Any", asn1_keys).PrivateKeyInfo.load(
        keys.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    )
    certificate: Any = asn1_x509.Certificate.load(certificate_der(keys.certificate_pem))
    signer: Any = SimpleSigner(signing_cert=certificate, signing_key=private, cert_registry=SimpleCertificateStore())
    # the attributes of CAdES-BES without a signing time: the installation's clock proves nothing and is not asked
    signer.signed_attr_prov_spec = CAdESSignedAttributeProviderSpec(
        attr_settings=PdfCMSSignedAttributes(), signing_cert=certificate, is_pades=True, timestamper=None
    )
    sealed: Any = asyncio.run(signer.async_sign_general_data(data, "sha256", detached=True, use_cades=True))
    made = cast("bytes", sealed.dump())
    check_seal(data, made, keys.certificate_pem)
    return made


def check_seal(data: bytes, cms: bytes, certificate_pem: bytes | str) -> None:
    """Return when ``cms`` is the seal of ``certificate_pem`` over ``data``.

    Raises ``SEAL_PROFILE`` where the seal or the certificate has another form than the profile's, ``SEAL`` where it does not hold: other
    bytes were sealed, or another key sealed them.
    """
    der = certificate_der(certificate_pem)
    public_key = _public_key(der)
    with _profile("seal"):
        digest, signature = _variable_parts(cms)
        attributes = _signed_attributes(der, digest)
        rebuilt = _build(der, attributes, signature)
        signed = cast("bytes", attributes.dump())
    if rebuilt != cms:
        raise BundleError(Code.SEAL_PROFILE, part="seal")
    if digest != sha256(data).digest():
        raise BundleError(Code.SEAL, reason="digest")
    try:
        public_key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise BundleError(Code.SEAL, reason="signature") from error


def certificate_der(pem: bytes | str) -> bytes:
    """The certificate in ``pem``, which must be written in the one form of RFC 7468; else ``SEAL_PROFILE``."""
    text = pem.encode() if isinstance(pem, str) else pem
    with _profile("certificate"):
        der = x509.load_pem_x509_certificate(text).public_bytes(Encoding.DER)
    if certificate_pem(der).encode() != text:
        raise BundleError(Code.SEAL_PROFILE, part="certificate")
    return der


def certificate_pem(der: bytes) -> str:
    """A certificate as text, lines of 64 characters."""
    body = b64encode(der).decode("ascii")
    lines = "".join(f"{body[i : i + 64]}\n" for i in range(0, len(body), 64))
    return f"-----BEGIN CERTIFICATE-----\n{lines}-----END CERTIFICATE-----\n"


@contextmanager
def _profile(part: str) -> Generator[None]:
    """Whatever a library raises on bytes that are something else is ``SEAL_PROFILE``."""
    try:
        yield
    except _NOT_IN_PROFILE as error:
        raise BundleError(Code.SEAL_PROFILE, part=part) from error


def _public_key(der: bytes) -> ec.EllipticCurvePublicKey:
    """The P-256 key of the certificate; any other kind is outside of the profile."""
    with _profile("key"):
        key = x509.load_der_x509_certificate(der).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise BundleError(Code.SEAL_PROFILE, part="key")
    return key


def _variable_parts(seal_der: bytes) -> tuple[bytes, bytes]:
    """Message digest and signature value: all of a seal that the certificate and the profile do not give."""
    signers: Any = cms.ContentInfo.load(seal_der)["content"]["signer_infos"]
    attributes: Any = signers[0]["signed_attrs"]
    digests = [a["values"][0].native for a in attributes if a["type"].native == "message_digest"]
    return cast("bytes", digests[0]), cast("bytes", signers[0]["signature"].native)


def _signed_attributes(certificate: bytes, digest: bytes) -> Any:
    """content-type, message-digest and signing-certificate-v2 (RFC 5035), as the SET that is signed."""
    signer: Any = asn1_x509.Certificate.load(certificate)
    name = _encoded(asn1_x509.GeneralName({"directory_name": signer.issuer}))
    identifier = _encoded(
        tsp.ESSCertIDv2(
            {
                "hash_algorithm": {"algorithm": "sha256"},
                "cert_hash": sha256(certificate).digest(),
                "issuer_serial": {"issuer": [name], "serial_number": signer.serial_number},
            }
        )
    )
    values = {
        "content_type": "data",
        "message_digest": digest,
        "signing_certificate_v2": _encoded(tsp.SigningCertificateV2({"certs": [identifier]})),
    }
    attributes = [_encoded(cms.CMSAttribute({"type": kind, "values": [value]})) for kind, value in values.items()]
    return _encoded(cms.CMSAttributes(attributes))


def _encoded(value: Any) -> Any:
    """``value`` as its bytes: left as a tree, asn1crypto encodes it anew for every level above it."""
    return cast("Any", type(value)).load(value.dump())


def _build(certificate: bytes, attributes: Any, signature: bytes) -> bytes:
    """The whole seal, DER."""
    signer: Any = asn1_x509.Certificate.load(certificate)
    sha256_algorithm: Any = algos.DigestAlgorithm({"algorithm": "sha256", "parameters": core.Null()})
    signer_info = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": signer.issuer, "serial_number": signer.serial_number}},
        "digest_algorithm": sha256_algorithm,
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signature,
    }
    signed_data = {
        "version": "v1",
        "digest_algorithms": [sha256_algorithm],
        "encap_content_info": {"content_type": "data"},
        "certificates": [cms.CertificateChoices(name="certificate", value=signer)],
        "signer_infos": [signer_info],
    }
    return cast("bytes", cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed_data)}).dump())
