"""Writing people down, giving and ending roles, changing contacts."""

import pytest
from django.db import connection
from django.test import Client

from bitim.demo import cast
from bitim.kernel import membership
from bitim.kernel.access import Actor, NotFound, Refused
from bitim.kernel.models import Event
from bitim.people import actions, queries
from bitim.people.models import Account, CentreRole, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    at = cast.centre()
    head = cast.staff(at, "Бақыт", CentreRole.HEAD, email="head@centre.example")
    coordinator = cast.staff(at, "Данияр", CentreRole.COORDINATOR, email="daniyar@centre.example")
    mediator = cast.staff(at, "Сәуле", CentreRole.MEDIATOR, email="saule@centre.example")
    return {
        "at": at,
        "head": cast.acting(head, "head", at),
        "coordinator": cast.acting(coordinator, "coordinator", at),
        "mediator": cast.acting(mediator, "mediator", at),
        "saule": mediator,
    }


def test_what_names_a_person_is_sealed_and_found_again(house):
    person = actions.add_person(
        house["at"], actor=house["coordinator"], name="Гүлнар Әлиева", phone="+7 701 222 33 44", email="G@mail.kz"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_person WHERE id = %s", [person.pk.hex])
        row = b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in cursor.fetchone())
    for clear in ("Гүлнар", "7012223344", "222 33 44", "G@mail"):  # long enough to stand in no id by chance
        assert clear.encode() not in row
    assert queries.person_name(person.pk) == "Гүлнар Әлиева"
    assert queries.same_people(name="гулнар алиева") == [person.pk]
    assert queries.same_people(phone="8 (701) 222-33-44") == [person.pk]
    assert queries.same_people(email="g@MAIL.kz") == [person.pk]
    assert queries.same_people(name="", phone="", email="") == []
    assert queries.same_people(phone="12") == []


@pytest.mark.parametrize("who", ["mediator"])
def test_others_do_not_write_people_down(house, who):
    with pytest.raises(Refused):
        actions.add_person(house["at"], actor=house[who], name="X")


def test_a_person_changes_their_own_contacts_and_nobody_elses(house):
    mine, other = cast.person("Айгерім", phone="1"), cast.person("Виктор")
    me = Actor(mine.pk, "party")
    actions.update_contacts(mine, actor=me, phone="+7 701 999 88 77", language="ru")
    kept = Person.objects.system().get(pk=mine.pk)
    assert (kept.phone, kept.language, kept.name) == ("+7 701 999 88 77", "ru", "Айгерім")
    assert queries.same_people(phone="77019998877") == [mine.pk]
    with pytest.raises(Refused):
        actions.update_contacts(other, actor=me, phone="1")
    with pytest.raises(TypeError):
        actions.update_contacts(mine, actor=me, ethnicity="x")


def test_a_coordinator_changes_contacts_of_colleagues_only(house):
    actions.update_contacts(house["saule"], actor=house["coordinator"], phone="+7 701 1")
    stranger = cast.staff(cast.centre("other"), "Чужая", CentreRole.MEDIATOR)
    with pytest.raises(Refused):
        actions.update_contacts(stranger, actor=house["coordinator"], phone="1")


def test_the_head_takes_a_person_on_with_a_login_and_a_role(house):
    role = actions.take_on(
        house["at"], actor=house["head"], name="Жанна", email="Zhanna@Centre.example", role="interpreter", key="k"
    )
    again = actions.take_on(
        house["at"], actor=house["head"], name="Жанна", email="Zhanna@Centre.example", role="interpreter", key="k"
    )
    assert role.pk == again.pk
    assert Account.objects.filter(email="zhanna@centre.example").count() == 1
    assert membership.is_member(house["at"].pk, role.person_id)
    assert "Жанна" not in repr(list(Event.objects.system().values_list("payload", flat=True)))


def test_an_address_belongs_to_one_login(house):
    with pytest.raises(Refused):
        actions.take_on(house["at"], actor=house["head"], name="X", email="saule@centre.example", role="mediator")
    assert not Account.objects.filter(person=None).exists()


@pytest.mark.parametrize("who", ["coordinator", "mediator"])
def test_only_the_head_gives_roles(house, who):
    with pytest.raises(Refused):
        actions.give_role(house["at"], actor=house[who], person=house[who].person, role="head")


def test_the_head_of_another_centre_gives_none_here(house):
    other = cast.centre("other")
    stranger = cast.acting(cast.staff(other, "Чужой", CentreRole.HEAD), "head", other)
    with pytest.raises(Refused):
        actions.give_role(house["at"], actor=stranger, person=stranger.person, role="head")


def test_ending_a_role_ends_the_sessions_of_that_person(house):
    client = Client()
    client.force_login(house["saule"].account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/staff/me/").status_code == 200
    key = client.session.session_key
    role = CentreRole.objects.system().get(person=house["saule"])
    second = actions.give_role(house["at"], actor=house["head"], person=house["saule"].pk, role="interpreter")
    actions.end_role(role, actor=house["head"])
    assert queries.reader_of(key) is None
    assert client.get("/staff/me/").status_code == 404
    assert membership.is_member(house["at"].pk, house["saule"].pk)
    actions.end_role(second, actor=house["head"])
    assert not membership.is_member(house["at"].pk, house["saule"].pk)


def test_a_head_does_not_end_their_own_role_by_a_slip(house):
    role = CentreRole.objects.system().get(person_id=house["head"].person)
    with pytest.raises(Refused):
        actions.end_role(role, actor=house["head"])


def test_staff_are_seen_by_their_own_centre_only(house):
    assert [c.name for c in queries.staff_of(house["mediator"], house["at"].pk)] == ["Данияр", "Сәуле", "Бақыт"]
    other = cast.centre("other")
    with pytest.raises(NotFound):
        queries.staff_of(house["mediator"], other.pk)
    with pytest.raises(NotFound):
        queries.centre_for(Actor(house["saule"].pk, "party"), house["at"].pk)


def test_switching_the_role_never_widens(house):
    client = Client()
    client.force_login(house["saule"].account, backend="allauth.account.auth_backends.AuthenticationBackend")
    for wanted in (f"{house['at'].pk}:head", f"{cast.centre('other').pk}:mediator", "nonsense", ""):
        assert client.post("/staff/role/", {"acting": wanted}).status_code == 303
        assert client.get("/centre/colleague/").status_code in (200, 404, 409)
        assert (
            client.post(
                "/centre/colleague/", {"name": "X", "email": "x@x.kz", "role": "head", "language": "kk"}
            ).status_code
            != 303
        )
    assert CentreRole.objects.system().filter(role="head").count() == 1
    actions.give_role(house["at"], actor=house["head"], person=house["saule"].pk, role="coordinator")
    client.post("/staff/role/", {"acting": f"{house['at'].pk}:coordinator"})
    page = client.get("/staff/me/")
    assert page.wsgi_request.actor.role == "coordinator"


def test_the_pages_of_the_centre_are_not_there_for_visitors_and_parties(house):
    for path in ("/centre/", "/centre/details/", "/centre/colleague/", "/staff/me/", "/register/", "/register/new/"):
        assert Client().get(path).status_code == 404


def test_the_details_of_the_centre_change_what_everybody_sees(house):
    client = Client()
    coordinator = Person.objects.system().get(pk=house["coordinator"].person)
    client.force_login(coordinator.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/centre/details/", {"phone": "no digits", "email": ""}).status_code == 422
    assert client.post("/centre/details/", {"phone": "+7 727 111 22 33", "email": ""}).status_code == 303
    assert "+7 727 111 22 33" in Client().get("/code/lost/").content.decode()
