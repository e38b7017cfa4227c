"""Showing what was said in a private room: item by item, by its owner, as a frozen copy with a line in the ledger.

The owner of everything said in a private room is the side, the mediator's words there included. A copy may be taken
back until it was first served to somebody who could not hear the original; afterwards it stays and is marked.
"""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.kernel import clock, files, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.models import StoredFile
from bitim.kernel.record import record
from bitim.room.actions.talk import end_release, put
from bitim.room.events import ReleaseMade
from bitim.room.facts import is_apart
from bitim.room.models import Message, Release, Space, Translation
from bitim.room.permissions import P
from bitim.room.rules import person_of


def targets(source: Space) -> list[Space]:
    """Return the rooms into which an item of this private room may be shown now: the joint room; when the sides are
    kept apart, the private room of each other side."""
    rows = Space.objects.system().filter(case_id=source.case_id, open=True).select_related("case", "side")
    if is_apart(source.case):
        return list(rows.filter(kind=Space.CAUCUS).exclude(pk=source.pk).order_by("side__position"))
    return list(rows.filter(kind=Space.JOINT))


@action(P.RELEASE, on=Message)
def release(message: Message, *, actor: Actor, to: UUID | None = None) -> Release:
    """Let one item be shown in another room, as it is now. `to` may be left out when there is one room only."""
    side = message.space.side_id
    if side is None:
        raise NotFound
    if message.withdrawn:
        raise Refused(_("This message was taken back."))
    if hasattr(message, "released_from"):
        raise Refused(_("This belongs to the other side. Only they can show it elsewhere."))
    target = _target(message.space, to)
    earlier = Release.objects.system().filter(source=message, copy__space=target, withdrawn=None)
    if earlier.exists():
        raise Refused(_("This is already shown there."))
    copy = put(_copied(message, target), actor=actor)
    _copy_translations(message, copy)
    line: Release = Release.objects.create(
        source=message,
        copy=copy,
        side_id=side,
        by_id=person_of(actor),
        source_hash=source_hash(message),
        at=clock.now(),
    )
    space = message.space
    record(
        ReleaseMade(chain=space.case_id, audience=space.pk, space=space.pk, message=message.pk, release=line.pk),
        actor=actor,
    )
    return line


@action(P.WITHDRAW_RELEASE, on=Release)
def withdraw_release(line: Release, *, actor: Actor) -> Release:
    """Take a permission back. Not yet served: nobody else will ever see the copy. Served: it is marked withdrawn."""
    if not line.withdrawn:
        end_release(line, actor=actor)
    return line


@action(P.READ_SPACE, on=Space)
def serve_releases(space: Space, *, actor: Actor) -> None:
    """Mark as served every copy in this room that this reader is about to see for the first time.

    Called before the reading, so that what a page shows can no longer be taken back unseen. Whoever hears the
    original (the owning side, the mediator) makes nothing served.
    """
    if actor.person is None:
        return
    for line in unserved(space.pk, actor.person):
        line.served = clock.now()
        line.save(update_fields=["served"])


def unserved(space: UUID, person: UUID) -> list[Release]:
    """Return the lines whose copies in a room nobody has read yet and this person would be the first to read."""
    rows = (
        Release.objects.system()
        .filter(copy__space=space, served=None, withdrawn=None)
        .select_related("source")
        .order_by("at")
    )
    hears = set(membership.audiences_of(person, {line.source.space_id for line in rows}))
    waiting = [line for line in rows if line.source.space_id not in hears]
    if not waiting:
        return []
    covered = Message.objects.system().filter(membership.intervals(space, person), space=space)
    heard = set(covered.filter(pk__in=[line.copy_id for line in waiting]).values_list("pk", flat=True))
    return [line for line in waiting if line.copy_id in heard]


def source_hash(message: Message) -> str:
    """Return SHA-256 over the sealed original and its file: proves that the item did not change after it was shown,
    and tells nothing of the words, however short they are."""
    return source_hashes([message.pk])[message.pk]


def source_hashes(messages: Iterable[UUID]) -> dict[UUID, str]:
    """Return the same for several messages in one query."""
    rows = Message.objects.system().filter(pk__in=list(messages)).values_list("pk", "body", "file_id")
    return {pk: _hashed(envelope, file) for pk, envelope, file in rows}


def _hashed(envelope: bytes | memoryview | None, file: UUID | None) -> str:
    return hashlib.sha256(bytes(envelope or b"") + str(file or "").encode()).hexdigest()


def _target(source: Space, to: UUID | None) -> Space:
    possible = targets(source)
    if not possible:
        raise Refused(
            _("There is no room open now in which the other side could read it."),
            _("The joint room is open while every side has given its consent."),
        )
    if to is None and len(possible) == 1:
        return possible[0]
    found = next((space for space in possible if space.pk == to), None)
    if found is None:
        raise NotFound
    return found


def _copied(message: Message, target: Space) -> Message:
    stored: StoredFile | None = None
    if message.file is not None:
        stored = files.copy(message.file, target.scope, target.case_id)
    return Message(
        space=target,
        author_id=message.author_id,
        author_role=message.author_role,
        kind=message.kind,
        language=message.language,
        body=str(message.body),
        file=stored,
    )


def _copy_translations(message: Message, copy: Message) -> None:
    for one in Translation.objects.system().filter(message=message).select_related("message__space"):
        Translation.objects.create(
            message=copy,
            language=one.language,
            body=str(one.body),
            by_id=one.by_id,
            machine=one.machine,
            checked_by_id=one.checked_by_id,
            at=one.at,
        )
