"""What somebody in a meeting by voice asks for: a word with the mediator, or to be visited, which the mediators alone
see; or to speak, which those in the room see. And how long they spoke, where the mediator lets that be measured."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Participant
from bitim.kernel import bus, clock
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.room.actions.calling import NOT_LIVE
from bitim.room.models import CallRoom, Meeting, Space, Spoken, VoicePlace
from bitim.room.permissions import P


@action(P.ASK_BY_VOICE, on=VoicePlace)
def knock(place: VoicePlace, *, actor: Actor, what: str) -> None:
    """Ask for a word with the mediator while one waits, or to be visited in the room of one's side; nothing: it is not
    needed any more. Asking twice changes nothing: who asked first stays first."""
    if place.meeting.state != Meeting.LIVE:
        raise Refused(NOT_LIVE)
    if what and what not in VoicePlace.KNOCKS:
        raise NotFound
    if what and place.participant.role in Participant.MEDIATOR_ROLES:
        raise NotFound
    if what and place.space is not None and place.space.kind == Space.JOINT:
        raise Refused(_("At the table everybody hears you, the mediator too."), _("Say that you want to speak."))
    if bool(what) == bool(place.knock):
        return
    place.knock, place.knocked = what, clock.now() if what else None
    place.save(update_fields=["knock", "knocked"])
    bus.news(place.meeting_id)


@action(P.ASK_BY_VOICE, on=VoicePlace)
def raise_hand(place: VoicePlace, *, actor: Actor, up: bool) -> None:
    """Say in a room that one wants to speak, or not any more. Whoever raised a hand first stands first."""
    if place.meeting.state != Meeting.LIVE:
        raise Refused(NOT_LIVE)
    if place.space_id is None:
        raise Refused(_("You are in no room yet."), _("Ask for a word with the mediator."))
    if up == (place.raised is not None):
        return
    place.raised = clock.now() if up else None
    place.save(update_fields=["raised"])
    bus.news(place.meeting_id)


FIRST, LONGEST, MOST_TURNS = timedelta(seconds=30), timedelta(minutes=2), 30


@action(P.ASK_BY_VOICE, on=VoicePlace)
def tell_spoken(place: VoicePlace, *, actor: Actor, turns: int, seconds: int) -> None:
    """Add how often and how long one spoke since one's browser said so last; never more than the time that has passed.
    Nothing is kept while the mediator does not let it be measured in this room."""
    room = CallRoom.objects.system().filter(meeting=place.meeting, space=place.space, measured=True).first()
    if place.meeting.state != Meeting.LIVE or place.space is None or room is None:
        return
    now = clock.now()
    row, new = Spoken.objects.system().get_or_create(
        room=room, participant_id=place.participant_id, defaults={"told": now}
    )
    passed = min(FIRST if new else now - row.told, LONGEST)
    row.seconds += max(0, min(seconds, int(passed.total_seconds())))
    row.turns += max(0, min(turns, MOST_TURNS))
    row.told = now
    row.save(update_fields=["seconds", "turns", "told"])
