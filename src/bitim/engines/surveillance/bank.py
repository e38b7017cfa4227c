"""The window bank: is what was heard in the last 1, 2 or 4 weeks more than a gamma-Poisson past would bring?

For a series and a window of h weeks that ends now, B being its past (`past`) of n reporting weeks y:

    m0   mean of the kind over the region in B (over the country where the region has no past), b0 = 26 weeks of weight
    mu0  = (sum y + b0 m0) / (n + b0);  cap = ceil(mu0 + 3 sqrt(1.3 mu0) + 0.5): bursts of the past are cut down to it
    lam  = (sum min(y, cap) + b0 m0) / (n + b0)
    s2   = mean (min(y, cap) - lam)^2;  phi = (n s2 + 1.3 lam b0) / (lam (n + b0)), held between 1.05 and 4
    mu   = lam x (sum over the window's reporting weeks of season x exposure)
    V    = phi mu + mu^2 / (lam (n + b0));  r = mu^2 / (V - mu);  q = r / (r + mu)
    P_h  = chance that a negative binomial (r, q) gives so many or more

The smallest P_h of a window with two rumours or more counts. Exposure is the active monitors of a week over their
mean in B: recruiting monitors is no tension. A week with reports had at least one. Season is the month's factor of
the kind over all places, drawn to 1, and 1 without a year behind it. The negative binomial is the gamma-Poisson
predictive with its variance raised by phi (moments matched). A tail is an incomplete beta function: P[X >= c] =
I(1 - q; c, r) (Abramowitz and Stegun 26.5.26).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc

from bitim.engines.surveillance.counts import Counts, Flags, Real, Whole, in_window
from bitim.engines.surveillance.model import WINDOWS
from bitim.engines.surveillance.past import LONGEST, Past, by_group

PRIOR_WEEKS = 26
PRIOR_SPREAD = 1.3
LEAST_SPREAD, MOST_SPREAD = 1.05, 4.0
LEAST_MEAN = 1 / LONGEST  # a kind that nobody ever heard of: as if once in two years
FEWEST = 2
YEAR = 52
SEASON_WEIGHT = 20.0  # rumours a month, at its mean, that hold a factor at 1


@dataclass(frozen=True)
class Reading:
    """What a method says of one week, by series: the chance of what was heard, in which window (1, 2, 4 weeks), how
    many there were and how many to expect, the shape of the negative binomial (0: none was used), how many weeks of
    past, how many of them were cut down, and how many monitors were active in the window's weeks and usually (0: not
    known)."""

    week: int
    chance: Real
    weeks: Whole
    count: Whole
    expected: Real
    shape: Real
    known: Whole
    cut: Whole
    monitors: Real
    monitors_usual: Real


def tail(count: Whole, mean: Real, shape: Real) -> Real:
    """Return the chance that a negative binomial of that mean and shape gives `count` or more."""
    found: Real = betainc(np.maximum(count, 1), shape, mean / (shape + mean))
    return np.where(count > 0, found, 1.0)


def groups(counts: Counts) -> tuple[Whole, int, Whole]:
    """Return each series' group of the same kind and region, their number, and each group's kind."""
    names = {name: at for at, name in enumerate(dict.fromkeys(one.region for one in counts.places))}
    region = np.array([names[one.region] for one in counts.places], dtype=np.int64)
    kinds = len(counts.kinds)
    number = len(names) * kinds
    return region[counts.place] * kinds + counts.kind, number, np.arange(number) % max(kinds, 1)


def prior(counts: Counts, sums: Real, known: Whole) -> Real:
    """Return m0 of each series."""
    group, number, kind_of = groups(counts)
    total, weeks = by_group(group, number, sums), by_group(group, number, known.astype(np.float64))
    kinds = len(counts.kinds)
    country = by_group(kind_of, kinds, total) / np.maximum(by_group(kind_of, kinds, weeks), 1)
    mean = np.where(weeks > 0, total / np.maximum(weeks, 1), country[kind_of])
    found: Real = np.maximum(mean, LEAST_MEAN)[group]
    return found


def seasons(counts: Counts, cut: Whole, months: Whole, there: Flags, known: Whole) -> Real:
    """Return the factor of each kind and month (kinds x 12) from a past that was cut down: what the kind's series heard
    in that month over what they would have at their own means, `SEASON_WEIGHT` added to both. Series with less than a
    year say nothing. `months` and `there` are places x weeks of the past."""
    old = known >= YEAR
    if not old.any():
        return np.ones((len(counts.kinds), 12))
    place = counts.place[old]
    cell = np.where(there[place], counts.kind[old][:, None] * 12 + months[place], len(counts.kinds) * 12).ravel()
    mean = cut[old].sum(axis=1) / known[old]
    size = len(counts.kinds) * 12 + 1
    heard = np.bincount(cell, weights=cut[old].ravel(), minlength=size)[:-1]
    expected = np.bincount(cell, weights=np.repeat(mean, cut.shape[1]), minlength=size)[:-1]
    found: Real = ((heard + SEASON_WEIGHT) / (expected + SEASON_WEIGHT)).reshape(-1, 12)
    return found


def _window(past: Past, week: int, weeks: int, months: Whole | None) -> Reading:
    """Return the reading of one window."""
    counts, place = past.counts, past.counts.place
    at, there, by_place = past.before(week, weeks)
    heard, known = past.of_series(at, there), by_place[place]
    sums = heard.sum(axis=1).astype(np.float64)
    mean = prior(counts, sums, known)
    weight = known + PRIOR_WEEKS
    first = (sums + PRIOR_WEEKS * mean) / weight
    cap = np.ceil(first + 3 * np.sqrt(PRIOR_SPREAD * first) + 0.5).astype(np.int64)
    cut = np.minimum(heard, cap[:, None])
    rate = (cut.sum(axis=1) + PRIOR_WEEKS * mean) / weight
    squares = (cut.astype(np.float64) ** 2).sum(axis=1) - 2 * rate * cut.sum(axis=1) + known * rate**2  # = n s2
    spread = np.clip((squares + PRIOR_SPREAD * rate * PRIOR_WEEKS) / (rate * weight), LEAST_SPREAD, MOST_SPREAD)
    shown = slice(max(week - weeks + 1, 0), week + 1)
    reports = counts.reporting[:, shown]
    active, usual = np.zeros(len(counts.places)), np.zeros(len(counts.places))
    exposure = reports.astype(np.float64)
    if counts.monitors is not None:
        then = np.maximum(np.take_along_axis(counts.monitors, np.take_along_axis(past.order, at, axis=1), axis=1), 1)
        now = np.maximum(counts.monitors[:, shown], 1)
        active = (now * reports).sum(axis=1) / np.maximum(reports.sum(axis=1), 1)
        usual = np.where(by_place > 0, (then * there).sum(axis=1) / np.maximum(by_place, 1), active)
        exposure = exposure * now / np.maximum(usual, 1)[:, None]
    opportunity = exposure[place]
    if months is not None:
        factor = seasons(counts, cut, months[np.take_along_axis(past.order, at, axis=1)], there, known)
        opportunity = opportunity * np.where((known >= YEAR)[:, None], factor[counts.kind][:, months[shown]], 1.0)
    expected = rate * opportunity.sum(axis=1)
    safe = np.maximum(expected, 1e-12)
    shape = safe**2 / ((spread - 1) * safe + safe**2 / (rate * weight))
    count = counts.rumours[:, shown].sum(axis=1)
    chance = np.where(count >= FEWEST, tail(count, safe, shape), 1.0)
    wide = np.full(len(place), weeks, dtype=np.int64)
    lost = (heard > cap[:, None]).sum(axis=1)
    return Reading(week, chance, wide, count, expected, shape, known, lost, active[place], usual[place])


def read_week(past: Past, week: int, season: bool = True) -> Reading:
    """Return what the bank says of one week: for each series its most surprising window."""
    months = past.counts.months() if season else None
    found = [_window(past, week, weeks, months) for weeks in WINDOWS]
    best = np.argmin([one.chance for one in found], axis=0)

    def real(name: str) -> Real:
        taken: Real = np.choose(best, [getattr(one, name) for one in found])
        return taken

    def whole(name: str) -> Whole:
        return real(name).astype(np.int64)

    return Reading(
        week,
        real("chance"),
        whole("weeks"),
        whole("count"),
        real("expected"),
        real("shape"),
        whole("known"),
        whole("cut"),
        real("monitors"),
        real("monitors_usual"),
    )


def between(mean: float, shape: float, side: float = 0.05) -> tuple[int, int]:
    """Return the numbers between which nine in ten draws of a negative binomial lie (Poisson where shape is 0)."""
    if shape <= 0:
        shape = 1e9
    reach = int(mean + 20 * np.sqrt(mean + mean**2 / shape) + 20)
    at = np.arange(1, reach + 2)
    below = 1 - tail(at, np.full(len(at), max(mean, 1e-12)), np.full(len(at), shape))  # P[X <= at - 1]
    return int((below < side).sum()), int((below < 1 - side).sum())


def four_weeks(counts: Counts) -> Whole:
    """Return what each series heard in the four weeks to each week."""
    return in_window(counts.rumours, WINDOWS[-1])
