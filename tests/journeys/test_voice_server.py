"""The media server dies in the middle of a meeting: the pages say so, writing goes on, voices come back by themselves.
And who has its secret but no seat in the room hears nobody."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.support import sfu
from tests.support.callers import ALL, everybody_comes, speaks
from tests.support.server import Served, serve_copy
from tests.support.tones import comes_to_hear, hears

from bitim.room.media.janus.line import Line, Refusal

pytestmark = pytest.mark.whole_browser

NOT_ALLOWED = 433
WORDS = "Дауыс үзілді, осында жазамын"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[sfu.Running]:
    with sfu.running(tmp_path / "janus") as one:
        yield one


@pytest.fixture
def house(server: sfu.Running, seeded: Path, tmp_path: Path) -> Iterator[Served]:
    with serve_copy(seeded, tmp_path / "demo", **server.settings) as running:
        yield running


def refusals(server: sfu.Running) -> list[int]:
    """Try to listen to everybody in every room, as somebody who has the secret and is in none."""

    async def listens() -> list[int]:
        line = Line(server.url, server.secret)
        await line.open()
        handle = await line.attach(lambda said: None)
        found = await line.say(handle, {"request": "list", "admin_key": server.secret})
        codes = []
        for room in (str(one["room"]) for one in found["list"]):
            there = await line.say(handle, {"request": "listparticipants", "room": room})
            for one in there["participants"]:
                assert one["publisher"]
                own = await line.attach(lambda said: None)
                join = {"request": "join", "ptype": "subscriber", "room": room, "streams": [{"feed": one["id"]}]}
                try:
                    await line.say(own, join)
                    codes.append(0)
                except Refusal as no:
                    codes.append(no.code)
        await line.close()
        return codes

    with ThreadPoolExecutor(1) as thread:  # playwright has the event loop of this one
        return thread.submit(asyncio.run, listens()).result()


def hear_each_other(*pages: Page) -> None:
    for page, wanted in zip(pages, ({700, 1000}, {440, 1000}, {440, 700}), strict=True):
        comes_to_hear(page, ALL, wanted)


@pytest.mark.slow
def test_voices_come_back_by_themselves(server: sfu.Running, house: Served, visitor):
    pages = saule, aigerim, _viktor = everybody_comes(house, visitor)
    saule.get_by_role("button", name="Everyone to the table").click()
    for page in pages:
        expect(page.locator("#call-people li")).to_have_count(3)
        speaks(page)
    hear_each_other(*pages)
    assert refusals(server) == [NOT_ALLOWED] * 3

    server.kill()
    for page in pages:
        expect(page.locator("#call-down")).to_be_visible()
        expect(page.locator("#call-who")).to_be_empty()  # nobody is said to hear
        assert hears(page, ALL) == set()
    visitor.picture(aigerim, "interrupted")
    writes = aigerim.context.new_page()
    writes.goto(aigerim.url)
    aigerim.reload()  # the first window again, which comes back into the same room
    aigerim.locator("[data-begin=mic]").click()
    expect(aigerim.locator("#call-people li")).to_have_count(3)
    expect(aigerim.locator("#call-down")).to_be_visible()
    writes.locator("main a.button.small").first.click()
    writes.locator("#id_words").fill(WORDS)
    writes.locator("button.main", has=writes.locator("#send-to")).click()
    expect(writes.get_by_text(WORDS)).to_be_visible()

    server.start()
    for page in pages:
        expect(page.locator("#call-down")).to_be_hidden()
    speaks(aigerim)
    hear_each_other(*pages)
