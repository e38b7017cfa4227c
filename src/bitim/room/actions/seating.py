"""Who belongs in which room: worked out from the rows of the case every time, so that no event can be missed.

- a side's people: their own private room, all of it; the joint room while the sides may sit together, from then on;
  whoever waits until a second person says who came: the private room only if nobody else is of the side (they would
  hear the others), and from then on;
- mediators: a side's private room once that side has accepted them, from then on or from its beginning, as the side
  said; the joint room once every present side has; their own room from the moment they take the case;
- interpreters: only rooms into which the mediator let them;
- in the corridor, while the mediator has it open in a meeting of everybody: who represents others, and the mediators
  whom every side has accepted;
- supporters and observers: see company.py - nowhere before their undertaking, and only while the sides say yes;
- coordinators: none.
"""

from uuid import UUID

from bitim.cases.facts_appointing import accepted_by
from bitim.cases.models import Case, Participant, Side
from bitim.kernel import clock, membership
from bitim.kernel.access import Actor
from bitim.kernel.models import Membership
from bitim.kernel.record import record
from bitim.room.actions.attending import put_out
from bitim.room.actions.calling import put_out_doubted, put_out_ended, put_out_of
from bitim.room.actions.company import BESIDE, Company, company_of
from bitim.room.actions.meetings import SHUTTLE, end_live
from bitim.room.actions.settling import forget_room
from bitim.room.events import CorridorClosed, RoomClosed, RoomOpened
from bitim.room.facts import is_agreed, may_sit_together
from bitim.room.facts_call import represent
from bitim.room.models import Meeting, Presence, Space
from bitim.room.rules import LISTENS

Seats = dict[UUID, str]  # person -> role of the seat; of somebody beside a side, BESIDE or LISTENS


def arrange(case: Case, *, actor: Actor, without: str = "") -> None:
    """Make the rooms that are missing, open or close the joint room, let in and let out. Changes nothing when
    everything is as it should be. `without`: the kind of room that is to be closed. Must run inside an action that has
    locked the case."""
    spaces = _spaces(case)
    people = list(
        Participant.objects.system().filter(case=case, ended=None).select_related("side").order_by("since", "pk")
    )
    together = case.stage != "closed" and may_sit_together(case)
    if case.stage == "closed":
        people = []
    _end_without_consent(case, actor)
    waiting = _waiting(people)
    company = company_of(case, people)
    heard = _heard_by(case)
    seated = _seated(spaces)
    for space in spaces:
        may_be_open = space.kind != without and _may_be_open(space, case, together)
        if space.open and not may_be_open:
            end_live(case, actor=actor, spaces=[space])
        present = people if may_be_open or space.kind != Space.CORRIDOR else []
        wanted = _wanted(space, present, seated[space.pk], together, waiting, heard)
        wanted |= _beside(space, company, together, waiting)
        _seat(space, seated[space.pk], wanted, waiting, heard)
        if space.open != may_be_open:
            _turn(space, may_be_open, actor)
    put_out_doubted(case, waiting)
    put_out_ended(case)


def _end_without_consent(case: Case, actor: Actor) -> None:
    """End a meeting held apart as well when a consent that it was opened with is not there any more. The private rooms
    stay: each side goes on writing with the mediator."""
    live = Meeting.objects.system().filter(case=case, state=Meeting.LIVE, mode=SHUTTLE)
    if live.exists() and not is_agreed(case):
        end_live(case, actor=actor)


def _may_be_open(space: Space, case: Case, together: bool) -> bool:
    if space.kind == Space.CORRIDOR:
        live = Meeting.objects.system().filter(case=case, state=Meeting.LIVE, mode="joint")
        return space.open and together and live.exists()
    return case.stage != "closed" and (space.kind != Space.JOINT or together)


def _spaces(case: Case) -> list[Space]:
    rows = Space.objects.system().filter(case=case)
    found = {(space.kind, space.side_id) for space in rows}
    needed: list[tuple[str, UUID | None]] = [(Space.JOINT, None), (Space.TEAM, None)]
    needed += [(Space.CAUCUS, side) for side in Side.objects.system().filter(case=case).values_list("pk", flat=True)]
    for kind, side in needed:
        if (kind, side) not in found:
            Space.objects.create(case=case, kind=kind, side_id=side, open=kind != Space.JOINT, made=clock.now())
    return list(rows.all().select_related("case").order_by("kind", "side__position"))


class Heard:
    """Which mediator may hear which side, and from when."""

    def __init__(self, accepted: dict[UUID, dict[UUID, bool]], present: frozenset[UUID]) -> None:
        self.accepted, self.present = accepted, present

    def may(self, person: UUID, space: Space) -> bool:
        """Tell whether a mediator belongs in a room."""
        if space.kind == Space.TEAM:
            return True
        said = self.accepted.get(person, {})
        return space.side_id in said if space.side_id else self.present <= said.keys()

    def whole(self, person: UUID, space: Space) -> bool:
        """Tell whether a mediator may read what was said there before: if that side, or every side, said so."""
        if space.kind == Space.TEAM:
            return False
        said = self.accepted.get(person, {})
        sides = {space.side_id} if space.side_id else self.present
        return bool(sides) and all(side is not None and said.get(side, False) for side in sides)


def _heard_by(case: Case) -> Heard:
    present = Side.objects.system().filter(case=case).exclude(state__in=(Side.LEFT, Side.DECLINED))
    return Heard(accepted_by(case.pk), frozenset(present.values_list("pk", flat=True)))


def _waiting(people: list[Participant]) -> set[UUID]:
    """Return the people of whom it is doubted, in whatever case, that it is they who came."""
    rows = Participant.objects.system().filter(person_id__in=[one.person_id for one in people])
    return set(rows.exclude(unconfirmed=None).values_list("person_id", flat=True)) if people else set()


def _seated(spaces: list[Space]) -> dict[UUID, Seats]:
    """Return who has a seat now in each of these rooms, in one question."""
    rows = Membership.objects.system().filter(audience__in=[space.pk for space in spaces], ended=None)
    now: dict[UUID, Seats] = {space.pk: {} for space in spaces}
    for audience, person, role, why in rows.values_list("audience", "person", "role", "why"):
        now[audience][person] = why if why in (LISTENS, BESIDE) else role
    return now


def _wanted(
    space: Space, people: list[Participant], here: Seats, together: bool, waiting: set[UUID], heard: Heard
) -> Seats:
    seats: Seats = {}
    for_others = represent(space.case_id) - waiting if space.kind == Space.CORRIDOR and people else set()
    for one in people:
        if one.role in Participant.MEDIATOR_ROLES:
            if heard.may(one.person_id, space):
                seats[one.person_id] = "mediator"
        elif one.role in Participant.SIDE_ROLES and one.side and one.side.state not in (Side.LEFT, Side.DECLINED):
            own = space.kind == Space.CAUCUS and space.side_id == one.side_id
            if own and one.person_id in waiting and _has_fellows(one, people):
                continue
            if own or (space.kind == Space.JOINT and together) or one.person_id in for_others:
                seats[one.person_id] = "party"
        elif one.role == Participant.INTERPRETER and one.person_id in here and one.person_id not in seats:
            seats[one.person_id] = "interpreter"
    return seats


def _beside(space: Space, company: Company, together: bool, waiting: set[UUID]) -> Seats:
    """Return the seats of supporters and observers, who never sit while it is doubted that it is they who came."""
    if space.kind == Space.CAUCUS:
        wanted = company.in_caucus(space.side_id)
    else:
        wanted = company.at_table() if space.kind == Space.JOINT and together else {}
    return {person: role for person, role in wanted.items() if person not in waiting}


def _has_fellows(one: Participant, people: list[Participant]) -> bool:
    return any(other.side_id == one.side_id and other.person_id != one.person_id for other in people)


def _seat(space: Space, now: Seats, seats: Seats, waiting: set[UUID], heard: Heard) -> None:
    for person, role in now.items():
        if seats.get(person) != role:
            membership.leave(space.pk, person)
            Presence.objects.system().filter(space=space, person=person).delete()
            put_out(space, person, clock.now())
            put_out_of(space, person)
            now = {**now, person: ""}
    come = {person: role for person, role in seats.items() if now.get(person) != role}
    for person, role in come.items():
        if role in (LISTENS, BESIDE):
            membership.join(space.pk, person, "party", why=role)
            continue
        whole = space.kind == Space.CAUCUS and role == "party" and person not in waiting
        whole = whole or (role == "mediator" and heard.whole(person, space))
        membership.join(space.pk, person, role, why=f"room:{space.kind}", from_start=whole)


def _turn(space: Space, opened: bool, actor: Actor) -> None:
    space.open = opened
    space.closed = None if opened else clock.now()
    space.save(update_fields=["open", "closed"])
    if not opened:
        forget_room(space)
    closed = CorridorClosed if space.kind == Space.CORRIDOR else RoomClosed
    kind = RoomOpened if opened else closed
    record(kind(chain=space.case_id, audience=space.pk, space=space.pk), actor=actor)
