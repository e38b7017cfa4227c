"""The house's own answer: whether there are groups, where people stand, and what every group shares, each with its
uncertainty.

A statement is common ground only if in every group at least ENOUGH people voted on it, the lower end of the 90 %
interval of agreement lies above a half, it would have been so in STAYS of the resamples, and the group-free score
agrees. Where votes are missing it is "not enough votes yet", with the groups to ask. Where no groups are found,
everybody together is the one group: a weaker claim, and the answer says so.
"""

from dataclasses import dataclass

import numpy as np

from bitim.engines.opinion.axes import ROUGH, Axes, axes_of
from bitim.engines.opinion.brigade import Brigade, brigade
from bitim.engines.opinion.chance import MOST, Chance, any_groups, some_people
from bitim.engines.opinion.clusters import BASE_ROUNDS, BASE_STILL, Labels, base_clusters, by_size, k_means, ways
from bitim.engines.opinion.counts import NOBODY, Counts, counts, everybody, group_aware
from bitim.engines.opinion.middle import in_the_middle
from bitim.engines.opinion.places import Places, Prior, places
from bitim.engines.opinion.polis import taken_in
from bitim.engines.opinion.slate import Slate, slate
from bitim.engines.opinion.steady import ENOUGH, RESAMPLES, Steadiness, claimed, steadiness
from bitim.engines.opinion.sureness import differ, lower, upper
from bitim.engines.opinion.votes import Flags, Real, Votes, Whole

SMALLEST, SMALLEST_SHARE = 10, 0.02  # a group is at least so many people, and so many of those placed
STAYS = 0.8
LEANS = 0.15  # of -1..1: so much a person in the middle agrees. Where one in ten is of the other side, ridge leaves .12
SAME = 0.4  # adjusted Rand index: below it, resamples of the same people are grouped otherwise more than likewise


@dataclass(frozen=True)
class Claim:
    """A statement that every group shares: `low`, `share` and `n` are those of the group that is least sure."""

    statement: int
    low: float
    share: float
    n: int
    stability: float
    middle: float


@dataclass(frozen=True)
class Waiting:
    """A statement that no group is against so far, and the groups whose votes do not suffice."""

    statement: int
    ask: tuple[int, ...]


@dataclass(frozen=True)
class Analysis:
    """Everything that is told of a conversation. `labels` are people's groups, NOBODY for who is not placed; where
    there are no groups, `sizes` is empty and `counts` has one row, everybody placed. `alike`: how much groups stayed
    the same in resamples (adjusted Rand index), told also where they were not shown for it. `base`: people's small
    clusters."""

    axes: Axes
    places: Places
    inside: Flags
    base: Labels
    chance: Chance
    labels: Labels
    sizes: Whole
    counts: Counts
    group_aware: Real
    low: Real
    high: Real
    middle: Real
    steady: Steadiness
    alike: float
    common: list[Claim]
    waiting: list[Waiting]
    differences: Flags
    agree: list[int]
    slate: Slate
    brigade: Brigade

    @property
    def has_groups(self) -> bool:
        """Whether groups were found at all."""
        return len(self.sizes) > 1


def grouped(points: Real, weight: Real, start: Real | None = None) -> tuple[Labels | None, Labels, float]:
    """Return each point's group, its small cluster and the silhouette; no groups where every way to part the people
    leaves one that is too small. `start` are centres of small clusters."""
    if start is None:
        base, centres = base_clusters(points, weight)
    else:
        base, centres = k_means(points, start, BASE_ROUNDS, BASE_STILL, weight)
    heavy = np.bincount(base, weights=weight, minlength=len(centres)).astype(np.float64)
    least = max(SMALLEST, SMALLEST_SHARE * float(weight.sum()))
    best, labels = 0.0, None
    for value, found in ways(centres, heavy):
        if value > best and np.bincount(found, weights=heavy).min() >= least:
            best, labels = value, found
    return (None if labels is None else by_size(labels, heavy)[base]), base, best


class _Grouper:
    """Groups the people inside, by the votes as they are and by resamples of people."""

    def __init__(self, votes: Votes, out: Flags, inside: Flags) -> None:
        self.votes, self.out, self.inside = votes, out, inside
        self.axes = axes_of(votes, out)
        self.places = places(votes, self.axes, out, inside)
        self.labels, self.base, self.silhouette = grouped(self.places.at[inside], np.ones(int(inside.sum())))

    @property
    def prior(self) -> Prior:
        return self.places.prior

    def silhouette_of(self, axes: Axes) -> float:
        if axes is self.axes:
            return self.silhouette
        found = places(self.votes, axes, self.out, self.inside)
        return grouped(found.at[self.inside], np.ones(int(self.inside.sum())))[2]

    def again(self, weight: Real) -> Labels:
        """Return everybody's group when each person counts `weight` times; all in one where none are found."""
        there = self.inside & (weight > 0)
        axes = axes_of(self.votes, self.out, weight, self.axes.directions, ROUGH)
        found = places(self.votes, axes, self.out, self.inside, self.prior)
        points, each, base = found.at[there], weight[there], self.base[there[self.inside]]
        heavy = np.bincount(base, weights=each)
        sums = [np.bincount(base, weights=each * points[:, axis]) for axis in (0, 1)]
        start = np.stack(sums, axis=1)[heavy > 0] / heavy[heavy > 0, None]
        labels = np.full(self.votes.people, NOBODY, dtype=np.intp)
        parted = grouped(points, each, start)[0]
        labels[there] = 0 if parted is None else parted
        return labels


def analyse(votes: Votes, out: Flags, resamples: int = RESAMPLES) -> Analysis:
    """Return the whole answer; `out` are the statements left out of the map and the lists (statements)."""
    asked = np.bincount(votes.statement, minlength=votes.statements) > 0
    inside = taken_in(votes.given, int(asked.sum()))
    whole = _Grouper(votes, out, inside)
    chance = _any_groups(whole) if whole.labels is not None else Chance(False, 0.0, (0.0, 0.0), ())
    labels, steady, likeness = _shown(whole, chance.groups, resamples)
    groups = max(int(labels.max(initial=NOBODY)) + 1, 1)
    found = counts(votes, labels, groups)
    low, high = lower(found.agree, found.seen), upper(found.agree, found.seen)
    middle = in_the_middle(votes, whole.axes, out)
    common = _common(found, low, steady, middle, out)
    base = np.full(votes.people, NOBODY, dtype=np.intp)
    base[inside] = whole.base
    shared = [one.statement for one in common]
    return Analysis(
        axes=whole.axes,
        places=whole.places,
        inside=inside,
        base=base,
        chance=chance,
        labels=labels if groups > 1 else np.full(votes.people, NOBODY, dtype=np.intp),
        sizes=np.bincount(labels[inside]) if groups > 1 else np.zeros(0, dtype=np.int64),
        counts=found,
        group_aware=group_aware(found),
        low=low,
        high=high,
        middle=middle,
        steady=steady,
        alike=likeness,
        common=common,
        waiting=_waiting(found, low, out, set(shared)),
        differences=differ(found, out, ENOUGH) if groups > 1 else np.zeros(found.seen.shape, dtype=bool),
        agree=_agreed(votes, out),
        slate=slate(votes, labels, found, out, ENOUGH),
        brigade=brigade(votes, out, found, shared, lambda others: claims(others, out, groups > 1)),
    )


def claims(votes: Votes, out: Flags, parted: bool = True) -> Flags:
    """Return the statements that every group surely agrees with, the people grouped anew (or not at all): one run
    without resamples, for comparisons."""
    asked = np.bincount(votes.statement, minlength=votes.statements) > 0
    whole = _Grouper(votes, out, taken_in(votes.given, int(asked.sum())))
    labels = np.full(votes.people, NOBODY, dtype=np.intp)
    labels[whole.inside] = whole.labels if parted and whole.labels is not None else 0
    return claimed(votes, labels, max(int(labels.max(initial=NOBODY)) + 1, 1))


def _shown(whole: _Grouper, groups: bool, resamples: int) -> tuple[Labels, Steadiness, float]:
    """Return people's groups, what stays in resamples, and how alike the groups stay: one group where there are none,
    or none that would stay."""
    labels = np.full(whole.votes.people, NOBODY, dtype=np.intp)
    likeness = 1.0
    if groups and whole.labels is not None:
        labels[whole.inside] = whole.labels
        steady = steadiness(whole.votes, labels, whole.again, resamples)
        likeness = steady.alike
        if likeness >= SAME:
            return labels, steady, likeness
    labels[whole.inside] = 0
    return labels, steadiness(whole.votes, labels, None, resamples), likeness


def _any_groups(whole: _Grouper) -> Chance:
    votes = whole.votes
    placed = np.flatnonzero(whole.inside)
    if len(placed) > MOST:
        chosen = np.zeros(votes.people, dtype=bool)
        chosen[placed[some_people(len(placed))]] = True
        fewer = votes.of_people(chosen)
        whole = _Grouper(fewer, whole.out, np.ones(fewer.people, dtype=bool))
        votes = fewer
    return any_groups(votes, whole.axes, whole.silhouette_of)


def _common(found: Counts, low: Real, steady: Steadiness, middle: Real, out: Flags) -> list[Claim]:
    enough = (found.seen >= ENOUGH).all(axis=0) & (low > 0.5).all(axis=0) & ~out
    claims = []
    for at in np.flatnonzero(enough & (steady.claims >= STAYS) & (middle > LEANS)).tolist():
        weakest = int(low[:, at].argmin())
        share = float(found.agree[weakest, at] / found.seen[weakest, at])
        n = int(found.seen[weakest, at])
        claims.append(Claim(at, float(low[weakest, at]), share, n, float(steady.claims[at]), float(middle[at])))
    return sorted(claims, key=lambda one: (-one.low, one.statement))


def _waiting(found: Counts, low: Real, out: Flags, common: set[int]) -> list[Waiting]:
    """Return what could still become common ground: more than half agree in every group that voted."""
    few = found.seen < ENOUGH
    leaning = few | (found.agree * 2 > found.seen)
    listed = []
    for at in np.flatnonzero(~out & leaning.all(axis=0)).tolist():
        if at not in common:
            short = np.flatnonzero(few[:, at] | (low[:, at] <= 0.5))
            asked = tuple(short.tolist()) or (int(low[:, at].argmin()),)
            listed.append(Waiting(at, asked))
    return listed


def _agreed(votes: Votes, out: Flags, most: int = 5) -> list[int]:
    """Return the statements that everybody together most surely agrees with."""
    everyone = everybody(votes)
    low = np.where(out | (everyone.seen[0] < ENOUGH), 0.0, lower(everyone.agree[0], everyone.seen[0]))
    order = np.argsort(-low, kind="stable")[:most]
    return [int(at) for at in order if low[at] > 0.5]
