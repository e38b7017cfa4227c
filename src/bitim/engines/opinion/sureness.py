"""Intervals of shares, and what is left of many tests at once.

A share A of S has the Jeffreys interval: the quantiles of Beta(A + 1/2, S - A + 1/2) (Brown, Cai, DasGupta 2001), 5 %
and 95 % for 90 %. Among many differences those are kept that Benjamini and Hochberg (1995) keep at 10 %. scipy.stats
would have both; it takes longer to load than to reckon a whole conversation.
"""

import numpy as np
from scipy.special import betainc, betaincinv, erfc

from bitim.engines.opinion.counts import Counts, shares_test
from bitim.engines.opinion.votes import Flags, Real

SIDE = 0.05
FALSE = 0.10


def lower(some: Real, all_: Real) -> Real:
    """Return the lower end of the 90 % interval of a share."""
    found: Real = betaincinv(some + 0.5, all_ - some + 0.5, SIDE)
    return found


def upper(some: Real, all_: Real) -> Real:
    """Return the upper end of the 90 % interval of a share."""
    found: Real = betaincinv(some + 0.5, all_ - some + 0.5, 1 - SIDE)
    return found


def above_half(some: Real, all_: Real) -> Flags:
    """Return where the lower end lies above a half, without reckoning it."""
    found: Flags = betainc(some + 0.5, all_ - some + 0.5, 0.5) < SIDE
    return found


def kept(p_values: Real, false: float = FALSE) -> Flags:
    """Return which of many tests are kept so that about `false` of the kept ones are wrong."""
    order = np.argsort(p_values, kind="stable")
    ranks = np.arange(1, len(p_values) + 1)
    fits = np.flatnonzero(p_values[order] <= false * ranks / max(len(p_values), 1))
    found = np.zeros(len(p_values), dtype=bool)
    found[order[: int(fits[-1]) + 1 if len(fits) else 0]] = True
    return found


def differ(found: Counts, out: Flags, least: int) -> Flags:
    """Return, groups x statements, where a group's share of agreement surely differs from the others' together; only
    statements with `least` votes in every group are tested: from a group's figures and the others' together one could
    else reckon those of a few by taking one from the other."""
    rest, rest_seen = found.agree.sum(axis=0) - found.agree, found.seen.sum(axis=0) - found.seen
    tested = np.broadcast_to(~out & (found.seen >= least).all(axis=0), found.seen.shape)
    z = shares_test(found.agree, rest, found.seen, rest_seen)
    sure = np.zeros(z.shape, dtype=bool)
    sure[tested] = kept(erfc(np.abs(z[tested]) / np.sqrt(2)))
    return sure
