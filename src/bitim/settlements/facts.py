"""What issues, texts and signatures say to the state machine of a case. The number of queries is fixed."""

from typing import Any
from uuid import UUID

from bitim import jurisdictions
from bitim.cases.facts import Contribution, Wanted, contribute
from bitim.cases.models import Case, Participant, Side
from bitim.jurisdictions import Finding, lint_settlement
from bitim.settlements.facts_matter import clauses_of, matter_of_settlement, signers_of
from bitim.settlements.kinds import SHORT
from bitim.settlements.matter import settlement_facts
from bitim.settlements.models import Clause, ClauseMark, Document, Signature

FINAL = (Document.FROZEN, Document.SIGNED)


SIGNED = tuple(f"{who}_{what}" for who in ("mediator_signed", "signed") for what in SHORT.values())


DRAFT = ("clauses", "clauses_not_agreed", "prevailing_chosen", "lint_stops")


@contribute("settlement_stands", *(f"{what}_frozen" for what in SHORT.values()), *SIGNED, *DRAFT)
def document_facts(case: Case, wanted: Wanted) -> Contribution:
    """Tell what is final, who has signed it, and whether the text being drafted could be made final."""
    rows = Document.objects.system().filter(case=case).exclude(state__in=(Document.VOID, Document.REPLACED))
    documents = list(rows.select_related("case"))
    standing = any(one.kind == Document.SETTLEMENT and one.state == Document.SIGNED for one in documents)
    whole: dict[str, Any] = {"settlement_stands": True} if standing else {}
    documents = [one for one in documents if not _is_past(one, case)]
    of_sides: dict[UUID, dict[str, Any]] = {}
    final = [one for one in documents if one.state in FINAL]
    lines = list(
        Signature.objects.system().filter(document__in=final, voided=None).select_related("participant")
        if final
        else []
    )
    # A complete document binds those who stand in it; an open one waits for everybody who signs now.
    signers = signers_of(case) if any(one.state == Document.FROZEN for one in final) else []
    for document in final:
        short = SHORT[document.kind]
        whole[f"{short}_frozen"] = True
        mediator, sides = _signed(document, [one for one in lines if one.document_id == document.pk], signers)
        whole[f"mediator_signed_{short}"] = mediator
        for side in sides:
            of_sides.setdefault(side, {})[f"signed_{short}"] = True
    draft = next((d for d in documents if d.kind == Document.SETTLEMENT and d.state == Document.DRAFT), None)
    if draft is not None and case.stage == "drafting" and wanted(*DRAFT):
        draft.case = case
        whole |= _draft(draft)
    return whole, of_sides


def _is_past(document: Document, case: Case) -> bool:
    """Tell whether a signed paper says nothing of what is signed next: an addendum that everybody signed has done its
    work, and a settlement stands by itself while the sides are back at the table."""
    if document.state != Document.SIGNED or document.kind == Document.AGREEMENT:
        return False
    return document.kind == Document.ADDENDUM or case.stage not in ("performance", "closed")


def _signed(document: Document, lines: list[Signature], wanted: list[Participant]) -> tuple[bool, set[UUID]]:
    """Return whether every mediator has signed this very hash, and the sides of which every signer has."""
    given = {line.participant_id for line in lines if line.signed and line.digest == document.digest}
    asked = {line.participant_id: line.participant for line in lines}
    if document.state == Document.FROZEN:
        asked |= {one.pk: one for one in wanted}
    mediators = [one.pk for one in asked.values() if one.role in Participant.MEDIATOR_ROLES]
    of_side: dict[UUID, list[UUID]] = {}
    for one in asked.values():
        if one.side_id is not None:
            of_side.setdefault(one.side_id, []).append(one.pk)
    whole_sides = {side for side, people in of_side.items() if given.issuperset(people)}
    return bool(mediators) and given.issuperset(mediators), whole_sides


def _draft(document: Document) -> dict[str, Any]:
    clauses = clauses_of(document)
    return {
        "clauses": len(clauses),
        "clauses_not_agreed": len(not_agreed(document, clauses)),
        "prevailing_chosen": len(document.languages) == 1 or document.prevailing in document.languages,
        "lint_stops": sum(1 for one in findings_of(document, clauses) if one.severity == "stop"),
    }


def not_agreed(document: Document, clauses: list[Clause]) -> list[Clause]:
    """Return the clauses that some present side has not agreed in their present version."""
    present = set(
        Side.objects.system()
        .filter(case=document.case_id)
        .exclude(state__in=(Side.LEFT, Side.DECLINED))
        .values_list("pk", flat=True)
    )
    marks: dict[tuple[UUID, int], set[UUID]] = {}
    rows = ClauseMark.objects.system().filter(clause__document=document, lost=None)
    for clause_id, version, side_id in rows.values_list("clause_id", "version", "side_id"):
        marks.setdefault((clause_id, version), set()).add(side_id)
    return [one for one in clauses if not present <= marks.get((one.pk, one.version), set())]


def findings_of(document: Document, clauses: list[Clause] | None = None) -> list[Finding]:
    """Return what the settlement still lacks by the pack of its case, languages without words included."""
    pack = jurisdictions.load(document.case.pack)
    matter = matter_of_settlement(document, clauses)
    found = lint_settlement(pack, settlement_facts(matter, pack))
    empty = [
        Finding("clause.language", "stop", clause.number, "clause.language", code)
        for clause in matter.clauses
        for code in matter.languages
        if not clause.texts.get(code)
    ]
    return [*empty, *found]
