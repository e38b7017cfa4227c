"""Pages of the rooms: the room itself, permission to show, the ledger, translations, interpreters, meetings, files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bitim.kernel import files, live
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.pressed import once
from bitim.kernel.text import present_language
from bitim.people import session_keys, shared
from bitim.room import actions, ports, queries, reading, wording
from bitim.room.forms import PlanForm, PostForm, TranslationForm
from bitim.room.giving import given

PLACE = {"joint": "joint", "caucus": "caucus", "team": "team"}


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in this request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def see_other(address: str) -> HttpResponse:
    """Answer a form that was done: 303 to the page that shows it."""
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


def uuid_of(words: str) -> UUID | None:
    """Return an id that an address carries, or None."""
    try:
        return UUID(words)
    except ValueError:
        return None


def in_room(space: UUID, *, latest: bool = False) -> str:
    """Return the address of a room, at its latest words if asked."""
    return reverse("room:space", args=[space]) + ("#latest" if latest else "")


def shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of this domain in the frame that belongs to the reader's role."""
    frame = "base_party.html" if actor_of(request).role == "party" else "base_staff.html"
    return render(request, f"room/{template}.html", {"frame": frame, "part": "cases", **context}, status=status)


def asks_pin(request: HttpRequest, case: UUID, aim: str) -> bool:
    """Tell whether what is private has to wait for the reader's PIN: others sit at this screen."""
    return shared.asks_pin(request, case, aim) is not None


@require_http_methods(["GET", "HEAD", "POST"])
def space(request: HttpRequest, space: UUID) -> HttpResponse:
    """The room: who hears you, what was said, the composer."""
    if request.method != "POST":
        return _shown(request, space)
    form = PostForm(request.POST, request.FILES)
    try:
        if getattr(request, "too_large", False):
            raise Refused(_("This file is larger than can be taken here."), _("Send a smaller one, or its parts."))
        if not form.is_valid():
            return _shown(request, space, form=form, status=422)
        _post(request, space, form)
    except Refused as no:
        return _shown(request, space, form=form, refused=no, status=409)
    if (seen := request.headers.get("x-bitim-after")) is None:
        return see_other(in_room(space, latest=True))
    return _since(request, space, seen)


def _since(request: HttpRequest, space: UUID, seen: str) -> HttpResponse:
    """Answer a page that stays where it is with what it does not show yet: on a thin line the whole takes ten seconds.
    `seen`: the last message that it shows."""
    actor = actor_of(request)
    found = queries.space_for(actor, space)
    if _waits_for_pin(request, found):
        return see_other(reverse("people:device"))
    said = reading.latest(actor, found)
    known = [number for number, one in enumerate(said) if str(one.pk) == seen]
    return render(request, "room/since.html", {"said": said[known[-1] + 1 :] if known else said})


def _waits_for_pin(request: HttpRequest, room: Any) -> bool:
    return room.kind == "caucus" and asks_pin(request, room.case_id, in_room(room.pk))


def _shown(request: HttpRequest, space: UUID, **more: Any) -> HttpResponse:
    """Show a room, after the PIN where others sit at this screen."""
    found = queries.space_for(actor_of(request), space)
    if _waits_for_pin(request, found):
        return see_other(reverse("people:device"))
    return _room(request, found, **more)


def _post(request: HttpRequest, space: UUID, form: PostForm) -> None:
    actor = actor_of(request)
    words, upload = form.cleaned_data["words"], form.cleaned_data["file"]
    unasked = not session_keys.is_shared(request.session)
    how = {"actor": actor, "words": words, "language": form.cleaned_data["language"], "without_pin": unasked}
    if upload is None:
        actions.post(space, key=once(request), **how)
        return
    queries.space_for(actor, space)  # nobody's upload is looked into before it is known that they sit here
    accepted = files.accept(upload)
    give = actions.post_voice if accepted.media_type.startswith("audio/") else actions.post_file
    give(space, key=once(request), accepted=accepted, **how)


def _room(
    request: HttpRequest, room: Any, form: PostForm | None = None, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    # Taken before the rows are read: what happens in between comes twice, never not at all.
    line = live.embed(actor.person, [room.pk]) if actor.person else {}
    before = uuid_of(request.GET.get("before", ""))
    said = queries.messages_in(actor, room, before=before) if before else reading.latest(actor, room)
    table = queries.Table.once(actor, room.case_id)
    listeners = queries.hearers_at(actor, room, table)
    apart = queries.kept_apart(actor, room)
    me = table.people.get(actor.person) if actor.person else None
    company, aside = queries.company_in(actor, room), queries.aside_in(actor, room)
    may_speak = queries.may_post(actor, room)
    seen = {one.pk: one for one in [*company, *aside]}
    context = {
        "space": room,
        "room_kind": PLACE[room.kind],
        "title": wording.title(actor, room),
        "hears": wording.hears(actor, room, listeners, apart, seen, silent=not may_speak),
        "send_to": wording.send_to(actor, room, listeners),
        "listeners": [(one, queries.role_word(one.role)) for one in listeners],
        "me": me,
        "sides": _own_first(table, me) if room.kind == "joint" else [],
        "said": said,
        "older": said[0].pk if len(said) >= queries.PAGE else None,
        "is_latest": not before,
        "form": form or PostForm(initial={"language": me.language if me else present_language()}),
        "refused": refused,
        "waits": queries.waits_here(actor) and not actor.guest,
        "doubted": queries.doubted_in(actor, room, table),
        "line": line,
        "mediates": actor.role == "mediator",
        "has_ledger": queries.may_read_ledger(actor, room),
        "may_speak": may_speak,
        "aside": [wording.of_one(one) for one in aside],
        "aside_desk": queries.aside_desk(actor, room),
        **_meeting(actor, room, company),
    }
    return render(request, "room/space.html", context, status=status)


def _own_first(table: queries.Table, me: queries.PersonSeen | None) -> list[Any]:
    """The sides at the table, the reader's own before the others, who keep the order of the case."""
    own = me.side if me else None
    return sorted(table.sides.values(), key=lambda side: side != own)


def _meeting(actor: Actor, room: Any, company: list[queries.Here]) -> dict[str, Any]:
    meeting = queries.live_in(actor, room)
    if meeting is None:
        return {"meeting": None}
    own = next((one for one in company if one.pk == actor.person), None)
    return {
        "meeting": meeting,
        "present": [wording.of_one(one) for one in company],
        "is_here": own is not None and own.channel == "own_browser",
        "is_seen": own is not None and own.channel != "own_browser",
    }


@require_POST
def here(request: HttpRequest, space: UUID) -> HttpResponse:
    """Come into the live meeting, or say again that one is there; `leave` goes out. `part=1` answers the list alone."""
    actor = actor_of(request)
    room = queries.space_for(actor, space)
    if _waits_for_pin(request, room):
        return see_other(reverse("people:device"))
    if request.POST.get("leave"):
        actions.leave_meeting(room, actor=actor)
    else:
        actions.join_meeting(room, actor=actor)
    if request.GET.get("part"):
        aside = queries.aside_in(actor, room)
        return render(
            request,
            "room/present.html",
            {"space": room, "aside": aside, **_meeting(actor, room, queries.company_in(actor, room))},
        )
    return see_other(in_room(room.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, message: UUID) -> HttpResponse:
    """Allow one item to be shown: exactly what, where, to whom, and until when it can be taken back."""
    actor = actor_of(request)
    offer = queries.offer_for(actor, message)
    if asks_pin(request, offer.space.case_id, in_room(offer.space.pk)):
        return see_other(reverse("people:device"))
    refused = None
    if request.method == "POST":
        try:
            to = UUID(request.POST.get("to", ""))
            actions.release(message, actor=actor, key=once(request), to=to)
        except ValueError:
            raise NotFound from None
        except Refused as no:
            refused = no
        else:
            messages.info(request, _("This is now shown. You can take it back until somebody has read it."))
            return see_other(in_room(offer.space.pk))
    rooms = [(place, wording.place(place.kind, side), names) for place, side, names in offer.rooms]
    return shown(request, "release", 409 if refused else 200, offer=offer, m=offer.item, rooms=rooms, refused=refused)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_release(request: HttpRequest, release: UUID) -> HttpResponse:
    """Take a permission back: in time, nobody ever sees it; later, it is marked."""
    actor = actor_of(request)
    line = queries.release_for(actor, release)
    if asks_pin(request, line.case, request.path):
        return see_other(reverse("people:device"))
    if request.method == "POST":
        done = actions.withdraw_release(release, actor=actor, key=once(request))
        messages.info(
            request,
            _("It was taken back. It had been read already, so it stays there with a mark that you took it back.")
            if done.served
            else _("It was taken back before anybody read it."),
        )
        return see_other(reverse("room:ledger", args=[line.case]))
    return shown(request, "withdraw_release", line=line, place=wording.place(line.where, line.to_side))


@require_safe
def ledger(request: HttpRequest, case: UUID) -> HttpResponse:
    """Everything that was let out of the reader's private room (of all, for the mediator)."""
    actor = actor_of(request)
    lines = queries.ledger_for(actor, case)
    if asks_pin(request, case, request.path):
        return see_other(reverse("people:device"))
    rows = [(line, wording.place(line.where, line.to_side)) for line in lines]
    return shown(request, "ledger", rows=rows, case=case, rooms=queries.spaces_for(actor, case))


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, message: UUID) -> HttpResponse:
    """Write what a message says in another language."""
    actor = actor_of(request)
    room, said = queries.message_for(actor, message)
    if not said.may_translate:
        raise NotFound
    refused = None
    form = TranslationForm(request.POST or None, initial=_draft(room, said, queries.hearers(actor, room)))
    if request.method == "POST" and form.is_valid():
        try:
            actions.translate(message, actor=actor, key=once(request), **form.cleaned_data)
        except Refused as no:
            refused = no
        else:
            return see_other(f"{in_room(room.pk)}#m-{message}")
    status = 409 if refused else 422 if form.errors else 200
    return shown(request, "translate", status, space=room, m=said, form=form, refused=refused)


def _draft(room: Any, said: queries.Said, listeners: list[queries.PersonSeen]) -> dict[str, str]:
    """Offer a draft where a centre has set up a translator, for words said to everybody only."""
    wanted = [*(one.language for one in listeners), present_language()]
    target = next((language for language in wanted if language != said.language), "ru")
    known = next((one.words for one in said.translations if one.language == target), None)
    draft = ports.translator.draft(said.words, said.language, target) if room.kind == "joint" and not known else None
    return {"language": target, "words": known or draft or ""}


@require_http_methods(["GET", "HEAD", "POST"])
def check_translation(request: HttpRequest, translation: UUID) -> HttpResponse:
    """Compare a translation with the original and mark it as right."""
    actor = actor_of(request)
    room, message = queries.translation_for(actor, translation)
    said = queries.message_for(actor, message)[1]
    one = next((t for t in said.translations if t.pk == translation), None)
    if one is None or not said.may_translate:
        raise NotFound
    if request.method == "POST":
        actions.check_translation(translation, actor=actor, key=once(request))
        return see_other(f"{in_room(room.pk)}#m-{message}")
    return shown(request, "check_translation", space=room, m=said, translation=one)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, message: UUID) -> HttpResponse:
    """Take one's own words back."""
    actor = actor_of(request)
    room, said = queries.message_for(actor, message)
    if not said.may_take_back:
        raise NotFound
    if _waits_for_pin(request, room):
        return see_other(reverse("people:device"))
    if request.method == "POST":
        actions.withdraw_message(message, actor=actor, key=once(request))
        return see_other(f"{in_room(room.pk)}#m-{message}")
    return shown(request, "take_back", space=room, m=said)


@require_http_methods(["GET", "HEAD", "POST"])
def interpreters(request: HttpRequest, space: UUID) -> HttpResponse:
    """Let an interpreter into this room, or end their stay in it."""
    actor = actor_of(request)
    room = queries.space_for(actor, space)
    rows = queries.interpreters_for(actor, room)
    if request.method == "POST":
        try:
            who = UUID(request.POST.get("participant", ""))
        except ValueError:
            raise NotFound from None
        change = actions.release_interpreter if request.POST.get("end") else actions.admit_interpreter
        change(room, actor=actor, key=once(request), participant=who)
        return see_other(reverse("room:interpreters", args=[space]))
    return shown(request, "interpreters", space=room, rows=rows, title=wording.title(actor, room))


@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request: HttpRequest, case: UUID) -> HttpResponse:
    """Plan, open and end meetings; what stands in the way is said in sentences."""
    actor = actor_of(request)
    desk = queries.meeting_desk(actor, case)
    form, refused = PlanForm(), None
    if request.method == "POST":
        form, refused = _change_meeting(request, case)
        if not form.errors and refused is None:
            return see_other(reverse("room:meetings", args=[case]))
    status = 409 if refused else 422 if form.errors else 200
    return shown(
        request,
        "meetings",
        status,
        case=case,
        desk=desk,
        form=form,
        refused=refused,
        rooms=queries.spaces_for(actor, case),
    )


def _change_meeting(request: HttpRequest, case: UUID) -> tuple[PlanForm, Refused | None]:
    actor, key, act = actor_of(request), once(request), request.POST.get("act", "")
    form = PlanForm()
    try:
        if act == "plan":
            form = PlanForm(request.POST)
            if form.is_valid():
                actions.plan_meeting(case, actor=actor, key=key, starts=form.cleaned_data["starts"])
        elif act == "end":
            actions.end_meeting(case, actor=actor, key=key)
        elif act == "call_off":
            actions.call_off_meeting(UUID(request.POST.get("meeting", "")), actor=actor, key=key)
        else:
            actions.open_meeting(case, actor=actor, key=key, mode="shuttle" if act == "apart" else "joint")
    except ValueError:
        raise NotFound from None
    except Refused as no:
        return form, no
    return form, None


@require_safe
def file(request: HttpRequest, file: UUID) -> HttpResponseBase:
    """Give out a file or voice note, or a part of it; who may have it is asked first, whatever part is asked for."""
    stored = queries.file_for(actor_of(request), file)
    if stored.klass == "side" and stored.case and asks_pin(request, stored.case, ""):
        return see_other(reverse("people:device"))
    return given(request, stored)
