"""What happens to texts when a side changes its mind, or a court is named."""

from bitim.cases.events import ConsentWithdrawn, CourtNamed
from bitim.cases.facts_spoken import LANGUAGES_OF, note_spoken
from bitim.cases.models import Case
from bitim.kernel import clock
from bitim.kernel.access import Actor
from bitim.kernel.record import on, record
from bitim.settlements.actions.comparing import open_scans_of_side, void_scan
from bitim.settlements.actions.places import table_of
from bitim.settlements.events import DocumentFrozen, DocumentStarted, SignaturesVoided
from bitim.settlements.facts_matter import court_of
from bitim.settlements.facts_spoken import languages_of_texts
from bitim.settlements.kinds import SETTLEMENT
from bitim.settlements.models import Document, Signature

LANGUAGES_OF.append(languages_of_texts)


@on(ConsentWithdrawn)
def void_signatures_of_the_side(happening: ConsentWithdrawn, actor: Actor) -> None:
    """A side that withdraws before everybody has signed takes its signatures with it; it gets fresh lines, to sign
    again if it comes back. Pages that may carry its signature and were not confirmed yet are put aside. A complete
    document stays as it is: what ends it is in the document itself."""
    lines = Signature.objects.system().filter(
        document__case_id=happening.case,
        document__state=Document.FROZEN,
        participant__side_id=happening.side,
        voided=None,
    )
    for scan in open_scans_of_side(happening.case, happening.side):
        void_scan(scan, "withdrawn", actor)
    signed = list(lines.filter(signed__isnull=False).select_related("document"))
    lines.filter(signed=None).update(code=None, code_expires=None)
    if not signed:
        return
    lines.filter(signed__isnull=False).update(voided=clock.now())
    Signature.objects.bulk_create(
        [Signature(document=one.document, participant_id=one.participant_id, digest=one.digest) for one in signed]
    )
    case = Case.objects.system().get(pk=happening.case)
    for document in {one.document_id for one in signed}:
        record(SignaturesVoided(case.pk, table_of(case), case.pk, document, len(signed)), actor=actor)


@on(CourtNamed)
def name_court_in_the_text(happening: CourtNamed, actor: Actor) -> None:
    """A settlement that is still being written says to which court it goes; a final one keeps its words."""
    for draft in Document.objects.system().filter(case=happening.case, kind=SETTLEMENT, state=Document.DRAFT):
        terms = {key: value for key, value in (draft.terms or {}).items() if key != "court"}
        draft.terms = terms | court_of(draft.case)
        draft.revision += 1
        draft.save(update_fields=["terms", "revision"])


def who_needs_an_interpreter(happening: DocumentStarted | DocumentFrozen, actor: Actor) -> None:
    """A text in a language that somebody speaks meets them; a text that is no more, no longer."""
    note_spoken(case=happening.case)


on(DocumentStarted)(who_needs_an_interpreter)
on(DocumentFrozen)(who_needs_an_interpreter)
