"""Who sits beside a side or observes, as far as each reader may know; what a side is asked about them, and has said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, FilteredRelation, Q, QuerySet

from bitim import jurisdictions
from bitim.cases.facts_reading import answers_by_voice
from bitim.cases.models import Case, Participant, Side
from bitim.cases.models_shape import SideWord, Undertaking
from bitim.cases.permissions import P
from bitim.cases.predicates import beside_in, is_coordinator, is_mediator, side_of
from bitim.cases.queries.people import near_side
from bitim.kernel.acceptance import Acceptance
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.people.models import Centre
from bitim.people.queries import names_of
from bitim.people.queries.templates import acceptance_of, require_accepted


@dataclass(frozen=True)
class Promise:
    """An undertaking as pages show it; `by` is the member of staff before whom it was given, empty when online."""

    how: str
    language: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Beside:
    """Somebody who sits beside, or an interpreter, with their undertaking. `reason`: why an observer was let in."""

    id: UUID
    name: str
    role: str
    language: str
    side: UUID | None
    mine: bool
    waits: bool
    reason: str
    promise: Promise | None


@dataclass(frozen=True)
class Question:
    """What a side is asked about somebody who sits beside; `answer` is the side's own last word, None before one."""

    participant: UUID
    name: str
    role: str
    about: str
    answer: bool | None


def company_for(actor: Actor, case: Case) -> list[Beside]:
    """Return supporters and observers who take part now; held apart, a side learns of its own supporters alone."""
    require_visible(actor, P.SEE_PEOPLE, case)
    near = near_side(actor, case)
    rows = _rows(case).filter(role__in=Participant.BESIDE)
    if case.mode == "shuttle" and actor.role == "party":
        rows = rows.filter(Q(side=near, side__isnull=False) | Q(person_id=actor.who))
    return _shown(actor, list(rows), promises=_is_staff(actor, case))


def promised_for(actor: Actor, case: Case) -> list[Beside]:
    """Return, for staff, everybody of whom an undertaking is asked: interpreters, supporters, observers."""
    if not _is_staff(actor, case):
        raise NotFound
    return _shown(actor, list(_rows(case).filter(role__in=(Participant.INTERPRETER, *Participant.BESIDE))), True)


def beside_for(actor: Actor, case: Case, participant: UUID) -> Beside:
    """Return one of those of whom an undertaking is asked, to staff or to themselves; NotFound to everybody else."""
    row = _rows(case).filter(pk=participant, role__in=(Participant.INTERPRETER, *Participant.BESIDE)).first()
    if row is None or not decide(actor, P.SEE_UNDERTAKING, row):
        raise NotFound
    return _shown(actor, [row], promises=True)[0]


def my_place(actor: Actor, case: Case) -> Beside | None:
    """Return the reader's own part when they sit beside, or interpret; None for everybody else."""
    row = _rows(case).filter(person_id=actor.who, role__in=(Participant.INTERPRETER, *Participant.BESIDE)).first()
    if row is None or not decide(actor, P.SEE_UNDERTAKING, row):
        return None
    return _shown(actor, [row], promises=True)[0]


def questions_for(actor: Actor, case: Case) -> list[Question]:
    """Return what the reader's own side is asked about those who sit beside, with its own last word."""
    side = side_of(actor, case)
    if side is None or case.stage == "closed":
        return []
    own = FilteredRelation("words", condition=Q(words__side=side, words__ended=None))
    rows = _rows(case).filter(role__in=Participant.BESIDE, unconfirmed=None).annotate(own=own)
    people: dict[UUID, Participant] = {}
    answers: dict[tuple[UUID, str], bool] = {}
    for one in rows.annotate(said_about=F("own__about"), said=F("own__yes")):  # a line for each word, or one for none
        people[one.pk] = one
        answers[one.pk, one.said_about] = one.said
    return [
        Question(one.pk, str(one.shown_name or ""), one.role, about, answers.get((one.pk, about)))
        for one in people.values()
        for about in _asked(one, side, case)
    ]


def asked_of_side(actor: Actor, case: Case, side: Side) -> list[Question]:
    """Return what a side without a way in can be asked before the mediator it has accepted; nothing of a side that
    answers itself. How the sides stand is not told: nobody learns who keeps somebody out. Whether a supporter hears a
    private room the mediator sees there."""
    if not is_mediator(actor, side):
        raise NotFound
    if not decide(actor, P.SAY_OF_COMPANY, side) or not answers_by_voice(side):
        return []
    rows = _rows(case).filter(role__in=Participant.BESIDE)
    return [
        Question(one.pk, str(one.shown_name or ""), one.role, about, None)
        for one in rows
        for about in _asked(one, side.pk, case)
    ]


def _asked(one: Participant, side: UUID, case: Case) -> list[str]:
    apart = case.mode == "shuttle"
    if one.role == Participant.OBSERVER:
        return [] if apart else [SideWord.OBSERVE]
    own = [SideWord.CAUCUS] if one.side_id == side else []
    return own if apart else [*own, SideWord.SPEAK]


def _still_waits(one: Participant) -> bool:
    return one.unconfirmed is not None


def _rows(case: Case) -> "QuerySet[Participant]":
    rows = Participant.objects.system().filter(case=case, ended=None)
    return rows.select_related("case").order_by("side__position", "since", "pk")


def _is_staff(actor: Actor, case: Case) -> bool:
    return bool(is_coordinator(actor, case) or is_mediator(actor, case))


def _shown(actor: Actor, rows: list[Participant], promises: bool) -> list[Beside]:
    kept = {row.participant_id: row for row in Undertaking.objects.system().filter(participant__in=rows)}
    names = names_of([row.by_id for row in kept.values() if row.how != Undertaking.ONLINE])

    def promise(one: Participant) -> Promise | None:
        row = kept.get(one.pk)
        if row is None or not (promises or one.person_id == actor.person):
            return None
        return Promise(row.how, row.language, row.at, names.get(row.by_id, ""))

    return [
        Beside(
            id=one.pk,
            name=str(one.shown_name or ""),
            role=one.role,
            language=one.language,
            side=one.side_id,
            mine=one.person_id == actor.person,
            waits=_still_waits(one),
            reason=one.reason if promises else "",
            promise=promise(one),
        )
        for one in rows
    ]


@dataclass(frozen=True)
class PaperOf:
    """What the printed undertaking says of the case, its centre and the template."""

    centre: Centre
    pack: str
    number: str
    who: Beside
    approved: Acceptance | None


def undertaking_paper(actor: Actor, case: Case, participant: UUID) -> PaperOf:
    """Return what the undertaking of somebody is printed from; NotFound for who may not see it."""
    who = beside_for(actor, case, participant)
    centre: Centre = case.centre
    pack = jurisdictions.load(case.pack)
    require_accepted(centre.slug, pack, "interpreter_undertaking")
    approved = acceptance_of(centre.slug, pack, "interpreter_undertaking")
    return PaperOf(centre, case.pack, case.number, who, approved)


def signers_of_side(actor: Actor, side: Side) -> list[tuple[UUID, str]]:
    """Return who can speak for a side, for the mediator who writes down what was said."""
    if not is_mediator(actor, side):
        raise NotFound
    rows = Participant.objects.system().filter(side=side, ended=None, role__in=Participant.SIDE_ROLES, signs=True)
    rows = rows.filter(unconfirmed=None)
    return [(one.person_id, str(one.shown_name or "")) for one in rows.select_related("case").order_by("since", "pk")]


def sits_beside(actor: Actor, case: Case) -> bool:
    """Tell whether the reader is a supporter or an observer here, and of no side."""
    return beside_in(actor, case) is not None
