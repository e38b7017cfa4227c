"""Which time suits: the mediator proposes, each person answers to the mediator alone, the mediator picks.

No side learns what another answered, nor that it answered. Whoever has neither device nor e-mail is asked by phone,
and the member of staff who was told writes it down.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.actions import ways
from bitim.cases.models import Case, Participant
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.people.actions import keep_time_zone
from bitim.room import words as said
from bitim.room.actions.meetings import JOINT, mode_of, set_time, tell
from bitim.room.events import ConstraintKept, MeetingMoved, MeetingPlanned, TimesAnswered, TimesProposed
from bitim.room.facts import is_apart
from bitim.room.models import Constraint, Meeting, Proposal, ProposedTime, Space, TimeAnswer
from bitim.room.permissions import P
from bitim.room.rules import person_of

FEWEST, MOST = 2, 5
LONGEST = 480  # minutes
MOST_WINDOWS = 10


@action(P.PROPOSE_TIMES, on=Case)
def propose_times(
    case: Case, *, actor: Actor, starts: Iterable[datetime], mode: str = "", minutes: int = 90
) -> Proposal:
    """Put two to five times to everybody; an earlier question that is still open is dropped."""
    times = sorted(set(starts))
    if not FEWEST <= len(times) <= MOST:
        raise Refused(_("Propose two to five different times."))
    if times[0] <= clock.now():
        raise Refused(_("This time has already passed."), _("Choose a time that is still to come."))
    mode = mode_of(case, mode)
    if mode == JOINT and is_apart(case):
        raise Refused(_("In this case the sides are not brought together. Work with each side apart."))
    Proposal.objects.system().filter(case=case, state=Proposal.OPEN).update(state=Proposal.DROPPED)
    proposal: Proposal = Proposal.objects.create(
        case=case, mode=mode, minutes=length(minutes), by_id=person_of(actor), made=clock.now()
    )
    for one in times:
        ProposedTime.objects.create(proposal=proposal, starts=one)
    told = Space.objects.system().filter(case=case).exclude(kind__in=(Space.JOINT, Space.CORRIDOR))
    for space in told.order_by("kind", "side__position"):
        record(TimesProposed(chain=case.pk, audience=space.pk, proposal=proposal.pk), actor=actor)
    rows = Participant.objects.system().filter(case=case, ended=None, role__in=Participant.SIDE_ROLES)
    for one_of in rows.select_related("person").order_by("since", "pk"):
        ways.tell(one_of.person, case.pk, "times_proposed", key=f"times:{proposal.pk}:{one_of.person_id}")
    return proposal


def length(minutes: int) -> int:
    """Return how long a meeting is planned for; Refused for what is no length."""
    if not 15 <= minutes <= LONGEST:
        raise Refused(_("A meeting lasts from a quarter of an hour to eight hours."))
    return minutes


@action(P.ANSWER_TIMES, on=Participant)
def answer_times(participant: Participant, *, actor: Actor, answers: Mapping[UUID, str]) -> Proposal:
    """Say to each time yes, if need be, or no. Written by the person, or by the member of staff who was told."""
    proposal = Proposal.objects.system().filter(case=participant.case, state=Proposal.OPEN).first()
    if proposal is None:
        raise Refused(_("No times are proposed now."))
    _must_take_part(participant)
    times = {one.pk: one for one in ProposedTime.objects.system().filter(proposal=proposal)}
    if not answers or not answers.keys() <= times.keys():
        raise NotFound
    if not set(answers.values()) <= set(TimeAnswer.ANSWERS):
        raise Refused(_("Answer yes, if need be, or no."))
    for pk, answer in answers.items():
        row = TimeAnswer.objects.system().filter(time=pk, participant=participant).first()
        row = row or TimeAnswer(time=times[pk], participant=participant)
        row.answer, row.at, row.told_to_id = answer, clock.now(), told_to(participant, actor)
        row.save()
    record(
        TimesAnswered(
            chain=participant.case_id,
            audience=heard_in(participant),
            proposal=proposal.pk,
            participant=participant.pk,
        ),
        actor=actor,
    )
    return proposal


@action(P.ANSWER_TIMES, on=Participant)
def keep_constraint(
    participant: Participant,
    *,
    actor: Actor,
    words: str = "",
    never: Iterable[Mapping[str, Any]] = (),
    zone: str | None = None,
) -> Constraint:
    """Keep when somebody cannot come: their own words, weekdays with hours, and their time zone.

    `never`: rows of {"days": [0-6], "from": minute, "to": minute} of their own day.
    """
    _must_take_part(participant)
    rows = [_window(one) for one in never]
    if len(rows) > MOST_WINDOWS:
        raise Refused(_("That is more than can be kept: say the rest in words."))
    if zone is not None:
        keep_time_zone(participant.person, zone)
    row = Constraint.objects.system().filter(participant=participant).first() or Constraint(participant=participant)
    row.words, row.never = said.brief(words), rows
    row.at, row.told_to_id = clock.now(), told_to(participant, actor)
    row.save()
    record(
        ConstraintKept(chain=participant.case_id, audience=heard_in(participant), participant=participant.pk),
        actor=actor,
    )
    return row


def _window(one: Mapping[str, Any]) -> dict[str, Any]:
    days, start, end = sorted(set(one["days"])), int(one["from"]), int(one["to"])
    if not days or not set(days) <= set(range(7)) or not 0 <= start < end <= 1440:
        raise Refused(_("Hours begin before they end, on at least one day of the week."))
    return {"days": days, "from": start, "to": end}


def _must_take_part(participant: Participant) -> None:
    if participant.ended is not None or participant.role == Participant.COORDINATOR:
        raise NotFound


def told_to(participant: Participant, actor: Actor) -> UUID | None:
    """Return the member of staff who wrote down what somebody else said; None when the person wrote it."""
    return None if actor.person == participant.person_id else actor.person


def heard_in(participant: Participant) -> UUID:
    """Return the room in which an answer may be heard of: the side's private one; of staff, the mediators'."""
    rows = Space.objects.system().filter(case=participant.case_id)
    if participant.side_id is not None:
        return rows.values_list("pk", flat=True).get(side=participant.side_id)
    return rows.values_list("pk", flat=True).get(kind=Space.TEAM)


@action(P.PLAN_MEETING, on=ProposedTime)
def pick_time(time: ProposedTime, *, actor: Actor) -> Meeting:
    """Set the meeting to one of the proposed times; the question is answered with it."""
    proposal = time.proposal
    if proposal.state != Proposal.OPEN:
        raise Refused(_("These times are not asked about any more."))
    meeting = set_time(proposal.case, starts=time.starts, mode=proposal.mode, minutes=proposal.minutes)
    proposal.state = Proposal.CHOSEN
    proposal.save(update_fields=["state"])
    tell(MeetingPlanned, meeting, actor)
    return meeting


@action(P.PLAN_MEETING, on=Meeting)
def move_meeting(meeting: Meeting, *, actor: Actor, starts: datetime) -> Meeting:
    """Put a planned meeting to another time; calendar files of it take the place of the earlier ones."""
    if meeting.state != Meeting.PLANNED:
        raise Refused(_("This meeting has begun or is over."))
    if starts <= clock.now():
        raise Refused(_("This time has already passed."), _("Choose a time that is still to come."))
    if starts != meeting.starts:
        meeting.starts, meeting.sequence, meeting.changed = starts, meeting.sequence + 1, clock.now()
        meeting.save(update_fields=["starts", "sequence", "changed"])
        tell(MeetingMoved, meeting, actor)
    return meeting
