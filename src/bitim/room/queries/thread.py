"""What was said in a room, as one reader may see it: narrowed to the reader's own membership, in few queries.

A copy shown by permission is seen by those who cannot hear the original only once it is marked as served
(actions.serve_releases, called before reading): what a page shows can no longer be taken back unseen.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from bitim.cases.models import Participant
from bitim.kernel import membership
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.models import StoredFile
from bitim.kernel.prepared import prepared
from bitim.kernel.sealed import GONE
from bitim.kernel.together import Asked
from bitim.room.models import Message, Release, Space, Translation
from bitim.room.permissions import P
from bitim.room.queries.people import PersonSeen, SideSeen, Table, role_word
from bitim.room.queries.spaces import space_for

PAGE = 50


@dataclass(frozen=True)
class TranslationSeen:
    """A translation and how far it can be trusted: by a machine, by a person, checked by a second person."""

    pk: UUID
    language: str
    words: str
    machine: bool
    checked: bool
    by: str
    may_check: bool


@dataclass(frozen=True)
class FileSeen:
    """A file or voice note; opened at /files/<pk>/."""

    pk: UUID
    name: str
    size: int
    media_type: str


@dataclass(frozen=True)
class ShownLine:
    """Where an item of a private room is shown. `unread`: nobody read it yet, it can still be taken back unseen."""

    pk: UUID
    where: str
    side: SideSeen | None
    unread: bool
    withdrawn: bool


@dataclass(frozen=True)
class Said:
    """One message as its reader sees it. `taken_back`: its author withdrew it, the words are empty.

    Of a copy: `shown_by` is the side that let it be shown, `copy_withdrawn` that it took the permission back,
    `copy_unread` that nobody has read it yet.
    """

    pk: UUID
    space: UUID
    seq: int
    kind: str
    author: PersonSeen | None
    role: str
    mine: bool
    language: str
    words: str
    gone: bool
    at: datetime
    taken_back: bool = False
    file: FileSeen | None = None
    translations: tuple[TranslationSeen, ...] = ()
    shown_by: SideSeen | None = None
    copy_withdrawn: bool = False
    copy_unread: bool = False
    shown_in: tuple[ShownLine, ...] = field(default=())
    may_show: bool = False
    may_take_back: bool = False
    may_translate: bool = False

    @property
    def role_word(self) -> str:
        """Return in which role it was said, in the reader's language."""
        return role_word(self.role)


def messages_in(
    actor: Actor, space: Space, *, before: UUID | int | None = None, after: int | None = None, limit: int = PAGE
) -> list[Said]:
    """Return what was said, oldest first: the latest `limit` messages, or those before a message or a number, or after
    a number. Pages name the message: numbers have gaps where something was taken back in time."""
    require_visible(actor, P.READ_SPACE, space)
    rows = _readable(actor, space)
    if after is not None:
        return _seen(actor, space, rows.filter(seq__gt=after).order_by("seq")[:limit])
    if isinstance(before, UUID):
        rows = rows.filter(seq__lt=Message.objects.system().filter(pk=before, space=space).values("seq"))
    elif before is not None:
        rows = rows.filter(seq__lt=before)
    return _seen(actor, space, list(rows.order_by("-seq")[:limit])[::-1])


def room_of(message: UUID) -> UUID | None:
    """Return the id of the room of a message, for those who go on to ask whether the reader sits in it."""
    return Message.objects.system().filter(pk=message).values_list("space_id", flat=True).first()


def message_for(actor: Actor, message: UUID) -> tuple[Space, Said]:
    """Return one message with its room; NotFound unless the actor may read it now."""
    space_id = room_of(message)
    if space_id is None:
        raise NotFound
    space = space_for(actor, space_id)
    found = _seen(actor, space, _readable(actor, space).filter(pk=message))
    if not found:
        raise NotFound
    return space, found[0]


def file_for(actor: Actor, file: UUID) -> StoredFile:
    """Return a file that was given to a room the actor may read, in a message they may see."""
    space_id = Message.objects.system().filter(file=file).values_list("space_id", flat=True).first()
    if space_id is None:
        raise NotFound
    space = space_for(actor, space_id)
    message = _readable(actor, space).filter(file=file, withdrawn=None).first()
    if message is None or not message.file:
        raise NotFound
    return message.file


def translation_for(actor: Actor, translation: UUID) -> tuple[Space, UUID]:
    """Return the room and the message of a translation the actor may read."""
    message = Translation.objects.system().filter(pk=translation).values_list("message_id", flat=True).first()
    if message is None:
        raise NotFound
    return message_for(actor, message)[0], message


def _readable(actor: Actor, space: Space) -> QuerySet[Message]:
    """Narrow a room to the intervals of the reader and to copies that were served, or whose original they hear."""
    assert actor.person is not None
    rows: QuerySet[Message] = Message.objects.system().filter(
        membership.intervals(space.pk, actor.person), space_id=space.pk
    )
    waiting = Release.objects.system().filter(copy__space=space, served=None)
    unheard = waiting.exclude(source__space__in=membership.audiences_of(actor.person))
    return rows.exclude(pk__in=unheard.values("copy")).select_related("file")


def _seen(actor: Actor, space: Space, rows: Iterable[Message]) -> list[Said]:
    messages = list(rows)
    if not messages:
        return []
    loaded = _load(actor, space, messages)
    return [loaded.seen(actor, space, m) for m in messages]


@dataclass(frozen=True)
class Loaded:
    """Messages with what stands around them, read once; `seen` then tells it to each reader without a question."""

    table: Table
    translations: dict[UUID, list[Translation]]
    copies: dict[UUID, Release]
    shown: dict[UUID, list[Release]]

    def seen(self, actor: Actor, space: Space, message: Message) -> Said:
        """Return one message as this reader sees it."""
        translations = _translations(actor, space, self.translations[message.pk], self.table)
        copied, shown = self.copies.get(message.pk), self.shown[message.pk]
        return _one(actor, space, message, self.table, translations, copied, shown)


def _load(actor: Actor, space: Space, messages: Sequence[Message], *, only_speakers: bool = False) -> Loaded:
    ids = [message.pk for message in messages]
    copies: dict[UUID, Release] = {}
    shown: dict[UUID, list[Release]] = defaultdict(list)
    for line in _lines_of(ids):
        if line.copy_id in ids:
            copies[line.copy_id] = line
        if line.source_id in ids:
            shown[line.source_id].append(line)
    translations: dict[UUID, list[Translation]] = defaultdict(list)
    places = {message.pk: message for message in messages}
    for row in _translations_of(ids):
        row.message = places[row.message_id]
        row.message.space = space
        translations[row.message_id].append(row)
    speaking = {message.author_id for message in messages}
    speaking |= {row.by_id for rows in translations.values() for row in rows if row.by_id}
    case = space.case_id
    table = Table.of(actor, case, speaking) if only_speakers else Table.once(actor, case)
    return Loaded(table, translations, copies, shown)


@prepared
def _lines_of(messages: list[UUID]) -> "QuerySet[Release, Release]":
    rows = Release.objects.system().filter(Q(copy__in=messages) | Q(source__in=messages))
    return rows.select_related("copy__space").order_by("at")


@prepared
def _translations_of(messages: list[UUID]) -> "QuerySet[Translation, Translation]":
    return Translation.objects.system().filter(message__in=messages).order_by("at")


def asked_around(case: UUID, message: UUID) -> list[Asked]:
    """Return the questions that `loaded_for` will ask, for whoever asks them ahead."""
    return [(_lines_of, ([message],)), (_translations_of, ([message],)), *Table.asked(case)]


def loaded_for(actor: Actor, space: Space, message: Message) -> Loaded:
    """Read what stands around one message, for telling it to several readers of one room (the live line)."""
    return _load(actor, space, [message], only_speakers=True)


def _one(
    actor: Actor,
    space: Space,
    message: Message,
    table: Table,
    translations: Sequence[TranslationSeen],
    copied: Release | None,
    shown: Sequence[Release],
) -> Said:
    message.space = space
    hidden = message.withdrawn is not None
    words: Any = "" if hidden else message.body
    me = table.people.get(actor.person) if actor.person else None
    of_side = me is not None and me.side is not None and me.role in Participant.SIDE_ROLES
    owner = space.kind == Space.CAUCUS and actor.role == "party" and of_side
    works = space.open and space.case.stage != "closed"
    mine = message.author_id == actor.person
    return Said(
        pk=message.pk,
        space=space.pk,
        seq=message.seq,
        kind=message.kind,
        author=table.people.get(message.author_id),
        role=message.author_role,
        mine=mine,
        language=message.language,
        words=str(words or ""),
        gone=words is GONE,
        at=message.at,
        taken_back=hidden,
        file=None if hidden or not message.file else _file(message.file),
        translations=() if hidden else tuple(translations),
        shown_by=table.sides.get(copied.side_id) if copied else None,
        copy_withdrawn=bool(copied and copied.withdrawn),
        copy_unread=bool(copied and not copied.served),
        shown_in=tuple(_line(line, table) for line in shown) if owner or actor.role == "mediator" else (),
        may_show=owner and works and not hidden and copied is None,
        may_take_back=mine and works and not hidden and copied is None,
        may_translate=works and not hidden and actor.role in ("interpreter", "mediator"),
    )


def _line(line: Release, table: Table) -> ShownLine:
    target = line.copy.space
    side = table.sides.get(target.side_id) if target.side_id else None
    return ShownLine(line.pk, target.kind, side, line.served is None, line.withdrawn is not None)


def _file(stored: StoredFile) -> FileSeen:
    return FileSeen(stored.pk, str(stored.name or ""), stored.size, stored.media_type)


def _translations(actor: Actor, space: Space, rows: Iterable[Translation], table: Table) -> list[TranslationSeen]:
    works = space.open and actor.role in ("interpreter", "mediator")
    found: list[TranslationSeen] = []
    for row in rows:
        by = table.people.get(row.by_id) if row.by_id else None
        found.append(
            TranslationSeen(
                pk=row.pk,
                language=row.language,
                words=str(row.body or ""),
                machine=row.machine,
                checked=row.checked_by_id is not None,
                by=by.name if by else "",
                may_check=works and row.checked_by_id is None and row.by_id != actor.person,
            )
        )
    return found
