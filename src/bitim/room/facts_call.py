"""What is known of a live meeting by voice beside who is where. Decides nothing."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from bitim.cases.facts_spoken import spoken_by
from bitim.cases.models import Participant, Side
from bitim.kernel.text import LANGUAGES
from bitim.room.models import Aside, Meeting, Space, VoicePlace, WaitingWord, WithSide
from bitim.room.words import looks

WRITERS = ("interpreter", "mediator")  # who may begin by themselves to type what is said; others are asked to
STALE = timedelta(minutes=30)  # what was said so long ago says nothing of now


def is_told(word: WaitingWord, place: VoicePlace, now: datetime) -> bool:
    """Tell whether what was said to those who wait is for this person now: not what is old, nor, to somebody who was
    in a room and waits again, what was said before that."""
    return word.at >= now - STALE and (place.moved == place.came or word.at >= place.moved)


def is_mediated(meeting: UUID, space: UUID) -> bool:
    """Tell whether a mediator is in a room by voice now."""
    here = VoicePlace.objects.system().filter(meeting=meeting, space=space)
    return bool(here.filter(participant__role__in=Participant.MEDIATOR_ROLES).exists())


def represent(case: UUID) -> set[UUID]:
    """Return the persons who take part in a case for others alone: representatives of the sides that are there, not a
    party or spokesperson at the same time."""
    rows = Participant.objects.system().filter(case=case, ended=None, role__in=Participant.SIDE_ROLES)
    roles: dict[UUID, set[str]] = {}
    for person, role in rows.exclude(side__state__in=(Side.LEFT, Side.DECLINED)).values_list("person", "role"):
        roles.setdefault(person, set()).add(role)
    return {person for person, held in roles.items() if held == {Participant.REPRESENTATIVE}}


def private_rooms(case: UUID) -> set[UUID]:
    """Return the private rooms of all sides that are there."""
    rows = Space.objects.system().filter(case=case, kind=Space.CAUCUS)
    return set(rows.exclude(side__state__in=(Side.LEFT, Side.DECLINED)).values_list("pk", flat=True))


def had_corridor(meeting: Meeting) -> bool:
    """Tell whether the room for representatives was opened during a meeting."""
    rows = Space.objects.system().filter(case=meeting.case_id, kind=Space.CORRIDOR)
    return bool(rows.filter(Q(open=True) | Q(closed__gte=meeting.opened)).exists())


def languages_of(places: Iterable[VoicePlace]) -> tuple[str, ...]:
    """Return the languages in which the people of a room take part, in the order of the house."""
    spoken = {one.participant.language for one in places}
    return tuple(code for code in LANGUAGES if code in spoken)


def directions(place: VoicePlace) -> tuple[str, ...]:
    """Return the languages into which an interpreter may speak where they are: those of the room, less what they have
    said that they do not speak well."""
    here = VoicePlace.objects.system().filter(meeting=place.meeting_id, space=place.space_id)
    known = spoken_by(place.participant.person)
    codes = languages_of(here.select_related("participant"))
    return tuple(code for code in codes if code == place.participant.language or known.understands([code]))


def told_apart(rows: Iterable[dict[str, Any]]) -> None:
    """Number those of a room whose name, role and side a reader takes for the same (`nth`, from 1): a name alone does
    not say who hears."""
    alike: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for one in rows:
        alike.setdefault((looks(one["name"]), one["role"], one["side"]), []).append(one)
    for namesakes in alike.values():
        for number, one in enumerate(namesakes, 1) if len(namesakes) > 1 else ():
            one["nth"] = number


Stretch = tuple[datetime, datetime]


def time_with(meeting: UUID, spaces: Collection[UUID], now: datetime) -> dict[UUID, timedelta]:
    """Return how long the mediators have been with the people of each of these private rooms in a meeting: by voice
    here, or sitting aside with them as the mediator noted. Time that counts in both ways counts once."""
    stretches: dict[UUID, list[Stretch]] = {space: [] for space in spaces}
    voice = WithSide.objects.system().filter(meeting=meeting, space__in=spaces)
    for space, begun, ended in voice.values_list("space", "begun", "ended"):
        stretches[space].append((begun, ended or now))
    aside = Aside.objects.system().filter(meeting=meeting, space__in=spaces)
    for space, came, gone in aside.values_list("space", "came", "gone"):
        stretches[space].append((came, gone or now))
    return {space: covered(found) for space, found in stretches.items()}


def covered(stretches: Iterable[Stretch]) -> timedelta:
    """Return how much time stretches cover together."""
    total, reached = timedelta(0), None
    for begun, ended in sorted(stretches):
        begun = begun if reached is None else max(begun, reached)
        if ended > begun:
            total += ended - begun
        reached = ended if reached is None else max(ended, reached)
    return total
