"""What the law keeps: frozen papers, sealed papers, evidence. Under the archive key of the case."""

from bitim.cases.models import Case
from bitim.kernel import files
from bitim.kernel.keystore import Scope
from bitim.kernel.models import StoredFile

PDF, ZIP = "application/pdf", "application/zip"


def keep(content: bytes, *, name: str, media_type: str, case: Case) -> StoredFile:
    """Keep a file that the house itself made, byte for byte as it is; inside an action."""
    made = files.Accepted(name, media_type, content, "")
    return files.store(made, Scope("archive", case.pk, case.pk), case.pk)


def read(row: StoredFile) -> bytes:
    """Return a kept file whole. Raises Shredded when its key is gone."""
    return b"".join(files.open_sealed(row))
