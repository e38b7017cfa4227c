"""Sides and people of a case, as far as the reader may know of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bitim.cases.models import Case, Consent, Participant, Party, Side
from bitim.cases.permissions import P
from bitim.cases.predicates import beside_in, is_awaited, side_of
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.dates import day_words
from bitim.people.models import CentreRole, Person
from bitim.people.queries import person_name


@dataclass(frozen=True)
class PersonView:
    """A person in a case. Contacts are empty for readers who may not have them. `waits`: who came is not confirmed yet;
    `confirmable`: by the reader; `added`: they came to a side that had people; `denied`: a second person said no. Told
    to staff and to the people of the own side alone; `interpreter`: one is required, to staff and the person alone.
    `seen_as`, `seen_by`, `seen_at`: who had them before them in person and what was looked at; told to staff alone."""

    id: UUID
    person: UUID
    name: str
    role: str
    language: str
    side: UUID | None = None
    mark: int = 0
    signs: bool = False
    mine: bool = False
    waits: bool = False
    confirmable: bool = False
    interpreter: bool = False
    added: bool = False
    denied: bool = False
    seen_as: str = ""
    seen_by: str = ""
    seen_at: datetime | None = None
    contacts: dict[str, Any] = field(default_factory=dict)
    reachable: bool = False


@dataclass(frozen=True)
class SideView:
    """A side as the reader may know it. `mark` is its shape; `id` is None where even that is not to be known."""

    id: UUID | None
    mark: int
    name: str
    state: str
    mine: bool
    consented: bool = False
    parties: tuple[tuple[str, str], ...] = ()
    people: tuple[PersonView, ...] = ()
    beside: tuple[PersonView, ...] = ()


def side_for(actor: Actor, side_id: UUID) -> Side:
    """Return a side that the actor may see; NotFound otherwise."""
    found = Side.objects.system().select_related("case").filter(pk=side_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_SIDE, found)
    return found


def own_side(actor: Actor, case: Case) -> Side | None:
    """Return the side for which the actor takes part, if any."""
    mine = side_of(actor, case)
    return Side.objects.system().select_related("case").get(pk=mine) if mine else None


def was_added(actor: Actor, case: Case) -> bool:
    """Tell the reader whether they wait because they were added to a side that had people already."""
    if actor.person is None or not is_awaited(actor):
        return False
    rows = Participant.objects.system().filter(case=case, person_id=actor.person, ended=None, added=True)
    return rows.exclude(unconfirmed=None).exists()


def waits_for_confirmation(actor: Actor) -> bool:
    """Tell the reader whether somebody of the centre still has to confirm that it is they who came."""
    return is_awaited(actor)


def side_account(actor: Actor, side: Side) -> str:
    """Return what a side told when it asked; for the side and the mediator, NotFound for everybody else."""
    require_visible(actor, P.SEE_ACCOUNT, side)
    return str(side.account or "")


def sides_for(actor: Actor, case: Case) -> list[SideView]:
    """Return the sides, the reader's own first.

    Held apart, a party learns of the other sides only that they are there: no name, no people, no state.
    """
    require_visible(actor, P.SEE_CASE, case)
    mine, near = side_of(actor, case), near_side(actor, case)
    people = defaultdict(list)
    for person in people_for(actor, case):
        people[person.side].append(person)
    parties: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for party in Party.objects.system().filter(side__case=case).select_related("side").order_by("pk"):
        parties[party.side_id].append((party.kind, str(party.name or "")))
    consented = set(Consent.objects.system().filter(case=case, withdrawn=None).values_list("side_id", flat=True))
    shown = []
    for side in Side.objects.system().filter(case=case).select_related("case").order_by("position"):
        if _is_hidden(actor, case, near, side.pk):
            shown.append(SideView(None, side.position, _("The other side"), "", mine=False))
            continue
        shown.append(
            SideView(
                id=side.pk,
                mark=side.position,
                name=str(side.name or ""),
                state=side.state,
                mine=side.pk == mine,
                consented=side.pk in consented,
                parties=tuple(parties[side.pk]),
                people=tuple(one for one in people[side.pk] if one.role not in Participant.BESIDE),
                beside=tuple(one for one in people[side.pk] if one.role in Participant.BESIDE),
            )
        )
    return sorted(shown, key=lambda s: (not s.mine, s.mark))


def people_for(actor: Actor, case: Case) -> list[PersonView]:
    """Return who takes part now: sides' people in the order of sides, then staff. Held apart, a party sees nobody of
    another side."""
    require_visible(actor, P.SEE_PEOPLE, case)
    mine, near = side_of(actor, case), near_side(actor, case)
    is_staff = bool(decide(actor, P.SEE_RECORD, case))
    rows = Participant.objects.system().filter(case=case, ended=None)
    rows = rows.select_related("person", "side", "case", "seen_by").order_by("side__position", "since", "pk")

    def told(p: Participant) -> bool:
        """Whether the reader learns that this one waits; asked of nobody else, and seldom."""
        return p.unconfirmed is not None and (is_staff or (mine == p.side_id and not is_awaited(actor)))

    def reached(p: Participant) -> bool:
        """Whether the reader knows how to reach this one, and what they showed."""
        return is_staff and bool(p.side_id or p.role == Participant.OBSERVER) and bool(decide(actor, P.SEE_CONTACTS, p))

    return [
        PersonView(
            id=p.pk,
            person=p.person_id,
            name=str(p.shown_name or ""),
            role=p.role,
            language=p.language,
            side=p.side_id,
            mark=p.side.position if p.side else 0,
            signs=p.signs,
            mine=p.person_id == actor.person,
            waits=told(p),
            confirmable=told(p) and p.denied is None and bool(decide(actor, P.CONFIRM_PERSON, p)),
            added=told(p) and p.added,
            denied=told(p) and p.denied is not None,
            interpreter=p.interpreter_required and (is_staff or p.person_id == actor.person),
            contacts=contacts_of(p.person) if reached(p) else {},
            reachable=reached(p),
            seen_as=p.seen_as if reached(p) else "",
            seen_by=str(p.seen_by.name or "") if p.seen_by and reached(p) else "",
            seen_at=p.seen_at if reached(p) else None,
        )
        for p in rows
        if not _is_hidden_person(actor, case, near, p)
    ]


def _is_hidden_person(actor: Actor, case: Case, near: UUID | None, one: Participant) -> bool:
    """Tell whether the reader learns nothing of this person: held apart, nobody of another side and no observer."""
    if one.role == Participant.OBSERVER:
        return case.mode == "shuttle" and actor.role == "party" and one.person_id != actor.person
    return one.side_id is not None and _is_hidden(actor, case, near, one.side_id)


def near_side(actor: Actor, case: Case) -> UUID | None:
    """Return the side of which, or beside which, the reader is."""
    beside = beside_in(actor, case)
    return beside[1] if beside else side_of(actor, case)


def _is_hidden(actor: Actor, case: Case, mine: UUID | None, side: UUID) -> bool:
    """Tell whether this side is the other one to a party whose case is held apart."""
    return case.mode == "shuttle" and actor.role == "party" and side != mine


def contacts_of(person: Person) -> dict[str, Any]:
    """Return how a person can be reached and what they asked to be careful of."""
    number = str(person.phone or "")
    if number and person.phone_noted:
        by = "" if person.phone_noted_by in (None, person.pk) else person_name(person.phone_noted_by)
        said = _("noted on %(day)s by %(name)s") if by else _("noted on %(day)s by the person")
        day = day_words(timezone.localtime(person.phone_noted).date(), get_language() or "en")
        number += f" ({said % {'day': day, 'name': by}})"
    known = {"phone": number, "email": str(person.email or ""), **(person.safe_contact or {})}
    return {key: value for key, value in known.items() if value}


def appointable(actor: Actor, case: Case) -> list[tuple[UUID, str, str]]:
    """Return (person, name, centre role) of whom the coordinator may appoint: mediators and interpreters of the centre
    who belong to no side."""
    if not decide(actor, P.APPOINT, case):
        return []
    parties = Participant.objects.system().filter(
        case=case, ended=None, role__in=(*Participant.SIDE_ROLES, *Participant.BESIDE)
    )
    rows = CentreRole.objects.system().filter(
        centre_id=case.centre_id, role__in=(CentreRole.MEDIATOR, CentreRole.INTERPRETER), ended=None
    )
    rows = rows.exclude(person__in=parties.values("person")).select_related("person").order_by("role", "since")
    return [(row.person_id, str(row.person.name or ""), row.role) for row in rows]


def language_in(actor: Actor, side_id: UUID, person: UUID) -> str:
    """Return the language in which a person of a side takes part."""
    side = side_for(actor, side_id)
    rows = Participant.objects.system().filter(side=side, person_id=person, ended=None)
    return rows.values_list("language", flat=True).first() or "kk"
