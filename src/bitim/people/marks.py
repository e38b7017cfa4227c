"""Marks: the keyed blind index by which one person, company or number is found in another spelling.

For callers that have already decided that they may look (conflict of interest). What it leaks is written in
docs/threat-model.md: equal pairs of words of names give equal bytes to whoever holds the database.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from bitim.engines import matching
from bitim.kernel.sealed import blind_exact
from bitim.people.models import CentreInterest, MediatorCard, Person

PERSON, PARTY, INTEREST = "person", "party", "interest"


def digests(marks: Iterable[str]) -> frozenset[bytes]:
    """Return the keyed bytes of marks."""
    return frozenset(blind_exact("mark", mark) for mark in marks)


def of_contacts(name: str, phone: str = "", email: str = "") -> frozenset[str]:
    """Return the marks of who is called so and reached so."""
    return matching.together(
        matching.marks_of_name(name), matching.marks_of_number("phone", phone), matching.marks_of_mail(email)
    )


def of_person(person: Person) -> frozenset[bytes]:
    """Return what a person is found by."""
    return digests(of_contacts(str(person.name or ""), str(person.phone or ""), str(person.email or "")))


def of_card(card: MediatorCard) -> frozenset[bytes]:
    """Return what the public name of a card is found by, in each of its languages."""
    return digests(matching.together(*(matching.marks_of_name(name) for name in (card.public_name or {}).values())))


def of_party(kind: str, name: str, details: Mapping[str, Any] | None = None) -> frozenset[bytes]:
    """Return what a party is found by: its name as a person's or as a body's, its IIN or BIN, its contact."""
    known = details or {}
    contact = str(known.get("contact", ""))
    found = [
        matching.marks_of_name(name) if kind == "person" else matching.marks_of_body(name),
        matching.marks_of_number("id", str(known.get("identifier", ""))),
        matching.marks_of_mail(contact) or matching.marks_of_number("phone", contact),
        matching.marks_of_name(str(known.get("representative", ""))),
    ]
    return digests(matching.together(*found))


def of_interest(interest: CentreInterest) -> frozenset[bytes]:
    """Return what a declared interest is found by: it may be a person or a body, the register does not ask."""
    name = str(interest.name or "")
    number = matching.marks_of_number("id", str(interest.identifier or ""))
    return digests(matching.together(matching.marks_of_name(name), matching.marks_of_body(name), number))
