"""What waits for the reader in the documents of a case: a signature of their own, a word of their side on a clause."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from bitim.cases.models import Case, Participant
from bitim.cases.predicates import side_of
from bitim.cases.queries.folders import First, first_of, open_for
from bitim.kernel.access import Actor, require_visible
from bitim.settlements.models import Clause, ClauseMark, Document, Scan, Signature
from bitim.settlements.permissions import P


@dataclass(frozen=True)
class Waiting:
    """Documents that await the reader's own signature, and how many clauses of each await their side's word."""

    to_sign: frozenset[UUID]
    to_read: dict[UUID, int]


def waiting_for(actor: Actor, case: Case, documents: Iterable[Document]) -> Waiting:
    """Return what waits for the actor in documents of a case of theirs; three queries at most. Whoever has refused to
    sign is not asked again."""
    require_visible(actor, P.SEE_ISSUES, case)
    rows = [one for one in documents if one.case_id == case.pk]
    frozen = [one.pk for one in rows if one.state == Document.FROZEN]
    roles = {"party": Participant.SIDE_ROLES, "mediator": Participant.MEDIATOR_ROLES}.get(actor.role, ())
    lines = Signature.objects.system().filter(
        document__in=frozen,
        participant__person_id=actor.who,
        participant__role__in=roles,
        participant__ended=None,
        signed=None,
        declined=None,
        voided=None,
    )
    to_sign = frozenset(lines.values_list("document_id", flat=True)) if frozen and roles else frozenset()
    side = side_of(actor, case)
    drafts = [one.pk for one in rows if one.state == Document.DRAFT and one.kind == Document.SETTLEMENT]
    return Waiting(to_sign, _unread(side, drafts) if side and drafts else {})


def signatures_owed(actor: Actor, most: int) -> First:
    """Return the open cases of a mediator in which their own signature is awaited, the longest waiting first; one
    question. Whoever has refused to sign is not asked again."""
    lines = Signature.objects.system().filter(
        document__case=OuterRef("pk"),
        document__state=Document.FROZEN,
        participant__person_id=actor.who,
        participant__role__in=Participant.MEDIATOR_ROLES,
        participant__ended=None,
        signed=None,
        declined=None,
        voided=None,
    )
    return first_of(open_for(actor).filter(Exists(lines)).order_by("stage_since", "pk"), most)


def scans_owed(actor: Actor, most: int) -> First:
    """Return the open cases of a member of staff in which pages signed on paper wait to be compared, or for a second
    person who is not the one that compared them; the longest waiting first; one question."""
    rows = Scan.objects.system().filter(
        Q(checked=None) | ~Q(checked_by_id=actor.who),
        document__case=OuterRef("pk"),
        document__state=Document.FROZEN,
        confirmed=None,
        voided=None,
    )
    return first_of(open_for(actor).filter(Exists(rows)).order_by("stage_since", "pk"), most)


def _unread(side: UUID, drafts: list[UUID]) -> dict[UUID, int]:
    clauses = Clause.objects.system().filter(document__in=drafts, removed=None)
    marks = ClauseMark.objects.system().filter(clause__document__in=drafts, side_id=side, lost=None)
    agreed = set(marks.values_list("clause_id", "version"))
    found: dict[UUID, int] = {}
    for document, clause, version in clauses.values_list("document_id", "pk", "version"):
        if (clause, version) not in agreed:
            found[document] = found.get(document, 0) + 1
    return found
