"""Who is to be called: whoever asked for it, and whom a message did not reach. Read from the centre's feed, where both
stand until an event answers them."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from bitim.cases import queries as cases
from bitim.kernel import clock
from bitim.kernel.access import Actor
from bitim.kernel.models import Event
from bitim.people import queries as people
from bitim.people.rules import has_centre_role

ASKED, MISSED = "CallBackAsked", "NoticeNotTaken"
ANSWERED = ("CallBackDone", "WrittenInstead", "NoticeTaken")
ANY = "any"
TIMES = (ANY, "morning", "day", "evening")
KEPT = timedelta(days=60)  # a wish older than this is no wish any more; also what one page may look through


@dataclass(frozen=True)
class CallBack:
    """A wish to be called, or a message that did not arrive. `when` is one of TIMES; the name and the care are filled
    for those who may know them. `missed`: what did not arrive (invitation, code, news), of `thing`; a wish has none."""

    id: UUID
    person: UUID
    when: str
    case: UUID | None
    asked: datetime
    name: str = ""
    care: people.CallCare = field(default_factory=people.CallCare)
    missed: str = ""
    thing: UUID | None = None


def waiting(centre: UUID) -> list[CallBack]:
    """Return the wishes of a centre that nobody has answered, the longest waiting first; one query. Of a person whom
    several messages about one case did not reach, the newest."""
    kinds = (ASKED, MISSED, *ANSWERED)
    rows = Event.objects.system().filter(audience=centre, kind__in=kinds, at__gte=clock.now() - KEPT)
    found: dict[str, CallBack] = {}
    for event_id, kind, said, at in rows.order_by("seq").values_list("pk", "kind", "payload", "at"):
        if kind in ANSWERED:
            found.pop(said["asked"], None)
            continue
        person, case = UUID(said["person"]), UUID(said["case"]) if said.get("case") else None
        if kind == ASKED:
            found[str(event_id)] = CallBack(event_id, person, said["when"], case, at)
            continue
        for before in [key for key, one in found.items() if one.missed and (one.person, one.case) == (person, case)]:
            del found[before]
        thing = UUID(said["thing"]) if said.get("thing") else None
        found[str(event_id)] = CallBack(event_id, person, TIMES[0], case, at, missed=said["what"], thing=thing)
    return list(found.values())


def calls_for(actor: Actor, case: UUID | None = None) -> list[CallBack]:
    """Return, with names, the wishes that the actor answers: a coordinator's centre's, a mediator's own cases'; of
    one case, where it is named."""
    found = _answered_by(actor)
    return _named(actor, [one for one in found if case is None or one.case == case])


def first_calls(actor: Actor, most: int) -> tuple[list[CallBack], int]:
    """Return the first few of them, the longest waiting first, and how many there are: no other name is opened."""
    found = _answered_by(actor)
    return _named(actor, found[:most]), len(found)


def _answered_by(actor: Actor) -> list[CallBack]:
    if actor.centre is None or actor.role not in ("coordinator", "mediator"):
        return []
    if not has_centre_role(actor, actor.centre, actor.role):
        return []
    found = waiting(actor.centre)
    if actor.role == "mediator":
        own = cases.mediated_among(actor, {one.case for one in found if one.case})
        found = [one for one in found if one.case in own]
    return found


def care_of(wish: Event) -> people.CallCare:
    """Return what the person asked of whoever answers this wish, for the actions of the desk."""
    person = UUID(wish.payload["person"])
    found = people.to_call([(person, wish.payload.get("when", ANY) != ANY)], people.home_zone(wish.chain)).get(person)
    return found.care if found else people.CallCare()


def _named(actor: Actor, found: list[CallBack]) -> list[CallBack]:
    """Return the same wishes with the names of the people and the care they asked for."""
    if not found:
        return []
    known = people.to_call([(one.person, one.when != ANY) for one in found], people.home_zone(actor.centre))
    nobody = people.ToCall("", people.CallCare())
    told = [(one, known.get(one.person, nobody)) for one in found]
    return [replace(one, name=who.name, care=who.care) for one, who in told]


def is_waiting(centre: UUID, person: UUID) -> bool:
    """Tell whether a person has asked to be called. What did not reach them is for staff alone."""
    return any(one.person == person and not one.missed for one in waiting(centre))
