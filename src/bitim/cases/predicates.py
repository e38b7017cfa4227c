"""Conditions that many rules share: who the actor is in a case. Role AND row, both now.

A person with several roles acts in one of them at a time (`actor.role`); the others add nothing.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts_appointing import accepted_by
from bitim.cases.facts_reading import helps_another_side
from bitim.cases.facts_vouching import hands_on, is_alone
from bitim.cases.models import Appointment, Case, Invitation, Participant, Request, Screening, Side
from bitim.cases.models_after import OwnNote
from bitim.cases.models_reading import ReadBack
from bitim.kernel.access import Actor, Refused, predicate
from bitim.people.models import Centre, CentreRole
from bitim.people.rules import has_centre_role


def case_of(thing: Any) -> Case:
    """Return the case that a thing belongs to, by its lock path."""
    if isinstance(thing, Case):
        return thing
    for step in thing.lock_path.split("__"):
        thing = getattr(thing, step)
    assert isinstance(thing, Case)
    return thing


def centre_of(thing: Any) -> UUID:
    """Return the id of the centre that holds a centre's thing, a request or anything of a case."""
    if isinstance(thing, Centre):
        return thing.pk
    if isinstance(thing, Request):
        return thing.centre_id
    return case_of(thing).centre_id


def roles_in(actor: Actor, case: Case) -> frozenset[tuple[str, UUID | None]]:
    """Return the actor's present (role, side) pairs in a case."""
    person = actor.person
    if person is None or (actor.guest is not None and actor.guest != case.pk):
        return frozenset()
    return actor.once(  # type: ignore[no-any-return]
        ("roles-in", case.pk),
        lambda: frozenset(
            Participant.objects.system().filter(case=case, person_id=person, ended=None).values_list("role", "side_id")
        ),
    )


def side_of(actor: Actor, case: Case) -> UUID | None:
    """Return the side for which the actor takes part now, if any."""
    if actor.role != "party":
        return None
    return next((side for role, side in roles_in(actor, case) if role in Participant.SIDE_ROLES), None)


def own_side(actor: Actor, case: Case) -> UUID:
    """Return the side for which the actor acts; Refused when there is none."""
    side = side_of(actor, case)
    if side is None:
        raise Refused(is_of_a_side.reason)
    return side


def beside_in(actor: Actor, case: Case) -> tuple[str, UUID | None] | None:
    """Return (supporter or observer, the side beside which they sit) when the actor takes part like that; else None.
    Whoever belongs to a side is of that side and nothing beside it."""
    if actor.role != "party" or side_of(actor, case) is not None:
        return None
    return next(((role, side) for role, side in roles_in(actor, case) if role in Participant.BESIDE), None)


@predicate(_("Only a coordinator of this centre can do this."))
def is_coordinator(actor: Actor, thing: Any) -> bool:
    """A coordinator of the centre that holds the case or the request."""
    return has_centre_role(actor, centre_of(thing), CentreRole.COORDINATOR)


@predicate(_("Only the mediator of this case can do this."))
def is_mediator(actor: Actor, thing: Any) -> bool:
    """A mediator or co-mediator appointed to the case, acting as mediator of its centre."""
    case = case_of(thing)
    return has_centre_role(actor, case.centre_id, CentreRole.MEDIATOR) and any(
        role in Participant.MEDIATOR_ROLES for role, _side in roles_in(actor, case)
    )


@predicate(_("Only the interpreter of this case can do this."))
def is_interpreter(actor: Actor, thing: Any) -> bool:
    """An interpreter of the case, acting as interpreter of its centre."""
    case = case_of(thing)
    return has_centre_role(actor, case.centre_id, CentreRole.INTERPRETER) and any(
        role == Participant.INTERPRETER for role, _side in roles_in(actor, case)
    )


@predicate(_("Only the people of a side can do this."))
def is_of_a_side(actor: Actor, thing: Any) -> bool:
    """A party, spokesperson or representative of any side of the case."""
    return side_of(actor, case_of(thing)) is not None


@predicate(_("Only the people of this side can do this."))
def is_of_this_side(actor: Actor, thing: Any) -> bool:
    """One of the people of the very side that the thing belongs to."""
    side = thing.pk if isinstance(thing, Side) else thing.side_id
    return side is not None and side_of(actor, case_of(thing)) == side


@predicate(_("Only somebody who takes part can do this."))
def is_beside(actor: Actor, thing: Any) -> bool:
    """A supporter of a side, or an observer."""
    return beside_in(actor, case_of(thing)) is not None


@predicate(_("Only the people of this side can do this."))
def is_beside_this_side(actor: Actor, thing: Any) -> bool:
    """A supporter of the very side that the thing belongs to."""
    found = beside_in(actor, case_of(thing))
    side = thing.pk if isinstance(thing, Side) else thing.side_id
    return found is not None and side is not None and found[1] == side


@predicate(_("Only the person themselves can do this."))
def is_own_part(actor: Actor, thing: Any) -> bool:
    """The part of an interpreter, supporter or observer in the case is the actor's own, in the role they act in."""
    if not isinstance(thing, Participant) or thing.ended is not None or actor.person != thing.person_id:
        return False
    acts = {Participant.INTERPRETER: "interpreter"}.get(thing.role, "party")
    return actor.role == acts and thing.role in (Participant.INTERPRETER, *Participant.BESIDE)


@predicate(_("Nobody writes this down about themselves: a colleague does."))
def is_of_another(actor: Actor, thing: Any) -> bool:
    """The thing is about somebody else than the actor."""
    return actor.person is not None and actor.person != thing.person_id


def is_awaited(actor: Actor) -> bool:
    """Tell whether the actor came by a new way in that nobody else has confirmed, or as a guest. It counts in every
    case of the person: whoever came in by one door would find the others open."""
    person = actor.person
    if actor.role != "party" or person is None:
        return False
    if actor.guest:
        return True
    return bool(
        actor.once(
            "awaited",
            lambda: Participant.objects.system().filter(person_id=person).exclude(unconfirmed=None).exists(),
        )
    )


@predicate(_("Somebody of the centre has to confirm first that it is you."))
def is_confirmed(actor: Actor, thing: Any) -> bool:
    """Not a party whose new way in waits for a second person."""
    return not is_awaited(actor)


@predicate(_("Whoever gave the way in cannot confirm it: a second person of the centre has to."))
def is_second_person(actor: Actor, thing: Any) -> bool:
    """Somebody else than who gave out the way in, in whatever role; that very one where the centre has nobody else."""
    if not isinstance(thing, Participant) or actor.person is None:
        return False
    return actor.person not in hands_on(thing) or is_alone(thing.case, actor.person)


@predicate(_("Nobody confirms themselves."))
def is_somebody_else(actor: Actor, thing: Any) -> bool:
    """The participant is another person than who acts."""
    return isinstance(thing, Participant) and actor.person != thing.person_id


@predicate(_("Only the person themselves can do this."))
def is_theirs(actor: Actor, thing: Any) -> bool:
    """The part in the case is the actor's own, acting as a party, and has not ended."""
    if not isinstance(thing, Participant) or thing.ended is not None:
        return False
    return actor.role == "party" and actor.person is not None and actor.person == thing.person_id


@predicate(_("This case is closed."))
def is_not_closed(actor: Actor, thing: Any) -> bool:
    """The case is not closed."""
    return case_of(thing).stage != "closed"


@predicate(_("This case is held apart: each side is worked with alone."))
def is_not_apart(actor: Actor, thing: Any) -> bool:
    """The sides of the case know of each other's people."""
    return case_of(thing).mode != "shuttle"


@predicate(_("A request begins at the centre's own page."))
def is_front_door(actor: Actor, thing: Any) -> bool:
    """The thing is a centre: anybody may begin a request there."""
    return isinstance(thing, Centre)


@predicate(_("Only the person who asked can do this."))
def is_asker(actor: Actor, thing: Any) -> bool:
    """The person who wrote the request, on their own device or through their own door."""
    return isinstance(thing, Request) and actor.role == "party" and actor.person == thing.person_id


@predicate(_("The request was sent already."))
def is_draft(actor: Actor, thing: Any) -> bool:
    """Still being written."""
    return isinstance(thing, Request) and thing.state == Request.DRAFT


@predicate(_("This request was answered already."))
def is_unanswered(actor: Actor, thing: Any) -> bool:
    """Being written or waiting for the coordinator."""
    return isinstance(thing, Request) and thing.state in (Request.DRAFT, Request.SENT)


@predicate(_("This request does not wait for an answer."))
def is_waiting(actor: Actor, thing: Any) -> bool:
    """Sent and not answered yet."""
    return isinstance(thing, Request) and thing.state == Request.SENT


@predicate(_("This request is still being written."))
def was_sent(actor: Actor, thing: Any) -> bool:
    """Not a draft: nobody but the person reads a draft."""
    return isinstance(thing, Request) and thing.sent is not None


@predicate(_("Only the invited person can answer."))
def is_invited(actor: Actor, thing: Any) -> bool:
    """The very person whom the invitation is for."""
    return isinstance(thing, Invitation) and actor.role == "party" and actor.person == thing.person_id


@predicate(_("Only the person who held this talk and the mediator read it."))
def is_screener(actor: Actor, thing: Any) -> bool:
    """The member of staff who spoke with the side."""
    return isinstance(thing, Screening) and actor.person is not None and actor.person == thing.by_id


@predicate(_("Only whoever wrote a note reads it."))
def is_author(actor: Actor, thing: Any) -> bool:
    """The very person who wrote the note."""
    return isinstance(thing, OwnNote) and actor.person is not None and actor.person == thing.author_id


@predicate(_("Only a mediator of this centre can do this."))
def is_mediator_here(actor: Actor, thing: Any) -> bool:
    """A mediator of the centre, acting as mediator, appointed to a case or not."""
    return has_centre_role(actor, centre_of(thing), CentreRole.MEDIATOR)


@predicate(_("You have helped another side. One person helps both only when each side has agreed to it."))
def assists_one_side(actor: Actor, thing: Any) -> bool:
    """Who reads out to a side has read out to no other one, unless both have said that they do not mind."""
    side = thing if isinstance(thing, Side) else thing.side
    return actor.person is not None and not helps_another_side(side, actor.person)


def _works_here(actor: Actor, thing: Any) -> bool:
    """Tell whether the actor is now a coordinator or mediator of the centre, or a mediator of the case."""
    here = centre_of(thing)
    return (
        has_centre_role(actor, here, CentreRole.COORDINATOR)
        or has_centre_role(actor, here, CentreRole.MEDIATOR)
        or bool(is_mediator(actor, thing))
    )


@predicate(_("Only the person who reads can do this."))
def is_reader(actor: Actor, thing: Any) -> bool:
    """The member of staff who made this call."""
    return isinstance(thing, ReadBack) and actor.person == thing.by_id and _works_here(actor, thing)


@predicate(_("Only the witness of this call can do this."))
def is_witness(actor: Actor, thing: Any) -> bool:
    """The second member of staff, who listened."""
    return (
        isinstance(thing, ReadBack)
        and actor.person is not None
        and actor.person == thing.witness_id
        and _works_here(actor, thing)
    )


@predicate(_("This side has not accepted the mediator yet."))
def is_accepted_here(actor: Actor, thing: Any) -> bool:
    """The side that the thing belongs to has accepted this very mediator."""
    side = thing.pk if isinstance(thing, Side) else thing.side_id
    case = case_of(thing)
    accepted: dict[UUID, dict[UUID, bool]] = actor.once(("accepted-by", case.pk), lambda: accepted_by(case.pk))
    return actor.person is not None and side in accepted.get(actor.person, {})


@predicate(is_accepted_here.reason)
def may_reach(actor: Actor, thing: Any) -> bool:
    """Who mediates knows names alone until they are accepted: of a side that has come, by that side; of one that can
    accept nobody because it has not come yet, and of the case, by any side."""
    case = case_of(thing)
    accepted: dict[UUID, dict[UUID, bool]] = actor.once(("accepted-by", case.pk), lambda: accepted_by(case.pk))
    by = accepted.get(actor.person, {}) if actor.person is not None else {}
    side = None if isinstance(thing, Case) else thing.pk if isinstance(thing, Side) else thing.side_id
    come: frozenset[UUID] = actor.once(
        ("sides-here", case.pk),
        lambda: frozenset(
            Participant.objects.system()
            .filter(case=case, ended=None, role__in=Participant.SIDE_ROLES)
            .values_list("side_id", flat=True)
        ),
    )
    return side in by if side in come else bool(by)


@predicate(_("Only the mediator who is asked can answer."))
def is_proposed(actor: Actor, thing: Any) -> bool:
    """The mediator to whom the case was proposed and who has not answered, acting as mediator of the centre."""
    return (
        isinstance(thing, Appointment)
        and thing.state == Appointment.PROPOSED
        and actor.person == thing.person_id
        and has_centre_role(actor, thing.case.centre_id, CentreRole.MEDIATOR)
    )
