"""Who hears you, said as people say it: the band and the send button name the actual listeners."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bitim.cases.predicates import side_of
from bitim.kernel.access import Actor
from bitim.room.forms_attendance import channel_word
from bitim.room.models import Attendance, Space
from bitim.room.queries import Here, PersonSeen, SideSeen, role_word


def title(actor: Actor, space: Space) -> str:
    """Return what the room is called for this reader."""
    if space.kind == Space.JOINT:
        return _("Everyone at the table")
    if space.kind == Space.TEAM:
        return _("The mediators' room")
    if actor.role == "party" and side_of(actor, space.case) == space.side_id:
        return _("Your private room")
    name = str(space.side.name or "") if space.side else ""
    return _("Private room: %(side)s") % {"side": name}


Seen = Mapping[UUID, Here]  # by person


def hears(
    actor: Actor,
    space: Space,
    listeners: Sequence[PersonSeen],
    apart: bool,
    here: Seen | None = None,
    *,
    silent: bool = False,
) -> str:
    """Return the sentence of the band. That nobody knows of this room is promised only when the sides are apart.
    `silent`: the reader says nothing here, and nobody hears them.
    `here`: by which way people take part in the meeting that goes on; whoever hears without a screen is named."""
    here = here or {}
    if not listeners:
        return _("Nobody else is in this room yet.")
    if space.kind == Space.JOINT:
        count = _counted(len(listeners), silent=silent)
        others = [one for one in here.values() if one.channel != Attendance.OWN_BROWSER and one.pk != actor.person]
        if not others:
            return count
        named = ", ".join(f"{one.person.name} ({_way(one)})" for one in others)
        return f"{count} {named}."
    people = ", ".join(_listener(p, here.get(p.pk)) for p in listeners)
    sentence = _("Only these people hear you here: %(people)s.") % {"people": people}
    if space.kind == Space.CAUCUS and actor.role == "party":
        sentence += " " + (
            _("The other side does not know you are here.") if apart else _("The other side does not hear you.")
        )
    return sentence


def _counted(n: int, *, silent: bool) -> str:
    if silent:
        return ngettext("%(n)s other person is in this room.", "%(n)s other people are in this room.", n) % {"n": n}
    return ngettext("%(n)s person hears and reads you here.", "%(n)s people hear and read you here.", n) % {"n": n}


def _listener(person: PersonSeen, here: Here | None) -> str:
    role = role_word(person.role)
    if here is not None and here.channel != Attendance.OWN_BROWSER:
        role = f"{role}, {_way(here)}"
    return _("%(name)s (%(role)s)") % {"name": person.name, "role": role}


def _way(one: Here) -> str:
    """Return by which way somebody takes part, and behind whose screen."""
    way = channel_word(one.channel)
    return f"{way}; " + _("at the screen of %(name)s") % {"name": one.behind} if one.behind else way


def of_one(one: Here) -> dict[str, Any]:
    """Return somebody who takes part as a page names them; a browser of one's own goes without saying."""
    return {
        "name": one.person.name,
        "role": role_word(one.person.role),
        "channel": channel_word(one.channel) if one.channel != Attendance.OWN_BROWSER else "",
        "behind": one.behind,
    }


def send_to(actor: Actor, space: Space, listeners: Sequence[PersonSeen]) -> str:
    """Return the words of the send button; whole sentences, so that every language can bend its words."""
    if not listeners:
        return _("Send (nobody else is here yet)")
    if space.kind == Space.JOINT:
        return ngettext(
            "Send to %(n)s person at the table", "Send to all %(n)s people at the table", len(listeners)
        ) % {"n": len(listeners)}
    if space.kind == Space.TEAM:
        return _("Send to the mediators")
    interprets = any(one.role == "interpreter" for one in listeners)
    mediates = any(one.role in ("mediator", "co_mediator") for one in listeners)
    of_side = any(one.side is not None for one in listeners)
    if actor.role != "party":
        return _("Send to this side and the interpreter") if interprets else _("Send to this side")
    return _SENTENCES.get((mediates, interprets, of_side), lambda: _("Send"))()


_SENTENCES = {
    (True, False, False): lambda: _("Send to the mediator"),
    (True, True, False): lambda: _("Send to the mediator and the interpreter"),
    (True, False, True): lambda: _("Send to the mediator and your own side"),
    (True, True, True): lambda: _("Send to the mediator, the interpreter and your own side"),
    (False, True, False): lambda: _("Send to the interpreter"),
    (False, False, True): lambda: _("Send to your own side"),
    (False, True, True): lambda: _("Send to the interpreter and your own side"),
}


def room_name(kind: str, side: str) -> str:
    """Return what a room is called on the mediator's desk."""
    if kind == Space.JOINT:
        return _("Everyone at the table")
    if kind == Space.CORRIDOR:
        return _("The representatives' room")
    return _("Private room: %(side)s") % {"side": side} if kind == Space.CAUCUS else _("The mediators' room")


def place(kind: str, side: SideSeen | None) -> str:
    """Return where a copy stands, as its owner reads it."""
    if kind == Space.JOINT or side is None:
        return _("the joint room")
    return _("the private room of the side %(side)s") % {"side": side.name}
