"""A meeting by voice, by each adapter: three browsers, each with a tone of its own. Nobody is heard before the
mediator lets them in; in a private room no tone of another side arrives; whoever is put back to wait hears nothing
more. Both sides' networks let no WebSocket through, each in its own way: their frames go by a stream and POST, and
they are told nothing of it."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.callers import ALL, case_of, everybody_comes, lets, speaks
from tests.support.pages import good
from tests.support.server import Served
from tests.support.tones import comes_to_hear, hears

pytestmark = pytest.mark.whole_browser

CHANNEL = re.compile("/channel/")


def blocked(who: str, page: Page) -> None:
    """Let no WebSocket of the two sides through: one is closed at once, one opens and nothing ever comes."""
    if who == "aigerim":
        page.route_web_socket(CHANNEL, lambda socket: socket.close())
    if who == "viktor":
        page.route_web_socket(CHANNEL, lambda socket: None)


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
def test_nobody_hears_who_is_not_in_the_room(carried: Served, visitor):
    saule, aigerim, viktor = everybody_comes(carried, visitor, blocked)
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
