"""Which two packages to show a side next, and when to stop: from its own list and answers alone."""

from typing import TYPE_CHECKING

from bitim.compromise.lists import WHOLE, Lists
from bitim.engines.compromise import Package

if TYPE_CHECKING:
    from bitim.engines.compromise.belief import Belief

PAIRS = 240  # drawn, before those that break the side's own marks are left out
ENOUGH, BATCHES = 12, 16  # with many marks few pairs are left of one drawing: it is drawn again, so many times at most
FEWEST_QUESTIONS, MOST_QUESTIONS = 3, 12


def belief_of(lists: Lists, seed: int) -> "Belief":
    """Return what a side's orders and answers leave open. The same list and seed give the same."""
    from bitim.engines.compromise.belief import Belief

    first, each = lists.orders()
    belief = Belief(lists.asked, first, each, seed)
    for one, other, says in lists.checks:
        belief.tell(one, other, says)
    return belief


def next_pair(lists: Lists, seed: int) -> tuple[Package, Package] | None:
    """Return the two packages to show next; None when no more needs to be asked."""
    from numpy.random import default_rng

    from bitim.engines.compromise.belief import likely

    if len(lists.checks) >= MOST_QUESTIONS:
        return None
    belief = belief_of(lists, seed)
    belief.chance = default_rng((seed, len(lists.checks)))  # other pairs for each question, the same when asked again
    asked = {frozenset((one, other)) for one, other, _says in lists.checks}
    pairs: list[tuple[Package, Package]] = []
    for _ in range(BATCHES):
        drawn = [lists.suited(*pair) for pair in belief.pairs(PAIRS)]
        pairs += [pair for pair in drawn if pair and frozenset(pair) not in asked]
        if len(pairs) >= ENOUGH:
            break
    if not pairs:
        return None
    issues, apart = lists.asked, lists.never_asked
    if len(lists.checks) >= FEWEST_QUESTIONS and belief.enough(lambda table: likely(issues, table, apart)):
        return None
    return belief.question(pairs)


def points_of(lists: Lists, seed: int) -> list[list[int]]:
    """Return the side's table in whole points, the best of everything near WHOLE."""
    return lists.settled(belief_of(lists, seed).table(WHOLE))
