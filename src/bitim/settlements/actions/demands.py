"""The register of demands: an authority asks for a case. Written down first, confirmed by a second person, then given.

Nothing of a case leaves the house for an outsider by any other way. What sides told alone, what was said at the table
and a mediator's own notes are not there to be given: the law pack names the class and the reason.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from bitim import jurisdictions
from bitim.cases.actions import ways
from bitim.cases.models import Case, Participant
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.text import in_language
from bitim.people.models import Centre
from bitim.settlements.actions.words import clean
from bitim.settlements.events import DemandAnswered, DemandRecorded
from bitim.settlements.matter import day_of
from bitim.settlements.models_after import Demand, DemandStep
from bitim.settlements.permissions import P

ASKERS = ("court", "prosecutor", "police", "akimat", "other")
GIVEN_CLASS = "archive"
DEMAND_TOLD = "asked_by_authority"


@action(P.RECORD_DEMAND, on=Case)
def record_demand(
    case: Case,
    *,
    actor: Actor,
    said: Mapping[str, Any],
    given: Sequence[str],
    tell: str = Demand.YES,
    tell_after: date | None = None,
) -> Demand:
    """Write a demand down: who asks, on what paper of what day, and which papers are to be given. Refused, with the
    pack's reason, as soon as one of them is of a class that is given to nobody."""
    words = _words(said)
    words["given"] = _may_be_given(case, given)
    if tell not in Demand.TELL:
        raise Refused(_("Say whether the sides may be told."))
    if (tell == Demand.AFTER) != (tell_after is not None):
        raise Refused(_("Name the day after which the sides may be told."))
    # Numbers are given under the lock of the centre: no gap, no double.
    Centre.objects.system().select_for_update().get(pk=case.centre_id)
    last = Demand.objects.system().filter(centre_id=case.centre_id).aggregate(n=Max("number"))["n"] or 0
    demand: Demand = Demand.objects.create(
        centre_id=case.centre_id,
        case=case,
        number=last + 1,
        by_id=actor.who,
        at=clock.now(),
        words=words,
        tell=tell,
        tell_after=tell_after,
    )
    record(DemandRecorded(case.centre_id, case.centre_id, demand.pk), actor=actor)
    return demand


@action(P.CONFIRM_DEMAND, on=Demand)
def confirm_demand(demand: Demand, *, actor: Actor, yes: bool) -> DemandStep:
    """Say, as a second person in one's own login, that the demand is what it is said to be, or that it is not."""
    steps = DemandStep.objects.system().filter(demand=demand)
    if kept := steps.filter(what__in=(DemandStep.CONFIRMED, DemandStep.REFUSED)).first():
        return kept
    what = DemandStep.CONFIRMED if yes else DemandStep.REFUSED
    step: DemandStep = DemandStep.objects.create(demand=demand, what=what, by_id=actor.who, at=clock.now())
    record(DemandAnswered(demand.centre_id, demand.centre_id, demand.pk, what), actor=actor)
    if yes and may_tell(demand):
        tell_sides(demand)
    return step


@action(P.GIVE_DEMANDED, on=Demand)
def note_given(demand: Demand, *, actor: Actor) -> DemandStep:
    """Write down that the papers are taken out now; each time is a line."""
    step: DemandStep = DemandStep.objects.create(demand=demand, what=DemandStep.GIVEN, by_id=actor.who, at=clock.now())
    record(DemandAnswered(demand.centre_id, demand.centre_id, demand.pk, DemandStep.GIVEN), actor=actor)
    return step


def may_tell(demand: Demand) -> bool:
    """Tell whether the sides may know of a demand today."""
    if demand.tell == Demand.AFTER:
        return demand.tell_after is not None and demand.tell_after < clock.today()
    return bool(demand.tell == Demand.YES)


def tell_sides(demand: Demand) -> None:
    """Have the people of the sides told, once, that there is news; what it is stands on their page."""
    rows = Participant.objects.system().filter(case=demand.case_id, ended=None, role__in=Participant.SIDE_ROLES)
    for one in rows.select_related("person"):
        ways.tell(one.person, demand.case_id, DEMAND_TOLD, key=f"{DEMAND_TOLD}:{demand.pk}:{one.person_id}")


def _words(said: Mapping[str, Any]) -> dict[str, Any]:
    asker, office = str(said.get("asker", "")), clean(str(said.get("office", "")), 300)
    paper, day = clean(str(said.get("paper", "")), 200), day_of(said.get("day"))
    if asker not in ASKERS or not office:
        raise Refused(_("Say who asks."))
    if not paper or day is None:
        raise Refused(_("Say on what document they ask: its number and its day."))
    if day > clock.today():
        raise Refused(_("This day is still to come."))
    note = clean(str(said.get("note", "")), 3000)
    return {"asker": asker, "office": office, "paper": paper, "day": day.isoformat(), "note": note}


def _may_be_given(case: Case, given: Sequence[str]) -> list[str]:
    pack = jurisdictions.load(case.pack)
    kinds = {label.key: str(label.facts["class"]) for label in pack.labels["demand_kinds"]}
    asked = [key for key in kinds if key in given]
    for key in asked:
        if kinds[key] != GIVEN_CLASS:
            raise Refused(in_language(pack.label("demand_refusals", kinds[key]).texts))
    return asked
