"""What an interpreter in a meeting by voice does: say in which language their voice goes out, rest while a partner
works, ask the room to speak slowly. Of the room alone into which the mediator has put them; gone when they leave it."""

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Participant
from bitim.kernel import bus, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.room import facts_call
from bitim.room.actions.calling import NOT_LIVE
from bitim.room.models import CallRoom, Meeting, VoicePlace
from bitim.room.permissions import P

MOST_SLOWLY = 10_000


@action(P.ASK_BY_VOICE, on=VoicePlace)
def interpret_into(place: VoicePlace, *, actor: Actor, language: str) -> None:
    """Let one's voice go out in a language of the room, to those alone who chose it; to everybody (no language); or to
    nobody (`RESTS`). One voice for each language: whoever had it before rests, and their microphone falls silent."""
    _interprets(place, actor)
    if place.into == language:
        return
    here = {"meeting": place.meeting, "space": place.space}
    if language and not CallRoom.objects.system().filter(**here, together=True).exists():
        raise Refused(
            _("In this room one speaks after another."),
            _("The mediator can let you speak at the same time as the others."),
        )
    if language and language != VoicePlace.RESTS:
        if language not in facts_call.directions(place):
            raise Refused(_("Nobody in this room takes part in this language."))
        VoicePlace.objects.system().filter(**here, into=language).update(into=VoicePlace.RESTS)
    place.into = language
    place.save(update_fields=["into"])
    bus.news(place.meeting_id)


@action(P.ASK_BY_VOICE, on=VoicePlace)
def ask_slowly(place: VoicePlace, *, actor: Actor) -> None:
    """Ask those in the room to speak slowly: whoever has an open microphone there sees it for a while."""
    _interprets(place, actor)
    place.slowly = place.slowly % MOST_SLOWLY + 1
    place.save(update_fields=["slowly"])
    bus.news(place.meeting_id)


def _interprets(place: VoicePlace, actor: Actor) -> None:
    """Refuse whoever is not an interpreter in the room into which the mediator has put them."""
    if actor.role != "interpreter" or place.participant.role != Participant.INTERPRETER:
        raise NotFound
    if place.meeting.state != Meeting.LIVE:
        raise Refused(NOT_LIVE)
    if place.space is None or not membership.is_member(place.space.pk, place.person_id):
        raise Refused(_("You are in no room yet."))
