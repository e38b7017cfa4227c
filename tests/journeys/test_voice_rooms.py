"""A meeting by voice: three browsers, each with a tone of its own. Nobody is heard before the mediator lets them in;
in a private room no tone of another side arrives; whoever is put back to wait hears nothing more. Both sides' networks
let no WebSocket through, each in its own way: their frames go by a stream and POST, and they are told nothing of it."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.arriving import comes_in
from tests.support.pages import good
from tests.support.server import Served
from tests.support.tones import comes_to_hear, hears, with_tone

CASE = "pasture: meetings"
TONES = {"saule": 440, "aigerim": 700, "viktor": 1000}
ALL = list(TONES.values())
CHANNEL = re.compile("/channel/")


def comes_by_voice(page: Page, who: str) -> None:
    """Say what is asked and turn the sound on."""
    with_tone(page, TONES[who])
    page.goto(page.url.split("/case/")[0] + f"/room/meeting/{case_of(page)}/voice/")
    page.locator("input[name=alone][value=yes]").check()
    page.locator("input[name=records_nothing]").check()
    page.locator("button[value=come]").click()
    page.locator("[data-begin=mic]").click()
    expect(page.locator("#call-tools")).to_be_visible()


def case_of(page: Page) -> str:
    found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", page.url)
    assert found
    return found.group(0)


def speaks(page: Page) -> None:
    page.locator("#call-mute[aria-pressed=false]").click()


def lets(desk: Page, name: str, room: str) -> None:
    """Press the button of a room beside a person's name."""
    guest = desk.locator("#call-desk form", has=desk.get_by_text(name, exact=True))
    guest.get_by_role("button", name=room).click()


def everybody_comes(own_demo: Served, visitor) -> tuple[Page, Page, Page]:
    """The mediator opens a meeting; she and two sides come to it by voice."""
    aigerim = comes_in(visitor, own_demo, "Айгерім", CASE, "kk", 360)
    viktor = comes_in(visitor, own_demo, "Виктор", CASE, "ru", 1280)
    door = next(address for address in own_demo.doors().values() if "//saule." in address)
    saule = visitor(at="/".join(door.split("/")[:3]), language="en", width=1280)
    saule.goto(door)
    saule.goto(f"/room/meetings/{case_of(aigerim)}/")
    saule.locator("button[value=joint]").click()
    saule.goto(f"/case/{case_of(aigerim)}/")
    aigerim.route_web_socket(CHANNEL, lambda socket: socket.close())
    viktor.route_web_socket(CHANNEL, lambda socket: None)  # it opens, and nothing ever comes
    for page, who in ((saule, "saule"), (aigerim, "aigerim"), (viktor, "viktor")):
        comes_by_voice(page, who)
    return saule, aigerim, viktor


def at_the_table(saule: Page, aigerim: Page, viktor: Page) -> None:
    saule.get_by_role("button", name="Everyone to the table").click()
    for page in (saule, aigerim, viktor):
        expect(page.locator("#call-people li")).to_have_count(3)
        speaks(page)
    comes_to_hear(saule, ALL, {700, 1000})
    comes_to_hear(aigerim, ALL, {440, 1000})
    comes_to_hear(viktor, ALL, {440, 700})


def in_private(saule: Page, aigerim: Page, viktor: Page) -> None:
    """One press separates the sides; the mediator then goes to one of them."""
    saule.get_by_role("button", name="Everyone to their own side, now").click()
    expect(viktor.locator("#call-place")).to_have_attribute("data-room", "caucus")
    lets(saule, "Сәуле Ахметова", "Private room: Жоғарғы ауыл")
    for page in (saule, aigerim):
        expect(page.locator("#call-place")).to_have_attribute("data-room", "caucus")
        expect(page.locator("#call-people li")).to_have_count(2)
    for page in (saule, aigerim, viktor):
        speaks(page)
    comes_to_hear(saule, ALL, {700})
    comes_to_hear(aigerim, ALL, {440})
    comes_to_hear(viktor, ALL, set())
    assert "Айгерім" not in viktor.locator("#call").inner_text()


@pytest.mark.slow
def test_nobody_hears_who_is_not_in_the_room(own_demo: Served, visitor):
    saule, aigerim, viktor = everybody_comes(own_demo, visitor)
    posts = {page: [] for page in (saule, aigerim, viktor)}
    for page, asked in posts.items():
        page.on("request", lambda one, asked=asked: asked.append(one) if CHANNEL.search(one.url) else None)
    for page, name in ((aigerim, "waiting"), (saule, "desk")):
        good(page)
        visitor.picture(page, name)
    expect(viktor.locator("#call-room")).to_contain_text("Вы ждёте")
    assert "Айгерім" not in viktor.locator("#call").inner_text()
    for page in (saule, aigerim, viktor):
        assert hears(page, ALL) == set()

    at_the_table(saule, aigerim, viktor)
    assert not posts[saule] and all(len(posts[page]) > 2 for page in (aigerim, viktor))
    good(viktor)
    visitor.picture(viktor, "table")
    in_private(saule, aigerim, viktor)
    visitor.picture(aigerim, "caucus")

    # A line that breaks comes back to where the mediator had put the person, never to the table.
    aigerim.reload()
    aigerim.locator("[data-begin=mic]").click()
    expect(aigerim.locator("#call-place")).to_have_attribute("data-room", "caucus")
    speaks(aigerim)
    comes_to_hear(saule, ALL, {700})
    comes_to_hear(viktor, ALL, set())

    # Put back to wait: nothing more is heard on either side.
    lets(saule, "Айгерім Оспанова", "Back to wait")
    expect(aigerim.locator("#call-place")).to_have_attribute("data-room", "")
    comes_to_hear(aigerim, ALL, set())
    comes_to_hear(saule, ALL, set())

    # The meeting ends: every browser is out of it.
    saule.goto(f"/room/meetings/{case_of(aigerim)}/")
    saule.locator("button[value=end]").click()
    expect(viktor.locator("#call-tools")).to_be_hidden()
    assert hears(viktor, ALL) == set()
