"""The evidence file: who signed, how that was checked and when, kept apart from the signed document itself.

A deterministic zip that can be checked years later on a machine without this program and without a network:
the sealed document, `evidence.json`, any attachments, and `verify.py` (Python's standard library alone).
"""

import io
import json
import re
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bitim.kernel.paper.digest import document_hash
from bitim.kernel.paper.model import Text
from bitim.kernel.paper.seal import check_seal

FORMAT = "bitim-evidence/1"
SEALED, EVIDENCE, VERIFY = "sealed.pdf", "evidence.json", "verify.py"
VERIFIER = Path(__file__).with_name("verify_offline.py")
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")


@dataclass(frozen=True, kw_only=True)
class PaperEvidence:
    """How a signature on paper came back: the day written beside it, the hashes of the scanned files that hold it, and
    whether two people compared the pages or one alone. The scans themselves are no part of the bundle."""

    written_on: date
    scans: tuple[str, ...]
    compared_by_two: bool
    received_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SignatureEvidence:
    """One person's signature: what was signed (`document_hash` = H), by which method, and how it was checked.

    `statement` is the plain sentence about what this method proves and what it does not. Never an identity number.
    """

    name: str
    role: Text
    method: str
    how_checked: Text
    statement: Text
    signed_at: datetime
    document_hash: str
    paper: PaperEvidence | None = None


@dataclass(frozen=True, kw_only=True)
class EvidenceFile:
    """An attachment, such as a scanned page signed by pen or a detached signature of another provider."""

    name: str
    content: bytes
    says: Text = field(default_factory=dict)


def evidence_bundle(
    *,
    sealed: bytes,
    number: str,
    title: Text,
    created: datetime,
    signatures: Sequence[SignatureEvidence],
    statements: Sequence[Text] = (),
    attachments: Sequence[EvidenceFile] = (),
    paper_id: str = "",
    pages: int = 0,
) -> bytes:
    """Return the zip. Refuses (ValueError) a broken seal and a signature given for another document. `paper_id` and
    `pages` are what the mark of each printed page says."""
    report = check_seal(sealed)
    if not (report.intact and report.covers_whole):
        raise ValueError("the seal of this document does not hold")
    if any(one.document_hash != report.original_hash for one in signatures):
        raise ValueError("a signature was given for another document")
    names = [one.name for one in attachments]
    if len({SEALED, EVIDENCE, VERIFY, *names}) != 3 + len(names) or not all(SAFE_NAME.match(name) for name in names):
        raise ValueError("attachments need plain names of their own")
    evidence = {
        "format": FORMAT,
        "number": number,
        "title": dict(title),
        "created": _moment(created),
        "document": {
            "sha256": report.original_hash,
            "bytes": report.original_length,
            "paper_id": paper_id,
            "pages": pages,
        },
        "seal": {
            "signer": report.signer,
            "certificate_sha256": report.fingerprint,
            "sealed_at": _moment(report.sealed_at) if report.sealed_at else None,
        },
        "signatures": [_signature(one) for one in signatures],
        "statements": [dict(one) for one in statements],
        "files": [
            _file(SEALED, sealed, {}),
            *(_file(one.name, one.content, one.says) for one in attachments),
        ],
    }
    files = {
        SEALED: sealed,
        EVIDENCE: (json.dumps(evidence, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode(),
        VERIFY: VERIFIER.read_bytes(),
        **{one.name: one.content for one in attachments},
    }
    return _zip(files, created)


def without_ways(bundle: bytes, hidden: Collection[int]) -> bytes:
    """Return the zip with the signatures at these places (0 is the first) told by name alone, after all others.

    For a side that is kept apart: that the other has signed this very document is shown, and how and when is not.
    """
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    evidence = json.loads(files[EVIDENCE])
    rows = evidence["signatures"]
    told = [{key: row[key] for key in ("name", "document_sha256")} for at, row in enumerate(rows) if at in hidden]
    evidence["signatures"] = [row for at, row in enumerate(rows) if at not in hidden] + told
    files[EVIDENCE] = (json.dumps(evidence, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
    return _zip(files, datetime.fromisoformat(evidence["created"]))


def _signature(one: SignatureEvidence) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": one.name,
        "role": dict(one.role),
        "method": one.method,
        "how_checked": dict(one.how_checked),
        "statement": dict(one.statement),
        "signed_at": _moment(one.signed_at),
        "document_sha256": one.document_hash,
    }
    if one.paper is not None:
        received = one.paper.received_on
        said["paper"] = {
            "written_on": one.paper.written_on.isoformat(),
            "scans_sha256": list(one.paper.scans),
            "compared_by_two": one.paper.compared_by_two,
            "received_on": received.isoformat() if received else None,
        }
    return said


def _file(name: str, content: bytes, says: Text) -> dict[str, Any]:
    return {"name": name, "sha256": document_hash(content), "bytes": len(content), "says": dict(says)}


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("evidence needs aware moments")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _zip(files: dict[str, bytes], created: datetime) -> bytes:
    """Store without compression: the bytes must not depend on the machine's compressor."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, created.astimezone(UTC).timetuple()[:6])
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()
