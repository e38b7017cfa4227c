"""The shell's promises: strict headers, the reader's language, clear refusals, a way out that leaves nothing."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from bitim.kernel.access import Actor, NotFound, Refused
from bitim.web import errors, middleware
from bitim.web.context import shell

pytestmark = pytest.mark.django_db


def refuse(request):
    raise Refused("The other side has not answered yet.", "Wait until Thursday.")


def hide(request):
    raise NotFound


def break_down(request):
    raise RuntimeError("inside words that no reader may see")


def take(request):
    return HttpResponse(request.POST.get("words", ""))


def addresses():
    from bitim.web import urls

    class Extended:
        urlpatterns = [
            path("refuse/", refuse),
            path("hide/", hide),
            path("break/", break_down),
            path("take/", take),
            *urls.urlpatterns,
        ]
        handler404 = "bitim.web.errors.not_found"
        handler500 = "bitim.web.errors.server_error"

    return Extended


@pytest.fixture
def house():
    with override_settings(ROOT_URLCONF=addresses()):
        yield Client(headers={"accept-language": "en"}, raise_request_exception=False)


def test_every_answer_carries_the_strict_headers(house):
    for address in ("/design/", "/page/", "/nothing-here/", "/refuse/", "/break/", "/healthz"):
        headers = house.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"


def test_language_comes_from_the_choice_then_the_browser(house):
    assert b'lang="en"' in house.get("/design/").content
    answer = house.post("/language/", {"language": "kk", "next": "/design/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/design/")
    answer = house.get("/design/")
    assert b'lang="kk"' in answer.content
    assert answer.headers["Content-Language"] == "kk"


def test_language_of_the_person_comes_before_the_browser(house):
    session = house.session
    session["language"] = "uz"
    session.save()
    assert b'lang="uz"' in house.get("/design/").content


def test_an_unknown_language_changes_nothing(house):
    house.post("/language/", {"language": "xx", "next": "/design/"})
    assert "bitim-language" not in house.cookies


@pytest.mark.parametrize(
    "wanted", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_a_switch_never_leads_to_another_house(house, wanted):
    assert house.post("/language/", {"language": "kk", "next": wanted}).headers["Location"] == "/"
    assert house.post("/theme/", {"theme": "dark", "next": wanted}).headers["Location"] == "/"


def test_theme_is_kept_and_given_back(house):
    house.post("/theme/", {"theme": "dark", "next": "/design/"})
    assert b'data-theme="dark"' in house.get("/design/").content
    house.post("/theme/", {"theme": "", "next": "/design/"})
    assert b"data-theme" not in house.get("/design/").content


def test_a_refusal_says_why_what_helps_and_the_way_back(house):
    answer = house.get("/refuse/", headers={"referer": "http://testserver/design/?secret=1"})
    assert answer.status_code == 409
    for words in ("has not answered yet", "Wait until Thursday", 'href="/design/"'):
        assert words in answer.text
    assert "secret" not in answer.text


def test_the_way_back_never_leads_to_another_house(house):
    answer = house.get("/refuse/", headers={"referer": "https://evil.example/trap/"})
    assert "trap" not in answer.text


def test_a_part_of_a_page_gets_a_part_as_refusal(house):
    answer = house.get("/refuse/", headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert "<html" not in answer.text
    assert "has not answered yet" in answer.text


def test_what_is_not_for_the_reader_looks_like_what_does_not_exist(house):
    hidden, missing = house.get("/hide/"), house.get("/nothing-here/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace("/hide/", "") == missing.text.replace("/nothing-here/", "") or (
        "nothing here for you" in hidden.text and "nothing here for you" in missing.text
    )


@pytest.mark.parametrize(
    ("role", "rail"), [("coordinator", True), ("interpreter", True), ("party", False), ("", False)]
)
def test_staff_keep_their_rail_where_nothing_is_and_nobody_else_sees_it(role, rail):
    request = RequestFactory().get("/nowhere/")
    request.actor = Actor(None, role)
    for answer in (errors.not_found(request), errors.refused(request, "Not now.")):
        assert ('class="rail"' in answer.content.decode()) == rail


def test_a_failure_tells_nothing_from_inside(house):
    answer = house.get("/break/")
    assert answer.status_code == 500
    assert "Something did not work on our side" in answer.text
    assert "inside words" not in answer.text


@pytest.mark.django_db(databases=[])
def test_the_page_for_a_failure_needs_nothing(monkeypatch):
    request = RequestFactory().get("/", headers={"accept-language": "ru"})
    assert errors.server_error(request).status_code == 500
    monkeypatch.setattr("django.template.loader.get_template", lambda name: 1 / 0)
    answer = errors.server_error(request)
    assert answer.status_code == 500
    assert "kept" in answer.text or "lost" in answer.text


@pytest.mark.parametrize("view", [errors.bad_request, errors.forbidden, errors.gone, errors.unavailable])
def test_error_pages_can_be_shown_before_any_middleware(view):
    answer = view(RequestFactory().get("/"))
    assert answer.status_code >= 400
    assert "<h1>" in answer.text


def test_too_many_and_too_large_say_how_much():
    request = RequestFactory().get("/")
    many = errors.too_many(request, minutes=5)
    assert many.headers["Retry-After"] == "300"
    assert "5" in many.text
    assert "25" in errors.too_large(request, limit_mb=25).text


def test_where_doing_it_once_more_helps_the_way_back_is_the_main_action():
    request = RequestFactory().get("/room/1/", headers={"referer": "http://testserver/room/1/"})
    for answer in (errors.too_large(request, 25), errors.too_many(request, 3), errors.bad_request(request)):
        assert '<a class="button main" href="/room/1/">' in answer.text
    assert 'href="/room/1/"' not in errors.not_found(request).text
    elsewhere = RequestFactory().get("/", headers={"referer": "http://elsewhere.example/room/1/"})
    assert "/room/1/" not in errors.too_large(elsewhere, 25).text


def test_the_context_needs_no_actor_and_no_request():
    assert shell(None)["languages"]
    given = shell(RequestFactory().get("/somewhere/"))
    assert given["here"] == "/somewhere/"
    assert given["actor"] is None


class TestOldForm:
    @pytest.fixture
    def strict(self, house):
        return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})

    def test_words_come_back_in_a_fresh_form_and_can_be_sent(self, strict):
        said = "We share the water by hours, <b>please</b>"
        answer = strict.post(
            "/take/", {"words": said, "csrfmiddlewaretoken": "old"}, headers={"sec-fetch-site": "same-origin"}
        )
        assert answer.status_code == 403
        assert "<b>please" not in answer.text
        assert "Send it now" in answer.text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text)
        again = strict.post("/take/", {"words": said, "csrfmiddlewaretoken": token[1]})
        assert again.text == said

    def test_what_the_form_itself_carries_is_sent_on_and_not_shown_as_words(self, strict):
        key = "pFFoq905RDgIgMgw92sMLco40zFDnH1g"
        sent = {"words": "We share the water by hours", "once": key}
        answer = strict.post("/take/", sent, headers={"sec-fetch-site": "same-origin"})
        assert f'name="once" value="{key}"' in answer.text
        assert answer.text.count(key) == 1
        assert answer.text.count("We share the water by hours") == 2

    def test_a_foreign_form_is_never_offered_again(self, strict):
        for site in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}):
            answer = strict.post("/take/", {"words": "send all my money to somebody"}, headers=site)
            assert answer.status_code == 403
            assert "money" not in answer.text
            assert "Send it now" not in answer.text

    def test_a_pin_is_not_written_into_the_page(self, strict):
        answer = strict.post(
            "/take/",
            {"words": "a long enough sentence", "new_pin": "482913"},
            headers={"sec-fetch-site": "same-origin"},
        )
        assert "482913" not in answer.text
        assert "Send it now" not in answer.text


class TestLeaving:
    def test_ends_the_session_and_clears_the_browser(self, house):
        session = house.session
        session["language"] = "kk"
        session.save()
        key = session.session_key
        answer = house.post("/leave/")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/page/")
        assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        assert not type(session)().exists(key)
        assert answer.cookies["bitim"].value == ""

    def test_needs_no_form_key(self, house):
        assert Client(enforce_csrf_checks=True).post("/leave/").status_code == 303

    def test_a_foreign_page_cannot_end_a_session(self, house):
        session = house.session
        session["language"] = "kk"
        session.save()
        answer = house.post("/leave/", headers={"sec-fetch-site": "cross-site"})
        assert "Clear-Site-Data" not in answer.headers
        assert type(session)().exists(session.session_key)

    def test_is_never_done_by_a_link(self, house):
        assert house.get("/leave/").status_code == 405

    def test_the_neutral_page_says_nothing_of_this_house(self, house):
        text = house.get("/page/").text.lower()
        for word in ("mediat", "медиа", "bitim.css", "mark.svg", "centre"):
            assert word not in text


def test_the_design_page_is_closed_on_a_real_server(house, settings):
    settings.MODE = "serve"
    assert house.get("/design/").status_code == 404


def test_the_policy_names_no_other_house():
    assert "http" not in middleware.CONTENT_POLICY
