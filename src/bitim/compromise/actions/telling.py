"""Telling everybody of the sides that there is something to read: the same moment and the same words for all of them.

The message names neither the dispute nor mediation nor a package. Nobody gets one because of what another side did by
itself: it goes out when something lies before every side.
"""

from bitim.cases.actions import ways
from bitim.cases.models import Participant
from bitim.compromise.models import Search

PACKAGE_NEWS = "package_news"


def tell_everybody(search: Search, moment: str) -> None:
    """Put the message on the way to everybody who acts for a side of the search, once for each moment."""
    sides = search.parts.system().values("side")
    rows = Participant.objects.system().filter(side__in=sides, ended=None, role__in=Participant.SIDE_ROLES)
    for one in rows.select_related("person").order_by("since", "pk"):
        key = f"{PACKAGE_NEWS}:{search.pk}:{moment}:{one.person_id}"
        ways.tell(one.person, search.case_id, PACKAGE_NEWS, key=key)
