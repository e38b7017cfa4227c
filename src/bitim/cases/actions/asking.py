"""A request: begun by anybody, kept screen by screen, sent once. Nothing goes to the other side."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bitim.cases import law, words
from bitim.cases.actions import ways
from bitim.cases.actions.reaching import wishes_said
from bitim.cases.events import RequestAnswered, RequestSent
from bitim.cases.models import Party, Request
from bitim.cases.permissions import P
from bitim.kernel import clock, doors
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.text import LANGUAGES
from bitim.people.actions import keep_contacts
from bitim.people.models import Centre, Person

MOST_OTHERS = 7  # a dispute has two to eight sides, and the person who asks is one
SAFE = ("how", "when", "hours", "seen_by", "careful", "other_way")
PARTY_KINDS = (Party.PERSON, Party.ORGANISATION, Party.GROUP)


@action(P.WRITE_REQUEST, on=Centre)
def begin_request(centre: Centre, *, actor: Actor, language: str, said: Mapping[str, Any]) -> Request:
    """Begin a draft with the first screen's words; the person has no name yet and is known by the draft alone."""
    person: Person = Person.objects.create(language=_language(language), made=clock.now())
    request = Request(centre=centre, person=person, language=person.language, made=clock.now(), words={})
    _first(request, said)
    request.save(force_insert=True)
    return request


@action(P.WRITE_REQUEST, on=Request)
def write_request(request: Request, *, actor: Actor, screen: int, said: Mapping[str, Any]) -> Request:
    """Keep what was typed on one screen (1, 2 or 3), finished or not."""
    {1: _first, 2: _second, 3: _third}[screen](request, said)
    request.step = max(request.step, screen)
    request.save()
    return request


@action(P.KEEP_REQUEST, on=Request)
def keep_request(request: Request, *, actor: Actor, word: str = "") -> str:
    """Return a code to come back with, this once. Refused while nothing is known that only this person knows."""
    phone = str(request.person.phone or _contact(request).get("phone", ""))
    known = ways.second_thing(Person(phone=phone), word)
    door = doors.make_door(request.person_id, request.pk, ways.REQUEST, second=known[0], second_kind=known[1])
    if door.second is None:
        raise Refused(
            _("A code alone is not enough: somebody could find it."),
            _("Give your telephone, or a word that only you know."),
        )
    return ways.new_code(door)


@action(P.SEND_REQUEST, on=Request)
def send_request(request: Request, *, actor: Actor) -> Request:
    """Hand the request to the centre; the person's name and contacts go into their own row, found again blindly."""
    said, contact = request.words or {}, _contact(request)
    if not said.get("what"):
        raise Refused(_("Say in a few words what happened."), _("It is the first of the three screens."))
    if not said.get("others"):
        raise Refused(_("Say who else is involved, as you call them."), _("It is the second of the three screens."))
    if not contact.get("name") or not (contact.get("phone") or contact.get("email") or contact.get("other_way")):
        raise Refused(_("Say your name and how to reach you."), _("It is the third of the three screens."))
    keep_contacts(
        request.person,
        **{column: contact.get(column, "") for column in ("name", "phone", "email", "spoken")},
        language=request.language,
        safe_contact={k: contact[k] for k in SAFE if contact.get(k)},
    )
    request.state, request.sent, request.step = Request.SENT, clock.now(), 3
    request.save()
    record(RequestSent(chain=request.centre_id, audience=request.centre_id, request=request.pk), actor=actor)
    return request


@action(P.WITHDRAW_REQUEST, on=Request)
def withdraw_request(request: Request, *, actor: Actor) -> Request:
    """Take a request back: the words are emptied, the way in closes."""
    was_sent = request.sent is not None
    request.state, request.answered, request.words = Request.WITHDRAWN, clock.now(), {}
    request.save()
    ways.shut(request.person_id, request.pk)
    if was_sent:
        record(
            RequestAnswered(
                chain=request.centre_id, audience=request.centre_id, request=request.pk, state=Request.WITHDRAWN
            ),
            actor=actor,
        )
    return request


def _contact(request: Request) -> dict[str, Any]:
    return dict((request.words or {}).get("contact", {}))


def _language(code: str) -> str:
    return code if code in LANGUAGES else "kk"


def _first(request: Request, said: Mapping[str, Any]) -> None:
    request.words = {**(request.words or {}), "what": words.cleaned(str(said.get("what", "")))}
    kind = str(said.get("kind", ""))
    request.kind = kind if law.is_kind(request.centre.pack, kind) else law.OTHER


def _second(request: Request, said: Mapping[str, Any]) -> None:
    others = [_one(o) for o in said.get("others", [])]
    request.words = {
        **(request.words or {}),
        "me": _one(said.get("me", {})),
        "others": [o for o in others if any(v for k, v in o.items() if k != "kind")][:MOST_OTHERS],
    }


def _one(said: Mapping[str, Any]) -> dict[str, str]:
    kind = str(said.get("kind", ""))
    kept = {k: words.line(str(said.get(k, ""))) for k in ("name", "phone", "email", "place")}
    return {"kind": kind if kind in PARTY_KINDS else Party.PERSON, **kept}


def _third(request: Request, said: Mapping[str, Any]) -> None:
    kept: dict[str, Any] = {k: words.line(str(said.get(k, ""))) for k in ("name", "phone", "email", "spoken")}
    kept |= wishes_said({k: said.get(k, "") for k in SAFE})
    request.words = {**(request.words or {}), "contact": kept}
    request.language = _language(str(said.get("language", request.language)))
