"""One computer, several people: the mediator hands it over, a PIN opens the private room, leaving clears the screen."""

import pytest
from playwright.sync_api import Page, expect
from tests.support.main_job import staff
from tests.support.pages import good
from tests.support.server import Served

PIN = "5937"


def case_of(page: Page) -> str:
    """Go to the case in which a meeting can be opened; return its id."""
    page.goto("/cases/")
    links = page.locator("a[href*='/case/']").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    for link in links:
        case = link.split("/")[2]
        page.goto(f"/room/meetings/{case}/who/")
        if page.locator("button[value=joint]").count():
            return str(case)
    raise AssertionError("no case in which a meeting can be opened")


@pytest.mark.slow
def test_a_shared_computer_opens_by_pin_and_is_cleared(own_demo: Served, visitor):
    visitor.expects("404")  # the room, after the screen was cleared
    page: Page = staff(own_demo, visitor, "mediator Сәуле")
    page.set_viewport_size({"width": 360, "height": 740})
    case_of(page)
    good(page)
    lines = page.locator("fieldset")
    lines.filter(has_text="Айгерім").locator("input[value=shared_device]").check()
    lines.filter(has_text="Виктор").locator("input[value=by_phone]").check()
    page.locator("button[value=joint]").click()
    page.goto(page.url + "who/")
    page.locator("a[href*='/device/']").click()
    page.locator("main button.main").click()
    expect(page.locator("input[name=pin]")).to_be_visible()
    good(page)
    page.locator("input[name=pin]").fill(PIN)
    page.locator("input[name=again]").fill(PIN)
    page.locator("main button.main").click()
    page.locator("main a.main").click()
    page.locator("a[href^='/room/']", has=page.locator("[href$='#closed-door']")).first.click()
    expect(page.locator("body.caucus .strip.shared")).to_be_visible()
    room = page.url
    page.locator(".strip.shared button").click()
    expect(page.locator("input[name=code]")).to_be_visible()
    page.go_back()
    expect(page.locator("#thread")).to_have_count(0)
    page.goto(room)
    expect(page.locator("#thread")).to_have_count(0)
    assert "Айгерім" not in page.content()
