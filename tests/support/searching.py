"""A search for a package, and a bidding on a sum, in the house for the guards."""

from typing import Any

from bitim.compromise.models import Part, Round, Search
from bitim.compromise.models_bidding import Bidder, Bidding
from bitim.demo.cast import Cast
from bitim.kernel import clock


def search_things(main: Cast) -> dict[str, Any]:
    """A search for a package for which the sides write their lists, and a bidding; and, for the rules alone, searches
    at other points, since a case has one at a time."""
    now = clock.now()
    words = {"kk": "іздеуде-айтылған-сөз-55"}
    model = {"issues": [{"id": str(n), "title": words, "options": [{"id": "1", "words": words}]} for n in "12"]}
    row: dict[str, Any] = {"case": main.case, "by": main.mediator, "model": model, "since": now, "at": now}
    search = Search.objects.create(state=Search.LISTING, **row)
    parts = [Part.objects.create(search=search, side=side, agreed=now, lists={}, salt="0" * 64) for side in main.sides]
    asked, proposing, found = (Search(state=state, **row) for state in (Search.ASKED, Search.PROPOSING, Search.FOUND))
    own = main.sides[0]
    return {
        "search": search,
        "part": parts[0],
        "round": Round.objects.create(search=search, number=1, state=Round.OVER, packages=[], at=now, closed=now),
        "asked search": asked,
        "asked part": Part(search=asked, side=own),
        "closed part": Part(search=proposing, side=own, frozen=now),
        "shown part": Part(search=proposing, side=own, frozen=now, shared=now),
        "open round": Round(search=proposing, number=1, at=now),
        "found search": found,
        "found round": Round(search=found, number=1, state=Round.ACCEPTED, at=now),
        **bidding_things(main),
    }


def bidding_things(main: Cast) -> dict[str, Any]:
    """A bidding whose first round takes bids; and, for the rules alone, biddings at other points."""
    now = clock.now()
    what = {"kk": "сома-не-үшін-сөз-56"}
    row: dict[str, Any] = {"case": main.case, "by": main.mediator, "what": what, "currency": "KZT", "most": 3}
    row |= {"seed": "0" * 32, "since": now, "at": now}
    bidding = Bidding.objects.create(state=Bidding.OPEN, **row)
    bidders = [
        Bidder.objects.create(bidding=bidding, side=side, pays=at == 0, agreed=now, bids=[])
        for at, side in enumerate(main.sides)
    ]
    asked, agreed = (Bidding(state=state, **row) for state in (Bidding.ASKED, Bidding.DEAL))
    return {
        "bidding": bidding,
        "bidder": bidders[0],
        "asked bidder": Bidder(bidding=asked, side=main.sides[0], pays=True),
        "agreed bidding": agreed,
    }
