"""Who may do what in a bidding on a sum. A side's own bid is read by that side alone, never by the mediator."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases.predicates import is_mediator, is_not_closed
from bitim.compromise.models_bidding import Bidder, Bidding
from bitim.compromise.permissions_bidding import B
from bitim.compromise.rules import OWN, SIDES
from bitim.kernel.access import Actor, predicate, register


def bidding_of(thing: Any) -> Bidding:
    """Return the bidding that a thing belongs to."""
    found: Bidding = thing if isinstance(thing, Bidding) else thing.bidding
    return found


@predicate(_("Both sides have answered already whether they take part."))
def is_asking(actor: Actor, thing: Any) -> bool:
    """The sides are being asked; nobody bids yet."""
    return bidding_of(thing).state == Bidding.ASKED


@predicate(_("This bidding is over."))
def is_not_over(actor: Actor, thing: Any) -> bool:
    """The bidding has neither ended nor come to a result."""
    return bidding_of(thing).state in Bidding.GOING_ON


@predicate(_("Sums can be sealed once both sides take part, until the bidding is over."))
def takes_bids(actor: Actor, thing: Bidder) -> bool:
    """A round is open."""
    return thing.bidding.state == Bidding.OPEN


@predicate(_("There is no agreed sum to put into the text."))
def is_deal(actor: Actor, thing: Any) -> bool:
    """The sums have met."""
    return bidding_of(thing).state == Bidding.DEAL


RULES = {
    B.SEE_BIDDING: [[is_mediator], SIDES],
    B.OFFER_BIDDING: [[is_not_closed, is_mediator]],
    B.AGREE_TO_BIDDING: [[is_not_closed, *OWN, is_asking]],
    B.END_BIDDING: [[is_not_closed, is_mediator, is_not_over], [is_not_closed, *SIDES, is_not_over]],
    B.SEE_BIDDER: [OWN],
    B.SEAL_BID: [[is_not_closed, *OWN, takes_bids]],
    B.WRITE_SUM: [[is_not_closed, is_mediator, is_deal]],
}
register(RULES)
