"""How people of a case are reached, for themselves and for staff; what was tried to reach the invited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from bitim.cases.models import Attempt, Case, Invitation, Participant
from bitim.cases.permissions import P
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.people.models import Person
from bitim.people.queries import names_of


@dataclass(frozen=True)
class Reached:
    """A person as the form shows them."""

    id: UUID
    name: str
    mine: bool
    initial: dict[str, Any]


@dataclass(frozen=True)
class Tried:
    """One attempt."""

    at: datetime
    by: str
    route: str
    outcome: str
    delivered: bool
    note: str


def reached(actor: Actor, case: Case, participant: UUID | None) -> Reached:
    """Return one of the people of a side: the reader themselves when nobody is named. NotFound for who may not change
    it."""
    rows = Participant.objects.system().filter(case=case, ended=None).select_related("person")
    rows = rows.filter(Q(side__isnull=False) | Q(role=Participant.OBSERVER))
    found = rows.filter(pk=participant).first() if participant else rows.filter(person_id=actor.who).first()
    if found is None or not decide(actor, P.CHANGE_CONTACTS, found):
        raise NotFound
    return _shown(found.pk, found.person, actor)


def reached_invited(actor: Actor, case: Case, invitation: UUID) -> Reached:
    """Return somebody who is invited and has not come; NotFound for who may not change it."""
    found = Invitation.objects.system().filter(case=case, pk=invitation).select_related("person").first()
    if found is None or not decide(actor, P.CHANGE_CONTACTS, found):
        raise NotFound
    return _shown(found.pk, found.person, actor)


def _shown(row: UUID, person: Person, actor: Actor) -> Reached:
    kept = {"phone": str(person.phone or ""), "email": str(person.email or ""), "spoken": str(person.spoken or "")}
    initial = {"language": person.language, **kept, **(person.safe_contact or {})}
    return Reached(row, str(person.name or ""), person.pk == actor.person, initial)


def attempts_for(actor: Actor, case: Case, invitation: UUID) -> list[Tried]:
    """Return what was tried to reach an invited person, newest first, for staff who see contacts."""
    asked = Invitation.objects.system().select_related("case").filter(case=case, pk=invitation).first()
    if asked is None:
        raise NotFound
    require_visible(actor, P.SEE_CONTACTS, asked)
    rows = list(
        Attempt.objects.system()
        .filter(case=case, invitation_id=invitation)
        .select_related("invitation")
        .order_by("-at", "pk")
    )
    names = names_of([row.by_id for row in rows if row.by_id])
    return [
        Tried(
            row.at,
            names.get(row.by_id, "") if row.by_id else "",
            row.route,
            row.outcome,
            row.outcome in Attempt.DELIVERED,
            str(row.note or ""),
        )
        for row in rows
    ]
