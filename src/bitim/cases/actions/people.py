"""Sides and people of a case: added, appointed, ended."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases import words
from bitim.cases.actions import ways
from bitim.cases.actions.receiving import new_person, new_side, take_in
from bitim.cases.events import DoorReissued, PersonConfirmed, PersonLeft
from bitim.cases.facts import require_step
from bitim.cases.models import Case, Invitation, Participant, Side
from bitim.cases.permissions import P
from bitim.kernel import clock, doors, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.people.models import CentreRole, Person

MOST_SIDES = 8
HOW_CONFIRMED = ("seen", "called", "known")  # in person; on the number on record; by somebody who knows them
APPOINTED = {
    Participant.MEDIATOR: CentreRole.MEDIATOR,
    Participant.CO_MEDIATOR: CentreRole.MEDIATOR,
    Participant.INTERPRETER: CentreRole.INTERPRETER,
}


@action(P.ADD_SIDE, on=Case)
def add_side(case: Case, *, actor: Actor, one: Mapping[str, Any]) -> Side:
    """Add a side (`name`, `kind`, `phone`, `email`, `place`, `language`) with an invitation prepared; at most eight."""
    require_step(case, "invite_side")
    taken = list(Side.objects.system().filter(case=case).values_list("position", flat=True))
    if len(taken) >= MOST_SIDES:
        raise Refused(_("A case has at most eight sides."))
    if not words.line(str(one.get("name", ""))):
        raise Refused(_("Say who this side is, as you call them."))
    return new_side(case, max(taken, default=0) + 1, one, actor)


@action(P.ADD_PERSON, on=Side)
def add_person(side: Side, *, actor: Actor, one: Mapping[str, Any]) -> Invitation:
    """Prepare an invitation of one more person of a side (a spokesperson, a representative); nothing is sent."""
    require_step(side.case, "invite_side")
    if not words.line(str(one.get("name", ""))):
        raise Refused(_("Say the person's name."))
    return Invitation.objects.create(case=side.case, side=side, person=new_person(one, side.case))


@action(P.APPOINT, on=Case)
def appoint(case: Case, *, actor: Actor, person: UUID, role: str) -> Participant:
    """Appoint a mediator, co-mediator or interpreter who has that role at the centre now and is no side's person."""
    require_step(case, "appoint_mediator")
    wanted = APPOINTED.get(role)
    roles = CentreRole.objects.system().filter(centre_id=case.centre_id, person_id=person, role=wanted, ended=None)
    if wanted is None or not roles.exists():
        raise Refused(_("This person does not have this role at the centre."))
    here = Participant.objects.system().filter(case=case, ended=None)
    if here.filter(person_id=person, role__in=Participant.SIDE_ROLES).exists():
        raise Refused(_("This person belongs to a side of the case."))
    if role in Participant.MEDIATOR_ROLES and here.filter(person_id=person, role__in=Participant.MEDIATOR_ROLES):
        raise Refused(_("This person is a mediator of the case already."))
    if role == Participant.MEDIATOR and here.filter(role=Participant.MEDIATOR).exists():
        raise Refused(_("The case has a mediator."), _("Appoint a co-mediator, or end the appointment first."))
    if here.filter(person_id=person, role=role).exists():
        raise Refused(_("This person is appointed already."))
    if role in Participant.MEDIATOR_ROLES:
        membership.join(case.pk, person, role, why="appointed", from_start=True)
    who = Person.objects.system().get(pk=person)
    return take_in(case, who, role, actor=actor, signs=role in Participant.MEDIATOR_ROLES)


@action(P.APPOINT, on=Participant)
def end_appointment(participant: Participant, *, actor: Actor) -> Participant:
    """End the appointment of a mediator or interpreter: what they could read closes at once."""
    if participant.role not in APPOINTED:
        raise Refused(_("Only an appointment can be ended here."))
    return end(participant, actor)


@action(P.ADD_PERSON, on=Participant)
def end_participation(participant: Participant, *, actor: Actor) -> Participant:
    """End the part of one of a side's people; the side itself stays as long as somebody speaks for it."""
    if participant.role not in Participant.SIDE_ROLES:
        raise Refused(_("Only a person of a side can be taken out here."))
    return end(participant, actor)


def end(participant: Participant, actor: Actor) -> Participant:
    """Close a participant's interval, memberships and door."""
    if participant.ended:
        return participant
    participant.ended = clock.now()
    participant.save(update_fields=["ended"])
    case = participant.case
    others = Participant.objects.system().filter(case=case, person_id=participant.person_id, ended=None)
    if participant.side_id and not others.filter(side_id=participant.side_id).exists():
        membership.leave(participant.side_id, participant.person_id)
        ways.shut(participant.person_id, case.pk)
        _trust(participant)  # the way in that was doubted is shut, the person's other cases need not wait for it
    if participant.role in Participant.MEDIATOR_ROLES and not others.exclude(side=None).exists():
        still_staff = others.filter(role__in=(*Participant.MEDIATOR_ROLES, Participant.COORDINATOR)).exists()
        if not still_staff:
            membership.leave(case.pk, participant.person_id)
    record(
        PersonLeft(chain=case.pk, audience=case.pk, case=case.pk, participant=participant.pk, role=participant.role),
        actor=actor,
    )
    return participant


@action(P.REISSUE_DOOR, on=Participant)
def reissue_door(participant: Participant, *, actor: Actor, word: str = "") -> str:
    """End every way in that this person has to the case and return a new code, this once.

    Whoever gives out a code could come in by it. So all that the person could read is kept back, and they bind nobody,
    until a second person has confirmed who came; the person is written to, the mediator reads it in the record.
    """
    if participant.role not in Participant.SIDE_ROLES or participant.ended:
        raise NotFound
    door = ways.door_to(participant.person, participant.case)
    second, kind = ways.second_thing(participant.person, word)
    if door.second is None and not second:
        raise Refused(
            _("A code alone is not enough: somebody could find it."),
            _("Agree on a word by voice, and write it here."),
        )
    doors.reissue(door, second=second, second_kind=kind)
    case = participant.case
    parts = Participant.objects.system().filter(case=case, person_id=participant.person_id, ended=None)
    parts.filter(role__in=Participant.SIDE_ROLES).update(unconfirmed=clock.now(), reissued_by_id=actor.person)
    membership.keep_back(participant.person_id, "party")
    ways.tell(participant.person, case.pk, "new_code", key=f"new_code:{door.pk}:{door.generation}")
    record(DoorReissued(chain=case.pk, audience=case.pk, case=case.pk, participant=participant.pk), actor=actor)
    return ways.new_code(door)


@action(P.CONFIRM_PERSON, on=Participant)
def confirm_person(participant: Participant, *, actor: Actor, how: str) -> Participant:
    """Say, as a second person, that whoever came by a new way in is who they should be, and how that was checked
    (`HOW_CONFIRMED`): the person reads again what they could read before. Confirmed twice changes nothing."""
    if how not in HOW_CONFIRMED:
        raise Refused(_("Say how you know that it is this person."))
    if participant.unconfirmed is None:
        return participant
    _trust(participant)
    case = participant.case
    record(
        PersonConfirmed(chain=case.pk, audience=case.pk, case=case.pk, participant=participant.pk, how=how),
        actor=actor,
    )
    participant.refresh_from_db(fields=["unconfirmed"])
    return participant


def _trust(participant: Participant) -> None:
    """Take the mark off every part of this person in the case; when no other case waits, give the past back."""
    parts = Participant.objects.system().filter(person_id=participant.person_id).exclude(unconfirmed=None)
    if parts.filter(case_id=participant.case_id).update(unconfirmed=None) and not parts.exists():
        membership.give_back(participant.person_id)
