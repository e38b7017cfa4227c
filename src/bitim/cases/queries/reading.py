"""Calls to people without a device: who can be called, what was read out, which calls wait for a witness."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bitim.cases.facts_reading import has_own_way
from bitim.cases.facts_texts import TEXTS, open_invitation
from bitim.cases.facts_vouching import is_alone, staff_of
from bitim.cases.models import Case, Invitation, Participant, Side
from bitim.cases.models_reading import Assistance, ReadBack, SpokenWord
from bitim.cases.permissions import P
from bitim.cases.predicates import is_mediator, is_of_this_side, is_reader, is_witness
from bitim.cases.queries.people import SideView, sides_for
from bitim.kernel.access import Actor, Denied, NotFound, Words, decide, require_visible
from bitim.kernel.models import Door
from bitim.people.models import Person
from bitim.people.queries import CallCare, care_for, person_name


@dataclass(frozen=True)
class Callee:
    """A person whom the reader of the page may call. `refused`: why not, when it is so; `to_ask`: sides whose leave
    would change it; `care`: what they asked of whoever calls."""

    side: Side
    person: UUID
    name: str
    phone: str
    language: str
    about: tuple[str, ...]
    colleagues: tuple[tuple[UUID, str], ...]
    word_known: bool
    number_changed: bool
    refused: Words
    to_ask: tuple[Side, ...]
    care: CallCare


@dataclass(frozen=True)
class Line:
    """One sentence as the reader may see it: of a text of the table a witness sees its place and not its words.
    `number`: which of the sentences that ask for an answer it is; 0 for a heading."""

    place: int
    words: str
    clause: int
    said: str
    note: str
    number: int


@dataclass(frozen=True)
class Call:
    """A call on its page."""

    row: ReadBack
    name: str
    reader: str
    witness: str
    phone: str
    lines: tuple[Line, ...]
    answer: str
    care: CallCare
    reads: bool
    witnesses: bool
    is_table: bool


@dataclass(frozen=True)
class CallLine:
    """That a call was made: all that staff who had no part in it see."""

    id: UUID
    mark: int
    name: str
    about: str
    state: str
    at: datetime
    reader: str
    opens: bool


def callee(actor: Actor, case: Case, side_id: UUID, person_id: UUID) -> Callee:
    """Return whom to call, for staff who may read out in the case; NotFound for anybody else."""
    side = Side.objects.system().select_related("case__centre").filter(pk=side_id, case=case).first()
    person = Person.objects.system().filter(pk=person_id).first()
    part = Participant.objects.system().filter(side_id=side_id, person_id=person_id, ended=None)
    here = part.filter(role__in=Participant.SIDE_ROLES).first()
    if side is None or not decide(actor, P.SEE_CONTACTS, side):
        raise NotFound
    if person is None or not (here or open_invitation(side, person_id)):
        raise NotFound
    if has_own_way(case.pk, person_id):
        raise NotFound
    language = here.language if here else person.language
    decision = decide(actor, P.READ_BACK, side)
    helped = Assistance.objects.system().filter(case=case, by_id=actor.person, kind=Assistance.READ)
    ask = (
        Side.objects.system()
        .select_related("case")
        .filter(case=case, pk__in=[*helped.values_list("side", flat=True), side.pk])
    )
    shared = Assistance.objects.system().filter(case=case, by_id=actor.person, kind=Assistance.SHARED)
    denied = isinstance(decision, Denied)
    return Callee(
        side=side,
        person=person.pk,
        name=str(person.name or ""),
        phone=str(person.phone or ""),
        language=language,
        about=tuple(
            key
            for key, source in TEXTS.items()
            if (not source.is_table or actor.role == "mediator") and source.text(side, person, language)
        ),
        colleagues=tuple(sorted(((who, person_name(who)) for who in staff_of(case) - {actor.who}), key=lambda c: c[1])),
        word_known=SpokenWord.objects.system().filter(case=case, person=person).exists(),
        number_changed=person.phone_noted_by not in (None, person.pk),
        refused=decision.reason if isinstance(decision, Denied) else "",
        to_ask=tuple(ask.exclude(pk__in=shared.values("side")).order_by("position")) if denied else (),
        care=care_for(person, str(case.centre.time_zone)),
    )


def without_device(actor: Actor, case: Case) -> frozenset[UUID]:
    """Return the people of a case who have no way in of their own and whom this member of its staff may call; two
    questions."""
    if actor.role not in ("coordinator", "mediator"):
        return frozenset()
    require_visible(actor, P.SEE_RECORD, case)
    here = Participant.objects.system().filter(case=case, ended=None, role__in=Participant.SIDE_ROLES)
    people = {one.person_id for one in here.select_related("case") if decide(actor, P.SEE_CONTACTS, one)}
    asked = Invitation.objects.system().filter(case=case).select_related("case")
    invitations = {one.pk: one.person_id for one in asked if decide(actor, P.SEE_CONTACTS, one)}
    doors = Door.objects.system().filter(subject__in=[case.pk, *invitations])
    own = {
        person
        for person, subject, opened in doors.values_list("person", "subject", "opened")
        if opened or subject == case.pk
    }
    return frozenset((people | set(invitations.values())) - own)


def read_back_for(actor: Actor, read_back: UUID) -> Call:
    """Return a call for whoever made it, its witness, the mediator or the side itself; NotFound for anybody else."""
    rows = ReadBack.objects.system().select_related("case__centre", "side__case", "person")
    row = rows.filter(pk=read_back).first()
    if row is None:
        raise NotFound
    require_visible(actor, P.SEE_READ_BACK, row)
    reads = bool(is_reader(actor, row))
    is_table = TEXTS[row.about].is_table
    own = reads or bool(is_of_this_side(actor, row))
    hidden = row.about == ReadBack.PACKAGE  # what a side answers to a package no other mediator learns either
    told = own or not hidden or bool(is_witness(actor, row))
    whole = not is_table or own or (bool(is_mediator(actor, row)) and not hidden)
    return Call(
        row=row,
        name=str(row.person.name or ""),
        reader=person_name(row.by_id),
        witness=person_name(row.witness_id) if row.witness_id else str(row.outside or ""),
        phone=str(row.person.phone or "") if reads else "",
        lines=_lines(row, whole) if told else (),
        answer=str(row.answer or "") if told else "",
        care=care_for(row.person, str(row.case.centre.time_zone)) if reads else CallCare(),
        reads=reads,
        witnesses=bool(decide(actor, P.WITNESS_READ_BACK, row)) and row.state == ReadBack.READ,
        is_table=is_table,
    )


def _lines(row: ReadBack, whole: bool) -> tuple[Line, ...]:
    answers: dict[str, Any] = row.answers or {}
    parts = list(dict.fromkeys(one["part"] for one in row.text or [] if one["part"]))
    asked = [place for place, one in enumerate(row.text or []) if one.get("asks", True)]
    numbers = {place: number for number, place in enumerate(asked, start=1)}
    return tuple(
        Line(
            place,
            one["words"] if whole else "",
            parts.index(one["part"]) + 1 if one["part"] and row.about == ReadBack.CLAUSES else 0,
            answers.get(str(place), {}).get("said", ""),
            answers.get(str(place), {}).get("note", ""),
            numbers.get(place, 0),
        )
        for place, one in enumerate(row.text or [])
    )


def calls_of(actor: Actor, case: Case) -> list[CallLine]:
    """Return, for staff of a case, that calls were made, the newest first. No answer is told here."""
    require_visible(actor, P.SEE_RECORD, case)
    rows = ReadBack.objects.system().filter(case=case).select_related("case", "side", "person", "by")
    return [
        CallLine(
            row.pk,
            row.side.position,
            str(row.person.name or ""),
            row.about,
            row.state,
            row.dialled,
            str(row.by.name or ""),
            bool(decide(actor, P.SEE_READ_BACK, row)),
        )
        for row in rows.order_by("-dialled", "pk")
    ]


def calls_to_witness(actor: Actor, most: int) -> tuple[list[CallLine], int]:
    """Return the calls that wait for this member of staff to say that it was so, the oldest first, and how many."""
    if actor.role not in ("coordinator", "mediator"):
        return [], 0
    rows = ReadBack.objects.system().filter(witness_id=actor.person, state=ReadBack.READ)
    found = rows.select_related("case", "side", "person", "by").order_by("dialled", "pk")
    lines = [
        CallLine(
            row.pk,
            row.side.position,
            str(row.person.name or ""),
            row.about,
            row.state,
            row.dialled,
            str(row.by.name or ""),
            True,
        )
        for row in found[:most]
        if decide(actor, P.SEE_READ_BACK, row)
    ]
    return lines, rows.count() if lines else 0


def word_is_known(actor: Actor, row: ReadBack) -> bool:
    """Tell the reader of a call whether a word was agreed before."""
    require_visible(actor, P.SEE_READ_BACK, row)
    return SpokenWord.objects.system().filter(case=row.case, person=row.person).exists()


def to_share(actor: Actor, case: Case) -> list[tuple[SideView, list[tuple[UUID, str]]]]:
    """Return, for staff, each side with the colleagues of whom it may still say that they may help another side too:
    those who have read out in this case. Nobody notes it for themselves, unless nobody else is there."""
    if not decide(actor, P.NOTE_ASSISTANCE, case):
        return []
    rows = list(Assistance.objects.system().filter(case=case).values_list("by_id", "side_id", "kind"))
    helpers = {by for by, _side, kind in rows if kind == Assistance.READ}
    helpers = {by for by in helpers if by != actor.person or is_alone(case, by)}
    shared = {(by, side) for by, side, kind in rows if kind == Assistance.SHARED}
    names = {by: person_name(by) for by in helpers}
    found = []
    for side in sides_for(actor, case):
        open_to = [(by, name) for by, name in names.items() if side.id and (by, side.id) not in shared]
        if open_to:
            found.append((side, open_to))
    return found
