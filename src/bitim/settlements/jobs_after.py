"""Clocks of what comes after: a word before and after the day of a duty, the short questions, a term that ends soon.

Every notice is content-free and goes once under its key; who asked not to be written to is not written to.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from bitim import jurisdictions
from bitim.cases.actions import ways
from bitim.cases.models import Case, Participant
from bitim.cases.notices import DAYS, SUBJECT, news_words
from bitim.kernel import clock, jobs
from bitim.kernel.delivery import NOTICES, Notice
from bitim.kernel.locking import write
from bitim.settlements.actions.after import BACK_AT_TABLE
from bitim.settlements.actions.demands import DEMAND_TOLD, tell_sides
from bitim.settlements.kinds import SETTLEMENT
from bitim.settlements.models import Document
from bitim.settlements.models_after import DutyKept, Pulse
from bitim.settlements.queries.demands import tells_due

DUTY_SOON, DUTY_PAST, PULSE, TERM_SOON = "duty_soon", "duty_past", "pulse", "term_soon"

NOTICES |= {
    name: Notice(SUBJECT, news_words, DAYS)
    for name in (DUTY_SOON, DUTY_PAST, PULSE, TERM_SOON, BACK_AT_TABLE, DEMAND_TOLD)
}
# How far back a clock that stood still looks: a reminder weeks after its day would only puzzle.
CATCH_UP = 3


@jobs.clockwork(minutes=360)
def remind_of_duties() -> int:
    """Tell who owes, some days before the day of a duty; tell who owes and who receives, after it, that a word is
    awaited. Nothing is told once it was reported."""
    told, today = 0, clock.today()
    rows = DutyKept.objects.system().filter(replaced=None, said=DutyKept.OPEN, due__isnull=False)
    rows = rows.filter(case__closed=None, due__gte=today - timedelta(days=60), due__lte=today + timedelta(days=60))
    for duty in rows.select_related("case"):
        if duty.due is None:
            continue
        pack = jurisdictions.load(duty.case.pack)
        for days in pack.parameter("duty_reminder_days"):
            if 0 <= (today - (duty.due - timedelta(days=days))).days < min(CATCH_UP, days):
                told += _tell(duty.case, DUTY_SOON, f"{duty.pk}:{days}", duty.side_id)
        for days in pack.parameter("duty_after_days"):
            if 0 <= (today - (duty.due + timedelta(days=days))).days < CATCH_UP:
                told += _tell(duty.case, DUTY_PAST, f"{duty.pk}:{days}", None)
    return told


@jobs.clockwork(minutes=360)
def ask_pulse() -> int:
    """Tell each side that has not answered yet, once at each time, that there are three short questions."""
    told, today = 0, clock.today()
    rows = Document.objects.system().filter(kind=SETTLEMENT, state=Document.SIGNED, case__closed=None)
    for settlement in rows.select_related("case"):
        if settlement.signed is None:
            continue
        begun = timezone.localtime(settlement.signed).date()
        for days in jurisdictions.load(settlement.case.pack).parameter("follow_up_days"):
            if not 0 <= (today - (begun + timedelta(days=days))).days < CATCH_UP:
                continue
            answered = set(Pulse.objects.system().filter(document=settlement, days=days).values_list("side", flat=True))
            told += _tell(settlement.case, PULSE, f"{settlement.pk}:{days}", None, without=answered)
    return told


@jobs.clockwork(minutes=360)
def warn_of_terms() -> int:
    """Tell the people of the sides that the term ends soon, so many days before as the pack says."""
    told, today = 0, clock.today()
    for code in jurisdictions.available():
        days = int(jurisdictions.load(code).parameter("term_warning_days"))
        rows = Case.objects.system().filter(
            pack=code, closed=None, stage__in=("meetings", "drafting", "signing"), term_ends__gte=today
        )
        for case in rows.filter(term_ends__lte=today + timedelta(days=days)):
            told += _tell(case, TERM_SOON, f"{case.pk}:{case.term_ends}", None)
    return told


@jobs.clockwork(minutes=360)
def tell_of_demands() -> int:
    """Tell the sides of a demand once the day has passed until which they could not be told."""
    due = tells_due()
    for demand in due:
        with write():
            tell_sides(demand)
    return len(due)


def _tell(case: Case, notice: str, key: str, side: UUID | None, *, without: Iterable[UUID] = ()) -> int:
    """Announce to everybody of a side, or of all sides."""
    people = Participant.objects.system().filter(case=case, ended=None, role__in=Participant.SIDE_ROLES)
    if side is not None:
        people = people.filter(side=side)
    told = 0
    with write():
        for one in people.exclude(side__in=without).select_related("person"):
            told += ways.tell(one.person, case.pk, notice, key=f"{notice}:{key}:{one.person_id}") is not None
    return told
