"""What can happen to a ballot on draft clauses. Audience: the joint table. How many voted, and how, stands in no event
before the result, and in it only whether the clauses passed."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.kernel.record import Happening


@dataclass(frozen=True)
class _Ratification(Happening):
    """Parent of the events of a ballot."""

    case: UUID
    ratification: UUID
    family: ClassVar[str] = "joint"


@dataclass(frozen=True)
class RatificationAsked(_Ratification):
    """The sides were asked whether clauses may be put to their people."""

    sentence: ClassVar[str | Promise] = _("The sides were asked whether clauses may be put to their people.")


@dataclass(frozen=True)
class RatificationAgreed(_Ratification):
    """A side agreed that its people and those of the others read the clauses."""

    side: UUID
    sentence: ClassVar[str | Promise] = _("A side agreed that clauses are put to the people.")


@dataclass(frozen=True)
class BallotOpened(_Ratification):
    """People can vote. `digest`: SHA-256 of the words on which they vote."""

    digest: str
    sentence: ClassVar[str | Promise] = _("A ballot on clauses was opened.")


@dataclass(frozen=True)
class PapersMade(_Ratification):
    """Ballot papers of a side were made for printing. `number`: how many."""

    side: UUID
    number: int
    sentence: ClassVar[str | Promise] = _("Ballot papers were made.")


@dataclass(frozen=True)
class BallotCounted(_Ratification):
    """The ballot is over. `passed`: the clauses passed inside every group."""

    passed: bool
    sentence: ClassVar[str | Promise] = _("A ballot on clauses was counted.")


@dataclass(frozen=True)
class RatificationEnded(_Ratification):
    """The ballot was given up; nothing was counted, and every paper is deleted."""

    sentence: ClassVar[str | Promise] = _("A ballot on clauses was given up.")


@dataclass(frozen=True)
class ViewStruck(_Ratification):
    """The mediator took words out that stood beside a result. `reason`: a key of the house's words."""

    reason: str
    sentence: ClassVar[str | Promise] = _("Words beside the result of a ballot were taken out.")
