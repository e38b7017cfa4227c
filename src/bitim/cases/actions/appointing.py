"""A mediator from proposal to office: the coordinator proposes, the mediator tells what ties them and takes the case,
each side accepts or asks for another.

`appoint` is the first two in one act, for a mediator with whom it was spoken already: what they said is written down by
the coordinator. What a side answers is never part of it.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases import words
from bitim.cases.actions.confirming import end
from bitim.cases.actions.receiving import take_in
from bitim.cases.events import (
    AnotherMediatorSought,
    MediatorAccepted,
    MediatorInOffice,
    MediatorProposed,
    ProposalAnswered,
)
from bitim.cases.facts import require_step
from bitim.cases.facts_reading import OWN_WAY, answers_by_voice, has_own_way
from bitim.cases.facts_vouching import is_alone
from bitim.cases.models import Acceptance, Appointment, Case, Participant, Side
from bitim.cases.permissions import P
from bitim.cases.queries.conflicts import ties_of
from bitim.kernel import clock, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.people.models import CentreRole, Person
from bitim.people.queries import standing_of

APPOINTED = {
    Participant.MEDIATOR: CentreRole.MEDIATOR,
    Participant.CO_MEDIATOR: CentreRole.MEDIATOR,
    Participant.INTERPRETER: CentreRole.INTERPRETER,
}
BY_STAFF = (Acceptance.ORAL, Acceptance.PHONE, Acceptance.PAPER)


@action(P.APPOINT, on=Case)
def propose(case: Case, *, actor: Actor, person: UUID, role: str, replaces: UUID | None = None) -> Appointment:
    """Put the case before a mediator of the centre, who is told of the parties' names and of nothing that was said."""
    require_step(case, "appoint_mediator")
    if role not in Participant.MEDIATOR_ROLES:
        raise Refused(_("Only a mediator is asked first. An interpreter is appointed at once."))
    leaves = _who_leaves(case, replaces)
    _may_mediate(case, person, role, leaves)
    return _proposed(case, person, role, leaves, actor)


def _proposed(case: Case, person: UUID, role: str, leaves: Participant | None, actor: Actor) -> Appointment:
    appointment: Appointment = Appointment.objects.create(
        case=case, person_id=person, role=role, replaces=leaves, by_id=actor.person, proposed=clock.now()
    )
    record(MediatorProposed(chain=case.pk, audience=case.pk, case=case.pk, appointment=appointment.pk), actor=actor)
    return appointment


@action(P.ANSWER_PROPOSAL, on=Appointment)
def answer_proposal(
    appointment: Appointment, *, actor: Actor, takes: bool, disclosure: str = "", nothing: bool = False
) -> Appointment:
    """Take a case or not. Who takes it says what ties them to somebody of a side, or that nothing does; where the house
    found something, silence is not enough."""
    if appointment.state != Appointment.PROPOSED:
        return appointment
    require_step(appointment.case, "appoint_mediator")
    if not takes:
        return _closed(appointment, Appointment.DECLINED, actor)
    if not nothing and not disclosure.strip():
        raise Refused(_("Say what ties you to somebody of this case, or that nothing does."))
    leaves = appointment.replaces if appointment.replaces and appointment.replaces.ended is None else None
    _may_mediate(appointment.case, appointment.person_id, appointment.role, leaves, asked=True)
    return _taken(appointment, disclosure, actor)


@action(P.APPOINT, on=Appointment)
def take_back_proposal(appointment: Appointment, *, actor: Actor) -> Appointment:
    """Take back a proposal that nobody has answered."""
    if appointment.state == Appointment.PROPOSED:
        _closed(appointment, Appointment.ENDED, actor)
    return appointment


@action(P.APPOINT, on=Case)
def appoint(case: Case, *, actor: Actor, person: UUID, role: str, disclosure: str = "") -> Participant:
    """Appoint an interpreter; or propose a mediator and record that they take the case, with what they disclosed."""
    require_step(case, "appoint_mediator")
    if role in Participant.MEDIATOR_ROLES:
        _may_mediate(case, person, role, None)
        taken = _taken(_proposed(case, person, role, None, actor), disclosure, actor)
        assert taken.participant is not None
        return taken.participant
    _may_serve(case, person, role)
    return take_in(case, Person.objects.system().get(pk=person), role, actor=actor)


@action(P.APPOINT, on=Participant)
def end_appointment(participant: Participant, *, actor: Actor) -> Participant:
    """End the appointment of a mediator or interpreter: what they could read closes at once."""
    if participant.role not in APPOINTED:
        raise Refused(_("Only an appointment can be ended here."))
    ended = end(participant, actor)
    Appointment.objects.system().filter(participant=participant, ended=None).update(
        state=Appointment.ENDED, ended=clock.now()
    )
    return ended


@action(P.ACCEPT_MEDIATOR, on=Side)
def answer_mediator(
    side: Side,
    *,
    actor: Actor,
    appointment: UUID,
    accepts: bool,
    earlier: bool = False,
    how: str = Acceptance.ONLINE,
    person: UUID | None = None,
) -> Acceptance:
    """Record a side's answer to a mediator: accepted, or another one is wished, without a reason.

    Online by somebody who signs for the side; staff record what was said before them (`oral`), by telephone (`phone`)
    or signed (`paper`), naming who. `earlier`: the mediator may read what was said before in that side's private room;
    who mediates never writes that down for themselves, nor, of a side with a way in of its own, that it accepts them:
    a private room would open to two presses of whoever wants to read it. Nor does anybody of the staff write `earlier`
    down of somebody who comes in by themselves. Whoever accepted may still ask for another
    one; the same answer twice changes nothing.
    """
    require_step(side.case, "accept_mediator")
    one = Appointment.objects.system().filter(pk=appointment, case=side.case).first()
    if one is None:
        raise NotFound
    by_staff = actor.role in ("coordinator", "mediator")
    who = person if by_staff else actor.person
    if how not in (BY_STAFF if by_staff else (Acceptance.ONLINE,)):
        raise Refused(_("Say how the side answered."))
    signers = Participant.objects.system().filter(side=side, signs=True, ended=None, role__in=Participant.SIDE_ROLES)
    if who is None or not signers.filter(person_id=who, unconfirmed=None).exists():
        raise Refused(_("Only a person who signs for this side can answer for it."))
    stands: Acceptance | None = Acceptance.objects.system().filter(appointment=one, side=side).first()
    if stands is not None and (accepts or stands.answer == Acceptance.ANOTHER):
        return stands
    if earlier and actor.person == one.person_id:
        raise Refused(
            _("A mediator does not open to themselves what was said before."),
            _("The side says it on its own page, or somebody else of the centre writes it down."),
        )
    if accepts and earlier and by_staff and has_own_way(side.case_id, who):
        raise Refused(OWN_WAY, _("What was written in their private room before is opened by themselves alone."))
    if accepts and actor.person == one.person_id and not (answers_by_voice(side) or is_alone(side.case, actor.who)):
        raise Refused(
            _("A mediator does not write down for themselves that a side accepts them."),
            _("The side says it on its own page, or somebody else of the centre writes it down."),
        )
    if one.state != Appointment.ACCEPTED:
        raise Refused(_("This mediator does not wait for an answer."))
    return _answered(one, side, who, accepts, earlier and accepts, how, actor)


def _answered(
    one: Appointment, side: Side, who: UUID, accepts: bool, earlier: bool, how: str, actor: Actor
) -> Acceptance:
    answer: Acceptance = Acceptance.objects.system().filter(appointment=one, side=side).first() or Acceptance(
        appointment=one, side=side
    )
    answer.person_id, answer.how, answer.at = who, how, clock.now()
    answer.answer, answer.earlier = Acceptance.ACCEPTED if accepts else Acceptance.ANOTHER, earlier
    answer.recorded_by_id = actor.person if how != Acceptance.ONLINE else None
    answer.save()
    case = side.case
    if not accepts:
        _closed(one, Appointment.ANOTHER, actor)
        return answer
    record(
        MediatorAccepted(chain=case.pk, audience=case.pk, case=case.pk, appointment=one.pk, side=side.pk), actor=actor
    )
    if in_office(one):
        _in_office(one, actor)
    return answer


def in_office(one: Appointment) -> bool:
    """Tell whether every side that has not left has accepted this mediator."""
    present = Side.objects.system().filter(case=one.case_id).exclude(state__in=(Side.LEFT, Side.DECLINED))
    said = Acceptance.objects.system().filter(appointment=one, answer=Acceptance.ACCEPTED)
    return set(present.values_list("pk", flat=True)) <= set(said.values_list("side_id", flat=True))


def _in_office(one: Appointment, actor: Actor) -> None:
    """Let the one whose cases are taken over go: from here on somebody else mediates."""
    case = one.case
    record(MediatorInOffice(chain=case.pk, audience=case.pk, case=case.pk, appointment=one.pk), actor=actor)
    if one.replaces is not None and one.replaces.ended is None:
        end(one.replaces, actor)
        Appointment.objects.system().filter(participant=one.replaces, ended=None).update(
            state=Appointment.ENDED, ended=clock.now()
        )


def _taken(one: Appointment, disclosure: str, actor: Actor) -> Appointment:
    """Make a mediator who takes the case a participant: the record of the case and their own room open to them."""
    told = words.cleaned(disclosure, 3000)
    case = one.case
    if not told and ties_of(case, [one.person_id]).of.get(one.person_id):
        raise Refused(
            _("Something ties this mediator to somebody of the case."),
            _("It has to be disclosed to each side, or another mediator chosen."),
        )
    one.state, one.answered, one.tells = Appointment.ACCEPTED, clock.now(), bool(told)
    one.disclosure = told or None
    membership.join(case.pk, one.person_id, one.role, why="appointed", from_start=True)
    one.participant = take_in(case, Person.objects.system().get(pk=one.person_id), one.role, actor=actor, signs=True)
    one.save()
    _tell_answer(one, actor)
    return one


def _closed(one: Appointment, state: str, actor: Actor) -> Appointment:
    one.state, one.ended = state, clock.now()
    one.answered = one.answered or one.ended
    one.save(update_fields=["state", "ended", "answered"])
    if state == Appointment.DECLINED:
        _tell_answer(one, actor)
    if state == Appointment.ANOTHER:
        case = one.case
        record(AnotherMediatorSought(chain=case.pk, audience=case.pk, case=case.pk, appointment=one.pk), actor=actor)
        if one.participant is not None:
            end(one.participant, actor)
    return one


def _tell_answer(one: Appointment, actor: Actor) -> None:
    case = one.case
    record(
        ProposalAnswered(
            chain=case.pk, audience=case.pk, case=case.pk, appointment=one.pk, state=one.state, told=one.tells
        ),
        actor=actor,
    )


# --- who may be asked ----------------------------------------------------------------------------------


def _who_leaves(case: Case, replaces: UUID | None) -> Participant | None:
    if replaces is None:
        return None
    rows = Participant.objects.system().filter(case=case, pk=replaces, ended=None)
    leaves: Participant | None = rows.filter(role__in=Participant.MEDIATOR_ROLES).first()
    if leaves is None:
        raise NotFound
    return leaves


def _may_serve(case: Case, person: UUID, role: str) -> None:
    """Refuse whoever has not this role at the centre now, or belongs to a side, or is appointed already."""
    wanted = APPOINTED.get(role)
    roles = CentreRole.objects.system().filter(centre_id=case.centre_id, person_id=person, role=wanted, ended=None)
    if wanted is None or not roles.exists():
        raise Refused(_("This person does not have this role at the centre."))
    here = Participant.objects.system().filter(case=case, ended=None)
    if here.filter(person_id=person, role__in=(*Participant.SIDE_ROLES, *Participant.BESIDE)).exists():
        raise Refused(_("This person belongs to a side of the case."))
    if here.filter(person_id=person, role=role).exists():
        raise Refused(_("This person is appointed already."))


def _may_mediate(case: Case, person: UUID, role: str, leaves: Participant | None, *, asked: bool = False) -> None:
    """Refuse whom the register, the case or a side's wish for another one keeps from mediating here."""
    _may_serve(case, person, role)
    here = Participant.objects.system().filter(case=case, ended=None, role__in=Participant.MEDIATOR_ROLES)
    if here.filter(person_id=person).exists():
        raise Refused(_("This person is a mediator of the case already."))
    others = here.filter(role=Participant.MEDIATOR)
    if leaves is not None:
        others = others.exclude(pk=leaves.pk)
    if role == Participant.MEDIATOR and others.exists():
        raise Refused(_("The case has a mediator."), _("Appoint a co-mediator, or end the appointment first."))
    before = Appointment.objects.system().filter(case=case, person_id=person)
    if before.filter(state=Appointment.ANOTHER).exists():
        raise Refused(_("Another mediator was asked for in this case."), _("Propose somebody else."))
    if not asked and before.filter(state=Appointment.PROPOSED).exists():
        raise Refused(_("The case was put before this mediator already."))
    standing = standing_of(case.pack, case.centre_id, [person])[person]
    if standing:
        raise Refused(" ".join(sentence for _key, sentence in standing), _("Choose another mediator of the register."))
