"""How a ballot looks on the live line: a mark that it has changed, no more, for whoever may see it. That somebody has
voted is no such change."""

from typing import Any

from django.utils.html import format_html

from bitim.dialogue import events_ratifying as events
from bitim.dialogue.models_ratifying import Ratification
from bitim.dialogue.permissions_ratifying import R
from bitim.kernel.access import Actor, decide
from bitim.kernel.live import Reader, renderer
from bitim.kernel.models import Event

Cache = dict[Any, Any]


@renderer(
    events.RatificationAsked,
    events.RatificationAgreed,
    events.BallotOpened,
    events.BallotCounted,
    events.RatificationEnded,
)
def ratification(event: Event, reader: Reader, cache: Cache) -> str | None:
    """Say that a ballot has changed."""
    key = ("ratification", event.payload["ratification"])
    if key not in cache:
        rows = Ratification.objects.system().select_related("case")
        cache[key] = rows.filter(pk=event.payload["ratification"]).first()
    found = cache[key]
    if found is None:
        return None
    may = ("may-see-ratification", reader.person, reader.role, reader.centre, found.pk)
    if may not in cache:
        cache[may] = bool(decide(Actor(reader.person, reader.role, reader.centre), R.SEE_RATIFICATION, found))
    return format_html('<i data-changed="{}"></i>', found.case_id) if cache[may] else None
