"""What every page of the domain does the same way."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from bitim.cases import queries
from bitim.cases.labels import OUTCOMES, ROLES
from bitim.kernel.access import Actor, NotFound, Refused

NOT_RIGHT = 422


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def see(place: str) -> HttpResponse:
    """Lead to another page after a write."""
    response = HttpResponseRedirect(place)
    response.status_code = 303
    return response


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
        form.add_error(None, " ".join(str(part) for part in (refused.reason, refused.what_helps) if part))
        return False
    return True


def show(request: HttpRequest, template: str, context: dict[str, Any], *forms: BaseForm) -> HttpResponse:
    """Render a page; 422 when one of its forms is not right yet."""
    wrong = any(form.is_bound and form.errors for form in forms)
    return render(request, f"cases/{template}.html", context, status=NOT_RIGHT if wrong else 200)


def case_page(actor: Actor, case: Any, **more: Any) -> dict[str, Any]:
    """Return what every page of a case shows: title, number, stage, tabs for the reader's role."""
    staff = actor.role in ("coordinator", "mediator", "interpreter")
    return {
        "case": case,
        "base": "base_staff.html" if staff else "base_party.html",
        "is_staff": staff,
        "is_mediator": actor.role == "mediator",
        "is_coordinator": actor.role == "coordinator",
        "stage_name": queries.STAGE_NAMES.get(case.stage, case.stage),
        "outcome_name": OUTCOMES.get(case.outcome, ""),
        "part": "cases",
        "roles": ROLES,
    } | more


def staff_actor(request: HttpRequest) -> Actor:
    """Return who acts when it is a coordinator or a mediator; for everybody else the page is not there."""
    actor = actor_of(request)
    if actor.role not in ("coordinator", "mediator"):
        raise NotFound
    return actor
