"""The day of the staff, their list of cases, and marking a call as made."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from bitim.cases.queries import Filters
from bitim.cases.queries.course import STAGE_NAMES
from bitim.desk import actions, queries
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.pressed import once

Page = Callable[..., HttpResponse]
STAFF_ROLES = ("coordinator", "mediator", "interpreter", "head")


def for_staff(page: Page) -> Page:
    """Lead a visitor to the sign-in; anybody who came by a door finds nothing here."""

    @wraps(page)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.person is None:
            return redirect("account_login")
        if actor.role not in STAFF_ROLES:
            raise NotFound
        return page(request, **parts)

    return guarded


@require_safe
@for_staff
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for this member of staff."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return render(request, "desk/today.html", {"day": queries.today(actor), "now": clock.today(), "part": "today"})


@require_safe
@for_staff
def case_list(request: HttpRequest) -> HttpResponse:
    """Show the cases of the reader, fifty at a time."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = filters_of(request.GET)
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    wanted = {key for key in queries.FROM_ROOMS if request.GET.get(key) == "1" and actor.role in queries.WITH_ROOMS}
    shown = queries.listed(actor, filters, page, wanted)
    context = {
        "shown": shown,
        "lines": [queries.line_of(one, "term" if filters.term else "") for one in shown.lines],
        "filters": filters,
        "stages": [(key, name) for key, name in STAGE_NAMES.items() if key != "request"],
        "ticks": [*ticks(filters, actor), *room_ticks(wanted, actor)],
        "narrowed": bool(wanted) or filters != Filters(),
        "earlier": _at(request.GET, shown.page - 1) if shown.page > 1 else "",
        "later": _at(request.GET, shown.page + 1) if shown.page < shown.pages else "",
        "part": "cases",
    }
    return render(request, "desk/cases.html", context)


TICKS = ("late", "mine", "unowned", "no_mediator", "term", "closed")


def filters_of(said: QueryDict) -> Filters:
    """Return the filters that an address names; what is not known is left out."""
    stage = said.get("stage", "")
    on: dict[str, Any] = {key: said.get(key) == "1" for key in TICKS}
    if stage == "closed":
        on["closed"] = True
    number = "".join(c for c in said.get("number", "") if c.isdecimal())[:8]
    return Filters(stage=stage if stage in STAGE_NAMES else "", number=number, **on)


def ticks(filters: Filters, actor: Actor) -> list[tuple[str, str, bool]]:
    """Return (key, word, whether it is on) of the tick boxes that mean something to this role."""
    words = {
        "late": _("late"),
        "mine": _("mine"),
        "unowned": _("without an owner"),
        "no_mediator": _("without a mediator"),
        "term": _("term ends"),
        "closed": pgettext("of a case", "closed"),
    }
    useful = TICKS if actor.role == "coordinator" else ("late", "term", "closed")
    return [(key, words[key], getattr(filters, key)) for key in useful]


def room_ticks(wanted: Collection[str], actor: Actor) -> list[tuple[str, str, bool]]:
    """Return the same of what the rooms know, for those who have rooms."""
    words = {"new": _("with new words"), "meeting": _("with a meeting")}
    return [(key, words[key], key in wanted) for key in queries.FROM_ROOMS] if actor.role in queries.WITH_ROOMS else []


def _at(said: QueryDict, page: int) -> str:
    there = said.copy()
    there["page"] = str(page)
    return there.urlencode()


@require_POST
@for_staff
def called(request: HttpRequest, wish: UUID) -> HttpResponse:
    """Mark a call as made, or a wish as answered in writing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _done(request, actions.mark_called_back, wish, any(one.id == wish for one in queries.calls_for(actor)))


@require_POST
@for_staff
def told(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Mark that somebody without a mailbox was told that there is news."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _done(request, actions.mark_told, notice, queries.waits_to_be_told(actor, notice))


def _done(request: HttpRequest, act: Callable[..., None], thing: UUID, is_there: bool) -> HttpResponse:
    """Mark it; what is not there for this reader is not found, a refusal is shown where the press was made."""
    said = {"sure": request.POST.get("sure") == "1", "written": request.POST.get("written") == "1"}
    try:
        act(thing, actor=request.actor, key=once(request), **said)  # type: ignore[attr-defined]
    except Refused as refused:
        if not is_there:
            raise NotFound from None
        messages.warning(request, f"{refused.reason} {refused.what_helps}")
    else:
        messages.info(request, _("Noted.") if said["written"] else _("Marked as called."))
    response = redirect("desk:today")
    response.status_code = 303
    return response
