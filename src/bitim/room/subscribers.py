"""Rooms follow the case in the same transaction: whoever loses a right to a room is out of it when the act is done."""

from typing import Any
from uuid import UUID

from bitim.cases import events
from bitim.cases.models import Case
from bitim.kernel.access import Actor
from bitim.kernel.record import on
from bitim.room.actions.seating import arrange


def _follow(happening: Any, actor: Actor) -> None:
    case_id: UUID = happening.case
    arrange(Case.objects.system().get(pk=case_id), actor=actor)


for _kind in (
    events.CaseOpened,
    events.SideAdded,
    events.PersonJoined,
    events.PersonLeft,
    events.SideScreened,
    events.InvitationAnswered,
    events.ConsentGiven,
    events.ConsentWithdrawn,
    events.ModeSwitched,
    events.StageChanged,
    events.CaseClosed,
):
    on(_kind)(_follow)
