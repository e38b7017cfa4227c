"""A search for a package in the house for the guards."""

from typing import Any

from bitim.compromise.models import Part, Round, Search
from bitim.demo.cast import Cast
from bitim.kernel import clock


def search_things(main: Cast) -> dict[str, Any]:
    """A search for a package for which the sides write their lists; and, for the rules alone, searches at other points,
    since a case has one at a time."""
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
    }
