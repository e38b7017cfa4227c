"""Who may do what in a room. Everything rests on the membership of this moment, in the role now acted in."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bitim.cases.predicates import (
    is_accepted_here,
    is_beside,
    is_confirmed,
    is_coordinator,
    is_interpreter,
    is_mediator,
    is_not_closed,
    is_of_a_side,
    side_of,
)
from bitim.kernel import membership
from bitim.kernel.access import Actor, NotFound, predicate, register
from bitim.kernel.models import Membership
from bitim.kernel.prepared import prepared
from bitim.room.models import Message, Release, Space, Translation
from bitim.room.permissions import P

# What a membership says (`why`) of the seat of somebody who only listens; set by actions/company.py.
LISTENS = "room:listens"

# Under which role a person of a case sits in a room; it must be the role they act in now.
SEAT_ROLES = ("party", "mediator", "interpreter")


def space_of(thing: Any) -> Space:
    """Return the space that a thing belongs to; of a release, the private room that owns it."""
    if isinstance(thing, Translation):
        thing = thing.message
    if isinstance(thing, Release):
        thing = thing.source
    if isinstance(thing, Message):
        thing = thing.space
    assert isinstance(thing, Space)
    return thing


def person_of(actor: Actor) -> UUID:
    """Return who acts; NotFound for a visitor: no room exists for one."""
    if actor.person is None:
        raise NotFound
    return actor.person


def is_seated(actor: Actor, space: Space) -> bool:
    """Tell whether the actor is a member of the space now, in the role in which they act."""
    person = actor.person
    if person is None or actor.role not in SEAT_ROLES:
        return False
    if actor.guest is not None and actor.guest != space.case_id:
        return False
    if actor.role != "party" and actor.centre != space.case.centre_id:
        return False  # staff of two centres act at one of them at a time
    return bool(_seat(actor, space))


def _seat(actor: Actor, space: Space) -> list[str]:
    """Return what the memberships of this moment say of the actor's seat: one line, or none."""
    person, role = actor.person, actor.role
    if person is None:
        return []
    return actor.once(("seated", space.pk), lambda: list(seats_held(space.pk, person, role)))  # type: ignore[no-any-return]


@prepared
def seats_held(space: UUID, person: UUID, role: str) -> "QuerySet[Membership, str]":
    """Return what is said of the seats that a person holds in a room now in this role."""
    rows = Membership.objects.system().filter(audience=space, person=person, role=role, ended=None)
    return rows.values_list("why", flat=True)


@predicate(_("You are not in this room."))
def may_hear(actor: Actor, thing: Any) -> bool:
    """A member now; of a message, one whose membership covers the moment at which it was said."""
    space = space_of(thing)
    if actor.person is None or not is_seated(actor, space):
        return False
    message = thing.message if isinstance(thing, Translation) else thing.source if isinstance(thing, Release) else thing
    if not isinstance(message, Message):
        return True
    covered = membership.intervals(space.pk, actor.person)
    return bool(Message.objects.system().filter(covered, pk=message.pk).exists())


@predicate(_("You listen here. Whoever sits beside a side speaks at the table only when every side has agreed."))
def may_speak(actor: Actor, thing: Any) -> bool:
    """The seat is one to speak from: not an observer's, nor a supporter's while not every side has said yes."""
    return LISTENS not in _seat(actor, space_of(thing))


@predicate(_("This room is closed now."))
def is_open(actor: Actor, thing: Any) -> bool:
    """The room is open: a private room until the case ends, the joint room only while all have consented."""
    return space_of(thing).open


@predicate(_("In this room people only talk: nothing is written in it."))
def is_written(actor: Actor, thing: Any) -> bool:
    """Not the corridor."""
    return space_of(thing).kind != Space.CORRIDOR


@predicate(_("Only the side whose private room this is can allow it to be shown."))
def is_of_the_owning_side(actor: Actor, thing: Any) -> bool:
    """One of the people of the side that owns the private room."""
    space = space_of(thing)
    return space.kind == Space.CAUCUS and side_of(actor, space.case) == space.side_id


@predicate(_("Only the interpreter or the mediator translates here."))
def translates(actor: Actor, thing: Any) -> bool:
    """An interpreter or mediator; that they sit in this room is asked beside it."""
    return actor.role in ("interpreter", "mediator")


@predicate(_("Only the person who said it can take it back."))
def is_author(actor: Actor, thing: Any) -> bool:
    """The author of the message."""
    return actor.person is not None and thing.author_id == actor.person


@predicate(_("Only that person, or who takes down what they say, can answer."))
def is_that_person(actor: Actor, thing: Any) -> bool:
    """The participant is who acts, in a part that has not ended."""
    return actor.person is not None and thing.person_id == actor.person and thing.ended is None


@predicate(_("Only the person themselves can do this."))
def is_that_one(actor: Actor, thing: Any) -> bool:
    """The place is the actor's own."""
    return actor.person is not None and thing.person_id == actor.person


RULES = {
    P.READ_SPACE: [[may_hear]],
    P.POST: [[may_hear, may_speak, is_not_closed, is_open, is_written]],
    P.ATTACH: [[may_hear, may_speak, is_not_closed, is_open, is_written]],
    P.WITHDRAW_MESSAGE: [[may_hear, is_author, is_not_closed]],
    P.TRANSLATE: [[may_hear, translates, is_not_closed, is_open]],
    P.CHECK_TRANSLATION: [[may_hear, translates, is_not_closed, is_open]],
    P.RELEASE: [[may_hear, is_of_the_owning_side, is_not_closed, is_confirmed]],
    P.WITHDRAW_RELEASE: [[may_hear, is_of_the_owning_side, is_not_closed, is_confirmed]],
    P.SEE_LEDGER: [[is_of_a_side, is_confirmed], [is_mediator]],
    P.SEE_MEETINGS: [[is_of_a_side], [is_beside], [is_mediator], [is_interpreter], [is_coordinator]],
    P.PLAN_MEETING: [[is_mediator, is_not_closed]],
    P.OPEN_MEETING: [[is_mediator, is_not_closed]],
    P.END_MEETING: [[is_mediator, is_not_closed]],
    P.PRINT_RECORD: [[is_coordinator], [is_mediator]],
    P.JOIN_MEETING: [[may_hear, is_not_closed]],
    P.ADMIT_INTERPRETER: [[may_hear, is_mediator, is_not_closed]],
    P.NOTE_ATTENDANCE: [[is_mediator, is_not_closed]],
    P.NOTE_ASIDE: [[may_hear, is_mediator, is_not_closed]],
    P.SEE_MEETING_RECORD: [[is_mediator], [is_coordinator]],
    P.HAND_DEVICE: [[is_mediator, is_accepted_here, is_not_closed]],
    P.PROPOSE_TIMES: [[is_mediator, is_not_closed]],
    P.SEE_TIMES: [[is_of_a_side, is_confirmed], [is_mediator], [is_interpreter], [is_coordinator]],
    P.SEE_ANSWERS: [[is_mediator]],
    P.ANSWER_TIMES: [
        [is_that_person, is_not_closed, is_confirmed],
        [is_mediator, is_not_closed],
        [is_coordinator, is_not_closed],
    ],
    P.COME_BY_VOICE: [
        [is_of_a_side, is_not_closed, is_confirmed],
        [is_beside, is_not_closed, is_confirmed],
        [is_mediator, is_not_closed],
        [is_interpreter, is_not_closed],
    ],
    P.LEAVE_VOICE: [[is_that_one]],
    P.ASK_BY_VOICE: [[is_that_one, is_not_closed, is_confirmed]],
    P.PLACE_PEOPLE: [[is_mediator, is_not_closed]],
}
register(RULES)
