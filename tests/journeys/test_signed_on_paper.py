"""A text printed, signed with pens, scanned askew, compared page by page by one login and confirmed by another."""

import pytest
from playwright.sync_api import Page, expect
from tests.support.office import bytes_of, go, press
from tests.support.pages import good
from tests.support.pens import scan_of
from tests.support.seeding import person, seeded
from tests.support.server import Served

from bitim.kernel.paper import scans

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_text_is_signed_with_pens(served: Served, visitor):
    story = seeded(served, "paper_case")
    mediator = person(visitor, served, story, "mediator", language="ru", width=1280)
    coordinator = person(visitor, served, story, "coordinator", language="kk", width=360)
    own = person(visitor, served, story, "own", language="kk", width=360, dark=True)
    paper, text = f"/sign/{story['document']}/paper/", f"/sign/{story['document']}/"

    go(own, text)
    with own.expect_navigation():
        own.locator("form[action$='/pen/'] button").click()
    good(own)
    visitor.picture(own, "chosen")
    go(mediator, paper)
    for _one in range(2):
        with mediator.expect_navigation():
            mediator.locator("form[action$='/pen/']:has(input[name=pen][value='1']) button").first.click()
    good(mediator)
    visitor.picture(mediator, "paper")
    handed_in_and_compared(visitor, mediator, bytes_of(mediator, f"/document/{story['document']}/pdf/"))
    go(own, text)
    visitor.picture(own, "being-compared")

    go(coordinator, paper)
    good(coordinator)
    visitor.picture(coordinator, "second")
    with coordinator.expect_navigation():
        coordinator.locator("a.main").first.click()
    confirmed(visitor, coordinator)

    go(own, text)
    expect(own.locator("main a[href*='/copy/']")).to_have_count(1)
    good(own)
    visitor.picture(own, "signed")
    go(mediator, text)
    visitor.picture(mediator, "signed")


def handed_in_and_compared(visitor, mediator: Page, pdf: bytes) -> None:
    """Hand the pages in and go through them one by one, then give them to a second person."""
    mediator.locator("#pages").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": scan_of(pdf)}
    )
    press(mediator, mediator.locator("#hand-in"))
    count = scans.page_count(pdf, scans.PDF)
    for number in range(1, count + 1):
        assert mediator.url.endswith(f"/{number}/")
        mediator.locator("input[name=same]").check()
        for box in mediator.locator("input[name^=there-]").all():
            box.check()
        for day in mediator.locator("input[type=date]").all():
            day.fill(day.get_attribute("max") or "")
        if number == count:
            good(mediator)
            visitor.picture(mediator, "page")
        press(mediator)
    visitor.picture(mediator, "compared")
    press(mediator)


def confirmed(visitor, coordinator: Page) -> None:
    """Look at the pages in another login, from the keyboard, and confirm."""
    whole = coordinator.url
    with coordinator.expect_navigation():
        coordinator.locator(".list a").first.click()
    good(coordinator)
    visitor.picture(coordinator, "side-by-side")
    coordinator.keyboard.press("ArrowRight")
    coordinator.wait_for_url("**/2/")
    coordinator.goto(whole)
    coordinator.locator("input[name=looked]").check()
    visitor.picture(coordinator, "confirm")
    press(coordinator)
