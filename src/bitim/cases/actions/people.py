"""Sides and people of a case: added, ended, given a new way in."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases import words
from bitim.cases.actions import ways
from bitim.cases.actions.confirming import end
from bitim.cases.actions.receiving import new_side, prepare_invitation
from bitim.cases.events import DoorReissued
from bitim.cases.facts import require_step
from bitim.cases.models import Case, Invitation, Participant, Side
from bitim.cases.permissions import P
from bitim.kernel import clock, doors, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record

MOST_SIDES = 8


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
    """Prepare an invitation of one more person of a side (a spokesperson, a representative); nothing is sent. Whoever
    comes by it waits until a second person has confirmed them."""
    require_step(side.case, "invite_side")
    if not words.line(str(one.get("name", ""))):
        raise Refused(_("Say the person's name."))
    return prepare_invitation(side, one, actor, added=True)


@action(P.ADD_PERSON, on=Participant)
def end_participation(participant: Participant, *, actor: Actor) -> Participant:
    """End the part of one of a side's people; the side itself stays as long as somebody speaks for it."""
    if participant.role not in (*Participant.SIDE_ROLES, *Participant.BESIDE):
        raise Refused(_("Only a person of a side can be taken out here."))
    return end(participant, actor)


@action(P.REISSUE_DOOR, on=Participant)
def reissue_door(participant: Participant, *, actor: Actor, word: str = "") -> str:
    """End every way in that this person has to the case and return a new code, this once.

    Whoever gives out a code could come in by it. So all that the person could read is kept back, and they bind nobody,
    until a second person has confirmed who came; the person is written to, the mediator reads it in the record.
    """
    comes_by_code = (*Participant.SIDE_ROLES, *Participant.BESIDE)
    if participant.role not in comes_by_code or participant.ended:
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
    parts.filter(role__in=comes_by_code).update(unconfirmed=clock.now(), reissued_by_id=actor.person, denied=None)
    membership.keep_back(participant.person_id, "party")
    ways.tell(participant.person, case.pk, "new_code", key=f"new_code:{door.pk}:{door.generation}")
    record(DoorReissued(chain=case.pk, audience=case.pk, case=case.pk, participant=participant.pk), actor=actor)
    return ways.new_code(door)
