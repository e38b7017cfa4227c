"""The hash that every signature, code and seal binds to."""

import hashlib


def document_hash(pdf: bytes) -> str:
    """Return H, the SHA-256 of the frozen document, as 64 lower-case hex characters."""
    return hashlib.sha256(pdf).hexdigest()


def fragment(digest: str) -> str:
    """Return the first 16 hex characters in groups of four, for reading aloud: `3f2a 91bc 0d7e 55aa`.

    64 bits are enough to tell papers apart, not to prove anything: proofs compare the full hash.
    """
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))
