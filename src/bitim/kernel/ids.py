"""Identifiers: random row ids, numbers that people dictate, and secrets for links.

Codes typed by hand are twelve digits in three groups, the last one a check digit (Damm, 2004: finds every single
wrong digit and every swap of neighbours). Leading zeros are kept: a code is text.
"""

import hashlib
import hmac
import secrets
import uuid

CODE_LENGTH = 12
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def new_id() -> uuid.UUID:
    """Return a random row id; it tells nothing of order, time or count."""
    return uuid.uuid4()


def check_digit(digits: str) -> str:
    """Return the Damm check digit of a string of digits."""
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return str(state)


def new_code() -> str:
    """Return twelve random digits, the last of them a check digit (36 bits of chance)."""
    body = "".join(secrets.choice("0123456789") for _ in range(CODE_LENGTH - 1))
    return body + check_digit(body)


def digits_of(typed: str) -> str:
    """Return the decimal digits in what a person typed, in any script's numerals, as 0-9."""
    return "".join(str(int(c)) for c in typed if c.isdecimal())


def read_code(typed: str) -> str | None:
    """Return the twelve digits of what a person typed with any spacing, or None when it cannot be a code."""
    digits = digits_of(typed)
    if len(digits) != CODE_LENGTH or check_digit(digits[:-1]) != digits[-1]:
        return None
    return digits


def spaced(code: str) -> str:
    """Return the code in groups of four, as it is printed and read aloud."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def new_token() -> str:
    """Return a secret for a link: 192 bits, URL-safe."""
    return secrets.token_urlsafe(24)


def keyed(key: bytes, purpose: str, value: str) -> bytes:
    """Return HMAC-SHA256 of a value for one purpose; what is stored instead of a code, a token or a PIN."""
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).digest()


def same(left: bytes, right: bytes) -> bool:
    """Compare two digests in constant time."""
    return hmac.compare_digest(left, right)
