"""How each group answered each statement, and what the reference system reads from it.

Formulas of Polis's mathematics (math/src/polismath, 2024), rewritten from their description. A share's test is
z = 2 sqrt(n+1) ((s+1)/(n+1) - 1/2); two shares' test has one added to each of the four counts. Significant: z > 1.2816,
one-sided 90 %. Passes are among the votes S.
"""

from dataclasses import dataclass

import numpy as np

from bitim.engines.opinion.clusters import Labels
from bitim.engines.opinion.votes import Flags, Real, Votes

SIGNIFICANT = 1.2816
LISTED = 5
NOBODY = -1


@dataclass(frozen=True)
class Counts:
    """Agrees, disagrees and all votes, groups x statements; passes are among all."""

    agree: Real
    disagree: Real
    seen: Real


def counts(votes: Votes, labels: Labels, groups: int, weight: Real | None = None) -> Counts:
    """Return counts of the people whose label is a group (0..groups-1), each `weight` times (whole numbers); NOBODY's
    are not counted."""
    if weight is not None:
        return _weighed(votes, np.where(labels[:, None] == np.arange(groups), weight[:, None], 0.0))
    label = labels[votes.person]
    cell = (label * votes.statements + votes.statement) * 3 + votes.vote + 1
    if label.min(initial=0) < 0:
        cell = cell[label >= 0]
    found = np.bincount(cell, minlength=groups * votes.statements * 3).astype(np.float64)
    disagree, passed, agree = found.reshape(groups, votes.statements, 3).transpose(2, 0, 1)
    return Counts(agree, disagree, agree + disagree + passed)


def _weighed(votes: Votes, weight: Real) -> Counts:
    """Return counts by group; `weight` people x groups. Whole numbers are added without loss in any order."""
    seen, more = votes.asked.T @ weight, votes.said.T @ weight
    decided = votes.table(np.abs(votes.said.data)).T @ weight
    return Counts(((decided + more) / 2).T, ((decided - more) / 2).T, seen.T)


def everybody(votes: Votes) -> Counts:
    """Return the counts of all who voted, as of one group."""
    return counts(votes, np.zeros(votes.people, dtype=np.intp), 1)


def group_aware(found: Counts) -> Real:
    """Return the group-aware consensus of each statement: the product over groups of (A+1)/(S+2)."""
    product: Real = ((found.agree + 1) / (found.seen + 2)).prod(axis=0)
    return product


def share_test(some: Real, all_: Real) -> Real:
    """Return z of a share against a half."""
    z: Real = 2 * np.sqrt(all_ + 1) * ((some + 1) / (all_ + 1) - 0.5)
    return z


def shares_test(some: Real, others: Real, all_: Real, all_others: Real) -> Real:
    """Return z of one share against another; 0 where everybody is the same."""
    s1, s2, n1, n2 = some + 1, others + 1, all_ + 1, all_others + 1
    both = (s1 + s2) / (n1 + n2)
    spread = np.sqrt(np.maximum(both * (1 - both), 0) * (1 / n1 + 1 / n2))
    return np.divide(s1 / n1 - s2 / n2, spread, out=np.zeros(spread.shape), where=spread > 0)


@dataclass(frozen=True)
class Represents:
    """A statement that tells a group from the others: the direction, the share in the group, both tests."""

    statement: int
    agree: bool
    share: float
    z_share: float
    ratio: float
    z_ratio: float


@dataclass(frozen=True)
class _Tests:
    share: Real
    z_share: Real
    ratio: Real
    z_ratio: Real

    @classmethod
    def of(cls, some: Real, seen: Real) -> "_Tests":
        rest, rest_seen = some.sum(axis=0) - some, seen.sum(axis=0) - seen
        share = (some + 1) / (seen + 2)
        ratio = share / ((rest + 1) / (rest_seen + 2))
        return cls(share, share_test(some, seen), ratio, shares_test(some, rest, seen, rest_seen))

    def weight(self) -> Real:
        product: Real = self.ratio * self.z_ratio * self.share * self.z_share
        return product

    def named(self, group: int, at: int, agree: bool) -> Represents:
        values = (float(one[group, at]) for one in (self.share, self.z_share, self.ratio, self.z_ratio))
        return Represents(at, agree, *values)


def represents(found: Counts, out: Flags) -> list[list[Represents]]:
    """Return for each group the up to five statements that stand for it most, agrees before disagrees."""
    yes, no = _Tests.of(found.agree, found.seen), _Tests.of(found.disagree, found.seen)
    return [_of_group(found, yes, no, group, out) for group in range(len(found.seen))]


def _of_group(found: Counts, yes: _Tests, no: _Tests, group: int, out: Flags) -> list[Represents]:
    chosen: list[tuple[float, Represents]] = []
    weights = yes.weight()[group], no.weight()[group]
    fallback, furthest = None, -np.inf
    best = None
    for at in np.flatnonzero(~out & (found.seen[group] > 0)).tolist():
        strong_yes = yes.z_ratio[group, at] > SIGNIFICANT and yes.z_share[group, at] > SIGNIFICANT
        strong_no = no.z_ratio[group, at] > SIGNIFICANT and no.z_share[group, at] > SIGNIFICANT
        agree = bool(yes.z_ratio[group, at] > no.z_ratio[group, at])
        if strong_yes or strong_no:
            one = (yes if agree else no).named(group, at, agree)
            chosen.append((float(weights[0 if agree else 1][at]), one))
        best = _better_agree(best, yes.named(group, at, True), found.agree[group, at] > 0)
        reach = max(yes.z_ratio[group, at], no.z_ratio[group, at])
        if reach > furthest:
            furthest, fallback = reach, (yes if agree else no).named(group, at, agree)
    if not chosen:
        single = best or fallback
        return [single] if single else []
    chosen.sort(key=lambda pair: -pair[0])
    rest = [one for _, one in chosen if best is None or one.statement != best.statement]
    listed = ([best] if best else []) + rest
    return sorted(listed[:LISTED], key=lambda one: not one.agree)


def _better_agree(best: Represents | None, one: Represents, voted: bool) -> Represents | None:
    if not voted:
        return best
    if best is None:
        good = one.z_share > SIGNIFICANT or (one.ratio > 1 and one.share > 0.5)
        return one if good else None
    if best.ratio > 1:
        better = _whole(one) > _whole(best)
    else:
        better = one.share * one.z_share > best.share * best.z_share
    return one if better else best


def _whole(one: Represents) -> float:
    return one.ratio * one.z_ratio * one.share * one.z_share


def consensus(everyone: Counts, out: Flags, agree: bool = True) -> list[int]:
    """Return the up to five statements that everybody together agrees (or disagrees) with most surely."""
    some, seen = (everyone.agree if agree else everyone.disagree)[0], everyone.seen[0]
    share, z = (some + 1) / (seen + 2), share_test(some, seen)
    fits = np.flatnonzero(~out & (share > 0.5) & (z > SIGNIFICANT))
    order = fits[np.argsort(-(share * z)[fits], kind="stable")]
    return [int(one) for one in order[:LISTED]]
