"""How each lint rule looks at a document: one small function per rule, registered under the rule's key.

A rule of the form ``section.<key>`` needs no function: it asks whether the text carries that section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bitim.jurisdictions.facts import AgreementFacts, DutyFacts, MediatorFacts, PartyFacts, SettlementFacts
from bitim.jurisdictions.identifiers import valid_bin, valid_iin
from bitim.jurisdictions.pack import Pack

SECTION: Final = "section."
Facts = AgreementFacts | SettlementFacts


@dataclass(frozen=True)
class Spot:
    """Where a rule found something: the clause, or the person it is about."""

    clause: int | None = None
    about: str = ""


Check = Callable[[Pack, Facts], Iterator[Spot]]
CHECKS: Final[dict[str, Check]] = {}


def _blank(value: str) -> bool:
    return not value.strip()


def _document(key: str, lacks: Callable[[Pack, Facts], bool]) -> None:
    def check(pack: Pack, facts: Facts) -> Iterator[Spot]:
        if lacks(pack, facts):
            yield Spot()

    CHECKS[key] = check


def _agreement(key: str, lacks: Callable[[Pack, AgreementFacts], bool]) -> None:
    _document(key, lambda pack, facts: isinstance(facts, AgreementFacts) and lacks(pack, facts))


def _settlement(key: str, lacks: Callable[[Pack, SettlementFacts], bool]) -> None:
    _document(key, lambda pack, facts: isinstance(facts, SettlementFacts) and lacks(pack, facts))


def _party(key: str, lacks: Callable[[PartyFacts], bool]) -> None:
    def check(pack: Pack, facts: Facts) -> Iterator[Spot]:
        return (Spot(about=party.name) for party in facts.parties if lacks(party))

    CHECKS[key] = check


def _mediator(key: str, lacks: Callable[[MediatorFacts, Facts], bool]) -> None:
    def check(pack: Pack, facts: Facts) -> Iterator[Spot]:
        return (Spot(about=mediator.name) for mediator in facts.mediators if lacks(mediator, facts))

    CHECKS[key] = check


def _duty(key: str, lacks: Callable[[DutyFacts, SettlementFacts], bool]) -> None:
    def check(pack: Pack, facts: Facts) -> Iterator[Spot]:
        if isinstance(facts, SettlementFacts):
            for clause in facts.clauses:
                for duty in clause.duties:
                    if lacks(duty, facts):
                        yield Spot(clause.number, duty.who)

    CHECKS[key] = check


def _takes_fee(pack: Pack, facts: AgreementFacts) -> bool:
    kinds = (pack.label("mediator_kinds", mediator.kind) for mediator in facts.mediators)
    return any(kind.facts["takes_fee"] for kind in kinds)


def _clause_without_duty(pack: Pack, facts: Facts) -> Iterator[Spot]:
    if isinstance(facts, SettlementFacts):
        for clause in facts.clauses:
            if not clause.duties and not clause.declaration:
                yield Spot(clause.number)


def _wrong_identifier(party: PartyFacts) -> bool:
    checks = {"iin": valid_iin, "bin": valid_bin}
    check = checks.get(party.identifier_kind)
    return check is not None and not _blank(party.identifier) and not check(party.identifier)


def _term_too_long(pack: Pack, facts: AgreementFacts) -> bool:
    most = pack.parameter("term_days_extended" if facts.extended else "term_days")
    return facts.term_days is not None and facts.term_days > most


def _commercial(pack: Pack, facts: SettlementFacts) -> bool:
    kind = facts.scope.dispute_kind
    return bool(kind) and bool(pack.label("dispute_kinds", kind).facts["commercial"])


def _opt_in_needed(pack: Pack, facts: SettlementFacts) -> bool:
    """The Convention (art. 1, 8(1)(b)): commercial, places of business in different States, one of which applies the
    Convention only where the parties say so."""
    states = {party.state for party in facts.parties if party.state}
    reserved = states & set(pack.parameter("singapore_opt_in_states"))
    return (
        len(states) > 1 and bool(reserved) and _commercial(pack, facts) and not facts.in_court and not facts.singapore
    )


def _no_official_language(pack: Pack, facts: Facts) -> bool:
    official = set(pack.parameter("official_languages"))
    return bool(facts.document_languages) and not official & set(facts.document_languages)


_document("place", lambda _, facts: _blank(facts.place))
_document("date", lambda _, facts: facts.date is None)
_agreement("time", lambda _, facts: facts.time is None)
_document("parties", lambda _, facts: len(facts.parties) < 2)
_party("party.name", lambda party: _blank(party.name))
_party("party.identifier", lambda party: _blank(party.identifier))
_party("party.identifier_valid", _wrong_identifier)
_party("party.contact", lambda party: _blank(party.contact))
_party("party.address", lambda party: _blank(party.address))
_party("party.representative", lambda party: party.is_body and _blank(party.representative))
_party("party.powers", lambda party: bool(party.representative.strip() or party.is_body) and _blank(party.powers))
_document("subject", lambda _, facts: _blank(facts.subject))
_document("mediators", lambda _, facts: not facts.mediators)
_mediator("mediator.name", lambda mediator, _: _blank(mediator.name))
_mediator("mediator.certificate", lambda mediator, _: mediator.kind == "professional" and _blank(mediator.certificate))
_mediator(
    "mediator.certificate_date",
    lambda mediator, facts: (
        bool(mediator.certificate.strip())
        and (mediator.certificate_date is None or (facts.date is not None and mediator.certificate_date > facts.date))
    ),
)
_mediator(
    "mediator.certificate_expired",
    lambda mediator, facts: bool(mediator.certificate_until and facts.date and mediator.certificate_until < facts.date),
)
_agreement("expenses", lambda _, facts: _blank(facts.expenses))
_agreement("fee", lambda pack, facts: _takes_fee(pack, facts) and _blank(facts.fee))
_agreement("fee.due", lambda pack, facts: _takes_fee(pack, facts) and _blank(facts.fee_due))
_agreement(
    "fee.public",
    lambda pack, facts: bool(facts.mediators) and not _takes_fee(pack, facts) and not _blank(facts.fee),
)
_agreement("languages", lambda _, facts: not facts.languages)
_document("document_languages", lambda _, facts: not facts.document_languages)
_document("document_languages.official", _no_official_language)
_document("prevailing", lambda _, facts: len(facts.document_languages) > 1 and _blank(facts.prevailing_language))
_document(
    "prevailing.unknown",
    lambda _, facts: (
        not _blank(facts.prevailing_language)
        and bool(facts.document_languages)
        and facts.prevailing_language not in facts.document_languages
    ),
)
_agreement("term", lambda _, facts: facts.term_days is None or facts.term_days < 1)
_agreement("term.long", _term_too_long)
_settlement("clauses", lambda _, facts: not facts.clauses)
CHECKS["clause.duty"] = _clause_without_duty
_duty("duty.who", lambda duty, _: _blank(duty.who))
_duty(
    "duty.who_unknown",
    lambda duty, facts: not _blank(duty.who) and duty.who not in {party.name for party in facts.parties},
)
_duty("duty.what", lambda duty, _: _blank(duty.what))
_duty("duty.how_much", lambda duty, _: _blank(duty.how_much))
_duty("duty.by_when", lambda duty, _: duty.by_when is None and not duty.standing)
_duty("duty.by_when_past", lambda duty, facts: bool(duty.by_when and facts.date and duty.by_when < facts.date))
_duty("duty.proof", lambda duty, _: _blank(duty.proof))
_duty("duty.consequence", lambda duty, _: _blank(duty.consequence))
_settlement("singapore.needed", _opt_in_needed)
_settlement(
    "singapore.excluded",
    lambda pack, facts: facts.singapore and (facts.in_court or not _commercial(pack, facts)),
)
