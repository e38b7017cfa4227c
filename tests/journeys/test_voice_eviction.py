"""Whoever is put out hears not one byte more and is heard no more, by each adapter, though their browser does what it
can: closes no line, keeps its microphone open, and goes on speaking to the room of before. A second window of the same
person silences the first."""

import json

import pytest
from playwright.sync_api import Page, expect
from tests.support.callers import ALL, TONES, everybody_comes, lets, speaks
from tests.support.lines import bytes_received, frames_of, says, watched
from tests.support.server import Served
from tests.support.tones import comes_to_hear, hears, with_tone

pytestmark = pytest.mark.whole_browser

SETTLES_MS = 1000  # after this nothing may come any more


def at_the_table(saule: Page, *others: Page) -> None:
    saule.get_by_role("button", name="Everyone to the table").click()
    for page in (saule, *others):
        expect(page.locator("#call-people li")).to_have_count(3)
        speaks(page)
    comes_to_hear(saule, ALL, {700, 1000})


def of_the_room(frames: list[str]) -> list[dict[str, object]]:
    """Return the frames that belong to a room; whoever waits is told where they are, and no more."""
    return [frame for frame in map(json.loads, frames) if frame.get("epoch")]


@pytest.mark.slow
def test_whoever_is_put_out_hears_and_says_nothing_more(carried: Served, visitor):
    came: dict[str, list[str]] = {}

    def prepare(who: str, page: Page) -> None:
        watched(page, stubborn=who == "viktor")
        came[who] = frames_of(page)

    saule, aigerim, viktor = everybody_comes(carried, visitor, prepare)
    at_the_table(saule, aigerim, viktor)
    before = bytes_received(viktor)
    viktor.wait_for_timeout(500)
    assert bytes_received(viktor) > before > 0  # the counter counts

    place = next(frame for frame in reversed(list(map(json.loads, came["viktor"]))) if frame["t"] == "place")
    lets(saule, "Виктор Ким", "Back to wait")
    expect(viktor.locator("#call-place")).to_have_attribute("data-room", "")
    viktor.wait_for_timeout(SETTLES_MS)
    settled, told = bytes_received(viktor), len(of_the_room(came["viktor"]))

    # Everything that opened the room of before is said once more, to everybody who was in it.
    for to in ("house", *(one["id"] for one in place["people"])):
        for d in ({"do": "again"}, {"type": "offer", "sdp": "v=0"}, {"do": "publish", "sdp": "v=0"}):
            says(viktor, t="signal", epoch=place["epoch"], to=to, d=d)
    for kind in ("ready", "ice", "state"):
        says(viktor, t=kind, epoch=place["epoch"], d={"mic": True})
    viktor.wait_for_timeout(1500)
    assert bytes_received(viktor) == settled
    assert len(of_the_room(came["viktor"])) == told
    assert hears(viktor, ALL) == set()

    for page in (saule, aigerim):
        expect(page.locator("#call-people li")).to_have_count(2)
        speaks(page)
    comes_to_hear(saule, ALL, {700})
    comes_to_hear(aigerim, ALL, {440})

    second = with_tone(aigerim.context.new_page(), TONES["aigerim"])
    second.goto(aigerim.url)
    second.locator("[data-begin=mic]").click()
    expect(second.locator("#call-people li")).to_have_count(2)
    expect(aigerim.locator("#call-tools")).to_be_hidden()
    speaks(second)
    comes_to_hear(second, ALL, {440})
    comes_to_hear(saule, ALL, {700})
    assert hears(aigerim, ALL) == set()
