"""Shared devices: who may be handed one, who shares a screen now, what a door made for a meeting opens."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from bitim.cases.models import Participant
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.prepared import prepared
from bitim.room.models import Attendance, Meeting
from bitim.room.permissions import P
from bitim.room.queries.spaces import private_rooms, rooms_behind


def handing(actor: Actor, participant: UUID) -> tuple[str, UUID]:
    """Return (name, case) of a person of a side to whom the mediator may hand a device; NotFound otherwise."""
    row = Participant.objects.system().select_related("case").filter(pk=participant, ended=None).first()
    if row is None or row.side_id is None:
        raise NotFound
    require_visible(actor, P.HAND_DEVICE, row)
    return str(row.shown_name or ""), row.case_id


def shares_screen(actor: Actor, case: UUID) -> bool:
    """Tell whether others sit at the actor's screen in the live meeting, as the mediator noted."""
    return actor.person is not None and bool(_sharing(case, actor.person))


@prepared
def _sharing(case: UUID, person: UUID) -> "QuerySet[Attendance, UUID]":
    rows = Attendance.objects.system().filter(meeting__case_id=case, meeting__state=Meeting.LIVE, gone=None)
    rows = rows.filter(Q(participant__person_id=person, channel=Attendance.SHARED) | Q(behind__person_id=person))
    return rows.values_list("pk", flat=True)


def withheld_from(persons: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Return the private rooms of those among the persons at whose screen others sit now, as the mediator noted."""
    rows = Attendance.objects.system().filter(meeting__state=Meeting.LIVE, gone=None, channel=Attendance.SHARED)
    rows = rows.filter(Q(participant__person__in=persons) | Q(behind__person__in=persons))
    sat = rows.values_list("participant__person_id", "behind__person_id", "meeting__case_id")
    at = {(who, case) for mine, theirs, case in sat for who in (mine, theirs) if who in persons}
    rooms = private_rooms({case for _, case in at}) if at else {}
    found: dict[UUID, frozenset[UUID]] = {}
    for who, case in at:
        found[who] = found.get(who, frozenset()) | rooms.get(case, frozenset())
    return found


def case_of_meeting(meeting: UUID) -> UUID | None:
    """Return the case of a meeting, for its doors."""
    return Meeting.objects.system().filter(pk=meeting).values_list("case_id", flat=True).first()


def centre_of_meeting(meeting: UUID) -> UUID | None:
    """Return the centre whose name stands over a door of a meeting."""
    return Meeting.objects.system().filter(pk=meeting).values_list("case__centre_id", flat=True).first()


def rooms_behind_meetings(meetings: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Return the rooms that can be heard behind doors of meetings; which of them, memberships say."""
    cases = dict(Meeting.objects.system().filter(pk__in=list(meetings)).values_list("pk", "case_id"))
    rooms = rooms_behind(set(cases.values()))
    return {
        meeting: rooms.get(cases[meeting], frozenset()) if meeting in cases else frozenset() for meeting in meetings
    }
