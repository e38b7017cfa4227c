"""The register of demands of authorities: the whole centre's, or of one case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitim.kernel.access import Refused
from bitim.kernel.pressed import once
from bitim.settlements import queries
from bitim.settlements.actions import demands as acts
from bitim.settlements.labels_after import ASKERS, DEMAND_STATES, DEMAND_STEPS, TELL
from bitim.settlements.matter import day_of
from bitim.settlements.permissions import P
from bitim.settlements.queries import demands as register
from bitim.settlements.views.common import actor_of, see, shown
from bitim.settlements.views.office import as_file

WORDS = ("asker", "office", "paper", "day", "note")


@require_safe
def demands(request: HttpRequest) -> HttpResponse:
    """The register as far as it is the reader's."""
    actor = actor_of(request)
    if actor.person is None:
        return redirect("account_login")
    return shown(request, "demands", rows=_rows(register.demands_for(actor)), case=None)


@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """The demands for one case, and the form that writes one down."""
    actor = actor_of(request)
    row = queries.case_seen(actor, case, P.RECORD_DEMAND)
    no: Refused | None = None
    said: dict[str, Any] = {key: request.POST.get(key, "") for key in (*WORDS, "tell", "tell_after")}
    given = request.POST.getlist("given")
    if request.method == "POST":
        try:
            acts.record_demand(
                row,
                actor=actor,
                key=once(request),
                said=said,
                given=given,
                tell=said["tell"],
                tell_after=day_of(said["tell_after"]),
            )
            messages.success(request, _("Written down. A second person has to confirm it in their own login."))
            return see("demands_of", row.pk)
        except Refused as refused:
            no = refused
    return shown(
        request,
        "demands",
        409 if no else 200,
        case=row,
        refused=no,
        rows=_rows(register.demands_for(actor, row)),
        said=said,
        askers=[(key, words, key == said["asker"]) for key, words in ASKERS.items()],
        kinds=[(key, name, reason, key in given) for key, name, reason in register.demand_kinds(row.pack)],
        tell=[(key, words, key == (said["tell"] or "yes")) for key, words in TELL.items()],
    )


def _rows(seen: list[register.DemandSeen]) -> list[tuple[Any, ...]]:
    return [
        (
            one,
            ASKERS.get(one.asker, one.asker),
            DEMAND_STATES[one.state],
            TELL[one.tell],
            [(step, DEMAND_STEPS[step.what]) for step in one.steps],
        )
        for one in seen
    ]


@require_POST
def confirm(request: HttpRequest, demand: UUID) -> HttpResponse:
    """Say, as a second person, that a demand is what it is said to be, or that it is not."""
    actor = actor_of(request)
    row = register.demand_for(actor, demand)
    acts.confirm_demand(row, actor=actor, key=once(request), yes=request.POST.get("yes") == "1")
    return see("demands")


@require_POST
def give(request: HttpRequest, demand: UUID) -> HttpResponse:
    """Take the papers of a confirmed demand out; it is written down first."""
    actor = actor_of(request)
    row = register.demand_for(actor, demand)
    acts.note_given(row, actor=actor, key=once(request))
    content, name = register.bundle_of(actor, row)
    return as_file((content, name, "application/zip"))
