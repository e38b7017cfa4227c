"""A case whose two sides bid unseen on what the lost hay is worth: the first side pays."""

from bitim.compromise.actions import bidding as acts
from bitim.compromise.models_bidding import Bidder, Bidding
from bitim.settlements.tests.stage import ready

HAY = {"kk": "Жоғалған шөп үшін", "ru": "За пропавшее сено"}
UPPER, LOWER = 1, 2


def terms(made, **changes):
    said = {"what": HAY, "currency": "KZT", "pays": made.sides[0].pk, "rounds": 3} | changes
    return acts.Terms(**said)


def offered(stage="drafting", **changes):
    made = ready(stage)
    return made, acts.offer_bidding(made.case, actor=made.as_mediator, terms=terms(made, **changes))


def bidder(bidding, position):
    rows = Bidder.objects.system().select_related("bidding__case", "side")
    return rows.get(bidding=bidding, side__position=position)


def bidding_now(stage="drafting", **changes):
    made, bidding = offered(stage, **changes)
    for position in (UPPER, LOWER):
        acts.agree_to_bidding(bidder(bidding, position), actor=made.as_party(position))
    return made, fresh(bidding)


def fresh(bidding):
    return Bidding.objects.system().select_related("case").get(pk=bidding.pk)


def seals(made, bidding, position, tenge, round=None):
    """Seal a sum of whole tenge; return the bidding as it is then."""
    round = round or fresh(bidding).round
    acts.seal_bid(bidder(bidding, position), actor=made.as_party(position), round=round, units=round_units(tenge))
    return fresh(bidding)


def round_units(tenge):
    return int(tenge * 100)
