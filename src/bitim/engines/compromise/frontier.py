"""Every package of two parties that nobody could better for one without loss to the other, by merging issue by issue.

When each party's value is the sum of its issues and options combine freely, a package that is not on the frontier of
its first issues cannot be completed to one that is on the frontier of all. So the frontier of i+1 issues lies in the
sums of the frontier of i issues with the options of the next: O(n m F log mF) in place of m^n packages. Points are
whole numbers, hence F is at most the number of points one party can have, plus one; no case is exponential in them.
Source: dynamic programming over Pareto sets (Nemhauser and Ullmann, 1969). Measured against enumeration and NegMAS's
samplers: docs/benchmarks.md.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from bitim.engines.compromise.model import Package, Problem

Points = NDArray[np.int64]
WIDEST = 4_000_000  # sums looked at in one step: about 200 MB


class TooWide(Exception):
    """The frontier holds more points than would be kept: finely grained values of many issues."""


@dataclass(frozen=True)
class Frontier:
    """The points of the frontier, best for the first party first: `values[point, party]`. Each point once; of several
    packages that give the same point, one."""

    values: Points
    _options: tuple[NDArray[np.int64], ...]
    _parents: tuple[NDArray[np.int64], ...]

    def __len__(self) -> int:
        return len(self.values)

    def package(self, point: int) -> Package:
        """Return a package that gives a point."""
        found = []
        for options, parents in zip(reversed(self._options), reversed(self._parents), strict=True):
            found.append(int(options[point]))
            point = int(parents[point])
        return tuple(reversed(found))


def undominated(first: Points, second: Points) -> NDArray[np.intp]:
    """Return the numbers of those points that no other point equals or betters for both, best for the first party
    first; of equal points the earliest."""
    order = np.argsort(-first, kind="stable")
    a, b = first[order], second[order]
    best = np.maximum.accumulate(b)
    kept = np.empty(len(b), dtype=bool)
    kept[0] = True
    np.greater(b[1:], best[:-1], out=kept[1:])  # betters every point that is better for the first party
    order, a = order[kept], a[kept]
    last = np.empty(len(a), dtype=bool)
    last[-1] = True
    np.not_equal(a[1:], a[:-1], out=last[:-1])  # of those equal for the first party, the best for the second
    chosen: NDArray[np.intp] = order[last]
    return chosen


def merge(problem: Problem, widest: int = WIDEST) -> Frontier:
    """Return the whole frontier of two parties whose values are sums; options that somebody refuses are left out.

    Floors are not looked at: who asks for what a party accepts narrows the points. Raises TooWide.
    """
    one, two = problem.parties
    values = np.zeros((1, 2), dtype=np.int64)
    kept_options, kept_parents = [], []
    for issue, allowed in enumerate(problem.allowed):
        a = np.array([one.points[issue][at] for at in allowed], dtype=np.int64)
        b = np.array([two.points[issue][at] for at in allowed], dtype=np.int64)
        worth = undominated(a, b)
        width = len(values)
        if width * len(worth) > widest:
            raise TooWide
        first = (a[worth][:, None] + values[:, 0]).ravel()
        second = (b[worth][:, None] + values[:, 1]).ravel()
        chosen = undominated(first, second)
        kept_options.append(np.array(allowed, dtype=np.int64)[worth[chosen // width]])
        kept_parents.append(chosen % width)
        values = np.stack((first[chosen], second[chosen]), axis=1)
    return Frontier(values, tuple(kept_options), tuple(kept_parents))


@dataclass(frozen=True)
class Listing:
    """All packages that break nothing, with their values; small problems only."""

    values: Points
    packages: tuple[Package, ...] | NDArray[np.int64]

    def package(self, point: int) -> Package:
        """Return the package of a row."""
        return tuple(int(at) for at in self.packages[point])


def every(problem: Problem) -> Listing:
    """Return every package that keeps to the options, pairs and budgets (floors are not looked at), by enumeration."""
    sizes = [len(allowed) for allowed in problem.allowed]
    count = int(np.prod(sizes))
    chosen = np.stack(np.unravel_index(np.arange(count), sizes), axis=1) if count else np.zeros((0, len(sizes)), int)
    for issue, allowed in enumerate(problem.allowed):
        chosen[:, issue] = np.array(allowed, dtype=np.int64)[chosen[:, issue]] if allowed else 0
    keeps = np.ones(len(chosen), dtype=bool)
    for pair in problem.apart:
        (a, x), (b, y) = pair.first, pair.second
        keeps &= ~((chosen[:, a] == x) & (chosen[:, b] == y))
    for budget in problem.budgets:
        keeps &= _sums(budget.costs, chosen) <= budget.limit
    chosen = chosen[keeps]
    values = np.stack([_sums(party.points, chosen) for party in problem.parties], axis=1)
    for number, party in enumerate(problem.parties):
        for bond in party.bonds:
            met = np.ones(len(chosen), dtype=bool)
            for issue, options in bond.where:
                met &= np.isin(chosen[:, issue], list(options))
            values[met, number] += bond.points
    return Listing(values, chosen)


def _sums(table: tuple[tuple[int, ...], ...], chosen: NDArray[np.int64]) -> Points:
    total = np.zeros(len(chosen), dtype=np.int64)
    for issue, row in enumerate(table):
        total += np.array(row, dtype=np.int64)[chosen[:, issue]]
    return total


def by_hand(problem: Problem) -> list[tuple[Package, tuple[int, ...]]]:
    """Return every package that breaks nothing with its values, one by one in plain Python: the tests' yardstick."""
    spaces = (range(len(issue.options)) for issue in problem.issues)
    return [(package, problem.values(package)) for package in product(*spaces) if problem.keeps(package)]
