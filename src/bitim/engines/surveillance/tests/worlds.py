"""Worlds of counts for tests and benchmarks: stored series, small random worlds, and the bank reckoned the slow way."""

import csv
import math
from datetime import date
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from scipy.stats import nbinom

from bitim.engines.surveillance.counts import Counts, Distinct, in_window
from bitim.engines.surveillance.model import WINDOWS, Place

DATA = Path(__file__).parents[5] / "tests" / "data" / "prevention"
MONDAY = date(2020, 1, 6)


def stored(path: Path = DATA / "series.csv") -> tuple[np.ndarray, list[dict[str, str]], np.ndarray]:
    """Return the mean of each stored series, the other columns about it, and its counts."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    weeks = [name for name in rows[0] if name[0] == "w" and name[1:].isdigit()]
    table = np.array([[int(row[name]) for name in weeks] for row in rows])
    return np.array([float(row["mean"]) for row in rows]), rows, table


def world(
    places: int = 3,
    kinds: int = 2,
    weeks: int = 40,
    seed: int = 0,
    mean: float = 0.7,
    silence: float = 0.0,
    monitors: bool = False,
    regions: int = 1,
    severe: float = 0.0,
    coordinators: int = 1,
) -> Counts:
    """Return a random world. Reporters are exact and at least one where there is a rumour."""
    chance = np.random.default_rng(seed)
    place, kind = np.arange(places * kinds) // kinds, np.arange(places * kinds) % kinds
    reporting = chance.random((places, weeks)) >= silence
    rumours = chance.poisson(mean, (places * kinds, weeks)) * reporting[place]
    several = [in_window(rumours, one) for one in WINDOWS]
    reporters = Distinct.of_windows(*(np.minimum(one, chance.integers(1, 6, one.shape)) for one in several))
    severity = np.where(rumours > 0, chance.integers(1, 4, rumours.shape), 0)
    severity = np.where((rumours > 0) & (chance.random(rumours.shape) < severe), 4, severity)
    return Counts(
        tuple(Place(f"p{at}", f"r{at % regions}", f"c{at % coordinators}") for at in range(places)),
        tuple(f"k{at}" for at in range(kinds)),
        MONDAY,
        place,
        kind,
        rumours,
        reporting,
        reporters,
        severity,
        chance.integers(0, 6, (places, weeks)) if monitors else None,
    )


WEEKS = st.integers(1, 130)


@st.composite
def worlds(draw, weeks=WEEKS):
    """Draw worlds of every sort."""
    return world(
        places=draw(st.integers(1, 4)),
        kinds=draw(st.integers(1, 3)),
        weeks=draw(weeks),
        seed=draw(st.integers(0, 10_000)),
        mean=draw(st.sampled_from([0.0, 0.05, 0.3, 1.0, 4.0])),
        silence=draw(st.sampled_from([0.0, 0.2, 0.9])),
        monitors=draw(st.booleans()),
        regions=draw(st.integers(1, 2)),
        severe=draw(st.sampled_from([0.0, 0.05])),
        coordinators=draw(st.integers(1, 2)),
    )


def past_weeks(counts: Counts, series: int, week: int, h: int) -> list[int]:
    """Return the weeks of a series' past, by going back one by one."""
    found = []
    for at in range(week - h - 4, -1, -1):
        if counts.reporting[counts.place[series], at] and len(found) < 104:
            found.append(at)
    return found[::-1]


def slow_parts(counts: Counts, week: int, h: int, series: int) -> tuple[list[int], list[int], float]:
    """Return the past as it was, as it was cut down, and lam."""
    y = counts.rumours[series]
    own = counts.places[counts.place[series]].region
    every = range(len(counts.place))
    same = [one for one in every if counts.kind[one] == counts.kind[series]]
    region = [one for one in same if counts.places[counts.place[one]].region == own]
    pasts = {one: past_weeks(counts, one, week, h) for one in same}
    for group in (region, same):
        if weeks := sum(len(pasts[one]) for one in group):
            m0 = sum(int(counts.rumours[one, at]) for one in group for at in pasts[one]) / weeks
            break
    else:
        m0 = 0.0
    m0 = max(m0, 1 / 104)
    before = [int(y[at]) for at in pasts[series]]
    n = len(before)
    mu0 = (sum(before) + 26 * m0) / (n + 26)
    cap = math.ceil(mu0 + 3 * math.sqrt(1.3 * mu0) + 0.5)
    cut = [min(one, cap) for one in before]
    return before, cut, (sum(cut) + 26 * m0) / (n + 26)


def slow_season(counts: Counts, week: int, h: int, kind: int) -> list[float]:
    """Return the factor of each month of a kind."""
    heard, expected = [20.0] * 12, [20.0] * 12
    months = counts.months()
    for series in np.flatnonzero(counts.kind == kind):
        weeks = past_weeks(counts, series, week, h)
        if len(weeks) >= 52:
            _, cut, _ = slow_parts(counts, week, h, series)
            for at, one in zip(weeks, cut, strict=True):
                heard[months[at]] += one
                expected[months[at]] += sum(cut) / len(cut)
    return [a / b for a, b in zip(heard, expected, strict=True)]


def slow_chance(counts: Counts, week: int, h: int, series: int, season: bool) -> float:
    """Return P_h as the formulas stand, one series at a time."""
    place = counts.place[series]
    before, cut, lam = slow_parts(counts, week, h, series)
    n = len(before)
    s2 = sum((one - lam) ** 2 for one in cut) / n if n else 0.0
    phi = min(max((n * s2 + 1.3 * lam * 26) / (lam * (n + 26)), 1.05), 4.0)
    window = list(range(max(week - h + 1, 0), week + 1))
    c = sum(int(counts.rumours[series, at]) for at in window)
    if c < 2:
        return 1.0
    factor = slow_season(counts, week, h, counts.kind[series]) if season and n >= 52 else [1.0] * 12
    share = 0.0
    for at in window:
        if counts.reporting[place, at]:
            exposure = 1.0
            if counts.monitors is not None and n:
                active = [max(int(counts.monitors[place, one]), 1) for one in past_weeks(counts, series, week, h)]
                exposure = max(int(counts.monitors[place, at]), 1) / (sum(active) / n)
            elif counts.monitors is not None:
                now = [max(int(counts.monitors[place, one]), 1) for one in window if counts.reporting[place, one]]
                exposure = max(int(counts.monitors[place, at]), 1) / (sum(now) / len(now))
            share += exposure * factor[counts.months()[at]]
    mu = lam * share
    v = phi * mu + mu**2 / (lam * (n + 26))
    r = mu**2 / (v - mu)
    return float(nbinom.sf(c - 1, r, r / (r + mu)))
