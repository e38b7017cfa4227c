"""Meetings: in the joint room, or apart. Who is present is known only while a meeting is live, only in that room."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bitim.cases.facts import require_step
from bitim.cases.models import Case
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.room.events import MeetingEnded, MeetingOpened, MeetingPlanned
from bitim.room.models import Meeting, Presence, Space
from bitim.room.permissions import P
from bitim.room.rules import person_of

JOINT, SHUTTLE = "joint", "shuttle"


def _rooms(case: Case, mode: str) -> list[Space]:
    kind = Space.JOINT if mode == JOINT else Space.CAUCUS
    return list(Space.objects.system().filter(case=case, kind=kind).order_by("side__position"))


def _tell(kind: type[MeetingPlanned] | type[MeetingOpened] | type[MeetingEnded], meeting: Meeting, by: Actor) -> None:
    for space in _rooms(meeting.case, meeting.mode):
        record(kind(chain=meeting.case_id, audience=space.pk, meeting=meeting.pk, mode=meeting.mode), actor=by)


@action(P.PLAN_MEETING, on=Case)
def plan_meeting(case: Case, *, actor: Actor, starts: datetime, mode: str = "") -> Meeting:
    """Set a time for a meeting; the guards of opening are asked again when it opens."""
    if starts <= clock.now():
        raise Refused(_("This time has already passed."), _("Choose a time that is still to come."))
    meeting: Meeting = Meeting.objects.create(case=case, mode=_mode(case, mode), starts=starts)
    _tell(MeetingPlanned, meeting, actor)
    return meeting


@action(P.PLAN_MEETING, on=Meeting)
def call_off_meeting(meeting: Meeting, *, actor: Actor) -> Meeting:
    """Call a planned meeting off."""
    if meeting.state != Meeting.PLANNED:
        raise Refused(_("This meeting has begun or is over."))
    meeting.state, meeting.ended = Meeting.CALLED_OFF, clock.now()
    meeting.save(update_fields=["state", "ended"])
    _tell(MeetingEnded, meeting, actor)
    return meeting


@action(P.OPEN_MEETING, on=Case)
def open_meeting(case: Case, *, actor: Actor, mode: str = "") -> Meeting:
    """Open a meeting now; the earliest planned one of this mode becomes it, if there is one.

    Refused until every side has consented and the agreement is signed; jointly, never in a case held apart.
    """
    mode = _mode(case, mode)
    require_step(case, "open_meeting" if mode == JOINT else "open_shuttle")
    planned = Meeting.objects.system().filter(case=case, mode=mode, state=Meeting.PLANNED).order_by("starts")
    meeting = planned.first() or Meeting(case=case, mode=mode, starts=clock.now())
    meeting.state, meeting.opened = Meeting.LIVE, clock.now()
    meeting.save()
    _tell(MeetingOpened, meeting, actor)
    return meeting


@action(P.END_MEETING, on=Case)
def end_meeting(case: Case, *, actor: Actor) -> None:
    """End the live meeting and forget who was present."""
    require_step(case, "end_meeting")
    end_live(case, actor=actor)


def end_live(case: Case, *, actor: Actor, spaces: Iterable[Space] | None = None) -> None:
    """End whatever meeting is live (in one of the given rooms); used when a room closes under it."""
    kinds = None if spaces is None else {space.kind for space in spaces}
    for meeting in Meeting.objects.system().filter(case=case, state=Meeting.LIVE):
        if kinds is not None and (Space.JOINT if meeting.mode == JOINT else Space.CAUCUS) not in kinds:
            continue
        meeting.state, meeting.ended = Meeting.ENDED, clock.now()
        meeting.save(update_fields=["state", "ended"])
        Presence.objects.system().filter(meeting=meeting).delete()
        _tell(MeetingEnded, meeting, actor)


@action(P.JOIN_MEETING, on=Space)
def join_meeting(space: Space, *, actor: Actor) -> None:
    """Be present in this room of the live meeting, or go on being so; a person is in one room at a time.

    Refused when no meeting is live. A party is present only in the kind of room that this meeting uses.
    """
    meeting = Meeting.objects.system().filter(case=space.case, state=Meeting.LIVE).first()
    if meeting is None:
        raise Refused(_("No meeting is open now."))
    if meeting.mode == SHUTTLE and space.kind == Space.JOINT:
        raise Refused(_("This meeting is held apart. Come to your private room."))
    if meeting.mode == JOINT and space.kind == Space.CAUCUS and actor.role == "party":
        # Being marked as here would take the mark away at the table: the others would see who went aside, and when.
        raise NotFound
    Presence.objects.system().update_or_create(
        meeting=meeting, person_id=person_of(actor), defaults={"space": space, "seen": clock.now()}
    )


@action(P.JOIN_MEETING, on=Space)
def leave_meeting(space: Space, *, actor: Actor) -> None:
    """Be present no more."""
    Presence.objects.system().filter(space=space, person_id=person_of(actor)).delete()


def _mode(case: Case, mode: str) -> str:
    mode = mode or case.mode
    if mode not in (JOINT, SHUTTLE):
        raise Refused(_("A meeting is held together or apart."))
    return mode
