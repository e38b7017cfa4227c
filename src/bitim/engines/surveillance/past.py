"""The past of every series: its last reporting weeks before the window, and four weeks of guard between them.

A rise that began before the window would raise what is usual and hide itself; the guard keeps it out. Weeks without
reports are left out, so a place that was silent looks further back, to at most `LONGEST` reporting weeks.
"""

from dataclasses import dataclass

import numpy as np

from bitim.engines.surveillance.counts import Counts, Flags, Real, Whole

LONGEST = 104
GUARD = 4


@dataclass(frozen=True)
class Past:
    """The reporting weeks of each series pushed together to the left. `order` (places x weeks): the reporting weeks of
    a place, then the others; `known` (places x weeks + 1): reporting weeks before a week; `values`: series x weeks in
    that order."""

    counts: Counts
    order: Whole
    known: Whole
    values: Whole

    @classmethod
    def of(cls, counts: Counts) -> "Past":
        """Sort the weeks of all series once."""
        order = np.argsort(~counts.reporting, axis=1, kind="stable").astype(np.int64)
        known = np.zeros((len(counts.places), counts.weeks + 1), dtype=np.int64)
        np.cumsum(counts.reporting, axis=1, out=known[:, 1:])
        if counts.reporting.all():
            return cls(counts, order, known, counts.rumours)
        return cls(counts, order, known, np.take_along_axis(counts.rumours, order[counts.place], axis=1))

    def before(self, week: int, weeks: int) -> tuple[Whole, Flags, Whole]:
        """Return the past of a window of `weeks` weeks that ends with `week`: where its weeks stand in `order`
        (places x at most LONGEST), which of these are weeks at all, and their number (places)."""
        end = self.known[:, max(week - weeks + 1 - GUARD, 0)]
        longest = min(LONGEST, int(end.max(initial=0)))
        at = end[:, None] - longest + np.arange(longest)
        there = at >= 0
        return np.where(there, at, 0), there, np.minimum(end, LONGEST)

    def of_series(self, at: Whole, there: Flags) -> Whole:
        """Return the counts of those weeks (series x weeks), 0 where there is no week."""
        place = self.counts.place
        width = at.shape[1]
        first, same = int(at[0, 0]) if at.size else 0, at.size and bool((at == at[0]).all()) and bool(there.all())
        if same:  # everybody has the same weeks behind them: a slice costs nothing
            return self.values[:, first : first + width]
        found: Whole = np.take_along_axis(self.values, at[place], axis=1)
        return np.where(there[place], found, 0)


def by_group(group: Whole, groups: int, values: Real) -> Real:
    """Return the sum of values over each group."""
    found: Real = np.bincount(group, weights=values, minlength=groups).astype(np.float64)
    return found
