"""The pages of a bidding on a sum: where it stands, one sum typed and looked at once more, the end."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from bitim.compromise import queries
from bitim.compromise.actions import bidding as acts
from bitim.compromise.sums import CURRENCIES, money, read_sum
from bitim.compromise.views.common import numbers, see, shown
from bitim.engines.compromise.amounts import plain
from bitim.engines.compromise.bidding import MOST_ROUNDS
from bitim.kernel.access import Refused
from bitim.kernel.pressed import once
from bitim.settlements.queries import line_about
from bitim.settlements.views.common import actor_of, columns, texts, uuid_of

LONGEST_TYPED = 60


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, case: UUID) -> HttpResponse:
    """Where the bidding stands for this reader; the mediator offers one by POST."""
    actor = actor_of(request)
    seen = queries.bidding_page(actor, case)
    no: Refused | None = None
    if request.method == "POST":
        try:
            acts.offer_bidding(seen.case, actor=actor, key=once(request), terms=_terms(request, seen))
            return see("bidding", seen.case.pk)
        except Refused as refused:
            no = refused
    line = line_about(actor, seen.case.pk, seen.id or seen.case.pk)
    seen = queries.bidding_page(actor, case)
    form = _form(request, seen) if seen.may_offer else {}
    return shown(request, "bidding/page", 409 if no else 200, seen=seen, case=seen.case, line=line, refused=no, **form)


def _languages(seen: queries.BiddingSeen) -> tuple[str, ...]:
    return seen.people.languages or ("kk", "ru")


def _terms(request: HttpRequest, seen: queries.BiddingSeen) -> acts.Terms:
    sent = request.POST
    return acts.Terms(
        what=texts(request, "what", _languages(seen)),
        currency=sent.get("currency", ""),
        pays=uuid_of(sent.get("pays", "")),
        rounds=(numbers(sent.get("rounds", "")) or [0])[0],
    )


def _form(request: HttpRequest, seen: queries.BiddingSeen) -> dict[str, Any]:
    """Return the fields of an offer, with what was typed."""
    sent = request.POST
    return {
        "what": columns("what", texts(request, "what", _languages(seen)), _languages(seen)),
        "currencies": CURRENCIES.items(),
        "currency": sent.get("currency") or next(iter(CURRENCIES)),
        "pays": sent.get("pays", ""),
        "rounds": (numbers(sent.get("rounds", "")) or [MOST_ROUNDS])[0],
        "counts": range(1, MOST_ROUNDS + 1),
    }


@require_POST
def agree(request: HttpRequest, bidding: UUID) -> HttpResponse:
    """Take part for one's side."""
    own = queries.own_bidder(actor_of(request), bidding)
    acts.agree_to_bidding(own, actor=actor_of(request), key=once(request))
    return see("bidding", own.bidding.case_id)


@require_http_methods(["GET", "HEAD", "POST"])
def bid(request: HttpRequest, bidding: UUID) -> HttpResponse:
    """Type a sum; look at it once more, as it was understood; seal it. Nothing is kept before it is sealed."""
    actor = actor_of(request)
    own = queries.own_bidder(actor, bidding)
    typed = request.POST.get("typed", "")[:LONGEST_TYPED]
    round = (numbers(request.POST.get("round", "")) or [own.bidding.round])[0]
    whole: dict[str, Any] = {"bidding": own.bidding, "case": own.bidding.case, "own": queries.own_bids(actor, own)}
    whole["unit"] = CURRENCIES[own.bidding.currency]
    no: Refused | None = None
    if request.method == "POST" and not request.POST.get("again"):
        try:
            units = read_sum(typed)
            if request.POST.get("sure"):
                acts.seal_bid(own, actor=actor, key=once(request), round=round, units=units)
                return see("bidding", own.bidding.case_id)
            acts.check_bid(own, round, units)
            whole |= {"sum": money(units, own.bidding.currency), "plain": plain(units), "typed": typed, "round": round}
            return shown(request, "bidding/sure", **whole)
        except Refused as refused:
            no = refused
    elif own.bidding.state != own.bidding.OPEN or whole["own"].bid:
        return see("bidding", own.bidding.case_id)
    return shown(request, "bidding/bid", 409 if no else 200, **whole, typed=typed, wrong=no.reason if no else "")


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, bidding: UUID) -> HttpResponse:
    """Ask once more, then end the bidding."""
    actor = actor_of(request)
    row = queries.bidding_for(actor, bidding)
    if request.method == "POST":
        acts.end_bidding(row, actor=actor, key=once(request))
        return see("bidding", row.case_id)
    return shown(request, "bidding/end", bidding=row, case=row.case)


@require_POST
def write(request: HttpRequest, bidding: UUID) -> HttpResponse:
    """Put the agreed sum into the settlement's text."""
    actor = actor_of(request)
    row = queries.bidding_for(actor, bidding)
    acts.write_sum(row, actor=actor, key=once(request))
    return see("bidding", row.case_id)
