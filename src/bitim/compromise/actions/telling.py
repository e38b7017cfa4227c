"""Telling everybody of the sides that there is something to read: the same moment and the same words for all of them.

The message names neither the dispute nor mediation nor a package. Nobody gets one because of what another side did by
itself: it goes out when something lies before every side.
"""

from typing import Any

from bitim.cases.actions import ways
from bitim.cases.models import Participant
from bitim.compromise.models import Search
from bitim.compromise.models_bidding import Bidding

PACKAGE_NEWS = "package_news"


def tell_everybody(search: Search, moment: str) -> None:
    """Put the message on the way to everybody who acts for a side of the search, once for each moment."""
    _tell(search, search.parts.system().values("side"), moment)


def tell_bidders(bidding: Bidding, moment: str) -> None:
    """Put the same message on the way to everybody who acts for a side of the bidding."""
    _tell(bidding, bidding.bidders.system().values("side"), moment)


def _tell(about: Search | Bidding, sides: Any, moment: str) -> None:
    rows = Participant.objects.system().filter(side__in=sides, ended=None, role__in=Participant.SIDE_ROLES)
    for one in rows.select_related("person").order_by("since", "pk"):
        key = f"{PACKAGE_NEWS}:{about.pk}:{moment}:{one.person_id}"
        ways.tell(one.person, about.case_id, PACKAGE_NEWS, key=key)
