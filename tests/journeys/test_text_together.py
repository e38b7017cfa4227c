"""Two people at one text: each hears at once that the other changed it, sees it when they ask, and loses no word."""

import pytest
from playwright.sync_api import Page, expect
from tests.support import main_job
from tests.support.arriving import comes_in
from tests.support.office import go, paths, press
from tests.support.pages import good
from tests.support.patience import within
from tests.support.server import Served

CASE = "A stall at the market: drafting"
AT_ONCE = 1_000  # milliseconds from when the other's page has come back


def text_of(page: Page) -> str:
    """Return the address of the settlement's text, from the page of the case."""
    go(page, next(one for one in paths(page, "/text/") if one.count("/") == 3))
    return page.url


def remark(page: Page, clause: str):
    return page.locator(f"#{clause} form[action$='/remark/']")


@pytest.mark.slow
def test_a_change_is_told_at_once_and_shown_when_asked(own_demo: Served, visitor):
    oleg = comes_in(visitor, own_demo, "Олег", CASE, "ru", 1280)
    gulmira = comes_in(visitor, own_demo, "Гүлмира", CASE, "ky", 360)
    case = oleg.url
    text = text_of(oleg)
    text_of(gulmira)
    clause = gulmira.locator("article.clause").first.get_attribute("id")
    gulmira.locator(f"#{clause} details summary").click()
    remark(gulmira, clause).locator("textarea").fill("Он күн эмес, он беш күн")

    oleg.locator(f"#{clause} details summary").click()
    remark(oleg, clause).locator("textarea").fill("Согласны на пятнадцать дней")
    with oleg.expect_navigation():
        remark(oleg, clause).locator("button").click()
    told = gulmira.locator("#changed a")
    expect(told).to_be_visible(timeout=within(AT_ONCE))
    expect(told).to_be_in_viewport()
    good(gulmira)
    visitor.picture(gulmira, "told")
    # Quiet: nothing moved by itself, the words are where they were; its author is told nothing.
    assert "пятнадцать" not in gulmira.content()
    expect(remark(gulmira, clause).locator("textarea")).to_have_value("Он күн эмес, он беш күн")
    expect(oleg.locator("#changed a")).to_have_count(0)

    told.click()
    expect(gulmira.locator(f"#{clause} .said")).to_contain_text("пятнадцать")
    expect(gulmira.locator(f"#{clause}")).to_be_focused()
    expect(told).to_have_count(0)
    expect(remark(gulmira, clause).locator("textarea")).to_have_value("Он күн эмес, он беш күн")
    expect(remark(gulmira, clause).locator("textarea")).to_be_visible()
    good(gulmira)
    visitor.picture(gulmira, "shown")
    # What was put in place works as what the page came with: the words are sent, and the other hears.
    with gulmira.expect_navigation():
        remark(gulmira, clause).locator("button").click()
    expect(gulmira.locator(f"#{clause} .said")).to_have_count(2)
    expect(oleg.locator("#changed a")).to_be_visible(timeout=within(AT_ONCE))
    oleg.locator("#changed a").click()
    expect(oleg.locator(f"#{clause} .said")).to_have_count(2)

    # The questions of the case in the same way; the text page says nothing of them.
    go(gulmira, f"/issues/{case.rstrip('/').rsplit('/', 1)[1]}/")
    field = "main form:has(.hint) textarea, main form:has(.hint) input[type=text]"
    gulmira.locator(field).first.fill("Ремонт канчан?")
    text_page, oleg = oleg, oleg.context.new_page()
    go(oleg, f"/issues/{case.rstrip('/').rsplit('/', 1)[1]}/")
    oleg.locator(field).first.fill("Когда ремонт?")
    press(oleg)
    expect(gulmira.locator("#changed a")).to_be_visible(timeout=within(AT_ONCE))
    gulmira.locator("#changed a").click()
    expect(gulmira.locator("main")).to_contain_text("Когда ремонт?")
    expect(gulmira.locator(field).first).to_have_value("Ремонт канчан?")
    expect(text_page.locator("#changed a")).to_have_count(0)
    assert text_page.url == text
    taken_out(visitor, own_demo, case, gulmira, "Гүлмира")


def taken_out(visitor, house: Served, case: str, page: Page, name: str) -> None:
    """Whoever is taken out of the case while they look at it: within a moment nothing of it is on their screen."""
    visitor.expects("404")
    coordinator = main_job.staff(house, visitor, "coordinator Данияр")
    go(coordinator, f"/case/{case.rstrip('/').rsplit('/', 1)[1]}/people/")
    ends = coordinator.locator("main li, main article, main .card").filter(has_text=name).locator("a[href$='/end/']")
    ends.first.click()
    with coordinator.expect_navigation():
        coordinator.locator("main button.harm").click()
    expect(page.locator("#changed")).to_have_count(0, timeout=within(5_000))
    assert "ремонт" not in page.content()
