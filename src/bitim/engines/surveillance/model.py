"""What is asked of the watch over reports, what it answers, and why counts cannot be taken. No arrays here.

Answers are typed values and no sentences: whoever shows them words them in the reader's language. `words` has the
English of the command.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unfit(Exception):
    """The counts or the file cannot be taken as they are; the sentence says which and why."""


WINDOWS = (1, 2, 4)  # weeks that are looked at together
METHODS = ("bank", "ewma")


@dataclass(frozen=True)
class Setting:
    """How the watch is set. `shown` is the method whose alerts are told; the other runs beside it and is recorded.

    `budget`: alerts by statistics that one coordinator can look into, a week. `least_chance` and `most_chance` bound
    the threshold that the budget finds: after a year of unrest the budget alone would make the watch deaf, in a calm
    one it would tell of what is nothing. `ewma_most` and `ewma_least` are about the same for the other method, as
    limits of its z. `interval`: days between chance findings of the scan (recurrence interval) from which one is told.
    `season`: whether months are told apart once a kind has a year behind it."""

    shown: str = "bank"
    budget: float = 1.0
    least_chance: float = 5e-4
    most_chance: float = 0.01
    ewma_least: float = 2.8
    ewma_most: float = 4.5
    season: bool = True
    shuffles: int = 999
    interval: float = 365.0
    seed: int = 20260105

    def __post_init__(self) -> None:
        """Refuse what makes no sense; raises Unfit."""
        if self.shown not in METHODS:
            raise Unfit(f"{self.shown!r} is no method: {' or '.join(METHODS)}.")
        if not 0 < self.budget <= 1000:
            raise Unfit("A budget is a number of alerts a week above 0 and up to 1000.")
        if not 0 < self.least_chance <= self.most_chance < 1:
            raise Unfit("A threshold is a chance between 0 and 1.")
        if self.shuffles < 19 or not self.interval > 0:
            raise Unfit("The scan needs 19 shuffles or more and an interval above 0 days.")


@dataclass(frozen=True)
class Place:
    """A place as reports name it; the region lends its mean to a place that has little past; the coordinator is
    whoever answers for its alerts."""

    name: str
    region: str = ""
    coordinator: str = ""


class Route(StrEnum):
    """Why something was raised. A `SINGLE_SOURCE` is shown and is no alert."""

    RISE = "rise"
    SEVERE = "severe"
    COLD = "cold_start"
    SINGLE_SOURCE = "single_source"


class Mislead(StrEnum):
    """What could mislead about an alert; the meaning of the two values is given with each."""

    MONITORS_CHANGED = "monitors_changed"  # active monitors a week in the window; usually
    MONITORS_UNKNOWN = "monitors_unknown"
    SHORT_PAST = "short_past"  # reporting weeks known; weeks from which the place's own past weighs most
    OWN_PAST_EMPTY = "own_past_empty"  # nothing was ever heard here: the usual is that of the region
    SILENT_WEEKS = "silent_weeks"  # weeks of the window in which nobody reported; weeks of the window
    SILENT_PAST = "silent_past"  # weeks without reports among the last 52; 52
    PAST_BURST = "past_burst"  # weeks of the past that were cut down to the usual
    REPORTERS_MAY_REPEAT = "reporters_may_repeat"  # reporters that are sure; at most
    SINGLE_REPORTER = "single_reporter"
    NOTHING_VERIFIED = "nothing_verified"
    SEASON_UNKNOWN = "season_unknown"  # less than a year behind it: a yearly return cannot be known
    OTHER_METHOD_QUIET = "other_method_quiet"
    ELSEWHERE_TOO = "elsewhere_too"  # other places with a rise of the same kind in that week


@dataclass(frozen=True)
class Caution:
    """One thing that could mislead, with up to two numbers (see `Mislead`)."""

    what: Mislead
    value: float | None = None
    usual: float | None = None


@dataclass(frozen=True)
class Alert:
    """The facts of one plain sentence. `count` separate rumours in `weeks` weeks to the end of the week of `week` (its
    Monday); `usual` is what was to be expected in them, `low` to `high` nine in ten such weeks. `chance` is the chance
    of so many by itself; `years` between two such in this one series, approximately (None: not reckoned, as without
    statistics or by `ewma`, whose chance is none). `reporters` are the independent ones that are sure,
    `reporters_most` those at most. `again`: the series was open already. `other`: the other method says so too."""

    route: Route
    place: Place
    kind: str
    week: date
    weeks: int
    count: int
    usual: float
    low: int
    high: int
    chance: float
    years: float | None
    reporters: int
    reporters_most: int
    villages: int | None
    verified: int | None
    severity: int
    again: bool
    other: bool
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class Cluster:
    """A rise over neighbouring places: `count` rumours where `expected` were, in `weeks` weeks to that of `week`.
    `places` are those of the zone with their counts, `p` the share of shuffles with as large a surprise anywhere,
    `interval` the days between two such by chance when it is looked for once a week, `ratio` the log likelihood
    ratio. `silent` counts the weeks of its places, of all that were looked at, in which nobody reported."""

    kind: str
    week: date
    weeks: int
    places: tuple[tuple[str, int], ...]
    count: int
    expected: float
    ratio: float
    p: float
    interval: float
    silent: int
