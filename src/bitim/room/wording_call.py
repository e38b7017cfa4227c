"""Sentences of a meeting by voice that stand for a key."""

from django.utils.translation import gettext_lazy as _

# What the mediator says to those who wait with one press; everybody reads it in their own language.
READY = {
    "minutes_5": _("I will be with you in about 5 minutes."),
    "minutes_10": _("I will be with you in about 10 minutes."),
    "minutes_20": _("I will be with you in about 20 minutes."),
    "break": _("We take a short break. I will tell you when we go on."),
    "soon": _("Thank you for waiting. It will still take a while."),
}
KNOCKS = {"word": _("asks for a word with you"), "come": _("asks you to come to their room")}
