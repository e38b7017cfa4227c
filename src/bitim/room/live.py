"""How what happens in a room looks on the open page of a member: by the same template as the page itself."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from bitim.kernel.access import Actor
from bitim.kernel.live import Reader, renderer
from bitim.kernel.models import Event
from bitim.room import events, reading


@renderer(
    events.MessagePosted,
    events.MessageWithdrawn,
    events.TranslationAdded,
    events.TranslationChecked,
    events.ReleaseMade,
    events.ReleaseWithdrawn,
)
def message(event: Event, reader: Reader, cache: dict[Any, Any]) -> str | None:
    """Draw the message as it is now; the page puts it in the place of the one with the same id."""
    said = reading.one(Actor(reader.person, reader.role), UUID(event.payload["message"]))
    return None if said is None else render_to_string("room/message.html", {"m": said})


@renderer(
    events.RoomOpened,
    events.RoomClosed,
    events.InterpreterAdmitted,
    events.InterpreterReleased,
    events.MeetingPlanned,
    events.MeetingOpened,
    events.MeetingEnded,
)
def surroundings(event: Event, reader: Reader, cache: dict[Any, Any]) -> str | None:
    """Say nothing but that the band has changed: the page asks the server for it anew."""
    return ""
