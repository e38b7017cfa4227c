"""Cases as folders: one, many, one's own. Open columns are asked in SQL; titles are opened for one page only."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as Case_
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, When, Window

from bitim import jurisdictions
from bitim.cases.models import Case, Participant
from bitim.cases.permissions import P
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, require_visible
from bitim.kernel.text import in_language
from bitim.people.models import CentreRole
from bitim.people.rules import has_centre_role

PAGE = 50
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


def cases_for(
    actor: Actor, filters: Filters | None = None, page: int = 1, among: Collection[UUID] | None = None
) -> CasePage:
    """Return a page of the actor's cases: a coordinator's centre's, anybody else's own; what presses most comes
    first. The titles of this page alone are opened. `among`: what a higher layer narrows them to besides."""
    filters = filters or Filters()
    rows = _narrowed(_visible(actor), actor, filters)
    if among is not None:
        rows = rows.filter(pk__in=among)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    shown = rows.order_by(*_order(filters))[(page - 1) * PAGE : page * PAGE]
    return CasePage([line_of(case) for case in shown], page, pages, total)


@dataclass(frozen=True)
class First:
    """The cases that press most of all that match: their ids in order, and how many match in all. `days`: the day by
    which each presses, where that is another than the case's own."""

    ids: tuple[UUID, ...]
    total: int
    days: Mapping[UUID, date] = field(default_factory=dict)


def first_for(actor: Actor, filters: Filters | None = None, most: int = 5) -> First:
    """Return the first few of the actor's cases that match and count them all: one question, no title is opened."""
    filters = filters or Filters()
    return first_of(_narrowed(_visible(actor), actor, filters).order_by(*_order(filters)), most)


@dataclass(frozen=True)
class Own:
    """Somebody's open cases as they press: those past their day; those whose term is over or ends soon; all of them,
    what is past its day last (they stand under a list that already says what is late)."""

    late: First
    term: First
    all: First


def own_for(actor: Actor, most: int, most_of_all: int) -> Own:
    """Return the open cases of a member of staff who is appointed to them: some hundreds at most, so that one question
    about all of them costs less than three about a few. No title is opened."""
    now, order = clock.now(), _order(Filters())
    soon = Case_(When(_term_over(), then=True), default=False)
    rows = list(open_for(actor).order_by(*order).annotate(soon=soon).values_list("pk", "due", "term_ends", "soon"))
    late = [pk for pk, due, _ends, _soon in rows if due is not None and due < now]
    term = [pk for pk, _due, ends, soon in sorted(rows, key=lambda row: row[2] or date.max) if soon]
    past = set(late)
    ahead = [pk for pk, *_ in rows if pk not in past]

    def first(found: list[UUID], most: int) -> First:
        return First(tuple(found[:most]), len(found))

    return Own(first(late, most), first(term, most), first([*ahead, *late], most_of_all))


def first_of(rows: "QuerySet[Case]", most: int, *, day: str = "pk") -> First:
    """Return the first few of an ordered set of cases and how many there are: one question. `day`: the column with the
    day by which each presses."""
    found = list(rows.annotate(matching=Window(Count("pk"))).values_list("pk", "matching", day)[:most])
    days = {} if day == "pk" else {pk: until for pk, _all, until in found}
    return First(tuple(pk for pk, _all, _until in found), found[0][1] if found else 0, days)


def lines_for(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, CaseLine]:
    """Return the named cases as lines, those alone that the actor sees; one question."""
    return {case.pk: line_of(case) for case in _visible(actor).filter(pk__in=set(ids))}


def open_for(actor: Actor) -> "QuerySet[Case]":
    """Return the actor's open cases as a condition for the questions of higher layers, never as rows: what an actor
    may not see is not counted there either."""
    return _narrowed(_visible(actor), actor, Filters())


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


Order = tuple[Any, ...]


def _order(filters: Filters) -> Order:
    """Say what presses most: the term that ends first, where terms are asked for; else what is due first. Closed
    cases wait for nothing: the one closed last comes first."""
    if filters.closed:
        return ("-closed", "pk")
    due = (F("due").asc(nulls_last=True), "-made", "pk")
    return ("term_ends", *due) if filters.term else due


def _visible(actor: Actor) -> "QuerySet[Case]":
    rows = Case.objects.system()
    if actor.is_system:
        return rows
    if actor.person is None:
        return rows.none()
    if actor.role == CentreRole.COORDINATOR and actor.centre:
        # A centre that is named, not asked for inside: only so does the order of the open cases come from an index.
        here = has_centre_role(actor, actor.centre, actor.role)
        return rows.filter(centre_id=actor.centre) if here else rows.none()
    if actor.role == CentreRole.COORDINATOR:
        mine = CentreRole.objects.system().filter(person_id=actor.person, role=actor.role, ended=None)
        return rows.filter(centre__in=mine.values("centre"))
    roles = STAFF_ROLES.get(actor.role, (*Participant.SIDE_ROLES, *Participant.BESIDE) if actor.role == "party" else ())
    part = Participant.objects.system().filter(person_id=actor.person, ended=None, role__in=roles)
    if actor.role in STAFF_ROLES:
        rows = rows.filter(centre=actor.centre)
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
        wanted &= _term_over()
    if filters.no_mediator:
        appointed = Participant.objects.system().filter(
            case=OuterRef("pk"), role__in=Participant.MEDIATOR_ROLES, ended=None
        )
        rows = rows.filter(~Exists(appointed))
    return rows.filter(wanted, **named)


def term_warning(pack: str) -> timedelta:
    """Return how long before the end of its term a case is spoken of: long enough to sign a written extension."""
    return timedelta(days=int(jurisdictions.load(pack).parameter("term_warning_days")))


def _term_over() -> Q:
    """Say that the term of an agreement is over or ends soon, while one can still agree on another."""
    soon = Q()
    for code in jurisdictions.available():
        soon |= Q(pack=code, term_ends__lte=clock.today() + term_warning(code))
    return soon & ~Q(stage="performance")


def my_participations(actor: Actor) -> list[Participant]:
    """Return what the actor takes part in now, with each case; the newest first."""
    if actor.person is None:
        return []
    rows = Participant.objects.system().filter(person_id=actor.person, ended=None)
    return list(rows.select_related("case", "case__centre", "side").order_by("-since"))


def mediated_among(actor: Actor, cases: Collection[UUID]) -> set[UUID]:
    """Return those of the named cases in which the actor mediates now."""
    if actor.person is None:
        return set()
    rows = Participant.objects.system().filter(
        case__in=cases, person_id=actor.person, role__in=Participant.MEDIATOR_ROLES, ended=None
    )
    return set(rows.values_list("case", flat=True))
