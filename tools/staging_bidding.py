"""Biddings on a sum at two points, in cases of the demo: the sides are asked, and the second round takes bids."""

from typing import Any

WHAT = {"kk": "Жоғалған шөп үшін", "ru": "За пропавшее сено"}


def _offered(on: Any, hosts: tuple[str, str], mediator: str) -> Any:
    """Ask the sides; the first of them would pay."""
    from bitim.compromise.actions import bidding

    case, pays = on.things._case(hosts[0]), on.things._side(hosts[0])
    terms = bidding.Terms(WHAT, "KZT", pays.pk, 3)
    return bidding.offer_bidding(case, actor=on.staff(mediator), terms=terms)


def sums(on: Any) -> None:
    """One case in which the sides are asked; another in which a round ended without a deal, and one has bid again."""
    from bitim.compromise.actions import bidding
    from bitim.compromise.models_bidding import Bidder

    _offered(on, ("gulmira", "oleg"), "yerlan")
    row = on.make("bidding@aigerim", _offered(on, ("aigerim", "viktor"), "saule"))
    rows = Bidder.objects.system().select_related("bidding__case")
    own = {host: rows.get(bidding=row, side=on.things._side(host)).pk for host in ("aigerim", "viktor")}
    for host, bidder in own.items():
        bidding.agree_to_bidding(bidder, actor=on.party(host))
    for host, units, number in (("aigerim", 80_000_000, 1), ("viktor", 130_000_000, 1), ("viktor", 125_000_000, 2)):
        bidding.seal_bid(own[host], actor=on.party(host), round=number, units=units)
