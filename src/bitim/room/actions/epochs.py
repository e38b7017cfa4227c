"""Epochs of the rooms of a live meeting: a fresh one whenever who may hear in a room changes, so that tickets, lines
and passwords of before open nothing. Inside the actions that change it."""

from collections.abc import Collection
from uuid import UUID

from bitim.kernel import bus, clock
from bitim.kernel.ids import new_id
from bitim.room.actions.relaying import tell_relay
from bitim.room.actions.settling import settle
from bitim.room.models import Epoch, Meeting, Space, VoicePlace


def begin_epoch(meeting: Meeting, space: Space) -> None:
    """Begin a new epoch of a room."""
    now = {"number": new_id(), "begun": clock.now()}
    Epoch.objects.system().update_or_create(meeting=meeting, space=space, defaults=now)
    tell_relay()
    settle(meeting, space)


def begin_anew_around(meeting: Meeting, people: Collection[UUID]) -> None:
    """Begin a new epoch of every room in which the voice of one of these people is: somebody else has come to their
    screen, or has gone from it. What their browser was given before opens nothing more; whether it is given anything
    now, is asked anew."""
    places = VoicePlace.objects.system().filter(meeting=meeting, person_id__in=people).exclude(space=None)
    rooms = {one.space_id: one.space for one in places.select_related("space") if one.space is not None}
    for room in rooms.values():
        begin_epoch(meeting, room)
    if rooms:
        bus.news(meeting.pk)
