"""Cases as folders: one, many, one's own. Open columns are asked in SQL; titles are opened for one page only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bitim.cases.models import Case, Participant
from bitim.cases.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.text import in_language
from bitim.people.models import CentreRole

PAGE = 50
TERM_WARNING = timedelta(days=14)  # long enough to gather signatures under a written extension
STAFF_ROLES = {"mediator": Participant.MEDIATOR_ROLES, "interpreter": (Participant.INTERPRETER,)}


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. `mine`: owned by the actor; `late`: past its day; `unowned`; `number`: beginning;
    `no_mediator`: nobody is appointed though the case is open; `term`: the agreement's term is over or ends soon."""

    stage: str = ""
    kind: str = ""
    number: str = ""
    due_for: str = ""
    mine: bool = False
    late: bool = False
    unowned: bool = False
    closed: bool = False
    no_mediator: bool = False
    term: bool = False


@dataclass(frozen=True)
class CaseLine:
    """One case in a list."""

    id: UUID
    number: str
    title: str
    stage: str
    mode: str
    kind: str
    due: datetime | None
    due_for: str
    owner: UUID | None
    made: datetime
    outcome: str
    term_ends: date | None = None


@dataclass(frozen=True)
class CasePage:
    """A page of at most fifty cases; `total` counts all that match."""

    lines: list[CaseLine]
    page: int
    pages: int
    total: int


def case_for(actor: Actor, case_id: UUID) -> Case:
    """Return a case that the actor may see; NotFound otherwise, whether or not it exists."""
    found = Case.objects.system().select_related("centre").filter(pk=case_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_CASE, found)
    return found


def cases_for(actor: Actor, filters: Filters | None = None, page: int = 1) -> CasePage:
    """Return a page of the actor's cases: a coordinator's centre's, anybody else's own; what is due comes first."""
    rows = _narrowed(_visible(actor), actor, filters or Filters())
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    shown = rows.order_by(F("due").asc(nulls_last=True), "-made", "pk")[(page - 1) * PAGE : page * PAGE]
    return CasePage([line_of(case) for case in shown], page, pages, total)


def line_of(case: Case) -> CaseLine:
    """Return a case as a line, its title in the reader's language."""
    return CaseLine(
        id=case.pk,
        number=case.number,
        title=in_language(case.title or {}),
        stage=case.stage,
        mode=case.mode,
        kind=case.kind,
        due=case.due,
        due_for=case.due_for,
        owner=case.owner_id,
        made=case.made,
        outcome=case.outcome,
        term_ends=case.term_ends,
    )


def _visible(actor: Actor) -> "QuerySet[Case]":
    rows = Case.objects.system()
    if actor.is_system:
        return rows
    if actor.person is None:
        return rows.none()
    if actor.role == CentreRole.COORDINATOR:
        mine = CentreRole.objects.system().filter(person_id=actor.person, role=actor.role, ended=None)
        if actor.centre:
            mine = mine.filter(centre_id=actor.centre)
        return rows.filter(centre__in=mine.values("centre"))
    roles = STAFF_ROLES.get(actor.role, Participant.SIDE_ROLES if actor.role == "party" else ())
    part = Participant.objects.system().filter(person_id=actor.person, ended=None, role__in=roles)
    return rows.filter(pk__in=part.values("case"))


def _narrowed(rows: "QuerySet[Case]", actor: Actor, filters: Filters) -> "QuerySet[Case]":
    wanted = Q(closed__isnull=not filters.closed)
    named: dict[str, Any] = {k: getattr(filters, k) for k in ("stage", "kind", "due_for") if getattr(filters, k)}
    if digits := "".join(c for c in filters.number if c.isdecimal()):
        wanted &= Q(number__startswith=digits)
    if filters.mine:
        wanted &= Q(owner_id=actor.person)
    if filters.unowned:
        wanted &= Q(owner=None)
    if filters.late:
        wanted &= Q(due__lt=clock.now())
    if filters.term:
        wanted &= Q(term_ends__lte=clock.today() + TERM_WARNING) & ~Q(stage="performance")
    if filters.no_mediator:
        appointed = Participant.objects.system().filter(
            case=OuterRef("pk"), role__in=Participant.MEDIATOR_ROLES, ended=None
        )
        rows = rows.filter(~Exists(appointed))
    return rows.filter(wanted, **named)


def my_participations(actor: Actor) -> list[Participant]:
    """Return what the actor takes part in now, with each case; the newest first."""
    if actor.person is None:
        return []
    rows = Participant.objects.system().filter(person_id=actor.person, ended=None)
    return list(rows.select_related("case", "case__centre", "side").order_by("-since"))
