"""The page on which the mediator draws up the agreement to mediate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from bitim import jurisdictions
from bitim.cases.facts import obstacle_words
from bitim.cases.models import Case, Party, Side
from bitim.kernel.access import Actor, Words, decide, require_visible
from bitim.kernel.text import in_language
from bitim.settlements.actions.agreement import agreement_matter, findings
from bitim.settlements.actions.preparing import question_of
from bitim.settlements.actions.terms import now_as_terms
from bitim.settlements.labels import LANGUAGE_NAMES
from bitim.settlements.models import Document
from bitim.settlements.permissions import P
from bitim.settlements.queries.seen import People, SideSeen, sides_seen


@dataclass(frozen=True)
class PartySeen:
    """A party with what the paper will say of it, as far as the reader `keeps` it."""

    id: UUID
    side: SideSeen | None
    name: str
    kind: str
    details: Mapping[str, str]
    keeps: bool


@dataclass(frozen=True)
class AgreementSeen:
    """What the form begins with, and what stands in the way."""

    people: People
    document: Document | None
    parties: tuple[PartySeen, ...]
    languages: tuple[tuple[str, str], ...]
    terms: Mapping[str, Any]
    takes_fee: bool
    questions: tuple[str, ...]
    obstacles: tuple[Words, ...]
    most_days: int


def agreement_page(actor: Actor, case: Case, said: Mapping[str, Any] | None = None) -> AgreementSeen:
    """Return the page: words already given come before what the house knows."""
    require_visible(actor, P.SEE_ISSUES, case)
    document = Document.objects.system().filter(case=case, kind=Document.AGREEMENT).exclude(state=Document.VOID).first()
    pack = jurisdictions.load(case.pack)
    matter = agreement_matter(case, {})
    terms = _defaults(case, matter.languages, pack) | dict((document.terms if document else None) or {})
    if said is not None:
        terms |= dict(said)
    people = sides_seen(actor, case)
    asked = [question_of(pack, one) for one in findings(case, terms) if one.severity == "stop"]
    return AgreementSeen(
        people=people,
        document=document,
        parties=_parties(actor, case, people),
        languages=tuple((code, str(LANGUAGE_NAMES[code])) for code in matter.languages),
        terms=terms,
        takes_fee=any(pack.label("mediator_kinds", one.kind).facts["takes_fee"] for one in matter.mediators),
        questions=tuple(dict.fromkeys(asked)),
        obstacles=tuple(obstacle_words(case, "draw_up_agreement")),
        most_days=int(pack.parameter("term_days")),
    )


def _defaults(case: Case, languages: tuple[str, ...], pack: jurisdictions.Pack) -> dict[str, Any]:
    expenses = {}
    for code in languages:
        with translation.override(code):
            expenses[code] = _("There are no expenses for the parties.")
    return {
        "place": {code: in_language(case.centre.place, code) for code in languages},
        "subject": dict(case.title or {}),
        "expenses": expenses,
        "days": int(pack.parameter("term_days")),
        "prevailing": languages[0] if languages else "",
        "scope": {},
        **now_as_terms(),
    }


def _parties(actor: Actor, case: Case, people: People) -> tuple[PartySeen, ...]:
    rows = Party.objects.system().filter(side__case=case).exclude(side__state__in=(Side.LEFT, Side.DECLINED))
    keeps = {one: bool(decide(actor, P.KEEP_DETAILS, one)) for one in rows.select_related("side__case")}
    return tuple(
        PartySeen(
            one.pk,
            people.side(one.side_id),
            str(one.name or ""),
            one.kind,
            dict(one.details or {}) if keeps[one] else {},
            keeps[one],
        )
        for one in sorted(keeps, key=lambda one: (one.side.position, one.pk))
    )
