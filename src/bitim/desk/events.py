"""What can happen at the desk. Chain and audience: the centre. A wish to be called is an event and nothing more: no
words are kept, the phone stands with the person."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.kernel.record import Happening


@dataclass(frozen=True)
class CallBackAsked(Happening):
    """A person asked to be called back. `when`: any, morning, day, evening; `case` where they come by a case."""

    person: UUID
    when: str
    case: UUID | None
    sentence: ClassVar[str | Promise] = _("Somebody asked to be called back.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class NoticeNotTaken(Happening):
    """A notice to a person was refused for the last time: somebody has to call them. `what`: invitation, code or news,
    and nothing of what it said; `thing` is the invitation."""

    person: UUID
    what: str
    case: UUID | None
    thing: UUID | None
    sentence: ClassVar[str | Promise] = _("A message did not reach a person.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class NoticeTaken(Happening):
    """A later notice to the same person was taken; `asked` is the event that it answers."""

    asked: UUID
    sentence: ClassVar[str | Promise] = _("A later message reached the person.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class CallBackDone(Happening):
    """The call was made, or tried; `asked` is the event that it answers."""

    asked: UUID
    sentence: ClassVar[str | Promise] = _("A person was called back.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class WrittenInstead(Happening):
    """Somebody asked for a call who wants to be written to, and was written to; `asked` is the event it answers."""

    asked: UUID
    sentence: ClassVar[str | Promise] = _("A person who asked for a call was written to, as they wish.")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class NewsTold(Happening):
    """Somebody whom no notice reaches was told by the office that there is news, or it was tried. `notice`: the first
    of those that waited."""

    notice: UUID
    sentence: ClassVar[str | Promise] = _("A person without a mailbox was told that there is news.")
    family: ClassVar[str] = "centre"
