"""Packages ranked by how well they do if wishes are not quite what the orders said: for what is uncertain of tables.

Each party's wishes are given as several tables that all fit what it said (`Belief.samples`). The n-th tables of all
parties make one possible world; in each world the smallest gain of a package is taken, as a share of what each party
could have at best there, and packages are ranked by the tenth percentile over the worlds, then by the mean. Gains are
only ranked, never certified: which package is Pareto-optimal or largest by a rule is said of the stated tables alone.

Measured (docs/benchmarks.md): among packages near the Nash one the worse-off side gains about .005 of its scale by
it, and the product loses as much. For which of several near packages to show, not in place of a rule.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from bitim.engines.compromise.model import Package, Problem, Unfit

Table = tuple[tuple[int, ...], ...]
LOW = Fraction(1, 10)


def smallest(problem: Problem, samples: Sequence[Sequence[Table]], packages: Sequence[Package]) -> NDArray[np.float64]:
    """Return the smallest gain of each package in each world: `[package, world]`. `samples`: for each party, in the
    order of the problem, as many tables as for every other."""
    if len(samples) != len(problem.parties) or len({len(tables) for tables in samples}) != 1 or not samples[0]:
        raise Unfit("Every party needs the same number of tables, at least one.")
    if any(party.bonds for party in problem.parties):
        raise Unfit("Only values that are sums can be ranked by several tables.")
    chosen = np.array(packages, dtype=np.intp).reshape(len(packages), len(problem.issues))
    found = np.full((len(packages), len(samples[0])), np.inf)
    for party, tables in zip(problem.parties, samples, strict=True):
        for world, table in enumerate(tables):
            rows = [np.array(row, dtype=float) for row in table]
            if [len(row) for row in rows] != [len(issue.options) for issue in problem.issues]:
                raise Unfit(f"A table of {party.name} has another shape than the issues.")
            best = sum(float(row[list(allowed)].max()) for row, allowed in zip(rows, problem.allowed, strict=True))
            if best <= party.disagreement:
                continue  # in this world it can gain nothing, whatever is chosen
            worth = sum((row[chosen[:, issue]] for issue, row in enumerate(rows)), np.zeros(len(packages)))
            gains = (worth - party.disagreement) / (best - party.disagreement)
            found[:, world] = np.minimum(found[:, world], gains)
    return np.where(np.isinf(found), 0.0, found)


def ranked(
    problem: Problem, samples: Sequence[Sequence[Table]], packages: Sequence[Package], low: Fraction = LOW
) -> tuple[int, ...]:
    """Return the numbers of packages, best first: by the `low` percentile of the smallest gain, then by its mean; of
    equals the earlier one. The percentile is the lower of two neighbours, so that it is never said too large."""
    if not packages:
        raise Unfit("There is no package to rank.")
    ordered = np.sort(smallest(problem, samples, packages), axis=1)
    at = int((ordered.shape[1] - 1) * low)
    keys = [(-float(row[at]), -float(row.mean()), number) for number, row in enumerate(ordered)]
    return tuple(key[-1] for key in sorted(keys))
