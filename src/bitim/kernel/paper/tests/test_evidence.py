"""An evidence file can be checked on a bare machine, and notices what was touched."""

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from bitim.kernel.paper.digest import document_hash
from bitim.kernel.paper.evidence import EvidenceFile, SignatureEvidence, evidence_bundle
from bitim.kernel.paper.render import render
from bitim.kernel.paper.seal import make_seal_key, seal

from .samples import MOMENT, settlement

PDF = render(settlement(), created=MOMENT)
SIGNED = seal(PDF, make_seal_key("Centre", at=MOMENT), reason="Sealed.", at=MOMENT)
ASEL = SignatureEvidence(
    name="Әсел Өтегенова",
    role={"kk": "Бірінші тарап"},
    method="code",
    how_checked={"en": "A one-time code sent to the phone read out at registration."},
    statement={"en": "A confirmation by code; not a digital signature under the law on digital documents."},
    signed_at=MOMENT,
    document_hash=document_hash(PDF),
)


def bundle(**changes: object) -> bytes:
    fields: dict[str, object] = {
        "sealed": SIGNED,
        "number": "2026/0147",
        "title": settlement().title,
        "created": MOMENT,
        "signatures": [ASEL],
        "attachments": [EvidenceFile(name="pen-page.png", content=b"scan")],
    }
    return evidence_bundle(**(fields | changes))  # type: ignore[arg-type]


def unpacked(folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(bundle())) as archive:
        archive.extractall(folder)
    return folder


def verify(folder: Path, *told: str) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, "-I", "-S", str(folder / "verify.py"), str(folder), *told]  # -S: no installed packages
    return subprocess.run(script, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_same_evidence_is_the_same_file() -> None:
    assert bundle() == bundle()


def test_an_untouched_folder_agrees(tmp_path: Path) -> None:
    answer = verify(unpacked(tmp_path), document_hash(PDF))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert document_hash(PDF) in answer.stdout and "AGREES" in answer.stdout


@pytest.mark.parametrize("name", ["sealed.pdf", "pen-page.png"])
def test_one_changed_byte_does_not_agree(tmp_path: Path, name: str) -> None:
    path = unpacked(tmp_path) / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    answer = verify(tmp_path)
    assert answer.returncode == 1 and f"changed: {name}" in answer.stdout


def test_a_replaced_document_does_not_agree_with_the_hash_people_were_told(tmp_path: Path) -> None:
    assert verify(unpacked(tmp_path), "0" * 64).returncode == 1


def test_missing_files_do_not_agree(tmp_path: Path) -> None:
    (unpacked(tmp_path) / "sealed.pdf").unlink()
    assert "missing: sealed.pdf" in verify(tmp_path).stdout
    (tmp_path / "evidence.json").unlink()
    assert verify(tmp_path).returncode == 1


def test_a_signature_moved_to_another_document_does_not_agree(tmp_path: Path) -> None:
    path = unpacked(tmp_path) / "evidence.json"
    evidence = json.loads(path.read_text(encoding="utf-8"))
    evidence["signatures"][0]["document_sha256"] = "1" * 64
    path.write_text(json.dumps(evidence), encoding="utf-8")
    assert "another document" in verify(tmp_path).stdout


def test_a_bundle_refuses_what_does_not_belong_together() -> None:
    with pytest.raises(ValueError, match="another document"):
        bundle(signatures=[replace(ASEL, document_hash="0" * 64)])
    with pytest.raises(ValueError, match="seal"):
        bundle(sealed=PDF)
    for name in ("../x", "verify.py", "", "a/b"):
        with pytest.raises(ValueError, match="names"):
            bundle(attachments=[EvidenceFile(name=name, content=b"")])
