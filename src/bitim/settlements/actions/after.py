"""After a settlement: back to the table, on with keeping it, and three short questions to each side."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bitim import jurisdictions
from bitim.cases.actions import ways
from bitim.cases.events import StageChanged
from bitim.cases.facts import facts_of, move
from bitim.cases.models import Case, Participant, Side
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.models import NOBODY
from bitim.kernel.record import record
from bitim.settlements.actions.comparing import void_scans
from bitim.settlements.actions.duties import teller_of
from bitim.settlements.actions.places import table_of
from bitim.settlements.events import PulseAnswered, ReturnedToTable
from bitim.settlements.kinds import SETTLEMENT
from bitim.settlements.models import Document, Signature
from bitim.settlements.models_after import DutyReport, Pulse
from bitim.settlements.permissions import P

BACK_AT_TABLE = "back_at_table"
QUESTIONS = ("kept", "fair", "safe")
ANSWERS = ("yes", "no", "unsure")


@action(P.RETURN_TO_TABLE, on=Case)
def return_to_table(case: Case, *, actor: Actor) -> Case:
    """Come back to the table while a settlement is being kept. It stands, with all signatures, until everybody has
    signed another one. Pressed twice, or by both sides at once, it is one step."""
    if case.stage == "meetings" and facts_of(case, frozenset({"settlement_stands"})).settlement_stands:
        return case
    move(case, "return_to_table")
    record(ReturnedToTable(case.pk, table_of(case), case.pk), actor=actor)
    record(StageChanged(chain=case.pk, audience=case.pk, case=case.pk, stage=case.stage), actor=actor)
    people = Participant.objects.system().filter(case=case, ended=None)
    people = people.filter(role__in=(*Participant.SIDE_ROLES, *Participant.MEDIATOR_ROLES))
    for one in people.exclude(person_id=actor.person or NOBODY).select_related("person"):
        key = f"{BACK_AT_TABLE}:{case.pk}:{case.stage_since:%Y%m%d%H%M}:{one.person_id}"
        ways.tell(one.person, case.pk, BACK_AT_TABLE, key=key)
    return case


@action(P.KEEP_SETTLEMENT, on=Case)
def keep_settlement(case: Case, *, actor: Actor) -> Case:
    """Go on keeping the settlement that stands; a new text that was begun counts for nothing."""
    move(case, "keep_settlement")
    for begun in Document.objects.system().filter(case=case, kind=SETTLEMENT, state__in=Document.OPEN):
        begun.state = Document.VOID
        begun.save(update_fields=["state"])
        Signature.objects.system().filter(document=begun, voided=None).update(voided=clock.now())
        void_scans(begun, "replaced", actor)
    record(StageChanged(chain=case.pk, audience=case.pk, case=case.pk, stage=case.stage), actor=actor)
    return case


@action(P.ANSWER_PULSE, on=Side)
def answer_pulse(
    side: Side, *, actor: Actor, days: int, answers: Mapping[str, str], told_by: UUID | None = None, how: str = ""
) -> Pulse:
    """Keep a side's answers to the three questions. Nobody is asked why, and no other side learns that it was asked or
    answered. Answered again, the later answers stand.

    Of a side without a device the mediator writes them down after a call or a talk: whose word it is and how it came
    are kept, with who wrote it and when.
    """
    case = side.case
    settlement = Document.objects.system().filter(case=case, kind=SETTLEMENT, state=Document.SIGNED).first()
    if settlement is None or days not in due_pulses(case, settlement):
        raise Refused(_("These questions are not asked now."))
    said = {key: answers[key] for key in QUESTIONS if answers.get(key) in ANSWERS}
    if len(said) < len(QUESTIONS):
        raise Refused(_("Every question needs an answer; not sure is an answer too."))
    pulse: Pulse = Pulse.objects.system().filter(document=settlement, side=side, days=days).select_related(
        "side"
    ).first() or Pulse(document=settlement, side=side, days=days)
    if actor.role == "mediator":
        pulse.person_id, of_side = teller_of(case, told_by)
        if of_side != side.pk:
            raise Refused(_("Say who of the sides told you."))
        if how not in DutyReport.TOLD:
            raise Refused(_("Say whether you were told by telephone or in person."))
        pulse.how, pulse.noted_by_id = how, actor.who
    else:
        pulse.person_id, pulse.how, pulse.noted_by = actor.who, DutyReport.ONLINE, None
    pulse.answers, pulse.at = said, clock.now()
    pulse.save()
    record(PulseAnswered(case.pk, case.pk, case.pk, side.pk, days), actor=actor)
    return pulse


def due_pulses(case: Case, settlement: Document) -> list[int]:
    """Return after how many days the questions have been asked until now, the first first."""
    if settlement.signed is None:
        return []
    begun = timezone.localtime(settlement.signed).date()
    asked = jurisdictions.load(case.pack).parameter("follow_up_days")
    return [days for days in sorted(asked) if begun + timedelta(days=days) <= clock.today()]
