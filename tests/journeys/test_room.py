"""A room as people use it: a phone and a desk, words that arrive by themselves, an item shown by permission, and the
joint room closing for everybody within five seconds of a withdrawn consent."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.arriving import comes_in
from tests.support.pages import good
from tests.support.patience import within
from tests.support.server import Served

CASE = "pasture: meetings"


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


@pytest.mark.slow
def test_two_people_talk_show_and_stop(own_demo: Served, visitor):
    visitor.expects("404")  # the room that closes under its reader
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

    viktor.context.set_offline(True)
    viktor.locator("#id_words").fill("Спасибо, это важно")
    viktor.locator("form.composer button.main").click()
    expect(viktor.locator(".unsent")).to_be_visible()
    expect(viktor.locator("#id_words")).to_have_value("Спасибо, это важно")
    viktor.context.set_offline(False)
    viktor.locator("form.composer button.main").click()
    expect(viktor.locator("#thread > li").filter(has_text="Спасибо, это важно")).to_have_count(1)

    aigerim.goto(case + "consent/")
    aigerim.locator("a[href$='/withdraw/']").click()
    aigerim.locator("main form[method=post] button").first.click()
    expect(viktor.locator("#thread")).to_have_count(0, timeout=within(5_000))
    assert "Қайырлы күн" not in viktor.content()
