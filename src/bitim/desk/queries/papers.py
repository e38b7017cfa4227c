"""What the desk shows of issues and documents."""

from dataclasses import dataclass
from uuid import UUID

from bitim.cases.models import Case
from bitim.kernel.access import Actor


@dataclass(frozen=True)
class IssueLine:
    """A question on the table: `state` is `agreed` (every side can live with an option), `open` or `waits`."""

    number: int
    title: str
    state: str
    options: int


@dataclass(frozen=True)
class PaperLine:
    """A document of the case. `to_sign`: the reader's own signature is awaited; `to_read`: clauses wait for the
    reader's side. `key` is the document's kind."""

    id: UUID
    key: str
    state: str
    languages: tuple[str, ...]
    to_sign: bool = False
    to_read: int = 0
    url: str = ""


@dataclass(frozen=True)
class Papers:
    """Issues and documents together."""

    issues: tuple[IssueLine, ...] = ()
    documents: tuple[PaperLine, ...] = ()
    text_url: str = ""
    start_url: str = ""


def papers_for(actor: Actor, case: Case) -> Papers:
    """Return what lies on the table of a case, for a reader who may see it."""
    return Papers()
