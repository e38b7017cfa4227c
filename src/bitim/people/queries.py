"""What can be read of people and centres; each question narrowed to who asks. The register: `register.py`."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from bitim.kernel import doors
from bitim.kernel.access import Actor, NotFound, decide, require_visible
from bitim.kernel.ids import digits_of
from bitim.kernel.models import Door
from bitim.kernel.sealed import blind
from bitim.people import session_keys
from bitim.people.models import Account, Centre, CentreRole, Person
from bitim.people.permissions import P

PARTY = "party"


# --- who acts ------------------------------------------------------------------------------------------


def staff_actor(person: UUID, chosen: tuple[UUID, str] | None) -> Actor | None:
    """Return the staff person in the role they chose, else in their first one; None when no role is left.

    One role at a time: the others add nothing to what the person may read.
    """
    held = list(
        CentreRole.objects.system()
        .filter(person_id=person, ended=None)
        .order_by("since", "pk")
        .values_list("centre_id", "role")
    )
    if not held:
        return None
    centre, role = chosen if chosen in held else held[0]
    return Actor(person, role, centre, memo={"roles": held})


def roles_of(actor: Actor) -> list[tuple[UUID, str]]:
    """Return the (centre, role) pairs among which a staff person may choose."""
    return list(actor.memo.get("roles", ()))


def door_actor(door: Door) -> Actor:
    """Return the person of a door as a party; of a request, too, they are the one who asks."""
    return Actor(door.person, PARTY, door=door.pk)


def language_of(person: UUID) -> str:
    """Return the language in which a person reads; empty when there is no such person."""
    return Person.objects.system().filter(pk=person).values_list("language", flat=True).first() or ""


def has_second_factor(account: UUID) -> bool:
    """Tell whether a staff account has an authenticator app or a passkey."""
    from allauth.mfa.models import Authenticator

    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=account, type__in=strong).exists())


@dataclass(frozen=True)
class Reader:
    """Who stands behind a session key: what the live stream needs to know, asked again every time."""

    person: UUID
    role: str
    language: str
    centre: UUID | None = None
    door: UUID | None = None

    @property
    def actor(self) -> Actor:
        """The reader as an actor."""
        return Actor(self.person, self.role, self.centre, self.door)


def reader_of(session_key: str) -> Reader | None:
    """Return the reader of a session, or None when it ended, lapsed, or what it stood on is no more."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    session: dict[str, Any] = store.load()
    actor = _staff_behind(session) if session_keys.is_staff(session) else _door_behind(session)
    if actor is None or actor.person is None:
        return None
    language = session.get(session_keys.LANGUAGE) or language_of(actor.person)
    return Reader(actor.person, actor.role, language, actor.centre, actor.door)


def _staff_behind(session: dict[str, Any]) -> Actor | None:
    account = Account.objects.filter(pk=session[SESSION_KEY], is_active=True).first()
    if account is None or account.person_id is None:
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash()):
        return None
    if settings.MFA_REQUIRED_FOR_STAFF and not has_second_factor(account.pk):
        return None
    return staff_actor(account.person_id, session_keys.acting(session))


def _door_behind(session: dict[str, Any]) -> Actor | None:
    held = session_keys.door_of(session)
    if held is None or session.get(session_keys.NEEDS_PIN):
        return None
    door = doors.is_in(*held)
    return door_actor(door) if door else None


# --- centres -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CentreShown:
    """What everybody may know of a centre. Texts are `{language: words}`."""

    id: UUID
    slug: str
    name: dict[str, str]
    place: dict[str, str]
    address: dict[str, str]
    phone: str
    email: str
    languages: list[str]
    pack: str
    time_zone: str


_SHOWN = ("id", "slug", "name", "place", "address", "phone", "email", "languages", "pack", "time_zone")


def centre_public(centre: UUID | None = None) -> CentreShown | None:
    """Return a centre as the public sees it; without an id the first one of the house."""
    rows = Centre.objects.system().order_by("made", "pk")
    if centre is not None:
        rows = rows.filter(pk=centre)
    row = rows.values(*_SHOWN).first()
    return CentreShown(**row) if row else None


def centres_public() -> list[CentreShown]:
    """Return every centre of the house as the public sees it, the oldest first."""
    rows = Centre.objects.system().order_by("made", "pk").values(*_SHOWN)
    return [CentreShown(**row) for row in rows]


def centre_shown(actor: Actor, door: Door | None = None) -> CentreShown | None:
    """Return the centre whose name and phone stand on this reader's pages."""
    centre = actor.centre
    if centre is None and door is not None and door.purpose in doors.CENTRES:
        centre = doors.CENTRES[door.purpose](door.subject)
    return centre_public(centre)


def centre_for(actor: Actor, centre: UUID) -> Centre:
    """Return a centre for its own staff; NotFound for everybody else."""
    row = Centre.objects.system().filter(pk=centre).first()
    if row is None:
        raise NotFound
    require_visible(actor, P.SEE_CENTRE, row)
    return row


@dataclass(frozen=True)
class Colleague:
    """A person of a centre in one role."""

    person: UUID
    role: str
    name: str
    language: str
    role_id: UUID


def staff_of(actor: Actor, centre: UUID, role: str | None = None) -> list[Colleague]:
    """Return who works at the actor's centre now, by role and name."""
    centre_for(actor, centre)
    rows = CentreRole.objects.system().filter(centre_id=centre, ended=None).select_related("person")
    if role is not None:
        rows = rows.filter(role=role)
    people = [Colleague(r.person_id, r.role, str(r.person.name or ""), r.person.language, r.pk) for r in rows]
    return sorted(people, key=lambda c: (CentreRole.ROLES.index(c.role), c.name.casefold()))


# --- names ---------------------------------------------------------------------------------------------


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


# --- what buttons are shown ----------------------------------------------------------------------------


def _may(actor: Actor, permission: P) -> bool:
    centre = Centre.objects.system().filter(pk=actor.centre).first() if actor.centre else None
    return centre is not None and bool(decide(actor, permission, centre))


def may_keep(actor: Actor) -> bool:
    """Tell whether the actor keeps the register and the details of their centre."""
    return _may(actor, P.ADD_CARD)


def may_give_roles(actor: Actor) -> bool:
    """Tell whether the actor gives and ends roles at their centre."""
    return _may(actor, P.GIVE_ROLE)
