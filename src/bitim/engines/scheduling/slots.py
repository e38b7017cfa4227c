"""Search over half hours. Units: minutes of the local day (0-1440); inconvenience in half hours outside 10-17.

A person is never asked to come before 8 or to stay after 21 by their own clock, whatever they said. A meeting outside
10-17 costs a person one for each half hour outside; a Saturday or Sunday costs four (two hours). A side feels what
its worst-placed person feels. Moments are chosen one by one: first another day than those chosen, then the one that
keeps the most burdened side's sum lowest, then the smallest sum over everybody, then the earliest. No rule looks at
which side is which, so swapped sides get the same moments.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAY = (8 * 60, 21 * 60)
GOOD = (10 * 60, 17 * 60)
HALF_HOUR = 30
WEEKEND, WEEKEND_COST = (5, 6), 4
EARLY, LATE, AT_WEEKEND = "early", "late", "weekend"


@dataclass(frozen=True)
class Window:
    """When somebody cannot: on these weekdays (0 Monday - 6 Sunday), from minute to minute of their own day."""

    weekdays: frozenset[int]
    start: int
    end: int

    def touches(self, weekday: int, start: int, end: int) -> bool:
        """Tell whether a meeting from minute to minute of this weekday runs into it."""
        return weekday in self.weekdays and start < self.end and self.start < end


@dataclass(frozen=True)
class Guest:
    """Somebody who should come: `side` is empty for staff, whose inconvenience is counted but not balanced."""

    key: str
    side: str
    zone: str
    never: tuple[Window, ...] = ()


@dataclass(frozen=True)
class Search:
    """Where to look: from a moment on, for so many days; a meeting of so many minutes; how many moments at most."""

    first: datetime
    days: int = 14
    minutes: int = 90
    most: int = 5


@dataclass(frozen=True)
class Felt:
    """What a moment is for one person: their local time, its inconvenience, and why (early, late, weekend)."""

    key: str
    side: str
    local: datetime
    cost: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class Slot:
    """A proposed moment (in the zone of `Search.first`) with what it is for each person."""

    starts: datetime
    felt: tuple[Felt, ...]

    def of_side(self, side: str) -> int:
        """Return what the worst-placed person of a side feels."""
        return max((one.cost for one in self.felt if one.side == side), default=0)

    @property
    def total(self) -> int:
        """Return the inconvenience of everybody together."""
        return sum(one.cost for one in self.felt)


@dataclass(frozen=True)
class Suggestion:
    """The moments, soonest first, and for each person how many of those looked at fall into hours they ruled out
    themselves; nights, which nobody is asked for, are not counted."""

    slots: tuple[Slot, ...]
    looked_at: int
    prevented: tuple[tuple[str, int], ...]


def felt_at(guest: Guest, starts: datetime, minutes: int) -> Felt | None:
    """Return what a moment is for a person, or None when they cannot come."""
    local, begin, end = _by_their_clock(guest, starts, minutes)
    if not _is_day(begin, end) or _is_ruled_out(guest, local, begin, end):
        return None
    early, late = max(0, min(end, GOOD[0]) - begin), max(0, end - max(begin, GOOD[1]))
    weekend = local.weekday() in WEEKEND
    cost = -(-early // HALF_HOUR) + -(-late // HALF_HOUR) + (WEEKEND_COST if weekend else 0)
    why = tuple(word for word, holds in ((EARLY, early), (LATE, late), (AT_WEEKEND, weekend)) if holds)
    return Felt(guest.key, guest.side, local, cost, why)


def _by_their_clock(guest: Guest, starts: datetime, minutes: int) -> tuple[datetime, int, int]:
    local = starts.astimezone(ZoneInfo(guest.zone))
    begin = local.hour * 60 + local.minute
    return local, begin, begin + minutes


def _is_day(begin: int, end: int) -> bool:
    return DAY[0] <= begin and end <= DAY[1]


def _is_ruled_out(guest: Guest, local: datetime, begin: int, end: int) -> bool:
    return any(one.touches(local.weekday(), begin, end) for one in guest.never)


def _prevents(guest: Guest, starts: datetime, minutes: int) -> bool:
    local, begin, end = _by_their_clock(guest, starts, minutes)
    return _is_day(begin, end) and _is_ruled_out(guest, local, begin, end)


def suggest(guests: Iterable[Guest], search: Search) -> Suggestion:
    """Return fair moments; fewer than asked for when there are no more, none when nobody's hours meet."""
    guests = list(guests)
    prevented: Counter[str] = Counter()
    possible: list[Slot] = []
    moments = _moments(search)
    for starts in moments:
        felt = [felt_at(guest, starts, search.minutes) for guest in guests]
        prevented.update(guest.key for guest in guests if _prevents(guest, starts, search.minutes))
        whole = [one for one in felt if one is not None]
        if len(whole) == len(guests):
            possible.append(Slot(starts, tuple(whole)))
    chosen = _chosen(possible, sorted({guest.side for guest in guests if guest.side}), search.most)
    return Suggestion(chosen, len(moments), tuple((guest.key, prevented[guest.key]) for guest in guests))


def _moments(search: Search) -> list[datetime]:
    """Return every full and half hour of the search."""
    minute = search.first.minute % HALF_HOUR
    begin = search.first.replace(second=0, microsecond=0)
    if minute or begin < search.first:
        begin += timedelta(minutes=HALF_HOUR - minute)
    return [begin + timedelta(minutes=HALF_HOUR * step) for step in range(search.days * 48)]


def _chosen(possible: Sequence[Slot], sides: Sequence[str], most: int) -> tuple[Slot, ...]:
    burden = dict.fromkeys(sides, 0)
    chosen: list[Slot] = []
    left = list(possible)
    while left and len(chosen) < most:
        days = {one.starts.date() for one in chosen}
        best = min(
            left,
            key=lambda slot: (
                slot.starts.date() in days,
                max((burden[side] + slot.of_side(side) for side in sides), default=0),
                slot.total,
                slot.starts,
            ),
        )
        chosen.append(best)
        burden = {side: burden[side] + best.of_side(side) for side in sides}
        left = [one for one in left if abs(one.starts - best.starts) >= timedelta(hours=2)]
    return tuple(sorted(chosen, key=lambda slot: slot.starts))
