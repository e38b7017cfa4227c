"""The mediator's desk of a meeting by voice, the reader's own part beside the lists, and what is pressed there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from bitim.cases.labels import call_asks, contact_lines
from bitim.cases.models import Participant
from bitim.kernel.access import Actor, NotFound
from bitim.kernel.pressed import once
from bitim.room import actions, facts_call, ports, wording
from bitim.room.actions.console import MINUTES
from bitim.room.queries.calling import Guest, VoiceDesk, voice_desk
from bitim.room.queries.console import (
    Console,
    Mine,
    OnTheTable,
    Phone,
    Said,
    console_for,
    mine_for,
    on_the_table_for,
    phones_for,
)
from bitim.room.queries.people import role_word
from bitim.room.views import actor_of
from bitim.room.wording_call import KNOCKS, READY
from bitim.room.words import isolated

NAMES = dict(settings.LANGUAGES)  # each in its own words

# --- what the pages show -------------------------------------------------------------------------------


def mine(actor: Actor, place: UUID) -> dict[str, Any]:
    """Return the reader's own part."""
    found: Mine = mine_for(actor, place)
    ways = [(code, NAMES[code], who) for code, who in found.interprets.ways] if found.interprets else []
    return {
        "mine": found,
        "mine_said": _words(found.said),
        "mine_ways": ways,
        "mine_writes": NAMES.get(found.writes, ""),
        "voice_languages": NAMES.items(),
    }


def on_the_table(actor: Actor, place: UUID) -> dict[str, Any]:
    """Return what the sides may speak about: `groups` of a kind, each with its points, and what is spoken about."""
    found: OnTheTable = on_the_table_for(actor, place)
    kinds = [[one for one in found.points if one.kind == kind] for kind in ("issue", "clause")]
    now = next((one for one in found.points if one.id == found.now), None) if found.room else None
    return {"groups": [points for points in kinds if points], "now": now, "room": found.room}


def desk(actor: Actor, meeting: UUID) -> dict[str, Any]:
    """Return the mediator's desk in words: who asks, who waits, each room with who is in it."""
    found: VoiceDesk = voice_desk(actor, meeting)
    private = [pk for pk, _kind, side, _name in found.rooms if side]
    console = console_for(actor, meeting, [pk for pk, _kind, _side, _name in found.rooms], private)
    names = {pk: wording.room_name(kind, isolated(side)) for pk, kind, _side, side in found.rooms}
    sides = [(pk, isolated(name)) for _room, _kind, pk, name in found.rooms if pk]
    phones = [_phone(one) for one in phones_for(actor, meeting)]
    guests = [_guest(one, names, phones) for one in found.guests]
    facts_call.told_apart(guests)
    return {
        "rooms": [_room(pk, kind, names, guests, console) for pk, kind, _side, _name in found.rooms],
        "waiting": [one for one in guests if one["space"] is None],
        "knocks": sorted((one for one in guests if one["knock"]), key=lambda one: one["knocked"]),
        "joint": found.joint,
        "typed": ports.captions.typed,
        "languages": NAMES.items(),
        "apart": found.apart,
        "sides": sides,
        "times": [(side, console.minutes[pk]) for pk, _kind, _side, side in found.rooms if pk in console.minutes],
        "minutes": MINUTES,
        "phones": phones,
        "may_open_corridor": console.may_open_corridor,
        "ready": list(READY.items()),
        "said": [(name, _words(console.said.get(pk)), console.said[pk].at) for pk, name in sides if pk in console.said],
    }


def _words(said: Said | None) -> tuple[str, str] | None:
    """Return (words, language or empty) of what was said to those who wait."""
    if said is None:
        return None
    return (str(READY.get(said.ready, "")), "") if said.ready else (said.words, said.language)


def _phone(one: Phone) -> dict[str, Any]:
    return {
        "participant": one.participant,
        "name": one.name,
        "number": one.number,
        "wishes": contact_lines(one.care.wishes),
        "refused": one.care.refused,
        "asks": call_asks(one.care.asks),
    }


def _guest(one: Guest, names: dict[UUID, str], phones: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "me": one.me,
        "phone": next((phone for phone in phones if phone["participant"] == one.participant), None),
        "place": one.place,
        "name": one.name,
        "role": role_word(one.role),
        "side": one.side_name,
        "space": one.space,
        "where": names.get(one.space, "") if one.space else "",
        "ways": [(pk, names[pk]) for pk in one.rooms if pk != one.space],
        "knock": KNOCKS.get(one.knock, ""),
        "knocked": one.knocked,
        "raised": one.raised,
        "writes": NAMES.get(one.writes, ""),
        "interprets": one.role == Participant.INTERPRETER,
    }


def _room(
    pk: UUID, kind: str, names: dict[UUID, str], guests: list[dict[str, Any]], console: Console
) -> dict[str, Any]:
    state = console.states.get(pk)
    here = [one for one in guests if one["space"] == pk]
    return {
        "pk": pk,
        "name": names[pk],
        "kind": kind,
        "guests": here,
        "locked": state is not None and state.locked,
        "time": state.time if state is not None else None,
        "hands": sorted((one for one in here if one["raised"]), key=lambda one: one["raised"]),
        "speaker": state.speaker if state is not None else "",
        "measured": state is not None and state.measured,
        "together": state is not None and state.together,
        "interpreted": any(one["interprets"] for one in here),
        "spoken": [(name, turns, f"{s // 60}:{s % 60:02}") for name, turns, s in (state.spoken if state else ())],
    }


# --- what is pressed -----------------------------------------------------------------------------------

# What sets how something stands, and is gone with the meeting, goes without a key of its press: pressed twice it
# changes nothing, and the key would tell for ever who asked for the mediator, or that it was measured, and when.
Press = Callable[[HttpRequest, UUID, UUID | None], None]  # the request, the meeting, the reader's own place


def _id(request: HttpRequest, name: str) -> UUID:
    """Return an id that a form names; NotFound when it names none."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise NotFound from None


def _number(request: HttpRequest, name: str) -> int:
    """Return a small number that a form names; NotFound when it names none."""
    said = request.POST.get(name, "")
    if not said.isdecimal() or len(said) > 3:
        raise NotFound
    return int(said)


def _let(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    space = _id(request, "space") if request.POST.get("space") else None
    actions.let_in(_id(request, "place"), actor=actor_of(request), key=once(request), space=space)


def _apart(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.everybody_to_own_side(meeting, actor=actor_of(request), key=once(request))


def _table(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.everybody_to_the_table(meeting, actor=actor_of(request), key=once(request))


def _lock(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    locked = request.POST.get("locked") == "1"
    actions.lock_room(meeting, actor=actor_of(request), space=_id(request, "space"), locked=locked)


def _timer(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    space, minutes = _id(request, "space"), _number(request, "minutes")
    actions.set_timer(meeting, actor=actor_of(request), space=space, minutes=minutes)


def _corridor(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.open_corridor(meeting, actor=actor_of(request), key=once(request))


def _no_corridor(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.close_corridor(meeting, actor=actor_of(request), key=once(request))


def _name(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    name = request.POST.get("name", "")
    actions.correct_name(_id(request, "place"), actor=actor_of(request), key=once(request), name=name)


def _say(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    side = _id(request, "side") if request.POST.get("side") else None
    said = {"ready": request.POST.get("ready", ""), "words": request.POST.get("words", "")}
    actions.say_to_waiting(meeting, actor=actor_of(request), side=side, **said)


def _answered(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.answer_knock(_id(request, "place"), actor=actor_of(request))


def _knock(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.knock(own, actor=actor_of(request), what=request.POST.get("what", ""))


def _hand(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.raise_hand(own, actor=actor_of(request), up=request.POST.get("up") == "1")


def _spoken(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    turns, seconds = _number(request, "turns"), _number(request, "seconds")
    actions.tell_spoken(own, actor=actor_of(request), turns=turns, seconds=seconds)


def _give(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.give_word(_id(request, "place"), actor=actor_of(request))


def _take_back(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.take_word_back(meeting, actor=actor_of(request), space=_id(request, "space"))


def _measure(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    on = request.POST.get("on") == "1"
    actions.measure(meeting, actor=actor_of(request), space=_id(request, "space"), on=on)


def _together(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    on = request.POST.get("on") == "1"
    space = _id(request, "space")
    actions.interpret_together(meeting, actor=actor_of(request), key=once(request), space=space, on=on)


def _into(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.interpret_into(own, actor=actor_of(request), key=once(request), language=request.POST.get("language", ""))


def _slowly(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.ask_slowly(own, actor=actor_of(request), key=once(request))


def _write(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.write_down(own, actor=actor_of(request), language=request.POST.get("language", ""))


def _let_write(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    language = request.POST.get("language", "")
    actions.let_write(_id(request, "place"), actor=actor_of(request), language=language)


def _about(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    point = _id(request, "point") if request.POST.get("point") else None
    actions.speak_about(meeting, actor=actor_of(request), space=_id(request, "space"), point=point)


def _leave(request: HttpRequest, meeting: UUID, own: UUID | None) -> None:
    actions.leave_voice(own, actor=actor_of(request), key=once(request))


PRESSES: dict[str, Press] = {
    "leave": _leave,
    "let": _let,
    "apart": _apart,
    "table": _table,
    "lock": _lock,
    "timer": _timer,
    "corridor": _corridor,
    "no_corridor": _no_corridor,
    "name": _name,
    "say": _say,
    "answered": _answered,
    "knock": _knock,
    "hand": _hand,
    "spoken": _spoken,
    "word": _give,
    "no_word": _take_back,
    "measure": _measure,
    "together": _together,
    "into": _into,
    "slowly": _slowly,
    "write": _write,
    "let_write": _let_write,
    "about": _about,
}
