"""A line that died without a word: the house asks every browser whether it is there, and whoever answers nothing for a
bounded time is on no roster any more; by whichever door they came."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from bitim.kernel.live import channel, endpoint
from bitim.kernel.live.channel import Board
from bitim.kernel.live.stream import Streams
from bitim.kernel.live.tests import test_stream
from bitim.kernel.live.tests.test_channel import MEETING, at, came, opened, run, until

__all__ = ["at"]

PULSE = 0.02
SOURCE = Path(channel.__file__).parents[2]


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(channel, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(channel, "SILENT_SECONDS", 1.0)


def here(one):
    """The names on the last roster that a browser was sent; None when it was sent none since it was last asked."""
    rosters = [frame for frame in came(one) if frame["t"] == "roster"]
    return {who["id"] for who in rosters[-1]["here"]} if rosters else None


async def answers(board, *sockets):
    """Let browsers answer each beat, as the page does."""
    while True:
        for one in sockets:
            for frame in list(one.waiting):
                if json.loads(frame)["t"] == "beat":
                    one.waiting.remove(frame)
                    board.take(one, frame)
        await asyncio.sleep(PULSE / 4)


def test_whoever_answers_no_beat_leaves_the_roster_and_whoever_does_stays(at, quick):
    async def story(board):
        aigerim, viktor, saule = await opened(board, "aigerim", "viktor", "saule")
        here(aigerim)
        answering = asyncio.ensure_future(answers(board, aigerim, saule))
        await until(lambda: viktor.ended)
        answering.cancel()
        assert not aigerim.ended and not saule.ended
        assert here(aigerim) == {aigerim.placed.me, saule.placed.me}
        assert viktor not in board.sockets()

    run(story, PULSE)


def test_a_beat_says_nothing_and_is_the_same_for_everybody(at, quick):
    async def story(board):
        (aigerim,) = await opened(board, "aigerim")
        del at["viktor"]
        at["saule"] = None  # waits
        saule = await board.open("saule", MEETING)
        for one in (aigerim, saule):
            await until(lambda one=one: any('"beat"' in frame for frame in one.waiting))
            assert {frame for frame in one.waiting if "beat" in frame} == {channel.BEAT}
            came(one)
            board.take(one, channel.BEAT)
            assert came(one) == []  # and nobody is told of the answer

    run(story, PULSE)


def test_any_word_of_a_browser_says_that_it_is_there(at, quick):
    async def story(board):
        (aigerim,) = await opened(board, "aigerim")
        for _ in range(60):
            board.take(aigerim, "not understood")
            came(aigerim)
            await asyncio.sleep(0.025)
        assert not aigerim.ended

    run(story, PULSE)


def test_a_dead_line_is_noticed_behind_the_other_door_too(at, quick):
    """The stream's own beats go into the buffers of the machine; only answers by POST say that somebody is there."""

    async def story():
        board = Board(PULSE)
        streams = Streams(board)
        await board.start()
        try:
            dead = test_stream.Browser(streams, "aigerim")
            await until(lambda: board.sockets())
            await until(lambda: dead.over)
            assert not board.sockets() and not streams.open
            assert any(b'"beat"' in piece for piece in dead.pieces)
        finally:
            await board.stop()

    asyncio.run(asyncio.wait_for(story(), 60))


def test_the_page_counts_on_beats_that_are_sent():
    """What the page takes for silence is longer than two beats, and shorter than what the house takes for it."""
    page = (SOURCE / "room/static/room/channel.js").read_text(encoding="utf-8")
    silence = int(re.search(r"SILENCE_MS = (\d+)", page).group(1)) / 1000
    assert 2 * channel.BEAT_SECONDS < silence < channel.SILENT_SECONDS
    assert channel.SILENT_SECONDS > 3 * channel.BEAT_SECONDS
    line = (SOURCE / "web/static/bitim/js/live.js").read_text(encoding="utf-8")
    assert int(re.search(r"SILENCE_MS = (\d+)", line).group(1)) / 1000 > 2 * endpoint.BEAT_SECONDS
    assert endpoint.BEAT.startswith(b"event: beat\ndata:") and '"beat"' in line  # a comment would reach no script
