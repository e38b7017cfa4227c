"""A side's own list: one question per page, then which of two packages, then closing it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from bitim.compromise import queries
from bitim.compromise.actions import listing
from bitim.compromise.facts import lists_of, read_of
from bitim.compromise.queries import ListPage
from bitim.compromise.views.common import numbers, see, shown, spoken
from bitim.kernel.access import Refused
from bitim.kernel.pressed import once
from bitim.settlements.views.common import actor_of


@require_http_methods(["GET", "HEAD"])
def begin(request: HttpRequest, search: UUID) -> HttpResponse:
    """Go on where the list was left: at its first open page, else at its summary."""
    side = spoken(request)
    part = queries.part_of(actor_of(request), search, side)
    at = lists_of(part).first_open
    return see("ready", search, spoken=side) if at is None else see("list", search, at, spoken=side)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, search: UUID, at: int) -> HttpResponse:
    """One question: its answers in the side's own order. Every press keeps what stands on the page."""
    actor = actor_of(request)
    part = queries.part_of(actor, search, spoken(request))
    seen = queries.list_page(actor, part, at)
    no: Refused | None = None
    if request.method == "POST":
        try:
            return _kept(request, seen)
        except Refused as refused:
            no = refused
    return shown(request, "list", 409 if no else 200, seen=seen, search=part.search, case=part.search.case, refused=no)


def _kept(request: HttpRequest, seen: ListPage) -> HttpResponse:
    """Keep the page as it was sent; a press of an arrow moves one line, anything else leads on."""
    sent = request.POST
    order = numbers(sent.get("order", ""))
    way, _dash, number = sent.get("move", "").partition("-")
    moved = (numbers(number) or [-1])[0]
    if moved in order and way in ("up", "down"):
        at = order.index(moved)
        to = max(0, min(len(order) - 1, at + (-1 if way == "up" else 1)))
        order.insert(to, order.pop(at))
    said = {
        "order": order,
        "same": sent.get("same") == "1",
        "must": numbers(",".join(sent.getlist("must"))),
        "never": numbers(",".join(sent.getlist("never"))),
    }
    part = listing.write_list(seen.part, actor=actor_of(request), key=once(request), at=seen.at, said=said)
    side = spoken(request)
    if way in ("up", "down"):
        return see("list", part.search_id, seen.at, at=f"choice-{moved}", spoken=side)
    if seen.is_last:
        return see("check", part.search_id, spoken=side)
    return see("list", part.search_id, seen.at + 1, spoken=side)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, search: UUID) -> HttpResponse:
    """Two packages: which would the side rather sign?"""
    actor, side = actor_of(request), spoken(request)
    part = queries.part_of(actor, search, side)
    if request.method == "POST":
        place = (numbers(request.POST.get("place", "")) or [99])[0]
        listing.answer_check(part, actor=actor, key=once(request), place=place, says=request.POST.get("says", ""))
        return see("check", search, spoken=side)
    pair = queries.pair_to_show(actor, part)
    if pair is None:
        return see("ready", search, spoken=side)
    return shown(request, "check", pair=pair, part_row=part, search=part.search, case=part.search.case)


@require_http_methods(["GET", "HEAD", "POST"])
def ready(request: HttpRequest, search: UUID) -> HttpResponse:
    """The whole list once more; closed by POST."""
    actor, side = actor_of(request), spoken(request)
    part = queries.part_of(actor, search, side)
    lists = lists_of(part)
    no: Refused | None = None
    if request.method == "POST":
        try:
            if request.POST.get("again") == "1":
                listing.forget_checks(part, actor=actor, key=once(request))
                return see("check", search, spoken=side)
            listing.close_list(part, actor=actor, key=once(request), seen=request.POST.get("seen", ""))
            return see("page", part.search.case_id, spoken=side)
        except Refused as refused:
            no = refused
    pages = [queries.list_page(actor, part, at) for at in range(lists.pages)]
    whole = {
        "seen": read_of(part),
        "obstacle": lists.obstacle(),
        "circle": lists.in_circle(),
        "checks": len(lists.checks),
        "refused": no,
    }
    return shown(
        request, "ready", 409 if no else 200, pages=pages, part=part, search=part.search, case=part.search.case, **whole
    )


@require_POST
def share(request: HttpRequest, search: UUID) -> HttpResponse:
    """Let the mediator read the list, or no longer."""
    actor = actor_of(request)
    part = queries.own_part(actor, search)
    listing.share_list(part, actor=actor, key=once(request), yes=request.POST.get("yes") == "1")
    return see("page", part.search.case_id)


@require_POST
def told(request: HttpRequest, part: UUID) -> HttpResponse:
    """A list that its side has shown to the mediator. By POST: every reading leaves a line for that side."""
    actor = actor_of(request)
    row = queries.part_shown(actor, part)
    listing.note_reading(row, actor=actor)
    pages = [queries.list_page(actor, row, at) for at in range(lists_of(row).pages)]
    return shown(request, "told", pages=pages, part=row, search=row.search, case=row.search.case)
