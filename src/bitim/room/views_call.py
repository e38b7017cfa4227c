"""The live meeting by voice: coming in, the rooms, and the mediator's desk of who is where."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bitim.kernel.access import NotFound, Refused
from bitim.kernel.live.socket import PATH
from bitim.people import session_keys
from bitim.room import actions, ports, queries, wording
from bitim.room.forms import ComeForm
from bitim.room.queries.calling import Call, VoiceDesk, call_for, voice_desk
from bitim.room.views import actor_of, asks_pin, once, see_other, shown


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
    desk = voice_desk(actor, found.meeting.pk) if found.meeting and actor.role == "mediator" else None
    if request.GET.get("part") == "desk" and desk is not None:
        return render(request, "room/call_desk.html", _desk(desk) | {"case": case, "mediates": True})
    status = 409 if refused else 422 if request.method == "POST" else 200
    context: dict[str, Any] = {
        "call": found,
        "case": case,
        "form": form,
        "refused": refused,
        "carries": ports.media.is_on(),
        "by_server": ports.media.name == "janus",
        "channel": f"{PATH}?meeting={found.meeting.pk}" if found.meeting else "",
        "rooms": queries.spaces_for(actor, case),
        "mediates": desk is not None,
        "shared_screen": session_keys.is_shared(request.session),
        **(_desk(desk) if desk else {}),
    }
    answer = shown(request, "call", status, **context)
    answer.headers["Permissions-Policy"] = "camera=(self)"  # nowhere else may a page ask for it
    return answer


def _done(request: HttpRequest, found: Call, meeting: UUID, form: ComeForm) -> bool:
    """Do what a press asks for; tell whether it was done."""
    actor, key, act = actor_of(request), once(request), request.POST.get("act", "")
    if act == "come":
        if not form.is_valid():
            return False
        said = form.cleaned_data
        alone, promised = said["alone"] == "yes", said["records_nothing"]
        actions.come_by_voice(meeting, actor=actor, key=key, alone=alone, records_nothing=promised)
    elif act == "leave":
        actions.leave_voice(found.place, actor=actor, key=key)
    elif act == "let":
        try:
            place, space = UUID(request.POST.get("place", "")), request.POST.get("space", "")
            actions.let_in(place, actor=actor, key=key, space=UUID(space) if space else None)
        except ValueError:
            raise NotFound from None
    elif act == "apart":
        actions.everybody_to_own_side(meeting, actor=actor, key=key)
    elif act == "table":
        actions.everybody_to_the_table(meeting, actor=actor, key=key)
    else:
        raise NotFound
    return True


def _desk(desk: VoiceDesk) -> dict[str, Any]:
    """Return the desk in words: each room with who is in it, then who waits."""
    names = {pk: wording.room_name(kind, side) for pk, kind, _side, side in desk.rooms}
    rows = [
        (names[pk], [(one, _ways(one, names)) for one in desk.guests if one.space == pk], kind)
        for pk, kind, _id, _side in desk.rooms
    ]
    waiting = [(one, _ways(one, names)) for one in desk.guests if one.space is None]
    return {"desk_rooms": rows, "desk_waiting": waiting, "desk_joint": desk.joint}


def _ways(one: Any, names: dict[UUID, str]) -> list[tuple[UUID, str]]:
    return [(pk, names[pk]) for pk in one.rooms if pk != one.space]
