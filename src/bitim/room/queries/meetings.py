"""Meetings of a case and who is present in one's own room while one is live."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bitim.cases.facts import OBSTACLES, facts_of
from bitim.cases.models import Case
from bitim.cases.queries.people import near_side
from bitim.engines import lifecycle
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, Words, require_visible
from bitim.people.models import Person
from bitim.room.facts import is_apart
from bitim.room.models import Meeting, Presence, Space
from bitim.room.permissions import P
from bitim.room.queries.people import PersonSeen, Table

DEFAULT_ZONE = "Asia/Almaty"
# Longer than two missed heartbeats of a page on a bad line; without scripts, a visit counts for as long.
PRESENT_FOR = timedelta(minutes=5)


@dataclass(frozen=True)
class MeetingSeen:
    """A meeting, planned or live. Times are aware moments, read by the clock of `zone`, the reader's; `home` is the
    centre's."""

    pk: UUID
    mode: str
    state: str
    starts: datetime
    opened: datetime | None
    zone: str = DEFAULT_ZONE
    home: str = DEFAULT_ZONE

    @property
    def live(self) -> bool:
        """Tell whether it goes on now."""
        return self.state == Meeting.LIVE


def meetings_for(actor: Actor, case: UUID, *, apart: bool | None = None) -> list[MeetingSeen]:
    """Return the live meeting and those planned, soonest first. Kept apart, neither a side nor whoever sits beside one
    sees a joint meeting, and an observer, who hears the joint room alone, sees none. `apart`: whether the case is held
    apart, from a page that has just asked."""
    found = Case.objects.system().select_related("centre").filter(pk=case).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_MEETINGS, found)
    rows = Meeting.objects.system().filter(case=found, state__in=(Meeting.LIVE, Meeting.PLANNED))
    if actor.role == "party":
        rows = rows.exclude(mode__in=kept_from(actor, found, apart))
    meetings = list(rows.order_by("starts"))
    zone, home = clocks_of(actor, found) if meetings else (DEFAULT_ZONE, DEFAULT_ZONE)
    return [MeetingSeen(m.pk, m.mode, m.state, m.starts, m.opened, zone, home) for m in meetings]


def kept_from(actor: Actor, case: Case, apart: bool | None = None) -> tuple[str, ...]:
    """Return the kinds of meeting of which the reader does not know because the sides are kept apart."""
    if actor.role != "party" or not (is_apart(case) if apart is None else apart):
        return ()
    return ("joint",) if near_side(actor, case) else ("joint", "shuttle")


def clocks_of(actor: Actor, case: Case) -> tuple[str, str]:
    """Return (the reader's time zone, the centre's); whoever said none lives by the centre's clock."""
    home = str(case.centre.time_zone)
    if actor.person is None:
        return home, home
    rows = Person.objects.system().filter(pk=actor.person)
    return rows.values_list("time_zone", flat=True).first() or home, home


def clock_for(actor: Actor, case: UUID) -> str:
    """Return the reader's time zone in a case, to read what they type by it; NotFound for whoever plans nothing."""
    found = Case.objects.system().select_related("centre").filter(pk=case).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.PLAN_MEETING, found)
    return clocks_of(actor, found)[0]


def planned_meeting(actor: Actor, meeting: UUID) -> tuple[MeetingSeen, UUID]:
    """Return a planned meeting and its case, to whoever may put it to another time; NotFound otherwise."""
    row = Meeting.objects.system().select_related("case__centre").filter(pk=meeting, state=Meeting.PLANNED).first()
    if row is None:
        raise NotFound
    require_visible(actor, P.PLAN_MEETING, row)
    zone, home = clocks_of(actor, row.case)
    return MeetingSeen(row.pk, row.mode, row.state, row.starts, row.opened, zone, home), row.case_id


def live_in(actor: Actor, space: Space) -> MeetingSeen | None:
    """Return the live meeting that this room may be used for, if there is one."""
    require_visible(actor, P.READ_SPACE, space)
    row = Meeting.objects.system().filter(case=space.case_id, state=Meeting.LIVE).first()
    if row is None or (row.mode == "shuttle" and space.kind == Space.JOINT):
        return None
    if row.mode == "joint" and space.kind == Space.CAUCUS and actor.role == "party":
        return None
    return MeetingSeen(row.pk, row.mode, row.state, row.starts, row.opened)


def present_in(actor: Actor, space: Space) -> list[PersonSeen]:
    """Return who is present in this room of the live meeting. Other rooms are not told of; nothing outside one."""
    require_visible(actor, P.READ_SPACE, space)
    since = clock.now() - PRESENT_FOR
    rows = Presence.objects.system().filter(space=space, meeting__state=Meeting.LIVE, seen__gte=since)
    here = list(rows.order_by("pk").values_list("person_id", flat=True))
    if not here:
        return []
    table = Table.once(actor, space.case_id)
    return sorted((table.people[p] for p in here if p in table.people), key=lambda one: one.name)


@dataclass(frozen=True)
class MeetingDesk:
    """What the mediator may do now, and what stands in the way of a joint meeting and of one held apart; `term_over`:
    among it the end of the term, which can be extended."""

    live: MeetingSeen | None
    planned: tuple[MeetingSeen, ...]
    may_open: bool
    may_open_apart: bool
    apart: bool
    in_the_way: tuple[Words, ...]
    term_over: bool


def meeting_desk(actor: Actor, case: UUID) -> MeetingDesk:
    """Return the mediator's page of meetings; NotFound for everybody else."""
    found = Case.objects.system().filter(pk=case).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.OPEN_MEETING, found)
    known, facts = meetings_for(actor, case), facts_of(found)
    steps = {step.name for step in lifecycle.available(facts) if actor.role in step.by}
    apart = not lifecycle.GUARDS["not_apart"].holds(facts)
    keys = lifecycle.obstacles(facts, "open_shuttle" if apart else "open_meeting")
    in_the_way = [OBSTACLES[key] for key in keys]
    live = next((one for one in known if one.live), None)
    return MeetingDesk(
        live=live,
        planned=tuple(one for one in known if not one.live),
        may_open="open_meeting" in steps,
        may_open_apart="open_shuttle" in steps,
        apart=apart,
        in_the_way=() if live else tuple(in_the_way),
        term_over="in_term" in keys and not live,
    )
