"""Where a door made for a shared device leads, whose name stands over it, what is heard behind it, and at whose screen
others sit."""

from uuid import UUID

from bitim.kernel import doors
from bitim.people import shared
from bitim.room import queries
from bitim.room.actions.recording import DEVICE


def _home(person: UUID, meeting: UUID) -> str:
    case = queries.case_of_meeting(meeting)
    return f"/case/{case}/" if case else "/"


doors.HOMES[DEVICE] = _home
doors.CENTRES[DEVICE] = queries.centre_of_meeting
doors.GUESTS[DEVICE] = queries.case_of_meeting
doors.AUDIENCES[DEVICE] = queries.rooms_behind_meetings
shared.SCREENS.append(queries.shares_screen)
