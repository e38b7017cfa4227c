"""What comes after a settlement: duties as a list of days, the short questions, the term. Narrowed to the reader."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bitim.cases.facts import steps_for
from bitim.cases.models import Case, Participant, Side
from bitim.cases.predicates import side_of
from bitim.cases.queries.folders import First, first_of, open_for
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.text import in_language
from bitim.settlements.actions.after import due_pulses
from bitim.settlements.kinds import SETTLEMENT
from bitim.settlements.models import Document
from bitim.settlements.models_after import DutyKept, DutyReport, Pulse
from bitim.settlements.permissions import P
from bitim.settlements.queries.seen import People, SideSeen, sides_seen

SOON = timedelta(days=7)


@dataclass(frozen=True)
class ReportSeen:
    """One word about a duty: of which side, what, when. `words` only for those at the table. Where the reader is kept
    apart from that side, `how` it was told is empty and `at` is the day alone."""

    says: str
    side: SideSeen | None
    how: str
    told_by: str
    words: str
    at: date


@dataclass(frozen=True)
class DutySeen:
    """A duty on the page. `state`: open, soon, late, done, partly, problem or differs. Words are empty for readers of
    the frame alone. `may_answer`: the reader's side may say whether it was received."""

    id: UUID
    number: int
    who: str
    what: str
    how_much: str
    how_proved: str
    consequence: str
    due: date | None
    standing: bool
    side: SideSeen | None
    state: str
    received: bool | None
    reports: tuple[ReportSeen, ...]
    may_report: bool
    may_answer: bool


@dataclass(frozen=True)
class VoiceAsked:
    """A side without a device that has not answered yet, with the people whose word may be written down."""

    side: SideSeen
    people: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class PulseSeen:
    """The short questions at one time: for the own side whether it answered and what; for staff whether each did.
    `by_voice`: whom the reader may ask aloud; `noted`: who wrote a side's answer down, for whoever may read it."""

    days: int
    answered: bool
    answers: dict[str, str] = field(default_factory=dict)
    sides: tuple[tuple[SideSeen, bool, dict[str, str]], ...] = ()
    by_voice: tuple[VoiceAsked, ...] = ()
    noted: dict[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AfterSeen:
    """Everything on the page."""

    case: Case
    people: People
    duties: tuple[DutySeen, ...]
    pulses: tuple[PulseSeen, ...]
    settled: datetime | None
    can_return: bool
    can_keep: bool
    tellers: tuple[tuple[UUID, str], ...]
    own_side: UUID | None

    @property
    def pulse_asked(self) -> PulseSeen | None:
        """The questions that wait for the reader's side: the latest that were asked, unless they are answered."""
        latest = self.pulses[-1] if self.pulses and self.own_side else None
        return None if latest is None or latest.answered else latest


def after_case(actor: Actor, case_id: UUID) -> Case:
    """Return a case whose duties the reader may see; NotFound otherwise."""
    case = Case.objects.system().select_related("centre").filter(pk=case_id).first()
    if case is None:
        raise NotFound
    require_visible(actor, P.SEE_DUTIES, case)
    return case


def duty_for(actor: Actor, duty_id: UUID) -> DutyKept:
    """Return one duty of a case of the reader; NotFound otherwise."""
    found = DutyKept.objects.system().select_related("case", "document").filter(pk=duty_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_DUTIES, found)
    return found


def after_for(actor: Actor, case: Case) -> AfterSeen:
    """Return what comes after the settlement of a case, in a fixed number of queries."""
    require_visible(actor, P.SEE_DUTIES, case)
    people = sides_seen(actor, case)
    settlement = Document.objects.system().filter(case=case, kind=SETTLEMENT, state=Document.SIGNED).first()
    steps = steps_for(case, actor.role)
    open_case = case.stage != "closed"
    return AfterSeen(
        case=case,
        people=people,
        duties=tuple(_duties(actor, case, people)),
        pulses=_pulses(actor, case, settlement, people) if settlement and case.stage == "performance" else (),
        settled=settlement.signed if settlement else None,
        can_return="return_to_table" in steps and bool(decide(actor, P.RETURN_TO_TABLE, case)),
        can_keep="keep_settlement" in steps and bool(decide(actor, P.KEEP_SETTLEMENT, case)),
        tellers=_tellers(actor, case) if open_case else (),
        own_side=people.mine,
    )


def _duties(actor: Actor, case: Case, people: People) -> list[DutySeen]:
    rows = list(DutyKept.objects.system().filter(case=case, replaced=None).select_related("document", "case"))
    reports: dict[UUID, list[DutyReport]] = defaultdict(list)
    said = DutyReport.objects.system().filter(duty__in=[one.pk for one in rows]).select_related("duty__case")
    for one in said.order_by("at", "pk"):
        reports[one.duty_id].append(one)
    whole = bool(decide(actor, P.SEE_DOCUMENT, case))
    may = bool(rows) and bool(decide(actor, P.REPORT_DUTY, rows[0])) and case.stage not in ("request", "contract")
    # By day, what has none last; the number keeps the order of the text.
    rows.sort(key=lambda one: (one.due is None, one.due or date.max, one.number))
    return [_duty(one, reports[one.pk], people, whole=whole, may=may) for one in rows]


def _duty(row: DutyKept, reports: list[DutyReport], people: People, *, whole: bool, may: bool) -> DutySeen:
    words: dict[str, Any] = (row.words or {}) if whole else {}

    def part(key: str) -> str:
        value = words.get(key) or ""
        return in_language(value) if isinstance(value, dict) else str(value)

    last = next((one for one in reversed(reports) if one.says in DutyKept.REPORTS), None)
    answerable = may and last is not None and last.for_side_id != people.mine
    side = people.side(row.side_id)
    hidden = people.hides(row.side_id)
    return DutySeen(
        id=row.pk,
        number=row.number,
        who="" if hidden else part("who"),
        what=part("what"),
        how_much=part("how_much"),
        how_proved=part("how_proved"),
        consequence=part("consequence"),
        due=row.due,
        standing=row.standing,
        side=side,
        state=state_of(row),
        received=row.received,
        reports=tuple(_report(one, people, whole) for one in reports),
        may_report=may,
        may_answer=answerable,
    )


def state_of(row: DutyKept) -> str:
    """Say how a duty stands today: what was reported, or the calendar where nothing was. A report that another side
    does not confirm is neither's truth: it `differs`."""
    if row.said == DutyKept.DONE and row.received is False:
        return "differs"
    if row.said != DutyKept.OPEN:
        return str(row.said)
    if row.due is None:
        return "open"
    return "late" if row.due < clock.today() else "soon" if row.due <= clock.today() + SOON else "open"


def _report(one: DutyReport, people: People, whole: bool) -> ReportSeen:
    hidden = people.hides(one.for_side_id)
    return ReportSeen(
        says=one.says,
        side=people.side(one.for_side_id),
        how="" if hidden else one.how,
        told_by=people.name(one.told_by_id),
        words=str(one.words or "") if whole else "",
        at=timezone.localtime(one.at).date() if hidden else one.at,
    )


def _pulses(actor: Actor, case: Case, settlement: Document, people: People) -> tuple[PulseSeen, ...]:
    rows = list(Pulse.objects.system().filter(document=settlement).select_related("side__case", "noted_by"))
    readable = {one.pk: dict(one.answers or {}) for one in rows if decide(actor, P.SEE_PULSE, one)}
    seen = []
    voice = _by_voice(actor, case, people)
    for days in due_pulses(case, settlement):
        here = {one.side_id: one for one in rows if one.days == days}
        own = here.get(people.mine) if people.mine else None
        if people.mine:
            seen.append(PulseSeen(days, own is not None, readable.get(own.pk, {}) if own else {}))
            continue
        sides = tuple(
            (side, side.id in here, readable.get(here[side.id].pk, {}) if side.id in here else {})
            for side in people.sides
        )
        noted = {
            one.side_id: str(one.noted_by.name or "") for one in here.values() if one.noted_by and one.pk in readable
        }
        asked = tuple(one for one in voice if one.side.id not in here)
        seen.append(PulseSeen(days, bool(sides) and all(yes for _side, yes, _said in sides), {}, sides, asked, noted))
    return tuple(seen)


def _by_voice(actor: Actor, case: Case, people: People) -> tuple[VoiceAsked, ...]:
    """Return the sides whose answers the mediator may write down."""
    if actor.role != "mediator":
        return ()
    rows = Side.objects.system().filter(case=case).select_related("case")
    mine = {one.pk for one in rows if decide(actor, P.ANSWER_PULSE, one)}
    told = _tellers(actor, case) if mine else ()
    of = dict(
        Participant.objects.system().filter(case=case, ended=None, side__in=mine).values_list("person_id", "side_id")
    )
    return tuple(
        VoiceAsked(side, tuple(one for one in told if of.get(one[0]) == side.id))
        for side in people.sides
        if side.id in mine
    )


def _tellers(actor: Actor, case: Case) -> tuple[tuple[UUID, str], ...]:
    """Return whose word staff may write down."""
    if actor.role not in ("mediator", "coordinator"):
        return ()
    rows = Participant.objects.system().filter(case=case, ended=None, role__in=Participant.SIDE_ROLES)
    rows = rows.filter(unconfirmed=None).exclude(side__state__in=(Side.LEFT, Side.DECLINED)).select_related("case")
    return tuple((one.person_id, str(one.shown_name or "")) for one in rows.order_by("side__position", "since"))


@dataclass(frozen=True)
class Promise:
    """A duty as one line on the page of a side."""

    id: UUID
    what: str
    due: date | None
    standing: bool
    state: str
    mine: bool


@dataclass(frozen=True)
class Promises:
    """What a side's own page says of what was promised; `asked`: the short questions wait for it."""

    lines: tuple[Promise, ...]
    asked: bool


def promises_for(actor: Actor, case: Case) -> Promises | None:
    """Return the duties of a case as lines for one of its sides or its mediator; None while there are none. One query
    before there is a settlement, three afterwards."""
    rows = list(DutyKept.objects.system().filter(case=case, replaced=None))
    mine = side_of(actor, case)
    if not rows or not decide(actor, P.SEE_DOCUMENT, case):
        return None
    rows.sort(key=lambda one: (one.due is None, one.due or date.max, one.number))
    lines = tuple(
        Promise(
            one.pk,
            in_language((one.words or {}).get("what") or {}),
            one.due,
            one.standing,
            state_of(one),
            mine is not None and one.side_id == mine,
        )
        for one in rows
    )
    return Promises(lines, mine is not None and _is_asked(case, mine))


def _is_asked(case: Case, side: UUID) -> bool:
    if case.stage != "performance":
        return False
    settlement = Document.objects.system().filter(case=case, kind=SETTLEMENT, state=Document.SIGNED).first()
    due = due_pulses(case, settlement) if settlement else []
    if not due:
        return False
    answered = Pulse.objects.system().filter(document=settlement, side=side).values_list("days", flat=True)
    return due[-1] not in set(answered)


# --- across cases --------------------------------------------------------------------------------------


def late_duties() -> "QuerySet[DutyKept]":
    """Return, as a condition, the duties that are past their day and not done, or about which the sides differ or
    there is a problem."""
    late = Q(due__lt=clock.today(), said=DutyKept.OPEN) | Q(due__lt=clock.today(), said=DutyKept.PARTLY)
    return DutyKept.objects.system().filter(late | Q(said=DutyKept.PROBLEM) | Q(received=False), replaced=None)


def duties_late(actor: Actor, most: int) -> First:
    """Return the open cases of a mediator or coordinator in which a duty asks for a word from staff, the longest late
    first; one question, nothing sealed is opened."""
    rows = late_duties().filter(case=OuterRef("pk"))
    return first_of(open_for(actor).filter(Exists(rows)).order_by("stage_since", "pk"), most)


def duties_late_in(case: Case) -> int:
    """Return how many duties of one case ask for a word from staff."""
    return late_duties().filter(case=case).count()


def has_duties(case: Case) -> bool:
    """Tell whether a case has a settlement in force that promises something."""
    return DutyKept.objects.system().filter(case=case, replaced=None).exists()
