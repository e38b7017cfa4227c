"""Who came: said by a second person, never by the one who gave the way in."""

from django.utils.translation import gettext_lazy as _

from bitim.cases.actions import ways
from bitim.cases.events import DoneByOne, PersonConfirmed, PersonDenied, PersonLeft
from bitim.cases.facts_vouching import hands_on
from bitim.cases.models import Participant
from bitim.cases.permissions import P
from bitim.kernel import clock, membership
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record

HOW_CONFIRMED = ("seen", "called", "known")  # in person; on the number on record; by somebody who knows them
OWN_SIDE = "own_side"  # how somebody of the side itself says it


def wait_for_second(participant: Participant) -> None:
    """Lock whoever was added to a side that has people: what was said before is kept back, they bind nobody. Rooms
    follow by the event that is recorded after this."""
    participant.added, participant.unconfirmed = True, clock.now()
    participant.save(update_fields=["added", "unconfirmed"])
    membership.keep_back(participant.person_id, "party")


@action(P.CONFIRM_PERSON, on=Participant)
def confirm_person(participant: Participant, *, actor: Actor, how: str) -> Participant:
    """Say, as a second person, that whoever came is who they should be, and how that was checked (`HOW_CONFIRMED`, or
    `OWN_SIDE` by somebody of their side): what was kept back is theirs. Confirmed twice changes nothing."""
    if how not in ((OWN_SIDE,) if actor.role == "party" else HOW_CONFIRMED):
        raise Refused(_("Say how you know that it is this person."))
    if participant.unconfirmed is None:
        return participant
    if participant.ended or participant.denied:
        raise Refused(_("Nothing waits for confirmation here."))
    by_one = actor.person in hands_on(participant)
    trust(participant)
    case = participant.case
    record(
        PersonConfirmed(chain=case.pk, audience=case.pk, case=case.pk, participant=participant.pk, how=how),
        actor=actor,
    )
    if by_one:
        record(DoneByOne(chain=case.pk, audience=case.pk, case=case.pk), actor=actor)
    participant.refresh_from_db(fields=["unconfirmed", "added"])
    return participant


@action(P.CONFIRM_PERSON, on=Participant)
def deny_person(participant: Participant, *, actor: Actor) -> Participant:
    """Say, as a second person, that whoever came is not who they should be: the way in is shut at once, staff are told.

    Somebody added to the side is out of the case; somebody who had a place before keeps it, locked, until they come by
    another code. Said twice changes nothing.
    """
    if participant.denied:
        return participant
    if participant.unconfirmed is None or participant.ended:
        raise Refused(_("Nothing waits for confirmation here."))
    case = participant.case
    participant.denied = clock.now()
    participant.save(update_fields=["denied"])
    ways.shut(participant.person_id, case.pk)
    record(PersonDenied(chain=case.pk, audience=case.pk, case=case.pk, participant=participant.pk), actor=actor)
    if participant.added:
        end(participant, actor)
    return participant


def end(participant: Participant, actor: Actor) -> Participant:
    """Close a participant's interval, memberships and door."""
    if participant.ended:
        return participant
    participant.ended = clock.now()
    participant.save(update_fields=["ended"])
    case = participant.case
    others = Participant.objects.system().filter(case=case, person_id=participant.person_id, ended=None)
    came_by_code = participant.side_id is not None or participant.role == Participant.OBSERVER
    if came_by_code and not others.filter(side=participant.side).exists():
        if participant.side_id:
            membership.leave(participant.side_id, participant.person_id)
        ways.shut(participant.person_id, case.pk)
        if participant.denied is None:
            trust(participant)  # the way in that was doubted is shut, the person's other cases need not wait for it
    if participant.role in Participant.MEDIATOR_ROLES and not others.exclude(side=None).exists():
        still_staff = others.filter(role__in=(*Participant.MEDIATOR_ROLES, Participant.COORDINATOR)).exists()
        if not still_staff:
            membership.leave(case.pk, participant.person_id)
    record(
        PersonLeft(chain=case.pk, audience=case.pk, case=case.pk, participant=participant.pk, role=participant.role),
        actor=actor,
    )
    return participant


def trust(participant: Participant) -> None:
    """Take the mark off every part of this person in the case; when no other case waits, give the past back."""
    parts = Participant.objects.system().filter(person_id=participant.person_id).exclude(unconfirmed=None)
    here = parts.filter(case_id=participant.case_id)
    if here.update(unconfirmed=None, added=False, denied=None) and not parts.exists():
        membership.give_back(participant.person_id)
