"""Who acts, in a request and behind an open stream."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from bitim.kernel import clock, doors
from bitim.kernel.access import Actor
from bitim.kernel.models import NOBODY, Door
from bitim.people import session_keys
from bitim.people.models import Account, CentreRole, CodeSheet, Person

PARTY = "party"


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
    """Return the person of a door as a party; of a request, too, they are the one who asks. Behind a door made for a
    shared device in one meeting they are a guest: they read and speak, and bind their side to nothing."""
    ask = doors.GUESTS.get(door.purpose)
    return Actor(door.person, PARTY, door=door.pk, guest=(ask(door.subject) or NOBODY) if ask else None)


def language_of(person: UUID) -> str:
    """Return the language in which a person reads; empty when there is no such person."""
    return Person.objects.system().filter(pk=person).values_list("language", flat=True).first() or ""


def has_second_factor(account: UUID) -> bool:
    """Tell whether a staff account has an authenticator app or a passkey."""
    from allauth.mfa.models import Authenticator

    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=account, type__in=strong).exists())


def has_sheet(person: UUID) -> bool:
    """Tell whether a member of staff has a printed sheet of codes that still opens."""
    return bool(CodeSheet.objects.system().filter(person_id=person, ended=None).exists())


def has_sheet_of_another(person: UUID) -> bool:
    """Tell whether the sheet by which a person signs in was made by somebody else."""
    return bool(CodeSheet.objects.system().filter(person_id=person, ended=None).exclude(made_by_id=person).exists())


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
    if session_keys.is_staff_locked(session, clock.now().timestamp()):
        return None
    account = Account.objects.filter(pk=session[SESSION_KEY], is_active=True).first()
    if account is None or account.person_id is None:
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash()):
        return None
    waits = settings.MFA_REQUIRED_FOR_STAFF and not session.get(session_keys.BY_SHEET)
    if waits and not has_second_factor(account.pk):
        return None
    return staff_actor(account.person_id, session_keys.acting(session))


def _door_behind(session: dict[str, Any]) -> Actor | None:
    held = session_keys.door_of(session)
    if held is None or session_keys.is_locked(session, clock.now().timestamp()):
        return None
    door = doors.is_in(*held)
    return door_actor(door) if door else None
