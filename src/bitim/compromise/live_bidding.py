"""How a bidding looks on the live line: a mark that it has changed, no more, for whoever may see it. That a side has
sealed its sum is no such change: it is told to that side's room alone, and not by this line."""

from typing import Any

from django.utils.html import format_html

from bitim.compromise import events_bidding as events
from bitim.compromise.models_bidding import Bidding
from bitim.compromise.permissions_bidding import B
from bitim.kernel.access import Actor, decide
from bitim.kernel.live import Reader, renderer
from bitim.kernel.models import Event

Cache = dict[Any, Any]


@renderer(
    events.BiddingOffered,
    events.BiddingAgreed,
    events.BiddingOpened,
    events.SumAgreed,
    events.BiddingOver,
    events.BiddingEnded,
)
def bidding(event: Event, reader: Reader, cache: Cache) -> str | None:
    """Say that a bidding has changed."""
    key = ("bidding", event.payload["bidding"])
    if key not in cache:
        rows = Bidding.objects.system().select_related("case")
        cache[key] = rows.filter(pk=event.payload["bidding"]).first()
    found = cache[key]
    if found is None:
        return None
    may = ("may-see-bidding", reader.person, reader.role, reader.centre, found.pk)
    if may not in cache:
        cache[may] = bool(decide(Actor(reader.person, reader.role, reader.centre), B.SEE_BIDDING, found))
    about = found.case_id if event.kind == events.BiddingOffered.__name__ else found.pk
    return format_html('<i data-changed="{}"></i>', about) if cache[may] else None
