"""What stays when other people had come: fifty conversations made of the same people, some twice, some not at all.

Each resample (Efron's bootstrap, of people) finds its own directions, places and groups; a claim's stability is the
share of resamples in which it would have been made, so doubt about the grouping itself is part of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bitim.engines.opinion.clusters import Labels, alike
from bitim.engines.opinion.counts import counts
from bitim.engines.opinion.sureness import above_half
from bitim.engines.opinion.votes import Flags, Real, Votes

RESAMPLES = 50
ENOUGH = 7  # votes in every group


@dataclass(frozen=True)
class Steadiness:
    """`claims`: for each statement the share of resamples (0..1) in which every group agrees surely. `alike`: the mean
    adjusted Rand index to the groups shown, 1 when there are none; `numbers`: how often how many groups were found."""

    claims: Real
    alike: float
    numbers: dict[int, int]


def claimed(votes: Votes, labels: Labels, groups: int, weight: Real | None = None) -> Flags:
    """Return the statements with enough votes and the lower end of agreement above a half, in every group."""
    found = counts(votes, labels, groups, weight)
    enough = np.flatnonzero((found.seen >= ENOUGH).all(axis=0))
    sure = np.zeros(votes.statements, dtype=bool)
    sure[enough] = above_half(found.agree[:, enough], found.seen[:, enough]).all(axis=0)
    return sure


def steadiness(
    votes: Votes, labels: Labels, regroup: Callable[[Real], Labels] | None, resamples: int = RESAMPLES, seed: int = 3
) -> Steadiness:
    """Return what stays. `labels` are people's groups (-1: none); `regroup` finds those of weighted people, or is None
    where nobody is grouped and all are taken together."""
    chance = np.random.default_rng(seed)
    held = np.zeros(votes.statements)
    likeness = []
    numbers: dict[int, int] = {}
    shown = int(labels.max(initial=-1)) + 1
    for _ in range(resamples if votes.people else 0):
        drawn = np.bincount(chance.integers(votes.people, size=votes.people), minlength=votes.people)
        weight = drawn.astype(np.float64)
        anew = labels if regroup is None else regroup(weight)
        groups = int(anew.max()) + 1
        numbers[groups] = numbers.get(groups, 0) + 1
        # Where no groups are found in it, the groups that are shown are asked all the same: everybody together agrees
        # to much that a small group rejects.
        asked = labels if groups == 1 and shown > 1 else anew
        held += claimed(votes, asked, max(groups, shown if asked is labels else 1), weight)
        both = (drawn > 0) & (labels >= 0) & (anew >= 0)
        likeness.append(alike(labels[both], anew[both]))
    times = max(len(likeness), 1)
    return Steadiness(held / times, float(np.mean(likeness)) if likeness else 1.0, dict(sorted(numbers.items())))
