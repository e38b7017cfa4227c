"""The journal of consultations: a coordinator reads the centre's, a mediator their own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, OuterRef, QuerySet, Subquery

from bitim.cases.models import Case
from bitim.cases.predicates import is_coordinator
from bitim.journal.keys import ENTERED, STRUCK
from bitim.journal.models import Consultation
from bitim.journal.permissions import P
from bitim.journal.queries.office import centre_with
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.people.models import CentreRole

PAGE = 50


@dataclass(frozen=True)
class TalkPage:
    """Entries as they read now, the newest first."""

    entries: list[Consultation]
    page: int
    more: bool


def newest(rows: "QuerySet[Consultation]", before: datetime | None = None) -> "QuerySet[Consultation]":
    """Narrow lines to the newest of each entry: that is how it reads now, or how it read before a moment."""
    same = Consultation.objects.system().filter(
        centre=OuterRef("centre"), year=OuterRef("year"), number=OuterRef("number")
    )
    if before is not None:
        same = same.filter(at__lt=before)
    last = same.order_by().values("number").annotate(last=Max("turn")).values("last")
    return rows.filter(turn=Subquery(last))


def _visible(actor: Actor) -> "QuerySet[Consultation]":
    centre = centre_with(actor, P.WRITE_CONSULTATION)
    rows = Consultation.objects.system().filter(centre=centre)
    if actor.role != CentreRole.COORDINATOR:
        own = Consultation.objects.system().filter(centre=centre, by_id=actor.person, act=ENTERED)
        heads = own.filter(year=OuterRef("year"), number=OuterRef("number"))
        rows = rows.filter(number__in=Subquery(heads.values("number")))
    return rows


def consultations_for(actor: Actor, page: int = 1) -> TalkPage:
    """Return a page of the journal."""
    rows = newest(_visible(actor)).select_related("place").order_by("-year", "-number")
    start = (max(page, 1) - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    return TalkPage(found[:PAGE], max(page, 1), len(found) > PAGE)


def latest_for(actor: Actor, most: int = 5) -> list[Consultation]:
    """Return the entries that the actor wrote last, to see that the one before is there."""
    rows = newest(_visible(actor).filter(by_id=actor.person)).select_related("place")
    return list(rows.order_by("-at")[:most])


def consultation_for(actor: Actor, pk: UUID) -> Consultation:
    """Return an entry by any of its lines, as it reads now; NotFound for whoever may not read it."""
    first = _first(pk)
    require_visible(actor, P.SEE_CONSULTATION, first)
    return history_of(actor, first.pk)[-1]


def history_of(actor: Actor, pk: UUID) -> list[Consultation]:
    """Return the lines of an entry in their order."""
    first = _first(pk)
    require_visible(actor, P.SEE_CONSULTATION, first)
    rows = Consultation.objects.system().filter(centre=first.centre_id, year=first.year, number=first.number)
    return list(rows.select_related("place", "centre", "by").order_by("turn"))


def _first(pk: UUID) -> Consultation:
    line = Consultation.objects.system().filter(pk=pk).first()
    if line is not None and line.first:
        line = Consultation.objects.system().filter(pk=line.first).first()
    if line is None:
        raise NotFound
    return line


def untied_for(actor: Actor, case: Case, most: int = 20) -> list[Consultation]:
    """Return the latest consultations that became cases, to say which of them this one came from."""
    if not is_coordinator(actor, case):
        return []
    rows = newest(Consultation.objects.system().filter(centre=case.centre, outcome="case")).exclude(act=STRUCK)
    return list(rows.select_related("place").order_by("-year", "-number")[:most])


def consultations_of(actor: Actor, year: int) -> list[Consultation]:
    """Return a year of the centre's journal for those who keep or count it; the words stay closed."""
    centre = centre_with(actor, P.SEE_BOOK)
    rows = newest(Consultation.objects.system().filter(centre=centre, year=year)).select_related("place")
    return list(rows.defer("words", "reason").order_by("number"))
