"""What a lint needs to know about a document: plain facts, filled by whoever holds the document.

Every field has an empty default meaning "not there yet"; the lint asks about what is empty. Texts are the people's own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class PartyFacts:
    """A party. A body (``is_body``) acts through a representative whose position and powers are named."""

    name: str = ""
    identifier: str = ""
    identifier_kind: Literal["iin", "bin", "other"] = "other"
    contact: str = ""
    address: str = ""
    state: str = ""
    is_body: bool = False
    representative: str = ""
    powers: str = ""


@dataclass(frozen=True)
class MediatorFacts:
    """A mediator; ``kind`` is a key of the pack's ``mediator_kinds``. Certificate dates are the paper's own."""

    name: str = ""
    kind: str = "professional"
    certificate: str = ""
    certificate_date: dt.date | None = None
    certificate_until: dt.date | None = None


@dataclass(frozen=True)
class ScopeFacts:
    """Answers to the questions that decide whether mediation is possible at all; None means nobody has answered."""

    dispute_kind: str = ""
    third_parties: bool | None = None
    capacity: bool | None = None
    corruption: bool | None = None


@dataclass(frozen=True)
class DutyFacts:
    """One duty. ``standing`` marks a duty without an end (for example, not to enter a yard), which needs no date."""

    who: str = ""
    what: str = ""
    how_much: str = ""
    by_when: dt.date | None = None
    proof: str = ""
    consequence: str = ""
    standing: bool = False


@dataclass(frozen=True)
class ClauseFacts:
    """A numbered clause of a settlement with the duties it makes; ``declaration`` marks one that makes none."""

    number: int
    text: str = ""
    duties: tuple[DutyFacts, ...] = ()
    declaration: bool = False


@dataclass(frozen=True)
class AgreementFacts:
    """An agreement to mediate. ``sections`` are the keys of the template sections that its text carries."""

    place: str = ""
    date: dt.date | None = None
    time: dt.time | None = None
    parties: tuple[PartyFacts, ...] = ()
    subject: str = ""
    mediators: tuple[MediatorFacts, ...] = ()
    expenses: str = ""
    fee: str = ""
    fee_due: str = ""
    languages: tuple[str, ...] = ()
    document_languages: tuple[str, ...] = ()
    prevailing_language: str = ""
    term_days: int | None = None
    extended: bool = False
    sections: frozenset[str] = frozenset()
    scope: ScopeFacts = ScopeFacts()


@dataclass(frozen=True)
class SettlementFacts:
    """A settlement. ``singapore`` says that the opt-in to the Singapore Convention is part of the text."""

    place: str = ""
    date: dt.date | None = None
    parties: tuple[PartyFacts, ...] = ()
    subject: str = ""
    mediators: tuple[MediatorFacts, ...] = ()
    clauses: tuple[ClauseFacts, ...] = ()
    document_languages: tuple[str, ...] = ()
    prevailing_language: str = ""
    sections: frozenset[str] = frozenset()
    scope: ScopeFacts = ScopeFacts()
    singapore: bool = False
    in_court: bool = False
