"""The printed staff links: they open in a demo, for the person and role they name, and nowhere else."""

import importlib
import sys

import pytest
from django.test import Client

from bitim.demo import cast, doorways
from bitim.demo.doorways import Doorway

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(settings, tmp_path) -> str:
    settings.MODE, settings.DATA = "demo", tmp_path
    at = cast.centre()
    who = cast.staff(at, "Сәуле", "mediator", email="saule@a.example")
    made = Doorway("mediator", "saule", "", str(who.pk), "mediator", str(at.pk), "t" * 32)
    party = Doorway("party", "viktor", "j/x/", str(who.pk), "party")
    doorways.keep([party, made], tmp_path)
    return made.token


def test_a_link_brings_the_person_in_with_the_role_of_the_door(client: Client, token: str):
    answer = client.get(f"/demo/enter/{token}/")
    assert answer.status_code == 303
    page = client.get("/")
    assert page.wsgi_request.actor.role == "mediator"


@pytest.mark.parametrize("wrong", ["s" * 32, "t" * 31, "x"])
def test_another_token_brings_nobody_in(client: Client, token: str, wrong: str):
    assert client.get(f"/demo/enter/{wrong}/").status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("mode", ["serve", "test"])
def test_outside_a_demo_no_link_opens(client: Client, token: str, settings, mode: str):
    settings.MODE = mode
    assert client.get(f"/demo/enter/{token}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_under_serve_the_addresses_are_not_even_there(settings):
    settings.MODE = "serve"
    urls = importlib.import_module("bitim.web.urls")
    try:
        served = importlib.reload(urls)
        assert "demo" not in {getattr(one, "app_name", None) for one in served.urlpatterns}
    finally:
        settings.MODE = "test"
        importlib.reload(sys.modules["bitim.web.urls"])
