"""Which time suits: each person reads their own answers, the mediator the table, nobody else anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bitim import jurisdictions
from bitim.cases.models import Case, Participant
from bitim.cases.predicates import is_accepted_here
from bitim.engines import scheduling
from bitim.engines.scheduling import Guest, Search, Suggestion, Window
from bitim.kernel import clock
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.people.models import Centre
from bitim.people.queries import names_of
from bitim.room import facts_attendance as facts
from bitim.room.models import Constraint, Meeting, Proposal, ProposedTime, TimeAnswer
from bitim.room.permissions import P
from bitim.room.queries.meetings import clocks_of, kept_from
from bitim.room.queries.people import PersonSeen, Table


@dataclass(frozen=True)
class TimeSeen:
    """A proposed time by the reader's clock. `answer`: what the person of this page said to it, if anything."""

    pk: UUID
    starts: datetime
    zone: str
    home: str
    answer: str = ""


@dataclass(frozen=True)
class Answering:
    """The page on which one person answers. `words`, `never` and answers are empty for staff other than a mediator
    whom the side has accepted: what was said before is not theirs to read."""

    case: UUID
    participant: UUID
    name: str
    mode: str
    times: tuple[TimeSeen, ...]
    words: str
    never: tuple[Mapping[str, Any], ...]
    zone: str
    home: str
    oneself: bool
    knows: bool


@dataclass(frozen=True)
class Row:
    """A line of the mediator's table: one person, their answers in the order of the times, who was told."""

    person: PersonSeen
    answers: tuple[str, ...]
    told_to: str
    words: str
    never: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class TimesTable:
    """What the mediator alone sees."""

    case: UUID
    mode: str
    times: tuple[TimeSeen, ...]
    rows: tuple[Row, ...]


def _case(actor: Actor, case: UUID, permission: P) -> Case:
    found = Case.objects.system().select_related("centre").filter(pk=case).first()
    if found is None:
        raise NotFound
    require_visible(actor, permission, found)
    return found


def _open(case: Case) -> tuple[Proposal | None, list[ProposedTime]]:
    proposal = Proposal.objects.system().filter(case=case, state=Proposal.OPEN).first()
    if proposal is None:
        return None, []
    return proposal, list(ProposedTime.objects.system().filter(proposal=proposal).order_by("starts"))


def own_part(actor: Actor, case: UUID) -> UUID | None:
    """Return the part in which the reader answers for themselves; None for whoever has none to answer in."""
    found = _case(actor, case, P.SEE_TIMES)
    rows = Participant.objects.system().filter(case=found, person=actor.person, ended=None)
    roles = {
        "party": Participant.SIDE_ROLES,
        "interpreter": (Participant.INTERPRETER,),
        "mediator": Participant.MEDIATOR_ROLES,
    }
    return rows.filter(role__in=roles.get(actor.role, ())).values_list("pk", flat=True).first()


def answering(actor: Actor, participant: UUID) -> Answering:
    """Return the page on which a person answers, to themselves or to staff who were told; NotFound otherwise."""
    who = Participant.objects.system().select_related("case__centre", "person", "side")
    one = who.filter(pk=participant, ended=None).exclude(role=Participant.COORDINATOR).first()
    if one is None or not decide(actor, P.ANSWER_TIMES, one):
        raise NotFound
    oneself = one.person_id == actor.person
    proposal, times = _open(one.case)
    if proposal is not None and proposal.mode in kept_from(actor, one.case):
        proposal, times = None, []
    knows = oneself or _tells(actor, one)
    answers: dict[UUID, str] = {}
    kept: Constraint | None = None
    if knows:
        rows = TimeAnswer.objects.system().filter(participant=one, time__in=[time.pk for time in times])
        answers = {row.time_id: str(row.answer or "") for row in rows.select_related("participant")}
        kept = Constraint.objects.system().select_related("participant").filter(participant=one).first()
    home = str(one.case.centre.time_zone)
    zone = one.person.time_zone or home
    return Answering(
        case=one.case_id,
        participant=one.pk,
        name=str(one.shown_name or ""),
        mode=proposal.mode if proposal else one.case.mode,
        times=tuple(TimeSeen(time.pk, time.starts, zone, home, answers.get(time.pk, "")) for time in times),
        words=str(kept.words or "") if kept else "",
        never=tuple(kept.never or ()) if kept else (),
        zone=one.person.time_zone if knows else "",
        home=home,
        oneself=oneself,
        knows=knows,
    )


def waits_for_answer(actor: Actor, case: Case, *, apart: bool) -> bool:
    """Tell a person of a side whether times are proposed to which they have said nothing yet. `apart`: whether the case
    is held apart, which the page knows already."""
    rows = ProposedTime.objects.system().filter(proposal__case=case, proposal__state=Proposal.OPEN)
    times = list(rows.values_list("pk", "proposal__mode"))
    if not times or (apart and times[0][1] == "joint"):
        return False
    mine = TimeAnswer.objects.system().filter(participant__person=actor.person, time__in=[pk for pk, _mode in times])
    return not mine.exists()


def times_table(actor: Actor, case: UUID) -> TimesTable:
    """Return everybody's answers and constraints, to the mediator alone."""
    found = _case(actor, case, P.SEE_ANSWERS)
    proposal, times = _open(found)
    mode = proposal.mode if proposal else found.mode
    people = facts.expected(found, mode)
    answers: dict[tuple[UUID, UUID], TimeAnswer] = {}
    for row in TimeAnswer.objects.system().filter(time__in=[t.pk for t in times]).select_related("participant"):
        answers[row.participant_id, row.time_id] = row
    kept = _constraints(actor, found, people)
    told = names_of(row.told_to_id for row in answers.values() if row.told_to_id)
    table = Table.once(actor, case)
    zone, home = clocks_of(actor, found)
    rows = []
    for one in people:
        given = [answers.get((one.pk, time.pk)) for time in times]
        who = next((row.told_to_id for row in given if row and row.told_to_id), None)
        limit = kept.get(one.pk)
        rows.append(
            Row(
                person=table.people[one.person_id],
                answers=tuple(str(row.answer or "") if row else "" for row in given),
                told_to=told.get(who, "") if who else "",
                words=str(limit.words or "") if limit else "",
                never=tuple(limit.never or ()) if limit else (),
            )
        )
    seen = tuple(TimeSeen(time.pk, time.starts, zone, home) for time in times)
    return TimesTable(found.pk, mode, seen, tuple(rows))


def _tells(actor: Actor, one: Participant) -> bool:
    """Tell whether a person says to this mediator why they cannot come: staff do, and a side that has accepted them."""
    return actor.role == "mediator" and (one.side_id is None or bool(is_accepted_here(actor, one)))


def _constraints(actor: Actor, case: Case, people: Iterable[Participant]) -> dict[UUID, Constraint]:
    heard = []
    for one in people:
        one.case = case  # known here: it is not asked for again of each
        if _tells(actor, one):
            heard.append(one.pk)
    rows = Constraint.objects.system().filter(participant__in=heard)
    return {row.participant_id: row for row in rows.select_related("participant")}


def whom_to_ask(actor: Actor, case: UUID) -> list[PersonSeen]:
    """Return for whom staff may write down what was said by phone."""
    found = _case(actor, case, P.SEE_TIMES)
    if actor.role not in ("mediator", "coordinator"):
        return []
    table = Table.once(actor, case)
    return [table.people[one.person_id] for one in facts.expected(found, found.mode) if one.person_id != actor.person]


@dataclass(frozen=True)
class Fair:
    """What the engine found, with the people's names put to its keys."""

    found: Suggestion
    names: dict[str, str]
    zone: str
    home: str


def fair_times(actor: Actor, case: UUID, minutes: int = 90) -> Fair:
    """Return times that suit everybody as far as they have said, from tomorrow on, to the mediator alone."""
    found = _case(actor, case, P.SEE_ANSWERS)
    people = facts.expected(found, found.mode)
    kept, home = _constraints(actor, found, people), str(found.centre.time_zone)
    zones = dict(
        Participant.objects.system().filter(pk__in=[p.pk for p in people]).values_list("pk", "person__time_zone")
    )
    guests = [
        Guest(
            str(one.pk),
            str(one.side_id or ""),
            zones.get(one.pk) or home,
            tuple(window_of(row) for row in (kept[one.pk].never or ())) if one.pk in kept else (),
        )
        for one in people
    ]
    first = clock.now().astimezone(ZoneInfo(home)).replace(hour=0, minute=0, second=0, microsecond=0)
    search = Search(first + timedelta(days=1), minutes=minutes)
    names = {str(one.pk): str(one.shown_name or "") for one in people}
    return Fair(scheduling.suggest(guests, search), names, *clocks_of(actor, found))


def window_of(row: Mapping[str, Any]) -> Window:
    """Return a kept row of hours as the engine takes it."""
    return Window(frozenset(row["days"]), row["from"], row["to"])


@dataclass(frozen=True)
class Appointment:
    """What a calendar file says: when, for how long, by whose clock, which edition, whether it still holds, and the
    centre's neutral `title` by language."""

    meeting: UUID
    person: UUID
    starts: datetime
    minutes: int
    zone: str
    sequence: int
    changed: datetime
    off: bool
    title: Mapping[str, str]


def appointment_for(actor: Actor, meeting: UUID) -> Appointment:
    """Return a meeting as an appointment of the reader; NotFound when they may not know of it."""
    row = Meeting.objects.system().select_related("case__centre").filter(pk=meeting).first()
    if row is None or row.state == Meeting.ENDED:
        raise NotFound
    require_visible(actor, P.SEE_MEETINGS, row.case)
    if row.mode in kept_from(actor, row.case):
        raise NotFound
    zone, _home = clocks_of(actor, row.case)
    changed = row.changed or row.starts
    off = row.state == Meeting.CALLED_OFF
    title = _title(row.case.centre)
    return Appointment(row.pk, actor.who, row.starts, row.minutes, zone, row.sequence, changed, off, title)


def _title(centre: Centre) -> Mapping[str, str]:
    """Return the chosen title; the pack's first one where the pack has no such title any more."""
    titles = jurisdictions.load(centre.pack).labels["calendar_titles"]
    return next((one.texts for one in titles if one.key == centre.calendar_title), titles[0].texts)
