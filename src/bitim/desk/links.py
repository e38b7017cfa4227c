"""Addresses of other domains' pages, by name: a page that is not there is not offered (no dead buttons)."""

from typing import Any

from django.urls import NoReverseMatch, reverse

# The ways in of the first page: (key, names to try in order). A name may carry the centre's id where it takes one.
ASK = ("cases:ask",)
CODE = ("people:code",)
CARD = ("people:card_check", "people:check_card", "people:card")
CHECK = ("settlements:check",)
STAFF = ("account_login",)


def link(*names: str, **parts: Any) -> str:
    """Return the address of the first named page there is; empty when there is none."""
    for name in names:
        try:
            return reverse(name, kwargs=parts or None)
        except NoReverseMatch:
            continue
    return ""
