"""Names of people, and finding people by blind indexes: for callers that have already decided who may."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from bitim.kernel.ids import digits_of
from bitim.kernel.sealed import blind
from bitim.people.models import Person
from bitim.people.wishes import Wishes, wishes_of


def person_name(person: UUID) -> str:
    """Return the name of a person, for callers that have already decided that the reader may know it."""
    return names_of([person]).get(person, "")


def names_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of several people in one question; the same duty on the caller as `person_name`."""
    rows = Person.objects.system().filter(pk__in=set(people)).only("pk", "name")
    return {row.pk: str(row.name or "") for row in rows}


def phone_blind(phone: str) -> bytes | None:
    """Return the blind index of a phone number: its last ten digits, so that +7 and 8 find each other."""
    digits = digits_of(phone)[-10:]
    return blind("phone", digits) if len(digits) >= 5 else None


def same_people(*, name: str = "", phone: str = "", email: str = "") -> list[UUID]:
    """Return people with this name, phone or address, found by blind indexes; for checks that have already decided
    that they may look (conflict of interest, a person written down twice)."""
    asked = Q(pk__in=[])
    if name.strip():
        asked |= Q(name_blind=blind("name", name))
    if phone and (digest := phone_blind(phone)):
        asked |= Q(phone_blind=digest)
    if email.strip():
        asked |= Q(email_blind=blind("email", email))
    return list(Person.objects.system().filter(asked).order_by("made").values_list("pk", flat=True))


def mailbox_of(person: UUID) -> tuple[str, str, Wishes, str] | None:
    """Return (e-mail address, language, wishes, own time zone or "") of a person who may be written to, for the sending
    of notices alone."""
    row = Person.objects.system().filter(pk=person).first()
    if row is None or not row.email or not wishes_of(row.safe_contact).may_be_written_to:
        return None
    return str(row.email), row.language, wishes_of(row.safe_contact), row.time_zone
