"""Papers written by the office, and drafts, as files for those who may take them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bitim import jurisdictions
from bitim.cases.models import Case, Participant, Party, Side
from bitim.cases.models_after import CourtReference
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, Refused, decide, require_visible
from bitim.kernel.paper.docx import MEDIA_TYPE, render_docx
from bitim.kernel.paper.model import Paper, PaperIncomplete
from bitim.kernel.paper.render import render
from bitim.kernel.text import LANGUAGES, in_language
from bitim.people.queries import person_name
from bitim.settlements.actions.preparing import present_pack
from bitim.settlements.actions.terms import now_as_terms
from bitim.settlements.facts_matter import matter_of_agreement, matter_of_settlement
from bitim.settlements.kinds import AGREEMENT, SETTLEMENT
from bitim.settlements.models import Document
from bitim.settlements.papers import compose
from bitim.settlements.papers_office import COURT_PAPERS, DUTY, ENDING, PEN, Facts, compose_office
from bitim.settlements.permissions import P

PDF, DOCX = "pdf", "docx"
TYPES = {PDF: "application/pdf", DOCX: MEDIA_TYPE}
File = tuple[bytes, str, str]


def ending_notice(actor: Actor, side_id: UUID, form: str) -> File:
    """Return the notice of ending for one side as (bytes, name, type); NotFound until the case is closed."""
    side = Side.objects.system().select_related("case__centre").filter(pk=side_id).first()
    if side is None:
        raise NotFound
    require_visible(actor, P.PRINT_ENDING, side)
    facts = ending_facts(actor, side)
    return made(compose_office(ENDING, facts), form, f"{ENDING}-{side.case.number}-{side.position}")


def ending_facts(actor: Actor, side: Side) -> Facts:
    """Return what the notice says: to whom, which mediation, that it ended and when."""
    case = side.case
    rows = Party.objects.system().filter(side=side).select_related("side").order_by("pk")
    names = [str(one.name or "") for one in rows]
    spoken = Participant.objects.system().filter(side=side).order_by("since").values_list("language", flat=True)
    first = next(iter(spoken), (case.centre.languages or LANGUAGES)[0])
    other = next((code for code in case.centre.languages or () if code != first), None)
    languages = (first, other) if other else (first,)
    facts = _facts(case, languages)
    return replace(facts, recipient="; ".join(name for name in names if name), writer=_writer(actor))


def court_paper(actor: Actor, case_id: UUID, kind: str, form: str) -> File:
    """Return a paper for the court as (bytes, name, type)."""
    case = Case.objects.system().select_related("centre").filter(pk=case_id).first()
    if case is None or kind not in COURT_PAPERS:
        raise NotFound
    require_visible(actor, P.PRINT_COURT_PAPER, case)
    languages = tuple(jurisdictions.load(case.pack).parameter("official_languages"))[:2]
    facts = _facts(case, languages)
    reference = CourtReference.objects.system().filter(case=case).first()
    if reference is not None:
        facts = replace(
            facts,
            court=str(reference.court or ""),
            court_case=str(reference.case_number or ""),
            judge=str(reference.judge or ""),
        )
    return made(compose_office(kind, replace(facts, writer=_writer(actor))), form, f"{kind}-{case.number}")


def papers_of_court(actor: Actor, case: Case) -> list[tuple[str, str, str]]:
    """Return (kind, name, what it rests on) of the papers for a court that the pack has."""
    if not decide(actor, P.PRINT_COURT_PAPER, case):
        return []
    pack = jurisdictions.load(case.pack)
    found = []
    for kind in COURT_PAPERS:
        if kind == DUTY and not pack.parameter("state_duty_returned"):
            continue
        label = pack.label("papers", kind)
        found.append((kind, in_language(label.texts), str(label.facts["basis"])))
    return found


DRAFT_WORDS = gettext_lazy("DRAFT. It binds nobody and is not for signing.")


def draft_of_text(actor: Actor, document: Document) -> File:
    """Return the settlement as it now stands, as a DOCX marked as a draft, empty places left as lines. Held apart, a
    side gets none: only the paper that binds may name the other."""
    require_visible(actor, P.SEE_DOCUMENT, document)
    if document.case.mode == "shuttle" and actor.role == "party":
        raise Refused(_("A draft would name the other side, and the sides are kept apart. Read the text here."))
    if document.kind != SETTLEMENT or document.state != Document.DRAFT:
        raise NotFound
    matter = matter_of_settlement(document)
    if not matter.clauses:
        raise Refused(_("The text has no clauses yet."))
    paper = _drafted(lambda: compose(matter, present_pack(document.case), "", blank=PEN))
    return _as_draft(paper, f"{SETTLEMENT}-{document.case.number}")


def draft_of_agreement(actor: Actor, case: Case) -> File:
    """Return the agreement to mediate as it would be drawn up now, as a DOCX marked as a draft."""
    require_visible(actor, P.DRAW_UP_AGREEMENT, case)
    document = Document.objects.system().filter(case=case, kind=AGREEMENT).exclude(state=Document.VOID).first()
    pack = present_pack(case)
    base = {"place": dict(case.centre.place or {}), "subject": dict(case.title or {}), **now_as_terms()}
    terms = base | {"days": pack.parameter("term_days")} | dict((document.terms if document else None) or {})
    matter = matter_of_agreement(case, terms)
    if not matter.languages:
        raise Refused(_("Nobody is there yet who would sign it."))
    paper = _drafted(lambda: compose(matter, pack, "", blank=PEN))
    return _as_draft(paper, f"{AGREEMENT}-{case.number}")


def _drafted(compose_it: Callable[[], Paper]) -> Paper:
    try:
        paper = compose_it()
    except PaperIncomplete:
        raise Refused(_("The paper still has an empty place. Please answer the questions first.")) from None
    return replace(paper, verify_url=None, signers=[replace(one, method_note=None) for one in paper.signers])


def _as_draft(paper: Paper, name: str) -> File:
    words = {}
    for code in paper.languages:
        with translation.override(code):
            words[code] = str(DRAFT_WORDS)
    return render_docx(paper, created=clock.now(), draft=words), f"draft-{name}.docx", MEDIA_TYPE


def made(paper: Paper, form: str, name: str) -> File:
    """Return a paper in the form that is wanted; NotFound for a form that there is not."""
    if form not in TYPES:
        raise NotFound
    content = render(paper, created=clock.now()) if form == PDF else render_docx(paper, created=clock.now())
    return content, f"{name}.{form}", TYPES[form]


def _facts(case: Case, languages: tuple[str, ...]) -> Facts:
    papers = dict(
        Document.objects.system()
        .filter(case=case, state=Document.SIGNED, kind__in=(AGREEMENT, SETTLEMENT))
        .values_list("kind", "signed")
    )

    def day(kind: str) -> date | None:
        moment = papers.get(kind)
        return timezone.localtime(moment).date() if moment else None

    parties = Party.objects.system().filter(side__case=case).exclude(side__state__in=(Side.LEFT, Side.DECLINED))
    named = parties.select_related("side").order_by("side__position", "pk")
    mediators = Participant.objects.system().filter(case=case, role__in=Participant.MEDIATOR_ROLES, ended=None)
    centre = case.centre
    return Facts(
        number=case.number,
        pack=case.pack,
        centre_slug=centre.slug,
        centre_name=centre.name,
        centre_address=centre.address,
        centre_phone=centre.phone,
        place=centre.place,
        today=clock.today(),
        languages=languages,
        parties=tuple(str(one.name) for one in named if one.name),
        mediators=tuple(str(one.shown_name) for one in mediators.select_related("case") if one.shown_name),
        agreed_on=day(AGREEMENT),
        settled_on=day(SETTLEMENT),
        term_ends=case.term_ends,
        ended_on=timezone.localtime(case.closed).date() if case.closed else None,
    )


def _writer(actor: Actor) -> str:
    """Return who of the centre writes; a party that prints its notice leaves the line to the centre."""
    return person_name(actor.who) if actor.role in ("coordinator", "mediator") else ""
