"""Filters that say the desk's short keys in words: `{% load desk %}`."""

from typing import Any

from django import template

from bitim.cases.queries.course import STAGE_NAMES
from bitim.desk import words

register = template.Library()
LISTS: dict[str, dict[str, Any]] = {
    "role": words.ROLES,
    "side": words.SIDE_STATES,
    "invitation": words.INVITATION_STATES,
    "due": words.DUE_FOR,
    "outcome": words.OUTCOMES,
    "stage": STAGE_NAMES,
    "mode": words.MODES,
    "call": words.CALL_TIMES,
    "document": words.DOCUMENTS,
    "document_state": words.DOCUMENT_STATES,
}


@register.filter
def word(key: Any, of: str) -> str:
    """Say a key of one of the lists in the reader's language; a key without words is shown as it is."""
    return str(LISTS[of].get(str(key), key or ""))
