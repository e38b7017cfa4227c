"""The figures of a quarter or a year for those who must file them, counted from the lines of the books.

A time that is over is counted as the books stood on its last day, whatever was written since: a second settlement
after the return to the table, the mediator after a handover, the channel at the closing, a correction. What was filed
can be counted again. With `corrected` later corrections of what stood there by then are laid over it; nothing else is.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from bitim.journal.actions.consulting import BACKWARDS
from bitim.journal.counting import CaseFacts, Period, Report, TalkFacts, report
from bitim.journal.folding import Folded, as_of, fold, numbers_of
from bitim.journal.keys import CASES, PAPERS, STRUCK
from bitim.journal.models import Aspect, Consultation, Line
from bitim.journal.permissions import P
from bitim.journal.queries.consultations import newest
from bitim.journal.queries.office import centre_with
from bitim.kernel.access import Actor
from bitim.people.models import Centre

A_DAY = timedelta(days=1)


def report_for(actor: Actor, period: Period, *, corrected: bool = False) -> Report:
    """Count one period of the actor's centre; NotFound for whoever does not file reports."""
    centre = centre_with(actor, P.SEE_REPORT)
    lines = _case_lines(centre)
    counted = report(
        period,
        _facts_on(period.last, lines, _aspects_on(period.last, centre, corrected), corrected=corrected),
        talk_facts(centre, None if corrected else period.last + BACKWARDS),
        _papers(centre, period, corrected),
        before=_facts_on(period.first - A_DAY, lines, corrected=corrected),
    )
    return replace(counted, later=sum(_is_corrected_later(own, period.last) for own in lines))


def _is_corrected_later(lines: list[Line], day: date) -> bool:
    return len(as_of(lines, day, corrected=True)) > len(as_of(lines, day))


def case_facts(centre: Centre) -> list[CaseFacts]:
    """Return every case of the journal as it reads now, without those struck out; no name is opened."""
    return [facts_of(one) for one in map(fold, _case_lines(centre)) if not one.struck]


def facts_of(one: Folded, aspect: str = "") -> CaseFacts:
    """Return what is counted of a number."""
    return CaseFacts(
        opened=one.day,
        place=str(one.place_id or ""),
        kind=one.kind,
        register=one.register,
        channel=one.channel,
        agreed=one.agreed,
        signed=one.signed,
        outcome=one.outcome,
        closed=one.closed,
        aspect=aspect,
    )


def talk_facts(centre: Centre, until: date | None = None) -> list[TalkFacts]:
    """Return every consultation, without those struck out: as it reads now, or as it read at the end of a day. A talk
    counts on its own day; what was forgotten may be added for a month, so the figures stand still a month later."""
    before = None if until is None else _end_of(until, centre)
    columns = ("day", "place", "kind", "channel", "language", "asked", "outcome")
    kept = newest(Consultation.objects.system().filter(centre=centre), before).exclude(act=STRUCK)
    return [TalkFacts(day, str(place or ""), *keys) for day, place, *keys in kept.values_list(*columns)]


def _case_lines(centre: Centre) -> list[list[Line]]:
    rows = Line.objects.system().filter(centre=centre, book=CASES).defer("names", "reason")
    return numbers_of(rows.order_by("turn"))


def _facts_on(
    day: date, numbers: list[list[Line]], aspects: Mapping[UUID, str] | None = None, *, corrected: bool
) -> list[CaseFacts]:
    """Return the cases as they stood at the end of a day. The marks of disputes are read by the internal report alone
    and handed in."""
    kept = (as_of(lines, day, corrected=corrected) for lines in numbers)
    found = [fold(lines) for lines in kept if lines]
    marks = aspects or {}
    return [facts_of(one, marks.get(one.case, "") if one.case else "") for one in found if not one.struck]


def _aspects_on(day: date, centre: Centre, corrected: bool) -> dict[UUID, str]:
    """Return the newest mark of each dispute: of all, or of those set by the end of a day."""
    rows = Aspect.objects.system().filter(centre=centre)
    if not corrected:
        rows = rows.filter(at__lt=_end_of(day, centre))
    return dict(rows.order_by("at", "pk").values_list("case", "answer"))


def _papers(centre: Centre, period: Period, corrected: bool) -> dict[str, int]:
    """Count the papers entered in a period, without those struck out."""
    rows = Line.objects.system().filter(centre=centre, book__in=PAPERS)
    struck = rows.filter(act=STRUCK)
    if not corrected:
        struck = struck.filter(day__lte=period.last)
    entered = rows.filter(turn=1, day__gte=period.first, day__lte=period.last)
    numbers = Counter(entered.exclude(pk__in=struck.values("first")).values_list("book", flat=True))
    return {book: numbers[book] for book in PAPERS}


def _end_of(day: date, centre: Centre) -> datetime:
    """Return the moment in which a civil day of the centre is over."""
    return datetime.combine(day + A_DAY, time(), ZoneInfo(centre.time_zone)).astimezone(UTC)
