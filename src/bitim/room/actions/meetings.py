"""Meetings: in the joint room, or apart. Who is present is known only while a meeting is live, only in that room."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bitim.cases.actions import ways
from bitim.cases.facts import require_step
from bitim.cases.models import Case, Participant
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.room.actions.attending import Ways, begin, came_by_browser, current, left_by_browser, ways_of
from bitim.room.actions.calling import end_voices
from bitim.room.actions.recording import keep_record
from bitim.room.actions.settling import shut_corridor
from bitim.room.events import MeetingEnded, MeetingMoved, MeetingOpened, MeetingPlanned
from bitim.room.facts import is_apart
from bitim.room.models import Meeting, Presence, Space
from bitim.room.permissions import P
from bitim.room.rules import person_of

JOINT, SHUTTLE = "joint", "shuttle"


def _rooms(case: Case, mode: str) -> list[Space]:
    kind = Space.JOINT if mode == JOINT else Space.CAUCUS
    return list(Space.objects.system().filter(case=case, kind=kind).order_by("side__position"))


Told = type[MeetingPlanned] | type[MeetingMoved] | type[MeetingOpened] | type[MeetingEnded]


def _tell(kind: Told, meeting: Meeting, by: Actor) -> None:
    for space in _rooms(meeting.case, meeting.mode):
        record(kind(chain=meeting.case_id, audience=space.pk, meeting=meeting.pk, mode=meeting.mode), actor=by)


def tell(kind: Told, meeting: Meeting, by: Actor) -> None:
    """Tell the rooms of a meeting, and each person of the sides, that its time was set, changed or called off. Sides
    that are kept apart hear of no meeting of everybody."""
    _tell(kind, meeting, by)
    if meeting.mode == JOINT and is_apart(meeting.case):
        return
    rows = Participant.objects.system().filter(case=meeting.case, ended=None, role__in=Participant.SIDE_ROLES)
    for one in rows.select_related("person").order_by("since", "pk"):
        key = f"meeting:{meeting.pk}:{meeting.sequence}:{one.person_id}"
        ways.tell(one.person, meeting.case_id, "meeting_set", key=key)


def set_time(case: Case, *, starts: datetime, mode: str, minutes: int = 90) -> Meeting:
    """Make a planned meeting; inside an action."""
    if starts <= clock.now():
        raise Refused(_("This time has already passed."), _("Choose a time that is still to come."))
    meeting: Meeting = Meeting.objects.create(case=case, mode=mode, starts=starts, minutes=minutes, changed=clock.now())
    return meeting


@action(P.PLAN_MEETING, on=Case)
def plan_meeting(case: Case, *, actor: Actor, starts: datetime, mode: str = "") -> Meeting:
    """Set a time for a meeting; the guards of opening are asked again when it opens."""
    meeting = set_time(case, starts=starts, mode=mode_of(case, mode))
    tell(MeetingPlanned, meeting, actor)
    return meeting


@action(P.PLAN_MEETING, on=Meeting)
def call_off_meeting(meeting: Meeting, *, actor: Actor) -> Meeting:
    """Call a planned meeting off."""
    if meeting.state != Meeting.PLANNED:
        raise Refused(_("This meeting has begun or is over."))
    meeting.state, meeting.ended = Meeting.CALLED_OFF, clock.now()
    meeting.sequence, meeting.changed = meeting.sequence + 1, meeting.ended
    meeting.save(update_fields=["state", "ended", "sequence", "changed"])
    keep_record(meeting)
    tell(MeetingEnded, meeting, actor)
    return meeting


@action(P.OPEN_MEETING, on=Case)
def open_meeting(case: Case, *, actor: Actor, mode: str = "", ways: Ways | None = None) -> Meeting:
    """Open a meeting now; the earliest planned one of this mode becomes it, if there is one.

    Refused until every side has consented and the agreement is signed; jointly, never in a case held apart; and until
    everybody who is expected has a way to take part (`ways`, what was noted before, or a browser of their own).
    """
    return _open(case, actor, mode_of(case, mode), ways or {})


def _open(case: Case, actor: Actor, mode: str, ways: Ways) -> Meeting:
    require_step(case, "open_meeting" if mode == JOINT else "open_shuttle")
    planned = Meeting.objects.system().filter(case=case, mode=mode, state=Meeting.PLANNED).order_by("starts")
    meeting = planned.first() or Meeting(case=case, mode=mode, starts=clock.now())
    meeting.state, meeting.opened = Meeting.LIVE, clock.now()
    meeting.save()
    begin(meeting, ways, actor=actor)
    _tell(MeetingOpened, meeting, actor)
    return meeting


@action(P.OPEN_MEETING, on=Case)
def everyone_apart(case: Case, *, actor: Actor) -> Meeting:
    """End the meeting of everybody and open one held apart, both or neither; everybody keeps their way."""
    require_step(case, "end_meeting")
    meeting = current(case)
    ways = ways_of(meeting) if meeting else {}
    end_live(case, actor=actor)
    return _open(case, actor, SHUTTLE, ways)


@action(P.END_MEETING, on=Case)
def end_meeting(case: Case, *, actor: Actor) -> None:
    """End the live meeting: its content-free record is kept, and nothing shows any more who is here."""
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
        keep_record(meeting)
        end_voices(meeting)
        shut_corridor(case, actor=actor)
        _tell(MeetingEnded, meeting, actor)


@action(P.JOIN_MEETING, on=Space)
def join_meeting(space: Space, *, actor: Actor) -> None:
    """Be present in this room of the live meeting, or go on being so; a person is in one room at a time.

    Refused when no meeting is live. A party is present only in the kind of room that this meeting uses.
    """
    meeting = Meeting.objects.system().filter(case=space.case, state=Meeting.LIVE).first()
    if meeting is None:
        raise Refused(_("No meeting is open now."))
    if space.kind == Space.CORRIDOR:
        raise NotFound  # by voice alone: being in it is told to those in it, and marked nowhere
    if meeting.mode == SHUTTLE and space.kind == Space.JOINT:
        raise Refused(_("This meeting is held apart. Come to your private room."))
    if meeting.mode == JOINT and space.kind == Space.CAUCUS and actor.role == "party":
        # Being marked as here would take the mark away at the table: the others would see who went aside, and when.
        raise NotFound
    _row, new = Presence.objects.system().update_or_create(
        meeting=meeting, person_id=person_of(actor), defaults={"space": space, "seen": clock.now()}
    )
    if new:
        came_by_browser(meeting, person_of(actor))


@action(P.JOIN_MEETING, on=Space)
def leave_meeting(space: Space, *, actor: Actor) -> None:
    """Be present no more."""
    rows = Presence.objects.system().filter(space=space, person_id=person_of(actor))
    for row in rows:
        left_by_browser(row.meeting_id, row.person_id)
    rows.delete()


def mode_of(case: Case, mode: str) -> str:
    """Return how a meeting is held: as asked, else as the case is."""
    mode = mode or case.mode
    if mode not in (JOINT, SHUTTLE):
        raise Refused(_("A meeting is held together or apart."))
    return mode
