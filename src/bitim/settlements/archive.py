"""What the law keeps: frozen papers, sealed papers, evidence. Each paper under an archive key of its own, because each
kind is kept for its own time; `cases.retention` says when."""

from uuid import UUID, uuid5

from bitim.cases.models import Case
from bitim.kernel import files, keystore
from bitim.kernel.keystore import Scope
from bitim.kernel.models import StoredFile

PDF, ZIP = "application/pdf", "application/zip"


def keep(content: bytes, *, name: str, media_type: str, case: Case, owner: UUID) -> StoredFile:
    """Keep a file that the house itself made, byte for byte as it is; inside an action. `owner`: the document, or
    `evidence_of` it."""
    made = files.Accepted(name, media_type, content, "")
    return files.store(made, Scope("archive", owner, case.pk), case.pk)


def evidence_of(document: UUID) -> UUID:
    """Return whose archive key the evidence of a document has."""
    return uuid5(document, "evidence")


def read(row: StoredFile) -> bytes:
    """Return a kept file whole. Raises Shredded when its key is gone, and the file with it."""
    try:
        return b"".join(files.open_sealed(row))
    except FileNotFoundError:
        if keystore.store().is_shredded(Scope(row.klass, row.owner, row.case)):
            raise keystore.Shredded(str(row.pk)) from None
        raise
