"""Sums of money as sides type them and as pages and texts show them. Pure, but for the sentences.

A sum is whole smallest units, two decimals for every currency of the list. The engine reads what was typed; why it
could not is said here, in the reader's language.
"""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from bitim.engines.compromise.amounts import CURRENCIES as NAMES
from bitim.engines.compromise.amounts import LARGEST, amount
from bitim.engines.compromise.model import Unfit
from bitim.kernel.access import Refused, Words
from bitim.kernel.text import present_language

DECIMALS = 2
BLANK = "\u00a0"
CURRENCIES: dict[str, str | Promise] = {
    "KZT": pgettext_lazy("behind a sum of money", "tenge"),
    "KGS": pgettext_lazy("behind a sum of money", "Kyrgyz som"),
    "UZS": pgettext_lazy("behind a sum of money", "Uzbek soʻm"),
    "RUB": pgettext_lazy("behind a sum of money", "roubles"),
    "EUR": pgettext_lazy("behind a sum of money", "euros"),
    "USD": pgettext_lazy("behind a sum of money", "US dollars"),
}
WHOLE_DIGITS = len(str(LARGEST)) - DECIMALS - 1
_CORE = re.compile(r"\d[\d.,\s_'’]*")
_NEGATIVE = re.compile(r"[^\d\w]*[-−]\s*\d")
_TWO_WAYS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")
_FINER = re.compile(r"\d+[.,]\d{3,}")


def grouped(units: int, language: str | None = None) -> str:
    """Return a sum in digits, thousands parted by blanks that do not break: `1 250 000`, `1 250 000,50`."""
    whole, rest = divmod(units, 10**DECIMALS)
    sign = "." if (language or present_language()) == "en" else ","
    return f"{whole:,}".replace(",", BLANK) + (f"{sign}{rest:0{DECIMALS}d}" if rest else "")


def money(units: int, currency: str, language: str | None = None) -> str:
    """Return a sum with the word of its currency, in the reader's language or in a given one."""
    language = language or present_language()
    with override(language):
        return f"{grouped(units, language)} {CURRENCIES[currency]}"


def read_sum(typed: str) -> int:
    """Return a sum in whole smallest units; Refused, with what would help, for everything that is none or that can be
    read in two ways."""
    if not typed.strip():
        raise Refused(_("Type a sum first."))
    try:
        units = amount(typed, DECIMALS)
    except Unfit:
        raise Refused(_why_not(typed.strip())) from None
    if units == 0:
        raise Refused(_("The sum has to be more than nothing."))
    return units


def _why_not(typed: str) -> Words:
    """Return why the engine could not read a sum."""
    in_digits = _("Write the sum in digits, for example 1250000.")
    found = _CORE.search(typed)
    if found is None:
        return in_digits
    if _NEGATIVE.match(typed):
        return _("A sum cannot be less than nothing. Write it without a minus.")
    beside = (typed[: found.start()] + " " + typed[found.end() :]).lower().split()
    if any(one not in NAMES for one in beside):
        return in_digits
    core = found.group().strip()
    bare = re.sub(r"[\s_'’]+", "", core)
    if two := _TWO_WAYS.fullmatch(bare):
        first, last = two.groups()
        return _("“%(typed)s” can be read in two ways. Write %(whole)s or %(part)s.") % {
            "typed": core,
            "whole": first + last,
            "part": f"{first},{last[:DECIMALS]}",
        }
    if _FINER.fullmatch(bare):
        return _("At most two digits can stand behind the comma.")
    if sum(letter.isdigit() for letter in bare) > WHOLE_DIGITS:
        return _("This sum is larger than can be entered here. Please look at it again.")
    if core != bare:
        return _("It is not clear where a thousand ends. Write the sum without blanks.")
    return in_digits
