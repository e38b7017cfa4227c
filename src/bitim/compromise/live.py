"""How a search looks on the live line: a mark that it has changed, no more, for whoever may see it."""

from typing import Any

from django.utils.html import format_html

from bitim.compromise import events
from bitim.compromise.models import Search
from bitim.compromise.permissions import P
from bitim.kernel.access import Actor, decide
from bitim.kernel.live import Reader, renderer
from bitim.kernel.models import Event

Cache = dict[Any, Any]


@renderer(
    events.SearchOffered,
    events.SearchChanged,
    events.SearchAgreed,
    events.ListsOpened,
    events.LookingBegan,
    events.RoundPut,
    events.PackageOpened,
    events.RoundOver,
    events.PackageAccepted,
    events.SearchEnded,
)
def search(event: Event, reader: Reader, cache: Cache) -> str | None:
    """Say that a search has changed."""
    key = ("search", event.payload["search"])
    if key not in cache:
        rows = Search.objects.system().select_related("case")
        cache[key] = rows.filter(pk=event.payload["search"]).first()
    found = cache[key]
    if found is None:
        return None
    may = ("may-see-search", reader.person, reader.role, reader.centre, found.pk)
    if may not in cache:
        cache[may] = bool(decide(Actor(reader.person, reader.role, reader.centre), P.SEE_SEARCH, found))
    about = found.case_id if event.kind == events.SearchOffered.__name__ else found.pk
    return format_html('<i data-changed="{}"></i>', about) if cache[may] else None
