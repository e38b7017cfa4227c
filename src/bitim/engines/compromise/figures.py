"""Numbers as people write them: 1 000,50 and 1,000.50, with blanks of any kind; what can mean two things is asked back.

The last comma or dot is the decimal sign when it stands once and is not followed by exactly three digits; signs that
stand between groups of three digits part thousands. "1,000" alone is one thousand to some and one to others: it is not
guessed. Pure.
"""

import re
import unicodedata
from fractions import Fraction

from bitim.engines.compromise.model import Unfit

_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f_'’]+")
_PLAIN = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,9})?")
_GROUPED = re.compile(r"([+-]?\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d{1,9}))?")
LONGEST = 40


def number(text: str, what: str = "This") -> Fraction:
    """Return the number that a person wrote; `what` names the field in the sentence of a refusal."""
    shown = text.strip()[:LONGEST]
    bare = _BLANKS.sub("", "".join(_digit(letter) for letter in text[: LONGEST + 1])).replace("−", "-")
    if not bare:
        raise Unfit(f"{what}: no number was written yet.")
    if len(text.strip()) > LONGEST:
        raise Unfit(f"{what}: “{shown}…” is too long for a number.")
    grouped = _GROUPED.fullmatch(bare)
    if grouped:
        whole, sign, rest = grouped.groups()
        if rest is None and whole.count(sign) == 1:
            first, last = whole.split(sign)
            if first.lstrip("+-") == "0":
                return Fraction(f"{first}.{last}")
            raise Unfit(
                f"{what}: “{shown}” can mean {first}{last} or {first}{sign}{last[0]}. Write it without “{sign}”."
            )
        return Fraction(whole.replace(sign, "") + (f".{rest}" if rest else ""))
    if not _PLAIN.fullmatch(bare):
        raise Unfit(f"{what}: “{shown}” is not a number. Write digits, for example 1500 or 1500,50.")
    return Fraction(bare.replace(",", "."))


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)
