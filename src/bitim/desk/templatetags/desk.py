"""Filters that say the desk's short keys in words: `{% load desk %}`."""

from typing import Any

from django import template
from django.conf import settings

from bitim.cases import labels
from bitim.cases.queries.course import STAGE_NAMES
from bitim.desk import words
from bitim.people.queries import CallCare
from bitim.settlements.labels_after import DUTY_STATES

register = template.Library()
LISTS: dict[str, dict[str, Any]] = {
    "role": labels.ROLES,
    "side": words.SIDE_STATES,
    "invitation": {key: word for key, (_kind, word) in labels.INVITATION_STATES.items()},
    "due": words.DUE_FOR,
    "outcome": labels.OUTCOMES,
    "stage": STAGE_NAMES,
    "mode": words.MODES,
    "call": words.CALL_TIMES,
    "missed": words.MISSED,
    "language": dict(settings.LANGUAGES),
    "document": words.DOCUMENTS,
    "document_state": words.DOCUMENT_STATES,
}


@register.filter
def duty_pill(state: str) -> tuple[str, Any]:
    """Return the pill of a duty's state: its kind and its word."""
    return DUTY_STATES[state]


@register.filter
def wishes(care: CallCare) -> list[tuple[Any, Any]]:
    """Return (word, value) of what a person asked of whoever calls them."""
    return labels.contact_lines(care.wishes)


@register.filter
def call_asks(care: CallCare) -> str:
    """Say what is asked once more before this person is called."""
    return labels.call_asks(care.asks)


@register.filter
def word(key: Any, of: str) -> str:
    """Say a key of one of the lists in the reader's language; a key without words is shown as it is."""
    return str(LISTS[of].get(str(key), key or ""))
