"""Deadlines fixed at receipt, and who hears of a file that nobody owns or acts on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum


def _hours(number: float) -> timedelta:
    return timedelta(hours=number)


@dataclass(frozen=True)
class Clock:
    """Of one priority, from receipt: until when it is looked at, until when something is done, until when whoever told
    it hears what; when the deputy and the head hear that nothing was done (None: they do not)."""

    triage: timedelta
    action: timedelta
    feedback: timedelta
    deputy: timedelta
    head: timedelta | None


CLOCKS = {
    "P1": Clock(_hours(1), _hours(1), _hours(24), _hours(1), _hours(4)),
    "P2": Clock(_hours(4), _hours(24), _hours(72), _hours(24), _hours(48)),
    "P3": Clock(_hours(24), _hours(72), timedelta(days=7), _hours(72), timedelta(days=7)),
    "P4": Clock(_hours(72), timedelta(days=14), timedelta(days=14), timedelta(days=14), None),
}
# A file that nobody owns goes up whatever its priority.
UNOWNED_DEPUTY, UNOWNED_HEAD = _hours(4), _hours(24)


class Level(IntEnum):
    """Who has to know by now."""

    DESK, DEPUTY, HEAD = 0, 1, 2


@dataclass(frozen=True)
class Deadlines:
    """Until when. Moments, not lengths: nothing that happens later can move them away."""

    triage: datetime
    action: datetime
    feedback: datetime


def deadlines(received: datetime, priority: str) -> Deadlines:
    """Return the deadlines of a file of this priority. KeyError for a priority that there is not."""
    clock = CLOCKS[priority]
    return Deadlines(received + clock.triage, received + clock.action, received + clock.feedback)


def sooner(kept: Deadlines, other: Deadlines) -> Deadlines:
    """Return, of each, the nearer one: a file whose priority falls keeps its deadlines, one whose priority rises, or
    into which an older one is merged, gets nearer ones."""
    return Deadlines(min(kept.triage, other.triage), min(kept.action, other.action), min(kept.feedback, other.feedback))


def escalations(received: datetime, priorities: Iterable[str], owned: datetime | None) -> list[tuple[datetime, Level]]:
    """Return when who has to hear of a file on which nothing was done yet. `priorities`: every one that it ever had:
    the most pressing counts. `owned`: since when it has an owner."""
    clocks = [CLOCKS[one] for one in set(priorities)]
    deputy = received + min(clock.deputy for clock in clocks)
    heads = [received + clock.head for clock in clocks if clock.head is not None]
    found = {Level.DEPUTY: deputy}
    if heads:
        found[Level.HEAD] = min(heads)
    for level_, after in ((Level.DEPUTY, UNOWNED_DEPUTY), (Level.HEAD, UNOWNED_HEAD)):
        moment = received + after
        if owned is None or owned > moment:
            found[level_] = min(found.get(level_, moment), moment)
    return sorted((moment, level_) for level_, moment in found.items())


def level(
    received: datetime, priorities: Iterable[str], owned: datetime | None, acted: datetime | None, now: datetime
) -> Level:
    """Return who has to know at a moment. What was reached before something was done stays reached."""
    until = now if acted is None else min(acted, now)
    reached = [level_ for moment, level_ in escalations(received, priorities, owned) if moment <= until]
    return max(reached, default=Level.DESK)
