"""Words for what comes after a settlement."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bitim.kernel.access import Words

# State of a duty -> kind of pill, word.
DUTY_STATES: dict[str, tuple[str, Words]] = {
    "open": ("quiet", pgettext_lazy("of a duty", "to be done")),
    "soon": ("waits", pgettext_lazy("of a duty", "soon")),
    "late": ("late", pgettext_lazy("of a duty", "past its day")),
    "done": ("done", pgettext_lazy("of a duty", "done")),
    "partly": ("open", pgettext_lazy("of a duty", "partly done")),
    "problem": ("late", pgettext_lazy("of a duty", "a problem")),
    "differs": ("late", pgettext_lazy("of a duty", "the sides say different things")),
}
SAYS: dict[str, Words] = {
    "done": _("It is done"),
    "partly": _("It is partly done"),
    "problem": _("There is a problem"),
    "received": _("Received"),
    "not_received": _("Not received"),
}
HOW_TOLD: dict[str, Words] = {
    "phone": _("by telephone"),
    "in_person": _("in person"),
}
PULSE_QUESTIONS: tuple[tuple[str, Words], ...] = (
    ("kept", _("Is what was agreed being kept?")),
    ("fair", _("Does it still seem fair to you?")),
    ("safe", _("Do you feel safe?")),
)
PULSE_ANSWERS: dict[str, Words] = {"yes": _("yes"), "no": _("no"), "unsure": _("not sure")}
ASKERS: dict[str, Words] = {
    "court": _("a court"),
    "prosecutor": _("a prosecutor"),
    "police": _("the police"),
    "akimat": _("an akimat"),
    "other": _("another body"),
}
TELL: dict[str, Words] = {
    "yes": _("They may be told"),
    "no": _("They may not be told"),
    "after": _("Only after a day"),
}
DEMAND_STATES: dict[str, tuple[str, Words]] = {
    "waits": ("waits", _("a second person has to confirm it")),
    "confirmed": ("done", pgettext_lazy("of a demand", "confirmed")),
    "refused": ("quiet", pgettext_lazy("of a demand", "not confirmed")),
}
DEMAND_STEPS: dict[str, Words] = {
    "confirmed": _("Confirmed by a second person"),
    "refused": _("Not confirmed by a second person"),
    "given": _("Papers handed over"),
}
