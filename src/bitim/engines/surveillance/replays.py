"""What a setting would have raised in the past, and the threshold that keeps to a budget.

Both methods run; the one that is shown raises, the other is counted beside it at a threshold found in the same way,
so that the two can be compared on alerts that people rated. The threshold of a coordinator is the largest of a fixed
ladder of chances at which, and at all below which, the replayed weeks raise no more rises than the budget. What is
severe, and what a new place tells, is outside the budget: no threshold could hold it back.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import erfc

from bitim.engines.surveillance.bank import Reading, read_week
from bitim.engines.surveillance.charts import LIMIT, WARM, as_readings
from bitim.engines.surveillance.counts import Counts, Flags, Real, Whole
from bitim.engines.surveillance.model import METHODS, Alert, Cluster, Route, Setting, Unfit
from bitim.engines.surveillance.past import Past
from bitim.engines.surveillance.watch import WARM_WEEKS, Raised, Standing, raise_week, told

RUNGS = 81
YEAR = 52


@dataclass(frozen=True)
class Desk:
    """What one coordinator would have had: series, the threshold as a chance, that of the other method, alerts of each
    route, the most in one week, and whether even the lowest threshold went over the budget."""

    name: str
    series: int
    threshold: float
    other_threshold: float
    rises: int
    severe: int
    cold: int
    busiest: int
    over: bool


@dataclass(frozen=True)
class Compared:
    """The two methods at their own thresholds, in series-weeks: raised by both within four weeks of each other, by the
    shown one alone, by the other alone."""

    both: int
    shown_alone: int
    other_alone: int


@dataclass(frozen=True)
class Replay:
    """The whole answer. `weeks` were replayed, from the week of `first`; `silent` of `cells` place-weeks had no
    reports. `unshown` are the rises of the other method."""

    setting: Setting
    weeks: int
    first: str
    series: int
    silent: int
    cells: int
    desks: tuple[Desk, ...]
    alerts: tuple[Alert, ...]
    single: tuple[Alert, ...]
    unshown: tuple[Alert, ...]
    compared: Compared
    clusters: tuple[Cluster, ...] = ()

    @property
    def a_week(self) -> float:
        """Alerts a week, of all routes and coordinators."""
        return len(self.alerts) / self.weeks


def readings(past: Past, method: str, first: int, season: bool = True) -> list[Reading]:
    """Return what a method says of each week from `first` on."""
    if method == "ewma":
        return as_readings(past, first)
    return [read_week(past, week, season) for week in range(first, past.counts.weeks)]


def warm(method: str) -> int:
    """Return the reporting weeks that a place must have before a method tells of it."""
    return WARM if method == "ewma" else WARM_WEEKS


def ladder(setting: Setting, method: str) -> Real:
    """Return the thresholds that are tried, the lowest first. Those of the EWMA are even in z."""
    if method == "ewma":
        z = np.linspace(setting.ewma_most, setting.ewma_least, RUNGS)
        found: Real = 0.5 * erfc(z / np.sqrt(2))
        return found
    return np.geomspace(setting.least_chance, setting.most_chance, RUNGS)


def run(past: Past, read: list[Reading], threshold: Real, method: str = "bank") -> tuple[list[Raised], Standing]:
    """Return what each week raises, from nothing open; `threshold` is by series, or thresholds x series."""
    standing = Standing.nothing(*threshold.shape)
    found = []
    for reading in read:
        raised, standing = raise_week(past, reading, threshold, standing, warm(method))
        found.append(raised)
    return found, standing


def desks_of(counts: Counts) -> tuple[list[str], Whole]:
    """Return the coordinators' names, and each series' coordinator."""
    names = {name: at for at, name in enumerate(dict.fromkeys(one.coordinator for one in counts.places))}
    of_place = np.array([names[one.coordinator] for one in counts.places], dtype=np.int64)
    return list(names), of_place[counts.place]


def within(past: Past, read: list[Reading], setting: Setting, method: str) -> tuple[Real, Flags]:
    """Return the threshold of each coordinator that keeps to the budget over the weeks that were read, and where even
    the lowest does not."""
    rungs = ladder(setting, method)
    names, desk = desks_of(past.counts)
    raised, _ = run(past, read, np.repeat(rungs[:, None], len(desk), axis=1), method)
    told_at = np.zeros((RUNGS, len(names)), dtype=np.int64)
    for one in raised:
        for rung in range(RUNGS):
            told_at[rung] += np.bincount(desk[one.rise[rung]], minlength=len(names))
    fits = np.logical_and.accumulate(told_at <= setting.budget * len(read), axis=0)
    height = fits.sum(axis=0)
    return rungs[np.maximum(height - 1, 0)], height == 0


def compare(shown: list[Raised], other: list[Raised]) -> Compared:
    """Count what both methods raised, and each alone."""
    a, b = np.array([one.rise for one in shown]), np.array([one.rise for one in other])
    near = [np.array([flags[max(at - 3, 0) : at + 4].any(axis=0) for at in range(len(flags))]) for flags in (a, b)]
    return Compared(int((a & near[1]).sum()), int((a & ~near[1]).sum()), int((b & ~near[0]).sum()))


def replay(counts: Counts, setting: Setting | None = None, weeks: int = YEAR, threshold: float | None = None) -> Replay:
    """Replay the last `weeks` weeks (all, if there are fewer). Without a `threshold` (a chance, for the method that is
    shown) the budget finds it; the other method always keeps to the budget. Raises Unfit."""
    setting = setting or Setting()
    if weeks < 1 or not counts.weeks:
        raise Unfit("There must be a week to replay.")
    if threshold is not None and not 0 < threshold < 1:
        raise Unfit("A threshold is a chance between 0 and 1.")
    past = Past.of(counts)
    first = max(counts.weeks - weeks, 0)
    names, desk = desks_of(counts)
    read, raised, over = {}, {}, {}
    limits: dict[str, Real] = {}
    for method in METHODS:
        read[method] = readings(past, method, first, setting.season)
        limits[method], over[method] = within(past, read[method], setting, method)
        if threshold is not None and method == setting.shown:
            limits[method], over[method] = np.full(len(names), threshold), np.zeros(len(names), dtype=bool)
        raised[method], _ = run(past, read[method], limits[method][desk], method)
    other = next(one for one in METHODS if one != setting.shown)
    listed = {}
    for one, beside in ((setting.shown, other), (other, setting.shown)):
        listed[one] = [
            alert
            for reading, flags, further in zip(read[one], raised[one], read[beside], strict=True)
            for alert in told(past, reading, further.chance < limits[beside][desk], flags, setting.season, one)
        ]
    shown = listed[setting.shown]
    return Replay(
        setting=setting,
        weeks=counts.weeks - first,
        first=counts.date_of(first).isoformat(),
        series=len(desk),
        silent=int((~counts.reporting[:, first:]).sum()),
        cells=int(counts.reporting[:, first:].size),
        desks=_desks(names, desk, (limits[setting.shown], limits[other]), raised[setting.shown], over[setting.shown]),
        alerts=tuple(one for one in shown if one.route is not Route.SINGLE_SOURCE),
        single=tuple(one for one in shown if one.route is Route.SINGLE_SOURCE),
        unshown=tuple(one for one in listed[other] if one.route is Route.RISE),
        compared=compare(raised[setting.shown], raised[other]),
    )


def _desks(
    names: list[str], desk: Whole, limits: tuple[Real, Real], raised: list[Raised], over: Flags
) -> tuple[Desk, ...]:
    found = []
    for at, name in enumerate(names):
        own = desk == at
        by_week = [[int(flags[own].sum()) for flags in (one.rise, one.severe, one.cold)] for one in raised]
        rises, severe, cold = (sum(one[route] for one in by_week) for route in range(3))
        busiest = max(sum(one) for one in by_week)
        own_limit, other = (float(one[at]) for one in limits)
        found.append(Desk(name, int(own.sum()), own_limit, other, rises, severe, cold, busiest, bool(over[at])))
    return tuple(found)


def with_clusters(found: Replay, clusters: list[Cluster]) -> Replay:
    """Return a replay with what the scan found beside it."""
    return replace(found, clusters=tuple(clusters))


__all__ = ["LIMIT", "Compared", "Desk", "Replay", "replay", "with_clusters", "within"]
