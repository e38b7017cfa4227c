"""One address for a case; what stands there depends on who reads."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from bitim.cases import queries as cases
from bitim.desk import queries
from bitim.kernel.access import Actor, NotFound
from bitim.kernel.pressed import once
from bitim.people.shared import asks_pin
from bitim.room import actions as room


@require_safe
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show a case as the reader's role sees it; NotFound for anybody without a part in it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = cases.case_for(actor, case)
    try:
        page, template, name = PAGES[actor.role]
    except KeyError:
        raise NotFound from None
    if cases.sits_beside(actor, found):
        page, template = queries.beside, "desk/beside.html"
    seen = page(actor, found)
    # What a side told at the beginning lies on its own page: where others sit at the screen, the PIN comes first.
    if isinstance(seen, queries.MyCase) and seen.account and (pin := asks_pin(request, case, request.path)):
        return pin
    return render(request, template, {name: seen, "part": "cases"})


PAGES: dict[str, tuple[Callable[..., Any], str, str]] = {
    "party": (queries.my_case, "desk/my_case.html", "my"),
    "mediator": (queries.table, "desk/table.html", "table"),
    "coordinator": (queries.frame, "desk/frame.html", "table"),
    "interpreter": (queries.interpreting, "desk/interpreting.html", "table"),
}


@require_POST
def apart(request: HttpRequest, case: UUID) -> HttpResponse:
    """Everyone apart now: the meeting of everybody ends and one held apart begins, both or neither."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = cases.case_for(actor, case)
    room.everyone_apart(found, actor=actor, key=once(request))
    response = redirect("desk:case", found.pk)
    response.status_code = 303
    return response
