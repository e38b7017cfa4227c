"""A room as people use it: a phone and a desk, words that arrive by themselves, an item shown by permission, and the
joint room closing for everybody within five seconds of a withdrawn consent."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.arriving import comes_in
from tests.support.pages import good
from tests.support.patience import within
from tests.support.server import Served
from tests.support.visitors import Visitors

CASE = "pasture: meetings"
ANSWERS_LATE = """(late) => {
    const plain = window.fetch;
    window.fetch = async (...asked) => {
        const answer = await plain(...asked);
        if (asked[1]?.method === "POST") await new Promise((done) => setTimeout(done, late));
        return answer;
    };
}"""
LOSES_AN_ANSWER = """(late) => {
    const plain = window.fetch;
    window.answersLost = 0;
    window.fetch = async (...asked) => {
        const answer = await plain(...asked);
        if (asked[1]?.method !== "POST") return answer;
        window.fetch = plain;
        window.answersLost += 1;
        await new Promise((done) => setTimeout(done, late));
        throw new TypeError("the answer is lost");
    };
}"""


def rooms_of(page: Page) -> list[str]:
    """Return the addresses of the rooms on the page of a case."""
    found = page.locator("a[href^='/room/']").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    return list(dict.fromkeys(a.split("#")[0] for a in found if re.fullmatch(r"/room/[0-9a-f-]{36}/(#.*)?", a)))


def enter(page: Page, kind: str) -> None:
    """Go from the case to the joint room or the private one."""
    for address in rooms_of(page):
        page.goto(address)
        if page.locator(f"body.{kind}").count():
            return
    raise AssertionError(f"no {kind} room")


def good_room(page: Page) -> None:
    """All checks, with the words scrolled clear of the band, which lies over them as it should."""
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 4000})
    good(page)
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 740})
    page.reload()


def say(page: Page, words: str) -> None:
    page.locator("#id_words").fill(words)
    page.locator("form.composer button.main").click()
    expect(page.locator("#thread")).to_contain_text(words)
    expect(page.locator("#id_words")).to_have_value("")


def presses(page: Page, words: str) -> None:
    page.locator("#id_words").fill(words)
    page.locator("form.composer button.main").click()


def on_a_bad_line(visitor: Visitors, page: Page) -> None:
    """What was pressed goes by itself when the line is back, once; what was changed meanwhile waits for a press."""
    said, unsent = page.locator("#thread > li"), page.locator(".unsent")
    page.context.set_offline(True)
    presses(page, "Спасибо, это важно")
    expect(unsent).to_contain_text("сама пробует")
    expect(page.locator("#id_words")).to_have_value("Спасибо, это важно")
    good(page)
    visitor.picture(page, "unsent")
    page.set_viewport_size({"width": 360, "height": 740})
    visitor.picture(page, "unsent-phone")
    page.set_viewport_size({"width": 1280, "height": 740})
    page.context.set_offline(False)
    expect(said.filter(has_text="Спасибо, это важно")).to_have_count(1)
    expect(page.locator("#id_words")).to_have_value("")
    expect(unsent).to_have_count(0)

    # It arrives, and the answer is lost on the way, nor does a live line show it: asked again, it is not said twice.
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    page.evaluate(LOSES_AN_ANSWER, 0)
    presses(page, "И за воду спасибо")
    expect(unsent).to_contain_text("сама пробует")
    expect(page.locator("#id_words")).to_have_value("")
    assert page.evaluate("() => window.answersLost") == 1
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(said.filter(has_text="И за воду спасибо")).to_have_count(1)

    # The live line has shown it before its answer is lost: nothing is unsent, least of all what nobody has pressed.
    page.evaluate(LOSES_AN_ANSWER, 2000)
    presses(page, "И ещё за дорогу")
    expect(page.locator("#id_words")).to_have_value("")
    page.locator("#id_words").fill("Потом допишу")
    page.wait_for_function("() => window.answersLost === 1")
    page.wait_for_timeout(2500)
    expect(unsent).to_have_count(0)
    expect(page.locator("#id_words")).to_have_value("Потом допишу")
    expect(said.filter(has_text="И ещё за дорогу")).to_have_count(1)

    # Changed meanwhile: it waits for the button.
    page.context.set_offline(True)
    presses(page, "До завтра")
    expect(unsent).to_contain_text("сама пробует")
    page.locator("#id_words").fill("До завтра, соседи")
    expect(unsent).to_contain_text("нажмите кнопку снова")
    page.context.set_offline(False)
    page.wait_for_timeout(1500)
    expect(page.locator("#id_words")).to_have_value("До завтра, соседи")
    page.locator("form.composer button.main").click()
    expect(page.locator("#id_words")).to_have_value("")
    expect(said.filter(has_text="До завтра")).to_have_count(1)


def while_it_is_on_its_way(page: Page) -> None:
    """What is typed before the answer to a press has come is not erased by it, and its own press is kept."""
    said, typed = page.locator("#thread > li"), page.locator("#id_words")
    page.evaluate(ANSWERS_LATE, 2500)
    presses(page, "Да")
    expect(said.last).to_contain_text("Да")  # by the live line, long before the answer
    expect(typed).to_have_value("")
    presses(page, "Да, и ещё")
    expect(said.filter(has_text="Да, и ещё")).to_have_count(0)
    expect(typed).to_have_js_property("readOnly", True)  # what was pressed goes as it was
    expect(said.last).to_contain_text("Да, и ещё")
    expect(typed).to_have_js_property("readOnly", False)
    typed.fill("Потом допишу")  # while the second answer is on its way
    page.wait_for_timeout(3500)
    expect(typed).to_have_value("Потом допишу")
    presses(page, "Да, и ещё")  # the same words once more are another message
    expect(said.filter(has_text="Да, и ещё")).to_have_count(2)


def goes_on_after_silence(page: Page, other: Page) -> None:
    """A line that falls silent without a word, not even a beat of the house, is opened anew by the page."""
    page.clock.install()
    with page.expect_response("**/live/**"):
        page.reload()
    page.wait_for_timeout(500)
    with page.expect_request("**/live/**") as asked:
        page.clock.fast_forward("02:10")
    assert asked.value.resource_type == "eventsource"
    say(other, "Слышно ли меня?")
    expect(page.locator("#thread > li").last).to_contain_text("Слышно ли меня?")


def behind_a_broken_proxy(page: Page) -> Page:
    """A second window of the same reader, for whom the house is being started anew, and words that were not sent."""
    second = page.context.new_page()
    second.goto(page.url)
    second.locator("#id_words").fill("Не потерять")
    second.route(page.url.partition("#")[0], lambda asked: asked.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    return second


def asks_again(page: Page) -> None:
    """A proxy's page takes nothing from the screen; when the house answers again, its answer counts."""
    expect(page.locator("#line-state")).to_contain_text("Связь")
    expect(page.locator("#id_words")).to_have_value("Не потерять")
    page.unroute_all()
    expect(page.locator("#thread")).to_have_count(0)
    assert "Қайырлы күн" not in page.content()


@pytest.mark.slow
def test_two_people_talk_show_and_stop(own_demo: Served, visitor):
    visitor.expects("404")  # the room that closes under its reader
    visitor.expects("502")  # the proxy whose house is being started anew
    visitor.expects("ERR_INTERNET_DISCONNECTED")  # the line that is cut on purpose
    aigerim = comes_in(visitor, own_demo, "Айгерім", CASE, "kk", 360)
    case = aigerim.url
    viktor = comes_in(visitor, own_demo, "Виктор", CASE, "ru", 1280)
    enter(viktor, "joint")
    good_room(viktor)
    visitor.picture(viktor, "joint")

    enter(aigerim, "caucus")
    good_room(aigerim)
    visitor.picture(aigerim, "caucus")
    assert "Сәуле" in aigerim.locator(".band").inner_text()
    say(aigerim, "Түнгі суды бере аламыз")
    private = aigerim.url

    aigerim.goto(case)
    enter(aigerim, "joint")
    say(aigerim, "Қайырлы күн")
    # It came by itself; what was said alone did not.
    expect(viktor.locator("#thread > li").last).to_contain_text("Қайырлы күн")
    expect(viktor.locator("#thread > li").last).to_be_in_viewport()
    assert "Түнгі суды" not in viktor.content()

    goes_on_after_silence(viktor, aigerim)

    # A page laid aside hangs up; looked at again, it catches up from the last it heard.
    viktor.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    say(aigerim, "Бұлақ туралы айтайық")
    viktor.wait_for_timeout(1500)
    assert "Бұлақ туралы" not in viktor.content()
    viktor.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(viktor.locator("#thread > li").filter(has_text="Бұлақ туралы айтайық")).to_have_count(1)

    aigerim.goto(private)
    mine = aigerim.locator("#thread > li").filter(has_text="Түнгі суды бере аламыз")
    mine.locator("a[href$='/show/']").click()
    good(aigerim)
    visitor.picture(aigerim, "show")
    assert "Виктор" in aigerim.locator("main").inner_text()
    aigerim.locator("button.main").click()
    expect(viktor.locator("#thread")).to_contain_text("Түнгі суды бере аламыз")
    visitor.picture(viktor, "shown")

    while_it_is_on_its_way(viktor)
    viktor.reload()
    on_a_bad_line(visitor, viktor)

    behind = behind_a_broken_proxy(viktor)
    aigerim.goto(case + "consent/")
    aigerim.locator("a[href$='/withdraw/']").click()
    aigerim.locator("main form[method=post] button").first.click()
    expect(viktor.locator("#thread")).to_have_count(0, timeout=within(5_000))
    assert "Қайырлы күн" not in viktor.content()
    asks_again(behind)
