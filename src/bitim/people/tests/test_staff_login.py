"""How staff sign in: by a code from the mail, with a second step where the centre asks for it."""

import base64
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client

from bitim.demo import cast
from bitim.people.models import Account, CentreRole
from bitim.people.session_store import SessionStore, row_key

pytestmark = pytest.mark.django_db
SAULE = "saule@centre.example"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def saule():
    return cast.staff(cast.centre(), "Сәуле Ахметова", CentreRole.MEDIATOR, email=SAULE)


def _code() -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8})?)\s*$", mail.outbox[-1].body, re.M)
    assert found, mail.outbox[-1].body
    return found[1]


def sign_in(client: Client, email: str = SAULE):
    answer = client.post("/staff/login/", {"login": email})
    assert (answer.status_code, answer["Location"]) == (302, "/staff/login/code/confirm/")
    return client.post("/staff/login/code/confirm/", {"code": _code()})


def test_staff_sign_in_by_a_code_from_the_mail(saule, client):
    assert sign_in(client).status_code == 302
    page = client.get("/staff/me/")
    assert "Сәуле Ахметова" in page.content.decode()
    assert client.session["language"] == "ru"


def test_the_mail_names_neither_the_house_nor_the_matter(saule, client):
    sign_in(client)
    words = (mail.outbox[0].subject + mail.outbox[0].body).casefold()
    for telling in ("bitim", "mediat", "медиа", "testserver", "example.com"):
        assert telling not in words


def test_a_wrong_code_is_explained_and_lets_nobody_in(saule, client):
    client.post("/staff/login/", {"login": SAULE})
    answer = client.post("/staff/login/code/confirm/", {"code": "AAAA-BBBB"})
    assert answer.status_code == 200
    assert client.get("/staff/me/").status_code == 404


def test_an_unknown_address_gets_the_same_pages(saule):
    pages = []
    for email in (SAULE, "nobody@centre.example"):
        client = Client()
        first = client.post("/staff/login/", {"login": email})
        second = client.get(first["Location"])
        body = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", second.content.decode()).replace(email, "")
        pages.append((first.status_code, first["Location"], second.status_code, body))
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 2
    assert mail.outbox[0].subject == mail.outbox[1].subject


def test_a_stopped_account_does_not_come_in(saule, client):
    Account.objects.filter(email=SAULE).update(is_active=False)
    client.post("/staff/login/", {"login": SAULE})
    if len(mail.outbox) and re.search(r"[A-Z0-9]{4}", mail.outbox[-1].body):
        assert client.get("/staff/me/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/staff/signup/",
        "/staff/password/reset/",
        "/staff/password/change/",
        "/staff/password/set/",
        "/staff/email/",
        "/staff/confirm-email/",
        "/staff/confirm-email/abc/",
        "/staff/reauthenticate/",
    ],
)
def test_what_the_house_does_not_offer_is_not_there(client, path, saule):
    assert client.get(path).status_code == 404
    assert client.post(path, {"email": "me@example.org"}).status_code == 404
    sign_in(client)
    assert client.get(path).status_code == 404
    assert Account.objects.count() == 1


@pytest.mark.parametrize("path", ["/staff/login/", "/staff/login/code/", "/staff/mfa/webauthn/login/"])
def test_entrances_are_pages_of_ours(client, saule, path):
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    assert "bitim.css" in answer.content.decode()


def _now_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def _set_up_app(client: Client) -> str:
    page = client.get("/staff/mfa/totp/activate/")
    shown = re.search(r'id="key">([^<]+)<', page.content.decode())
    secret = re.sub(r"[^A-Z2-7]", "", shown[1])
    assert client.post("/staff/mfa/totp/activate/", {"code": _now_code(secret)}).status_code == 302
    return secret


def test_every_page_of_the_second_step_is_ours_and_without_inline_script(saule, client):
    sign_in(client)
    paths = ["/staff/mfa/", "/staff/mfa/totp/activate/", "/staff/mfa/webauthn/", "/staff/mfa/webauthn/add/"]
    pages = [client.get(path) for path in paths]
    _set_up_app(client)
    later = [
        "/staff/mfa/",
        "/staff/mfa/recovery-codes/",
        "/staff/mfa/recovery-codes/generate/",
        "/staff/mfa/totp/deactivate/",
        "/staff/logout/",
        "/staff/mfa/reauthenticate/",
    ]
    pages += [client.get(path) for path in later]
    for page in pages:
        assert page.status_code == 200, page.request["PATH_INFO"]
        words = page.content.decode()
        assert "bitim.css" in words
        for script in re.findall(r"<script[^>]*>", words):
            assert "src=" in script or 'type="application/json"' in script


def test_an_authenticator_app_is_asked_for_and_its_secret_is_sealed(saule, client):
    sign_in(client)
    secret = _set_up_app(client)
    kept = repr(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    client.post("/staff/logout/")
    cache.clear()
    assert sign_in(client)["Location"] == "/staff/mfa/authenticate/"
    assert client.get("/staff/me/").status_code == 404
    assert client.post("/staff/mfa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/staff/me/").status_code == 404
    authenticator = Authenticator.objects.get(type="totp")
    assert TOTP(authenticator)
    cache.clear()
    assert client.post("/staff/mfa/authenticate/", {"code": _now_code(secret)}).status_code == 302
    assert client.get("/staff/me/").status_code == 200


def test_where_the_centre_asks_for_it_staff_set_up_a_second_step_first(saule, client, settings):
    settings.MFA_REQUIRED_FOR_STAFF = True
    sign_in(client)
    for path in ("/staff/me/", "/register/", "/", "/centre/"):
        assert client.get(path)["Location"] == "/staff/mfa/"
    assert client.get("/staff/mfa/").status_code == 200
    _set_up_app(client)
    assert client.get("/staff/me/").status_code == 200


def test_how_one_signs_in_is_changed_only_right_after_signing_in(saule, client, settings):
    sign_in(client)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session["proved"] -= 3600
    session.save()
    answer = client.get("/staff/mfa/totp/activate/")
    assert answer["Location"].startswith("/staff/again/")
    assert client.get(answer["Location"]).status_code == 200


def test_too_many_login_codes_are_not_sent(saule, client):
    for _ in range(12):
        client.post("/staff/login/", {"login": SAULE})
    assert len(mail.outbox) < 10


def test_the_mailed_code_and_the_key_of_the_session_are_in_no_column(saule, client):
    client.post("/staff/login/", {"login": SAULE})
    whole = repr(
        [(row.session_key, row.session_data, base64.b64decode(row.session_data)) for row in Session.objects.all()]
    )
    assert len(Session.objects.all()) == 1
    for secret in (_code(), _code().replace("-", ""), client.session.session_key, SAULE):
        assert secret not in whole
    assert sign_in(client).status_code == 302


def test_a_session_moved_to_another_row_does_not_open(saule, client):
    sign_in(client)
    mine, stranger = Session.objects.get(), Client()
    stranger.get("/staff/login/")
    forged = SessionStore()
    forged.create()
    Session.objects.filter(session_key=row_key(forged.session_key)).update(session_data=mine.session_data)
    assert SessionStore(forged.session_key).load() == {}
    assert SessionStore(mine.session_key).load() == {}
