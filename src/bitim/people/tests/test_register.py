"""The register of mediators and its public check."""

from datetime import date

import pytest
from django.test import Client

from bitim.demo import cast
from bitim.kernel.access import NotFound, Refused
from bitim.people import actions, queries
from bitim.people.actions import register
from bitim.people.models import CentreRole, MediatorCard

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def house():
    at = cast.centre()
    coordinator = cast.staff(at, "Данияр", CentreRole.COORDINATOR, email="daniyar@centre.example")
    mediator = cast.person("Сәуле")
    CentreRole.objects.create(centre=at, person=mediator, role="mediator", since=at.made)
    return at, cast.acting(coordinator, "coordinator", at), mediator, coordinator


def _enter(house, **more):
    at, actor, mediator, _ = house
    said = {
        "person": mediator.pk,
        "kind": "professional",
        "public_name": {"kk": "Сәуле Ахметова"},
        "certificate": "0417",
        "issued": date(2024, 5, 14),
        "languages": ["kk", "ru"],
        **more,
    }
    return actions.add_card(at, actor=actor, **said)


def _ask(number: str) -> str:
    return Client().post("/card/", {"number": number}, headers={"Accept-Language": "en"}).content.decode()


def test_anybody_can_check_a_card_in_any_spelling(house):
    card = _enter(house)
    assert "answer-yes" not in Client().get("/card/").content.decode()
    for typed in (card.number, card.number.lower(), card.number.replace("-", " "), card.number.replace("-", "")):
        page = _ask(typed)
        assert "answer-yes" in page
        assert "Сәуле Ахметова" in page
        assert "What this does not prove" in page


def test_a_number_that_is_not_there_is_a_clear_no(house):
    page = _ask("KZ-0000-0000")
    assert "answer-no" in page
    assert "What this does not prove" in page
    assert Client().post("/card/", {"number": ""}).status_code == 422


def test_a_revoked_card_shows_at_once(house):
    card = _enter(house)
    actions.revoke_card(card, actor=house[1])
    page = _ask(card.number)
    assert "answer-no" in page
    assert "revoked" in page
    with pytest.raises(Refused):
        actions.revoke_card(card, actor=house[1])
    assert queries.mediators_of(house[0].pk) == []


def test_a_card_past_its_term_is_not_in_force(house):
    card = _enter(house, expires=date(2024, 6, 1))
    assert "answer-no" in _ask(card.number)
    assert queries.mediators_of(house[0].pk) == []


def test_a_card_is_for_a_mediator_of_the_centre_once(house):
    with pytest.raises(Refused):
        _enter(house, person=cast.person("Чужой").pk)
    with pytest.raises(Refused):
        _enter(house, expires=date(2020, 1, 1))
    _enter(house)
    with pytest.raises(Refused):
        _enter(house)
    assert MediatorCard.objects.system().count() == 1


def test_those_who_speak_the_languages_come_first(house):
    at = house[0]
    _enter(house, languages=["kk"])
    other = cast.staff(at, "Екінші", CentreRole.MEDIATOR)
    assert queries.mediators_of(at.pk, ["kk", "ru"])[0].person == other.pk


def test_the_register_is_for_the_staff_of_the_centre(house):
    card = _enter(house)
    client = Client()
    client.force_login(house[3].account, backend=BACKEND)
    assert card.number in client.get("/register/").content.decode()
    other = cast.centre("other")
    stranger = cast.staff(other, "Чужой", CentreRole.COORDINATOR, email="x@other.example")
    with pytest.raises(NotFound):
        queries.register_of(cast.acting(stranger, "coordinator", other), house[0].pk)
    client.force_login(stranger.account, backend=BACKEND)
    assert card.number not in client.get("/register/").content.decode()
    assert client.get(f"/register/{card.pk}/revoke/").status_code == 404
    assert client.post(f"/register/{card.pk}/revoke/").status_code == 404


def test_a_mediator_is_entered_and_revoked_by_pages(house):
    client = Client()
    client.force_login(house[3].account, backend=BACKEND)
    said = {"person": str(house[2].pk), "kind": "public", "name_kk": "Сәуле", "certificate": "1", "languages": ["kk"]}
    wrong = client.post("/register/new/", {**said, "issued": ""})
    assert wrong.status_code == 422
    assert 'value="Сәуле"' in wrong.content.decode()
    assert client.post("/register/new/", {**said, "issued": "2025-01-02"}).status_code == 303
    card = MediatorCard.objects.system().get()
    assert client.get(f"/register/{card.pk}/revoke/").status_code == 200
    assert client.post(f"/register/{card.pk}/revoke/").status_code == 422
    gone = client.post(f"/register/{card.pk}/revoke/", {"reason": "own_wish", "decided": "2026-01-02"})
    assert gone.status_code == 303
    assert MediatorCard.objects.system().get().revoked


def test_the_list_costs_the_same_however_long(house, django_assert_max_num_queries):
    client = Client()
    client.force_login(house[3].account, backend=BACKEND)
    for n in range(8):
        cast.staff(house[0], f"Медиатор {n}", CentreRole.MEDIATOR)
    with django_assert_max_num_queries(9):
        client.get("/register/")
    with django_assert_max_num_queries(11):  # two of them for the texts that wait for the head
        client.get("/centre/")


def test_the_public_page_by_qr_is_never_kept_and_says_the_same_of_whatever_is_not_there(house):
    card = _enter(house, kind="public", certificate="", issued=None, register_number="15")
    client = Client(headers={"Accept-Language": "en"})
    page = client.get(f"/card/{card.number}/")
    assert "answer-yes" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    bodies = {
        client.get(f"/card/{number}/").content.decode().replace(number, "")
        for number in ("KZ-0000-0001", "KZ-0000-0002", "KZ-9999-9999")
    }
    assert len({_bare(body) for body in bodies}) == 1
    actions.revoke_card(card, actor=house[1], reason="own_wish", decided=date(2026, 11, 1))
    gone = client.get(f"/card/{card.number}/").content.decode()
    assert "answer-no" in gone and "At their own request" in gone


def _bare(body: str) -> str:
    import re

    return re.sub(r'value="[^"]*"|nonce="[^"]*"', "", body)


def test_the_card_on_paper_carries_the_qr_of_its_page(house):
    card = _enter(house)
    client = Client()
    client.force_login(house[3].account, backend=BACKEND)
    pdf = client.get(f"/register/{card.pk}/paper/")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    actions.revoke_card(card, actor=house[1])
    assert client.get(f"/register/{card.pk}/paper/").status_code == 404


def test_a_card_without_a_login_is_given_to_a_colleague_later(house):
    card = _enter(house, person=None, kind="public", certificate="", issued=None, register_number="15")
    assert queries.mediators_of(house[0].pk) == []
    actions.change_card(card, actor=house[1], person=house[2].pk)
    assert [one.person for one in queries.mediators_of(house[0].pk)] == [house[2].pk]
    with pytest.raises(Refused):
        actions.change_card(card, actor=house[1], term_from=date(2026, 1, 1), term_to=date(2025, 1, 1))
    actions.revoke_card(card, actor=house[1])
    with pytest.raises(Refused):
        actions.change_card(card, actor=house[1], spoken="күрдше")


def test_no_two_cards_of_a_long_list_get_one_number(monkeypatch):
    """Drawn blindly, two of a thousand would be alike once in twenty lists, and the list refused."""
    here = cast.two_sides().centre
    taken = register.new_card_number("kz")
    MediatorCard.objects.system().filter(centre=here).update(number=taken)
    drawn = iter([taken, "KZ-0000-0001", "KZ-0000-0001", "KZ-0000-0002", "KZ-0000-0003"])
    monkeypatch.setattr(register, "_drawn_number", lambda pack: next(drawn))
    assert sorted(register.new_card_numbers("kz", 3)) == ["KZ-0000-0001", "KZ-0000-0002", "KZ-0000-0003"]
