"""The two digests of a row: the mac of its content and the link to the row before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

DIGEST_BYTES: Final = 32
GENESIS: Final[bytes] = bytes(DIGEST_BYTES)


def canonical(row: Mapping[str, object]) -> bytes:
    """Return the one spelling of a row that is signed: JSON, sorted keys, UTF-8, no spaces.

    UUIDs and dates become ISO strings. An aware datetime is first brought to UTC, so that the same moment read
    back from another database or in another zone gives the same bytes; a naive one is refused, because
    it names no moment. Raises TypeError for any other kind of value and for keys that are not strings, ValueError for
    a naive datetime, a number that is not finite, or text that is not valid Unicode.
    """
    text = json.dumps(_plain(row), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise ValueError("a datetime without a time zone names no moment")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("the keys of a row are strings")
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    raise TypeError(f"a row cannot carry {type(value).__name__}")


def row_mac(key: bytes, row: Mapping[str, object]) -> bytes:
    """Return HMAC-SHA256 of the row's canonical spelling under ``key`` (32 bytes).

    Keyed, so that whoever reads the chain without the key cannot guess short contents by trying them. An empty key is
    refused: it would be no key at all.
    """
    if not key:
        raise ValueError("the key of a row is empty")
    return hmac.digest(key, canonical(row), "sha256")


def link(previous: bytes, mac: bytes) -> bytes:
    """Return SHA-256(previous || mac), the digest that ties a row to everything before it.

    Both parts are exactly 32 bytes; otherwise bytes could be moved from one to the other without changing the digest.
    """
    if len(previous) != DIGEST_BYTES or len(mac) != DIGEST_BYTES:
        raise ValueError(f"a link joins two digests of {DIGEST_BYTES} bytes")
    return hashlib.sha256(previous + mac).digest()
