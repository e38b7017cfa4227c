"""Counts of distinct rumours by place, kind and week, with who reported and where nobody did.

A count is the number of *different* rumours or disputes first heard in a week, not of messages. A week in which nobody
at a place reported anything, not even that there is nothing, is silence and no zero: it leaves the past, and what
is expected of a window is only expected of its weeks with reports.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bitim.engines.surveillance.model import WINDOWS, Place, Unfit

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
MOST = 100_000  # of anything in one cell
SEVEREST = 5


def in_window(weekly: Whole, weeks: int) -> Whole:
    """Return, for each week, the sum over it and the weeks before it (last axis), `weeks` in all."""
    total = np.cumsum(weekly, axis=-1, dtype=np.int64)
    total[..., weeks:] -= total[..., :-weeks].copy()
    return total


@dataclass(frozen=True)
class Distinct:
    """How many different persons (or villages) stand behind the reports of a window: windows x series x weeks, for
    each of `WINDOWS`. Where only weekly numbers are known the same one may come back: then `sure` is the largest of
    the weeks and `most` their sum."""

    sure: Whole
    most: Whole

    @classmethod
    def of_windows(cls, *windows: Whole) -> "Distinct":
        """Take exact numbers, one array (series x weeks) for each of `WINDOWS`."""
        both = np.stack([np.asarray(one, dtype=np.int64) for one in windows])
        return cls(both, both)

    @classmethod
    def of_weeks(cls, weekly: Whole) -> "Distinct":
        """Take weekly numbers (series x weeks) and bound the windows by them."""
        weekly = np.asarray(weekly, dtype=np.int64)
        largest = []
        for weeks in WINDOWS:
            padded = np.pad(weekly, ((0, 0), (weeks - 1, 0)))
            largest.append(np.lib.stride_tricks.sliding_window_view(padded, weeks, axis=1).max(axis=2))
        return cls(np.stack(largest), np.stack([in_window(weekly, weeks) for weeks in WINDOWS]))

    def fits(self, series: int, weeks: int) -> bool:
        """Whether the arrays have the right shape and bounds that are bounds."""
        shape = (len(WINDOWS), series, weeks)
        return self.sure.shape == self.most.shape == shape and bool(
            (self.sure >= 0).all() and (self.sure <= self.most).all()
        )


@dataclass(frozen=True)
class Counts:
    """All series over the same weeks, the first of which begins on the day `monday`.

    `place` and `kind` (series) are numbers into `places` and `kinds`; `rumours`, `severity` (0 unknown, 1-5) and
    `verified` are series x weeks; `reporting` and `monitors` (active in that week) are places x weeks. None: not
    known."""

    places: tuple[Place, ...]
    kinds: tuple[str, ...]
    monday: date
    place: Whole
    kind: Whole
    rumours: Whole
    reporting: Flags
    reporters: Distinct
    severity: Whole
    monitors: Whole | None = None
    verified: Whole | None = None
    villages: Distinct | None = None

    def __post_init__(self) -> None:
        """Refuse what contradicts itself; raises Unfit."""
        series, weeks = self.rumours.shape if self.rumours.ndim == 2 else (-1, -1)
        tables = [self.severity, *([] if self.verified is None else [self.verified])]
        by_place = [self.reporting, *([] if self.monitors is None else [self.monitors])]
        distinct = [self.reporters, *([] if self.villages is None else [self.villages])]
        if (
            any(one.shape != (series, weeks) for one in tables)
            or any(one.shape != (len(self.places), weeks) for one in by_place)
            or not all(one.fits(series, weeks) for one in distinct)
            or not self.place.shape == self.kind.shape == (series,)
        ):
            raise Unfit("The tables of counts do not have one shape.")
        if series and not (self.place.min() >= 0 and self.place.max() < len(self.places)):
            raise Unfit("A series is of a place that is not there.")
        if series and not (self.kind.min() >= 0 and self.kind.max() < len(self.kinds)):
            raise Unfit("A series is of a kind that is not there.")
        for one in (self.rumours, self.monitors, *tables):
            if one is not None and one.size and not (one.min() >= 0 and one.max() <= MOST):
                raise Unfit(f"A count lies between 0 and {MOST}.")
        if self.severity.size and self.severity.max() > SEVEREST:
            raise Unfit(f"A severity lies between 1 and {SEVEREST}, or is 0 where it is not known.")
        if (self.rumours[~self.reporting[self.place]] > 0).any():
            raise Unfit("A rumour was heard in a week in which nobody reported.")
        if self.monday.weekday():
            raise Unfit("A week begins on a Monday.")

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return int(self.rumours.shape[1])

    def date_of(self, week: int) -> date:
        """Return the Monday of a week."""
        return self.monday + timedelta(days=7 * week)

    def months(self) -> Whole:
        """Return the month, 0 to 11, in which each week's Thursday lies: the week's month, as ISO 8601 counts years."""
        return np.array([(self.date_of(at) + timedelta(days=3)).month - 1 for at in range(self.weeks)], dtype=np.int64)

    @classmethod
    def plain(cls, rumours: Whole, monday: date = date(2001, 1, 1)) -> "Counts":
        """Take one series a place, of one kind, every week reported, every rumour from somebody else."""
        rumours = np.asarray(rumours, dtype=np.int64)
        series, weeks = rumours.shape
        return cls(
            tuple(Place(str(at)) for at in range(series)),
            ("",),
            monday,
            np.arange(series),
            np.zeros(series, dtype=np.int64),
            rumours,
            np.ones((series, weeks), dtype=bool),
            Distinct.of_windows(*(in_window(rumours, one) for one in WINDOWS)),
            np.zeros((series, weeks), dtype=np.int64),
        )
