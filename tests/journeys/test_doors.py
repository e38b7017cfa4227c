"""Coming in: a party by a code on a phone, a colleague by a mail code and then by a passkey alone."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from tests.support.pages import good

from bitim.demo import cast
from bitim.kernel import doors, ids
from bitim.people.models import CentreRole

PHONE = "+7 701 555 04 17"


@pytest.fixture
def door(transactional_db):
    cast.centre()
    person = cast.person("Айгерім", "kk", phone=PHONE)
    return doors.make_door(person.pk, uuid4(), "case", second=PHONE, second_kind=doors.PHONE4)


@pytest.fixture
def saule(transactional_db):
    cache.clear()
    return cast.staff(cast.centre(), "Сәуле Ахметова", CentreRole.MEDIATOR, "kk", email="saule@centre.example")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_party_comes_in_by_a_dictated_code_and_finds_the_way_back(visitor, live_server, door, scripts):
    visitor.expects("422")
    visitor.expects("404")
    code = doors.issue(door, doors.CODE, days=10)
    page = visitor(at=live_server.url, language="kk", width=360, javascript=scripts)
    page.goto("/code/")
    look = good if scripts else (lambda _page: None)
    look(page)
    visitor.picture(page, "code")
    page.locator("#id_code").fill(f" {code[:3]} {code[3:7]}-{code[7:]} ")
    page.locator("#id_answer").fill("9999")
    page.locator("button.main").click()
    page.locator(".summary-wrong").wait_for()
    look(page)
    visitor.picture(page, "shut")
    assert ids.read_code(page.locator("#id_code").input_value()) == code
    assert page.locator("#id_answer").input_value() == ""
    page.locator("#id_answer").fill("0417")
    page.locator("button.main").click()
    page.wait_for_url("**/code/pin/")
    look(page)
    visitor.picture(page, "pin")
    page.locator("#id_pin").fill("5081")
    page.locator("#id_again").fill("5081")
    page.locator("button.main").click()
    shown = page.locator(".code-shown").inner_text()
    look(page)
    visitor.picture(page, "way-back")
    other = visitor(at=live_server.url, language="ru", width=1280, javascript=scripts)
    other.goto("/code/")
    other.locator("#id_code").fill(shown)
    other.locator("#id_answer").fill("5081")
    other.locator("button.main").click()
    other.wait_for_url(f"**/case/{door.subject}/")


def test_a_link_shows_a_neutral_door(visitor, live_server, door):
    link = doors.issue(door, doors.LINK, days=10)
    for language, width, dark in (("kk", 360, False), ("ru", 1280, True)):
        page = visitor(at=live_server.url, language=language, width=width, dark=dark)
        page.goto(f"/j/{link}/")
        good(page)
        visitor.picture(page, f"link-{language}-{width}")
        assert "Достық" not in page.content()


def test_a_colleague_adds_a_passkey_and_then_signs_in_with_it_alone(visitor, live_server, saule):
    visitor.expects("404")
    page = visitor(at=live_server.url, language="ru", width=1280)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    page.goto("/staff/login/")
    good(page)
    visitor.picture(page, "login")
    page.locator("#id_login").fill("saule@centre.example")
    page.locator("button.main").click()
    page.wait_for_url("**/staff/login/code/confirm/")
    good(page)
    visitor.picture(page, "confirm")
    code = re.search(r"^\s*([A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8})?)\s*$", mail.outbox[-1].body, re.M)[1]
    page.locator("#id_code").fill(code)
    page.locator("button.main").click()
    page.wait_for_url("**/today/")
    for path in (
        "/staff/me/",
        "/staff/mfa/",
        "/staff/mfa/totp/activate/",
        "/staff/mfa/webauthn/",
        "/centre/",
        "/register/",
    ):
        page.goto(path)
        good(page)
        visitor.picture(page, path.strip("/").replace("/", "-"))
    page.goto("/staff/mfa/webauthn/add/")
    good(page)
    visitor.picture(page, "passkey-new")
    page.locator("[data-press]").click()
    page.wait_for_url("**/staff/mfa/recovery-codes/")
    good(page)
    visitor.picture(page, "spare-codes")
    page.goto("/staff/me/")
    page.locator("form[action='/staff/logout/'] button").click()
    page.wait_for_url(f"{live_server.url}/")
    page.goto("/staff/me/")
    assert "Сәуле" not in page.content()
    page.goto("/staff/login/")
    page.locator("[data-press]").click()
    page.wait_for_url("**/today/")
    page.goto("/staff/me/")
    assert "Сәуле Ахметова" in page.content()


def test_public_pages_of_people_are_good(visitor, live_server, saule):
    for language, width, dark in (("kk", 360, False), ("en", 1280, True)):
        page = visitor(at=live_server.url, language=language, width=width, dark=dark)
        for path in ("/card/", "/code/lost/"):
            page.goto(path)
            good(page)
            visitor.picture(page, f"{path.strip('/').replace('/', '-')}-{language}")
        page.goto("/card/")
        page.locator("#id_number").fill(saule.card.number)
        page.locator("button.main").click()
        page.locator(".answer-yes").wait_for()
        good(page)
        visitor.picture(page, f"card-yes-{language}")
