"""Addresses of other domains' pages, by name: a page that is not there is not offered (no dead buttons)."""

from typing import Any

from django.urls import NoReverseMatch, reverse

Names = tuple[str, ...]

# --- for everybody -------------------------------------------------------------------------------------
ASK: Names = ("cases:ask",)
CODE: Names = ("people:code",)
CARD: Names = ("people:card",)
CHECK: Names = ("settlements:check",)
STAFF: Names = ("account_login",)
REQUESTS: Names = ("cases:requests",)
# --- of a case: the case's id --------------------------------------------------------------------------
PEOPLE: Names = ("cases:people",)
SCREENING: Names = ("cases:screening",)
CONSENT: Names = ("cases:consent",)
RECORD: Names = ("cases:record",)
CLOSING: Names = ("cases:closing", "cases:close")
LEDGER: Names = ("room:ledger",)
MEETING: Names = ("room:meetings", "room:meeting")
ISSUES: Names = ("settlements:issues",)
TEXTS: Names = ("settlements:documents", "settlements:texts")
# --- of one thing: its id ------------------------------------------------------------------------------
REQUEST: Names = ("cases:request",)
ROOM: Names = ("room:room", "room:space")
TEXT: Names = ("settlements:text", "settlements:document")
SIGN: Names = ("settlements:sign",)


def link(names: Names, *parts: Any) -> str:
    """Return the address of the first named page there is; empty when there is none."""
    for name in names:
        try:
            return reverse(name, args=parts or None)
        except NoReverseMatch:
            continue
    return ""
