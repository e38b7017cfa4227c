"""The public check of a mediator's card, and the register for the staff."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bitim import jurisdictions
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.pressed import once
from bitim.kernel.text import in_language
from bitim.people import actions, cards, queries
from bitim.people.forms import CardNumberForm
from bitim.people.forms_register import CardForm, RemoveForm
from bitim.people.views.doors import NOT_RIGHT, _see
from bitim.people.words import KIND_WORDS


def staff_actor(request: HttpRequest) -> tuple[Actor, UUID]:
    """Return the staff person who asks and their centre; nobody else sees that the page exists."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person is None or actor.centre is None:
        raise NotFound
    return actor, actor.centre


def keeper(request: HttpRequest) -> tuple[Actor, UUID]:
    """Return who keeps the register of their centre; for everybody else the page is not there."""
    actor, centre = staff_actor(request)
    if not queries.may_keep(actor):
        raise NotFound
    return actor, centre


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form carried, or None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def attempt(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Do what a valid form asks; a refusal becomes a sentence on the form, so that nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, " ".join(map(str, filter(None, (refused.reason, refused.what_helps)))))
        return False
    return True


def shown(request: HttpRequest, template: str, context: dict[str, Any], *forms: BaseForm) -> HttpResponse:
    """Render a page of the register; 422 when one of its forms is not right yet."""
    wrong = any(form.is_bound and form.errors for form in forms)
    return render(
        request, f"people/{template}.html", {"part": "register", **context}, status=NOT_RIGHT if wrong else 200
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """Check a mediator: one field, a clear yes or no, and what it does not prove."""
    form = CardNumberForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _answer(request, form, form.cleaned_data["number"])
    return render(request, "people/card.html", {"form": form}, status=NOT_RIGHT if form.errors else 200)


@never_cache
@require_safe
def card_check(request: HttpRequest, number: str) -> HttpResponse:
    """The same by the QR of a printed card, or by a link of ours. Nothing of it is kept by anybody on the way."""
    return _answer(request, CardNumberForm(initial={"number": number[:40]}), number)


def _answer(request: HttpRequest, form: CardNumberForm, number: str) -> HttpResponse:
    found = queries.card_by_number(number)
    context = {"form": form, "asked": True, "card": found} | (_words(found) if found else {})
    return render(request, "people/card.html", context)


def _words(one: queries.CardShown) -> dict[str, Any]:
    """Return the words of a card that its keys stand for."""
    pack = jurisdictions.load(queries.pack_of(one.id))
    reasons = {label.key: in_language(label.texts) for label in pack.labels.get("removal_reasons", ())}
    kinds = {label.key: in_language(label.texts) for label in pack.labels["dispute_kinds"]}
    return {
        "kind": KIND_WORDS.get(one.kind, one.kind),
        "reason": reasons.get(one.more["removed_for"], ""),
        "kinds": ", ".join(kinds.get(key, key) for key in one.more["kinds"]),
        "places": ", ".join(one.more["places"]),
    }


@require_safe
def register_list(request: HttpRequest) -> HttpResponse:
    """The register of the centre: searched, by state, page by page."""
    actor, centre = staff_actor(request)
    asked, state, typed = (request.GET.get(name, "")[:100] for name in ("q", "state", "page"))
    page = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
    found = queries.register_page(actor, centre, asked=asked, state=state, page=page)
    rows = [{"card": one, "kind": KIND_WORDS.get(one.kind, one.kind)} for one in found.cards]
    context = {"rows": rows, "found": found, "q": asked, "state": state, "may": queries.may_keep(actor)}
    return shown(request, "register", context)


@require_safe
def card_open(request: HttpRequest, card: UUID) -> HttpResponse:
    """One card with all it says, for the staff of its centre."""
    actor, _centre = staff_actor(request)
    found = queries.card_for(actor, card)
    return shown(request, "card_open", {"card": found, "may": queries.may_keep(actor)} | _words(found))


@require_safe
def card_paper(request: HttpRequest, card: UUID) -> HttpResponse:
    """The card on paper, with the QR by which anybody checks it."""
    actor, centre = staff_actor(request)
    found = queries.card_for(actor, card)
    if found.state != "in_force":
        raise NotFound
    site = request.build_absolute_uri("/").rstrip("/")
    pdf = cards.pdf_of(found, queries.centre_for(actor, centre), site=site)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{found.number}.pdf"', "Cache-Control": "no-store"},
    )


def _card_form(actor: Actor, centre: UUID, data: Any, own: queries.CardShown | None = None) -> CardForm:
    people = [(str(c.person), c.name) for c in queries.staff_of(actor, centre, role="mediator")]
    pack = jurisdictions.load(queries.centre_for(actor, centre).pack)
    return CardForm(
        data,
        people=people,
        languages=list(settings.LANGUAGES),
        kinds=[(label.key, in_language(label.texts)) for label in pack.labels["dispute_kinds"]],
        points=[(str(one.id), in_language(one.name)) for one in queries.points_of(centre)],
        initial=CardForm.of(own) if own else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def card_new(request: HttpRequest) -> HttpResponse:
    """Enter a mediator in the register."""
    actor, centre = staff_actor(request)
    form = _card_form(actor, centre, posted(request))

    def act() -> None:
        said = form.said()
        said["person"] = UUID(said["person"]) if said["person"] else None
        actions.add_card(centre, actor=actor, key=once(request), **said)

    if request.method == "POST" and attempt(form, act):
        return _see(reverse("people:register"))
    return shown(request, "card_new", {"form": form}, form)


@require_http_methods(["GET", "HEAD", "POST"])
def card_change(request: HttpRequest, card: UUID) -> HttpResponse:
    """Change what a card says, or whose it is."""
    actor, centre = keeper(request)
    found = queries.card_for(actor, card)
    form = _card_form(actor, centre, posted(request), found)

    def act() -> None:
        said = form.said({"public_name": found.public_name, "organisation": found.organisation})
        said["person"] = UUID(said["person"]) if said["person"] else None
        actions.change_card(card, actor=actor, key=once(request), **said)

    if request.method == "POST" and attempt(form, act):
        return _see(reverse("people:card_open", args=[card]))
    return shown(request, "card_new", {"form": form, "card": found}, form)


@require_http_methods(["GET", "HEAD", "POST"])
def card_revoke(request: HttpRequest, card: UUID) -> HttpResponse:
    """Ask once more, with the ground, then revoke."""
    actor, centre = staff_actor(request)
    found = queries.card_for(actor, card)
    pack = jurisdictions.load(queries.centre_for(actor, centre).pack)
    reasons = [(label.key, in_language(label.texts)) for label in pack.labels.get("removal_reasons", ())]
    form = RemoveForm(posted(request), reasons=reasons)

    def act() -> None:
        said = form.cleaned_data
        actions.revoke_card(card, actor=actor, key=once(request), reason=said["reason"], decided=said["decided"])

    if request.method == "POST" and attempt(form, act):
        return _see(reverse("people:register"))
    return shown(request, "card_revoke", {"card": found, "form": form}, form)
