"""Ways in and out of a case: doors, codes, notices. Called inside actions; nothing here decides who may."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bitim.cases.models import Case, Hand, Invitation, Request
from bitim.kernel import clock, delivery, doors
from bitim.kernel.access import Actor
from bitim.kernel.models import Delivery, Door
from bitim.people.models import CentreRole, Person
from bitim.people.wishes import wishes_of

REQUEST, INVITATION, CASE = "request", "invitation", "case"
CODE_DAYS = {REQUEST: 60, INVITATION: 30, CASE: 90}


def door_to(person: Person, thing: Request | Invitation | Case, *, word: str = "") -> Door:
    """Return the person's open door to a thing, made when there is none; the second thing asked is the agreed word
    or, without one, the last four digits of their telephone."""
    purpose = {Request: REQUEST, Invitation: INVITATION, Case: CASE}[type(thing)]
    second, kind = second_thing(person, word)
    return doors.make_door(person.pk, thing.pk, purpose, second=second, second_kind=kind)


def second_thing(person: Person, word: str) -> tuple[str, str]:
    """Return (second thing, its kind) for a door; empty when nothing is known that only this person knows."""
    if word.strip():
        return word, doors.WORD
    phone = str(person.phone or "")
    return (phone, doors.PHONE4) if sum(c.isdecimal() for c in phone) >= 4 else ("", "")


def new_code(door: Door) -> str:
    """Return a new twelve-digit code of a door, this once; only its HMAC is kept."""
    return doors.issue(door, doors.CODE, days=CODE_DAYS.get(door.purpose, 30))


@dataclass(frozen=True)
class PaperWay:
    """What is printed on a letter: the code typed by hand and the token of the link behind the QR."""

    code: str
    token: str


def paper_way(door: Door) -> PaperWay:
    """Return a new code and a new link of a door, this once."""
    return PaperWay(new_code(door), doors.issue(door, doors.LINK, days=CODE_DAYS[INVITATION]))


def lead_to_case(person: UUID, subject: UUID, case: Case) -> None:
    """Turn the door of a request or an invitation into the door of the case: the person's code and PIN stay good."""
    rows = Door.objects.system().filter(person=person, subject=subject, closed=None)
    rows.update(subject=case.pk, purpose=CASE)


def shut(person: UUID, subject: UUID) -> None:
    """Close a person's way into a subject."""
    for door in Door.objects.system().filter(person=person, subject=subject, closed=None):
        doors.close(door)


def tell(person: Person, subject: UUID, notice: str, *, key: str, due: datetime | None = None) -> Delivery | None:
    """Have a content-free notice sent by e-mail; None when the person gave no e-mail or asked not to be written to:
    then it waits in the day of the staff as news to be told by them.

    Said twice under one key it goes once. What it says, and the way in it carries, are made while sending.
    """
    if not person.email or not wishes_of(person.safe_contact).may_be_written_to:
        if not CentreRole.objects.system().filter(person=person, ended=None).exists():  # colleagues see their own day
            delivery.announce(person.pk, notice, key=key, subject=subject, due=due, route=delivery.CALL)
        return None
    door = Door.objects.system().filter(person=person.pk, subject=subject, closed=None).first()
    return delivery.announce(person.pk, notice, key=key, subject=subject, door=door.pk if door else None, due=due)


def note_hand(invitation: Invitation, actor: Actor, kind: str) -> None:
    """Keep that this member of staff prepared or sent an invitation. Inside an action."""
    if actor.person is not None:
        Hand.objects.system().get_or_create(
            invitation=invitation, by_id=actor.person, kind=kind, defaults={"at": clock.now()}
        )
