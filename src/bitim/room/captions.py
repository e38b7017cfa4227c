"""The port of captions: what is said in a room by voice, typed for those who read it there.

A line is words of one person or program for one epoch: it passes to those who are in it now, and is kept nowhere, by
the house or in a log. `human`: somebody whom the room's list names types what is said. An engine, a program on the
house's own machine that hears a room, is a port alone: none comes with Bitim, and without one no page speaks of it.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol
from unicodedata import category
from uuid import UUID

from bitim.kernel.live.carrier import Seat

LONGEST = 300  # letters of a line: two breaths of speech
JOINERS = "\u200c\u200d"  # unseen, but letters of some scripts are other ones without them


def cleaned(said: Any) -> dict[str, str] | None:
    """Return what of a typed line may pass: one line of words, without signs that nobody sees and that would turn
    around or hide what stands beside it. None: nothing of it."""
    words = said.get("words") if isinstance(said, dict) else None
    if not isinstance(words, str) or len(words) > LONGEST:
        return None
    seen = "".join(one for one in words if one.isspace() or one in JOINERS or category(one)[0] != "C")
    line = " ".join(seen.split())
    return {"words": line} if line.strip(JOINERS) else None


class Captions:
    """No captions: the default. What the other ways have in common."""

    name, typed, program = "none", False, ""

    def fit(self, said: Any) -> dict[str, str] | None:
        """Return what of a line may pass."""
        return None

    def came(self, seat: Seat) -> None:
        """A browser is in a room."""

    def went(self, seat: Seat) -> None:
        """A browser is out of it."""


class Typed(Captions):
    """People type what is said, in rooms where somebody was asked to or an interpreter took it up."""

    name, typed = "human", True

    def fit(self, said: Any) -> dict[str, str] | None:
        """Return the line, cleaned."""
        return cleaned(said)


class Engine(Protocol):
    """Port: a program on the house's own machine that hears a room and types. How it hears is its own affair; it
    stands on the list of every room, by name. Both return at once; called in the event loop's thread."""

    @property
    def name(self) -> str:
        """By which name people see it in their room."""
        ...

    def begins(self, pen: "Pen") -> None:
        """Write in this room until it ends."""
        ...

    def ends(self, pen: "Pen") -> None:
        """The room as it was is over; the pen writes nothing more."""
        ...


@dataclass
class Pen:
    """With what an engine writes in one epoch, and in no other."""

    group: UUID
    seats: list[Seat] = field(default_factory=list)

    def writes(self, language: str, words: str) -> None:
        """Show a line to all who are in the epoch now; nothing when it is over."""
        line = cleaned({"words": words})
        for seat in self.seats if line else ():
            seat.shows({"lang": language, "d": line})


class ByEngine(Typed):
    """An engine writes, in every room; people may type beside it."""

    name = "engine"

    def __init__(self, engine: Engine) -> None:
        self.engine, self.program = engine, engine.name
        self._pens: dict[UUID, Pen] = {}

    def came(self, seat: Seat) -> None:
        """Let the engine begin with the first who is there."""
        pen = self._pens.get(seat.group)
        if pen is None:
            pen = self._pens[seat.group] = Pen(seat.group)
            self.engine.begins(pen)
        pen.seats.append(seat)

    def went(self, seat: Seat) -> None:
        """Let it end with the last."""
        pen = self._pens.get(seat.group)
        if pen is None or seat not in pen.seats:
            return
        pen.seats.remove(seat)
        if not pen.seats:
            del self._pens[seat.group]
            self.engine.ends(pen)
