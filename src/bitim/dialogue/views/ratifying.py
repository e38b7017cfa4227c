"""The pages of a case's ballots: for its mediator and the people of its sides."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST

from bitim.dialogue.actions import balloting
from bitim.dialogue.actions import ratifying as acts
from bitim.dialogue.queries import ratifying as queries
from bitim.dialogue.views.common import number_of, printed, see
from bitim.engines.ratification import RULES
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.ids import spaced
from bitim.kernel.pressed import once
from bitim.settlements.queries import line_about
from bitim.settlements.views.common import actor_of, uuid_of


def _shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    actor = actor_of(request)
    base = "base_party.html" if actor.role == "party" else "base_staff.html"
    whole = {"base": base, "part": "cases", "is_mediator": actor.role == "mediator", **context}
    answer = render(request, f"dialogue/ratify/{template}.html", whole, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, case: UUID) -> HttpResponse:
    """Where the ballots of a case stand for this reader; the mediator asks for one by POST."""
    actor = actor_of(request)
    seen = queries.ratifying_page(actor, case)
    no: Refused | None = None
    if request.method == "POST":
        try:
            acts.ask_to_ratify(seen.case, actor=actor, key=once(request), terms=_terms(request, seen))
            return see("ratifying", case)
        except Refused as refused:
            no = refused
    line = line_about(actor, seen.case.pk, seen.case.pk)
    context: dict[str, Any] = {"rules": list(RULES), "typed": request.POST, "refused": no, "line": line}
    context["chosen"] = request.POST.getlist("clause")
    context["voting"] = [(one, request.POST.get(f"papers-{one.id}", "")) for one in seen.people.sides]
    if seen.latest and actor.role == "mediator":
        context["address"] = printed("ballot", seen.latest.slug)
    return _shown(request, "page", 409 if no else 200, seen=seen, case=seen.case, one=seen.latest, **context)


def _terms(request: HttpRequest, seen: queries.RatifyingPage) -> acts.Terms:
    sent = request.POST
    clauses = [uuid_of(one) for one in sent.getlist("clause")]
    return acts.Terms(
        clauses=tuple(one for one in clauses if one is not None),
        papers={one.id: number_of(sent.get(f"papers-{one.id}", "").strip()) for one in seen.people.sides},
        rule=sent.get("rule", ""),
        turnout=number_of(sent.get("turnout", "0")),
        closes=_moment(sent.get("closes", "")),
    )


def _moment(typed: str) -> datetime | None:
    try:
        found = parse_datetime(typed)
    except ValueError:
        return None
    return timezone.make_aware(found) if found is not None and timezone.is_naive(found) else found


@require_POST
def agree(request: HttpRequest, ratification: UUID) -> HttpResponse:
    """Agree for one's side that the clauses are put to the people."""
    actor = actor_of(request)
    own = queries.own_ratifier(actor, ratification)
    acts.agree_to_ratify(own, actor=actor, key=once(request))
    return see("ratifying", own.ratification.case_id)


@require_POST
def note(request: HttpRequest, ratifier: UUID) -> HttpResponse:
    """Note the same of a side without a device."""
    actor = actor_of(request)
    part = queries.ratifier_for(actor, ratifier)
    acts.note_ratifier(part, actor=actor, key=once(request))
    return see("ratifying", part.ratification.case_id)


@require_POST
def begin(request: HttpRequest, ratification: UUID) -> HttpResponse:
    """Open a ballot."""
    actor = actor_of(request)
    found = queries.ratification_for(actor, ratification)
    acts.open_ballot(found, actor=actor, key=once(request))
    return see("ratifying", found.case_id)


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, ratifier: UUID) -> HttpResponse:
    """Make the papers of a side; the answer is the sheet to print, this once."""
    actor = actor_of(request)
    if actor.role != "mediator":
        raise NotFound
    part = queries.ratifier_for(actor, ratifier)
    codes: list[str] = []
    no: Refused | None = None
    if request.method == "POST":
        try:
            codes = [spaced(one) for one in balloting.make_papers(part, actor=actor)]
        except Refused as refused:
            no = refused
    found = part.ratification
    context = {"at": printed("ballot", found.slug), "refused": no, "languages": queries.languages_of(part)}
    return _shown(request, "papers", 409 if no else 200, part=part, case=found.case, codes=codes, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, ratification: UUID) -> HttpResponse:
    """Ask once more, then end the voting and count."""
    actor = actor_of(request)
    if actor.role != "mediator":
        raise NotFound
    found = queries.ratification_for(actor, ratification)
    if request.method == "POST":
        acts.close_ballot(found, actor=actor, key=once(request))
        return see("ratifying", found.case_id)
    return _shown(request, "count", one=found, case=found.case)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, ratification: UUID) -> HttpResponse:
    """Ask once more, then give a ballot up."""
    actor = actor_of(request)
    found = queries.ratification_for(actor, ratification)
    if request.method == "POST":
        acts.end_ratification(found, actor=actor)  # without a key: it would say whose press it was
        return see("ratifying", found.case_id)
    return _shown(request, "end", one=found, case=found.case)


@require_POST
def strike(request: HttpRequest, ratifier: UUID) -> HttpResponse:
    """Take words out that stand beside a result."""
    actor = actor_of(request)
    part = queries.ratifier_for(actor, ratifier)
    at, reason = number_of(request.POST.get("at", "")), request.POST.get("reason", "")
    acts.strike_view(part, actor=actor, key=once(request), at=at, reason=reason)
    return see("ratifying", part.ratification.case_id)
