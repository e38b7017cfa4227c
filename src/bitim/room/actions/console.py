"""What the mediator does at the desk of a meeting by voice besides leading people: lock a room, correct a name, say
something to those who wait, answer who asks, set a time, give the word. All of it is gone when the meeting ends; of
none is anything told to people of another room.
"""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.kernel import bus, clock, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.text import present_language
from bitim.room import ports
from bitim.room.actions.calling import NOT_LIVE, own_audience, room_of
from bitim.room.actions.settling import state_of
from bitim.room.events import NameCorrected
from bitim.room.models import Meeting, Space, Spoken, VoicePlace, WaitingWord
from bitim.room.permissions import P
from bitim.room.wording_call import READY
from bitim.room.words import legible

LONGEST_NAME, LONGEST_WORD = 80, 300
MINUTES = (5, 10, 15, 20, 30)


@action(P.PLACE_PEOPLE, on=Meeting)
def lock_room(meeting: Meeting, *, actor: Actor, space: UUID, locked: bool) -> None:
    """Lock a room: nobody else is let in, by whatever press, until it is unlocked. Whoever is in it may go out."""
    room = _own(meeting, space, actor)
    state = state_of(meeting, room)
    if state.locked == locked:
        return
    state.locked = locked
    state.save(update_fields=["locked"])
    bus.news(meeting.pk)


@action(P.PLACE_PEOPLE, on=VoicePlace)
def correct_name(place: VoicePlace, *, actor: Actor, name: str) -> None:
    """Correct the name by which the others of this meeting see somebody; empty: the name of the case again. Documents
    and rooms in writing keep the name of the case: what is signed is corrected elsewhere, not in passing."""
    _live(place.meeting)
    audience = _of_theirs(place, actor)
    name = legible(name)
    if len(name) > LONGEST_NAME:
        raise Refused(_("This name is too long to be shown."), _("Write at most 80 letters."))
    place.shown = name if name != str(place.participant.shown_name or "") and name else None
    place.save(update_fields=["shown"])
    told = NameCorrected(
        chain=place.meeting.case_id, audience=audience, meeting=place.meeting_id, participant=place.participant_id
    )
    record(told, actor=actor)
    bus.news(place.meeting_id)


@action(P.PLACE_PEOPLE, on=Meeting)
def say_to_waiting(
    meeting: Meeting, *, actor: Actor, side: UUID | None = None, ready: str = "", words: str = ""
) -> None:
    """Say something to those of one side who wait, or (no side) in the same words to all who wait: of the
    sides that have accepted this mediator. It stands in the place of what was said before; nothing said takes that
    away."""
    _live(meeting)
    words = " ".join(words.split())
    if ready and ready not in READY:
        raise NotFound
    if len(words) > LONGEST_WORD:
        raise Refused(_("This is too long for those who wait."), _("Write at most 300 letters."))
    content = {"words": words, "language": present_language()} if words else {"ready": ready} if ready else None
    rooms = Space.objects.system().filter(case=meeting.case_id, kind=Space.CAUCUS).values_list("pk", "side")
    sides: list[UUID | None] = [one for room, one in rooms if membership.is_member(room, actor.person)]
    if side is not None and side not in sides:
        raise NotFound
    for one in [side] if side is not None else [*sides, None]:
        WaitingWord.objects.system().filter(meeting=meeting, side=one).delete()
        if content is not None:
            WaitingWord.objects.create(meeting=meeting, side_id=one, content=content, at=clock.now())
    bus.news(meeting.pk)


@action(P.PLACE_PEOPLE, on=Meeting)
def set_timer(meeting: Meeting, *, actor: Actor, space: UUID, minutes: int) -> None:
    """Set how long a talk in a room is to take, from now; 0 takes the time away. Those in the room alone see it. At its
    end the page says so, and nothing is closed: people are not cut short by a machine."""
    if minutes not in (0, *MINUTES):
        raise NotFound
    state = state_of(meeting, _own(meeting, space, actor))
    state.until = clock.now() + timedelta(minutes=minutes) if minutes else None
    state.save(update_fields=["until"])
    bus.news(meeting.pk)


@action(P.PLACE_PEOPLE, on=VoicePlace)
def give_word(place: VoicePlace, *, actor: Actor) -> None:
    """Give somebody the word in the room where they are; everybody in it sees whose turn it is. No microphone is opened
    or closed by it. What they asked for by raising a hand is answered."""
    if place.space_id is None:
        raise Refused(_("This person is in no room yet."))
    state = state_of(place.meeting, _own(place.meeting, place.space_id, actor))
    state.speaker = place
    state.save(update_fields=["speaker"])
    place.raised = None
    place.save(update_fields=["raised"])
    bus.news(place.meeting_id)


@action(P.PLACE_PEOPLE, on=Meeting)
def take_word_back(meeting: Meeting, *, actor: Actor, space: UUID) -> None:
    """Let nobody in particular have the word in a room any more."""
    state = state_of(meeting, _own(meeting, space, actor))
    state.speaker = None
    state.save(update_fields=["speaker"])
    bus.news(meeting.pk)


@action(P.PLACE_PEOPLE, on=Meeting)
def measure(meeting: Meeting, *, actor: Actor, space: UUID, on: bool) -> None:
    """Let it be measured how often and how long each person speaks in a room, which is told to all in it; or no longer,
    and what was measured is deleted at once. For the mediators alone; in no record, paper or file."""
    state = state_of(meeting, _own(meeting, space, actor))
    state.measured = on
    state.save(update_fields=["measured"])
    if not on:
        Spoken.objects.system().filter(room=state).delete()
    bus.news(meeting.pk)


@action(P.PLACE_PEOPLE, on=Meeting)
def interpret_together(meeting: Meeting, *, actor: Actor, space: UUID, on: bool) -> None:
    """Let interpreters in a room speak at the same time as others, each in a voice of a language that whoever chooses
    it hears; or one after another, as everybody does. At every change they begin as everybody does, and silent."""
    room = _own(meeting, space, actor)
    state = state_of(meeting, room)
    if state.together == on:
        return
    state.together = on
    state.save(update_fields=["together"])
    VoicePlace.objects.system().filter(meeting=meeting, space=room).exclude(into="").update(into="")
    bus.news(meeting.pk)


@action(P.PLACE_PEOPLE, on=Meeting)
def speak_about(meeting: Meeting, *, actor: Actor, space: UUID, point: UUID | None) -> None:
    """Mark in a room which question or clause is spoken about there now, or none. Those in the room alone see it; it is
    in no record. Only for the room in which the mediator is now: pressed on a page of before, it would tell one side
    what is spoken about with another."""
    room = _own(meeting, space, actor)
    if not VoicePlace.objects.system().filter(meeting=meeting, space=room, person_id=actor.who).exists():
        raise Refused(_("You are not in this room."))
    state = state_of(meeting, room)
    if point is not None and point not in {one.id for one in ports.agenda(actor, meeting.case_id)}:
        raise NotFound
    state.point = point
    state.save(update_fields=["point"])
    bus.news(meeting.pk)


def _own(meeting: Meeting, space: UUID, actor: Actor) -> Space:
    """Return a room of the live meeting in which the mediator sits."""
    _live(meeting)
    return room_of(meeting, space, actor)


def _of_theirs(place: VoicePlace, actor: Actor) -> UUID:
    """Return where it is told that something is done for somebody; NotFound for a mediator who is no member there: one
    whom that person's side has not accepted."""
    audience = own_audience(place.meeting, place.participant)
    if not membership.is_member(audience, actor.person):
        raise NotFound
    return audience


def _live(meeting: Meeting) -> None:
    if meeting.state != Meeting.LIVE:
        raise Refused(NOT_LIVE)


@action(P.PLACE_PEOPLE, on=VoicePlace)
def answer_knock(place: VoicePlace, *, actor: Actor) -> None:
    """Take somebody who asked off the list: they were answered by telephone, or by another."""
    _of_theirs(place, actor)
    place.knock, place.knocked = "", None
    place.save(update_fields=["knock", "knocked"])
    bus.news(place.meeting_id)
