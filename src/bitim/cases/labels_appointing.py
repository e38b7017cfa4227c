"""Sentences of the panel, of ties and of proposals: what the short keys of the engine and of the tables say."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Any] = {
    "speaks_all": _("Speaks the languages of all sides."),
    "interpreter_needed": _("Does not speak every side's language: an interpreter is needed."),
    "knows_kind": _("Mediates this kind of dispute."),
    "other_kind": _("Mediates other kinds of dispute as a rule."),
    "near": _("Works in this place."),
    "other_place": _("Works in other places as a rule."),
    "free": _("Has no open case now."),
    "has_cases": _("Has open cases."),
    "absent": _("Is away now."),
    "load_full": _("Has as many open cases as they take."),
    "no_language": _("Speaks none of the sides' languages."),
    "another_was_asked": _("Was asked already in this case."),
    "panel_full": _("Could mediate; the list is full."),
    "conflict.party": _("Is a party of this case, or is called or reached like one."),
    "conflict.earlier_case": _("Has to do with a party of an earlier case."),
}
# What the proposed mediator and the coordinator read of a tie that was found: never which case, never whose.
TIES: dict[str, Any] = {
    "party": _("You, or somebody with your name or number, stand in this case as a party."),
    "earlier_case": _("Somebody of this case was a party of a case in which you had a part."),
}
STAFF_TIES: dict[str, Any] = {
    "party": _("is a party of this case, or is called or reached like one"),
    "earlier_case": _("has to do with a party of an earlier case"),
}
CENTRE_TIES: dict[str, Any] = {
    "founder": _("founder of the centre"),
    "funder": _("gives the centre its money"),
    "landlord": _("landlord of the centre"),
    "other": _("tied to the centre in another way"),
}
STATES: dict[str, tuple[str, Any]] = {
    "proposed": ("waits", _("asked, has not answered")),
    "accepted": ("open", _("takes the case; the sides are asked")),
    "in_office": ("done", _("accepted by every side")),
    "declined": ("quiet", _("did not take the case")),
    "another": ("quiet", _("another mediator is being sought")),
    "ended": ("quiet", _("ended")),
}


def reason_words(key: str, standing: dict[str, str]) -> Any:
    """Return the sentence of a reason: the engine's own, or the pack's on the register."""
    return standing.get(key) or REASONS.get(key, key)
