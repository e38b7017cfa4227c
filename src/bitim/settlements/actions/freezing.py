"""Making the settlement final, and opening it again.

Final means: one PDF with one hash. Opening again voids every signature; the PDF and what was signed stay, as a void
document, so that somebody who shows it later is told that it does not count.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.events import StageChanged
from bitim.cases.facts import move, require_step
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.settlements.actions.comparing import void_scans
from bitim.settlements.actions.places import table_of
from bitim.settlements.actions.preparing import (
    CHANGED,
    Prepared,
    allowed_already,
    found,
    prepare,
    present_pack,
    put_in,
    require_complete,
)
from bitim.settlements.events import DocumentFrozen, DocumentReopened
from bitim.settlements.facts import findings_of
from bitim.settlements.facts_matter import matter_of_settlement
from bitim.settlements.kinds import KINDS
from bitim.settlements.models import Document, Scan, Signature
from bitim.settlements.permissions import P


def freeze_settlement(document: Document | UUID, *, actor: Actor, key: str = "") -> Document:
    """Print the settlement and make it final. Refused until every clause is agreed by every side, every question that
    forbids signing is answered, and it is said which text prevails. Repeated, it answers with what is final."""
    row: Document = found(Document, document, "case__centre")
    if row.kind != Document.SETTLEMENT:
        raise Refused(_("This text is drawn up in one step."))
    if row.state == Document.FROZEN:
        allowed_already(actor, P.REOPEN, row)
        return row
    allowed_already(actor, P.FREEZE, row)
    pack = present_pack(row.case)
    if row.case.stage == "drafting":
        require_complete(pack, findings_of(row))
    require_step(row.case, "freeze_settlement")
    prepared = prepare(matter_of_settlement(row), pack)
    return freeze(row, actor=actor, key=key, prepared=prepared)


@action(P.FREEZE, on=Document)
def freeze(document: Document, *, actor: Actor, prepared: Prepared) -> Document:
    """Make the printed text final, if it still says what is true under the lock; the case moves to signing."""
    case = document.case
    if matter_of_settlement(document).fingerprint != prepared.fingerprint:
        raise Refused(CHANGED)
    move(case, "freeze_settlement")
    put_in(document, prepared, present_pack(case))
    record(DocumentFrozen(case.pk, table_of(case), case.pk, document.pk, document.digest), actor=actor)
    record(StageChanged(chain=case.pk, audience=case.pk, case=case.pk, stage=case.stage), actor=actor)
    return document


@action(P.REOPEN, on=Document)
def reopen(document: Document, *, actor: Actor) -> Document:
    """Open a final text again: every signature is void. The settlement goes back to drafting with all its clauses and
    agreed marks; an agreement to mediate or an addendum is void and is drawn up anew."""
    case = document.case
    lines = Signature.objects.system().filter(document=document, voided=None)
    voided = lines.filter(signed__isnull=False).count()
    lines.update(voided=clock.now(), code=None, code_expires=None)
    void_scans(document, "reopened", actor)
    if not KINDS[document.kind].clauses:
        document.state = Document.VOID
        document.save(update_fields=["state"])
    else:
        move(case, "reopen_drafting")
        _keep_as_void(document)
        document.state, document.digest, document.check_code = Document.DRAFT, "", ""
        document.pdf, document.text, document.frozen = None, None, None
        document.paper, document.pages, document.signing_pages = "", 0, []
        document.revision += 1
        document.save()
        record(StageChanged(chain=case.pk, audience=case.pk, case=case.pk, stage=case.stage), actor=actor)
    record(DocumentReopened(case.pk, table_of(case), case.pk, document.pk, voided), actor=actor)
    return document


def _keep_as_void(document: Document) -> None:
    """Set the final version aside with its signatures; the row that goes on being drafted keeps its address."""
    aside = Document.objects.create(
        case=document.case,
        kind=document.kind,
        languages=document.languages,
        prevailing=document.prevailing,
        terms=document.terms,
        text=document.text,
        state=Document.VOID,
        revision=document.revision,
        pack=document.pack,
        pack_version=document.pack_version,
        digest=document.digest,
        check_code=document.check_code,
        paper=document.paper,
        pages=document.pages,
        signing_pages=document.signing_pages,
        pdf=document.pdf,
        made=document.made,
        frozen=document.frozen,
    )
    Signature.objects.system().filter(document=document, digest=document.digest).update(document=aside)
    Scan.objects.system().filter(document=document, digest=document.digest).update(document=aside)
