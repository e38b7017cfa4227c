"""Whether the books are whole: no gap, every announced line there, every case as the case itself says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Min, Value

from bitim.cases.models import Case
from bitim.journal.folding import Folded, fold_all
from bitim.journal.keys import CASES
from bitim.journal.models import Consultation, Line
from bitim.kernel.models import Event
from bitim.settlements.models import Document


@dataclass(frozen=True)
class Trouble:
    """One thing that is not as it must be: a short key and where. Ids and numbers only."""

    what: str
    where: str


def troubles() -> Iterator[Trouble]:
    """Look at all books of the house."""
    yield from _gaps()
    yield from _missing_lines()
    yield from _cases()


def _gaps() -> Iterator[Trouble]:
    """A number is missing or given twice: impossible while the triggers stand."""
    counts = (Min("number"), Max("number"), Count("number"))
    lines = Line.objects.system().filter(turn=1).order_by()
    talks = Consultation.objects.system().filter(turn=1).order_by()
    for slug, book, year, least, most, numbers in (
        *lines.values_list("centre__slug", "book", "year").annotate(*counts),
        *talks.values_list("centre__slug", Value("consultations"), "year").annotate(*counts),
    ):
        if (least, most) != (1, numbers):
            yield Trouble("gap", f"{slug} {book} {year}")


def _missing_lines() -> Iterator[Trouble]:
    """The record names every line that was ever written: a line without an event, or an event without its line."""
    announced = {
        UUID(payload["line"])
        for payload in Event.objects.system().filter(kind="LineWritten").values_list("payload", flat=True).iterator()
    }
    there: set[UUID] = set()
    for model in (Line, Consultation):
        there |= set(model.objects.system().values_list("pk", flat=True))
    for line in sorted(announced - there, key=str):
        yield Trouble("line_gone", str(line))
    for line in sorted(there - announced, key=str):
        yield Trouble("line_unannounced", str(line))


def _cases() -> Iterator[Trouble]:
    """Every case has one number; what was not corrected is what the case says."""
    lines = Line.objects.system().filter(book=CASES).defer("names", "reason").order_by("centre", "turn")
    of_centre: dict[UUID, list[Line]] = defaultdict(list)
    for line in lines:
        of_centre[line.centre_id].append(line)
    numbers: dict[UUID, list[Folded]] = defaultdict(list)
    for kept in of_centre.values():
        for one in fold_all(kept):
            if one.case and not one.struck:
                numbers[one.case].append(one)
    yield from _addenda_as_settlements(numbers)
    for case in Case.objects.system().only("number", "outcome", "closed", "kind").iterator():
        found = numbers.get(case.pk, [])
        if len(found) != 1:
            yield Trouble("case_without_number" if not found else "case_twice", case.number)
            continue
        (one,) = found
        corrected = {key for line in one.corrections for key in ("outcome", "closed", "kind") if getattr(line, key)}
        if "outcome" not in corrected and one.outcome != case.outcome:
            yield Trouble("outcome_differs", case.number)
        if "closed" not in corrected and bool(one.closed) != bool(case.closed):
            yield Trouble("closing_differs", case.number)
        if "kind" not in corrected and one.kind != case.kind:
            yield Trouble("kind_differs", case.number)


def _addenda_as_settlements(numbers: Mapping[UUID, list[Folded]]) -> Iterator[Trouble]:
    """A line says that a settlement was signed when it was an addendum on the term, and no later line corrects it."""
    paper = {
        one.id: _paper_of(line)
        for found in numbers.values()
        for one in found
        if one.signed and (line := next((said for said in reversed(one.lines) if said.signed), None))
    }
    wanted = [pk for pk in paper.values() if pk]
    addenda = set(Document.objects.system().filter(pk__in=wanted, kind=Document.ADDENDUM).values_list("pk", flat=True))
    for found in numbers.values():
        for one in found:
            if paper.get(one.id) in addenda:
                yield Trouble("addendum_as_settlement", one.shown)


def _paper_of(line: Line) -> UUID | None:
    """Return the document whose signing wrote a line; a correction was written by nobody's signing."""
    _first, _colon, document = line.once.partition(":signed:")
    return UUID(document) if document else None
