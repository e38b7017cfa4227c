"""How pages name what the tables hold by short keys."""

from collections.abc import Iterable
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
    "supporter": _("supporter"),
    "observer": _("observer"),
    "coordinator": _("coordinator"),
    "head": _("head of the centre"),
    "system": _("by itself"),
    "visitor": _("visitor"),
}
# Why somebody observes.
OBSERVES: dict[str, Any] = {
    "training": _("in training as a mediator"),
    "research": _("for research"),
    "court": _("from a court or an authority"),
    "organisation": _("from an organisation that helps"),
    "other": _("for another reason, told to the sides"),
}
# What a side is asked about somebody who sits beside.
ABOUT: dict[str, Any] = {
    "caucus": _("may hear and write in our private room"),
    "speak": _("may speak in the joint room"),
    "observe": _("may observe in the joint room"),
}
UNDERTAKEN: dict[str, Any] = {
    "paper": _("signed on paper"),
    "oral": _("said before a member of staff"),
    "online": _("given on their own page"),
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
    "when": _("Hours"),
    "hours": _("More exactly"),
    "seen_by": _("Also seen by"),
    "careful": _("Be careful of"),
}
WHEN: dict[str, Any] = {
    "morning": _("in the morning, 8 to 12"),
    "afternoon": _("in the afternoon, 12 to 18"),
    "evening": _("in the evening, 18 to 21"),
    "workdays": _("from Monday to Friday"),
    "weekend": _("on Saturday and Sunday"),
}
ATTEMPT_ROUTES: dict[str, Any] = {
    "hand": _("by hand"),
    "post": _("by post"),
    "phone": _("by telephone"),
    "messenger": _("by a messenger, the text copied"),
    "email": _("by e-mail"),
    "online": _("by their own device"),
}
ATTEMPT_OUTCOMES: dict[str, Any] = {
    "handed": _("handed over to the person"),
    "spoken": _("spoken with the person"),
    "answered": _("the person answered"),
    "opened": _("opened by the person"),
    "not_taken": _("the person did not want to take it"),
    "on_its_way": _("it is on its way"),
    "no_answer": _("nobody answered"),
    "somebody_else": _("somebody else answered; nothing was said"),
    "came_back": _("it came back"),
}
SAFE_ANSWERS: dict[str, Any] = {
    "either": _("call or write"),
    "call": _("call only"),
    "write": _("write only"),
    "me": _("nobody else"),
    "family": _("people at home"),
    "others": _("other people"),
}


# What is asked once more before a call.
CALL_ASKS: dict[str, Any] = {
    "outside": _("It is now outside the hours in which this person wants to be reached."),
    "overheard": _("Somebody else sees this telephone, or answers it."),
}
WRITE_ONLY = _("This person asked to be written to, not called.")
WRITE_INSTEAD = _("Write to them. If they say otherwise now, change it under “How to reach”.")


def call_asks(asks: Iterable[str]) -> str:
    """Say what is asked once more before a call."""
    return " ".join(str(CALL_ASKS[one]) for one in asks)


def contact_lines(contacts: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Return (word, value) of how a person can be reached, in a fixed order."""
    return [(word, _answer(key, contacts[key])) for key, word in SAFE_CONTACT.items() if contacts.get(key)]


def _answer(key: str, value: Any) -> Any:
    if key == "when":
        return "; ".join(str(WHEN[one]) for one in value if one in WHEN)
    return SAFE_ANSWERS.get(str(value), value) if key in ("how", "seen_by") else value


CALL_STATES: dict[str, tuple[str, Any]] = {
    "open": ("open", _("the call goes on")),
    "read": ("waits", _("waits for the witness")),
    "counted": ("done", _("confirmed by the witness")),
    "broken": ("quiet", _("ended without content")),
    "not_so": ("late", _("the witness says that it was not so")),
}
