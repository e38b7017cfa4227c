"""The public check of a mediator's card, and the register for the staff."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bitim.kernel.access import Actor, NotFound, Refused
from bitim.people import actions, queries
from bitim.people.forms import CardForm, CardNumberForm
from bitim.people.views.doors import NOT_RIGHT, _see
from bitim.people.words import KIND_WORDS


def staff_actor(request: HttpRequest) -> tuple[Actor, UUID]:
    """Return the staff person who asks and their centre; nobody else sees that the page exists."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person is None or actor.centre is None:
        raise NotFound
    return actor, actor.centre


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """Check a mediator: one field, a clear yes or no, and what it does not prove."""
    form = CardNumberForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    found = queries.card_by_number(form.cleaned_data["number"]) if asked else None
    context = {
        "form": form,
        "asked": asked,
        "card": found,
        "kind": KIND_WORDS.get(found.kind, "") if found else "",
        "spoken": [settings.LANGUAGE_NAMES.get(code, code) for code in found.languages] if found else [],
    }
    return render(request, "people/card.html", context, status=NOT_RIGHT if form.errors else 200)


@require_safe
def register_list(request: HttpRequest) -> HttpResponse:
    """The register of the centre."""
    actor, centre = staff_actor(request)
    cards = queries.register_of(actor, centre)
    rows = [
        {
            "card": one,
            "kind": KIND_WORDS.get(one.kind, one.kind),
            "spoken": ", ".join(settings.LANGUAGE_NAMES.get(code, code) for code in one.languages),
        }
        for one in cards
    ]
    return render(request, "people/register.html", {"rows": rows, "part": "register", "may": queries.may_keep(actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def card_new(request: HttpRequest) -> HttpResponse:
    """Enter a mediator in the register."""
    actor, centre = staff_actor(request)
    people = [(str(c.person), c.name) for c in queries.staff_of(actor, centre, role="mediator")]
    form = CardForm(request.POST or None, people=people, languages=list(settings.LANGUAGES))
    if request.method == "POST" and form.is_valid():
        said = form.said()
        said["person"] = UUID(said["person"])
        try:
            actions.add_card(centre, actor=actor, key=request.POST.get("once", ""), **said)
        except Refused as refused:
            form.add_error(None, " ".join(map(str, filter(None, (refused.reason, refused.what_helps)))))
        else:
            return _see(reverse("people:register"))
    context = {"form": form, "part": "register", "nobody": not people}
    return render(request, "people/card_new.html", context, status=NOT_RIGHT if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def card_revoke(request: HttpRequest, card: UUID) -> HttpResponse:
    """Ask once more, then revoke."""
    actor, centre = staff_actor(request)
    found = next((one for one in queries.register_of(actor, centre) if one.id == card), None)
    if found is None:
        raise NotFound
    if request.method == "POST":
        actions.revoke_card(card, actor=actor, key=request.POST.get("once", ""))
        return _see(reverse("people:register"))
    return render(request, "people/card_revoke.html", {"card": found, "part": "register"})
