"""Who stands behind the live lines: the same answer as for a page, for all of them in a fixed number of queries."""

import pytest
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from bitim.demo import cast
from bitim.kernel import doors, live
from bitim.kernel.locking import write
from bitim.people import session_keys
from bitim.people.queries import reader_of
from bitim.people.session_store import SessionStore, row_key

pytestmark = pytest.mark.django_db


def party_session(person, subject=None, purpose="case"):
    with write():
        door = doors.make_door(person.pk, subject or person.pk, purpose, second="1234", second_kind="word")
    session = SessionStore()
    session.update({"door": str(door.pk), "generation": door.generation, "person": str(person.pk)})
    session.save()
    return session.session_key, door


def staff_session(person):
    request = RequestFactory().get("/")
    request.session = SessionStore()
    login(request, person.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session.save()
    return request.session.session_key


def test_the_line_knows_the_same_readers_as_the_page():
    made = cast.two_sides()
    keys = [party_session(made.parties[0])[0], staff_session(made.mediator), "unknown"]
    found = live.identify(keys)
    assert set(found) == set(keys[:2])
    for key in keys[:2]:
        page = reader_of(key)
        assert (found[key].person, found[key].role, found[key].language) == (page.person, page.role, page.language)


def test_a_closed_door_an_ended_role_and_an_unset_pin_are_nobody():
    made = cast.two_sides()
    key, door = party_session(made.parties[0])
    staff = staff_session(made.mediator)
    with write():
        doors.close(door)
    made.mediator.centre_roles.system().update(ended=made.case.made)
    session = SessionStore(party_session(made.parties[1])[0])
    session[session_keys.NEEDS_PIN] = True
    session.save()
    assert live.identify([key, staff, session.session_key]) == {}


def test_the_questions_do_not_grow_with_the_lines(django_assert_max_num_queries):
    made = cast.two_sides()
    keys = [party_session(cast.person(f"p{n}"))[0] for n in range(12)] + [staff_session(made.mediator)]
    with django_assert_max_num_queries(7):
        assert len(live.identify(keys)) == 13


def test_what_a_session_holds_opens_in_its_own_row_alone():
    """Whoever can write into the database cannot put one person's session under their own cookie."""
    made = cast.two_sides()
    (mine, _), (theirs, _) = (party_session(person) for person in made.parties)
    rows = Session.objects
    rows.filter(pk=row_key(mine)).update(session_data=rows.get(pk=row_key(theirs)).session_data)
    assert SessionStore(mine).load() == {}
    assert set(live.identify([mine, theirs])) == {theirs}
