"""Several rooms, and several cases, at once: for pages that show all of a reader's rooms as cards or lines."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from bitim.cases.models import Participant
from bitim.kernel.access import Actor
from bitim.kernel.models import Membership
from bitim.room.models import Meeting, Space
from bitim.room.queries.meetings import MeetingSeen
from bitim.room.queries.people import PersonSeen, Table
from bitim.room.queries.spaces import RoomSeen, unread_for

_FIRST = {"mediator": 0, "co_mediator": 0, "interpreter": 1}


def hearers_in(actor: Actor, rooms: Iterable[RoomSeen]) -> dict[UUID, list[PersonSeen]]:
    """Return, for each of the actor's own rooms of one case (as `spaces_for` gave them), who else hears there: the
    mediator first, the own side last. Three queries, however many rooms."""
    own = list(rooms)
    if not own:
        return {}
    table = Table.of(actor, own[0].case)
    here: dict[UUID, list[UUID]] = defaultdict(list)
    members = Membership.objects.system().filter(audience__in=[room.pk for room in own], ended=None)
    for audience, person in members.order_by("since", "pk").values_list("audience", "person"):
        here[audience].append(person)
    return {
        room.pk: sorted((table.people[p] for p in here[room.pk] if p in table.people and p != actor.person), key=_order)
        for room in own
        if actor.person in here[room.pk]
    }


def _order(one: PersonSeen) -> tuple[int, int, str]:
    return _FIRST.get(one.role, 2), one.side.mark if one.side else 0, one.name


def unread_by_case(actor: Actor) -> dict[UUID, int]:
    """Return how many messages of others are unread in the actor's own rooms, case by case (0 left out)."""
    unread = unread_for(actor)
    found: dict[UUID, int] = defaultdict(int)
    for space, case in Space.objects.system().filter(pk__in=unread).values_list("pk", "case_id"):
        found[case] += unread[space]
    return dict(found)


def next_meetings(actor: Actor) -> dict[UUID, MeetingSeen]:
    """Return the live or the soonest planned meeting of each case in which the actor mediates or interprets."""
    if actor.person is None or actor.role not in ("mediator", "interpreter"):
        return {}
    wanted = Participant.MEDIATOR_ROLES if actor.role == "mediator" else (Participant.INTERPRETER,)
    own = Participant.objects.system().filter(person_id=actor.person, role__in=wanted, ended=None)
    rows = Meeting.objects.system().filter(case__in=own.values("case"), state__in=(Meeting.LIVE, Meeting.PLANNED))
    found: dict[UUID, MeetingSeen] = {}
    for row in rows.order_by("starts"):
        seen = MeetingSeen(row.pk, row.mode, row.state, row.starts, row.opened)
        if row.case_id not in found or seen.live:
            found[row.case_id] = seen
    return found
