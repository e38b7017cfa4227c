"""A second opinion that knows no groups: how would somebody answer who leans to neither side?

One factor: vote = m + a_i + c_j + f_i g_j, least squares with ridge, by turns for people and statements. What a
statement owes to its camp goes into f g; `m + c_j + f0 g_j` is what is left for a person in the middle, f0 lying
halfway between the two camps, whatever their sizes. Source: the bridging
score of Community Notes (Wojcik et al. 2022), fitted by alternating least squares in place of gradient descent.
"""

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from bitim.engines.opinion.axes import Axes
from bitim.engines.opinion.votes import Flags, Real, Votes

SWEEPS = 12
LEVEL, LEAN = 1.0, 3.0  # ridge of what everybody shares and of the camps', in votes; fixed before looking at any data


def _solved(asked: Any, said: Any, level: Real, lean: Real, mean: float) -> tuple[Real, Real]:
    """Return level and lean of one side, given those of the other: a 2 x 2 system for each row."""
    columns = np.stack((np.ones(len(lean)), lean, lean * lean, level, lean * level), axis=1)
    count, f, ff, a, fa = (asked @ columns).T
    ones = np.stack((np.ones(len(lean)), lean), axis=1)
    sums, leaned = (said @ ones).T
    first, second = sums - a - mean * count, leaned - fa - mean * f
    p, q = count + LEVEL, ff + LEAN
    below = p * q - f * f
    return (q * first - f * second) / below, (p * second - f * first) / below


def in_the_middle(votes: Votes, axes: Axes, out: Flags) -> Real:
    """Return for each statement the expected vote (about -1..1) of a person who leans to neither side."""
    if not len(votes):
        return np.zeros(votes.statements)
    shape = (votes.people, votes.statements)
    kept = (~out[votes.statement]).astype(np.float64)
    asked = csr_matrix((kept, votes.statement, votes.first), shape=shape, copy=False)
    said = csr_matrix((kept * votes.vote, votes.statement, votes.first), shape=shape, copy=False)
    asked_of, said_of = asked.T, said.T
    mean = float(said.data.sum() / max(kept.sum(), 1.0))
    level = np.zeros(votes.statements)
    lean = axes.directions[:, 0] * np.sqrt(votes.statements)
    person = (np.zeros(votes.people), np.zeros(votes.people))
    for _ in range(SWEEPS):
        person = _solved(asked, said, level, lean, mean)
        level, lean = _solved(asked_of, said_of, *person, mean)
    found: Real = mean + level + lean * _between(person[1][votes.given > 0])
    return found


def _between(leans: Real) -> float:
    """Return the place halfway between the two sides: the mean of everybody lies nearer to the larger one, and who
    stood there would lean to it. The sides are the two means of one line (k-means for k = 2)."""
    low, high = float(leans.min()), float(leans.max())
    for _ in range(SWEEPS):
        right = leans > (low + high) / 2
        if right.all() or not right.any():
            break
        low, high = float(leans[~right].mean()), float(leans[right].mean())
    return (low + high) / 2
