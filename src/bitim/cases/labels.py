"""How pages name what the tables hold by short keys."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ROLES: dict[str, Any] = {
    "party": _("party"),
    "spokesperson": _("spokesperson"),
    "representative": _("representative"),
    "mediator": _("mediator"),
    "co_mediator": _("co-mediator"),
    "interpreter": _("interpreter"),
    "coordinator": _("coordinator"),
    "head": _("head of the centre"),
    "system": _("by itself"),
    "visitor": _("visitor"),
}
OUTCOMES: dict[str, Any] = {
    "settled": _("settled"),
    "partly": _("settled in part"),
    "no_settlement": _("no settlement"),
    "refused": _("a side said no"),
    "withdrawn": _("a side withdrew"),
    "unsuitable": _("mediation does not suit it"),
    "no_answer": _("no answer"),
    "consultation": _("advice was enough"),
}
INVITATION_STATES: dict[str, tuple[str, Any]] = {
    "prepared": ("quiet", _("not sent yet")),
    "sent": ("waits", _("answer awaited")),
    "accepted": ("done", _("came")),
    "talk": ("open", _("wants to talk first")),
    "declined": ("quiet", _("said no")),
    "lapsed": ("late", _("no answer")),
}
REQUEST_STATES: dict[str, Any] = {
    "draft": _("being written"),
    "sent": _("waits for the coordinator"),
    "accepted": _("a case was opened"),
    "declined": pgettext_lazy("of a request", "ended"),
    "withdrawn": _("taken back"),
}
SAFE_CONTACT: dict[str, Any] = {
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "place": _("Address"),
    "other_way": _("Another way"),
    "how": _("Safe to"),
    "hours": _("Hours"),
    "seen_by": _("Also seen by"),
    "careful": _("Be careful of"),
}
SAFE_ANSWERS: dict[str, Any] = {
    "either": _("call or write"),
    "call": _("call only"),
    "write": _("write only"),
    "me": _("nobody else"),
    "family": _("people at home"),
    "others": _("other people"),
}


def contact_lines(contacts: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Return (word, value) of how a person can be reached, in a fixed order."""
    return [
        (word, SAFE_ANSWERS.get(str(contacts[key]), contacts[key]) if key in ("how", "seen_by") else contacts[key])
        for key, word in SAFE_CONTACT.items()
        if contacts.get(key)
    ]
