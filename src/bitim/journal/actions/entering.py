"""The next line of a book. Inside an action or a subscriber, never by itself.

The centre's chain of events is the lock: the event is recorded first, which holds the chain's head until the commit,
and the number is looked for under it. So numbers are given one after another, in the order of the commits, and a
rollback takes number, line and event back together. One lock for both means that no two can wait for each other.
"""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Max

from bitim import jurisdictions
from bitim.journal import formats
from bitim.journal.days import today_at
from bitim.journal.events import LineWritten
from bitim.journal.keys import BOOKS, CONSULTATIONS, ENTERED
from bitim.journal.models import Consultation, Line, Numbered, Numbering
from bitim.kernel import clock
from bitim.kernel.access import Actor
from bitim.kernel.ids import new_id
from bitim.kernel.record import record
from bitim.people.models import Centre

L = TypeVar("L", bound=Numbered)


def numbering_of(centre: Centre) -> Numbering:
    """Return how a centre writes its numbers: its own choice, or what its pack proposes."""
    row = Numbering.objects.system().filter(centre=centre).first()
    if row is not None:
        return row
    pack = jurisdictions.load(centre.pack)
    return Numbering(centre=centre, **{book: str(pack.parameter(f"journal_{book}_number")) for book in BOOKS})


def enter(
    model: type[L], centre: Centre, book: str, *, actor: Actor, once: str, day: date | None = None, **said: Any
) -> L:
    """Give the next number of a book and write its first line; the line that is there already when `once` was
    entered before."""
    for known in model.objects.system().filter(once=once):
        return known
    line = _announced(centre.pk, book, ENTERED, actor)
    day = day or today_at(centre.time_zone)
    rows = _book(model, centre.pk, book).filter(year=day.year)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    how = numbering_of(centre)
    shown = formats.written(getattr(how, book), number=number, year=day.year, code=how.code)
    more = {} if book == CONSULTATIONS else {"book": book}
    return _kept(
        model(
            pk=line,
            centre=centre,
            year=day.year,
            number=number,
            shown=shown,
            act=ENTERED,
            day=day,
            once=once,
            by_id=actor.person,
            **more,
            **said,
        )
    )


def follow(first: L, act: str, *, actor: Actor, once: str, **said: Any) -> L:
    """Write a further line of a number; the one that is there already when `once` was entered before."""
    model = type(first)
    for known in model.objects.system().filter(once=once):
        return known
    book = first.book if isinstance(first, Line) else CONSULTATIONS
    line = _announced(first.centre_id, book, act, actor)
    same = _book(model, first.centre_id, book).filter(year=first.year, number=first.number)
    turn = (same.aggregate(last=Max("turn"))["last"] or 0) + 1
    said.setdefault("day", today_at(first.centre.time_zone))
    more = {} if book == CONSULTATIONS else {"book": book}
    return _kept(
        model(
            pk=line,
            centre_id=first.centre_id,
            year=first.year,
            number=first.number,
            turn=turn,
            shown=first.shown,
            act=act,
            once=once,
            first=first.head,
            by_id=actor.person,
            **more,
            **said,
        )
    )


def _announced(centre: UUID, book: str, act: str, actor: Actor) -> UUID:
    line = new_id()
    record(LineWritten(chain=centre, audience=centre, line=line, book=book, act=act), actor=actor)
    return line


def _book(model: type[L], centre: UUID, book: str) -> Any:
    rows = model.objects.system().filter(centre_id=centre)
    return rows if issubclass(model, Consultation) else rows.filter(book=book)


def _kept(line: L) -> L:
    line.at = clock.now()
    line.save(force_insert=True)
    return line
