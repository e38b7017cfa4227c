"""Signed records of how far a chain had come: the part of the proof that leaves the machine."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bitim.engines.chain.links import DIGEST_BYTES, canonical

# A row's canonical spelling begins with "{": no row can ever be passed off as a checkpoint, even under one key.
PURPOSE: Final = b"bitim.checkpoint.v1\x00"


@dataclass(frozen=True)
class Checkpoint:
    """Chain ``chain_id`` stood at ``seq`` with ``digest`` at the moment ``at`` (UTC), signed with the centre's key."""

    chain_id: str
    seq: int
    digest: bytes
    at: datetime
    signature: bytes

    def as_record(self) -> dict[str, object]:
        """Return it as JSON-ready values, for the file or message that is exported."""
        return {
            "chain_id": self.chain_id,
            "seq": self.seq,
            "digest": self.digest.hex(),
            "at": self.at.isoformat(),
            "signature": self.signature.hex(),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> Checkpoint:
        """Read what ``as_record`` wrote, without checking the signature; raises KeyError or ValueError otherwise."""
        return cls(
            chain_id=str(record["chain_id"]),
            seq=int(str(record["seq"])),
            digest=bytes.fromhex(str(record["digest"])),
            at=datetime.fromisoformat(str(record["at"])).astimezone(UTC),
            signature=bytes.fromhex(str(record["signature"])),
        )


def checkpoint(chain_id: object, seq: int, digest: bytes, at: datetime, key: bytes) -> Checkpoint:
    """Sign where a chain stands. ``chain_id`` is kept as text (a UUID is welcome); ``at`` needs a time zone."""
    if seq < 0 or len(digest) != DIGEST_BYTES:
        raise ValueError("a checkpoint names a row and its 32-byte digest")
    if at.utcoffset() is None:
        raise ValueError("a datetime without a time zone names no moment")
    moment = at.astimezone(UTC)
    return Checkpoint(str(chain_id), seq, digest, moment, _sign(str(chain_id), seq, digest, moment, key))


def check_checkpoint(record: Checkpoint, key: bytes) -> bool:
    """Tell whether the record was signed under ``key`` and no field was changed since."""
    if record.at.utcoffset() is None:
        return False
    return hmac.compare_digest(_sign(record.chain_id, record.seq, record.digest, record.at, key), record.signature)


def _sign(chain_id: str, seq: int, digest: bytes, at: datetime, key: bytes) -> bytes:
    if not key:
        raise ValueError("the key of a checkpoint is empty")
    content = canonical({"chain_id": chain_id, "seq": seq, "digest": digest.hex(), "at": at})
    return hmac.digest(key, PURPOSE + content, "sha256")
