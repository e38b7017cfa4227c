"""A good package in milliseconds: change one issue at a time as long as the rule's measure rises.

The solver may find nothing in its time on very large problems; a relaxation rounded and climbed from always gives a
package. What breaks a pair, a budget or a floor counts first, so that climbing also repairs. Additive values only.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bitim.engines.compromise.model import Package
from bitim.engines.compromise.program import Program, Watch

MOST_PAIRED = 400  # columns: 80,000 changes of two at once
MOST_TRIED = 40
Measure = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Gains (parties x candidates) to one number each; larger is better."""


class Climber:
    """The tables of a program's additive part as arrays over its columns."""

    def __init__(self, program: Program) -> None:
        problem = program.problem
        self.program = program
        self.issue = np.array([i for i, _ in program.places])
        self.points = np.array(
            [
                [party.points[i][at] / unit for i, at in program.places]
                for party, unit in zip(problem.parties, program.unit, strict=True)
            ]
        )
        self.none = np.array([p.disagreement / unit for p, unit in zip(problem.parties, program.unit, strict=True)])
        self.floor = np.array(
            [(p.floor - p.disagreement) / unit for p, unit in zip(problem.parties, program.unit, strict=True)]
        )
        self.costs = np.array([[b.costs[i][at] for i, at in program.places] for b in problem.budgets], dtype=float)
        self.limits = np.array([b.limit for b in problem.budgets], dtype=float)
        pairs = [
            (program.column[one.first], program.column[one.second])
            for one in problem.apart
            if one.first in program.column and one.second in program.column
        ]
        self.pairs = np.array(pairs, dtype=np.intp).reshape(-1, 2)

    def climb(self, start: Package, measure: Measure, watch: Watch) -> Package:
        """Return a package from which no single change of an option leads further up, and where the tables are small
        enough to try them all, no change of two at once either."""
        found = self._single(start, measure, watch)
        while len(self.issue) <= MOST_PAIRED and not watch.over:
            better = self._paired(found, measure)
            if better is None:
                break
            found = self._single(better, measure, watch)
        return found

    def _paired(self, start: Package, measure: Measure) -> Package | None:
        """Return a package that breaks nothing and is better by a change of two options; None when there is none."""
        chosen = np.array([self.program.column[i, at] for i, at in enumerate(start)])
        gains = self.points[:, chosen].sum(axis=1) - self.none
        change = self.points - self.points[:, chosen[self.issue]]
        one, other = np.triu_indices(len(self.issue), 1)
        apart = self.issue[one] != self.issue[other]
        one, other = one[apart], other[apart]
        both = gains[:, None] + change[:, one] + change[:, other]
        worth = measure(both)
        worth[(both < self.floor[:, None]).any(axis=0)] = -np.inf
        if len(self.limits):
            spent = self.costs[:, chosen].sum(axis=1)
            dearer = self.costs - self.costs[:, chosen[self.issue]]
            over = (spent[:, None] + dearer[:, one] + dearer[:, other] > self.limits[:, None]).any(axis=0)
            worth[over] = -np.inf
        now = float(measure(gains[:, None])[0]) if self.program.problem.keeps(start) else -np.inf
        for at in np.argsort(-worth)[:MOST_TRIED]:
            if worth[at] <= now + 1e-9:
                return None
            found = list(start)
            for column in (one[at], other[at]):
                found[self.issue[column]] = self.program.places[column][1]
            if self.program.problem.keeps(found):  # pairs that cannot stand together are looked at here alone
                return tuple(found)
        return None

    def _single(self, start: Package, measure: Measure, watch: Watch) -> Package:
        chosen = np.array([self.program.column[i, at] for i, at in enumerate(start)])
        reached = -np.inf
        while not watch.over:
            scores = self._scores(chosen, measure)
            best = int(np.argmax(scores))
            if scores[best] <= reached + 1e-12:
                break
            reached = float(scores[best])
            chosen[self.issue[best]] = best
        return tuple(self.program.places[at][1] for at in chosen)

    def _scores(self, chosen: NDArray[np.intp], measure: Measure) -> NDArray[np.float64]:
        """Return the score of putting each option in the place of its issue's present one."""
        now = chosen[self.issue]
        gains = (self.points[:, chosen].sum(axis=1) - self.none)[:, None] + self.points - self.points[:, now]
        broken = np.maximum(self.floor[:, None] - gains, 0.0).sum(axis=0) / (1.0 + np.abs(self.floor).sum())
        if len(self.limits):
            spent = self.costs[:, chosen].sum(axis=1)[:, None] + self.costs - self.costs[:, now]
            over = np.maximum(spent - self.limits[:, None], 0.0)
            broken += (over / (1.0 + np.abs(self.limits))[:, None]).sum(axis=0)
        if len(self.pairs):
            broken += self._clashes(chosen)
        scores: NDArray[np.float64] = measure(gains) - 1e6 * broken - 1e5 * (broken > 0)
        return scores

    def _clashes(self, chosen: NDArray[np.intp]) -> NDArray[np.float64]:
        held = np.zeros(len(self.issue), dtype=bool)
        held[chosen] = True
        first, second = self.pairs[:, 0], self.pairs[:, 1]
        both = held[first] & held[second]
        counts = np.full(len(self.issue), float(both.sum()))
        for one, other in ((first, second), (second, first)):
            np.add.at(counts, one, held[other] & ~held[one])  # taking it makes a clash with what is held
        freed = np.zeros(self.program.problem.issues.__len__())
        np.add.at(freed, self.issue[first[both]], 1.0)
        np.add.at(freed, self.issue[second[both]], 1.0)
        counts -= freed[self.issue] * ~held  # letting go of what is held ends its clashes
        return counts
