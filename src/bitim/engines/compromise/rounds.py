"""Packages shown one after another, answered unseen: who may change what when, and all that a side is ever told of it.

A round opens its packages in their order. To each open package every side answers `ACCEPT`, `REFUSE` or `ANOTHER`, and
may change any of its answers while the round is open. The next package opens when every side has answered the last open
one and no open package is accepted by all. The round ends with the package that all accept, or is over when the last
package is answered and none is accepted by all. After the end nothing changes.

What a side is told (`Round.seen_by`) does not depend on what others answered to the last open package before the round
moves on, nor on which of several others refused. Two things no program can hide: that a package opens says that
everybody has answered the one before, and of two sides the one that accepted knows that the other did not.

`Tables` says when tables may change: not between freezing and the end of a round, and after it only when every side
asks for it, since each solving of a changed table would tell of the other's. Pure Python, without a clock.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from bitim.engines.compromise.model import FEWEST_PARTIES, MOST_PARTIES, Unfit

ACCEPT, REFUSE, ANOTHER = "accept", "refuse", "another"
SAYS = (ACCEPT, REFUSE, ANOTHER)
MOST_PACKAGES = 3
TOLERANCE = Fraction(5, 100)  # of each side's gain in the rule's package: what another package of a round may leave out
Answer = tuple[str, int, str]
"""A side, the number of a package (from 0), and what it says."""


@dataclass(frozen=True)
class Seen:
    """All that one side may be told of a round. `own`: its last answer to each package that it has answered, in the
    order of the packages; `accepted`: the package that all accept; `over`: whether the round ended with none."""

    opened: int
    own: tuple[tuple[int, str], ...]
    accepted: int | None
    over: bool

    @property
    def open(self) -> bool:
        """Tell whether answers are still taken."""
        return self.accepted is None and not self.over


@dataclass(frozen=True)
class Round:
    """One round. `answers`: everything that was said, in the order in which it was said; a later answer of a side to a
    package takes the place of an earlier one. Answers that could not have been given are refused (`Unfit`)."""

    sides: tuple[str, ...]
    packages: int
    answers: tuple[Answer, ...] = ()

    def __post_init__(self) -> None:
        _check_sides(self.sides)
        if not 1 <= self.packages <= MOST_PACKAGES:
            raise Unfit(f"A round has one to {MOST_PACKAGES} packages.")
        _ = self._played  # what could not have been said is refused at once

    @property
    def opened(self) -> int:
        """Return how many packages are open; 1 at the beginning."""
        return self._played.opened

    @property
    def accepted(self) -> int | None:
        """Return the number of the package that every side accepts, or None."""
        return self._played.accepted

    @property
    def over(self) -> bool:
        """Tell whether the round ended with no package that all accept."""
        return self._played.over

    @property
    def ended(self) -> bool:
        """Tell whether no more is answered: all accept one, or it is over."""
        return self.over or self.accepted is not None

    def answer(self, side: str, package: int, says: str) -> "Round":
        """Return the round after an answer. The same answer once more, as of a press sent twice, changes nothing."""
        after = replace(self, answers=(*self.answers, (side, package, says)))
        return self if self._played.now.get((side, package)) == says else after

    def waits_for(self, side: str) -> bool:
        """Tell whether a side's answer to the last open package is missing."""
        _check_side(self.sides, side)
        return not self.ended and (side, self.opened - 1) not in self._played.now

    def seen_by(self, side: str) -> Seen:
        """Return everything that a side may be told: what is open, its own answers, and how the round ended."""
        _check_side(self.sides, side)
        own = sorted((package, says) for (who, package), says in self._played.now.items() if who == side)
        return Seen(self.opened, tuple(own), self.accepted, self.over)

    @cached_property
    def _played(self) -> "_Played":
        played = _Played(self.sides, self.packages)
        for one in self.answers:
            played.take(*one)
        return played


class _Played:
    """The answers of a round taken one after another."""

    def __init__(self, sides: tuple[str, ...], packages: int) -> None:
        self.sides, self.packages = sides, packages
        self.now: dict[tuple[str, int], str] = {}
        self.accepted: int | None = None
        self.opened, self.over = 1, False

    def take(self, side: str, package: int, says: str) -> None:
        _check_side(self.sides, side)
        if says not in SAYS:
            raise Unfit(f"“{says}” is no answer: {', '.join(SAYS)}.")
        if self.over or self.accepted is not None:
            raise Unfit("The round has ended: its answers do not change any more.")
        if isinstance(package, bool) or not isinstance(package, int) or not 0 <= package < self.opened:
            raise Unfit("This package is not open yet.")
        self.now[side, package] = says
        if all(self.now.get((one, package)) == ACCEPT for one in self.sides):
            self.accepted = package
        elif all((one, self.opened - 1) in self.now for one in self.sides):
            self.over = self.opened == self.packages
            self.opened += not self.over


@dataclass(frozen=True)
class Tables:
    """Whose tables are frozen. `open`: whether a round is open; `used`: whether a round was opened with these tables;
    `done`: whether a package was accepted by all; `asks`: who asks to unlock, after a round that is over."""

    sides: tuple[str, ...]
    frozen: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    open: bool = False
    used: bool = False
    done: bool = False

    def __post_init__(self) -> None:
        _check_sides(self.sides)
        for side in (*self.frozen, *self.asks):
            _check_side(self.sides, side)
        if (self.open or self.used or self.done) and not self.ready:
            raise Unfit("A round is opened only when every table is frozen.")
        if self.asks and (self.open or self.done or not self.used):
            raise Unfit("Unlocking is asked for after a round that is over, and at no other time.")
        if ((self.open or self.done) and not self.used) or (self.open and self.done):
            raise Unfit("A round cannot be open, or done, in this order.")

    @property
    def ready(self) -> bool:
        """Tell whether every side has frozen its table: a round may be opened."""
        return self.frozen == frozenset(self.sides)

    def may_change(self, side: str) -> bool:
        """Tell whether a side may change its table now."""
        _check_side(self.sides, side)
        return side not in self.frozen

    def freeze(self, side: str) -> "Tables":
        """Return the tables with one more frozen; a table that is frozen stays so."""
        _check_side(self.sides, side)
        return replace(self, frozen=self.frozen | {side})

    def release(self, side: str) -> "Tables":
        """Return the tables with one's own taken back, as long as another's is still missing: nothing was solved yet,
        so nothing was told. From the moment that all are frozen it needs everybody (`ask`)."""
        _check_side(self.sides, side)
        if side not in self.frozen:
            return self
        if self.ready:
            raise Unfit("Every table is frozen: it can be changed after the round, when every side asks for it.")
        return replace(self, frozen=self.frozen - {side})

    def begin(self) -> "Tables":
        """Return the tables with a round open. Who had asked to unlock asks again after it."""
        if self.open:
            raise Unfit("A round is open already.")
        if self.done:
            raise Unfit("A package was accepted by all: there are no more rounds.")
        if not self.ready:
            raise Unfit("A round is opened only when every table is frozen.")
        return replace(self, open=True, used=True, asks=frozenset())

    def end(self, accepted: bool) -> "Tables":
        """Return the tables after the round. `accepted`: whether it ended with a package that all accept: then no table
        changes any more."""
        if not self.open:
            raise Unfit("No round is open.")
        return replace(self, open=False, done=accepted)

    def ask(self, side: str) -> "Tables":
        """Return the tables after a side asked to unlock; when every side has, all are free again."""
        _check_side(self.sides, side)
        if self.open:
            raise Unfit("A round is open: tables change after it, when every side asks for it.")
        if self.done:
            raise Unfit("A package was accepted by all: the tables stay as they are.")
        if not self.used:
            raise Unfit("No round was opened with these tables yet.")
        asks = self.asks | {side}
        return Tables(self.sides) if asks == frozenset(self.sides) else replace(self, asks=asks)


def _check_sides(sides: Iterable[str]) -> None:
    counts = Counter(sides)
    if not FEWEST_PARTIES <= len(counts) <= MOST_PARTIES:
        raise Unfit(f"{len(counts)} sides: there have to be {FEWEST_PARTIES} to {MOST_PARTIES}.")
    if max(counts.values()) > 1:
        raise Unfit("A side is named twice.")


def _check_side(sides: Iterable[str], side: str) -> None:
    if side not in sides:
        raise Unfit(f"“{side}” is no side of this round.")
