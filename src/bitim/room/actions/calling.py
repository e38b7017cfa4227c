"""Coming to the live meeting by voice, and who is in which room of it.

Where a person is, is one row (`VoicePlace`). Whatever changes it begins a new epoch of the rooms it touches, in the
same transaction: tickets and lines of before open nothing. Nobody moves themselves but the mediator, and nobody, the
mediator included, is ever in a room without standing on the list of it.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Case, Participant
from bitim.kernel import bus, clock, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.room import ports
from bitim.room.actions.attending import came_by_browser, left_by_browser
from bitim.room.actions.epochs import begin_epoch
from bitim.room.actions.relaying import tell_relay
from bitim.room.actions.settling import forget_console, is_locked
from bitim.room.events import CameByVoice, LetInByVoice
from bitim.room.facts_call import private_rooms
from bitim.room.models import Epoch, Meeting, Space, VoicePlace
from bitim.room.permissions import P
from bitim.room.rules import SEAT_ROLES, person_of

NOT_LIVE = _("No meeting is open now.")
LOCKED = _("This room is locked: nobody else is let in.")
UNLOCK = _("Unlock it first.")
STAFF = (*Participant.MEDIATOR_ROLES, Participant.INTERPRETER)


@action(P.COME_BY_VOICE, on=Meeting)
def come_by_voice(meeting: Meeting, *, actor: Actor, alone: bool, records_nothing: bool) -> VoicePlace:
    """Come to the live meeting by voice: into the waiting room of one's side, until the mediator lets one in.

    Whoever was here before comes back to where the mediator had put them, or waits; never to the joint room by
    themselves. Refused without the promise to record nothing.
    """
    if meeting.state != Meeting.LIVE:
        raise Refused(NOT_LIVE)
    if not ports.media.is_on():
        raise Refused(
            _("This house carries no voices yet. The meeting goes on in writing, by telephone or in the room.")
        )
    if not records_nothing:
        raise Refused(_("Say first that you record nothing: what is said here stays here."))
    who = _part_of(meeting, actor)
    now = clock.now()
    place, new = VoicePlace.objects.system().get_or_create(
        meeting=meeting, person_id=person_of(actor), defaults={"participant": who, "came": now, "moved": now}
    )
    if not new and place.participant_id != who.pk:  # the same person in another role: nothing of before counts
        _go_to(place, None)
        place.participant = who
        place.save(update_fields=["participant"])
    record(
        CameByVoice(
            chain=meeting.case_id,
            audience=own_audience(meeting, who),
            meeting=meeting.pk,
            participant=who.pk,
            alone=alone,
        ),
        actor=actor,
    )
    bus.news(meeting.pk)
    return place


@action(P.LEAVE_VOICE, on=VoicePlace)
def leave_voice(place: VoicePlace, *, actor: Actor) -> None:
    """Go out: the others hear and see one no more."""
    meeting, person, room = place.meeting, place.person_id, place.space
    put_away(place)
    # From a private room, the corridor or from waiting: nothing at the table may show that somebody went out there.
    if room is not None and _is_at_the_meeting(room, meeting):
        left_by_browser(meeting.pk, person)


@action(P.PLACE_PEOPLE, on=VoicePlace)
def let_in(place: VoicePlace, *, actor: Actor, space: UUID | None) -> VoicePlace:
    """Let somebody into a room, or (None) put them back to wait. A mediator goes into a room in the same way, and the
    people in it see it before anybody hears."""
    if place.meeting.state != Meeting.LIVE:
        raise Refused(NOT_LIVE)
    left = place.space_id or own_audience(place.meeting, place.participant)
    if place.person_id != actor.person and not membership.is_member(left, actor.person):
        raise NotFound  # out of a room that is not theirs, or a side's waiting room, a mediator fetches nobody
    _let(place, room_of(place.meeting, space, actor) if space else None, actor)
    return place


@action(P.PLACE_PEOPLE, on=Meeting)
def everybody_to_own_side(meeting: Meeting, *, actor: Actor) -> None:
    """Separate the sides at once: everybody of a side into its private room, everybody else to wait. Into a room that
    is locked nobody comes: they wait, apart all the same. Only by a mediator whom every side has accepted: another does
    not know who of them came, and leads nobody of them."""
    if not all(membership.is_member(room, actor.person) for room in private_rooms(meeting.case_id)):
        raise Refused(_("Not every side has accepted you yet: you see and lead the people of those that have."))
    rooms = {one.side_id: one for one in _open_rooms(meeting, Space.CAUCUS)}
    for place in _places(meeting):
        room = rooms.get(place.participant.side_id) if place.participant.side_id else None
        enters = room is not None and _sits(place, room)
        if enters and room is not None and place.space_id != room.pk and is_locked(meeting, room):
            enters = False
        _let(place, room if enters else None, actor)


@action(P.PLACE_PEOPLE, on=Meeting)
def everybody_to_the_table(meeting: Meeting, *, actor: Actor) -> None:
    """Bring everybody who may sit there into the joint room. Refused when the meeting is held apart."""
    joint = _open_rooms(meeting, Space.JOINT)
    if meeting.mode != "joint" or not joint:
        raise Refused(_("This meeting is held apart: the sides do not share a room."))
    if not membership.is_member(joint[0].pk, actor.person):
        raise NotFound  # a mediator whom not every side has accepted brings nobody to a table that is not theirs
    for place in _places(meeting):
        if _sits(place, joint[0]):
            _let(place, joint[0], actor)


# --- what the other flows of a meeting do to places; inside their actions --------------------------------


def put_away(place: VoicePlace) -> None:
    """Delete somebody's place; the room they were in goes on without them, in a new epoch."""
    _go_to(place, None)
    place.delete()


def put_out_of(space: Space, person: UUID) -> None:
    """Put somebody who may not sit in a room any more out of it, to wait."""
    for place in VoicePlace.objects.system().filter(space=space, person_id=person).select_related("meeting", "space"):
        _go_to(place, None)


def put_out_doubted(case: Case, people: Collection[UUID]) -> None:
    """Put people of the sides out of the meeting of whom it is doubted that it is they who came: whoever found their
    code would stand where they stood. Confirmed, they come again."""
    if not people:
        return
    rows = VoicePlace.objects.system().filter(meeting__case=case, person_id__in=people)
    for place in rows.exclude(participant__role__in=STAFF).select_related("meeting", "space"):
        put_away(place)


def put_out_ended(case: Case) -> None:
    """Put people whose part in the case has ended out of the meeting: in another part, they come anew."""
    rows = VoicePlace.objects.system().filter(meeting__case=case).exclude(participant__ended=None)
    for place in rows.select_related("meeting", "space"):
        put_away(place)


def end_voices(meeting: Meeting) -> None:
    """End every room by voice: the meeting is over."""
    VoicePlace.objects.system().filter(meeting=meeting).delete()
    Epoch.objects.system().filter(meeting=meeting).delete()
    tell_relay()
    forget_console(meeting)
    bus.news(meeting.pk)


def _let(place: VoicePlace, room: Space | None, actor: Actor) -> None:
    if place.space_id == (room.pk if room else None):
        return
    if room is not None and not _sits(place, room):
        raise Refused(_("This person may not sit in this room."))
    if room is not None and is_locked(place.meeting, room):
        raise Refused(LOCKED, UNLOCK)
    _go_to(place, room)
    if room is None:
        return
    who = place.participant_id
    record(LetInByVoice(chain=room.case_id, audience=room.pk, space=room.pk, participant=who), actor=actor)
    if _is_at_the_meeting(room, place.meeting):
        came_by_browser(place.meeting, place.person_id)


def _is_at_the_meeting(room: Space, meeting: Meeting) -> bool:
    """Tell whether being in a room is being at the meeting itself, as its list and record show it."""
    return room.kind != Space.CORRIDOR and (room.kind == Space.CAUCUS) == (meeting.mode == "shuttle")


def _go_to(place: VoicePlace, room: Space | None) -> None:
    left = place.space
    place.space, place.moved, place.raised, place.into, place.slowly = room, clock.now(), None, "", 0
    place.writes = ""
    place.save(update_fields=["space", "moved", "raised", "into", "slowly", "writes"])
    for space in (left, room):
        if space is not None:
            begin_epoch(place.meeting, space)
    bus.news(place.meeting_id)


def _places(meeting: Meeting) -> Iterable[VoicePlace]:
    if meeting.state != Meeting.LIVE:
        raise Refused(NOT_LIVE)
    rows = VoicePlace.objects.system().filter(meeting=meeting).order_by("came", "pk")
    return rows.select_related("participant", "meeting", "space")


def _open_rooms(meeting: Meeting, kind: str) -> list[Space]:
    return list(Space.objects.system().filter(case=meeting.case, kind=kind, open=True))


def room_of(meeting: Meeting, space: UUID, actor: Actor) -> Space:
    """Return a room of this meeting in which the mediator sits: into one that is not theirs they let nobody."""
    found = Space.objects.system().filter(pk=space, case=meeting.case_id, open=True).first()
    if found is None or not membership.is_member(found.pk, actor.person):
        raise NotFound
    if found.kind == Space.JOINT and meeting.mode != "joint":
        raise Refused(_("This meeting is held apart: the sides do not share a room."))
    return found


def _sits(place: VoicePlace, space: Space) -> bool:
    return membership.is_member(space.pk, place.person_id)


def _part_of(meeting: Meeting, actor: Actor) -> Participant:
    """Return the part in which the actor acts now; NotFound when they have none."""
    roles = {
        "mediator": Participant.MEDIATOR_ROLES,
        "interpreter": (Participant.INTERPRETER,),
        "party": (*Participant.SIDE_ROLES, *Participant.BESIDE),
    }[actor.role if actor.role in SEAT_ROLES else "party"]
    rows = Participant.objects.system().filter(
        case=meeting.case_id, person_id=person_of(actor), ended=None, role__in=roles
    )
    found = rows.order_by("since", "pk").first()
    if found is None:
        raise NotFound
    return found


def own_audience(meeting: Meeting, who: Participant) -> UUID:
    """Return where it is told that somebody came: to their side and the mediator, or to the mediators alone."""
    rows = Space.objects.system().filter(case=meeting.case_id)
    own = rows.filter(side=who.side_id) if who.side_id else rows.filter(kind=Space.TEAM)
    return own.values_list("pk", flat=True)[0]
