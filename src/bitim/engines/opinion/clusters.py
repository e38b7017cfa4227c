"""Groups of points in the plane: k-means by weight, the silhouette that chooses k, how alike two groupings are.

Lloyd's rounds are kept exact and cheap by bounds (Hamerly 2010): only a point whose nearest centre may have changed is
measured again. Nothing is drawn by chance.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from bitim.engines.opinion.votes import Real, Whole

BASE, BASE_ROUNDS, BASE_STILL = 100, 100, 0.01
GROUP_ROUNDS, MOST_GROUPS = 20, 5
SMALL = 2000  # distances, fewer than which are all measured in every round
Labels = NDArray[np.intp]


def first_distinct(points: Real, count: int) -> Real:
    """Return the first `count` different points, fewer when there are no more."""
    size = 2 * count
    while True:
        _, places = np.unique(points[:size], axis=0, return_index=True)
        if len(places) >= count or size >= len(points):
            return points[np.sort(places)[:count]].copy()
        size *= 4


def _nearest(points: Real, centres: Real) -> tuple[Labels, Real, Real]:
    """Return each point's nearest centre, the distance to it and to the second nearest (infinite when there is
    none)."""
    far, near = cKDTree(centres).query(points, k=2)
    return near[:, 0].astype(np.intp), far[:, 0], far[:, 1]


def k_means(
    points: Real, centres: Real, rounds: int, still: float = 0.0, weight: Real | None = None
) -> tuple[Labels, Real]:
    """Return the label of each point (n) and the centres (k x 2); a centre that loses all its points goes.

    Stops when no centre moved by `still` or more (by anything, when it is 0), or after `rounds`."""
    each = np.ones(len(points)) if weight is None else weight
    if len(points) * len(centres) <= SMALL:
        return _few(points, centres, rounds, still, each)
    labels, own, other = _nearest(points, centres)
    for number in range(rounds):
        heavy = np.bincount(labels, weights=each, minlength=len(centres))
        if not heavy.all():
            kept = heavy > 0
            if not kept.any():
                return labels, centres
            centres = centres[kept]
            labels, own, other = _nearest(points, centres)
            heavy = np.bincount(labels, weights=each, minlength=len(centres))
            if not heavy.all():
                continue
        sums = [np.bincount(labels, weights=each * points[:, axis], minlength=len(centres)) for axis in (0, 1)]
        moved = np.stack(sums, axis=1) / heavy[:, None]
        steps = np.hypot(*(moved - centres).T)
        centres = moved
        if steps.max() < still or not steps.any() or number == rounds - 1:
            break
        own += steps[labels]
        other -= steps.max()
        doubt = np.flatnonzero(own > other)
        own[doubt] = np.hypot(*(points[doubt] - centres[labels[doubt]]).T)
        doubt = doubt[own[doubt] > other[doubt]]
        labels[doubt], own[doubt], other[doubt] = _nearest(points[doubt], centres)
    return labels, centres


def _few(points: Real, centres: Real, rounds: int, still: float, each: Real) -> tuple[Labels, Real]:
    """The same for few points and centres, where every distance is sooner measured than kept account of; of two
    centres equally near the first is taken."""
    x, y = points.T
    told = np.stack((np.ones(len(points)), x, y))
    told *= each
    labels = _first_nearest(x, y, centres)
    for number in range(rounds):
        heavy, sum_x, sum_y = _sums(told, labels, len(centres))
        if not heavy.all():
            kept = heavy > 0
            if not kept.any():
                break
            centres = centres[kept]
            labels = _first_nearest(x, y, centres)
            heavy, sum_x, sum_y = _sums(told, labels, len(centres))
            if not heavy.all():
                continue
        moved = np.stack((sum_x / heavy, sum_y / heavy), axis=1)
        step = moved - centres
        largest = float((step * step).sum(axis=1).max())
        centres = moved
        if largest < still * still or largest == 0 or number == rounds - 1:
            break
        labels = _first_nearest(x, y, centres)
    return labels, centres


def _first_nearest(x: Real, y: Real, centres: Real) -> Labels:
    dx, dy = centres[:, 0, None] - x, centres[:, 1, None] - y
    dx *= dx
    dy *= dy
    dx += dy
    nearest: Labels = dx.argmin(axis=0)
    return nearest


def _sums(told: Real, labels: Labels, count: int) -> Real:
    """Return the sums of each row by label."""
    return np.stack([np.bincount(labels, weights=row, minlength=count) for row in told]).astype(np.float64, copy=False)


def silhouette(points: Real, labels: Labels, heavy: Real | None = None) -> float:
    """Return the mean silhouette (-1..1; Rousseeuw 1987), a point alone in its group counting 0; n x n distances.

    `heavy`: how many people stand at each point; the silhouette is then that of the people. Without it a bloc of
    hundreds who answer alike counts as one point, and two such blocs as no groups."""
    count = int(labels.max()) + 1 if len(labels) else 0
    if count < 2:
        return 0.0
    each = np.ones(len(points)) if heavy is None else heavy
    return _silhouette(_distances(points) * each, labels, each, count)


def _distances(points: Real) -> Real:
    far: Real = np.hypot(points[:, 0, None] - points[:, 0], points[:, 1, None] - points[:, 1])
    return far


def _silhouette(far: Real, labels: Labels, each: Real, count: int) -> float:
    sizes = np.bincount(labels, weights=each, minlength=count)
    sums = np.stack([far[:, labels == one].sum(axis=1) for one in range(count)], axis=1)
    rows, own = np.arange(len(labels)), sizes[labels]
    inner = sums[rows, labels] / np.maximum(own - 1, 1)
    means = np.divide(sums, sizes, out=np.full(sums.shape, np.inf), where=sizes > 0)
    means[rows, labels] = np.inf
    outer = means.min(axis=1)
    top = np.maximum(inner, outer)
    value = np.divide(outer - inner, top, out=np.zeros(len(labels)), where=(top > 0) & (own > 1))
    return float(np.average(value, weights=each))


def base_clusters(points: Real, weight: Real | None = None, count: int = BASE) -> tuple[Labels, Real]:
    """Return at most a hundred small clusters: the label of each point and their centres."""
    if not len(points):
        return np.zeros(0, dtype=np.intp), np.zeros((0, 2))
    return k_means(points, first_distinct(points, count), BASE_ROUNDS, BASE_STILL, weight)


def ways(centres: Real, heavy: Real, most: int = MOST_GROUPS) -> list[tuple[float, Labels]]:
    """Return for each number of groups from 2 on the silhouette of the people at the centres and the centres' labels
    (k-means by weight)."""
    found = []
    far = _distances(centres) * heavy
    for count in range(2, min(most, 2 + len(centres) // 12) + 1):
        if len(centres) < count:
            break
        labels, _ = k_means(centres, first_distinct(centres, count), GROUP_ROUNDS, weight=heavy)
        shown = int(labels.max()) + 1
        found.append((_silhouette(far, labels, heavy, shown) if shown > 1 else 0.0, labels))
    return found


def by_size(labels: Labels, weight: Whole | Real | None = None) -> Labels:
    """Return labels renamed so that 0 is the largest group; of equal ones the one that comes first."""
    if not len(labels):
        return labels
    sizes = np.bincount(labels, weights=weight)
    first = np.full(len(sizes), len(labels))
    np.minimum.at(first, labels, np.arange(len(labels)))
    order = np.lexsort((first, -sizes))
    anew = np.empty(len(sizes), dtype=np.intp)
    anew[order] = np.arange(len(sizes))
    return anew[labels]


def alike(one: Labels, two: Labels) -> float:
    """Return the adjusted Rand index of two groupings of the same points (1: the same; near 0: by chance)."""
    if not len(one):
        return 1.0
    table = np.zeros((int(one.max()) + 1, int(two.max()) + 1))
    np.add.at(table, (one, two), 1.0)

    def pairs(counts: Real) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    every = len(one) * (len(one) - 1) / 2
    chance = rows * columns / every if every else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)
