"""The page of somebody who sits beside: a supporter of one side, or an observer."""

from dataclasses import dataclass

from bitim.cases import queries as cases
from bitim.cases.models import Case
from bitim.cases.queries import Beside, SideView, Stone
from bitim.desk import links
from bitim.desk.links import link
from bitim.desk.queries.party import RoomCard
from bitim.kernel.access import Actor, NotFound
from bitim.room import queries as rooms
from bitim.room.queries import MeetingSeen
from bitim.room.queries.company import hearers_in


@dataclass(frozen=True)
class BesidePage:
    """Everything on the page. Whose word keeps a room closed is not among it."""

    case: Case
    stones: list[Stone]
    place: Beside
    side: SideView | None
    rooms: tuple[RoomCard, ...]
    meeting: MeetingSeen | None
    waits: bool


def beside(actor: Actor, case: Case) -> BesidePage:
    """Return the page of a supporter or observer; NotFound for everybody else."""
    place = cases.my_place(actor, case)
    if place is None:
        raise NotFound
    seen = rooms.spaces_for(actor, case.pk)
    heard = hearers_in(actor, seen)
    cards = tuple(RoomCard(room, tuple(heard.get(room.pk, ())), link(links.ROOM, room.pk)) for room in seen)
    meetings = [one for one in rooms.meetings_for(actor, case.pk) if cards]
    return BesidePage(
        case=case,
        stones=cases.story_for(actor, case),
        place=place,
        side=next((one for one in cases.sides_for(actor, case) if one.id and one.id == place.side), None),
        rooms=cards,
        meeting=meetings[0] if meetings else None,
        waits=cases.waits_for_confirmation(actor),
    )
