"""What can happen in a room. The audience is the space, so nobody outside it ever hears of it; ids only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.kernel.record import Happening


@dataclass(frozen=True)
class RoomOpened(Happening):
    """The joint room was opened to the sides."""

    space: UUID
    sentence: ClassVar[str | Promise] = _("The joint room was opened.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class RoomClosed(Happening):
    """A room was closed; the people of the sides had left it by then."""

    space: UUID
    sentence: ClassVar[str | Promise] = _("A room was closed.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class MessagePosted(Happening):
    """Something was said: words, a voice note, a file, or a copy that its owner let be shown here."""

    space: UUID
    message: UUID
    sentence: ClassVar[str | Promise] = _("Something was said in a room.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class MessageWithdrawn(Happening):
    """Its author took a message back; it is shown to nobody any more."""

    space: UUID
    message: UUID
    sentence: ClassVar[str | Promise] = _("A message was taken back by its author.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class TranslationAdded(Happening):
    """A message was translated by a person of the room."""

    space: UUID
    message: UUID
    translation: UUID
    sentence: ClassVar[str | Promise] = _("A message was translated.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class TranslationChecked(Happening):
    """A second person found a translation right."""

    space: UUID
    message: UUID
    translation: UUID
    sentence: ClassVar[str | Promise] = _("A translation was checked.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class ReleaseMade(Happening):
    """A side let one item of its private room be shown. Audience: that private room; the copy is told of by its own
    MessagePosted."""

    space: UUID
    message: UUID
    release: UUID
    sentence: ClassVar[str | Promise] = _("A side allowed one item to be shown.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class ReleaseWithdrawn(Happening):
    """A permission to show was taken back. Told in the private room (message: the source) and where the copy stands
    (message: the copy)."""

    space: UUID
    message: UUID
    release: UUID
    sentence: ClassVar[str | Promise] = _("A permission to show was taken back.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class InterpreterAdmitted(Happening):
    """The mediator let an interpreter into this one room."""

    space: UUID
    participant: UUID
    sentence: ClassVar[str | Promise] = _("An interpreter entered a room.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class InterpreterReleased(Happening):
    """An interpreter left this room."""

    space: UUID
    participant: UUID
    sentence: ClassVar[str | Promise] = _("An interpreter left a room.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class MeetingPlanned(Happening):
    """A meeting has a time. Told in the room, or rooms, in which it will be held."""

    meeting: UUID
    mode: str
    sentence: ClassVar[str | Promise] = _("A meeting was planned.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class MeetingOpened(Happening):
    """A meeting began: in the joint room, or in each private room apart (shuttle)."""

    meeting: UUID
    mode: str
    sentence: ClassVar[str | Promise] = _("A meeting began.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class MeetingEnded(Happening):
    """A meeting ended; who was present is kept nowhere."""

    meeting: UUID
    mode: str
    sentence: ClassVar[str | Promise] = _("A meeting ended.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class MeetingMoved(Happening):
    """A planned meeting has another time."""

    meeting: UUID
    mode: str
    sentence: ClassVar[str | Promise] = _("A meeting was put to another time.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class AttendanceNoted(Happening):
    """Who takes part in the live meeting, or by which channel, changed. Told only in rooms where that person sits."""

    meeting: UUID
    sentence: ClassVar[str | Promise] = _("Who takes part in the meeting was noted.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class AsideNoted(Happening):
    """Who sits with the mediator in this private room now. Audience: that private room."""

    space: UUID
    sentence: ClassVar[str | Promise] = _("Who sits in a private room during the meeting was noted.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class DeviceHanded(Happening):
    """The mediator gave a shared device to a person of a side for this meeting. Audience: their private room."""

    meeting: UUID
    participant: UUID
    sentence: ClassVar[str | Promise] = _("A shared device was handed over for the meeting.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class TimesProposed(Happening):
    """The mediator asks which time suits. Told to each side, and to the other people of the case, by itself."""

    proposal: UUID
    sentence: ClassVar[str | Promise] = _("Times for a meeting were proposed.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class TimesAnswered(Happening):
    """Somebody said which time suits. Audience: their side's private room, or the mediators' room: the other side
    never hears who answered."""

    proposal: UUID
    participant: UUID
    sentence: ClassVar[str | Promise] = _("A person said which times suit.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class ConstraintKept(Happening):
    """Somebody said when they cannot come. Audience as above."""

    participant: UUID
    sentence: ClassVar[str | Promise] = _("A person said when they cannot come.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class CameByVoice(Happening):
    """Somebody came to the live meeting by voice: they said that they record nothing, and whether they are alone.
    Audience: their side's private room, or the mediators' room: where they go from there, no other side hears."""

    meeting: UUID
    participant: UUID
    alone: bool
    sentence: ClassVar[str | Promise] = _("Somebody came to the meeting by voice and promised to record nothing.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class LetInByVoice(Happening):
    """The mediator let somebody into this room by voice. Audience: that room."""

    space: UUID
    participant: UUID
    sentence: ClassVar[str | Promise] = _("Somebody was let into the room by voice.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class NameCorrected(Happening):
    """The mediator corrected the name by which the others of this meeting see somebody. Audience: their side's private
    room, or the mediators' room."""

    meeting: UUID
    participant: UUID
    sentence: ClassVar[str | Promise] = _("The name of a person was corrected for the meeting by voice.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class CorridorOpened(Happening):
    """The mediator opened a room for the representatives of the sides. Audience: that room."""

    space: UUID
    sentence: ClassVar[str | Promise] = _("A room for representatives was opened.")
    family: ClassVar[str] = "space"


@dataclass(frozen=True)
class CorridorClosed(Happening):
    """The room for representatives was closed. Audience: that room."""

    space: UUID
    sentence: ClassVar[str | Promise] = _("The room for representatives was closed.")
    family: ClassVar[str] = "space"
