"""Words of a dialogue: texts by language, what in a sentence gives somebody away, which are nearly the same."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

LONGEST_TEXT = 2000
# Pointed out before a sentence is sent: an address, a telephone, a number of twelve digits (of a person or body).
MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
DIGITS = re.compile(r"\+?\d(?:[\s().-]{0,3}\d){5,}")
DATES = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
PERSON_NUMBER, FEWEST_OF_PHONE = 12, 7
ALIKE = 0.6


def plain(said: str, longest: int = LONGEST_TEXT) -> str:
    """Return words on one line per paragraph, without signs that show nothing or turn the line around."""
    kept = "".join(one for one in said if one == "\n" or unicodedata.category(one)[0] != "C")
    lines = (" ".join(line.split()) for line in kept.splitlines())
    return "\n".join(line for line in lines if line)[:longest]


def sentence(said: str) -> str:
    """Return a sentence as it is kept: one line."""
    return " ".join(plain(said).split())


def texts(said: Mapping[str, str], languages: Iterable[str]) -> dict[str, str]:
    """Return what was written in each language; languages without words are left out."""
    return {code: words for code in languages if (words := plain(said.get(code, "")))}


def traces(said: str) -> list[str]:
    """Return what in a sentence may give a person away: "mail", "number" (twelve digits), "phone"; in this order."""
    found = ["mail"] if MAIL.search(said) else []
    lengths = {sum(one.isdigit() for one in match.group()) for match in DIGITS.finditer(DATES.sub(" , ", said))}
    if PERSON_NUMBER in lengths:
        found.append("number")
    if any(length >= FEWEST_OF_PHONE and length != PERSON_NUMBER for length in lengths):
        found.append("phone")
    return found


def likeness(one: str, two: str) -> float:
    """Return how much two sentences are alike, 0 to 1: shared runs of three letters among all (Jaccard)."""
    left, right = _runs(one), _runs(two)
    return len(left & right) / len(left | right) if left | right else 1.0


def like(said: str, others: Sequence[tuple[int, str]], most: int = 3) -> list[int]:
    """Return the numbers of the sentences most like this one, the likest first."""
    scored = [(likeness(said, words), number) for number, words in others]
    near = sorted((-score, number) for score, number in scored if score >= ALIKE)
    return [number for _score, number in near[:most]]


@lru_cache(maxsize=4096)
def _runs(said: str) -> frozenset[str]:
    letters = " ".join("".join(one if one.isalnum() else " " for one in said.casefold()).split())
    padded = f"  {letters} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
