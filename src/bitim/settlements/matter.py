"""What a document is about, as plain values: read once, linted, composed and compared without the database."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from bitim.jurisdictions import (
    AgreementFacts,
    ClauseFacts,
    DutyFacts,
    MediatorFacts,
    Pack,
    PartyFacts,
    ScopeFacts,
    SettlementFacts,
)
from bitim.kernel.acceptance import Acceptance
from bitim.kernel.text import Text, in_language

SCOPE_QUESTIONS = ("third_parties", "capacity", "corruption")


@dataclass(frozen=True)
class PartyLine:
    """A party as the paper names it. `details`: identifier, identifier_kind, contact, address, state,
    representative, powers - what the statute asks for and the party gave for this paper."""

    id: UUID
    side: UUID
    side_name: str
    name: str
    kind: str
    details: Mapping[str, str]


@dataclass(frozen=True)
class MediatorLine:
    """A mediator with the card of the register."""

    person: UUID
    name: str
    kind: str = "professional"
    certificate: str = ""
    issued: date | None = None
    expires: date | None = None


@dataclass(frozen=True)
class SignerOf:
    """A person who signs: for a party, or as mediator (`party` is None). `hand`: who signs at their request, before
    whom, why; empty for everybody who signs themselves."""

    participant: UUID
    person: UUID
    name: str
    role: str
    language: str
    side: UUID | None
    party: str
    hand: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True)
class ClauseLine:
    """A clause as it now stands; `number` is its place among the clauses that are not taken out."""

    id: UUID
    number: int
    version: int
    texts: Text
    duty: Mapping[str, Any]


@dataclass(frozen=True)
class Matter:
    """Everything a document is composed from. `terms`: see `actions.terms`; `approved`: who has approved the present
    text of the pack's template for the centre, None while nobody has."""

    kind: str
    number: str
    languages: tuple[str, ...]
    prevailing: str
    head: Text
    title: Text
    dispute: str
    parties: tuple[PartyLine, ...]
    mediators: tuple[MediatorLine, ...]
    signers: tuple[SignerOf, ...]
    clauses: tuple[ClauseLine, ...] = ()
    terms: Mapping[str, Any] = field(default_factory=dict)
    agreed_on: date | None = None
    pack: str = ""
    approved: Acceptance | None = None

    @property
    def fingerprint(self) -> str:
        """Return a hash of all of it: unchanged means that a paper composed before is still the paper to freeze."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def party_name(self, who: str) -> str:
        """Return the name of the party that a duty names by id; other words are given back as they are."""
        return next((party.name for party in self.parties if str(party.id) == who), who)

    def words(self, key: str, language: str) -> str:
        """Return one of the terms in a language, with the house's fallback."""
        value = self.terms.get(key) or {}
        return in_language(value, language) if isinstance(value, Mapping) else str(value)

    def said(self, key: str) -> Text:
        """Return one of the terms in all its languages."""
        value = self.terms.get(key)
        return value if isinstance(value, Mapping) else {}

    def complete(self, key: str) -> str:
        """Return one of the terms, blank while a language of the paper still lacks it: the lint then asks for it."""
        text = self.said(key)
        return self.words(key, self.languages[0]) if all(text.get(code) for code in self.languages) else ""


def day_of(value: Any) -> date | None:
    """Return a civil day from ISO words, or None."""
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def time_of(value: Any) -> time | None:
    """Return an hour of the day from ISO words, or None."""
    try:
        return time.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def agreement_facts(matter: Matter, pack: Pack) -> AgreementFacts:
    """Return what the lint of an agreement to mediate looks at."""
    first = matter.languages[0] if matter.languages else "en"
    days = matter.terms.get("days")
    return AgreementFacts(
        place=matter.words("place", first),
        date=day_of(matter.terms.get("date")),
        time=time_of(matter.terms.get("time")),
        parties=_parties(matter),
        subject=matter.complete("subject"),
        mediators=_mediators(matter),
        expenses=matter.complete("expenses"),
        fee=matter.complete("fee"),
        fee_due=matter.complete("fee_due"),
        languages=matter.languages,
        document_languages=matter.languages,
        prevailing_language=matter.prevailing,
        term_days=int(days) if days else None,
        sections=pack.template(matter.kind).keys,
        scope=_scope(matter),
    )


def settlement_facts(matter: Matter, pack: Pack) -> SettlementFacts:
    """Return what the lint of a settlement looks at."""
    first = matter.languages[0] if matter.languages else "en"
    return SettlementFacts(
        place=matter.words("place", first),
        date=day_of(matter.terms.get("date")),
        parties=_parties(matter),
        subject=matter.complete("subject"),
        mediators=_mediators(matter),
        clauses=tuple(
            ClauseFacts(clause.number, in_language(clause.texts), _duties(matter, clause)) for clause in matter.clauses
        ),
        document_languages=matter.languages,
        prevailing_language=matter.prevailing,
        sections=pack.template(matter.kind).keys,
        scope=_scope(matter),
        singapore=bool(matter.terms.get("singapore")),
        in_court=bool(matter.said("court")),
    )


def _parties(matter: Matter) -> tuple[PartyFacts, ...]:
    found = []
    for party in matter.parties:
        body = party.kind == "organisation"
        kind = party.details.get("identifier_kind") or ("bin" if body else "iin")
        found.append(
            PartyFacts(
                name=party.name,
                identifier=party.details.get("identifier", ""),
                identifier_kind=kind if kind in ("iin", "bin") else "other",  # type: ignore[arg-type]
                contact=party.details.get("contact", ""),
                address=party.details.get("address", ""),
                state=party.details.get("state", ""),
                is_body=body,
                representative=party.details.get("representative", ""),
                powers=party.details.get("powers", ""),
            )
        )
    return tuple(found)


def _mediators(matter: Matter) -> tuple[MediatorFacts, ...]:
    return tuple(
        MediatorFacts(one.name, one.kind, one.certificate, one.issued, one.expires) for one in matter.mediators
    )


def _scope(matter: Matter) -> ScopeFacts:
    answers = matter.terms.get("scope") or {}
    return ScopeFacts(matter.dispute, **{key: answers.get(key) for key in SCOPE_QUESTIONS})


def _duties(matter: Matter, clause: ClauseLine) -> tuple[DutyFacts, ...]:
    duty = clause.duty
    if not duty:
        return ()

    def part(key: str) -> str:
        value = duty.get(key) or ""
        return in_language(value) if isinstance(value, Mapping) else str(value)

    return (
        DutyFacts(
            who=matter.party_name(part("who")),
            what=part("what"),
            how_much=part("how_much"),
            by_when=day_of(part("by_when")),
            proof=part("how_proved"),
            consequence=part("consequence"),
            standing=bool(duty.get("standing")),
        ),
    )
