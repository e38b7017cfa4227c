"""Duties of a signed settlement: what was said of them, by whom, and what another side answered.

Said by the side that owes, the side that receives, or staff on a side's word. Every word is a new line; the house
compares nothing and decides nothing.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bitim.cases.models import Case, Participant, Party, Side
from bitim.cases.predicates import own_side
from bitim.kernel import clock
from bitim.kernel.access import Actor, Refused
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.text import present_language
from bitim.settlements.actions.places import table_of
from bitim.settlements.actions.words import clean
from bitim.settlements.events import DutyAnswered, DutyReported
from bitim.settlements.facts_matter import clauses_of
from bitim.settlements.matter import day_of
from bitim.settlements.models import Document
from bitim.settlements.models_after import DutyKept, DutyReport
from bitim.settlements.permissions import P

WORDS = ("who", "what", "how_much", "how_proved", "consequence")
MOST = 5_000
NOT_IN_PERFORMANCE = _("Duties are reported while a signed settlement is being kept.")


def make_duties(settlement: Document) -> None:
    """Write down the duties of a settlement that everybody has just signed, one for each clause that has one."""
    case = settlement.case
    parties = {str(one.pk): one for one in Party.objects.system().filter(side__case=case).select_related("side")}
    for number, clause in enumerate(clauses_of(settlement), start=1):
        duty = clause.duty or {}
        if not duty:
            continue
        party = parties.get(str(duty.get("who", "")))
        words = {key: duty[key] for key in WORDS if duty.get(key)}
        if party is not None:
            words["who"] = str(party.name or "")
        DutyKept.objects.create(
            case=case,
            document=settlement,
            clause=clause,
            number=number,
            party=party,
            side=party.side if party else None,
            words=words | {"clause": dict(clause.texts or {})},
            due=day_of(duty.get("by_when")),
            standing=bool(duty.get("standing")),
        )


def lay_aside(settlement: Document) -> None:
    """Mark the duties of a settlement that another one has replaced."""
    DutyKept.objects.system().filter(document=settlement, replaced=None).update(replaced=clock.now())


@action(P.REPORT_DUTY, on=DutyKept)
def report_duty(
    duty: DutyKept, *, actor: Actor, says: str, words: str = "", told_by: UUID | None = None, how: str = ""
) -> DutyReport:
    """Say that a duty is done, partly done, or that there is a problem. Staff name who told them and how."""
    _require_performance(duty.case)
    if says not in DutyKept.REPORTS:
        raise Refused(_("Say whether it is done, partly done, or whether there is a problem."))
    line = _line(duty, actor, says, words, told_by, how)
    duty.said, duty.received = says, None
    duty.save(update_fields=["said", "received"])
    case = duty.case
    record(DutyReported(case.pk, table_of(case), case.pk, duty.pk, line.pk, says), actor=actor)
    return line


@action(P.ANSWER_REPORT, on=DutyKept)
def answer_report(
    duty: DutyKept, *, actor: Actor, says: str, words: str = "", told_by: UUID | None = None, how: str = ""
) -> DutyReport:
    """Say for another side than the one that reported last whether it was received."""
    _require_performance(duty.case)
    if says not in DutyReport.ANSWERS:
        raise Refused(_("Say whether it was received."))
    last = DutyReport.objects.system().filter(duty=duty, says__in=DutyKept.REPORTS).order_by("-at", "-pk").first()
    if last is None:
        raise Refused(_("Nobody has reported this duty yet."))
    line = _line(duty, actor, says, words, told_by, how, not_of=last.for_side_id)
    duty.received = says == DutyReport.RECEIVED
    duty.save(update_fields=["received"])
    case = duty.case
    record(DutyAnswered(case.pk, table_of(case), case.pk, duty.pk, line.pk, says), actor=actor)
    return line


def _require_performance(case: Case) -> None:
    """Back at the table the settlement still stands: its duties go on and are reported all the same."""
    if case.stage in ("request", "contract", "closed"):
        raise Refused(NOT_IN_PERFORMANCE)


def _line(
    duty: DutyKept,
    actor: Actor,
    says: str,
    words: str,
    told_by: UUID | None,
    how: str,
    not_of: UUID | None = None,
) -> DutyReport:
    """Write one line: whose word it is, and through whom it came."""
    staff = actor.role in ("mediator", "coordinator")
    if staff:
        teller, side = teller_of(duty.case, told_by)
        if how not in DutyReport.TOLD:
            raise Refused(_("Say whether you were told by telephone or in person."))
        person: UUID | None = teller
    else:
        side, person, how = own_side(actor, duty.case), None, DutyReport.ONLINE
    if not_of is not None and side == not_of:
        raise Refused(_("Another side answers this, not the one that reported it."))
    line: DutyReport = DutyReport.objects.create(
        duty=duty,
        says=says,
        for_side_id=side,
        by_id=actor.who,
        how=how,
        told_by_id=person,
        language=present_language(),
        words=clean(words, MOST) or None,
        at=clock.now(),
    )
    return line


def teller_of(case: Case, person: UUID | None) -> tuple[UUID, UUID]:
    """Return the person of a side who told it, and their side; not somebody of whom it is not sure who they are."""
    if person is None:
        raise Refused(_("Say who of the sides told you."))
    rows = Participant.objects.system().filter(case=case, person_id=person, role__in=Participant.SIDE_ROLES, ended=None)
    found = rows.filter(unconfirmed=None).exclude(side__state__in=(Side.LEFT, Side.DECLINED)).first()
    if found is None or found.side_id is None:
        raise Refused(_("Say who of the sides told you."))
    return found.person_id, found.side_id
