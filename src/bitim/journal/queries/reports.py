"""The figures of a quarter or a year for those who must file them, counted from the lines of the books."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from bitim.journal.counting import CaseFacts, Period, Report, TalkFacts, report
from bitim.journal.folding import fold_all
from bitim.journal.keys import CASES, PAPERS, STRUCK
from bitim.journal.models import Aspect, Consultation, Line
from bitim.journal.permissions import P
from bitim.journal.queries.consultations import newest
from bitim.journal.queries.office import centre_with
from bitim.kernel.access import Actor
from bitim.people.models import Centre


def report_for(actor: Actor, period: Period) -> Report:
    """Count one period of the actor's centre; NotFound for whoever does not file reports."""
    centre = centre_with(actor, P.SEE_REPORT)
    papers = Line.objects.system().filter(
        centre=centre, book__in=PAPERS, turn=1, day__gte=period.first, day__lte=period.last
    )
    struck = Line.objects.system().filter(centre=centre, book__in=PAPERS, act=STRUCK).values("first")
    numbers = Counter(papers.exclude(pk__in=struck).values_list("book", flat=True))
    aspects = dict(Aspect.objects.system().filter(centre=centre).values_list("case", "answer"))
    return report(period, case_facts(centre, aspects), talk_facts(centre), {book: numbers[book] for book in PAPERS})


def case_facts(centre: Centre, aspects: Mapping[UUID, str] | None = None) -> list[CaseFacts]:
    """Return every case of the journal that was not struck out; no name is opened. The marks of disputes are read by
    the internal report alone and handed in."""
    lines = Line.objects.system().filter(centre=centre, book=CASES).defer("names", "reason").order_by("turn")
    return [
        CaseFacts(
            opened=one.day,
            place=str(one.place_id or ""),
            kind=one.kind,
            register=one.register,
            channel=one.channel,
            agreed=one.agreed,
            signed=one.signed,
            outcome=one.outcome,
            closed=one.closed,
            aspect=(aspects or {}).get(one.case, "") if one.case else "",
        )
        for one in fold_all(lines)
        if not one.struck
    ]


def talk_facts(centre: Centre) -> list[TalkFacts]:
    """Return every consultation as it reads now, without those struck out."""
    rows = newest(Consultation.objects.system().filter(centre=centre)).exclude(act=STRUCK)
    columns = ("day", "place", "kind", "channel", "language", "asked", "outcome")
    return [TalkFacts(day, str(place or ""), *keys) for day, place, *keys in rows.values_list(*columns)]
