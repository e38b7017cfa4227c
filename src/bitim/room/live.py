"""How a room's events look on the live line: the same message template as the page, for the same reader.

A message is loaded and unsealed once for all readers of a batch and rendered once per kind of reader (role, side,
author or not, language): readers of one kind see the same letters. A copy shown by permission takes the long way,
because seeing it first has to be recorded. Other events send an empty frame: the page asks for itself anew.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.template.loader import render_to_string

from bitim.kernel import doors
from bitim.kernel.access import Actor
from bitim.kernel.live import Reader, renderer
from bitim.kernel.models import Event, Membership
from bitim.kernel.prepared import prepared
from bitim.kernel.together import Asked, foresee, forget
from bitim.room import events, reading
from bitim.room.models import Message, Release, Space
from bitim.room.queries.devices import withheld_from
from bitim.room.queries.people import PersonSeen
from bitim.room.queries.spaces import rooms_behind
from bitim.room.queries.thread import Loaded, asked_around, loaded_for

Cache = dict[Any, Any]
TEMPLATE = "room/message.html"
doors.AUDIENCES["case"] = rooms_behind
doors.WITHHELD.append(withheld_from)


@renderer(
    events.MessagePosted,
    events.MessageWithdrawn,
    events.TranslationAdded,
    events.TranslationChecked,
    events.ReleaseMade,
    events.ReleaseWithdrawn,
)
def message(event: Event, reader: Reader, cache: Cache) -> str | None:
    """Return the message as it is now for this reader's page, or None when the page shows nothing of it."""
    message_id = UUID(event.payload["message"])
    actor = Actor(reader.person, reader.role, reader.centre)
    if ("copy", message_id) not in cache:
        _foresee(event, message_id)
        cache["copy", message_id] = _is_copy(message_id)
    if cache["copy", message_id]:
        forget()  # seeing it first is recorded: what stands around it is read after that
        said = reading.one(actor, message_id)
        return render_to_string(TEMPLATE, {"m": said}) if said else None
    batch = cache.get(("batch", message_id)) or cache.setdefault(("batch", message_id), _Batch(actor, message_id))
    return batch.html(actor, reader.language)  # type: ignore[no-any-return]


@renderer(
    events.RoomOpened,
    events.RoomClosed,
    events.InterpreterAdmitted,
    events.InterpreterReleased,
    events.MeetingPlanned,
    events.MeetingOpened,
    events.MeetingEnded,
    events.MeetingMoved,
    events.AttendanceNoted,
    events.AsideNoted,
)
def around(event: Event, reader: Reader, cache: Cache) -> str | None:
    """Say only that something around the words changed."""
    return ""


def _foresee(event: Event, message_id: UUID) -> None:
    """Ask together what one message for everybody in its room asks for; the chain of a room's events is its case."""
    space = UUID(event.payload["space"])
    asked: list[Asked] = [(_copied, (message_id,)), (_message, (message_id,)), (_seats, (space,))]
    foresee(*asked, *asked_around(event.chain, message_id))


def _is_copy(message_id: UUID) -> bool:
    return bool(_copied(message_id))


@prepared
def _copied(message: UUID) -> "QuerySet[Release, UUID]":
    return Release.objects.system().filter(copy_id=message).values_list("pk", flat=True)


@prepared
def _message(message: UUID) -> "QuerySet[Message, Message]":
    return Message.objects.system().select_related("space__case", "file").filter(pk=message)


@prepared
def _seats(space: UUID) -> "QuerySet[Membership, tuple[UUID, str, int, int | None, datetime | None]]":
    rows = Membership.objects.system().filter(audience=space)
    return rows.values_list("person", "role", "from_seq", "until_seq", "ended")


class _Batch:
    """One message for all its readers of this moment."""

    def __init__(self, actor: Actor, message_id: UUID) -> None:
        (self.message,) = _message(message_id)
        self.space: Space = self.message.space
        self.apart = self.space.case.mode == "shuttle"
        self.seats, self.hear = self._seats()
        self.loaded: Loaded = loaded_for(actor, self.space, self.message)
        self.rendered: dict[Any, str | None] = {}

    def _seats(self) -> tuple[dict[UUID, str], set[UUID]]:
        """Return who sits here in which role, and whose membership covers the moment at which this was said.

        A late act (a translation, a permission) is an event of now about words of then: whoever came in between
        hears the event and still may not read the words.
        """
        now: dict[UUID, str] = {}
        covered: set[UUID] = set()
        for person, role, start, until, ended in _seats(self.space.pk):
            if ended is None:
                now[person] = role
            if start < self.message.seq and (until is None or self.message.seq <= until):
                covered.add(person)
        return now, covered

    def html(self, actor: Actor, language: str) -> str | None:
        """Return the message for one reader; None for who sits here in another role than they act in, or was not
        here when it was said."""
        if actor.person is None or self.seats.get(actor.person) != actor.role or actor.person not in self.hear:
            return None
        if actor.role != "party" and actor.centre != self.space.case.centre_id:
            return None
        # Held apart, names depend on who looks: no reader shares another's letters.
        loaded = self.loaded if not self.apart else loaded_for(actor, self.space, self.message)
        me: PersonSeen | None = loaded.table.people.get(actor.person)
        kind = (actor.role, me.role if me else "", me.side.pk if me and me.side else None, self._own(actor), language)
        key = (*kind, actor.person) if self.apart or self._own(actor) else kind
        if key not in self.rendered:
            said = loaded.seen(actor, self.space, self.message)
            self.rendered[key] = render_to_string(TEMPLATE, {"m": said})
        return self.rendered[key]

    def _own(self, actor: Actor) -> bool:
        """The author, and whoever translated: they see acts that others do not."""
        translators = {row.by_id for row in self.loaded.translations[self.message.pk]}
        return actor.person == self.message.author_id or actor.person in translators
