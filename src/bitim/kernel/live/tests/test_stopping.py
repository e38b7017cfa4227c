"""A house that is told to stop stops, in whatever moment of a pulse it is told."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from bitim.kernel.live.channel import Board
from bitim.kernel.live.hub import Hub

LIMIT = 10.0  # seconds: one that goes on goes on for ever


def asked_by(one: Any, monkeypatch: pytest.MonkeyPatch) -> list["asyncio.Future[Any]"]:
    """Let a beat have somebody to ask about, and answer by hand; return what was asked so far."""
    asked: list[asyncio.Future[Any]] = []

    async def ask(*_: Any) -> Any:
        asked.append(asyncio.get_running_loop().create_future())
        return await asked[-1]

    reader = SimpleNamespace(person=1)
    somebody = SimpleNamespace(session_key="s", meeting=None, ended=False, reader=reader, positions={})
    for name, value in (
        ("_ask", ask),
        ("_pool", None),
        ("_pulser", None),
        ("lines", lambda: [somebody]),
        ("sockets", lambda: [somebody]),
        ("_is_there", lambda _: True),
        ("_end", lambda *_: None),
    ):
        monkeypatch.setattr(one, name, value, raising=False)
    return asked


@pytest.mark.parametrize("kind", [Hub, Board])
@pytest.mark.parametrize("turns", range(6))
def test_told_to_stop_in_the_moment_of_an_answer(kind: type, turns: int, monkeypatch: pytest.MonkeyPatch):
    """`turns` of the loop lie between the answer and the word: in one of them the answer is there and not yet taken."""

    async def story() -> bool:
        one = kind(0.0)
        asked = asked_by(one, monkeypatch)
        beat = asyncio.create_task(one._beat())
        for _ in range(9):
            await asyncio.sleep(0)
        asked[0].set_result(SimpleNamespace(readers={}, memberships={}, heads={}, get=lambda *_: (None, None)))
        for _ in range(turns):
            await asyncio.sleep(0)
        beat.cancel()
        done, _ = await asyncio.wait({beat}, timeout=LIMIT)
        if not done:
            beat.cancel()
        return bool(done)

    assert asyncio.run(story())
