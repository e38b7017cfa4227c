"""What the law keeps: frozen papers, sealed papers, evidence. Under the archive key of the case."""

from pathlib import Path

from django.conf import settings

from bitim.cases.models import Case
from bitim.kernel import clock
from bitim.kernel.keystore import Scope
from bitim.kernel.models import StoredFile
from bitim.kernel.sealed import seal, unseal

PDF, ZIP = "application/pdf", "application/zip"


def scope_of(case: Case) -> Scope:
    """Return the key under which a case's papers are kept after its closing."""
    return Scope("archive", case.pk, case.pk)


def keep(content: bytes, *, name: str, media_type: str, case: Case) -> StoredFile:
    """Keep a finished file; must run inside a write transaction."""
    scope = scope_of(case)
    row: StoredFile = StoredFile.objects.create(
        klass=scope.klass,
        owner=scope.owner,
        case=scope.case,
        size=len(content),
        media_type=media_type,
        name=name,
        made=clock.now(),
    )
    path = _path(row)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(seal(content, scope, f"archive|{row.pk}"))
    return row


def read(row: StoredFile) -> bytes:
    """Return a kept file whole. Raises Shredded when its key is gone."""
    return unseal(_path(row).read_bytes(), f"archive|{row.pk}")


def _path(row: StoredFile) -> Path:
    folder: Path = settings.FILES_PATH
    return folder / str(row.pk)
