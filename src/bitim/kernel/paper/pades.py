"""How a seal is written and read: PAdES B-B (ETSI EN 319 142-1) by pyHanko.

Apart from `seal`, and loaded only there, because pyHanko takes about half a second to load and most commands of the
house neither seal nor check.
"""

import datetime as dt
import hashlib
from collections.abc import Collection
from io import BytesIO
from typing import Any

from asn1crypto import cms, pem, x509
from asn1crypto import keys as asn1_keys
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bitim.kernel.paper.der import is_der
from bitim.kernel.paper.seal import BINDING, CONTAINER, SealKey, SealReport

FIELD = "Seal"
# Room for the signature: about 1.3 kB with a certificate of ours, kept apart from estimates so that it never moves.
RESERVED = 8192


class _DatedSigner(signers.PdfSigner):  # type: ignore[misc]
    """A signer that takes the moment from its caller instead of the system clock."""

    moment: dt.datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


def signed(pdf: bytes, key: SealKey, reason: str, at: dt.datetime) -> bytes:
    """Return the document with a signature over all of it added behind, dated `at` (UTC, whole seconds)."""
    signer = _DatedSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            reason=reason,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
        ),
        signers.SimpleSigner(
            signing_cert=x509.Certificate.load(pem.unarmor(key.pem_cert)[2]),
            signing_key=asn1_keys.PrivateKeyInfo.load(pem.unarmor(key.pem_key)[2]),
            cert_registry=SimpleCertificateStore(),
        ),
        new_field_spec=fields.SigFieldSpec(sig_field_name=FIELD),
    )
    signer.moment = at
    sealed: bytes = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=RESERVED).getvalue()
    return sealed


def read_seal(pdf: bytes, covers_whole: bool, known: Collection[str]) -> SealReport:
    """Say what the last seal of a file proves; hostile bytes may make it raise anything."""
    embedded = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
    context = ValidationContext(trust_roots=[embedded.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(embedded, signer_validation_context=context)
    start, first, second, rest = (int(number) for number in embedded.byte_range)
    container = CONTAINER.match(pdf, first, second)
    stated = BINDING.search(str(embedded.sig_object.get("/Reason", "")))
    if not (status.intact and status.valid and stated and container and start == 0):
        return SealReport(intact=False, covers_whole=covers_whole)
    length = int(stated[2])
    original = hashlib.sha256(pdf[:length]).hexdigest()
    intact = (
        original == stated[1]
        and length < first
        and _container_is_strict(bytes.fromhex(container[1].decode()), embedded.signer_cert.dump())
    )
    if not intact:
        return SealReport(intact=False, covers_whole=covers_whole)
    fingerprint = hashlib.sha256(embedded.signer_cert.dump()).hexdigest()
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and second + rest == len(pdf)
    return SealReport(
        intact=True,
        covers_whole=covers_whole and whole,
        signer=str(embedded.signer_cert.subject.native.get("common_name", "")),
        original_hash=original,
        original_length=length,
        fingerprint=fingerprint,
        known=fingerprint in known,
        sealed_at=embedded.self_reported_timestamp,
    )


def _container_is_strict(container: bytes, certificate: bytes) -> bool:
    """Say whether the container is exactly what `seal` writes.

    Its signed attributes are covered by the signature, the certificate by its hash among them. Everything around them
    (versions, algorithm names, padding, a second certificate, unsigned attributes, parts that nobody reads) has one
    fixed value: it is written anew and compared.
    """
    content = cms.ContentInfo.load(container)
    encoded = content.dump()
    (info,) = content["content"]["signer_infos"]
    return (
        not container[len(encoded) :].strip(b"\0") and is_der(encoded) and _written_anew(info, certificate) == encoded
    )


def _written_anew(info: cms.SignerInfo, certificate: bytes) -> bytes:
    """Return the container that `seal` writes around these signed attributes and this signature."""
    loaded = x509.Certificate.load(certificate)
    signer = cms.IssuerAndSerialNumber({"issuer": loaded.issuer, "serial_number": loaded.serial_number})
    sha256 = {"algorithm": "sha256"}
    signed = {
        "version": "v1",
        "digest_algorithms": [sha256],
        "encap_content_info": {"content_type": "data"},
        "certificates": [loaded],
        "signer_infos": [
            {
                "version": "v1",
                "sid": cms.SignerIdentifier("issuer_and_serial_number", signer),
                "digest_algorithm": sha256,
                "signed_attrs": info["signed_attrs"],
                "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                "signature": info["signature"].native,
            }
        ],
    }
    written: bytes = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}).dump()
    return written
