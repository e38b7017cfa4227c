"""Where each person stands, and how well that is known: few votes push nobody outward.

A vote less its statement's mean is the person's place times the statement's directions, plus noise. With a normal prior
for places, a place is a ridge regression on the votes this person gave: x = V b / s, V = (G / s + S^-1)^-1, where
G = sum d d' and b = sum d (vote - mean) over the statements voted on, S the people's spread and s the noise, both by
expectation-maximisation from the same sums. Who gave few votes stays near the middle with a wide uncertainty, where the
reference's scale sqrt(C / votes) would throw them out. Source: probabilistic principal components with missing values
(Tipping and Bishop 1999), the directions kept fixed.
"""

from dataclasses import dataclass

import numpy as np

from bitim.engines.opinion.axes import Axes
from bitim.engines.opinion.votes import Flags, Real, Votes

STEPS = 12
LEAST = 1e-9


@dataclass(frozen=True)
class Prior:
    """`spread` of people, 2 x 2, and `noise` of a vote, both variances."""

    spread: Real
    noise: float


@dataclass(frozen=True)
class Places:
    """`at` people x 2, `unsure` people x 2 x 2 (covariance), in units in which people's own spread is
    `prior.spread`."""

    at: Real
    unsure: Real
    prior: Prior


@dataclass(frozen=True)
class _Sums:
    squares: Real  # people x 2 x 2
    products: Real  # people x 2
    rest: Real  # people: sum of squares of the centred votes
    count: Real  # people: votes on statements that are not out


def _sums(votes: Votes, axes: Axes, out: Flags) -> _Sums:
    d = axes.directions
    kept = (~out).astype(np.float64)
    columns = np.stack((d[:, 0] * d[:, 0], d[:, 0] * d[:, 1], d[:, 1] * d[:, 1], np.ones(len(d))), axis=1)
    rows = votes.asked @ (columns * kept[:, None])
    squares = rows[:, (0, 1, 1, 2)].reshape(-1, 2, 2)
    rest = votes.table(axes.matrix.data**2) @ np.ones(votes.statements)
    return _Sums(squares, axes.matrix @ d, rest, rows[:, 3])


def _inverse(matrices: Real) -> Real:
    """Return the inverses of n x 2 x 2; written out, since a general one is ten times as slow."""
    a, b, c, d = matrices[:, 0, 0], matrices[:, 0, 1], matrices[:, 1, 0], matrices[:, 1, 1]
    flat = np.stack((d, -b, -c, a), axis=1) / (a * d - b * c)[:, None]
    return flat.reshape(-1, 2, 2)


def _placed(sums: _Sums, prior: Prior) -> tuple[Real, Real]:
    unsure = _inverse(sums.squares / prior.noise + np.linalg.inv(prior.spread))
    b = sums.products / prior.noise
    at = np.stack([unsure[:, axis, 0] * b[:, 0] + unsure[:, axis, 1] * b[:, 1] for axis in (0, 1)], axis=1)
    return at, unsure


def places(
    votes: Votes, axes: Axes, out: Flags, inside: Flags, prior: Prior | None = None, weight: Real | None = None
) -> Places:
    """Return everybody's place. Spread and noise come from the people inside (each `weight` times), unless given."""
    nowhere = np.zeros((votes.people, 2))
    each = inside.astype(np.float64) if weight is None else inside * weight
    sums = _sums(votes, axes, out)
    total, answers = float(each @ sums.rest), float(each @ sums.count)
    if total <= LEAST or answers == 0 or axes.values[0] <= LEAST:
        return Places(nowhere, np.zeros((votes.people, 2, 2)), prior or Prior(np.eye(2) * LEAST, LEAST))
    if prior is None:
        own = np.stack((sums.squares[:, 0, 0], sums.squares[:, 1, 1]), axis=1)
        wide = (each @ sums.products**2) / np.maximum(each @ own**2, LEAST)
        prior = Prior(np.diag(np.maximum(wide, LEAST)), total / answers)
        for _ in range(STEPS):
            prior = _better(sums, prior, each, total, answers)
    return Places(*_placed(sums, prior), prior)


def _better(sums: _Sums, prior: Prior, each: Real, total: float, answers: float) -> Prior:
    at, unsure = _placed(sums, prior)
    second = at[:, :, None] * at[:, None, :] + unsure
    spread = np.tensordot(each, second, axes=1) / each.sum()
    left = total - 2 * float(each @ (sums.products * at).sum(axis=1))
    left += float(each @ (sums.squares * second).sum(axis=(1, 2)))
    return Prior(spread + np.eye(2) * LEAST, max(left / answers, LEAST))
