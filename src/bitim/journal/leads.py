"""Where "make it a case" leads: the page of a walk-in case, or the request's three screens where there is no such page.

The one seam between a consultation and a case. What is known goes along as short keys; words never stand in an
address.
"""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from bitim.journal.models import Consultation

WALK_IN = ("cases:walk_in", "desk:walk_in", "room:walk_in")
WALK_IN_PATH = "/office/walk-in/"
REQUEST = "cases:ask"


def to_a_case(entry: Consultation) -> str:
    """Return the address at which the case of a consultation begins."""
    known = {
        "consultation": str(entry.head),
        "kind": entry.kind,
        "channel": entry.channel,
        "language": entry.language,
        "place": str(entry.place_id or ""),
    }
    return f"{_page()}?{urlencode({key: value for key, value in known.items() if value})}"


def _page() -> str:
    for name in WALK_IN:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    try:
        resolve(WALK_IN_PATH)
    except Resolver404:
        return reverse(REQUEST)
    return WALK_IN_PATH
