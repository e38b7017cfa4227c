"""Mediators of a case as each reader may know them: proposed, accepted, sought; and the list put before the sides."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from bitim.cases import law
from bitim.cases.labels_appointing import CENTRE_TIES, STAFF_TIES, STATES, TIES, reason_words
from bitim.cases.models import Acceptance, Appointment, Ballot, Case, Invitation, Panel, Participant, Party, Side
from bitim.cases.permissions import P
from bitim.cases.predicates import is_coordinator, side_of
from bitim.cases.queries.conflicts import centre_ties, ties_of
from bitim.engines import matching
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.sealed import normalised
from bitim.people.models import CentreRole
from bitim.people.queries import CardShown, away_from, cards_of, names_of, points_of, standing_of

HANDED_OVER = ("contract", "meetings", "drafting")  # where a mediator can still be appointed
Present = (Side.DECLINED, Side.LEFT)


@dataclass(frozen=True)
class MediatorView:
    """A mediator who takes the case. `answer`: the reader's own side's (accepted, another or empty); `answers`: every
    side's by id, for staff; whose objection it was is told to the coordinator alone."""

    id: UUID
    person: UUID
    name: str
    role: str
    state: str
    card: CardShown | None
    tells: bool
    disclosure: str
    answer: str
    answers: dict[UUID, str]

    @property
    def pill(self) -> tuple[str, Any]:
        """The state as a pill."""
        return STATES[self.state]

    @property
    def waits(self) -> bool:
        """Whether the reader's own side has not answered yet."""
        return not self.answer and self.state == Appointment.ACCEPTED


def mediators_for(actor: Actor, case: Case) -> list[MediatorView]:
    """Return the mediators of a case: all proposals for the coordinator, those who take the case for everybody else."""
    require_visible(actor, P.SEE_CASE, case)
    everything = is_coordinator(actor, case)
    rows = Appointment.objects.system().filter(case=case).select_related("case").order_by("proposed", "pk")
    if not everything:
        rows = rows.filter(state=Appointment.ACCEPTED, participant__ended=None)
    found = list(rows)
    if not found:
        return []
    said: dict[UUID, dict[UUID, str]] = {}
    for one, side, answer in (
        Acceptance.objects.system().filter(appointment__in=found).values_list("appointment_id", "side_id", "answer")
    ):
        said.setdefault(one, {})[side] = answer
    names, cards = names_of(one.person_id for one in found), cards_of(case.centre_id, (one.person_id for one in found))
    rows_of_sides = Side.objects.system().filter(case=case).exclude(state__in=Present)
    present, mine = set(rows_of_sides.values_list("pk", flat=True)), side_of(actor, case)
    return [
        MediatorView(
            id=one.pk,
            person=one.person_id,
            name=names.get(one.person_id, ""),
            role=one.role,
            state=_state(one, said.get(one.pk, {}), present),
            card=cards.get(one.person_id),
            tells=one.tells,
            disclosure=str(one.disclosure or ""),
            answer=said.get(one.pk, {}).get(mine, "") if mine else "",
            answers=_told(said.get(one.pk, {}), everything, mine),
        )
        for one in found
    ]


def _state(one: Appointment, said: dict[UUID, str], present: set[UUID]) -> str:
    if one.state == Appointment.ACCEPTED and present <= {s for s, a in said.items() if a == Acceptance.ACCEPTED}:
        return "in_office"
    return one.state


def _told(said: dict[UUID, str], everything: bool, mine: UUID | None) -> dict[UUID, str]:
    """A mediator reads who accepted them; a party its own side's answer; the coordinator all."""
    if everything:
        return said
    if mine is not None:
        return {side: answer for side, answer in said.items() if side == mine}
    return {side: answer for side, answer in said.items() if answer == Acceptance.ACCEPTED}


def is_another_sought(actor: Actor, case: Case) -> bool:
    """Tell whoever is in the case that a mediator who was to mediate will not, and nobody takes their place yet."""
    require_visible(actor, P.SEE_CASE, case)
    rows = Appointment.objects.system().filter(case=case)
    return rows.filter(state=Appointment.ANOTHER).exists() and not rows.filter(state=Appointment.ACCEPTED).exists()


def owed_by_side(actor: Actor, case: Case) -> tuple[bool, bool]:
    """Tell a party (a mediator waits for our answer, a choice waits for us), in one question."""
    mine = side_of(actor, case)
    if mine is None:
        return False, False
    said = Acceptance.objects.system().filter(appointment=OuterRef("pk"), side=mine)
    asked = Appointment.objects.system().filter(case=case, state=Appointment.ACCEPTED, participant__ended=None)
    written = Ballot.objects.system().filter(panel=OuterRef("pk"), side=mine)
    panels = Panel.objects.system().filter(case=case, decided=None, dropped=None)
    owed = Case.objects.system().filter(pk=case.pk)
    owed = owed.annotate(waits=Exists(asked.filter(~Exists(said))), chooses=Exists(panels.filter(~Exists(written))))
    return next(iter(owed.values_list("waits", "chooses")), (False, False))


@dataclass(frozen=True)
class CentreTieShown:
    """A tie of the centre to a party; the name is empty where the sides are kept apart and it is not the reader's."""

    words: Any
    name: str
    ours: bool


def centre_ties_for(actor: Actor, case: Case) -> list[CentreTieShown]:
    """Return what ties the centre itself to somebody of the case: each side is told before it consents."""
    require_visible(actor, P.SEE_CASE, case)
    mine = side_of(actor, case)
    hidden = case.mode == "shuttle" and mine is not None
    return [
        CentreTieShown(CENTRE_TIES[tie.kind], tie.name if not hidden or mine in tie.sides else "", mine in tie.sides)
        for tie in centre_ties(case)
    ]


# --- the mediator who is asked ---------------------------------------------------------------------------


@dataclass(frozen=True)
class ProposalView:
    """What the mediator who is asked may know: number, kind, who the parties are, what the house found."""

    id: UUID
    number: str
    kind: str
    role: str
    parties: tuple[str, ...]
    found: tuple[Any, ...]
    takes_over: bool


def proposals_for(actor: Actor) -> list[tuple[UUID, str, date]]:
    """Return (id, number of the case, day) of the cases put before the reader as a mediator."""
    if actor.person is None or actor.centre is None or actor.role != CentreRole.MEDIATOR:
        return []
    rows = Appointment.objects.system().filter(person_id=actor.person, state=Appointment.PROPOSED)
    rows = rows.filter(case__centre_id=actor.centre).exclude(case__stage="closed").order_by("proposed", "pk")
    return [(pk, number, at.date()) for pk, number, at in rows.values_list("pk", "case__number", "proposed")]


def proposal_for(actor: Actor, appointment_id: UUID) -> ProposalView:
    """Return a proposal for the mediator who is asked, until they have answered; NotFound for everybody else."""
    one = Appointment.objects.system().select_related("case").filter(pk=appointment_id).first()
    if one is None:
        raise NotFound
    require_visible(actor, P.ANSWER_PROPOSAL, one)
    parties = Party.objects.system().filter(side__case=one.case).select_related("side").order_by("side__position", "pk")
    found = ties_of(one.case, [one.person_id]).of.get(one.person_id, ())
    return ProposalView(
        id=one.pk,
        number=one.case.number,
        kind=dict(law.kinds(one.case.pack)).get(one.case.kind, ""),
        role=one.role,
        parties=tuple(str(party.name or "") for party in parties),
        found=tuple(TIES[key] for key in found),
        takes_over=one.replaces_id is not None,
    )


# --- the coordinator who looks for one -------------------------------------------------------------------


@dataclass(frozen=True)
class SeatView:
    """A mediator of the centre with the sentences for or against."""

    person: UUID
    name: str
    card: CardShown | None
    reasons: tuple[Any, ...]
    load: int
    ties: bool = False


@dataclass(frozen=True)
class PanelView:
    """Who could mediate and who not, each with why; and which of the case's staff have ties of their own."""

    seats: tuple[SeatView, ...]
    left_out: tuple[SeatView, ...]
    staff: tuple[tuple[str, Any], ...]


def composed(actor: Actor, case: Case) -> PanelView:
    """Return the mediators of the centre laid against what the case needs, for the coordinator; in a fixed number of
    questions, however long the register is."""
    require_visible(actor, P.APPOINT, case)
    roles = CentreRole.objects.system().filter(centre_id=case.centre_id, role=CentreRole.MEDIATOR, ended=None)
    here = Participant.objects.system().filter(case=case, ended=None, role__in=Participant.MEDIATOR_ROLES)
    taken = set(here.values_list("person_id", flat=True))
    people = [one for one in roles.order_by("since", "pk").values_list("person_id", flat=True) if one not in taken]
    staff = _staff(case)
    ties = ties_of(case, [*people, *staff])
    cards, standing = cards_of(case.centre_id, people), standing_of(case.pack, case.centre_id, people)
    load = _load(people)
    away = {one.person for one in away_from(case.centre_id)}
    asked = set(Appointment.objects.system().filter(case=case).values_list("person_id", flat=True))
    places = _places_of(case.centre_id) if case.place_id else {}
    candidates = [
        _candidate(
            one, cards.get(one), places, load[one], standing[one], ties.of.get(one, ()), one in away, one in asked
        )
        for one in people
    ]
    made = matching.panel(candidates, _needs(case), seed=str(case.pk))
    words = {key: sentence for found in standing.values() for key, sentence in found}
    names = names_of([*people, *staff])

    def view(seat: matching.Seat) -> SeatView:
        person = UUID(seat.key)
        said = tuple(reason_words(key, words) for key in seat.reasons)
        return SeatView(person, names.get(person, ""), cards.get(person), said, load[person], person in ties.of)

    return PanelView(
        tuple(view(seat) for seat in made.seats),
        tuple(sorted((view(seat) for seat in made.left_out), key=lambda one: one.name.casefold())),
        tuple((names.get(one, ""), STAFF_TIES[key]) for one in staff for key in ties.of.get(one, ())),
    )


def _candidate(
    person: UUID,
    card: CardShown | None,
    named: dict[str, str],
    load: int,
    standing: tuple[tuple[str, str], ...],
    ties: tuple[str, ...],
    absent: bool,
    asked: bool,
) -> matching.Candidate:
    more = card.more if card else {}
    places = {named.get(normalised(one), one) for one in more.get("places") or ()}
    if places and more.get("point_id"):
        places.add(str(more["point_id"]))
    return matching.Candidate(
        key=str(person),
        languages=frozenset(card.languages if card else ()),
        kinds=frozenset(more.get("kinds") or ()),
        places=frozenset(places),
        load=load,
        load_limit=more.get("load_limit"),
        standing=tuple(key for key, _sentence in standing),
        conflicts=ties,
        absent=absent,
        struck_before=asked,
    )


def _staff(case: Case) -> list[UUID]:
    """Return the coordinator, owner and interpreters of a case: their ties are looked at too."""
    rows = Participant.objects.system().filter(case=case, ended=None, side=None)
    found = set(rows.exclude(role__in=Participant.MEDIATOR_ROLES).values_list("person_id", flat=True))
    return sorted(found | ({case.owner_id} if case.owner_id else set()), key=str)


def _load(people: list[UUID]) -> Counter[UUID]:
    rows = Participant.objects.system().filter(
        person_id__in=people, role__in=Participant.MEDIATOR_ROLES, ended=None, case__closed=None
    )
    return Counter(rows.values_list("person_id", flat=True))


def _needs(case: Case) -> matching.Needs:
    parts = Participant.objects.system().filter(case=case, ended=None, role__in=Participant.SIDE_ROLES)
    invited = Invitation.objects.system().filter(case=case)
    languages = set(parts.values_list("language", flat=True)) | set(invited.values_list("person__language", flat=True))
    return matching.Needs(languages=frozenset(languages), kind=case.kind, place=str(case.place_id or ""))


def _places_of(centre: UUID) -> dict[str, str]:
    """Return, by every spelling of its name, the place of the centre's list that is meant: lists of a region name
    places in words."""
    return {
        normalised(name): str(place.id) for place in points_of(centre) for name in place.name.values() if name.strip()
    }


# --- the list before the sides ---------------------------------------------------------------------------


@dataclass(frozen=True)
class ChoiceView:
    """The list put before the sides. `own`: what the reader's side wrote, if it did; `written`: how many sides have,
    for the coordinator alone. `members` stand in an order drawn for each side, so that being first means nothing."""

    id: UUID
    members: tuple[tuple[UUID, str, CardShown | None], ...]
    strikes: int
    own: dict[str, Any] | None
    written: int
    decided: bool


def choice_for(actor: Actor, case: Case) -> ChoiceView | None:
    """Return the newest list that was not taken back; the coordinator never reads what a side wrote."""
    require_visible(actor, P.SEE_CASE, case)
    panel = Panel.objects.system().filter(case=case, dropped=None).order_by("-made").first()
    if panel is None or not decide(actor, P.SEE_PANEL, panel):
        return None
    people = [UUID(key) for key in panel.members]
    names, cards, mine = names_of(people), cards_of(case.centre_id, people), side_of(actor, case)
    seed = f"{panel.seed}|{mine}"
    order = sorted(people, key=lambda one: matching.draw(seed, str(one)))
    own = Ballot.objects.system().filter(panel=panel, side=mine).select_related("side").first() if mine else None
    present = Side.objects.system().filter(case=case).exclude(state__in=Present).count()
    written = 0 if mine else Ballot.objects.system().filter(panel=panel).count()
    return ChoiceView(
        panel.pk,
        tuple((one, names.get(one, ""), cards.get(one)) for one in order),
        matching.most_strikes(len(people), present),
        (own.said or None) if own else None,
        written,
        panel.decided is not None,
    )


# --- an absent mediator's cases --------------------------------------------------------------------------


@dataclass(frozen=True)
class HandoverLine:
    """A case that somebody who is away mediates, who was asked to take over, and whether somebody may be asked."""

    case: UUID
    number: str
    title: dict[str, str] | None
    stage: str
    participant: UUID
    asked: str
    state: tuple[str, Any] | None
    may: bool


def handovers_of(actor: Actor, person: UUID) -> list[HandoverLine]:
    """Return the open cases of a mediator of the actor's centre, for its coordinator; NotFound for everybody else."""
    if actor.role != CentreRole.COORDINATOR or actor.centre is None:
        raise NotFound
    rows = Participant.objects.system().filter(
        person_id=person,
        role__in=Participant.MEDIATOR_ROLES,
        ended=None,
        case__closed=None,
        case__centre_id=actor.centre,
    )
    parts = list(rows.select_related("case").order_by("case__due", "case__made"))
    if any(not is_coordinator(actor, part.case) for part in parts[:1]):
        raise NotFound
    asked = {
        one.replaces_id: one
        for one in Appointment.objects.system().filter(replaces__in=parts, ended=None).order_by("proposed")
    }
    names = names_of(one.person_id for one in asked.values())
    return [
        HandoverLine(
            part.case_id,
            part.case.number,
            part.case.title,
            part.case.stage,
            part.pk,
            names.get(asked[part.pk].person_id, "") if part.pk in asked else "",
            STATES[asked[part.pk].state] if part.pk in asked else None,
            part.case.stage in HANDED_OVER and part.pk not in asked,
        )
        for part in parts
    ]


def colleague_name(actor: Actor, person: UUID) -> str:
    """Return the name of a mediator of the actor's own centre; NotFound for anybody else."""
    if actor.role != CentreRole.COORDINATOR or actor.centre is None:
        raise NotFound
    roles = CentreRole.objects.system().filter(centre_id=actor.centre, person_id=person, role=CentreRole.MEDIATOR)
    if not roles.exists():
        raise NotFound
    return names_of([person]).get(person, "")
