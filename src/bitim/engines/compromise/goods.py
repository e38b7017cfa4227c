"""Things to be divided: adjusted winner for two, the largest product of values for more, and who envies whom.

`adjusted_winner` (Brams and Taylor 1996; the patent US 5,983,205 has expired): each item to whom it is worth more, then
items go over from the better off, those first that cost least for what they bring, until both have the same share; at
most one item is split. The result is envy-free, equitable and Pareto-optimal when items can be split.

Whole items among several: an issue for each item, an option for each owner, the Nash rule (`division`). Its result is
Pareto-optimal and envy-free up to one item (Caragiannis et al. 2019); `envies` recomputes that from the values alone.
Values are whole points of each party's own; their sums need not be equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bitim.engines.compromise.model import Issue, Party, Problem, Unfit

NONE, UP_TO_ONE, MORE = "none", "up to one item", "more"


@dataclass(frozen=True)
class Split:
    """What two parties get. `shares`: of each item the part of the first; `parts`: of everything, by own values."""

    shares: tuple[Fraction, ...]
    parts: tuple[Fraction, Fraction]

    @property
    def split(self) -> int | None:
        """Return the item that both get a part of, if there is one."""
        return next((item for item, share in enumerate(self.shares) if 0 < share < 1), None)


def adjusted_winner(first: Sequence[int], second: Sequence[int]) -> Split:
    """Return the division of adjusted winner; `first`, `second`: points of each item, none below nothing."""
    _check((first, second), len(first))
    ours = [Fraction(one, sum(first)) for one in first]
    theirs = [Fraction(one, sum(second)) for one in second]
    shares = [Fraction(a >= b) for a, b in zip(ours, theirs, strict=True)]

    def parts() -> tuple[Fraction, Fraction]:
        mine = sum((a * share for a, share in zip(ours, shares, strict=True)), Fraction(0))
        other = sum((b * (1 - share) for b, share in zip(theirs, shares, strict=True)), Fraction(0))
        return mine, other

    ahead = parts()[0] >= parts()[1]
    gives, gets = (ours, theirs) if ahead else (theirs, ours)
    held = [item for item, share in enumerate(shares) if share == ahead and gives[item] + gets[item] > 0]
    held.sort(key=lambda item: (gets[item] == 0, gives[item] / gets[item] if gets[item] else Fraction(0), item))
    for item in held:
        mine, other = parts() if ahead else parts()[::-1]
        if mine <= other:
            break
        moved = min(Fraction(1), (mine - other) / (gives[item] + gets[item]))
        shares[item] += -moved if ahead else moved
    return Split(tuple(shares), parts())


def division(items: Sequence[str], parties: Sequence[str], values: Sequence[Sequence[int]]) -> Problem:
    """Return whole items to be divided as a problem: `values[party][item]`; the options of an item are its owners."""
    _check(values, len(items))
    issues = tuple(Issue(item, tuple(parties)) for item in items)
    made = []
    for number, (name, row) in enumerate(zip(parties, values, strict=True)):
        points = tuple(tuple(worth if owner == number else 0 for owner in range(len(parties))) for worth in row)
        made.append(Party(name, points))
    return Problem(issues, tuple(made))


def envies(values: Sequence[Sequence[int]], owners: Sequence[int]) -> dict[tuple[int, int], str]:
    """Return for each pair of parties how the first looks at what the second has: `NONE` (own things are worth at least
    as much to it), `UP_TO_ONE` (they are once one item of the other's is left out), or `MORE`."""
    found = {}
    for one, row in enumerate(values):
        own = sum(worth for worth, owner in zip(row, owners, strict=True) if owner == one)
        for other in range(len(values)):
            if other == one:
                continue
            theirs = [worth for worth, owner in zip(row, owners, strict=True) if owner == other]
            if own >= sum(theirs):
                found[one, other] = NONE
            else:
                found[one, other] = UP_TO_ONE if own >= sum(theirs) - max(theirs) else MORE
    return found


def _check(values: Sequence[Sequence[int]], count: int) -> None:
    if not count:
        raise Unfit("There is nothing to divide.")
    for row in values:
        if len(row) != count:
            raise Unfit(f"{len(row)} values were given for {count} items.")
        if any(worth < 0 for worth in row):
            raise Unfit("An item cannot be worth less than nothing here: divide duties and debts as issues.")
        if not any(row):
            raise Unfit("Somebody values none of the items: there is nothing to weigh.")
