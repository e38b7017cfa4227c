"""What is written of people, roles and the register.

`written_down` and `keep_contacts` are not actions: they are for actions of higher domains (a request, a side's
people) that have decided for themselves who may.
"""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from bitim.kernel import clock, doors, membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.action import action
from bitim.kernel.ids import check_digit, digits_of
from bitim.kernel.locking import write
from bitim.kernel.models import Door
from bitim.kernel.record import record
from bitim.kernel.sealed import blind
from bitim.kernel.text import LANGUAGES
from bitim.people.events import (
    CardAdded,
    CardRevoked,
    CentreChanged,
    ContactsUpdated,
    LanguageChosen,
    PersonAdded,
    RoleEnded,
    RoleGiven,
)
from bitim.people.models import Account, Centre, CentreRole, MediatorCard, Person
from bitim.people.permissions import P
from bitim.people.queries import phone_blind

RETURN_CODE_DAYS = 365  # a case and what follows it; the centre closes the door sooner or gives a new code


# --- persons -------------------------------------------------------------------------------------------


def written_down(
    name: str,
    *,
    language: str = "kk",
    phone: str = "",
    email: str = "",
    spoken: str = "",
    safe_contact: Mapping[str, Any] | None = None,
) -> Person:
    """Write down a person, everything that names them sealed, with blind indexes to find them again."""
    person = Person(language=language, made=clock.now())
    _fill(person, name=name, phone=phone, email=email, spoken=spoken, safe_contact=safe_contact)
    person.save(force_insert=True)
    return person


def keep_contacts(person: Person, **said: Any) -> None:
    """Change what is said: name, phone, email, spoken, safe_contact, language. The rest stays."""
    language = said.pop("language", None)
    if language:
        person.language = language
    _fill(person, **said)
    person.save()


@action(P.UPDATE_CONTACTS, on=Person)
def choose_language(person: Person, *, actor: Actor, language: str) -> None:
    """Remember in which language a person reads: their pages, notices and, from the next paper on, documents."""
    if language in LANGUAGES and person.language != language:
        person.language = language
        person.save(update_fields=["language"])
        record(LanguageChosen(person.pk, person.pk, person.pk, language), actor=actor)


def keep_time_zone(person: Person, zone: str) -> None:
    """Remember in which time zone a person lives; empty or unknown: their centre's. For actions of higher domains that
    have decided who may."""
    known = zone if zone in available_timezones() else ""
    if person.time_zone != known:
        person.time_zone = known
        person.save(update_fields=["time_zone"])


def _fill(person: Person, **said: Any) -> None:
    for column, value in said.items():
        if value is None:
            continue
        if column not in ("name", "phone", "email", "spoken", "safe_contact"):
            raise TypeError(f"a person has no {column}")
        if isinstance(value, str):
            value = value.strip() or None
        setattr(person, column, value)
    if "name" in said:
        person.name_blind = blind("name", person.name) if person.name else None
    if "phone" in said:
        person.phone_blind = phone_blind(person.phone or "")
    if "email" in said:
        person.email_blind = blind("email", person.email) if person.email else None


@action(P.ADD_PERSON, on=Centre)
def add_person(centre: Centre, *, actor: Actor, name: str, **contacts: Any) -> Person:
    """Write down a colleague or a guest of the centre."""
    person = written_down(name, **contacts)
    record(PersonAdded(chain=centre.pk, audience=centre.pk, person=person.pk), actor=actor)
    return person


@action(P.UPDATE_CONTACTS, on=Person)
def update_contacts(person: Person, *, actor: Actor, **said: Any) -> Person:
    """Change a person's name, contacts or language; old values are gone, not kept."""
    keep_contacts(person, **said)
    place = actor.centre or person.pk
    record(ContactsUpdated(chain=place, audience=place, person=person.pk), actor=actor)
    return person


# --- the staff of a centre -----------------------------------------------------------------------------


@action(P.CHANGE_CENTRE, on=Centre)
def change_centre(centre: Centre, *, actor: Actor, phone: str, email: str = "") -> Centre:
    """Change the public phone and e-mail address of a centre."""
    if not digits_of(phone):
        raise Refused(_("A centre needs a phone number: people without the internet call it."))
    centre.phone, centre.email = phone.strip()[:40], email.strip()
    centre.save(update_fields=["phone", "email"])
    record(CentreChanged(chain=centre.pk, audience=centre.pk), actor=actor)
    return centre


@action(P.GIVE_ROLE, on=Centre)
def give_role(centre: Centre, *, actor: Actor, person: UUID, role: str, email: str = "") -> CentreRole:
    """Give a person a role; with an e-mail address also the account by which they log in."""
    who = Person.objects.system().filter(pk=person).first()
    if who is None:
        raise NotFound
    return _give(centre, who, role, email, actor)


@action(P.GIVE_ROLE, on=Centre)
def take_on(centre: Centre, *, actor: Actor, name: str, email: str, role: str, language: str = "kk") -> CentreRole:
    """Write down a new colleague, with a login and a first role, in one act."""
    who = written_down(name, language=language, email=email)
    record(PersonAdded(chain=centre.pk, audience=centre.pk, person=who.pk), actor=actor)
    return _give(centre, who, role, email, actor)


def _give(centre: Centre, who: Person, role: str, email: str, actor: Actor) -> CentreRole:
    if role not in CentreRole.ROLES:
        raise Refused(_("There is no such role."))
    row = CentreRole.objects.system().filter(centre=centre, person=who, role=role, ended=None).first()
    if row is not None:
        return row
    if email:
        _account(who, email)
    row = CentreRole.objects.create(centre=centre, person=who, role=role, since=clock.now())
    membership.join(centre.pk, who.pk, role, why="role")
    record(RoleGiven(chain=centre.pk, audience=centre.pk, person=who.pk, role=role), actor=actor)
    return row


def _account(person: Person, email: str) -> Account:
    """Return the login of a person, made at first need; an address belongs to one person."""
    own = Account.objects.filter(person=person).first()
    if own is not None:
        return own
    if Account.objects.filter(email=email.strip().lower()).exists():
        raise Refused(_("This e-mail address already belongs to another login."))
    return Account.objects.create_user(email.strip(), person=person)


@action(P.END_ROLE, on=CentreRole)
def end_role(role: CentreRole, *, actor: Actor) -> CentreRole:
    """End a role: it counts no more at the next request, and every session of that person ends."""
    if role.ended is None:
        role.ended = clock.now()
        role.save(update_fields=["ended"])
        _end_sessions(role.person_id)
        others = CentreRole.objects.system().filter(centre_id=role.centre_id, person_id=role.person_id, ended=None)
        record(
            RoleEnded(chain=role.centre_id, audience=role.centre_id, person=role.person_id, role=role.role), actor=actor
        )
        if not others.exists():
            membership.leave(role.centre_id, role.person_id)
    return role


def _end_sessions(person: UUID) -> None:
    """Change the secret that a login's sessions are bound to: each of them is refused at its next request."""
    account = Account.objects.filter(person_id=person).first()
    if account is not None:
        account.set_unusable_password()
        account.save(update_fields=["password"])


# --- the register of mediators -------------------------------------------------------------------------


def new_card_number(pack: str) -> str:
    """Return a number for a card: the country, seven random digits and a check digit, in fours."""
    body = "".join(secrets.choice("0123456789") for _ in range(7))
    digits = body + check_digit(body)
    return f"{pack.upper()}-{digits[:4]}-{digits[4:]}"


@action(P.ADD_CARD, on=Centre)
def add_card(
    centre: Centre,
    *,
    actor: Actor,
    person: UUID,
    kind: str,
    public_name: Mapping[str, str],
    certificate: str,
    issued: date,
    expires: date | None = None,
    languages: list[str] | None = None,
    organisation: Mapping[str, str] | None = None,
) -> MediatorCard:
    """Enter a mediator of the centre in the register, with a number that anybody can check."""
    mediator = CentreRole.objects.system().filter(centre=centre, person_id=person, role=CentreRole.MEDIATOR, ended=None)
    if not mediator.exists():
        raise Refused(_("Only a mediator of this centre can be entered."), _("First give the person the role."))
    if MediatorCard.objects.system().filter(person_id=person).exists():
        raise Refused(_("This mediator is already in the register."))
    if expires is not None and expires <= issued:
        raise Refused(_("The certificate would end before it begins."))
    card = MediatorCard.objects.create(
        centre=centre,
        person_id=person,
        kind=kind,
        public_name=dict(public_name),
        organisation=dict(organisation or {}),
        certificate=certificate.strip(),
        issued=issued,
        expires=expires,
        languages=list(languages or []),
        number=new_card_number(centre.pack),
    )
    record(CardAdded(chain=centre.pk, audience=centre.pk, card=card.pk, person=person), actor=actor)
    return card


@action(P.REVOKE_CARD, on=MediatorCard)
def revoke_card(card: MediatorCard, *, actor: Actor) -> MediatorCard:
    """Revoke a card: the public page says so from this moment. It is not undone; a new certificate is a new card."""
    card.revoked = clock.now()
    card.save(update_fields=["revoked"])
    record(CardRevoked(chain=card.centre_id, audience=card.centre_id, card=card.pk, person=card.person_id), actor=actor)
    return card


# --- the way back --------------------------------------------------------------------------------------


def choose_pin(door: Door, pin: str, days: int = RETURN_CODE_DAYS) -> str | None:
    """Keep the PIN of a door that has none and return the code to come back with, this once; None when there was a
    PIN already."""
    with write():
        if not doors.set_pin(door, pin):
            return None
        return doors.issue(door, doors.CODE, days=days)
