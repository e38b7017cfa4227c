"""What follows from who is in a room by voice now; inside the actions that change it.

- a mediator with people of a side in its private room: a stretch of time with that side;
- whoever asked for the mediator and is with one now has been answered;
- whoever had the word and is not there any more has it no more; a hand goes down with its person's going (calling.py);
- the time set for a room, and what is spoken about there, end with the last who goes out of it.

A lock, and that interpreters speak at the same time or speaking is measured, are set by the mediator for a room: they
stay through every coming and going, also while nobody is in it, and end with the mediator's word, the closing of the
room (the corridor opened again begins as if for the first time) or the meeting.
"""

from bitim.cases.models import Case, Participant
from bitim.kernel import clock, membership
from bitim.kernel.access import Actor
from bitim.kernel.record import record
from bitim.room.events import CorridorClosed
from bitim.room.models import CallRoom, Meeting, Space, VoicePlace, WaitingWord, WithSide


def settle(meeting: Meeting, space: Space) -> None:
    """Bring everything that rests on who is in a room in line with who is in it now."""
    here = VoicePlace.objects.system().filter(meeting=meeting, space=space)
    rows = list(here.values_list("pk", "participant__role", "participant__side"))
    mediated = any(role in Participant.MEDIATOR_ROLES for _pk, role, _side in rows)
    if mediated:
        here.exclude(knock="").update(knock="", knocked=None)
    spoke = CallRoom.objects.system().filter(meeting=meeting, space=space).exclude(speaker=None)
    spoke.exclude(speaker__in=[pk for pk, _role, _side in rows]).update(speaker=None)
    if not rows:  # whoever comes next begins without the time and the talk of others
        CallRoom.objects.system().filter(meeting=meeting, space=space).update(until=None, point=None)
    if space.kind == Space.CAUCUS:
        _count_time(meeting, space, together=mediated and any(side == space.side_id for _pk, _role, side in rows))


def _count_time(meeting: Meeting, space: Space, *, together: bool) -> None:
    going_on = WithSide.objects.system().filter(meeting=meeting, space=space, ended=None)
    if not together:
        going_on.update(ended=clock.now())
    elif not going_on.exists():
        WithSide.objects.create(meeting=meeting, space=space, begun=clock.now())


def state_of(meeting: Meeting, space: Space) -> CallRoom:
    """Return how a room of a meeting stands, to be changed."""
    found: CallRoom = CallRoom.objects.system().get_or_create(meeting=meeting, space=space)[0]
    return found


def is_locked(meeting: Meeting, space: Space) -> bool:
    """Tell whether nobody is let into a room now."""
    return bool(CallRoom.objects.system().filter(meeting=meeting, space=space, locked=True).exists())


def shut_corridor(case: Case, *, actor: Actor) -> None:
    """Close the corridor of a meeting that is over; nobody is a member of it any more."""
    for space in Space.objects.system().filter(case=case, kind=Space.CORRIDOR, open=True):
        membership.leave_all(space.pk)
        space.open, space.closed = False, clock.now()
        space.save(update_fields=["open", "closed"])
        record(CorridorClosed(chain=case.pk, audience=space.pk, space=space.pk), actor=actor)


def forget_room(space: Space) -> None:
    """Delete all that the console knew of a room that is closed, what was measured in it too."""
    CallRoom.objects.system().filter(space=space).delete()


def forget_console(meeting: Meeting) -> None:
    """Delete all that the mediator's console knew of a meeting that is over."""
    WaitingWord.objects.system().filter(meeting=meeting).delete()
    CallRoom.objects.system().filter(meeting=meeting).delete()
    WithSide.objects.system().filter(meeting=meeting).delete()
