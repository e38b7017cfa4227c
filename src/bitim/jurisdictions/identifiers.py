"""Kazakhstan's identification numbers: IIN of a person and BIN of a body, 12 digits with one control digit.

Source: the state's rules for forming the numbers, as summarised in the pack (control digit: sum of digit times weight
modulo 11; weights 1..11, and when that gives 10, weights 3..11, 1, 2; when 10 again, no such number is issued).
A valid number is only plausible: it says nothing about who holds it.
"""

from __future__ import annotations

from datetime import date
from typing import Final

_FIRST: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
# Seventh digit of an IIN: century of birth and sex in pairs (1-2: 1800s, 3-4: 1900s, 5-6: 2000s).
_CENTURIES: Final = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}
# Fifth digit of a BIN: 4 resident body, 5 non-resident body, 6 joint entrepreneurship; sixth: 0 head, 1 branch,
# 2 representation, 3 farm.
_BODY_KINDS: Final = frozenset("456")
_BODY_PARTS: Final = frozenset("0123")


def control_digit(first_eleven: str) -> int | None:
    """Return the control digit for eleven digits, or None when no number with them is issued."""
    digits = [int(sign) for sign in first_eleven]
    for weights in (_FIRST, _SECOND):
        rest = sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def valid_iin(number: str) -> bool:
    """Tell whether this can be a person's number: 12 digits, a real date of birth, a century digit, the control digit.

    A seventh digit of 0 stands for a foreigner whose century is not told; the day must then exist in some century.
    """
    if not _twelve_digits(number) or not _control_holds(number):
        return False
    century = int(number[6])
    years = (1900, 2000) if century == 0 else (_CENTURIES.get(century, 0),)
    year, month, day = int(number[:2]), int(number[2:4]), int(number[4:6])
    return any(base and _is_day(base + year, month, day) for base in years)


def valid_bin(number: str) -> bool:
    """Tell whether this can be a body's number: 12 digits, a month of registration, kind and part digits, control."""
    return (
        _twelve_digits(number)
        and 1 <= int(number[2:4]) <= 12
        and number[4] in _BODY_KINDS
        and number[5] in _BODY_PARTS
        and _control_holds(number)
    )


def _twelve_digits(number: str) -> bool:
    return len(number) == 12 and number.isascii() and number.isdigit()


def _control_holds(number: str) -> bool:
    return control_digit(number[:11]) == int(number[11])


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
