"""What a paper says beside its clauses, cleaned: place, day, subject, costs, fee, term, answers on scope.

Keys of terms: `place`, `subject`, `expenses`, `fee`, `fee_due` ({language: words}); `date` (ISO day), `time` (HH:MM),
`days` (calendar days), `prevailing` (language), `scope` ({question: yes or no}), `singapore` (yes or no),
`court` ({name, case}).
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bitim.cases.actions.receiving import remember_party
from bitim.cases.models import Party
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.settlements.actions.words import clean, clean_texts
from bitim.settlements.facts_matter import court_of
from bitim.settlements.matter import SCOPE_QUESTIONS, day_of, time_of
from bitim.settlements.models import Document
from bitim.settlements.permissions import P

WORDS = ("place", "subject", "expenses", "fee", "fee_due")
DETAILS = ("identifier", "identifier_kind", "contact", "address", "state", "representative", "powers")
MOST_DAYS = 3650


def clean_terms(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the terms without anything unknown, empty or unreadable."""
    kept: dict[str, Any] = {}
    for key in WORDS:
        value = said.get(key)
        if isinstance(value, Mapping) and (texts := clean_texts(value, 3000, may_be_empty=True)):
            kept[key] = texts
    if day := day_of(said.get("date")):
        kept["date"] = day.isoformat()
    if hour := time_of(said.get("time")):
        kept["time"] = hour.strftime("%H:%M")
    if (days := str(said.get("days") or "")).isdecimal():
        kept["days"] = min(int(days[:9]), MOST_DAYS)
    if said.get("prevailing"):
        kept["prevailing"] = str(said["prevailing"])[:2]
    scope = said.get("scope") or {}
    kept["scope"] = {key: bool(scope[key]) for key in SCOPE_QUESTIONS if scope.get(key) is not None}
    if said.get("singapore"):
        kept["singapore"] = True
    court = said.get("court") or {}
    if isinstance(court, Mapping) and court.get("name"):
        kept["court"] = {key: clean(str(court.get(key, "")), 200) for key in ("name", "case")}
    return kept


@action(P.SET_TERMS, on=Document)
def set_terms(document: Document, *, actor: Actor, terms: Mapping[str, Any]) -> Document:
    """Set what the settlement says beside its clauses: where, about what, on what scope."""
    if document.kind != Document.SETTLEMENT:
        raise Refused(_("This text is drawn up in one step."))
    document.terms = clean_terms(terms) | court_of(document.case)
    document.revision += 1
    document.save(update_fields=["terms", "revision"])
    return document


@action(P.KEEP_DETAILS, on=Party)
def keep_details(party: Party, *, actor: Actor, details: Mapping[str, str]) -> Party:
    """Keep what the statute asks a paper to say of a party (numbers, address, contact, who acts for it).

    They stay under the side's key and are seen by the other side only in the paper that both sign.
    """
    kept = {key: clean(str(details[key]), 300) for key in DETAILS if str(details.get(key, "")).strip()}
    if party.details != kept:
        party.details = kept
        party.save(update_fields=["details"])
        remember_party(party)
    return party


def now_as_terms() -> dict[str, str]:
    """Return the day and the hour that a form begins with."""
    local = timezone.localtime(clock.now())
    return {"date": local.date().isoformat(), "time": local.strftime("%H:%M")}
