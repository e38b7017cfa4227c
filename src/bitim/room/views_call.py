"""The live meeting by voice: coming in, the rooms, and the mediator's desk of who is where."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bitim.cases.labels import ROLES
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.live.socket import PATH
from bitim.kernel.pressed import once
from bitim.people import session_keys
from bitim.room import actions, ports, queries, views_console
from bitim.room.forms import ComeForm
from bitim.room.queries.calling import Call, call_for
from bitim.room.views import actor_of, asks_pin, see_other, shown


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, case: UUID) -> HttpResponse:
    """Come to the live meeting by voice, be in it, go out; for the mediator, say who is in which room."""
    actor = actor_of(request)
    found = call_for(actor, case)
    here = reverse("room:call", args=[case])
    if asks_pin(request, case, here):
        return see_other(reverse("people:device"))
    form, refused = ComeForm(request.POST or None), None
    if request.method == "POST":
        try:
            if found.meeting is None:
                raise Refused(_("No meeting is open now."))
            if _done(request, found, found.meeting.pk, form):
                return see_other(here)
        except Refused as no:
            refused = no
    mediates = found.meeting is not None and actor.role == "mediator"
    desk = views_console.desk(actor, found.meeting.pk) if found.meeting and mediates else None
    mine = views_console.mine(actor, found.place) if found.place else {}
    on_the_table = views_console.on_the_table(actor, found.place) if found.place else None
    here_in = {"case": case, "mediates": mediates, "desk": desk, "on_the_table": on_the_table, **mine}
    if request.method != "POST" and (part := _part(request, here_in)) is not None:
        return part
    status = 409 if refused else 422 if request.method == "POST" else 200
    context: dict[str, Any] = {
        "call": found,
        "form": form,
        "refused": refused,
        "carries": ports.media.is_on(),
        "captioned": ports.captions.name != "none",
        "by_server": ports.media.name == "janus",
        "channel": f"{PATH}?meeting={found.meeting.pk}" if found.meeting else "",
        "rooms": queries.spaces_for(actor, case),
        "roles": ROLES.items(),
        "shared_screen": session_keys.is_shared(request.session),
        **here_in,
    }
    answer = shown(request, "call", status, **context)
    answer.headers["Permissions-Policy"] = "camera=(self)"  # nowhere else may a page ask for it
    return answer


def _part(request: HttpRequest, context: dict[str, Any]) -> HttpResponse | None:
    """Return the one part of the page that an open page asks for anew: empty where the reader has no such part any
    more; None when it asks for the whole."""
    part = request.GET.get("part", "")
    if part == "desk" and context["desk"] is not None:
        return render(request, "room/call_desk.html", context)
    if part == "mine" and "mine" in context:
        return render(request, "room/call_mine.html", context)
    if part == "agenda" and context["on_the_table"] is not None:
        return render(request, "room/call_agenda.html", context)
    return HttpResponse(status=204) if part else None


def _done(request: HttpRequest, found: Call, meeting: UUID, form: ComeForm) -> bool:
    """Do what a press asks for; tell whether it was done."""
    actor, key, act = actor_of(request), once(request), request.POST.get("act", "")
    if act == "come":
        if not form.is_valid():
            return False
        said = form.cleaned_data
        alone, promised = said["alone"] == "yes", said["records_nothing"]
        actions.come_by_voice(meeting, actor=actor, key=key, alone=alone, records_nothing=promised)
    elif act in views_console.PRESSES:
        views_console.PRESSES[act](request, meeting, found.place)
    else:
        raise NotFound
    return True
