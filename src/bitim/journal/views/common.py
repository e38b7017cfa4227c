"""What every page of the books does the same way."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bitim.cases import law
from bitim.cases.views.common import NOT_RIGHT, actor_of, attempt, posted, see
from bitim.journal import actions, queries, sheets
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound
from bitim.kernel.text import in_language

Page = Callable[..., HttpResponse]
__all__ = [
    "actor_of",
    "attempt",
    "kinds_of",
    "office_page",
    "page_of",
    "places_of",
    "posted",
    "see",
    "show",
    "take_out",
]


def office_page(page: Page) -> Page:
    """Lead a visitor to the sign-in; whoever has no business with the books finds nothing here."""

    @wraps(page)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor.person is None:
            return redirect("account_login")
        return page(request, office=queries.office_of(actor), **parts)

    return guarded


def show(request: HttpRequest, template: str, *forms: Any, **context: Any) -> HttpResponse:
    """Render a page; 422 when one of its forms is not right yet."""
    wrong = any(form.is_bound and form.errors for form in forms)
    context.setdefault("part", "office")
    return render(request, f"journal/{template}.html", context, status=NOT_RIGHT if wrong else 200)


def page_of(request: HttpRequest) -> int:
    """Return the page of a list that an address asks for; the first one when it asks for none."""
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def kinds_of(office: queries.Office) -> list[tuple[str, str]]:
    """Return the kinds of dispute of the centre's pack."""
    return law.kinds(office.centre.pack)


def places_of(actor: Actor, office: queries.Office) -> list[tuple[str, str]]:
    """Return the choices of places, the centre's own first."""
    return [("", in_language(office.centre.place)), *((str(pk), name) for pk, name in queries.places_for(actor))]


def take_out(
    actor: Actor, office: queries.Office, what: str, period: str, form: str, made: Sequence[sheets.Sheet]
) -> HttpResponse:
    """Make a file, record that it left, and hand it over."""
    if form not in sheets.TYPES:
        raise NotFound
    content = sheets.made(made, form, clock.now())
    actions.export(office.centre.pk, actor=actor, what=what, period=period, form=form, content=content)
    return handed(content, form, f"{what}-{period}")


def handed(content: bytes, form: str, name: str) -> HttpResponse:
    """Answer with a file."""
    response = HttpResponse(content, content_type=sheets.TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
