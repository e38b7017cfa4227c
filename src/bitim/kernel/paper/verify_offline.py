"""Check an evidence folder without a network: python3 verify.py [folder] [hash you were told]

Needs Python 3.9 or newer and nothing else. It checks that
  1. every file listed in evidence.json is here, unchanged;
  2. the sealed document begins with the document that was signed, byte for byte;
  3. every signature was given for that same document;
  4. (if you give it) the hash you were told on another way is the hash of that document.
It does not check the seal's own signature: open sealed.pdf in a PDF reader that knows signatures, and compare the
certificate's SHA-256 with the one the centre publishes. Whoever can change this folder can change this script:
the hash from point 4, told on another way, is what makes the answer certain.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path


def problems(folder: Path, told: str = "") -> list[str]:
    """Return what does not agree, one plain sentence each; an empty list means that all agrees."""
    found = []
    evidence = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    for listed in evidence["files"]:
        name = listed["name"]
        path = folder / name
        if Path(name).name != name or not path.is_file():
            found.append("missing: " + name)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != listed["sha256"]:
            found.append("changed: " + name)
    document = evidence["document"]
    sealed = folder / "sealed.pdf"
    start = sealed.read_bytes()[: document["bytes"]] if sealed.is_file() else b""
    if hashlib.sha256(start).hexdigest() != document["sha256"]:
        found.append("sealed.pdf does not begin with the document that was signed")
    for signature in evidence["signatures"]:
        if signature["document_sha256"] != document["sha256"]:
            found.append("signed for another document: " + signature["name"])
    if told and told.replace(" ", "").lower() != document["sha256"]:
        found.append("the hash you were told is not the hash of this document")
    return found


def main(arguments: list[str]) -> int:
    """Print the answer; the exit code is 0 when all agrees, 1 when not."""
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    told = "".join(arguments[1:])
    try:
        found = problems(folder, told)
    except (OSError, ValueError, KeyError, TypeError):
        found = ["evidence.json is missing or cannot be read"]
    for sentence in found:
        print(sentence)
    if found:
        print("DOES NOT AGREE / СӘЙКЕС ЕМЕС / НЕ СОВПАДАЕТ")
        return 1
    evidence = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    print("Document SHA-256: " + evidence["document"]["sha256"])
    print("Seal certificate SHA-256: " + evidence["seal"]["certificate_sha256"])
    for signature in evidence["signatures"]:
        # Of a side that is kept apart from the reader, the name alone: how and when it signed, the centre keeps.
        how = "({}) {}".format(signature["method"], signature["signed_at"]) if "method" in signature else ""
        print("Signed: {} {}".format(signature["name"], how).rstrip())
    print("AGREES / СӘЙКЕС / СОВПАДАЕТ")
    return 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
