"""The kept files of a document, for those who may read it."""

from uuid import UUID

from bitim.kernel import keystore
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.models import StoredFile
from bitim.kernel.paper.evidence import without_ways
from bitim.settlements import archive
from bitim.settlements.models import Document, Signature
from bitim.settlements.permissions import P
from bitim.settlements.queries.seen import document_seen, sides_seen

KEPT = {"pdf": P.SEE_DOCUMENT, "sealed": P.SEE_DOCUMENT, "evidence": P.SEE_EVIDENCE}


def kept_file(actor: Actor, document_id: UUID, what: str) -> tuple[bytes, str, str]:
    """Return (bytes, name, type) of the frozen PDF, the sealed one, or the evidence; NotFound while there is none."""
    document = document_seen(actor, document_id)
    if what not in KEPT:
        raise NotFound
    require_visible(actor, KEPT[what], document)
    row_id = {"pdf": document.pdf_id, "sealed": document.sealed_pdf_id, "evidence": document.evidence_id}[what]
    row = StoredFile.objects.system().filter(pk=row_id).first() if row_id else None
    if row is None:
        raise NotFound
    try:
        content = archive.read(row)
        if what == "evidence":
            content = _for_reader(actor, document, content)
        return content, str(row.name or f"{what}.pdf"), row.media_type
    except keystore.Shredded:
        raise NotFound from None


def _for_reader(actor: Actor, document: Document, evidence: bytes) -> bytes:
    """Held apart, a side reads in the evidence that the other has signed, not how and when: both would tell it where
    the other was. The places are those in which `actions.sealing` wrote them."""
    people = sides_seen(actor, document.case)
    if not people.apart:
        return evidence
    rows = Signature.objects.system().filter(document=document, voided=None).order_by("signed", "pk")
    sides = rows.values_list("participant__side", flat=True)
    return without_ways(evidence, {at for at, side in enumerate(sides) if people.hides(side)})
