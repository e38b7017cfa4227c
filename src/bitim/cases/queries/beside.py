"""What stands beside a case, for those who may read it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from bitim import jurisdictions
from bitim.cases.models import Case
from bitim.cases.models_after import CourtReference, OwnNote
from bitim.cases.permissions import P
from bitim.cases.predicates import is_mediator
from bitim.cases.queries.folders import First, first_of, open_for
from bitim.kernel import clock
from bitim.kernel.access import Actor, decide, require_visible


@dataclass(frozen=True)
class Court:
    """The proceedings as a page shows them."""

    court: str
    number: str
    judge: str
    stay_until: date | None

    @property
    def left(self) -> int | None:
        """Days until the stay ends; below zero when it is over."""
        return (self.stay_until - clock.today()).days if self.stay_until else None


def notes_of_own(actor: Actor, case: Case) -> dict[UUID, str]:
    """Return {side: note} of the reader's own notes in a case they mediate; one question, nobody else's is opened."""
    if actor.person is None or not is_mediator(actor, case):
        return {}
    rows = OwnNote.objects.system().filter(side__case=case, author_id=actor.person).select_related("side__case")
    return {one.side_id: str(one.words or "") for one in rows if decide(actor, P.SEE_NOTE, one)}


def court_for(actor: Actor, case: Case) -> Court | None:
    """Return the court proceedings of a case, None when it belongs to none; NotFound for whoever may not know."""
    require_visible(actor, P.SEE_COURT, case)
    found = CourtReference.objects.system().filter(case=case).first()
    if found is None:
        return None
    return Court(str(found.court or ""), str(found.case_number or ""), str(found.judge or ""), found.stay_until)


def stays_ending(actor: Actor, most: int) -> First:
    """Return the open cases whose stay of court proceedings ends soon or is over, the first to end first."""
    soon = Q()
    for code in jurisdictions.available():
        days = int(jurisdictions.load(code).parameter("stay_warning_days"))
        soon |= Q(case__pack=code, stay_until__lte=clock.today() + timedelta(days=days))
    rows = CourtReference.objects.system().filter(soon, case=OuterRef("pk"))
    return first_of(
        open_for(actor).filter(Exists(rows)).order_by("court_reference__stay_until", "pk"),
        most,
        day="court_reference__stay_until",
    )
