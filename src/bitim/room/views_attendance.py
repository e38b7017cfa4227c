"""Pages of who takes part: the mediator's list, the talk aside in a private room, the record of a meeting."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitim.cases.queries.course import STAGE_NAMES
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.pressed import once
from bitim.people import shared
from bitim.room import actions, queries
from bitim.room.forms_attendance import CHANNELS, channel_word, ways_in
from bitim.room.queries.attendance import Attended, RecordSeen
from bitim.room.views import actor_of, in_room, see_other, shown


@require_http_methods(["GET", "HEAD", "POST"])
def who(request: HttpRequest, case: UUID) -> HttpResponse:
    """Note by which way each person takes part, and open the meeting with the same press."""
    actor = actor_of(request)
    refused = None
    if request.method == "POST":
        try:
            return see_other(_change(request, case))
        except Refused as no:
            refused = no
    sheet = queries.sheet_for(actor, case)
    desk = queries.meeting_desk(actor, case)
    typed = request.POST if refused else {}
    lines = [
        {
            "line": line,
            "role": queries.role_word(line.person.role),
            "chosen": typed.get(f"way-{line.participant}", line.channel),
            "behind": typed.get(f"behind-{line.participant}", str(line.behind or "")),
            "fellows": [(str(pk), name) for pk, name in line.fellows],
        }
        for line in sheet.lines
    ]
    context = {"sheet": sheet, "desk": desk, "lines": lines, "case": case, "channels": list(CHANNELS.items())}
    return shown(request, "who", 409 if refused else 200, refused=refused, **context)


def _change(request: HttpRequest, case: UUID) -> str:
    actor, key, act = actor_of(request), once(request), request.POST.get("act", "")
    ways = ways_in({name: str(value) for name, value in request.POST.items()})
    page = reverse("room:who", args=[case])
    if act in ("joint", "apart"):
        actions.open_meeting(case, actor=actor, key=key, mode="shuttle" if act == "apart" else "joint", ways=ways)
        return reverse("room:meetings", args=[case])
    sheet = queries.sheet_for(actor, case)
    if sheet.meeting is None:
        raise Refused(_("No meeting is planned or open."), _("Open one here, or plan one first."))
    actions.note_attendance(sheet.meeting.pk, actor=actor, key=key, ways=ways)
    messages.info(request, _("Noted."))
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: HttpRequest, participant: UUID) -> HttpResponse:
    """Give this very device to a person of a side: the mediator is signed out here, and it asks for that person's
    PIN."""
    actor = actor_of(request)
    name, case = queries.handing(actor, participant)
    if request.method == "POST":
        door = actions.hand_device(participant, actor=actor, key=once(request))
        shared.hand_over(request, door)
        return see_other(reverse("people:device"))
    return shown(request, "hand", name=name, case=case)


@require_POST
def aside(request: HttpRequest, space: UUID) -> HttpResponse:
    """Note who of this side sits with the mediator in this private room now; nobody ends the talk aside."""
    actor = actor_of(request)
    room = queries.space_for(actor, space)
    try:
        people = [] if request.POST.get("end") else [UUID(one) for one in request.POST.getlist("who")]
    except ValueError:
        raise NotFound from None
    actions.note_aside(room, actor=actor, key=once(request), people=people)
    return see_other(in_room(room.pk))


@require_safe
def record(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The content-free record of one meeting."""
    seen = queries.meeting_record(actor_of(request), meeting)
    with timezone.override(ZoneInfo(seen.zone)):
        return shown(request, "record", **record_context(seen))


def record_context(seen: RecordSeen) -> dict[str, Any]:
    """Return what the page of a record shows, its keys as words."""
    places = {"phone": _("by phone"), "online": _("online")}
    return {
        "record": seen,
        "stage": str(STAGE_NAMES.get(seen.stage, seen.stage)),
        "place": places.get(seen.place, ""),
        "people": [_words(one) for one in seen.people],
        "asides": [(side, [_words(one) for one in side.people]) for side in seen.asides],
    }


def _words(one: Attended) -> dict[str, Any]:
    return {"one": one, "role": queries.role_word(one.role), "channel": channel_word(one.channel)}
