"""How an office writes its numbers: a pattern with {number}, {year} and, where it has one, {centre}. Pure.

A pattern is good when two numbers of a book can never be written alike: it has the number and the year, and neither
touches another figure.
"""

import re

HOLES = ("number", "year", "centre")
_HOLE = re.compile(r"\{([^{}]*)\}")
# Letters of any script, figures, and the marks that stand in numbers of papers.
_BETWEEN = re.compile(r"[\w \-–/.№()]*", re.UNICODE)
LONGEST = 30

UNKNOWN_HOLE, NO_NUMBER, NO_YEAR, NO_CODE, TOUCHING, STRANGE, LONG, TWICE = (
    "unknown_hole",
    "no_number",
    "no_year",
    "no_code",
    "touching",
    "strange",
    "long",
    "twice",
)


def trouble(pattern: str, code: str) -> str:
    """Return what is wrong with a pattern as a short key, or nothing when it is good."""
    holes = _HOLE.findall(pattern)
    between = _HOLE.split(pattern)[::2]
    checks = {
        LONG: len(pattern) > LONGEST,
        UNKNOWN_HOLE: any(hole not in HOLES for hole in holes),
        NO_NUMBER: "number" not in holes,
        NO_YEAR: "year" not in holes,
        TWICE: len(set(holes)) != len(holes),
        NO_CODE: "centre" in holes and not code,
        STRANGE: not all(_BETWEEN.fullmatch(part) for part in between),
        TOUCHING: _touching(holes, between),
    }
    return next((key for key, wrong in checks.items() if wrong), "")


def _touching(holes: list[str], between: list[str]) -> bool:
    """Tell whether a figure, or another hole that may end with one, stands right beside the number or the year."""
    for at, hole in enumerate(holes):
        if hole not in ("number", "year"):
            continue
        before, after = between[at], between[at + 1]
        if (not before and at > 0) or (not after and at + 1 < len(holes)):
            return True
        if before[-1:].isdigit() or after[:1].isdigit():
            return True
    return False


def written(pattern: str, *, number: int, year: int, code: str) -> str:
    """Return a number as the office writes it."""
    said = {"number": str(number), "year": str(year), "centre": code}
    return _HOLE.sub(lambda hole: said.get(hole[1], ""), pattern)
