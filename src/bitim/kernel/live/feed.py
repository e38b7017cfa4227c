"""The few short questions that live lines ask the database; each runs in a thread of the hub's own pool.

The order inside `read` is the guarantee: events first, memberships after. Whatever event was read, the memberships
are at least as new, so nobody gets an event that was recorded after their membership had ended.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import close_old_connections, connection
from django.db.models import QuerySet
from django.utils import translation

from bitim.kernel import live, together
from bitim.kernel.live import cursor
from bitim.kernel.live.rendering import Reader, renderers
from bitim.kernel.models import Event, Membership
from bitim.kernel.prepared import prepared

BATCH = 200
log = logging.getLogger("bitim.live")
P = ParamSpec("P")
T = TypeVar("T")
Intervals = list[tuple[int, int | None]]


def in_thread(ask: Callable[P, T]) -> Callable[P, T]:
    """Make a question safe for a thread that lives long: a connection that the database dropped is replaced."""

    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        _drop_dead()
        try:
            return ask(*args, **kwargs)
        except BaseException:
            _drop_dead()
            raise
        finally:
            together.forget()

    return run


def _drop_dead() -> None:
    # Whoever asks in the middle of a transaction (a test) needs this very connection.
    if not connection.in_atomic_block:
        close_old_connections()


@dataclass(frozen=True)
class Frame:
    """One event for one reader."""

    seq: int
    kind: str
    html: str


@dataclass
class News:
    """What one audience has for its lines: frames by reader, who belongs now, how far this reading went."""

    members: set[UUID] = field(default_factory=set)
    joined_at: dict[UUID, int] = field(default_factory=dict)
    frames: dict[Reader, list[Frame]] = field(default_factory=dict)
    upto: int = 0
    more: bool = False


@dataclass(frozen=True)
class Opening:
    """A line about to open: its reader and where it starts in each of its audiences."""

    reader: Reader
    positions: dict[UUID, int]


@dataclass(frozen=True)
class Pulse:
    """What is true now of all open lines."""

    readers: Mapping[str, Reader]
    memberships: Mapping[UUID, set[UUID]]
    heads: Mapping[UUID, int]


@in_thread
def open_line(session_key: str, token: str, only: UUID | None) -> Opening | None:
    """Say who reads and from where; None when the session is not alive.

    An audience that the token does not name starts at its present end.
    """
    reader = live.identify([session_key]).get(session_key)
    if reader is None:
        return None
    rows = Membership.objects.system().filter(person=reader.person, ended=None).order_by("-since", "pk")
    mine = [audience for audience in rows.values_list("audience", flat=True) if covers(reader, audience, only)]
    known = cursor.read(reader.person, token) if token else {}
    ends = cursor.heads(mine[: cursor.STEPS[-1]])
    # A number beyond the end is from before a restore: start at the end.
    return Opening(reader, {a: min(known.get(cursor.short(a), end), end) for a, end in ends.items()})


def covers(reader: Reader, audience: UUID, only: UUID | None) -> bool:
    """Tell whether a line of this reader, perhaps narrowed to one audience, may follow that audience."""
    return only in (None, audience) and (reader.audiences is None or audience in reader.audiences)


@in_thread
def read(audience: UUID, lines: Mapping[Reader, int], others: Collection[UUID] = ()) -> News:
    """Read and render what is new in an audience: `lines` gives each reader's lowest position; `others` are persons
    with open lines that do not follow this audience, asked for in case they have just become members."""
    news = News()
    if lines:
        lowest = news.upto = min(lines.values())
        together.foresee((_after, (audience, lowest)), (_spans, (audience,)))
        events = _after(audience, lowest)
        news.more, events = len(events) > BATCH, events[:BATCH]
    else:
        events = []
    if events:
        news.upto = events[-1].seq
    intervals = _intervals(audience, {reader.person for reader in lines} | set(others))
    news.members = {person for person, spans in intervals.items() if any(end is None for _, end in spans)}
    if news.members & set(others):
        end = cursor.heads([audience])[audience]
        for person in news.members & set(others):
            # From their joining on; one who may read the whole past has it from the page, and goes on from here.
            news.joined_at[person] = next(start for start, until in intervals[person] if until is None) or end
    news.frames = _rendered(events, lines, intervals, news.members)
    return news


def _intervals(audience: UUID, persons: Iterable[UUID]) -> dict[UUID, Intervals]:
    found: dict[UUID, Intervals] = {}
    wanted = set(persons)
    for person, start, until, ended in _spans(audience):
        if person in wanted:
            found.setdefault(person, []).append((start, None if ended is None else until or 0))
    return found


@prepared
def _after(audience: UUID, seq: int) -> "QuerySet[Event, Event]":
    return Event.objects.system().filter(audience=audience, seq__gt=seq).order_by("seq")[: BATCH + 1]


@prepared
def _spans(audience: UUID) -> "QuerySet[Membership, tuple[UUID, int, int | None, datetime | None]]":
    rows = Membership.objects.system().filter(audience=audience)
    return rows.values_list("person", "from_seq", "until_seq", "ended")


def _rendered(
    events: list[Event], lines: Mapping[Reader, int], intervals: Mapping[UUID, Intervals], members: set[UUID]
) -> dict[Reader, list[Frame]]:
    cache: dict[Any, Any] = {}
    frames: dict[Reader, list[Frame]] = {}
    for reader, position in lines.items():
        if reader.person not in members:
            continue
        with translation.override(reader.language):
            for event in events:
                render = renderers.get(event.kind)
                if render is None or event.seq <= position or not readable(event.seq, intervals[reader.person]):
                    continue
                html = render(event, reader, cache)
                if html is not None:
                    frames.setdefault(reader, []).append(Frame(event.seq, event.kind, html))
    return frames


def readable(seq: int, spans: Intervals) -> bool:
    """Tell whether a number lies in one of a person's intervals (the same rule as `membership.intervals`)."""
    return any(start < seq and (until is None or seq <= until) for start, until in spans)


@in_thread
def pulse(session_keys: Collection[str], persons: Collection[UUID], audiences: Collection[UUID]) -> Pulse:
    """Ask for all open lines at once: whose session lives, who belongs where, how far each audience has come."""
    readers = live.identify(session_keys)
    memberships: dict[UUID, set[UUID]] = {}
    for person, audience in _present(list(persons)):
        memberships.setdefault(person, set()).add(audience)
    return Pulse(readers, memberships, cursor.heads(audiences))


@prepared
def _present(persons: list[UUID]) -> "QuerySet[Membership, tuple[UUID, UUID]]":
    return Membership.objects.system().filter(person__in=persons, ended=None).values_list("person", "audience")
