"""Addresses of other domains' pages, by name: a page that is not there is not offered (no dead buttons)."""

from typing import Any

from django.urls import NoReverseMatch, reverse

Names = tuple[str, ...]

# --- for everybody -------------------------------------------------------------------------------------
ASK: Names = ("cases:ask",)
CODE: Names = ("people:code",)
CARD: Names = ("people:card",)
DIALOGUES: Names = ("dialogue:listed",)
CHECK: Names = ("settlements:check",)
STAFF: Names = ("account_login",)
REQUESTS: Names = ("cases:requests",)
DEMANDS: Names = ("settlements:demands",)
WALK_IN: Names = ("cases:walk_in",)
READ_BACK: Names = ("cases:read_back",)
# --- of a case: the case's id --------------------------------------------------------------------------
PEOPLE: Names = ("cases:people",)
BESIDE: Names = ("cases:company",)
CONSENT: Names = ("cases:consent",)
MEDIATOR: Names = ("cases:mediator",)
CHOOSE: Names = ("cases:choose",)
SEEK: Names = ("cases:seek",)
RECORD: Names = ("cases:record",)
CLOSING: Names = ("cases:closing",)
LEDGER: Names = ("room:ledger",)
MEETING: Names = ("room:meetings",)
TIMES: Names = ("room:times",)
HELD: Names = ("room:held",)
ISSUES: Names = ("settlements:issues",)
PACKAGE: Names = ("compromise:page",)
BIDDING: Names = ("compromise:bidding",)
RATIFYING: Names = ("dialogue:ratifying",)
AGREEMENT: Names = ("settlements:agreement",)
AFTER: Names = ("settlements:after",)
ADDENDUM: Names = ("settlements:addendum",)
COURT: Names = ("settlements:court",)
TEXTS: Names = ("settlements:start",)
# --- of a case and one thing of it: both ids ---------------------------------------------------------
SCREENING: Names = ("cases:screening",)
INVITATION: Names = ("cases:invitation",)
# --- of one thing: its id ------------------------------------------------------------------------------
REQUEST: Names = ("cases:request",)
PROPOSAL: Names = ("cases:proposal",)
REGISTER_CARD: Names = ("people:card_open",)
ROOM: Names = ("room:space",)
TEXT: Names = ("settlements:text",)
SIGN: Names = ("settlements:sign",)
SCAN: Names = ("settlements:scan",)
PAPER: Names = ("settlements:paper",)


def link(names: Names, *parts: Any) -> str:
    """Return the address of the first named page there is; empty when there is none."""
    for name in names:
        try:
            return reverse(name, args=parts or None)
        except NoReverseMatch:
            continue
    return ""
