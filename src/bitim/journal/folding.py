"""What a number says now: its lines laid over one another, the newest word for each column. Pure.

The lines of a number are facts in their order; a correction is one more. Nothing is looked up but what they say.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

# Columns of which the newest value counts.
FOLDED = (
    "place_id",
    "kind",
    "channel",
    "sides",
    "register",
    "agreed",
    "signed",
    "outcome",
    "closed",
    "subject",
)
DATES = ("agreed", "signed", "closed")
# Of which a correction may say that nothing stands there. A case always has a kind; its ending is its own.
EMPTIABLE = ("place_id", "register", "agreed", "signed")
LATER = ("corrected", "struck")


@dataclass
class Folded:
    """One number of a book as it reads now."""

    id: UUID
    year: int
    number: int
    shown: str
    day: date
    case: UUID | None = None
    place_id: UUID | None = None
    kind: str = ""
    channel: str = ""
    sides: int | None = None
    register: str = ""
    agreed: date | None = None
    signed: date | None = None
    outcome: str = ""
    closed: date | None = None
    subject: str = ""
    struck: bool = False
    lines: list[Any] = field(default_factory=list)

    @property
    def corrections(self) -> list[Any]:
        """The lines that correct or strike, in their order."""
        return [line for line in self.lines if line.act in LATER]


def fold(lines: Iterable[Any]) -> Folded:
    """Return what the lines of one number, in their order, say together."""
    kept = list(lines)
    first = kept[0]
    made = Folded(first.pk, first.year, first.number, first.shown, first.day, first.case, lines=kept)
    for line in kept:
        for key in FOLDED:
            value = getattr(line, key)
            if value not in (None, ""):
                setattr(made, key, value)
        for key in line.emptied or ():
            setattr(made, key, "" if key == "register" else None)
        made.struck = made.struck or line.act == "struck"
    return made


def as_of(lines: Iterable[Any], day: date, *, corrected: bool = False) -> list[Any]:
    """Return those lines of one number, in their order, that were written by the end of a day. With `corrected` also
    the later corrections of what stood there by then: they say that it was wrong already on that day."""
    kept: list[Any] = []
    there: set[UUID] = set()
    for line in lines:
        if line.day <= day or (corrected and line.act in LATER and line.corrects_id in there):
            kept.append(line)
            there.add(line.pk)
    return kept


def numbers_of(lines: Iterable[Any]) -> list[list[Any]]:
    """Put the lines of a book together by their numbers, in the order of years and numbers; the lines of a number stay
    in the order in which they come."""
    grouped: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for line in lines:
        grouped[line.year, line.number].append(line)
    return [grouped[key] for key in sorted(grouped)]


def fold_all(lines: Iterable[Any]) -> list[Folded]:
    """Return every number of a book as it reads now."""
    return [fold(own) for own in numbers_of(lines)]
