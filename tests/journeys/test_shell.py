"""The shell in a real browser: its own policy, a language without scripts, words kept, a fast way out."""

import pytest
from tests.support.pages import good

PAGES = ("components", "party", "joint", "caucus", "staff", "public")


@pytest.mark.parametrize("page", PAGES)
def test_sample_pages_are_good_in_both_themes(visitor, live_server, page):
    for dark in (False, True):
        person = visitor(at=live_server.url, dark=dark)
        person.goto(f"/design/{page}/")
        good(person)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_language_is_switched_and_is_not_in_the_address(visitor, live_server, scripts):
    person = visitor(at=live_server.url, javascript=scripts)
    person.goto("/design/party/")
    person.locator(".menu > summary").first.click()
    person.get_by_role("button", name="Oʻzbekcha").click()
    person.wait_for_url("**/design/party/")
    assert person.locator("html").get_attribute("lang") == "uz"


def test_without_scripts_leaving_works_too(visitor, live_server):
    person = visitor(at=live_server.url, javascript=False)
    person.goto("/design/party/")
    person.locator("form[data-exit] button").click()
    person.wait_for_url("**/page/")


@pytest.mark.parametrize("way", ["button", "escape twice"])
def test_leaving_fast_clears_and_back_does_not_return(visitor, live_server, way):
    person = visitor(at=live_server.url)
    person.goto("/page/")
    person.goto("/design/party/")
    if way == "button":
        person.locator("form[data-exit] button").click()
    else:
        person.keyboard.press("Escape")
        person.keyboard.press("Escape")
    person.wait_for_url("**/page/")
    assert person.context.cookies() == []
    person.go_back()
    assert person.url.endswith("/page/")


def test_one_escape_does_not_leave(visitor, live_server):
    person = visitor(at=live_server.url)
    person.goto("/design/party/")
    person.keyboard.press("Escape")
    person.wait_for_timeout(1200)
    person.keyboard.press("Escape")
    person.wait_for_timeout(600)
    assert "/design/party/" in person.url


def test_words_stay_when_the_line_breaks(visitor, live_server):
    visitor.expects("ERR_FAILED")
    person = visitor(at=live_server.url)
    person.goto("/design/joint/")
    person.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    person.locator("textarea").fill("Түнгі су бізге керек")
    send = person.locator(".composer .main")
    send.click()
    person.locator(".unsent").wait_for()
    assert person.locator("textarea").input_value() == "Түнгі су бізге керек"
    assert send.get_attribute("aria-disabled") is None


def test_a_second_press_sends_nothing(visitor, live_server):
    visitor.expects("ERR_FAILED")
    person = visitor(at=live_server.url)
    person.goto("/design/joint/")
    sent = []

    def wait(route):
        if route.request.method != "POST":
            return route.continue_()
        sent.append(route)
        return None

    person.route("**/*", wait)
    person.locator("textarea").fill("Бір рет")
    with person.expect_request(lambda request: request.method == "POST"):
        for _ in range(3):
            person.locator(".composer .main").dispatch_event("click")
    person.wait_for_timeout(300)
    assert len(sent) == 1
    sent[0].abort()


def test_a_voice_note_lands_in_the_file_field(visitor, live_server):
    person = visitor(at=live_server.url)
    person.context.grant_permissions(["microphone"])
    person.goto("/design/")
    person.locator("[data-voice-start]").click()
    person.locator("[data-voice-stop]").wait_for()
    person.wait_for_timeout(500)
    person.locator("[data-voice-stop]").click()
    person.locator("[data-voice-clear]").wait_for()
    assert person.evaluate("document.querySelector('#note').files[0].size") > 0
    person.locator("[data-voice-clear]").click()
    assert person.evaluate("document.querySelector('#note').files.length") == 0
