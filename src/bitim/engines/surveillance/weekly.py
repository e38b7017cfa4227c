"""One week as it comes: what is told of it, with what was open before it and the thresholds that a replay found."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bitim.engines.surveillance.bank import Reading, read_week
from bitim.engines.surveillance.charts import as_readings
from bitim.engines.surveillance.counts import Counts, Real
from bitim.engines.surveillance.model import METHODS, Alert, Route, Setting, Unfit
from bitim.engines.surveillance.past import Past
from bitim.engines.surveillance.replays import Replay, desks_of, warm
from bitim.engines.surveillance.watch import Standing, raise_week, told


@dataclass(frozen=True)
class Thresholds:
    """A chance for each coordinator, by name, of the method that is shown and of the other."""

    shown: Mapping[str, float]
    other: Mapping[str, float]

    @classmethod
    def of(cls, found: Replay) -> "Thresholds":
        """Take those of a replay."""
        return cls(
            {one.name: one.threshold for one in found.desks}, {one.name: one.other_threshold for one in found.desks}
        )


@dataclass(frozen=True)
class Week:
    """What is told of a week: `alerts` of the shown method, `single` sources, `unshown` rises of the other method,
    which is raised as if nothing of its own were open, and what is open after it."""

    alerts: tuple[Alert, ...]
    single: tuple[Alert, ...]
    unshown: tuple[Alert, ...]
    standing: Standing


def look(counts: Counts, setting: Setting, thresholds: Thresholds, standing: Standing | None = None) -> Week:
    """Look at the last week of the counts. Raises Unfit, also where a coordinator has no threshold."""
    if not counts.weeks:
        raise Unfit("There must be a week to look at.")
    past, last = Past.of(counts), counts.weeks - 1
    before = standing or Standing.nothing(len(counts.place))
    if before.open.shape != counts.place.shape:
        raise Unfit("What is open is of other series than the counts.")
    both: dict[str, Reading] = {
        "bank": read_week(past, last, setting.season),
        "ewma": as_readings(past, last)[0],
    }
    other = next(one for one in METHODS if one != setting.shown)
    limit = {setting.shown: _by_series(counts, thresholds.shown), other: _by_series(counts, thresholds.other)}
    fits = {name: reading.chance < limit[name] for name, reading in both.items()}
    raised, after = raise_week(past, both[setting.shown], limit[setting.shown], before, warm(setting.shown))
    beside, _ = raise_week(past, both[other], limit[other], Standing.nothing(len(counts.place)), warm(other))
    found = told(past, both[setting.shown], fits[other], raised, setting.season, setting.shown)
    unshown = told(past, both[other], fits[setting.shown], beside, setting.season, other)
    return Week(
        tuple(one for one in found if one.route is not Route.SINGLE_SOURCE),
        tuple(one for one in found if one.route is Route.SINGLE_SOURCE),
        tuple(one for one in unshown if one.route is Route.RISE),
        after,
    )


def _by_series(counts: Counts, threshold: Mapping[str, float]) -> Real:
    names, desk = desks_of(counts)
    if lacking := [one for one in names if one not in threshold]:
        raise Unfit(f"There is no threshold for the coordinator {lacking[0] or '(no name)'}.")
    return np.array([threshold[one] for one in names], dtype=np.float64)[desk]
