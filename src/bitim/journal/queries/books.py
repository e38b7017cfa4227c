"""The registration journal and the books of papers, a year at a time."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, QuerySet

from bitim import jurisdictions
from bitim.cases.models import Case
from bitim.cases.permissions import P as CASE_PERMISSIONS
from bitim.journal import formats
from bitim.journal.actions.entering import numbering_of
from bitim.journal.actions.registering import line_of
from bitim.journal.days import today_at
from bitim.journal.folding import Folded, fold, fold_all
from bitim.journal.keys import BOOKS, CASES, CONSULTATIONS, PAPERS
from bitim.journal.models import Aspect, Consultation, Line
from bitim.journal.permissions import P
from bitim.journal.queries.office import centre_with
from bitim.jurisdictions import Label
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.people.models import Centre

PAGE = 100


@dataclass(frozen=True)
class BookView:
    """A year of one book: its numbers as they read now. `named`: the reader may know who wrote and to whom."""

    centre: Centre
    book: str
    year: int
    numbers: list[Folded]
    case_numbers: dict[UUID, str]
    page: int = 0
    pages: int = 0
    named: bool = False


def book_for(actor: Actor, book: str, year: int, page: int = 0) -> BookView:
    """Return a year of a book for those who keep it or count it; NotFound for everybody else. With `page`, a hundred
    numbers, the newest first; without, the whole book in its order."""
    if book not in (CASES, *PAPERS):
        raise NotFound
    centre, pages = centre_with(actor, P.SEE_BOOK), 0
    lines = _lines(centre, book, year)
    if page:
        last = lines.order_by().aggregate(last=Max("number"))["last"] or 0
        pages = max(1, -(-last // PAGE))
        page = min(page, pages)
        newest = last - PAGE * (page - 1)
        lines = lines.filter(number__gt=newest - PAGE, number__lte=newest)
    numbers = fold_all(lines)
    if page:
        numbers.reverse()
    cases = {one.case for one in numbers if one.case} if book in PAPERS else set()
    known = Case.objects.system().filter(pk__in=cases, centre=centre).values_list("pk", "number")
    named = bool(decide(actor, P.SEE_NAMES, centre))
    return BookView(centre, book, year, numbers, dict(known), page, pages, named)


def _lines(centre: Centre, book: str, year: int) -> "QuerySet[Line]":
    rows = Line.objects.system().filter(centre=centre, book=book, year=year)
    return rows.select_related("place", "by", "corrects").order_by("number", "turn")


def years_of(actor: Actor) -> list[int]:
    """Return the years in which the actor's centre wrote anything, and this one, the newest first."""
    centre = centre_with(actor, P.SEE_BOOK)
    found = {today_at(centre.time_zone).year}
    for model in (Line, Consultation):
        found |= set(model.objects.system().filter(centre=centre).values_list("year", flat=True).distinct())
    return sorted(found, reverse=True)


def lines_of(actor: Actor, pk: UUID) -> list[Line]:
    """Return the lines of a number by any of them, in their order; NotFound for whoever may not read the book."""
    line = Line.objects.system().filter(pk=pk).first()
    if line is None:
        raise NotFound
    require_visible(actor, P.SEE_BOOK, line)
    same = Line.objects.system().filter(centre=line.centre_id, book=line.book, year=line.year, number=line.number)
    return list(same.select_related("place", "by", "corrects", "centre").order_by("turn"))


def line_for(actor: Actor, pk: UUID) -> Folded:
    """Return a number as it reads now, by any of its lines."""
    return fold(lines_of(actor, pk))


def may_see_names(actor: Actor, line: Line) -> bool:
    """Tell whether the actor reads who the sides are."""
    return bool(decide(actor, P.SEE_NAMES, line))


def columns_of(centre: Centre, book: str) -> tuple[Label, ...]:
    """Return the columns of a book as the centre's pack has them: data, with their basis and mark."""
    return jurisdictions.load(centre.pack).labels[f"journal_{book}"]


def next_number(actor: Actor, book: str) -> str:
    """Return how the next number of a book will be written; it is given only when the line is."""
    if book not in BOOKS:
        raise NotFound
    centre = centre_with(actor, P.WRITE_CONSULTATION if book == CONSULTATIONS else P.SEE_BOOK)
    how, year = numbering_of(centre), today_at(centre.time_zone).year
    rows = (
        Consultation.objects.system().filter(centre=centre, year=year)
        if book == CONSULTATIONS
        else Line.objects.system().filter(centre=centre, year=year, book=book)
    )
    last = rows.aggregate(last=Max("number"))["last"] or 0
    return formats.written(getattr(how, book), number=last + 1, year=year, code=how.code)


def case_line(actor: Actor, case: Case) -> Folded | None:
    """Return the number of a case in the registration journal; nothing where it has none."""
    first = line_of(case.pk)
    if first is None or not (decide(actor, P.NOTE_CASE, case) or decide(actor, P.MARK_ASPECT, case)):
        return None
    lines = Line.objects.system().filter(centre=case.centre, book=CASES, year=first.year, number=first.number)
    return fold(lines.select_related("place").order_by("turn"))


def aspect_of(actor: Actor, case: Case) -> str:
    """Return how the dispute is marked, for those alone who may mark it; NotFound for everybody else."""
    require_visible(actor, P.MARK_ASPECT, case)
    marks = Aspect.objects.system().filter(case=case.pk).order_by("-at", "-pk")
    return str(marks.values_list("answer", flat=True).first() or "")


def cases_by_number(actor: Actor, number: str) -> UUID | None:
    """Return the case of the actor's centre with this number."""
    centre = centre_with(actor, P.WRITE_PAPER)
    digits = "".join(c for c in number if c.isdecimal())
    return Case.objects.system().filter(centre=centre, number=digits).values_list("pk", flat=True).first()


def case_behind(actor: Actor, case: UUID | None) -> Case | None:
    """Return the case of a line for those who may open it; nothing when there is none, or none any more."""
    found = Case.objects.system().filter(pk=case).first() if case else None
    return found if found is not None and decide(actor, CASE_PERMISSIONS.SEE_CASE, found) else None
