"""What can happen in a bidding on a sum. No event carries a sum; who sealed one is told to that side alone."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bitim.kernel.record import Happening


@dataclass(frozen=True)
class _AtTheTable(Happening):
    """Parent of the events that both sides may know."""

    case: UUID
    bidding: UUID
    family: ClassVar[str] = "joint"


@dataclass(frozen=True)
class BiddingOffered(_AtTheTable):
    """The sides were asked whether they want to bid unseen on a sum."""

    sentence: ClassVar[str | Promise] = _("The sides were asked whether to agree on a sum without naming it.")


@dataclass(frozen=True)
class BiddingAgreed(_AtTheTable):
    """A side takes part."""

    side: UUID
    sentence: ClassVar[str | Promise] = _("A side takes part in agreeing on a sum.")


@dataclass(frozen=True)
class BiddingOpened(_AtTheTable):
    """A round takes bids: the first, or the next after one without a deal."""

    number: int
    sentence: ClassVar[str | Promise] = _("Each side can seal its sum.")


@dataclass(frozen=True)
class BidSealed(_AtTheTable):
    """A side sealed its sum of a round. Audience: that side alone."""

    bidder: UUID
    family: ClassVar[str] = "side"
    sentence: ClassVar[str | Promise] = _("Your side has sealed its sum.")


@dataclass(frozen=True)
class SumAgreed(_AtTheTable):
    """The sums have met: there is a deal."""

    sentence: ClassVar[str | Promise] = _("A sum is agreed.")


@dataclass(frozen=True)
class BiddingOver(_AtTheTable):
    """The last round ended without a deal; every bid is deleted."""

    sentence: ClassVar[str | Promise] = _("The last round ended without a sum.")


@dataclass(frozen=True)
class BiddingEnded(_AtTheTable):
    """The bidding was ended; who wanted it is not said, not even whether it was a side or the mediator."""

    sentence: ClassVar[str | Promise] = _("Agreeing on a sum has ended.")


@dataclass(frozen=True)
class SumWritten(_AtTheTable):
    """The agreed sum was put into the text of the settlement."""

    document: UUID
    sentence: ClassVar[str | Promise] = _("The agreed sum was put into the text of the settlement.")
