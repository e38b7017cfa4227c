"""What can happen to a community dialogue. Chain and audience: the centre. Who takes part and how anybody voted stands
in no event."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.kernel.record import Happening


@dataclass(frozen=True)
class _Dialogue(Happening):
    """Parent of the events of a conversation."""

    conversation: UUID
    family: ClassVar[str] = "centre"


@dataclass(frozen=True)
class ConversationMade(_Dialogue):
    """A conversation was written down; nobody can take part yet."""

    sentence: ClassVar[str | Promise] = _("A dialogue was prepared.")


@dataclass(frozen=True)
class ConversationChanged(_Dialogue):
    """What is asked, or how, was changed before anybody could take part."""

    sentence: ClassVar[str | Promise] = _("A dialogue was changed before it was opened.")


@dataclass(frozen=True)
class ConversationOpened(_Dialogue):
    """People can take part."""

    sentence: ClassVar[str | Promise] = _("A dialogue was opened.")


@dataclass(frozen=True)
class ConversationClosed(_Dialogue):
    """Nobody votes any more."""

    sentence: ClassVar[str | Promise] = _("A dialogue was closed.")


@dataclass(frozen=True)
class SlipsMade(_Dialogue):
    """One-time codes were made for printing. `number`: how many."""

    number: int
    sentence: ClassVar[str | Promise] = _("Slips with codes for a dialogue were made.")


@dataclass(frozen=True)
class StatementJudged(_Dialogue):
    """A sentence was let in or kept out. `reason`: a key of the house's words."""

    statement: UUID
    state: str
    reason: str
    sentence: ClassVar[str | Promise] = _("A sentence of a dialogue was let in or kept out.")


@dataclass(frozen=True)
class StatementReworded(_Dialogue):
    """A sentence was put otherwise; `statement` is the new one, `before` the one it came from."""

    statement: UUID
    before: UUID
    sentence: ClassVar[str | Promise] = _("A sentence of a dialogue was put in other words.")


@dataclass(frozen=True)
class StatementTranslated(_Dialogue):
    """The words of a sentence in another language were written or checked."""

    statement: UUID
    language: str
    sentence: ClassVar[str | Promise] = _("A sentence of a dialogue was translated.")


@dataclass(frozen=True)
class VotesBroughtIn(_Dialogue):
    """Sentences and votes of a conversation that was begun elsewhere came in. `people`: how many had voted."""

    people: int
    sentence: ClassVar[str | Promise] = _("Sentences and votes from elsewhere were brought into a dialogue.")


@dataclass(frozen=True)
class VotesTaken(_Dialogue):
    """The votes were taken out as a file, without names and in an order of chance."""

    sentence: ClassVar[str | Promise] = _("The votes of a dialogue were taken out as files.")
