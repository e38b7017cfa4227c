"""Typing what is said in a room by voice (captions). Who does it is one fact, which everybody in that room reads;
what they type passes by the channel and is kept nowhere. One person for each language of a room."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.kernel import bus, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.text import LANGUAGES
from bitim.room import facts_call, ports
from bitim.room.actions.calling import NOT_LIVE, room_of
from bitim.room.models import Meeting, VoicePlace
from bitim.room.permissions import P
from bitim.room.rules import LISTENS, seats_held


@action(P.ASK_BY_VOICE, on=VoicePlace)
def write_down(place: VoicePlace, *, actor: Actor, language: str) -> None:
    """Take it up to type what is said in the room where one is, in a language; or (no language) stop, which
    whoever writes may do at any time."""
    if not language:
        _set(place, "")
    elif actor.role not in facts_call.WRITERS and not place.writes:
        raise NotFound
    else:
        _begin(place, language)


@action(P.PLACE_PEOPLE, on=VoicePlace)
def let_write(place: VoicePlace, *, actor: Actor, language: str) -> None:
    """Let somebody type what is said in the room where they are, for all who are in it; or (no language) no
    longer. Of rooms in which the mediator sits."""
    if place.space_id is None:
        raise Refused(_("This person is in no room yet."))
    room_of(place.meeting, place.space_id, actor)
    if language:
        _begin(place, language)
    else:
        _set(place, "")


def _begin(place: VoicePlace, language: str) -> None:
    if place.meeting.state != Meeting.LIVE:
        raise Refused(NOT_LIVE)
    if language not in LANGUAGES or not ports.captions.typed:
        raise NotFound
    if place.space_id is None or not membership.is_member(place.space_id, place.person_id):
        raise Refused(_("You are in no room yet."))
    if _listens(place.space_id, place.person_id):  # lines are words to the room
        raise Refused(_("Whoever only listens in this room types no lines here."))
    here = {"meeting": place.meeting, "space": place.space}
    VoicePlace.objects.system().filter(**here, writes=language).exclude(pk=place.pk).update(writes="")
    _set(place, language)


def _set(place: VoicePlace, language: str) -> None:
    if place.writes == language:
        return
    place.writes = language
    place.save(update_fields=["writes"])
    bus.news(place.meeting_id)


def _listens(room: UUID, person: UUID) -> bool:
    return LISTENS in seats_held(room, person, "party")
