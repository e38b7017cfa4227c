"""The frontier of two parties where it cannot be merged: constraints, or values that are more than a sum.

Point by point from the first party's best: the most for the first among packages that give the second at least one
point more than the last found, then the most for the second at that. Every step is proven, or there is no frontier:
a list with gaps would be taken for a whole one. Source: the epsilon-constraint method (Haimes et al. 1971), exact in
whole points.
"""

from dataclasses import replace
from math import inf

import numpy as np

from bitim.engines.compromise.frontier import Points
from bitim.engines.compromise.model import Problem
from bitim.engines.compromise.program import IMPOSSIBLE, OPTIMAL, Extra, Program, Row, Watch

MOST_POINTS = 60


def stepped(problem: Problem, watch: Watch) -> Points | None:
    """Return the values of every point, best for the first party first; None when time or `MOST_POINTS` run out.
    Floors are not looked at, as in merging."""
    free = replace(problem, parties=tuple(replace(p, disagreement=0, reservation=None) for p in problem.parties))
    program = _Unfloored(free)
    if not program.whole:
        return None
    found: list[tuple[int, int]] = []
    least = -inf
    while len(found) <= MOST_POINTS and not watch.over:
        reached = _lexicographic(program, least, watch)
        if reached is None:
            return np.array(found, dtype=np.int64) if found and _nothing_left(program, least, watch) else None
        found.append(reached)
        least = reached[1] + 1
    return None


class _Unfloored(Program):
    """A program in which nobody has a floor; gains are plain points."""

    def lowest(self, party: int) -> float:
        """Return no floor."""
        return -inf


def _lexicographic(program: Program, least: float, watch: Watch) -> tuple[int, int] | None:
    first, second = program.gain(0), program.gain(1)
    rows: list[tuple[Row, float, float]] = [({second: 1.0}, least, inf)]
    run = program.solve({first: 1.0}, Extra(rows=rows), seconds=watch.left)
    if run.status != OPTIMAL or run.package is None:
        return None
    most = program.problem.values(run.package)[0]
    rows = [({first: 1.0}, float(most), inf), ({second: 1.0}, least, inf)]
    run = program.solve({second: 1.0}, Extra(rows=rows), seconds=watch.left)
    if run.status != OPTIMAL or run.package is None:
        return None
    one, two = program.problem.values(run.package)
    return (one, two) if one >= most and two >= least else None


def _nothing_left(program: Program, least: float, watch: Watch) -> bool:
    rows: list[tuple[Row, float, float]] = [({program.gain(1): 1.0}, least, inf)]
    return program.solve({}, Extra(rows=rows), seconds=watch.left).status == IMPOSSIBLE
