"""Who stands behind the open live lines: asked of the database for all of them at once, about once a second.

The same answers as `queries.reader_of` gives for one session, in a fixed number of queries however many lines.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from bitim.kernel import clock, doors, live
from bitim.kernel.live import Reader
from bitim.kernel.models import Door
from bitim.kernel.prepared import prepared
from bitim.people import session_keys
from bitim.people.models import Account, CentreRole, Person
from bitim.people.queries.acting import PARTY
from bitim.people.session_store import all_opened, row_keys

Sessions = dict[str, dict[str, Any]]


def identify(keys: Collection[str]) -> Mapping[str, Reader]:
    """Return the readers of those sessions that are good now."""
    sessions = _alive(keys)
    now = clock.now().timestamp()
    found = _staff(
        {k: s for k, s in sessions.items() if session_keys.is_staff(s) and not session_keys.is_staff_locked(s, now)}
    )
    return found | _door_people({k: s for k, s in sessions.items() if not session_keys.is_staff(s)})


def _alive(keys: Collection[str]) -> Sessions:
    named = row_keys(keys)
    opened = all_opened(_kept(list(named), clock.now()))
    return {named[place]: contents for place, contents in opened.items()}


def _staff(sessions: Sessions) -> dict[str, Reader]:
    if not sessions:
        return {}
    wanted = {str(session[SESSION_KEY]) for session in sessions.values()}
    accounts = {
        str(one.pk): one
        for one in Account.objects.filter(pk__in=wanted, is_active=True, person__isnull=False).select_related("person")
    }
    strong = _with_second_factor(accounts) if settings.MFA_REQUIRED_FOR_STAFF else set(accounts)
    held: dict[UUID, list[tuple[UUID, str]]] = {}
    people = [one.person_id for one in accounts.values() if one.person_id]
    roles = CentreRole.objects.system().filter(person__in=people, ended=None).order_by("since", "pk")
    for person, centre, role in roles.values_list("person_id", "centre_id", "role"):
        held.setdefault(person, []).append((centre, role))
    found: dict[str, Reader] = {}
    for key, session in sessions.items():
        account = accounts.get(str(session[SESSION_KEY]))
        if account is None or account.person is None or not _stands(account, session):
            continue
        if str(account.pk) not in strong and not session.get(session_keys.BY_SHEET):
            continue
        mine = held.get(account.person.pk, [])
        chosen = session_keys.acting(session)
        if mine:
            centre, role = chosen if chosen in mine else mine[0]
            language = session.get(session_keys.LANGUAGE) or account.person.language
            found[key] = Reader(account.person.pk, role, language, centre=centre)
    return found


def _stands(account: Account, session: Mapping[str, Any]) -> bool:
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash())


def _with_second_factor(accounts: Collection[str]) -> set[str]:
    from allauth.mfa.models import Authenticator

    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    rows = Authenticator.objects.filter(user_id__in=list(accounts), type__in=strong)
    return {str(user) for user in rows.values_list("user_id", flat=True)}


def _door_people(sessions: Sessions) -> dict[str, Reader]:
    now = clock.now().timestamp()
    held = {k: d for k, s in sessions.items() if (d := session_keys.door_of(s)) and not session_keys.is_locked(s, now)}
    if not held:
        return {}
    rows = _open_now([one[0] for one in held.values()])
    ways = {row[:3]: row[3:] for row in rows}
    behind = _behind({row[3:] for row in rows})
    withheld = _withheld({one[2] for key, one in held.items() if not session_keys.is_shared(sessions[key])})
    silent = [one[2] for key, one in held.items() if not sessions[key].get(session_keys.LANGUAGE)]
    people = Person.objects.system().filter(pk__in=silent)
    languages = dict(people.values_list("pk", "language")) if silent else {}
    return {
        key: Reader(
            one[2],
            PARTY,
            sessions[key].get(session_keys.LANGUAGE) or languages.get(one[2], "en"),
            behind.get(ways[one], frozenset())
            - (frozenset() if session_keys.is_shared(sessions[key]) else withheld.get(one[2], frozenset())),
            guest=ways[one][0] in doors.GUESTS,
        )
        for key, one in held.items()
        if one in ways
    }


@prepared
def _kept(places: list[str], now: datetime) -> "QuerySet[Session, tuple[str, str]]":
    rows = Session.objects.filter(session_key__in=places, expire_date__gt=now)
    return rows.values_list("session_key", "session_data")


@prepared
def _open_now(ways: list[UUID]) -> "QuerySet[Door, tuple[UUID, int, UUID, str, UUID]]":
    rows = Door.objects.system().filter(pk__in=ways, closed=None)
    return rows.values_list("pk", "generation", "person", "purpose", "subject")


def _behind(ways: Collection[tuple[str, UUID]]) -> dict[tuple[str, UUID], frozenset[UUID]]:
    """Return what may be heard behind each (purpose, subject): a door opens one case, whatever else its person is."""
    found: dict[tuple[str, UUID], frozenset[UUID]] = {}
    for purpose, ask in doors.AUDIENCES.items():
        subjects = {subject for kind, subject in ways if kind == purpose}
        if subjects:
            found |= {(purpose, subject): heard for subject, heard in ask(subjects).items()}
    return found


def _withheld(persons: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return what these persons' pages do not hear because others sit at their screen and no PIN was asked yet: a
    page that was open before goes on showing what it shows, and nothing more comes to it."""
    found: dict[UUID, frozenset[UUID]] = {}
    for ask in doors.WITHHELD if persons else ():
        for person, audiences in ask(persons).items():
            found[person] = found.get(person, frozenset()) | audiences
    return found


def connect() -> None:
    """Tell the live line who its readers are."""
    live.identify = identify
