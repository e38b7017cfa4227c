"""Rooms follow the case in the same transaction: whoever loses a right to a room is out of it when the act is done."""

from typing import Any
from uuid import UUID

from bitim.cases import events
from bitim.cases.models import Case, Participant
from bitim.kernel.access import Actor
from bitim.kernel.record import on
from bitim.room.actions.seating import arrange


def _follow(happening: Any, actor: Actor) -> None:
    case_id: UUID = happening.case
    arrange(Case.objects.system().get(pk=case_id), actor=actor)


def _follow_person(happening: Any, actor: Actor) -> None:
    """Whether it is the person who came is one doubt for all of their cases: rooms follow in every one of them."""
    person = Participant.objects.system().values_list("person_id", flat=True).get(pk=happening.participant)
    parts = Participant.objects.system().filter(
        person_id=person, role__in=(*Participant.SIDE_ROLES, *Participant.BESIDE)
    )
    for case in Case.objects.system().select_for_update().filter(pk__in=parts.values("case")).order_by("pk"):
        arrange(case, actor=actor)


on(events.DoorReissued)(_follow_person)
on(events.PersonConfirmed)(_follow_person)
on(events.PersonDenied)(_follow_person)
on(events.PersonLeft)(_follow_person)
for _kind in (
    events.CaseOpened,
    events.SideAdded,
    events.PersonJoined,
    events.PersonLeft,
    events.MediatorAccepted,
    events.AnotherMediatorSought,
    events.SideScreened,
    events.InvitationAnswered,
    events.ConsentGiven,
    events.ConsentWithdrawn,
    events.ModeSwitched,
    events.StageChanged,
    events.SideWordSaid,
    events.UndertakingRecorded,
    events.CaseClosed,
):
    on(_kind)(_follow)
