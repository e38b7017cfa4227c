"""Which wishes cannot be met together, in words: a smallest set of them without which there would be a package.

One wish after another is left out; whatever is not needed for the impossibility stays out (deletion filter; Chinneck,
Feasibility and Infeasibility in Optimization, 2008). What remains clashes, every one of it: give up any one and there
is a package, as far as these wishes go. The words name parties: they are for whoever may read every table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bitim.engines.compromise.model import Apart, Budget, Party, Place, Problem
from bitim.engines.compromise.program import IMPOSSIBLE, Program, Watch


@dataclass(frozen=True)
class Wish:
    """One thing that rules packages out, with its sentence."""

    words: str
    party: int | None = None
    refuses: frozenset[Place] = frozenset()
    needs: frozenset[Place] = frozenset()
    floor: bool = False
    apart: Apart | None = None
    budget: Budget | None = None


def wishes(problem: Problem) -> list[Wish]:
    """Return everything that rules packages out, a party's refusals and needs one issue at a time."""
    found = []
    for p, party in enumerate(problem.parties):
        for issue in range(len(problem.issues)):
            refused = frozenset(place for place in party.refuses if place[0] == issue)
            needed = frozenset(place for place in party.needs if place[0] == issue)
            if refused:
                found.append(Wish(f"{party.name} cannot accept {_listed(problem, refused)}", p, refuses=refused))
            if needed:
                found.append(Wish(f"{party.name} must have {_listed(problem, needed)}", p, needs=needed))
        found.append(Wish(f"{party.name} accepts nothing below its own limit", p, floor=True))
    for pair in problem.apart:
        words = f"{problem.said(pair.first)} and {problem.said(pair.second)} cannot stand together"
        found.append(Wish(words, apart=pair))
    found.extend(Wish(f"the budget “{one.name}” is {one.limit} at most", budget=one) for one in problem.budgets)
    return found


def _listed(problem: Problem, places: Iterable[Place]) -> str:
    return " or ".join(problem.said(place) for place in sorted(places))


def clashing(problem: Problem, watch: Watch) -> tuple[Wish, ...]:
    """Return a smallest set of wishes that no package meets together; empty when there is a package. Out of time,
    some that are not needed may still be among them."""
    kept = wishes(problem)
    if not _impossible(problem, kept, watch):
        return ()
    size = max(1, len(kept) // 4)
    while True:
        at = 0
        while at < len(kept) and not watch.over:
            rest = [*kept[:at], *kept[at + size :]]
            if _impossible(problem, rest, watch):
                kept = rest
            else:
                at += size
        if size == 1 or watch.over:
            return tuple(kept)
        size = max(1, size // 2)


def _impossible(problem: Problem, kept: Sequence[Wish], watch: Watch) -> bool:
    parties = []
    for p, party in enumerate(problem.parties):
        own = [wish for wish in kept if wish.party == p]
        free = replace(
            party,
            refuses=frozenset().union(*(wish.refuses for wish in own)),
            needs=frozenset().union(*(wish.needs for wish in own)),
        )
        if not any(wish.floor for wish in own):
            free = replace(free, reservation=None, disagreement=min(party.disagreement, _least(party)))
        parties.append(free)
    looser = replace(
        problem,
        parties=tuple(parties),
        apart=tuple(wish.apart for wish in kept if wish.apart),
        budgets=tuple(wish.budget for wish in kept if wish.budget),
    )
    if not all(looser.allowed):
        return True
    return Program(looser).solve({}, seconds=watch.left).status == IMPOSSIBLE


def _least(party: Party) -> int:
    return sum(map(min, party.points)) + sum(min(0, bond.points) for bond in party.bonds)
