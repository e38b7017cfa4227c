"""Short keys of the case said in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SIDE_STATES: dict[str, Any] = {
    "asked": _("not invited yet"),
    "invited": _("invited, no answer yet"),
    "joined": _("has come"),
    "declined": _("does not wish to come"),
    "left": _("has left"),
}
DUE_FOR: dict[str, Any] = {
    "delivery": _("did the invitation arrive"),
    "invitation": _("answer to the invitation"),
    "propose_no_answer": _("nobody answered: end the case?"),
    "propose_refused": _("the other side refused: end the case?"),
}
DOCUMENTS: dict[str, Any] = {
    "agreement_to_mediate": _("Agreement to mediate"),
    "settlement": _("Settlement"),
    "addendum": _("Addendum on the term"),
}
DOCUMENT_STATES: dict[str, Any] = {
    "draft": _("being written"),
    "frozen": _("final, waits for signatures"),
    "signed": _("signed"),
    "replaced": _("replaced by a later one"),
}
MODES: dict[str, Any] = {"joint": _("together"), "shuttle": _("apart")}
MISSED: dict[str, Any] = {
    "invitation": _("The invitation by e-mail did not arrive: correct the address, call, or bring the letter"),
    "code": _("The code for signing did not arrive: correct the address, call, or let them sign here or on paper"),
    "news": _("A message by e-mail did not arrive: correct the address, or call"),
}
CALL_TIMES: dict[str, Any] = {
    "any": _("At any time"),
    "morning": pgettext_lazy("time to call", "In the morning"),
    "day": pgettext_lazy("time to call", "In the daytime"),
    "evening": pgettext_lazy("time to call", "In the evening"),
}
