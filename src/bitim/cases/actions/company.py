"""Who sits beside: a supporter of one side (an elder, a mother, an NGO), an observer of the joint room.

A supporter comes by invitation like anybody added to a side and waits until a second person has confirmed them; an
observer by a code of the coordinator, and waits likewise. Both promise to keep what they hear to themselves before any
room opens to them. Where they sit is worked out by the rooms from what the sides have said here; a side's "no" takes
effect with the act itself.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases import words
from bitim.cases.actions import ways
from bitim.cases.actions.receiving import new_person, prepare_invitation, take_in
from bitim.cases.events import SideWordSaid
from bitim.cases.facts import require_step
from bitim.cases.facts_reading import answers_by_voice
from bitim.cases.models import Case, Invitation, Participant, Side
from bitim.cases.models_shape import SideWord
from bitim.cases.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record

REASONS = ("training", "research", "court", "organisation", "other")
# What each of those who sit beside is asked about.
ASKED_ABOUT = {
    Participant.SUPPORTER: (SideWord.CAUCUS, SideWord.SPEAK),
    Participant.OBSERVER: (SideWord.OBSERVE,),
}


@action(P.ADD_PERSON, on=Side)
def add_supporter(side: Side, *, actor: Actor, one: Mapping[str, Any]) -> Invitation:
    """Prepare an invitation of somebody who will sit beside this side; nothing is sent."""
    require_step(side.case, "add_company")
    if side.state != Side.JOINED:
        raise Refused(_("This side has not come yet. Somebody sits beside it when it is there."))
    if not words.line(str(one.get("name", ""))):
        raise Refused(_("Say the person's name."))
    return prepare_invitation(side, one, actor, added=True, role=Participant.SUPPORTER)


@action(P.ADD_OBSERVER, on=Case)
def add_observer(case: Case, *, actor: Actor, one: Mapping[str, Any], reason: str, word: str = "") -> str:
    """Take an observer in and return their code, this once. Whoever gave it out cannot confirm who came by it; until
    then, until the undertaking, and until every side has said yes, no room opens. Not where the sides are apart."""
    require_step(case, "add_observer")
    name = words.line(str(one.get("name", "")))
    if not name:
        raise Refused(_("Say the person's name."))
    if reason not in REASONS:
        raise Refused(_("Say why this person observes."))
    person = new_person(one, case)
    door = ways.door_to(person, case, word=word)
    if door.second is None:
        raise Refused(
            _("A code alone is not enough: somebody could find it."),
            _("Agree on a word by voice, or add the person's telephone."),
        )
    made = take_in(case, person, Participant.OBSERVER, actor=actor)
    made.reason, made.added, made.unconfirmed, made.reissued_by_id = reason, True, clock.now(), actor.person
    made.save(update_fields=["reason", "added", "unconfirmed", "reissued_by"])
    return ways.new_code(door)


@action(P.SAY_OF_COMPANY, on=Side)
def say_of_company(
    side: Side, *, actor: Actor, participant: UUID, about: str, yes: bool, person: UUID | None = None
) -> SideWord:
    """Keep a side's yes or no about somebody who sits beside. Yes is said by one who signs for the side, no by anybody
    of it; whoever waits for confirmation says nothing yet. The last word counts, from this moment.

    The mediator writes down what was said before them for a side that answers by voice alone: one with a way in of its
    own answers there. Nor does a note ever become the yes of a side that has answered this question there itself.
    """
    about_whom = _about(side, participant, about)
    by_staff = actor.role == "mediator"
    who = person if by_staff else actor.person
    if by_staff:
        _may_be_noted(side, about_whom, about, yes)
    people = Participant.objects.system().filter(
        side=side, ended=None, role__in=Participant.SIDE_ROLES, unconfirmed=None
    )
    people = people.filter(signs=True) if yes else people
    if who is None or not people.filter(person_id=who).exists():
        raise Refused(_("Only a person who signs for this side can agree to it."))
    standing: SideWord | None = (
        SideWord.objects.system().filter(side=side, participant=about_whom, about=about, ended=None).first()
    )
    if standing is not None and standing.yes == yes:
        return standing
    if standing is not None:
        standing.ended = clock.now()
        standing.save(update_fields=["ended"])
    said: SideWord = SideWord.objects.create(
        case=side.case,
        side=side,
        participant=about_whom,
        about=about,
        yes=yes,
        person_id=who,
        how=SideWord.ORAL if by_staff else SideWord.ONLINE,
        given=clock.now(),
    )
    record(
        SideWordSaid(chain=side.case_id, audience=side.pk, case=side.case_id, participant=about_whom.pk, about=about),
        actor=actor,
    )
    return said


def _may_be_noted(side: Side, about_whom: Participant, about: str, yes: bool) -> None:
    """Refuse a mediator's note where the side answers itself. What it said there earlier is not told: only a yes is
    refused, whichever word it was."""
    if not answers_by_voice(side):
        raise Refused(
            _("This side answers for itself, on its own device."), _("It finds the question under “Who sits beside”.")
        )
    own = SideWord.objects.system().filter(side=side, participant=about_whom, about=about, how=SideWord.ONLINE)
    if yes and own.exists():
        raise Refused(
            _("This side has answered this by itself before. A yes has to come from its own page again."),
            _("Give its person a way in."),
        )


def _about(side: Side, participant: UUID, about: str) -> Participant:
    """Return about whom the side speaks; NotFound unless it is a question that this side is asked."""
    found = Participant.objects.system().filter(pk=participant, case=side.case_id, ended=None).first()
    if found is None or about not in ASKED_ABOUT.get(found.role, ()):
        raise NotFound
    if about == SideWord.CAUCUS and found.side_id != side.pk:
        raise NotFound
    if found.side_id != side.pk and side.case.mode == "shuttle":
        raise NotFound  # held apart, nobody learns who sits beside the other side
    return found
