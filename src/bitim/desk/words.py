"""Short keys of the case said in words."""

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
}
SIDE_STATES: dict[str, Any] = {
    "asked": _("not invited yet"),
    "invited": _("invited, no answer yet"),
    "joined": _("has come"),
    "declined": _("does not wish to come"),
    "left": _("has left"),
}
INVITATION_STATES: dict[str, Any] = {
    "prepared": _("prepared, not sent"),
    "sent": _("sent, no answer yet"),
    "accepted": _("comes"),
    "talk": _("wants to talk first"),
    "declined": _("does not come"),
    "lapsed": _("no answer in time"),
}
DUE_FOR: dict[str, Any] = {
    "invitation": _("answer to the invitation"),
    "propose_no_answer": _("nobody answered: end the case?"),
    "propose_refused": _("the other side refused: end the case?"),
}
OUTCOMES: dict[str, Any] = {
    "settled": _("settled"),
    "partly": _("partly settled"),
    "no_settlement": _("no settlement"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn"),
    "unsuitable": _("unsuitable"),
    "no_answer": _("no answer"),
    "consultation": _("consultation only"),
}
DOCUMENTS: dict[str, Any] = {
    "agreement_to_mediate": _("Agreement to mediate"),
    "settlement": _("Settlement"),
}
DOCUMENT_STATES: dict[str, Any] = {
    "draft": _("being written"),
    "frozen": _("final, waits for signatures"),
    "signed": _("signed"),
}
MODES: dict[str, Any] = {"joint": _("together"), "shuttle": _("apart")}
CALL_TIMES: dict[str, Any] = {
    "any": _("At any time"),
    "morning": pgettext_lazy("time to call", "In the morning"),
    "day": pgettext_lazy("time to call", "In the daytime"),
    "evening": pgettext_lazy("time to call", "In the evening"),
}
