"""A browser for a test: as staff by an account, as a party by a door."""

from django.test import Client

from bitim.kernel import doors
from bitim.people import session_keys
from bitim.people.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def as_staff(person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=person), backend=BACKEND)
    return client


def as_party(person, subject, purpose="case") -> Client:
    door = doors.make_door(person.pk, subject, purpose, second="word", second_kind=doors.WORD)
    client = Client()
    session = client.session
    session.update(
        {session_keys.DOOR: str(door.pk), session_keys.GENERATION: door.generation, session_keys.PERSON: str(person.pk)}
    )
    session.save()
    return client
