"""What can happen to people of a centre and to the register. Ids and short keys only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.kernel.record import Happening


@dataclass(frozen=True)
class PersonAdded(Happening):
    """A person was written down at a centre."""

    person: UUID
    sentence: ClassVar[str | Promise] = _("A person was added")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class ContactsUpdated(Happening):
    """A person's contacts changed; what to is not said here."""

    person: UUID
    sentence: ClassVar[str | Promise] = _("Contacts were changed")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class LanguageChosen(Happening):
    """A person said in which language they read. Chain and audience: the person alone."""

    person: UUID
    language: str
    sentence: ClassVar[str | Promise] = _("A language was chosen")
    family: ClassVar[str] = "person"


@dataclass(frozen=True)
class RoleGiven(Happening):
    """A person got a role at a centre."""

    person: UUID
    role: str
    sentence: ClassVar[str | Promise] = _("A role was given")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class RoleEnded(Happening):
    """A person's role at a centre ended, and with it every session of theirs."""

    person: UUID
    role: str
    sentence: ClassVar[str | Promise] = _("A role ended")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class CardAdded(Happening):
    """A mediator was entered in the register."""

    card: UUID
    person: UUID | None
    sentence: ClassVar[str | Promise] = _("A mediator was entered in the register")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class CardRevoked(Happening):
    """A mediator's card was revoked; the public page says so at once."""

    card: UUID
    person: UUID | None
    sentence: ClassVar[str | Promise] = _("A mediator's card was revoked")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class CentreChanged(Happening):
    """The public details of a centre changed."""

    sentence: ClassVar[str | Promise] = _("The details of the centre were changed")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class TemplateAccepted(Happening):
    """The head accepted the text of a document's template."""

    acceptance: UUID
    sentence: ClassVar[str | Promise] = _("The text of a document was accepted")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class SheetMade(Happening):
    """A sheet of one-time codes was made for a member of staff, by whom the line says; the one before it ended."""

    person: UUID
    sentence: ClassVar[str | Promise] = _("A sheet of sign-in codes was made")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class SheetEnded(Happening):
    """A sheet of one-time codes was ended."""

    person: UUID
    sentence: ClassVar[str | Promise] = _("A sheet of sign-in codes was ended")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class CardChanged(Happening):
    """What a mediator's card says was changed; how is not said here, the card is public."""

    card: UUID
    sentence: ClassVar[str | Promise] = _("A mediator's card was changed")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class RegisterEntered(Happening):
    """A list was entered in the register: so many cards new, so many changed."""

    entered: UUID
    added: int
    changed: int
    sentence: ClassVar[str | Promise] = _("A list was entered in the register")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class InterestDeclared(Happening):
    """The centre declared on whom it depends, or that a tie is over. Carries no name."""

    interest: UUID
    ended: bool
    sentence: ClassVar[str | Promise] = _("An interest of the centre was declared")
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class AbsenceMarked(Happening):
    """A mediator is away, or back."""

    absence: UUID
    back: bool
    sentence: ClassVar[str | Promise] = _("An absence was noted")
    family: ClassVar[str] = "centre"
