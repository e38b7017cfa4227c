"""A ready agreement and a ready settlement, and every way in which one of them may be spoiled."""

from dataclasses import replace
from datetime import date, time

from bitim.jurisdictions import (
    AgreementFacts,
    ClauseFacts,
    DutyFacts,
    MediatorFacts,
    PartyFacts,
    ScopeFacts,
    SettlementFacts,
)

SIGNED = date(2026, 6, 1)
SCOPE = ScopeFacts(dispute_kind="commercial", third_parties=False, capacity=False, corruption=False)
AIGUL = PartyFacts("Айгүл", "900101400023", "iin", "+7 700 000 00 00", "Ақтау, 5", "KZ")
SHOP = PartyFacts(
    "ТОО «Шатёр»",
    "050640000007",
    "bin",
    "shop@example.org",
    "Актау, 7",
    "KZ",
    True,
    "Ерлан Серікұлы",
    "директор, устав",
)
MEDIATOR = MediatorFacts("Сәуле", "professional", "№ 12", date(2020, 1, 1), date(2030, 1, 1))
PUBLIC = MediatorFacts("Қария", "public")
PAY = DutyFacts("ТОО «Шатёр»", "pays back", "120 000 KZT", date(2026, 7, 1), "bank receipt", "one per cent a week")
QUIET = DutyFacts("Айгүл", "stops the posts", "all", None, "the page itself", "back to the table", standing=True)

AGREEMENT = AgreementFacts(
    place="Ақтау",
    date=SIGNED,
    time=time(10),
    parties=(AIGUL, SHOP),
    subject="a returned tent",
    mediators=(MEDIATOR,),
    expenses="the room: halves",
    fee="20 000 KZT",
    fee_due="at signing",
    languages=("kk",),
    document_languages=("kk", "ru"),
    prevailing_language="kk",
    term_days=30,
    sections=frozenset({"confidentiality", "liability", "ending", "order", "signatures"}),
    scope=SCOPE,
)
SETTLEMENT = SettlementFacts(
    place="Ақтау",
    date=SIGNED,
    parties=(AIGUL, SHOP),
    subject="a returned tent",
    mediators=(MEDIATOR,),
    clauses=(
        ClauseFacts(1, "money", (PAY,)),
        ClauseFacts(2, "peace", (QUIET,)),
        ClauseFacts(3, "regret", declaration=True),
    ),
    document_languages=("kk", "ru"),
    prevailing_language="kk",
    sections=frozenset({"performance", "consequences", "assurances", "force", "confidentiality", "signatures"}),
    scope=SCOPE,
)


def _both(key, **change):
    return [(replace(paper, **change), {(key, None)}) for paper in (AGREEMENT, SETTLEMENT)]


def _party(key, party, papers=(AGREEMENT, SETTLEMENT), also=()):
    return [(replace(paper, parties=(AIGUL, party)), {(key, None), *also}) for paper in papers]


def _mediator(key, **change):
    return _both(key, mediators=(replace(MEDIATOR, **change),))


def _agreement(key, **change):
    return [(replace(AGREEMENT, **change), {(key, None)})]


def _settlement(key, **change):
    return [(replace(SETTLEMENT, **change), {(key, None)})]


def _without(paper, section):
    return [(replace(paper, sections=paper.sections - {section}), {(f"section.{section}", None)})]


def _duty(key, **change):
    clauses = (SETTLEMENT.clauses[0], ClauseFacts(2, "peace", (QUIET, replace(PAY, **change))))
    return [(replace(SETTLEMENT, clauses=clauses), {(key, 2)})]


def _abroad(paper, **change):
    return replace(paper, parties=(AIGUL, replace(SHOP, state="UZ")), **change)


# Each: a paper with one thing spoiled, and exactly what must be asked (rule key, clause).
FAULTS = [
    *_both("place", place=" "),
    *_both("date", date=None),
    *_agreement("time", time=None),
    *_agreement("parties", parties=(AIGUL,)),
    (replace(SETTLEMENT, parties=(AIGUL,)), {("parties", None), ("duty.who_unknown", 1)}),
    *_party("party.name", replace(SHOP, name=""), (AGREEMENT,)),
    *_party("party.name", replace(SHOP, name=""), (SETTLEMENT,), {("duty.who_unknown", 1)}),
    *_party("party.identifier", replace(SHOP, identifier="")),
    *_party("party.identifier_valid", replace(SHOP, identifier="050640000008")),
    *_party("party.identifier_valid", replace(SHOP, identifier=AIGUL.identifier)),
    *_party("party.contact", replace(SHOP, contact=""), (AGREEMENT,)),
    *_party("party.address", replace(SHOP, address=""), (SETTLEMENT,)),
    *_party("party.representative", replace(SHOP, representative="")),
    *_party("party.powers", replace(SHOP, powers="")),
    *_both("subject", subject=""),
    (replace(SETTLEMENT, mediators=()), {("mediators", None)}),
    (replace(AGREEMENT, mediators=(), fee="", fee_due=""), {("mediators", None)}),
    *_mediator("mediator.name", name=""),
    *_mediator("mediator.certificate", certificate=""),
    *_mediator("mediator.certificate_date", certificate_date=None),
    *_mediator("mediator.certificate_date", certificate_date=date(2026, 6, 2)),
    *_mediator("mediator.certificate_expired", certificate_until=date(2026, 5, 31)),
    *_agreement("expenses", expenses=""),
    *_agreement("fee", fee=""),
    *_agreement("fee.due", fee_due=""),
    *_agreement("fee.public", mediators=(PUBLIC,)),
    *_agreement("languages", languages=()),
    *_both("document_languages", document_languages=()),
    *_both("document_languages.official", document_languages=("en",), prevailing_language=""),
    *_both("prevailing", prevailing_language=""),
    *_both("prevailing.unknown", prevailing_language="en"),
    *[fault for key in sorted(AGREEMENT.sections) for fault in _without(AGREEMENT, key)],
    *[fault for key in sorted(SETTLEMENT.sections) for fault in _without(SETTLEMENT, key)],
    *_agreement("term", term_days=None),
    *_agreement("term", term_days=0),
    *_agreement("term.long", term_days=31),
    *_agreement("term.long", term_days=61, extended=True),
    *_settlement("clauses", clauses=()),
    (replace(SETTLEMENT, clauses=(ClauseFacts(5, "words"),)), {("clause.duty", 5)}),
    *_duty("duty.who", who=""),
    *_duty("duty.who_unknown", who="a cousin"),
    *_duty("duty.what", what=""),
    *_duty("duty.how_much", how_much=""),
    *_duty("duty.by_when", by_when=None),
    *_duty("duty.by_when_past", by_when=date(2026, 5, 31)),
    *_duty("duty.proof", proof=""),
    *_duty("duty.consequence", consequence=""),
    (_abroad(SETTLEMENT), {("singapore.needed", None)}),
    *_settlement("singapore.excluded", singapore=True, scope=replace(SCOPE, dispute_kind="family")),
    *_settlement("singapore.excluded", singapore=True, in_court=True),
]
READY = [
    AGREEMENT,
    SETTLEMENT,
    replace(AGREEMENT, mediators=(PUBLIC,), fee="", fee_due=""),
    replace(AGREEMENT, term_days=60, extended=True),
    replace(AGREEMENT, document_languages=("ru",), prevailing_language=""),
    _abroad(SETTLEMENT, singapore=True),
    _abroad(SETTLEMENT, in_court=True),
    _abroad(SETTLEMENT, scope=replace(SCOPE, dispute_kind="family")),
]
