"""Sums of money as people type them, in whole smallest units: “1 250 000 ₸”, “1 250 000,50”, “€ 1,250,000.50”.

Blanks may stand where they part groups of three and nowhere else: “12 50” can be a slip for 1250 or for 12,50, and is
asked back like everything that can be read in two ways. A currency's sign or name may stand before or behind; it is
only left out, never converted: which currency is meant the case says. Signs and dots are read by `figures`. Pure.
"""

import re
from decimal import Decimal

from bitim.engines.compromise.figures import LONGEST, number
from bitim.engines.compromise.model import Unfit

LARGEST = 10**15  # as in `bidding`
MOST_DECIMALS = 4
_NAMES = (
    "₸ тг тнг тенге теңге kzt тг. "
    "сом сома сомов сомдор som somi c с ⃀ kgs "
    "сум сума сумов сўм soʻm so'm so’m so`m so‘m sum uzs "
    "лв лв. лева лев левове bgn lv leva "
    "€ евро euro euros eur "
    "$ доллар доллара долларов dollar dollars usd us$ "
    "₽ руб руб. рубль рубля рублей rub"
)
CURRENCIES = tuple(sorted(_NAMES.split(), key=len, reverse=True))
_NAMED = "|".join(map(re.escape, CURRENCIES))
_BEHIND = re.compile(rf"(?<=[\d\s])(?:{_NAMED})$", re.IGNORECASE)
_BEFORE = re.compile(rf"^(?:{_NAMED})(?=[\d\s])", re.IGNORECASE)
_ALIKE = str.maketrans({"٬": " ", "٫": ",", "،": ","})
_PARTED = re.compile(r"[\s_'’]+")
_FIGURES = re.compile(r"[+\-−]?[\d., ]+")
_GROUPS = re.compile(r"[+\-−]?\d{1,3}(?: \d{3})*(?:[.,].*)?")


def amount(words: str, decimals: int = 2, *, what: str = "The sum") -> int:
    """Return a sum in whole smallest units of a currency that has so many `decimals`; `what` names the field in the
    sentence of a refusal."""
    if not 0 <= decimals <= MOST_DECIMALS:
        raise Unfit(f"A currency has 0 to {MOST_DECIMALS} decimals.")
    shown = words.strip()[:LONGEST]
    bare = words[: 2 * LONGEST].translate(_ALIKE).strip()
    bare = _BEFORE.sub("", _BEHIND.sub("", bare), count=1).strip()
    spaced = _PARTED.sub(" ", bare)
    if " " in spaced and _FIGURES.fullmatch(spaced) and not _GROUPS.fullmatch(spaced):
        raise Unfit(f"{what}: in “{shown}” it is not clear where a thousand ends. Write it without blanks.")
    value = number(bare, what)
    if value < 0:
        raise Unfit(f"{what}: “{shown}” is less than nothing.")
    units = value * 10**decimals
    if units.denominator != 1:
        raise Unfit(f"{what}: “{shown}” is finer than the smallest unit, {_shown(decimals)}.")
    if units > LARGEST:
        raise Unfit(f"{what}: “{shown}” is more than can be entered.")
    return int(units)


def _shown(decimals: int) -> str:
    return "1" if not decimals else f"{Decimal(1).scaleb(-decimals):f}".replace(".", ",")


def plain(units: int, decimals: int = 2) -> str:
    """Return a sum as it can be typed again: `1250000,50`, without a fraction where there is none."""
    whole, rest = divmod(units, 10**decimals)
    return str(whole) if not rest else f"{whole},{rest:0{decimals}d}"
