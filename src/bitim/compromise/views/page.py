"""The page of a case's search, and what is pressed on it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from bitim.compromise import queries
from bitim.compromise.actions import dividing, improving, listing, offering, rounds, speaking, writing
from bitim.compromise.views.common import numbers, see, shown, spoken
from bitim.kernel.access import Refused
from bitim.kernel.pressed import once
from bitim.settlements.queries import line_about
from bitim.settlements.views.common import actor_of, columns, texts, uuid_of


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, case: UUID) -> HttpResponse:
    """Where the search stands for this reader; the mediator offers one, or a division of things, by POST."""
    actor, side = actor_of(request), spoken(request)
    seen = queries.search_page(actor, case, side)
    no: Refused | None = None
    goods, languages = request.POST.get("kind") == "goods", seen.people.languages or ("kk", "ru")
    typed = texts(request, "things", languages)
    if request.method == "POST":
        chosen = [one for one in map(uuid_of, request.POST.getlist("issue")) if one]
        try:
            if goods:
                dividing.offer_division(seen.case, actor=actor, key=once(request), things=typed)
            else:
                offering.offer_search(seen.case, actor=actor, key=once(request), issues=chosen)
            return see("page", seen.case.pk)
        except Refused as refused:
            no = refused
    line = line_about(actor, seen.case.pk, seen.id or seen.case.pk)
    seen = queries.search_page(actor, case, side)
    own = queries.own_part(actor, seen.id) if seen.id and seen.mine and seen.round and not side else None
    table = queries.table_of_own(actor, own) if own else ""
    whole: dict[str, Any] = {
        "refused": no,
        "table": table,
        "things": columns("things", typed, languages),
        "things_typed": goods,
    }
    whole |= {"line": line, "bidding": queries.state_of_bidding(actor, seen.case)}
    return shown(request, "page", 409 if no else 200, seen=seen, case=seen.case, **whole)


@require_POST
def keep_out(request: HttpRequest, search: UUID) -> HttpResponse:
    """Take a question out: it is not for trading."""
    actor = actor_of(request)
    row = queries.search_for(actor, search)
    offering.keep_out(row, actor=actor, key=once(request), issue=request.POST.get("issue", ""))
    return see("page", row.case_id, spoken=spoken(request))


@require_POST
def set_apart(request: HttpRequest, search: UUID) -> HttpResponse:
    """Say that two answers cannot stand together, or take that back."""
    actor = actor_of(request)
    row = queries.search_for(actor, search)
    places = numbers(f"{request.POST.get('first', '')},{request.POST.get('second', '')}".replace("-", ","))
    if len(places) != 4:
        places = [0, 0, 0, 0]
    pair = (places[0], places[1]), (places[2], places[3])
    yes, seen = request.POST.get("yes") == "1", request.POST.get("seen", "")
    offering.set_apart(row, actor=actor, key=once(request), seen=seen, first=pair[0], second=pair[1], yes=yes)
    return see("page", row.case_id, at="apart")


@require_POST
def agree(request: HttpRequest, search: UUID) -> HttpResponse:
    """Take part for one's side."""
    actor, side = actor_of(request), spoken(request)
    part = queries.part_of(actor, search, side)
    offering.agree_to_search(part, actor=actor, key=once(request), seen=request.POST.get("seen", ""))
    return see("page", part.search.case_id, spoken=side)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, search: UUID) -> HttpResponse:
    """Ask once more, then end the search."""
    actor = actor_of(request)
    row = queries.search_for(actor, search)
    if request.method == "POST":
        offering.end_search(row, actor=actor, key=once(request))
        return see("page", row.case_id)
    return shown(request, "end", search=row, case=row.case)


@require_POST
def unlock(request: HttpRequest, search: UUID) -> HttpResponse:
    """Say that one's side would open the lists again, or no longer."""
    actor, side = actor_of(request), spoken(request)
    part = queries.part_of(actor, search, side)
    listing.ask_unlock(part, actor=actor, key=once(request), yes=request.POST.get("yes") == "1")
    return see("page", part.search.case_id, spoken=side)


@require_POST
def reply(request: HttpRequest, round: UUID) -> HttpResponse:
    """Answer a package for one's side, or for the one for which the mediator writes."""
    actor, side = actor_of(request), spoken(request)
    row = queries.round_for(actor, round)
    number, says = (numbers(request.POST.get("number", "")) or [99])[0], request.POST.get("says", "")
    if side is None:
        rounds.reply(row, actor=actor, key=once(request), number=number, says=says)
    else:
        part = queries.part_of(actor, row.search_id, side)
        speaking.reply_for(part, actor=actor, key=once(request), round=row.pk, number=number, says=says)
    return see("page", row.search.case_id, spoken=side)


@require_POST
def note_deal(request: HttpRequest, search: UUID) -> HttpResponse:
    """Note which answers the deal at the table has."""
    actor = actor_of(request)
    row = queries.search_for(actor, search)
    said = request.POST
    count = len(offering.weighed_in(row)["issues"])
    options = [(numbers(said.get(f"issue-{at}", "")) or [-1])[0] for at in range(count)]
    improving.note_deal(row, actor=actor, key=once(request), options=options)
    return see("page", row.case_id)


@require_POST
def write(request: HttpRequest, search: UUID) -> HttpResponse:
    """Put the accepted package into the settlement's text."""
    actor = actor_of(request)
    row = queries.search_for(actor, search)
    writing.write_clauses(row, actor=actor, key=once(request))
    return see("page", row.case_id)


@require_http_methods(["GET", "HEAD"])
def record(request: HttpRequest, round: UUID) -> HttpResponse:
    """The record of an accepted package, as a file."""
    return _file(queries.record_of(actor_of(request), round), "record")


@require_http_methods(["GET", "HEAD"])
def own(request: HttpRequest, search: UUID) -> HttpResponse:
    """The side's own closed list, as a file."""
    actor = actor_of(request)
    part = queries.own_part(actor, search)
    text = queries.table_of_own(actor, part)
    return _file(text, "own-list") if text else see("page", part.search.case_id)


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    answer["Cache-Control"] = "no-store"
    return answer
