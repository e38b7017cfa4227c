"""A case of people who came: one page, one press."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bitim.cases import actions, law, queries
from bitim.cases.actions.people import MOST_SIDES
from bitim.cases.forms_office import HandForm, WalkInForm, WalkInSideForm
from bitim.cases.views.common import actor_of, attempt, case_page, posted, see, show, staff_actor
from bitim.kernel.access import Actor
from bitim.kernel.pressed import once

SIDE_FIELDS = ("kind", "name", "here", "comes", "language", "seen_as", "identifier", "address", "phone", "in_paper")


@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest) -> HttpResponse:
    """Open a case with its sides in the room. "One more side" keeps what was typed and asks for nothing yet; what a
    consultation knows comes along in the address."""
    actor = actor_of(request)
    centre = queries.centre_to_open_in(actor)
    adding = request.POST.get("go") == "add"
    typed = None if adding else posted(request)
    initial = request.POST.dict() if adding else {key: request.GET.get(key, "") for key in ("kind", "place")}
    head = _head(actor, centre, typed, initial)
    sides = _sides(request, centre, adding)
    opened: list[Any] = []

    def act() -> None:
        said = head.cleaned_data
        case = actions.open_walk_in(
            centre.pk,
            actor=actor,
            key=once(request),
            title=head.titles(),
            kind=said["kind"],
            sides=[form.one() for form in sides],
            mediator=queries.uuid_in(said.get("mediator", "")),
            accepted=said["accepted"],
            disclosure=said["disclosure"],
            consultation=queries.uuid_in(request.POST.get("consultation", "")),
            place=queries.uuid_in(said.get("place", "")),
        )
        opened.append(case.pk)

    right = typed is not None and all(form.is_valid() for form in (head, *sides))
    if right and attempt(head, act):
        return see(f"/case/{opened[0]}/")
    began = queries.uuid_in((request.POST if request.method == "POST" else request.GET).get("consultation", ""))
    context = {"head": head, "sides": sides, "may_add": len(sides) < MOST_SIDES, "part": "today", "began": began}
    return show(request, "walk_in", context, head, *sides)


def _head(actor: Actor, centre: Any, typed: QueryDict | None, initial: dict[str, Any]) -> WalkInForm:
    mediators = [(str(person), name) for person, name in queries.mediators_here(actor)]
    return WalkInForm(
        typed,
        languages=(centre.languages or ["kk", "ru"])[:2],  # the two of its papers; others are added with the papers
        kinds=law.kinds(centre.pack),
        places=queries.places_in(centre),
        mediators=mediators if actor.role == "coordinator" else None,
        initial={"mediator": mediators[0][0] if len(mediators) == 1 else ""}
        | initial
        | {"kind": initial.get("kind") or law.OTHER},
    )


def _sides(request: HttpRequest, centre: Any, adding: bool) -> list[WalkInSideForm]:
    asks = {
        "asks_identifier": law.paper_asks(centre.pack, "party.identifier"),
        "asks_address": law.paper_asks(centre.pack, "party.address"),
    }
    languages = list(centre.languages or ["kk", "ru"])
    came = request.GET.get("language", "")
    languages.sort(key=lambda code: code != came)  # whoever was advised comes first
    count = request.POST.get("count", "2")
    many = int(count) if count.isdecimal() and len(count) < 3 else 2
    many = min(max(many + adding, 2), MOST_SIDES)
    if request.method == "POST" and not adding:
        kept = [n for n in range(many) if n < 2 or _is_typed(request, n)]
        return [WalkInSideForm(request.POST, prefix=f"s{n}", **asks) for n in kept]
    forms = []
    for n in range(many):
        said = {key: request.POST.get(f"s{n}-{key}") for key in SIDE_FIELDS if f"s{n}-{key}" in request.POST}
        forms.append(WalkInSideForm(prefix=f"s{n}", initial={"language": languages[n % len(languages)]} | said, **asks))
    return forms


def _is_typed(request: HttpRequest, n: int) -> bool:
    """Tell whether anything was written about a further side: one that was added and left empty is no side."""
    return any(
        request.POST.get(f"s{n}-{key}", "").strip() for key in ("name", "here", "identifier", "address", "phone")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: HttpRequest, case_id: UUID, participant_id: UUID) -> HttpResponse:
    """Who signs at the request of somebody who cannot."""
    actor = staff_actor(request)
    case = queries.case_for(actor, case_id)
    person = queries.signer_in(actor, case, participant_id)
    form = HandForm(posted(request), initial=person.hand, attested=law.signs_at_request(case.pack) == "attested")

    def act() -> None:
        actions.name_hand(participant_id, actor=actor, key=once(request), **form.cleaned_data)

    if request.method == "POST" and attempt(form, act):
        return see(reverse("cases:people", args=[case_id]))
    allowed = law.signs_at_request(case.pack) != "no"
    context = case_page(actor, case, person=person, form=form, allowed=allowed, tab="people")
    return show(request, "hand", context, form)
