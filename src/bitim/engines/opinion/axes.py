"""The two directions in which people differ most, found without a table of everybody by everything.

A missing vote counts as the statement's mean; after taking the mean away it is exactly zero. So the principal
components of the filled table are the singular vectors of a sparse one that holds `vote - mean` where there is a vote.
Source: Polis (Small et al. 2021, Recerca 26(2)) for filling and scaling; Lanczos by ARPACK through scipy.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse.linalg import LinearOperator, eigsh

from bitim.engines.opinion.votes import Flags, Real, Votes

AXES = 2
DENSE = 40  # below it the statements' own square table is smaller than Lanczos' workspace
TOLERANCE = 1e-10  # of an eigenvalue; the directions are then good to about its root
ROUGH, NARROW = 1e-3, 6  # a cosine of .99999 in six passes from yesterday's directions, in ten without


@dataclass(frozen=True)
class Axes:
    """`matrix` people x statements (sparse, centred), `means` of each statement, `directions` statements x AXES of
    length 1, `values` the variance sums along them, largest first."""

    matrix: Any
    means: Real
    directions: Real
    values: Real


def centred(votes: Votes, out: Flags, weight: Real | None = None) -> tuple[Any, Real]:
    """Return the sparse table of `vote - mean` and the means (0..1 scale of votes); statements that are out are zero.

    `weight` counts a person several times or not at all: people, >= 0."""
    said = votes.vote.astype(np.float64)
    heavy: Any
    sums: Any
    if weight is None:
        heavy = np.bincount(votes.statement, minlength=votes.statements).astype(np.float64)
        sums = np.bincount(votes.statement, weights=said, minlength=votes.statements)
    else:
        heavy, sums = votes.asked.T @ weight, votes.said.T @ weight
    means = np.divide(sums, heavy, out=np.zeros(votes.statements), where=heavy > 0)
    means[out] = 0.0
    said -= means[votes.statement]
    if out.any():
        said[out[votes.statement]] = 0.0
    return votes.table(said), means


def largest(
    matrix: Any, weight: Real | None = None, start: Real | None = None, tolerance: float = TOLERANCE
) -> tuple[Real, Real]:
    """Return the AXES largest eigenvalues of the statements' scatter and their directions (statements x AXES).

    `start` (statements x AXES), for example yesterday's directions, and a `tolerance` of ROUGH spare passes over the
    votes; the last digits then differ, so what is published is found without. A direction's sign: its longest entry is
    positive."""
    wide = matrix.shape[1]
    values, directions = np.zeros(AXES), np.zeros((wide, AXES))
    if not matrix.nnz or not matrix.data.any():
        return values, directions
    if wide <= DENSE:
        scaled = matrix if weight is None else matrix.multiply(np.sqrt(weight)[:, None]).tocsr()
        found, vectors = np.linalg.eigh((scaled.T @ scaled).toarray())
    else:
        back = matrix.T

        def scatter(x: Real) -> Real:
            y = matrix @ x
            product: Real = back @ (y if weight is None else weight * y)
            return product

        begin = np.cos(np.arange(wide, dtype=np.float64)) if start is None else start.sum(axis=1)
        operator = LinearOperator((wide, wide), matvec=scatter, dtype=np.float64)
        ncv = NARROW if tolerance >= ROUGH else None
        chance = np.random.default_rng(0)  # ARPACK draws when it meets a subspace that it has seen whole
        found, vectors = eigsh(operator, k=AXES, v0=begin, tol=tolerance, ncv=ncv, rng=chance)
    order = np.argsort(-found, kind="stable")[:AXES]
    values[: len(order)] = np.maximum(found[order], 0.0)
    directions[:, : len(order)] = vectors[:, order]
    longest = np.abs(directions).argmax(axis=0)
    directions *= np.where(directions[longest, np.arange(AXES)] < 0, -1.0, 1.0)
    return values, directions


def axes_of(
    votes: Votes,
    out: Flags,
    weight: Real | None = None,
    start: Real | None = None,
    tolerance: float = TOLERANCE,
) -> Axes:
    """Return everything the map is drawn from."""
    matrix, means = centred(votes, out, weight)
    values, directions = largest(matrix, weight, start, tolerance)
    return Axes(matrix, means, directions, values)
