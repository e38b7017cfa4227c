"""Blind strike and rank: each side strikes whom it does not want and ranks the rest, without seeing the other's list.

Whoever is struck by anybody is out. Among the rest the mediator is chosen whose worst place among the sides is best,
then whose places add up to least, then by the draw of the seed. All three are the same whichever side is called first.
Of n mediators and k sides each side may strike at most (n - 1) // k, so that somebody is always left. Source: list
procedures of arbitral institutions (strike and rank), with the worst place put first so that no side is outvoted. Pure.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bitim.engines.matching.panel import draw


@dataclass(frozen=True)
class Ballot:
    """One side's list: whom it strikes, and the rest in the order in which it would have them; who is in neither
    comes last, together."""

    strikes: frozenset[str] = frozenset()
    ranks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """The order of those whom nobody struck, the first of whom is asked."""

    order: tuple[str, ...]

    @property
    def first(self) -> str | None:
        """Who is asked first; None when there was nobody."""
        return self.order[0] if self.order else None


def most_strikes(members: int, sides: int) -> int:
    """Return how many each side may strike of so many mediators."""
    return max(0, (members - 1) // max(sides, 1))


def wrong(ballot: Ballot, members: Sequence[str], sides: int) -> str:
    """Return the key of what is not right about a ballot; empty when it counts."""
    here = set(members)
    if not ballot.strikes <= here or not set(ballot.ranks) <= here:
        return "not_on_panel"
    if len(ballot.strikes) > most_strikes(len(members), sides):
        return "too_many_strikes"
    if ballot.strikes & set(ballot.ranks) or len(set(ballot.ranks)) != len(ballot.ranks):
        return "twice"
    return ""


def choose(members: Collection[str], ballots: Iterable[Ballot], *, seed: str) -> Chosen:
    """Return who is left, in the order in which they are asked."""
    lists = list(ballots)
    struck = {key for ballot in lists for key in ballot.strikes}
    left = [key for key in members if key not in struck]

    def places(key: str) -> list[int]:
        return [ballot.ranks.index(key) if key in ballot.ranks else len(ballot.ranks) for ballot in lists]

    def weight(key: str) -> tuple[int, int, str]:
        found = places(key)
        return max(found, default=0), sum(found), draw(seed, key)

    return Chosen(tuple(sorted(left, key=weight)))
