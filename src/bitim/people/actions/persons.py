"""Persons: written down, their contacts and language changed.

`written_down` and `keep_contacts` are not actions: they are for actions of higher domains (a request, a side's
people) that have decided for themselves who may.
"""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from bitim.kernel import clock
from bitim.kernel.access import Actor
from bitim.kernel.action import action
from bitim.kernel.record import record
from bitim.kernel.sealed import blind
from bitim.kernel.text import LANGUAGES
from bitim.people import marks
from bitim.people.actions.marking import keep_marks
from bitim.people.events import ContactsUpdated, LanguageChosen, PersonAdded
from bitim.people.models import Centre, Person
from bitim.people.permissions import P
from bitim.people.queries import phone_blind


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
    _remember(person)
    return person


def keep_contacts(person: Person, **said: Any) -> None:
    """Change what is said: name, phone, email, spoken, safe_contact, language. The rest stays."""
    language = said.pop("language", None)
    if language:
        person.language = language
    _fill(person, **said)
    person.save()
    if {"name", "phone", "email"} & said.keys():
        _remember(person)


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


def _remember(person: Person) -> None:
    """Renew the marks by which this person is found in another spelling."""
    keep_marks(person.pk, marks.PERSON, marks.of_person(person))


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
