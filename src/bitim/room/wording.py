"""Who hears you, said as people say it: the band and the send button name the actual listeners."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bitim.kernel.access import Actor
from bitim.room.models import Space
from bitim.room.queries import PersonSeen, SideSeen, role_word


def title(actor: Actor, space: Space) -> str:
    """Return what the room is called for this reader."""
    if space.kind == Space.JOINT:
        return _("Everyone at the table")
    if space.kind == Space.TEAM:
        return _("The mediators' room")
    if actor.role == "party":
        return _("Your private room")
    name = str(space.side.name or "") if space.side else ""
    return _("Private room: %(side)s") % {"side": name}


def hears(actor: Actor, space: Space, listeners: Sequence[PersonSeen], apart: bool) -> str:
    """Return the sentence of the band. That nobody knows of this room is promised only when the sides are apart."""
    if not listeners:
        return _("Nobody else is in this room yet.")
    if space.kind == Space.JOINT:
        return ngettext(
            "%(n)s person hears and reads you here.", "%(n)s people hear and read you here.", len(listeners)
        ) % {"n": len(listeners)}
    people = ", ".join(_("%(name)s (%(role)s)") % {"name": p.name, "role": role_word(p.role)} for p in listeners)
    sentence = _("Only these people hear you here: %(people)s.") % {"people": people}
    if space.kind == Space.CAUCUS and actor.role == "party":
        sentence += " " + (
            _("The other side does not know you are here.") if apart else _("The other side does not hear you.")
        )
    return sentence


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


def place(kind: str, side: SideSeen | None) -> str:
    """Return where a copy stands, as its owner reads it."""
    if kind == Space.JOINT or side is None:
        return _("the joint room")
    return _("the private room of the side %(side)s") % {"side": side.name}
