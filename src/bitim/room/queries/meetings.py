"""Meetings of a case and who is present in one's own room while one is live."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bitim.cases.facts import obstacle_words, steps_for
from bitim.cases.models import Case
from bitim.cases.predicates import side_of
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, Words, require_visible
from bitim.room.facts import is_apart
from bitim.room.models import Meeting, Presence, Space
from bitim.room.permissions import P
from bitim.room.queries.people import PersonSeen, Table

# Longer than two missed heartbeats of a page on a bad line; without scripts, a visit counts for as long.
PRESENT_FOR = timedelta(minutes=5)


@dataclass(frozen=True)
class MeetingSeen:
    """A meeting, planned or live. Times are aware moments; whose turn or who came is kept nowhere."""

    pk: UUID
    mode: str
    state: str
    starts: datetime
    opened: datetime | None

    @property
    def live(self) -> bool:
        """Tell whether it goes on now."""
        return self.state == Meeting.LIVE


def meetings_for(actor: Actor, case: UUID) -> list[MeetingSeen]:
    """Return the live meeting and those planned, soonest first. A side kept apart sees no joint meeting."""
    found = Case.objects.system().filter(pk=case).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_MEETINGS, found)
    rows = Meeting.objects.system().filter(case=found, state__in=(Meeting.LIVE, Meeting.PLANNED))
    if side_of(actor, found) is not None and is_apart(found):
        rows = rows.exclude(mode="joint")
    return [MeetingSeen(m.pk, m.mode, m.state, m.starts, m.opened) for m in rows.order_by("starts")]


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
    """What the mediator may do now, and what stands in the way of a joint meeting and of one held apart."""

    live: MeetingSeen | None
    planned: tuple[MeetingSeen, ...]
    may_open: bool
    may_open_apart: bool
    apart: bool
    in_the_way: tuple[Words, ...]


def meeting_desk(actor: Actor, case: UUID) -> MeetingDesk:
    """Return the mediator's page of meetings; NotFound for everybody else."""
    found = Case.objects.system().filter(pk=case).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.OPEN_MEETING, found)
    known = meetings_for(actor, case)
    steps, apart = steps_for(found, actor.role), is_apart(found)
    in_the_way = obstacle_words(found, "open_shuttle" if apart else "open_meeting")
    live = next((one for one in known if one.live), None)
    return MeetingDesk(
        live=live,
        planned=tuple(one for one in known if not one.live),
        may_open="open_meeting" in steps,
        may_open_apart="open_shuttle" in steps,
        apart=apart,
        in_the_way=() if live else tuple(in_the_way),
    )
