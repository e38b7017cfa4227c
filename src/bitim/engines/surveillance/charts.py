"""The charts beside the bank: an EWMA, which runs with it, and EARS C1 to C3, for reference only.

EWMA: e = 0.7 e + 0.3 (y - m) / sqrt(max(v, 0.1)), told when e / sqrt(0.3 / 1.7) is above a limit (3.1 as usual); m
and v are mean and variance of the same past as the bank's one-week window. e stands still in weeks without reports
and starts at 0 once there are 30 weeks of past.

EARS (Hutwagner et al. 2003): C1 compares a week with the seven before it, C2 with the seven before the last two, C3
adds up what C2 exceeds 1 by over three weeks. An upper bound is the mean plus k standard deviations (n - 1); the R
package surveillance takes k = 3.09 (alpha 0.001).
"""

import numpy as np
from scipy.special import erfc

from bitim.engines.surveillance.bank import FEWEST, Reading, four_weeks
from bitim.engines.surveillance.counts import Real, Whole
from bitim.engines.surveillance.past import GUARD, LONGEST, Past

SMOOTH = 0.3
LEAST_VARIANCE = 0.1
WARM = 30
LIMIT = 3.1
SEVEN = 7
ALPHA_001 = 3.090232306167813  # the 0.999 quantile of the normal distribution


def ewma(past: Past) -> tuple[Real, Real, Whole]:
    """Return, series x weeks: z of the chart, the mean of the past, and how many weeks that has. Before `WARM` weeks z
    is 0."""
    counts = past.counts
    series, weeks = counts.rumours.shape
    by_week = np.ascontiguousarray(past.values.T)  # what is looked up for one week then lies together
    sums, squares = np.zeros((weeks + 1, series), dtype=np.int64), np.zeros((weeks + 1, series), dtype=np.int64)
    np.cumsum(by_week, axis=0, out=sums[1:])
    np.cumsum(by_week**2, axis=0, out=squares[1:])
    heard = np.ascontiguousarray(counts.rumours.T)
    z, means = np.zeros((weeks, series)), np.zeros((weeks, series))
    known = np.zeros((weeks, series), dtype=np.int64)
    level, rows = np.zeros(series), np.arange(series)
    for week in range(weeks):
        end = past.known[counts.place, max(week - GUARD, 0)]
        begin = np.maximum(end - LONGEST, 0)
        n = np.maximum(end - begin, 1)
        mean = (sums[end, rows] - sums[begin, rows]) / n
        about = squares[end, rows] - squares[begin, rows] - n * mean**2
        spread = np.sqrt(np.maximum(about / np.maximum(n - 1, 1), LEAST_VARIANCE))
        moves = counts.reporting[counts.place, week] & (end >= WARM)
        level = np.where(moves, (1 - SMOOTH) * level + SMOOTH * (heard[week] - mean) / spread, level)
        z[week], means[week], known[week] = level / np.sqrt(SMOOTH / (2 - SMOOTH)), mean, end - begin
    return z.T, means.T, known.T


def as_readings(past: Past, first: int) -> list[Reading]:
    """Return what the EWMA says of each week from `first` on, in the bank's terms: of four weeks together. Its chance
    is that of the normal distribution, which counts do not follow: it orders, it is no probability."""
    counts = past.counts
    z, means, known = ewma(past)
    heard = four_weeks(counts)[:, first:]
    z, means, known = z[:, first:], means[:, first:], known[:, first:]
    chance = np.where((heard >= FEWEST) & (known >= WARM), 0.5 * erfc(z / np.sqrt(2)), 1.0)
    nothing = np.zeros(len(counts.place))
    zero, four = nothing.astype(np.int64), np.full(len(counts.place), 4, dtype=np.int64)
    reports = np.cumsum(np.pad(counts.reporting, ((0, 0), (4, 0))), axis=1)
    weeks_told: Whole = (reports[:, 4:] - reports[:, :-4])[counts.place, first:]
    return [
        Reading(
            first + at,
            chance[:, at],
            four,
            heard[:, at],
            means[:, at] * weeks_told[:, at],
            nothing,
            known[:, at],
            zero,
            nothing,
            nothing,
        )
        for at in range(counts.weeks - first)
    ]


def _sevens(rumours: Whole, lag: int) -> tuple[Real, Real]:
    """Return mean and standard deviation of the seven weeks before each week and `lag` more; NaN where there are
    none."""
    found = np.full((2, *rumours.shape), np.nan)
    skip = SEVEN + lag
    if rumours.shape[1] > skip:
        seven = np.lib.stride_tricks.sliding_window_view(rumours.astype(np.float64), SEVEN, axis=1)
        seven = seven[:, : rumours.shape[1] - skip]
        found[0, :, skip:], found[1, :, skip:] = seven.mean(axis=2), seven.std(axis=2, ddof=1)
    return found[0], found[1]


def ears_bound(rumours: Whole, method: str = "C1", k: float = ALPHA_001) -> Real:
    """Return the upper bound of C1 or C2 (series x weeks); a week above it alarms. NaN: not enough weeks before it."""
    mean, spread = _sevens(rumours, {"C1": 0, "C2": 2}[method])
    return mean + k * spread


def ears_c3(rumours: Whole) -> Real:
    """Return C3: the sum over this week and the two before it of what C2 exceeds 1 by. Where the seven weeks do not
    differ at all, C2 is boundless above their mean and 0 at or below it; NaN: not enough weeks before it."""
    mean, spread = _sevens(rumours, 2)
    over = rumours - mean
    with np.errstate(divide="ignore", invalid="ignore"):
        c2 = np.where(spread > 0, over / spread, np.where(over > 0, np.inf, np.where(np.isnan(over), np.nan, 0.0)))
    above = np.maximum(c2 - 1, 0)
    found = np.full(above.shape, np.nan)
    found[:, 2:] = above[:, 2:] + above[:, 1:-1] + above[:, :-2]
    return found
