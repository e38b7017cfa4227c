"""The room for representatives in browsers: who represents a side and the mediator hear each other there. Who speaks
for themselves hears none of it, reads nothing of it and is not offered it. Closed, everybody who was in it waits."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.arriving import comes_in
from tests.support.callers import ALL, TONES, case_of, comes_by_voice, lets, mediator_opens, speaks
from tests.support.pages import good
from tests.support.server import Served
from tests.support.tones import comes_to_hear
from tests.support.visitors import Visitors

pytestmark = pytest.mark.whole_browser

CASE = "market"
MEDIATOR, PARTY, LAWYER = "Ерлан Жүнісов", "Гүлмира Асанова", "Олег Нургалиев"
# Whose tone each of them has for a microphone.
HERS, HIS, MEDIATORS = TONES["aigerim"], TONES["viktor"], TONES["saule"]
ROOM = "The representatives' room"


def everybody_speaks(*pages: Page) -> None:
    for page in pages:
        speaks(page)


def opens_for_representatives(desk: Page) -> None:
    desk.locator("#desk-corridor > summary").click()
    desk.locator("#desk-corridor button[value=corridor]").click()
    expect(desk.locator("#desk-corridor")).to_have_count(0)


@pytest.mark.slow
def test_representatives_are_heard_by_nobody_who_speaks_for_themselves(own_demo: Served, visitor: Visitors):
    gulmira = comes_in(visitor, own_demo, PARTY, CASE, "ky", 360)
    oleg = comes_in(visitor, own_demo, LAWYER, CASE, "ru", 1280)
    yerlan = mediator_opens(own_demo, visitor, case_of(gulmira), "yerlan")
    for page, who in ((yerlan, "saule"), (gulmira, "aigerim"), (oleg, "viktor")):
        comes_by_voice(page, who)
    yerlan.get_by_role("button", name="Everyone to the table").click()
    for page in (yerlan, gulmira, oleg):
        expect(page.locator("#call-people li")).to_have_count(3)
    everybody_speaks(yerlan, gulmira, oleg)
    comes_to_hear(gulmira, ALL, {HIS, MEDIATORS})
    table = gulmira.locator("#call-mine").inner_text()

    opens_for_representatives(yerlan)
    hers = yerlan.locator("#call-desk form", has=yerlan.get_by_text(PARTY, exact=True))
    expect(hers.get_by_role("button", name="Back to wait")).to_have_count(1)
    expect(hers.get_by_role("button", name=ROOM)).to_have_count(0)
    lets(yerlan, LAWYER, ROOM)
    lets(yerlan, MEDIATOR, ROOM)
    for page in (yerlan, oleg):
        expect(page.locator("#call-place")).to_have_attribute("data-room", "corridor")
        expect(page.locator("#call-people li")).to_have_count(2)
    everybody_speaks(yerlan, oleg)
    comes_to_hear(oleg, ALL, {MEDIATORS})
    comes_to_hear(yerlan, ALL, {HIS})
    comes_to_hear(gulmira, ALL, set())

    # Her page shows the table and herself at it, and has no word of where the others went.
    expect(gulmira.locator("#call-place")).to_have_attribute("data-room", "joint")
    expect(gulmira.locator("#call-people li")).to_have_count(1)
    assert gulmira.locator("#call-mine").inner_text() == table
    assert not re.search("Олег|Ерлан", gulmira.locator("#call").inner_text())
    for page, name in ((gulmira, "left-at-the-table"), (oleg, "corridor"), (yerlan, "desk-corridor")):
        good(page)
        visitor.picture(page, name)

    closes = yerlan.locator("button[value=no_corridor]")
    yerlan.locator("#call-desk details", has=closes).last.locator("> summary").click()
    closes.click()
    for page in (yerlan, oleg):
        expect(page.locator("#call-place")).to_have_attribute("data-room", "")
    for page in (yerlan, oleg, gulmira):
        comes_to_hear(page, ALL, set())
    yerlan.get_by_role("button", name="Everyone to the table").click()
    for page in (yerlan, gulmira, oleg):
        expect(page.locator("#call-people li")).to_have_count(3)
