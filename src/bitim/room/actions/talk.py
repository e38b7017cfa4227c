"""Saying something in a room: words, a voice note, a file. One room, its members, nobody else."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Participant
from bitim.kernel import clock, files
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.models import StoredFile
from bitim.kernel.prepared import insert, prepared
from bitim.kernel.record import asked_of, record
from bitim.kernel.text import LANGUAGES
from bitim.kernel.together import Asked
from bitim.room import words as said
from bitim.room.events import MessagePosted, MessageWithdrawn, ReleaseWithdrawn
from bitim.room.models import Message, Presence, ReadMark, Release, Space
from bitim.room.permissions import P
from bitim.room.queries.devices import shares_screen
from bitim.room.rules import person_of, seats_held


def _foreseen(space: UUID, case: UUID, actor: Actor) -> list[Asked]:
    person = person_of(actor)
    seated: Asked = (seats_held, (space, person, actor.role))
    return [seated, (_present, (space, person)), *asked_of(case, space, person)]


@action(P.POST, on=Space, foresees=_foreseen)
def post(space: Space, *, actor: Actor, words: str, language: str = "", without_pin: bool = False) -> Message:
    """Say words in this room, in the language they are written in (by default the one chosen for this person).

    `without_pin`: the device has not asked for one; where others sit at the speaker's screen, nothing is said in
    private in their name before it has."""
    _require_own_screen(space, actor, without_pin)
    return _said(space, actor, kind=Message.TEXT, body=said.required(words), language=language)


@action(P.ATTACH, on=Space, foresees=_foreseen)
def post_voice(
    space: Space, *, actor: Actor, accepted: Any, words: str = "", language: str = "", without_pin: bool = False
) -> Message:
    """Say something by voice, with a line of words beside it if wanted. `accepted`: from kernel.files.accept."""
    _require_own_screen(space, actor, without_pin)
    if not accepted.media_type.startswith("audio/"):
        raise Refused(_("This is not a voice note."), _("It can be sent as a file."))
    stored = files.store(accepted, space.scope, space.case_id)
    return _said(space, actor, kind=Message.VOICE, body=said.brief(words), language=language, file=stored)


@action(P.ATTACH, on=Space, foresees=_foreseen)
def post_file(
    space: Space, *, actor: Actor, accepted: Any, words: str = "", language: str = "", without_pin: bool = False
) -> Message:
    """Give a file to this room, with words beside it if wanted. `accepted`: from kernel.files.accept."""
    _require_own_screen(space, actor, without_pin)
    stored = files.store(accepted, space.scope, space.case_id)
    return _said(space, actor, kind=Message.FILE, body=said.brief(words), language=language, file=stored)


@action(P.WITHDRAW_MESSAGE, on=Message)
def withdraw_message(message: Message, *, actor: Actor) -> Message:
    """Take one's own message back: nobody is shown it any more, and a line says so; copies that nobody has read yet go
    with it. Not for a copy itself: the permission to show it is taken back in the ledger."""
    if hasattr(message, "released_from"):
        raise Refused(_("This was shown by permission. Take the permission back instead."))
    if not message.withdrawn:
        message.withdrawn = clock.now()
        message.save(update_fields=["withdrawn"])
        space = message.space
        record(
            MessageWithdrawn(chain=space.case_id, audience=space.pk, space=space.pk, message=message.pk), actor=actor
        )
        for line in Release.objects.system().filter(source=message, served=None, withdrawn=None):
            end_release(line, actor=actor)
    return message


@action(P.READ_SPACE, on=Space)
def mark_read(space: Space, *, actor: Actor, seq: int) -> None:
    """Remember how far this person has read; shown to nobody else and never moved back."""
    mark, made = ReadMark.objects.system().get_or_create(space=space, person_id=person_of(actor), defaults={"seq": seq})
    if not made and mark.seq < seq:
        mark.seq = seq
        mark.save(update_fields=["seq"])


def end_release(line: Release, *, actor: Actor) -> None:
    """Mark a permission to show something as taken back, and tell both rooms."""
    line.withdrawn = clock.now()
    line.save(update_fields=["withdrawn"])
    for message in Message.objects.system().filter(pk__in=(line.source_id, line.copy_id)).select_related("space"):
        space = message.space
        record(
            ReleaseWithdrawn(
                chain=space.case_id, audience=space.pk, space=space.pk, message=message.pk, release=line.pk
            ),
            actor=actor,
        )


def put(message: Message, *, actor: Actor) -> Message:
    """Record a new message and save it under the number of its event in the room's feed."""
    space = message.space
    event = record(
        MessagePosted(chain=space.case_id, audience=space.pk, space=space.pk, message=message.pk), actor=actor
    )
    message.seq, message.at = event.seq, event.at
    insert(message)
    return message


def _require_own_screen(space: Space, actor: Actor, without_pin: bool) -> None:
    if without_pin and space.kind == Space.CAUCUS and actor.role == "party" and shares_screen(actor, space.case_id):
        raise Refused(_("Others sit at this screen. Give your PIN first, then send it once more."))


def _said(
    space: Space, actor: Actor, *, kind: str, body: str, language: str, file: StoredFile | None = None
) -> Message:
    person = person_of(actor)
    if language not in LANGUAGES:
        language = _language_of(space.case_id, person)
    message = Message(
        space=space,
        author_id=person,
        author_role=actor.role,
        kind=kind,
        language=language,
        body=body,
        file=file,
    )
    # Whoever speaks in a live meeting is present, with or without a script that says so.
    if present := _present(space.pk, person):
        Presence.objects.system().filter(pk__in=present).update(seen=clock.now())
    return put(message, actor=actor)


@prepared
def _present(space: UUID, person: UUID) -> "QuerySet[Presence, UUID]":
    return Presence.objects.system().filter(space_id=space, person_id=person).values_list("pk", flat=True)


def _language_of(case: UUID, person: UUID) -> str:
    rows = Participant.objects.system().filter(case_id=case, person_id=person, ended=None)
    return rows.values_list("language", flat=True).first() or "kk"
