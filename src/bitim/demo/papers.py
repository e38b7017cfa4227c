"""The papers of the demo's stories: the agreement to mediate and the settlement, printed and signed as by people."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from bitim.cases.models import Party
from bitim.demo.telling import Teller, Told, Who
from bitim.jurisdictions.identifiers import control_digit
from bitim.kernel import clock
from bitim.kernel.access import Actor
from bitim.people.models import MediatorCard
from bitim.settlements.actions import agreement, clauses, freezing, signing, terms
from bitim.settlements.models import Clause as ClauseRow
from bitim.settlements.models import Document, Signature

NO_COSTS = {
    "kk": "Шығын жоқ",
    "ru": "Расходов нет",
    "en": "No expenses",
    "uz": "Xarajat yoʻq",
    "ky": "Чыгым жок",
    "bg": "Няма разноски",
}
FREE = {
    "kk": "Медиация тараптар үшін тегін",
    "ru": "Медиация для сторон бесплатна",
    "en": "Mediation is free of charge for the sides",
    "uz": "Mediatsiya tomonlar uchun bepul",
    "ky": "Медиация тараптар үчүн акысыз",
    "bg": "Медиацията е безплатна за страните",
}
NOTHING_DUE = {
    "kk": "Төленетін ақы жоқ",
    "ru": "Оплата не причитается",
    "en": "No fee is due",
    "uz": "Toʻlanadigan haq yoʻq",
    "ky": "Төлөнүүчү акы жок",
    "bg": "Не се дължи възнаграждение",
}
BACK = {
    "kk": "тараптар медиаторға қайта келеді",
    "ru": "стороны возвращаются к медиатору",
    "en": "the sides come back to the mediator",
    "uz": "tomonlar mediatorga qaytib keladilar",
    "ky": "тараптар медиаторго кайра келишет",
    "bg": "страните се връщат при медиатора",
}


def details(teller: Teller, told: Told, mediator: str, addresses: Mapping[str, str]) -> None:
    """Let the mediator write down what the statute asks for of each party; all numbers are invented."""
    for host, side in told.sides.items():
        party = Party.objects.system().get(side=side)
        known: dict[str, str] = {"contact": str(told.people[host].phone or ""), "address": addresses[host]}
        if told.case.pack == "kz":
            body = party.kind == Party.ORGANISATION
            known["identifier"] = invented_number(host, body=body)
        else:
            known |= {"identifier": f"BG {zlib.crc32(host.encode()) % 10**8:08d}", "identifier_kind": "other"}
        if party.kind != Party.PERSON:
            known |= {"representative": str(told.people[host].name), "powers": POWERS[told.people[host].language]}
        terms.keep_details(party, actor=teller.house.actor(mediator), details=known)


POWERS = {
    "kk": "жиналыс хаттамасы бойынша өкіл",
    "ru": "представитель по протоколу собрания",
    "en": "representative by the minutes of the meeting",
    "uz": "yigʻilish bayonnomasi boʻyicha vakil",
    "ky": "жыйындын протоколу боюнча өкүл",
    "bg": "представител съгласно протокол от събрание",
}


def invented_number(name: str, *, body: bool) -> str:
    """Return an identification number that could exist and belongs to nobody we know of: right in form only."""
    seed = zlib.crc32(name.encode())
    head = "1603410" if body else "8503123" if seed % 2 else "8503124"
    number = int(f"{head}{seed % 9000:04d}")
    while (digit := control_digit(f"{number:011d}")) is None:
        number += 1
    return f"{number:011d}{digit}"


def said_in(teller: Teller, told: Told) -> dict[str, Any]:
    """Return what both papers say beside their clauses."""
    local = timezone.localtime(clock.now())
    place = teller.house.centres[told.place].place
    every = {code: place.get(code) or place.get("ru") or place["en"] for code in NO_COSTS}
    title = told.case.title or {}
    return {
        "place": every,
        "date": local.date().isoformat(),
        "time": local.strftime("%H:%M"),
        "subject": title,
        "expenses": NO_COSTS,
        "scope": {"third_parties": False, "capacity": False, "corruption": False},
    }


def agree_to_mediate(teller: Teller, told: Told, mediator: str, addresses: Mapping[str, str], prevailing: str) -> None:
    """Draw the agreement up and let everybody sign it; the case comes to its meetings."""
    details(teller, told, mediator, addresses)
    document = agreement.draw_up_agreement(
        told.case,
        actor=teller.house.actor(mediator),
        terms=said_in(teller, told) | {"prevailing": prevailing, "days": 30} | _fee(teller, mediator),
    )
    teller.days.later(60)
    sign(teller, told, mediator, document)


def _fee(teller: Teller, mediator: str) -> dict[str, Any]:
    """Return what the agreement says of the fee: nothing for a public mediator, who takes none."""
    professional = teller.house.staff[mediator][1].kind == MediatorCard.PROFESSIONAL
    return {"fee": FREE, "fee_due": NOTHING_DUE} if professional else {}


def sign(teller: Teller, told: Told, mediator: str, document: Document, *, without: Sequence[str] = ()) -> None:
    """Let everybody sign with a code of their own, read out by the mediator who sees them; `without` waits."""
    as_mediator = teller.house.actor(mediator)
    hosts = {person.pk: host for host, person in told.people.items()}
    lines = Signature.objects.system().filter(document=document, voided=None).select_related("participant")
    for line in sorted(lines, key=lambda one: one.participant.side_id is None):
        host = hosts.get(line.participant.person_id, mediator)
        if host in without:
            continue
        teller.days.later(5)
        if host == mediator:
            signing.ask_code(line, actor=as_mediator)
            code, actor = signing.code_for_mail(line.pk) or "", as_mediator
        else:
            code = signing.read_out_code(line, actor=as_mediator, identity_check="in_person")
            actor = Actor(line.participant.person_id, "party")
        language = line.participant.language
        signing.sign(line, actor=actor, code=code, digest_seen=document.digest, language=language, confirmed=True)


Clause = tuple[str, Mapping[str, str], Mapping[str, Any]]


def draft(teller: Teller, told: Told, mediator: str, texts: Sequence[Clause], prevailing: str) -> Document:
    """Write the settlement clause by clause: (who proposes, texts, duty).

    `who` in a duty is a host name, `in_days` how many days after its writing it falls due.
    """
    as_mediator = teller.house.actor(mediator)
    document: Document = clauses.start_settlement(told.case, actor=as_mediator)
    spoken = sorted({person.language for person in told.people.values()} | {as_language(teller, mediator)})
    clauses.set_languages(document, actor=as_mediator, languages=spoken, prevailing=prevailing)
    terms.set_terms(document, actor=as_mediator, terms=said_in(teller, told) | {"prevailing": prevailing})
    for host, words, duty in texts:
        teller.days.later(12)
        actor = told.party(host) if host in told.people else as_mediator
        who = Party.objects.system().get(side=told.sides[duty["who"]])
        by_when = clock.today() + timedelta(days=duty["in_days"])
        said = {"consequence": BACK, **duty, "who": str(who.pk), "by_when": by_when.isoformat()}
        clauses.propose_clause(document, actor=actor, texts=words, duty=said)
    return document


def as_language(teller: Teller, host: str) -> str:
    """Return the language of a member of staff."""
    return teller.house.staff[host][1].language


def agree(teller: Teller, told: Told, document: Document, hosts: Sequence[Who], *, but_last: int = 0) -> None:
    """Let sides mark the clauses agreed as they now stand; the last `but_last` stay open."""
    rows = list(ClauseRow.objects.system().filter(document=document, removed=None).order_by("position"))
    for clause in rows[: len(rows) - but_last]:
        for who in hosts:
            teller.days.later(2)
            clauses.agree_clause(
                clause, actor=told.party(who.host), version=clause.version, how="read", language=who.language
            )


def make_final(teller: Teller, document: Document, mediator: str) -> Document:
    """Print the settlement and make it final."""
    teller.days.later(30)
    return freezing.freeze_settlement(document, actor=teller.house.actor(mediator))
