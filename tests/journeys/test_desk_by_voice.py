"""The mediator's desk of a meeting by voice, live: who waits asks for a word, the mediator answers in their language,
locks a room, corrects a name. Pages follow by themselves, and what is being written stays."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.test_voice_rooms import case_of, everybody_comes, lets, speaks
from tests.support.pages import good
from tests.support.server import Served
from tests.support.visitors import Visitors

pytestmark = pytest.mark.whole_browser


def opens(page: Page, selector: str) -> None:
    """Open what is folded away."""
    page.locator(f"{selector} > summary").first.click()


def about(desk: Page, name: str) -> str:
    """Open what stands behind a person's name at the desk; return the id of it."""
    folded = desk.locator("#call-desk details[id^=guest-]", has_text=name)
    folded.locator("summary").click()
    return str(folded.get_attribute("id"))


def asks_and_is_told(visitor: Visitors, saule: Page, aigerim: Page, viktor: Page) -> None:
    # Who waits asks; the desk says who and since when; the other side's page says nothing.
    aigerim.locator("#call-mine button[value=word]").click()
    asked = saule.locator("#desk-knocks")
    expect(asked).to_contain_text("Айгерім")
    expect(aigerim.locator("#call-mine")).to_contain_text(re.compile(r"\d\d:\d\d"))
    assert "Айгерім" not in viktor.locator("main").inner_text()

    # What is being written stays while the desk follows.
    opens(saule, "#desk-say")
    saule.locator("#say-words").fill("half a")
    saule.locator("#say-words").evaluate("one => one.setSelectionRange(1, 4)")
    viktor.locator("#call-mine button[value=word]").click()
    expect(asked).to_contain_text("Виктор")
    marked = saule.locator("#say-words").evaluate("one => [one.selectionStart, one.selectionEnd]")
    assert marked == [1, 4], "whoever types goes on where they were"
    expect(saule.locator("#say-words")).to_have_value("half a")
    expect(saule.locator("#desk-say")).to_have_attribute("open", "")
    for page, name in ((saule, "desk-asked"), (aigerim, "waiting-asked"), (viktor, "waiting-asked-ru")):
        good(page)
        visitor.picture(page, name)

    # A ready sentence is read by everybody in their own language.
    saule.locator("#say-words").fill("")
    saule.locator("#say-ready").select_option("minutes_10")
    saule.locator("#desk-say button").click()
    expect(aigerim.locator("#call-mine")).to_contain_text("10 минуттан кейін")
    expect(viktor.locator("#call-mine")).to_contain_text("через 10 минут")
    asked.get_by_role("button").first.click()
    expect(aigerim.locator("#call-mine button[value=word]")).to_be_visible()
    visitor.picture(aigerim, "waiting-told")


def locks(visitor: Visitors, saule: Page, aigerim: Page, viktor: Page) -> None:
    # A name is corrected for this meeting, a locked room lets nobody in and says why.
    lets(saule, "Сәуле Ахметова", "Everyone at the table")
    lets(saule, "Айгерім Оспанова", "Everyone at the table")
    expect(aigerim.locator("#call-place")).to_have_attribute("data-room", "joint")
    folded = about(saule, "Айгерім Оспанова")
    saule.locator(f"#{folded} input[name=name]").fill("Айгерім апай")
    saule.locator(f"#{folded} form", has=saule.locator("input[name=name]")).get_by_role("button").click()
    expect(saule.locator("#call-people")).to_contain_text("Айгерім апай")
    joint = saule.locator("#call-desk details[id^=room-]").first
    joint.locator("> summary").click()
    joint.locator("button[name=locked]").click()
    expect(aigerim.locator("#call-mine .icon-lock")).to_be_visible()
    visitor.expects("409")
    lets(saule, "Виктор Ким", "Everyone at the table")
    expect(saule.locator("#call-refused")).to_contain_text("locked")
    expect(viktor.locator("#call-place")).to_have_attribute("data-room", "")
    joint.locator("select").select_option("10")
    joint.locator("button", has_text="Set the time").click()
    expect(aigerim.locator("#call-mine [data-digits]")).to_have_text(re.compile(r"^(9:[0-5]\d|10:00)$"))
    expect(viktor.locator("[data-digits]")).to_have_count(0)
    for page, name in ((saule, "desk-locked"), (aigerim, "table-locked")):
        good(page)
        visitor.picture(page, name)
    joint.locator("button[name=locked][value='0']").click()
    expect(aigerim.locator("#call-mine .icon-lock")).to_have_count(0)


def turns(saule: Page, aigerim: Page, viktor: Page) -> None:
    """Viktor comes to the table too, raises a hand and is given the word; the mediator sees how long he speaks."""
    saule.get_by_role("button", name="Everyone to the table").click()
    expect(viktor.locator("#call-place")).to_have_attribute("data-room", "joint")
    viktor.locator("#call-mine button[name=up]").click()
    expect(aigerim.locator("#call-people")).to_contain_text("сөйлегісі келеді")
    saule.locator("#call-desk ol button").click()
    expect(viktor.locator("#call-mine")).to_contain_text("слово у вас")
    expect(aigerim.locator("#call-people")).to_contain_text("сөз кезегі")
    joint = saule.locator("#call-desk details[id^=room-]").first
    if joint.get_attribute("open") is None:
        joint.locator("> summary").click()
    joint.locator("details[id^=balance-] > summary").click()
    joint.locator("button[name=on]").click()
    expect(viktor.locator("#call-mine .icon-eye")).to_be_visible()
    speaks(viktor)
    expect(joint.locator("tbody")).to_contain_text("Виктор", timeout=60_000)


def is_readable(visitor: Visitors, saule: Page) -> None:
    """Kazakh and Russian, a telephone and a desk, light and dark; the desk without a script."""
    address, cookies = saule.url, saule.context.cookies()
    for language, width, dark, script in (
        ("kk", 360, True, True),
        ("ru", 360, False, True),
        ("kk", 1280, False, True),
        ("ru", 1280, True, False),
    ):
        page = visitor(at=address.split("/room/")[0], language=language, width=width, dark=dark, javascript=script)
        page.context.add_cookies([one for one in cookies if one["name"] != "bitim-language"])
        page.goto(address)
        for folded in page.locator("#call-desk summary").all():
            if folded.is_visible():
                folded.click()
        if script:
            good(page)
        visitor.picture(page, f"desk-{language}-{'dark' if dark else 'light'}{'' if script else '-plain'}")
        page.context.close()


def namesakes(visitor: Visitors, saule: Page, aigerim: Page) -> None:
    """Two of one name are told apart by role and side, each name in a line of its own direction."""
    folded = about(saule, "Виктор Ким")
    saule.locator(f"#{folded} input[name=name]").fill("Айгерім АПАЙ")
    saule.locator(f"#{folded} form", has=saule.locator("input[name=name]")).get_by_role("button").click()
    for page in (saule, aigerim):
        said = re.compile(r"\u2068Айгерім АПАЙ\u2069 \([^()]+, \u2068.+\u2069\)")
        expect(page.locator("#call-who")).to_have_text(said)
        expect(page.locator("#call-people li:has(bdi) small").first).not_to_be_empty()
    visitor.picture(aigerim, "namesakes")


PIN = "5937"


def goes_in(page: Page) -> None:
    page.locator("[data-begin=mic]").click()
    expect(page.locator("#call-place")).to_have_attribute("data-room", "joint")


def listens_and_is_locked(saule: Page, aigerim: Page, visitor: Visitors) -> None:
    """Whoever only listens is asked in time; when their computer locks, they are told why, and the others see it."""
    other = saule.context.new_page()
    other.goto("/staff/lock-pin/")
    for field in ("pin", "again"):
        other.locator(f"main input[name={field}]").fill(PIN)
    other.locator("main button.main").click()
    other.wait_for_url("**/staff/me/")
    saule.clock.install()
    saule.reload()
    goes_in(saule)
    saule.clock.fast_forward("09:10")
    still = saule.locator("#call-still")
    expect(still).to_be_visible()
    good(saule)
    visitor.picture(saule, "still-here")
    with saule.expect_response("**/staff/here/") as told:
        saule.locator("#call-here").click()
    assert told.value.status == 204
    expect(still).to_be_hidden()
    expect(saule.locator("#call-place")).to_have_attribute("data-room", "joint")
    expect(aigerim.locator("#call-people")).not_to_contain_text("байланыс жоқ")

    visitor.expects("403")  # what a page says to a sign-in that is locked
    other.locator("form[action='/staff/lock/'] button").last.click()
    cover = saule.locator(".lock-cover")
    expect(cover).to_contain_text("your voice ended with the lock")
    expect(aigerim.locator("#call-people li", has_text="Сәуле")).to_contain_text("қазір байланыс жоқ")
    visitor.picture(saule, "locked-in-a-meeting")
    visitor.picture(aigerim, "without-a-line")
    cover.locator("input[type=password]").fill(PIN)
    cover.locator("button.main").click()
    expect(cover).to_have_count(0)
    expect(saule.locator("#call-room")).to_contain_text("This computer was locked")
    good(saule)
    visitor.picture(saule, "why-the-voice-ended")
    saule.locator("#call-back").click()
    goes_in(saule)
    expect(aigerim.locator("#call-people")).not_to_contain_text("байланыс жоқ")
    other.close()


@pytest.mark.slow
def test_the_desk_and_the_pages_of_the_sides_follow_each_other(own_demo: Served, visitor):
    people = saule, aigerim, viktor = everybody_comes(own_demo, visitor)
    asks_and_is_told(visitor, *people)
    locks(visitor, *people)
    turns(*people)
    saule.locator("#desk-times > summary").click()
    saule.locator("#desk-phones > summary").click()
    expect(saule.locator("#desk-phones")).to_contain_text("+7")
    for page, name in ((saule, "desk-turns"), (aigerim, "table-turns"), (viktor, "table-word")):
        good(page)
        visitor.picture(page, name)
    for page in (aigerim, viktor):
        assert "+7 70" not in page.locator("main").inner_text()
    is_readable(visitor, saule)
    namesakes(visitor, saule, aigerim)
    listens_and_is_locked(saule, aigerim, visitor)
    # The meeting ends: nothing of it is shown any more.
    saule.goto(f"/room/meetings/{case_of(aigerim)}/")
    saule.locator("button[value=end]").click()
    expect(viktor.locator("#call-tools")).to_be_hidden()
