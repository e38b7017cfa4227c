"""What is known of a live meeting by voice beside who is where. Decides nothing."""

from datetime import datetime, timedelta
from uuid import UUID

from bitim.cases.models import Participant
from bitim.room.models import VoicePlace, WaitingWord

STALE = timedelta(minutes=30)  # what was said so long ago says nothing of now


def is_told(word: WaitingWord, place: VoicePlace, now: datetime) -> bool:
    """Tell whether what was said to those who wait is for this person now: not what is old, nor, to somebody who was
    in a room and waits again, what was said before that."""
    return word.at >= now - STALE and (place.moved == place.came or word.at >= place.moved)


def is_mediated(meeting: UUID, space: UUID) -> bool:
    """Tell whether a mediator is in a room by voice now."""
    here = VoicePlace.objects.system().filter(meeting=meeting, space=space)
    return bool(here.filter(participant__role__in=Participant.MEDIATOR_ROLES).exists())
