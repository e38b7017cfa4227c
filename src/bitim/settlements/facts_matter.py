"""Reading what a document is about, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from bitim import jurisdictions
from bitim.cases.models import Case, Participant, Party, Side
from bitim.cases.models_after import CourtReference
from bitim.kernel import clock
from bitim.kernel.text import LANGUAGES, in_language
from bitim.people.models import MediatorCard
from bitim.people.queries.templates import acceptance_of
from bitim.settlements.matter import ClauseLine, Matter, MediatorLine, PartyLine, SignerOf
from bitim.settlements.models import Clause, Document


def signers_of(case: Case) -> list[Participant]:
    """Return who signs for the case now: the sides' signers that have not left, and the mediators."""
    return list(
        Participant.objects.system()
        .filter(Q(signs=True) | Q(role=Participant.MEDIATOR), case=case, ended=None)
        .filter(Q(side=None, role__in=Participant.MEDIATOR_ROLES) | Q(role__in=Participant.SIDE_ROLES))
        .exclude(side__state__in=(Side.LEFT, Side.DECLINED))
        .select_related("side", "party__side")
        .order_by("side__position", "since", "pk")
    )


def languages_of(signers: Iterable[Participant]) -> list[str]:
    """Return the languages of the people who sign, in the house's order."""
    spoken = {signer.language for signer in signers}
    return [code for code in LANGUAGES if code in spoken]


def matter_of_agreement(case: Case, terms: Mapping[str, Any]) -> Matter:
    """Return what the agreement to mediate is composed from."""
    signers = signers_of(case)
    languages = tuple(languages_of(signers))
    prevailing = str(terms.get("prevailing") or "")
    return _matter(case, Document.AGREEMENT, signers, languages, prevailing, terms, (), None)


def matter_of_addendum(case: Case, terms: Mapping[str, Any], agreed_on: date | None) -> Matter:
    """Return what an addendum to the agreement to mediate is composed from: the same people, the new term."""
    signers = signers_of(case)
    languages = tuple(languages_of(signers))
    prevailing = str(terms.get("prevailing") or "")
    return _matter(case, Document.ADDENDUM, signers, languages, prevailing, terms, (), agreed_on)


def matter_of_settlement(document: Document, clauses: list[Clause] | None = None) -> Matter:
    """Return what the settlement is composed from, its clauses as they now stand."""
    case = document.case
    if clauses is None:
        clauses = clauses_of(document)
    lines = tuple(
        ClauseLine(one.pk, number, one.version, dict(one.texts or {}), dict(one.duty or {}))
        for number, one in enumerate(clauses, start=1)
    )
    terms = with_defaults(case, document.terms or {})
    agreed = (
        Document.objects.system()
        .filter(case=case, kind=Document.AGREEMENT, state=Document.SIGNED)
        .values_list("signed", flat=True)
        .first()
    )
    agreed_on = timezone.localtime(agreed).date() if agreed else None
    signers = signers_of(case)
    return _matter(
        case, document.kind, signers, tuple(document.languages), document.prevailing, terms, lines, agreed_on
    )


def clauses_of(document: Document) -> list[Clause]:
    """Return the clauses that are not taken out, in order."""
    rows = Clause.objects.system().filter(document=document, removed=None)
    return list(rows.select_related("document").order_by("position", "pk"))


def with_defaults(case: Case, terms: Mapping[str, Any]) -> dict[str, Any]:
    """Return the terms with what the house already knows: place of the centre, title of the case, today."""
    return {
        "place": dict(case.centre.place or {}),
        "subject": dict(case.title or {}),
        "date": clock.today().isoformat(),
    } | {key: value for key, value in terms.items() if value not in (None, "", {})}


def court_of(case: Case) -> dict[str, Any]:
    """Return the court to which a settlement goes for approval, where the case has one with a number."""
    found = CourtReference.objects.system().filter(case=case).first()
    if found is None or not (found.court and found.case_number):
        return {}
    return {"court": {"name": str(found.court), "case": str(found.case_number)}}


def _matter(
    case: Case,
    kind: str,
    signers: list[Participant],
    languages: tuple[str, ...],
    prevailing: str,
    terms: Mapping[str, Any],
    clauses: tuple[ClauseLine, ...],
    agreed_on: date | None,
) -> Matter:
    parties = list(
        Party.objects.system()
        .filter(side__case=case)
        .exclude(side__state__in=(Side.LEFT, Side.DECLINED))
        .select_related("side")
        .order_by("side__position", "pk")
    )
    centre, pack = case.centre, jurisdictions.load(case.pack)
    return Matter(
        kind=kind,
        number=case.number,
        languages=languages,
        prevailing=prevailing if prevailing in languages else (languages[0] if len(languages) == 1 else prevailing),
        head={code: _head(centre.name, centre.address, code) for code in languages},
        title=dict(case.title or {}),
        dispute=case.kind if _is_kind(case) else "",
        parties=tuple(_party(one) for one in parties),
        mediators=_mediators(signers),
        signers=tuple(_signer(one) for one in signers),
        clauses=clauses,
        terms=terms,
        agreed_on=agreed_on,
        pack=pack.fingerprint,
        approved=acceptance_of(centre.slug, pack, kind),
    )


def _is_kind(case: Case) -> bool:
    return any(label.key == case.kind for label in jurisdictions.load(case.pack).labels["dispute_kinds"])


def _head(name: Mapping[str, str], address: Mapping[str, str], language: str) -> str:
    return "\n".join(filter(None, (in_language(name, language), in_language(address, language))))


def _party(party: Party) -> PartyLine:
    details = {str(key): str(value) for key, value in (party.details or {}).items()}
    return PartyLine(party.pk, party.side_id, str(party.side.name or ""), str(party.name or ""), party.kind, details)


def _signer(one: Participant) -> SignerOf:
    party = str(one.party.name or "") if one.party else str(one.side.name or "") if one.side else ""
    hand = (str(one.hand or ""), str(one.hand_before or ""), one.hand_why)
    return SignerOf(one.pk, one.person_id, str(one.shown_name or ""), one.role, one.language, one.side_id, party, hand)


def _mediators(signers: list[Participant]) -> tuple[MediatorLine, ...]:
    mediating = {one.person_id: one for one in signers if one.role in Participant.MEDIATOR_ROLES}
    cards: dict[UUID | None, MediatorCard] = {
        card.person_id: card for card in MediatorCard.objects.system().filter(person_id__in=mediating)
    }
    lines = []
    for person, one in mediating.items():
        card = cards.get(person)
        name = str(one.shown_name or "")
        if card is None:
            lines.append(MediatorLine(person, name))
        else:
            lines.append(MediatorLine(person, name, card.kind, card.certificate, card.issued, _last_day(card)))
    return tuple(lines)


def _last_day(card: MediatorCard) -> date | None:
    """Return the last day on which a mediator may sign a new paper: of the certificate, of the term of office, or the
    day before they were removed. Once it is past, no paper is made final, whatever earlier day it bears."""
    days = [timezone.localtime(card.revoked).date() if card.revoked else None, card.removed_on]
    gone = min((day - timedelta(days=1) for day in days if day), default=None)
    last = min((day for day in (card.expires, card.term_to, gone) if day), default=None)
    return date.min if last is not None and last < clock.today() else last
