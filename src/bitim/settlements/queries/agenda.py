"""What lies on the table, for the page of a live meeting: the same joint words in every room, in a fixed number of
queries. The questions on which every side has agreed that they are questions, and the clauses of the settlement, as
this reader may read them; how anybody stands to them is not among it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from bitim.cases.models import Case, Side
from bitim.kernel.access import Actor, decide
from bitim.kernel.text import pick
from bitim.room import ports
from bitim.room.ports import Point
from bitim.settlements.facts_matter import clauses_of
from bitim.settlements.models import Document, Issue, TableMark
from bitim.settlements.permissions import P


def agenda(actor: Actor, case_id: UUID) -> Sequence[Point]:
    """Return the points of a case in the reader's language, questions first; nothing of what they may not read."""
    case = Case.objects.system().select_related("centre").filter(pk=case_id).first()
    if case is None:
        return ()
    return (*_issues(actor, case), *_clauses(actor, case))


def _issues(actor: Actor, case: Case) -> list[Point]:
    if not decide(actor, P.SEE_ISSUES, case):
        return []
    sides = Side.objects.system().filter(case=case).exclude(state__in=(Side.LEFT, Side.DECLINED))
    there = set(sides.values_list("pk", flat=True))
    said: dict[UUID, set[UUID]] = defaultdict(set)
    marks = TableMark.objects.system().filter(side__in=there, issue__case=case, option=None)
    for issue, side in marks.values_list("issue_id", "side_id"):
        said[issue].add(side)
    rows = Issue.objects.system().filter(case=case, dropped=None).order_by("number")
    agreed = [one for one in rows if there and said[one.pk] == there]
    return _legible(Point(one.pk, "issue", one.number, *pick(one.title or {})) for one in agreed)


def _clauses(actor: Actor, case: Case) -> list[Point]:
    rows = Document.objects.system().filter(case=case, kind=Document.SETTLEMENT, state__in=Document.OPEN)
    document = rows.first()
    if document is None:
        return []
    document.case = case
    if not decide(actor, P.SEE_DOCUMENT, document):
        return []
    numbered = enumerate(clauses_of(document), start=1)
    return _legible(Point(one.pk, "clause", number, *pick(one.texts or {})) for number, one in numbered)


def _legible(points: Iterable[Point]) -> list[Point]:
    """A clause that nobody has written yet is nothing to be read."""
    return [one for one in points if one.words]


ports.agenda = agenda
