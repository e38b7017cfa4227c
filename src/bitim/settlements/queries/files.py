"""The kept files of a document, for those who may read it."""

from uuid import UUID

from bitim.kernel import keystore
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.models import StoredFile
from bitim.settlements import archive
from bitim.settlements.permissions import P
from bitim.settlements.queries.seen import document_seen

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
        return archive.read(row), str(row.name or f"{what}.pdf"), row.media_type
    except keystore.Shredded:
        raise NotFound from None
