"""Who acts in a request, and how fast that ends."""

from uuid import uuid4

import pytest
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from bitim.demo import cast
from bitim.kernel import clock, doors
from bitim.people import queries, session_keys, sessions
from bitim.people.middleware import actor_of
from bitim.people.models import CentreRole
from bitim.people.session_store import SessionStore

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.get("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    return request


@pytest.fixture
def door():
    person = cast.person("Айгерім", "kk", phone="+7 701 000 00 01")
    return doors.make_door(person.pk, uuid4(), "case", second="+7 701 000 00 01", second_kind=doors.PHONE4)


def test_a_stranger_is_a_visitor_and_costs_nothing(request_, django_assert_num_queries):
    with django_assert_num_queries(0):
        actor = actor_of(request_)
    assert (actor.role, actor.person) == ("visitor", None)


def test_a_visitor_is_never_shared_between_requests(request_):
    assert actor_of(request_) is not actor_of(request_)


def test_the_person_of_a_door_acts_as_a_party(request_, door):
    sessions.enter_door(request_, door)
    actor = actor_of(request_)
    assert (actor.person, actor.role, actor.door) == (door.person, "party", door.pk)
    assert request_.session["language"] == "kk"
    reader = queries.reader_of(request_.session.session_key)
    assert reader == queries.Reader(door.person, "party", "kk", None, door.pk)


def test_before_the_pin_is_chosen_nothing_is_open(request_, door):
    sessions.enter_door(request_, door, needs_pin=True)
    assert actor_of(request_).person is None
    assert queries.reader_of(request_.session.session_key) is None
    sessions.pin_chosen(request_, own_device=False)
    assert actor_of(request_).person == door.person


def test_coming_in_begins_a_new_session(request_, door):
    request_.session["anything"] = "left by somebody else"
    request_.session.save()
    planted = request_.session.session_key
    sessions.enter_door(request_, door)
    assert request_.session.session_key != planted
    assert "anything" not in request_.session
    assert not SessionStore().exists(planted)


@pytest.mark.parametrize("end", [doors.reissue, doors.close])
def test_a_door_issued_anew_or_closed_ends_the_session_at_once(request_, door, end):
    sessions.enter_door(request_, door)
    key = request_.session.session_key
    end(door)
    assert queries.reader_of(key) is None
    assert actor_of(request_).person is None
    assert session_keys.DOOR not in request_.session


def test_a_session_that_lapsed_has_no_reader(request_, door):
    sessions.enter_door(request_, door)
    request_.session.set_expiry(-1)
    request_.session.save()
    assert queries.reader_of(request_.session.session_key) is None
    assert queries.reader_of("nosuchsession") is None


@pytest.fixture
def saule(request_):
    at = cast.centre()
    person = cast.staff(at, "Сәуле", CentreRole.MEDIATOR, email="saule@centre.example")
    login(request_, person.account, backend=BACKEND)
    request_.session.save()
    return person


def test_staff_act_in_their_first_role(request_, saule):
    actor = actor_of(request_)
    assert (actor.person, actor.role) == (saule.pk, "mediator")
    assert queries.reader_of(request_.session.session_key).role == "mediator"


def test_a_chosen_role_is_taken_only_when_it_is_held_now(request_, saule):
    role = CentreRole.objects.system().get(person=saule)
    second = CentreRole.objects.create(centre=role.centre, person=saule, role="coordinator", since=clock.now())
    sessions.act_as(request_, role.centre_id, "coordinator")
    assert actor_of(request_).role == "coordinator"
    second.ended = clock.now()
    second.save()
    assert actor_of(request_).role == "mediator"
    sessions.act_as(request_, role.centre_id, "head")
    assert actor_of(request_).role == "mediator"
    sessions.act_as(request_, uuid4(), "mediator")
    assert actor_of(request_).centre == role.centre_id
    CentreRole.objects.system().filter(pk=role.pk).update(ended=clock.now())
    assert actor_of(request_).person is None
    assert queries.reader_of(request_.session.session_key) is None


def test_a_stopped_account_has_no_reader(request_, saule):
    key = request_.session.session_key
    assert queries.reader_of(key)
    saule.account.is_active = False
    saule.account.save()
    assert queries.reader_of(key) is None


def test_one_browser_is_one_person(request_, saule, door):
    sessions.enter_door(request_, door)
    assert not session_keys.is_staff(request_.session)
    login(request_, saule.account, backend=BACKEND)
    assert session_keys.door_of(request_.session) is None
    assert actor_of(request_).person == saule.pk


def test_where_it_is_demanded_staff_without_a_second_factor_have_no_stream(request_, saule, settings):
    settings.MFA_REQUIRED_FOR_STAFF = True
    assert queries.reader_of(request_.session.session_key) is None
