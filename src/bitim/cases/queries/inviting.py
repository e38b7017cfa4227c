"""Invitations, for staff and for the invited person; what the letter says."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bitim.cases.models import Case, Invitation
from bitim.cases.notices import messenger_words
from bitim.cases.permissions import P
from bitim.cases.queries.people import contacts_of
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.text import Text
from bitim.people.models import Centre, Person
from bitim.people.wishes import wishes_of


@dataclass(frozen=True)
class InvitationView:
    """An invitation as staff see it."""

    id: UUID
    side: UUID
    mark: int
    name: str
    state: str
    route: str
    due: date | None
    contacts: dict[str, Any]
    person: UUID | None = None
    reachable: bool = True
    message: str = ""


@dataclass(frozen=True)
class Letter:
    """What an invitation on paper needs to know. The code is not here: it is made while printing."""

    invitation: UUID
    centre: Centre
    pack: str
    languages: tuple[str, ...]
    recipient: str
    place: str
    coordinator: str
    due: date | None
    title: Text


def invitation_for(actor: Actor, invitation_id: UUID) -> Invitation:
    """Return an invitation for the invited person or the staff of the case; NotFound otherwise."""
    rows = Invitation.objects.system().select_related("case", "case__centre", "side", "person")
    found = rows.filter(pk=invitation_id).first()
    if found is None:
        raise NotFound
    require_visible(actor, P.SEE_INVITATION, found)
    return found


def invitations_for(actor: Actor, case: Case) -> list[InvitationView]:
    """Return the invitations of a case for its staff, in the order of sides; how to reach whom, as far as the reader
    may know it."""
    require_visible(actor, P.SEE_RECORD, case)
    rows = Invitation.objects.system().filter(case=case).select_related("side", "side__case", "person")
    return [
        InvitationView(
            id=i.pk,
            side=i.side_id,
            mark=i.side.position,
            name=str(i.person.name or ""),
            state=i.state,
            route=i.route,
            due=i.due,
            contacts=contacts_of(i.person) if decide(actor, P.SEE_CONTACTS, i) else {},
            person=i.person_id,
            reachable=bool(decide(actor, P.SEE_CONTACTS, i)),
            message=_message_to(i.person, case) if decide(actor, P.SEE_CONTACTS, i) else "",
        )
        for i in rows.order_by("side__position", "pk")
    ]


def _message_to(person: Person, case: Case) -> str:
    """Return the neutral words to copy into a messenger; empty for who wants to be called only."""
    if not wishes_of(person.safe_contact).may_be_written_to:
        return ""
    return messenger_words(person.language, case.centre.phone)


def letter_for(actor: Actor, invitation_id: UUID) -> Letter:
    """Return what the letter of an invitation says, for staff who may see contacts."""
    invitation = invitation_for(actor, invitation_id)
    require_visible(actor, P.SEE_CONTACTS, invitation)
    case, person = invitation.case, invitation.person
    host = case.owner_id or actor.person
    coordinator = Person.objects.system().filter(pk=host).first() if host else None
    return Letter(
        invitation=invitation.pk,
        centre=case.centre,
        pack=case.pack,
        languages=tuple(dict.fromkeys((person.language, *(case.centre.languages or ())))),
        recipient=str(person.name or ""),
        place=str((person.safe_contact or {}).get("place", "")),
        coordinator=str(coordinator.name or "") if coordinator else "",
        due=invitation.due,
        title=case.title or {},
    )


def invited_of(actor: Actor, case: Case, side: UUID) -> list[tuple[UUID, str]]:
    """Return (person, name) of a side's people who are invited and have not come yet, for staff."""
    require_visible(actor, P.SEE_RECORD, case)
    rows = Invitation.objects.system().filter(case=case, side_id=side).exclude(state=Invitation.ACCEPTED)
    return [(i.person_id, str(i.person.name or "")) for i in rows.select_related("person")]
