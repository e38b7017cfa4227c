"""What is raised in a week: rises by statistics, what is severe whatever the counts, and the first weeks of a place.

A rise needs a chance under the threshold in a window with two rumours or more, a rumour in this very week, two
independent reporters, and eight reporting weeks before it. One reporter alone is shown as a single source and never
as a rise. In a place with fewer weeks three rumours by three reporters within two weeks are told, as what they are.
A report of severity 4 or 5 is told at once, and every week anew: a second threat to life is not the first one.

After an alert a series is open until somebody closes it or four of its reporting weeks fit nothing; meanwhile it is
raised again only if the chance falls to a tenth or the severity rises.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bitim.engines.surveillance.bank import FEWEST, PRIOR_WEEKS, YEAR, Reading, between
from bitim.engines.surveillance.counts import Counts, Flags, Real, Whole
from bitim.engines.surveillance.model import WINDOWS, Alert, Caution, Mislead, Route
from bitim.engines.surveillance.past import Past

WARM_WEEKS = 8
SEVERE = 4
QUIET = 4
TENFOLD = 10.0
REPORTERS = 2
COLD_WEEKS, COLD = 2, 3
CHANGED = 1.25
MANY = 2  # other places with the same rise, to be spoken of


@dataclass(frozen=True)
class Standing:
    """Which series are open, and what they were opened with: arrays by series, or thresholds x series."""

    open: Flags
    chance: Real
    severity: Whole
    quiet: Whole

    @classmethod
    def nothing(cls, *shape: int) -> "Standing":
        """Begin with no open series."""
        none = np.zeros(shape, dtype=np.int64)
        return cls(np.zeros(shape, dtype=bool), np.ones(shape), none, none)

    def closed(self, series: Sequence[int]) -> "Standing":
        """Return what stands after somebody closed some series."""
        kept = self.open.copy()
        kept[..., list(series)] = False
        return replace(self, open=kept)


@dataclass(frozen=True)
class Raised:
    """Which series are raised in a week, by route (a severe one is raised as that alone), and which of them were open
    already. `single`: what would fit but comes from one reporter."""

    rise: Flags
    severe: Flags
    cold: Flags
    again: Flags
    single: Flags


def reporters_in(counts: Counts, week: int, weeks: Whole) -> tuple[Whole, Whole]:
    """Return the sure and the most independent reporters of each series in its window."""
    at = np.searchsorted(WINDOWS, weeks)
    rows = np.arange(len(weeks))
    return counts.reporters.sure[at, rows, week], counts.reporters.most[at, rows, week]


def raise_week(
    past: Past, reading: Reading, threshold: Real, standing: Standing, warm: int = WARM_WEEKS
) -> tuple[Raised, Standing]:
    """Return what is raised in the week of a reading and what stands after it. `threshold` and `standing` are by
    series, or thresholds x series."""
    counts, week = past.counts, reading.week
    known = past.known[:, week][counts.place]
    heard, severity = counts.rumours[:, week] > 0, counts.severity[:, week]
    _, most = reporters_in(counts, week, reading.weeks)
    likely = (reading.chance < threshold) & (reading.count >= FEWEST) & heard & (known >= warm)
    fits = likely & (most >= REPORTERS)
    cold = np.zeros(len(heard), dtype=bool)
    if (known < WARM_WEEKS).any():
        two = counts.rumours[:, max(week - COLD_WEEKS + 1, 0) : week + 1].sum(axis=1)
        reporters = counts.reporters.most[WINDOWS.index(COLD_WEEKS), :, week]
        cold = (known < WARM_WEEKS) & heard & (two >= COLD) & (reporters >= COLD)
    severe = np.broadcast_to(severity >= SEVERE, fits.shape)
    worse = severity > standing.severity
    news = ~standing.open | (reading.chance * TENFOLD <= standing.chance) | worse
    rise = fits & news & ~severe
    cold = cold & (~standing.open | worse) & ~severe & ~rise
    told = rise | severe | cold
    reports = counts.reporting[counts.place, week]
    calm = reports & ~(fits | severe | cold)
    quiet = np.where(told | ~calm & reports, 0, standing.quiet + calm)
    after = Standing(
        told | standing.open & (quiet < QUIET),
        np.where(told, np.minimum(reading.chance, np.where(standing.open, standing.chance, 1.0)), standing.chance),
        np.where(told, np.where(standing.open, np.maximum(severity, standing.severity), severity), standing.severity),
        quiet,
    )
    return Raised(rise, severe, cold, told & standing.open, likely & (most < REPORTERS)), after


def told(
    past: Past, reading: Reading, other: Flags, raised: Raised, season: bool = True, method: str = "bank"
) -> list[Alert]:
    """Return the alerts and single sources of a week with their facts. `other`: where the other method fits."""
    routes = ((Route.SEVERE, raised.severe), (Route.RISE, raised.rise), (Route.COLD, raised.cold))
    found = []
    for route, flags in (*routes, (Route.SINGLE_SOURCE, raised.single)):
        for at in np.flatnonzero(flags).tolist():
            found.append(_facts(past, reading, route, at, raised, bool(other[at]), season, method))
    return found


def _facts(
    past: Past, reading: Reading, route: Route, at: int, raised: Raised, other: bool, season: bool, method: str
) -> Alert:
    counts, week = past.counts, reading.week
    statistics = route in (Route.RISE, Route.SINGLE_SOURCE)
    weeks = {Route.COLD: COLD_WEEKS, Route.SEVERE: 1}.get(route, int(reading.weeks[at]))
    window = WINDOWS.index(weeks)
    shown = slice(max(week - weeks + 1, 0), week + 1)
    expected, shape = float(reading.expected[at]), float(reading.shape[at])
    low, high = between(expected, shape) if statistics else (0, 0)
    chance = float(reading.chance[at])
    villages = counts.villages.sure[window, at, week] if counts.villages is not None else None
    alert = Alert(
        route=route,
        place=counts.places[int(counts.place[at])],
        kind=counts.kinds[int(counts.kind[at])],
        week=counts.date_of(week),
        weeks=weeks,
        count=int(counts.rumours[at, shown].sum()),
        usual=expected if statistics else 0.0,
        low=low,
        high=high,
        chance=chance if statistics else 1.0,
        years=1 / (YEAR * max(chance, 1e-300)) if statistics and method == "bank" else None,
        reporters=int(counts.reporters.sure[window, at, week]),
        reporters_most=int(counts.reporters.most[window, at, week]),
        villages=None if villages is None else int(villages),
        verified=None if counts.verified is None else int(counts.verified[at, shown].sum()),
        severity=int(counts.severity[at, shown].max()),
        again=bool(raised.again[at]),
        other=other,
    )
    return replace(alert, cautions=tuple(_cautions(past, reading, alert, at, raised, season)))


def _cautions(past: Past, reading: Reading, alert: Alert, at: int, raised: Raised, season: bool) -> list[Caution]:
    counts, week, place = past.counts, reading.week, int(past.counts.place[at])
    found = []
    now, usual = float(reading.monitors[at]), float(reading.monitors_usual[at])
    statistics = alert.route in (Route.RISE, Route.SINGLE_SOURCE)
    if alert.route is Route.SINGLE_SOURCE or alert.reporters_most < REPORTERS:
        found.append(Caution(Mislead.SINGLE_REPORTER))
    elif alert.reporters < REPORTERS or alert.reporters < alert.reporters_most:
        found.append(Caution(Mislead.REPORTERS_MAY_REPEAT, alert.reporters, alert.reporters_most))
    if statistics and counts.monitors is None:
        found.append(Caution(Mislead.MONITORS_UNKNOWN))
    elif statistics and now and not 1 / CHANGED < now / max(usual, 1) < CHANGED:
        found.append(Caution(Mislead.MONITORS_CHANGED, now, usual))
    if alert.verified == 0:
        found.append(Caution(Mislead.NOTHING_VERIFIED))
    silent = int((~counts.reporting[place, max(week - alert.weeks + 1, 0) : week + 1]).sum())
    if silent:
        found.append(Caution(Mislead.SILENT_WEEKS, silent, alert.weeks))
    known = int(past.known[place, week])
    if known < PRIOR_WEEKS:
        found.append(Caution(Mislead.SHORT_PAST, known, PRIOR_WEEKS))
    if not statistics:
        return found
    last = counts.reporting[place, max(week - YEAR, 0) : week]
    if (missing := int((~last).sum())) > 0:
        found.append(Caution(Mislead.SILENT_PAST, missing, len(last)))
    if not season or known < YEAR:
        found.append(Caution(Mislead.SEASON_UNKNOWN))
    if reading.cut[at]:
        found.append(Caution(Mislead.PAST_BURST, int(reading.cut[at]), int(reading.known[at])))
    earlier = slice(0, max(week - alert.weeks + 1, 0))
    if not counts.rumours[at, earlier].any():
        found.append(Caution(Mislead.OWN_PAST_EMPTY))
    if not alert.other:
        found.append(Caution(Mislead.OTHER_METHOD_QUIET))
    together = int((raised.rise & (counts.kind == counts.kind[at])).sum()) - int(raised.rise[at])
    if together >= MANY:
        found.append(Caution(Mislead.ELSEWHERE_TOO, together))
    return found
