"""The centre's seal: it proves that a file has not changed since the centre closed it, and nothing about consent.

PAdES B-B as an incremental update, so the first bytes of a sealed file are the document everybody signed, byte for
byte. The seal's own reason names that document's hash and length, inside the sealed range.
The certificate is the centre's own, made at home: its worth is that the centre publishes its fingerprint.

Checking is stricter than the standard asks: the standard leaves a few bytes of the signature container free
(padding, letter case, unsigned parts); here every byte of the file counts. How a seal is written and read is in
`pades`, loaded at the first seal.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass

from asn1crypto import pem
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import BasicConstraints, CertificateBuilder, KeyUsage, Name, NameAttribute, random_serial_number
from cryptography.x509.oid import NameOID

SEAL_YEARS = 10
NAME_LIMIT = 64  # X.520 upper bound of a common name, in characters
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
BINDING = re.compile(r"sha256=([0-9a-f]{64}) bytes=(\d{1,12})\Z")
CONTAINER = re.compile(rb"<([0-9A-F]+)>\Z")


@dataclass(frozen=True, kw_only=True)
class SealKey:
    """A centre's sealing key, both parts PEM. `pem_key` is not encrypted: keep it only in the key store."""

    pem_key: bytes
    pem_cert: bytes

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate, 64 hex characters: what a centre publishes."""
        return hashlib.sha256(pem.unarmor(self.pem_cert)[2]).hexdigest()

    def __repr__(self) -> str:
        """Show the certificate only: reprs end in logs."""
        return f"SealKey({self.fingerprint[:16]})"


@dataclass(frozen=True, kw_only=True)
class SealReport:
    """What the bytes of a file say about its seal.

    `intact`: not one byte differs from what was sealed. `covers_whole`: nothing was added after sealing.
    `signer` is the name inside the certificate: anybody can write any name, so trust `fingerprint` (or `known`).
    `original_hash` and `original_length` describe the document before the seal, recomputed, only when intact.
    """

    intact: bool
    covers_whole: bool
    signer: str = ""
    original_hash: str = ""
    original_length: int = 0
    fingerprint: str = ""
    known: bool = False
    sealed_at: dt.datetime | None = None

    @property
    def good(self) -> bool:
        """Say whether the file is whole and sealed by a known centre."""
        return self.intact and self.covers_whole and self.known


def make_seal_key(common_name: str, *, at: dt.datetime) -> SealKey:
    """Make an EC P-256 key and its own certificate for a centre, valid ten years from `at` (aware)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = Name([NameAttribute(NameOID.COMMON_NAME, common_name[:NAME_LIMIT])])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False
    )
    certificate = (
        CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(random_serial_number())
        .not_valid_before(at - dt.timedelta(days=1))
        .not_valid_after(at + dt.timedelta(days=365 * SEAL_YEARS))
        .add_extension(BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            KeyUsage(
                digital_signature=True, content_commitment=True, encipher_only=False, decipher_only=False, **usage
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    return SealKey(
        pem_key=key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        pem_cert=certificate.public_bytes(serialization.Encoding.PEM),
    )


def seal(pdf: bytes, key: SealKey, *, reason: str, at: dt.datetime) -> bytes:
    """Return the document followed by its seal; the first `len(pdf)` bytes are `pdf`. `at` must be aware."""
    from bitim.kernel.paper import pades

    if at.tzinfo is None:
        raise ValueError("at must be an aware moment")
    sealed = pades.signed(pdf, key, f"{reason} {_binding(pdf)}", at.astimezone(dt.UTC).replace(microsecond=0))
    if not sealed.startswith(pdf):  # the whole scheme stands on this
        raise RuntimeError("the seal changed the document it should follow")
    return sealed


def _binding(pdf: bytes) -> str:
    return f"sha256={hashlib.sha256(pdf).hexdigest()} bytes={len(pdf)}"


def check_seal(pdf: bytes, *, known_fingerprints: Collection[str] = ()) -> SealReport:
    """Say what a file's seal proves. Any bytes may be given; nothing is fetched from any network."""
    if not BYTE_RANGE.search(pdf):
        return SealReport(intact=False, covers_whole=False)  # most files: no need to parse what strangers upload
    from bitim.kernel.paper import pades

    covers_whole = _range_is_whole(pdf)
    try:
        return pades.read_seal(pdf, covers_whole, known_fingerprints)
    except Exception:  # noqa: BLE001 - hostile bytes make parsers raise anything; the answer is always "not intact"
        return SealReport(intact=False, covers_whole=covers_whole)


def _range_is_whole(pdf: bytes) -> bool:
    """Say whether the last seal's range runs from the first byte to the last, leaving out its container alone."""
    found = BYTE_RANGE.findall(pdf)
    if not found:
        return False
    start, first, second, rest = (int(number) for number in found[-1])
    return (
        start == 0 and first < second and second + rest == len(pdf) and CONTAINER.match(pdf, first, second) is not None
    )
