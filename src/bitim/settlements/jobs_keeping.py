"""How the papers of a closed case are let go, kind by kind, when the time that the law pack names is over."""

from datetime import timedelta
from uuid import UUID

from bitim import jurisdictions
from bitim.cases.retention import keeper
from bitim.kernel import clock, files, keystore
from bitim.kernel.keystore import Scope
from bitim.kernel.models import StoredFile
from bitim.settlements import archive
from bitim.settlements.kinds import ADDENDUM, AGREEMENT, SETTLEMENT
from bitim.settlements.models import Document
from bitim.settlements.models_after import Demand


def _documents(case: UUID, *kinds: str) -> list[UUID]:
    return list(Document.objects.system().filter(case=case, kind__in=kinds).values_list("pk", flat=True))


def _let_go(case: UUID, owner: UUID) -> int:
    """Destroy one paper's key and take its files from the disk; return how many keys went. Safe to repeat."""
    scope = Scope("archive", owner, case)
    if not keystore.store().holds(scope):
        return 0
    gone = keystore.store().shred(owner=owner, classes=("archive",))
    for row in StoredFile.objects.system().filter(klass="archive", owner=owner):
        files.destroy(row)
    return len(gone)


@keeper("agreement")
def agreements(case: UUID) -> int:
    """Let go of the agreement to mediate and its addenda, and of the court reference beside them."""
    return sum(_let_go(case, owner) for owner in (*_documents(case, AGREEMENT, ADDENDUM), case))


@keeper("settlement")
def settlements(case: UUID) -> int:
    """Let go of the settlements, with what they say of duties."""
    return sum(_let_go(case, owner) for owner in _documents(case, SETTLEMENT))


@keeper("evidence")
def evidence(case: UUID) -> int:
    """Let go of the evidence of signatures."""
    every = _documents(case, AGREEMENT, ADDENDUM, SETTLEMENT)
    return sum(_let_go(case, archive.evidence_of(owner)) for owner in every)


@keeper("demand")
def demands(case: UUID) -> int:
    """Let go of what the register of demands says of the case; that there was a line stays. An authority may ask long
    after the closing: each entry is kept for its own time."""
    rows = Demand.objects.system().filter(case=case).values_list("pk", "at", "case__pack")
    owners = [
        pk
        for pk, at, pack in rows
        if at + timedelta(days=int(jurisdictions.load(pack).label("retention", "demand").facts["days"])) <= clock.now()
    ]
    return sum(_let_go(case, owner) for owner in owners)
