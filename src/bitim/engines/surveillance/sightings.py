"""From single reports to counts: many people tell of one rumour, and one person tells many.

A rumour counts once, in the week, place and kind in which it was first heard. Whoever heard it from another, and
whoever passes the same post on, is no independent reporter: such people are one. A rumour judged false leaves the
counts, but for kinds in which a false rumour is itself what is watched.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from bitim.engines.surveillance.counts import Counts, Distinct, Whole
from bitim.engines.surveillance.model import WINDOWS, Place, Unfit


@dataclass(frozen=True)
class Sighting:
    """One report. `rumour` and `reporter` are any keys, `place` and `kind` names; `heard_from` another reporter's key,
    `post` what identifies a link or picture that was passed on."""

    rumour: str
    reporter: str
    place: str
    kind: str
    day: date
    severity: int = 0
    verified: bool = False
    false: bool = False
    village: str = ""
    heard_from: str = ""
    post: str = ""


@dataclass
class _Together:
    """Groups of keys that are one (union and find)."""

    parent: dict[str, str] = field(default_factory=dict)

    def of(self, key: str) -> str:
        while (above := self.parent.setdefault(key, key)) != key:
            self.parent[key] = self.parent[above]
            key = above
        return key

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        self.parent[second] = first


def independent(sightings: Iterable[Sighting]) -> int:
    """Return how many independent reporters stand behind some reports."""
    together, reporters = _Together(), set()
    for one in sightings:
        reporters.add(one.reporter)
        together.of(f"r{one.reporter}")
        if one.heard_from:
            together.join(f"r{one.reporter}", f"r{one.heard_from}")
        if one.post:
            together.join(f"r{one.reporter}", f"p{one.post}")
    return len({together.of(f"r{one}") for one in reporters})


def count_up(
    sightings: Sequence[Sighting],
    places: Sequence[Place],
    kinds: Sequence[str],
    monday: date,
    weeks: int,
    reporting: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    monitors: Whole | None = None,
    false_counts: Collection[str] = (),
) -> Counts:
    """Return the counts of `weeks` weeks from `monday` on, for every place and kind. `reporting` (places x weeks) tells
    the weeks in which somebody said at least that there is nothing; a week with a report is one by itself. Reports of
    other weeks are refused. Raises Unfit."""
    at_place = {one.name: at for at, one in enumerate(places)}
    at_kind = {name: at for at, name in enumerate(kinds)}
    cells: dict[tuple[int, int], list[Sighting]] = {}
    reporting = reporting.copy()
    first: dict[str, tuple[int, int, Sighting]] = {}
    verified = {one.rumour for one in sightings if one.verified}
    false = {one.rumour for one in sightings if one.false and one.kind not in false_counts}
    for order, one in enumerate(sightings):
        week = (one.day - monday).days // 7
        if one.place not in at_place or one.kind not in at_kind:
            raise Unfit(f"A report is of a place or kind that is not there: {one.place}, {one.kind}.")
        if not 0 <= week < weeks:
            raise Unfit(f"A report of {one.day.isoformat()} lies outside the weeks that are counted.")
        reporting[at_place[one.place], week] = True
        if one.rumour in false:
            continue
        cells.setdefault((at_place[one.place] * len(kinds) + at_kind[one.kind], week), []).append(one)
        if one.rumour not in first or (week, order) < first[one.rumour][:2]:
            first[one.rumour] = (week, order, one)
    shape = (len(places) * len(kinds), weeks)
    rumours, severity, sure = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for rumour, (week, _, one) in first.items():
        series = at_place[one.place] * len(kinds) + at_kind[one.kind]
        rumours[series, week] += 1
        sure[series, week] += rumour in verified
    for (series, week), inside in cells.items():
        severity[series, week] = max(one.severity for one in inside)
    reporters, villages = _windows(cells, shape)
    number = np.arange(shape[0])
    return Counts(
        tuple(places),
        tuple(kinds),
        monday,
        number // max(len(kinds), 1),
        number % max(len(kinds), 1),
        rumours,
        reporting,
        reporters,
        severity,
        monitors,
        sure,
        villages,
    )


def _windows(cells: Mapping[tuple[int, int], Sequence[Sighting]], shape: tuple[int, int]) -> tuple[Distinct, Distinct]:
    """Return how many independent reporters, and how many villages, stand behind each window."""
    people, villages = (np.zeros((len(WINDOWS), *shape), dtype=np.int64) for _ in range(2))
    reached = {
        (series, week + later) for series, week in cells for later in range(WINDOWS[-1]) if week + later < shape[1]
    }
    for series, week in reached:
        for at, weeks in enumerate(WINDOWS):
            inside = [one for back in range(weeks) for one in cells.get((series, week - back), ())]
            people[at, series, week] = independent(inside)
            villages[at, series, week] = len({one.village for one in inside if one.village})
    return Distinct.of_windows(*people), Distinct.of_windows(*villages)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
