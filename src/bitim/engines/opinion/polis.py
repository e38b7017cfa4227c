"""The reference system's answer, for whoever wants to compare: Polis as its mathematics stood in 2024.

Who voted on at least seven statements is in (passes count; the most active are added up to fifteen people). Statements
that are out are set to zero for everybody, also for those who never voted on them, and so count in the scale
sqrt(C / votes): a trap of the reference that is kept here and nowhere else. The reference carries groups over from hour
to hour, so the same votes may look otherwise there; `growth` comes near it. Its rule that another number of groups must
win four times in a row is left out: there are no hours here.
"""

from dataclasses import dataclass

import numpy as np

from bitim.engines.opinion.axes import Axes, axes_of
from bitim.engines.opinion.clusters import Labels
from bitim.engines.opinion.counts import (
    NOBODY,
    Counts,
    Represents,
    consensus,
    counts,
    everybody,
    group_aware,
    represents,
)
from bitim.engines.opinion.growth import grown
from bitim.engines.opinion.votes import Flags, Real, Votes, Whole

ENOUGH, AT_LEAST = 7, 15


@dataclass(frozen=True)
class Polis:
    """`positions` people x 2; `labels` of people, NOBODY for who is not in; `sizes` of groups, largest first."""

    axes: Axes
    positions: Real
    extremity: Real
    labels: Labels
    sizes: Whole
    silhouette: float
    counts: Counts
    group_aware: Real
    represents: list[list[Represents]]
    agree: list[int]
    disagree: list[int]
    base: Labels  # the small cluster of each person, NOBODY for who is not in


def taken_in(given: Whole, statements: int) -> Flags:
    """Return who has voted on enough to be placed."""
    inside: Flags = given >= min(ENOUGH, statements)
    inside &= given > 0
    missing = AT_LEAST - int(inside.sum())
    if missing > 0:
        order = np.lexsort((np.arange(len(given)), -given))
        more = [at for at in order if not inside[at] and given[at] > 0][:missing]
        inside[more] = True
    return inside


def _there(votes: Votes) -> Flags:
    """Return the statements that anybody voted on: others are no columns of the reference."""
    found: Flags = np.bincount(votes.statement, minlength=votes.statements) > 0
    return found


def placed(axes: Axes, votes: Votes, out: Flags, there: Flags) -> Real:
    """Return people's positions, scaled up by sqrt(C / votes), columns that are out among the votes."""
    zeroed = int((out & there).sum())
    on_out = np.bincount(votes.person[out[votes.statement]], minlength=votes.people) if zeroed else 0
    answered = votes.given + zeroed - on_out
    scale = np.sqrt(there.sum() / np.maximum(answered, 1))
    positions: Real = (axes.matrix @ axes.directions) * scale[:, None]
    return positions


def polis(votes: Votes, out: Flags) -> Polis:
    """Return what the reference would say of these votes; nobody at all gives no group."""
    axes = axes_of(votes, out)
    there = _there(votes)
    positions = placed(axes, votes, out, there)
    inside = taken_in(votes.given, int(there.sum()))
    labels = np.full(votes.people, NOBODY, dtype=np.intp)
    base = labels.copy()
    labels[inside], base[inside], silhouette = grown(positions[inside])
    sizes = np.bincount(labels[inside])
    found, everyone = counts(votes, labels, len(sizes)), everybody(votes)
    spot = (1 - axes.means)[:, None] * axes.directions * np.sqrt(there.sum())
    spot[out] = 0.0
    return Polis(
        axes,
        positions,
        np.hypot(*spot.T),
        labels,
        sizes,
        silhouette,
        found,
        group_aware(found),
        represents(found, out),
        consensus(everyone, out),
        consensus(everyone, out, agree=False),
        base,
    )
