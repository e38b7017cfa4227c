"""The hub: one per process, it brings news of audiences to the open lines of their members.

A writer's commit wakes it (`bus`); one bounded reading per audience answers for all its lines, memberships included.
Every second a pulse asks again whose session lives and who belongs where, and catches up with what another process
wrote. Whatever fails, fails closed: the lines end with `reset` and the pages load themselves from the queries.
"""

import asyncio
import contextlib
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections

from bitim.kernel import bus
from bitim.kernel.live import cursor, feed
from bitim.kernel.live.line import RESET, STOP, Line, framed, ready
from bitim.kernel.live.rendering import Reader

PULSE_SECONDS = 1.0
AT_ONCE = 250  # lines that one question of a pulse is about: a thousand at once would hold up all pages
PATIENCE_SECONDS = 3.0  # a pulse that takes longer counts as failed
LINES_PER_PERSON = 6
READING_THREADS = 1  # all threads share one interpreter: a second one reads no faster, it only takes turns

log = logging.getLogger("bitim.live")
P = ParamSpec("P")
T = TypeVar("T")


class Hub:
    """Keeps the open lines of this process. All methods but the bus listener run in the event loop's thread."""

    def __init__(self, pulse_seconds: float = PULSE_SECONDS) -> None:
        self.pulse_seconds = pulse_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lines: dict[UUID, list[Line]] = defaultdict(list)  # by person, oldest first
        self._followers: dict[UUID, dict[Line, None]] = defaultdict(dict)  # by audience, in order of opening
        self._dirty: dict[UUID, bool] = {}
        self._busy: set[UUID] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._cipher: AESGCM | None = None

    async def start(self) -> None:
        """Begin; doing it twice changes nothing."""
        if self._loop is not None:
            return
        self._loop = asyncio.get_running_loop()
        self._readers = ThreadPoolExecutor(READING_THREADS, thread_name_prefix="live")
        # Apart from the readers, so that slow readings never delay the closing of a line.
        self._pulser = ThreadPoolExecutor(1, thread_name_prefix="live-pulse")
        self._cipher = await self._loop.run_in_executor(self._readers, cursor.box)
        bus.local.listen(self._heard)
        self._spawn(self._beat())

    async def stop(self) -> None:
        """End every line and the hub."""
        self.close_all()
        self._loop = None
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for pool, threads in ((self._readers, READING_THREADS), (self._pulser, 1)):
            together = threading.Barrier(threads)
            for _ in range(threads):
                pool.submit(_hang_up, together)
            pool.shutdown()

    def close_all(self, last: bytes = b"") -> None:
        """End every line; without `last` the browsers simply come back."""
        for line in self.lines():
            self._end(line, last)

    def lines(self) -> list[Line]:
        """Return every open line."""
        return [line for lines in self._lines.values() for line in lines]

    async def open(self, session_key: str, token: str = "", only: UUID | None = None) -> Line | None:
        """Open a line for a session, from a cursor; None when the session is not alive.

        The places are read before the line is known to the hub and the first readings come after: nothing falls
        between.
        """
        await self.start()
        opening = await self._ask(self._readers, feed.open_line, session_key, token, only)
        if opening is None:
            return None
        line = Line(session_key, opening.reader, opening.positions, only)
        mine = self._lines[opening.reader.person]
        mine.append(line)
        for audience in line.positions:
            self._followers[audience][line] = None
        while len(mine) > LINES_PER_PERSON:
            self._end(mine[0], STOP)
        for audience in line.positions:
            self._mark(audience, False)
        self._ready_if_caught_up(line)
        return line

    def close(self, line: Line) -> None:
        """Forget a line whose reader has left."""
        self._end(line, b"")

    def _end(self, line: Line, last: bytes) -> None:
        line.end(last)
        mine = self._lines.get(line.reader.person, [])
        if line in mine:
            mine.remove(line)
        if not mine:
            self._lines.pop(line.reader.person, None)
        for audience in line.positions:
            self._followers[audience].pop(line, None)
            if not self._followers[audience]:
                del self._followers[audience]

    def _heard(self, audience: UUID, change: bool) -> None:
        """Listener of the bus; runs in the writer's thread."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._mark, audience, change)

    def _mark(self, audience: UUID, change: bool) -> None:
        if not self._lines or not (change or audience in self._followers):
            return
        self._dirty[audience] = self._dirty.get(audience, False) or change
        if audience not in self._busy:
            self._busy.add(audience)
            self._spawn(self._deliver(audience))

    def _following(self, audience: UUID) -> list[Line]:
        return list(self._followers.get(audience, ()))

    async def _deliver(self, audience: UUID) -> None:
        try:
            while audience in self._dirty:
                change = self._dirty.pop(audience)
                await self._read(audience, change)
        except Exception as fault:  # noqa: BLE001 - fail closed: the pages load themselves again
            log.warning("a reading failed: %s", type(fault).__name__)
            self._dirty.pop(audience, None)
            for line in self._following(audience):
                self._end(line, RESET)
        finally:
            self._busy.discard(audience)

    async def _read(self, audience: UUID, change: bool) -> None:
        followers = self._following(audience)
        lowest: dict[Reader, int] = {}
        for line in followers:
            place = line.positions[audience]
            lowest[line.reader] = min(place, lowest.get(line.reader, place))
        strangers = [line for line in self.lines() if audience not in line.positions] if change else []
        others = {line.reader.person for line in strangers if feed.covers(line.reader, audience, line.only)}
        if not lowest and not others:
            return
        news = await self._ask(self._readers, feed.read, audience, lowest, others)
        for line in followers:
            if line.reader.person not in news.members:
                self._end(line, RESET)
            elif not line.ended:
                self._bring(line, audience, news)
        for line in strangers:
            joined = news.joined_at.get(line.reader.person)
            if joined is not None and feed.covers(line.reader, audience, line.only):
                line.positions.setdefault(audience, joined)
                if not line.ended:
                    self._followers[audience][line] = None
                self._dirty.setdefault(audience, False)
        if news.more:
            self._dirty.setdefault(audience, False)

    def _bring(self, line: Line, audience: UUID, news: feed.News) -> None:
        for frame in news.frames.get(line.reader, []):
            if frame.seq > line.positions[audience]:
                line.positions[audience] = frame.seq
                line.put(framed(audience, frame, self._token(line)))
        line.positions[audience] = max(line.positions[audience], news.upto)
        if line.ended:
            self._end(line, b"")
        if not news.more and audience in line.catching_up:
            line.catching_up.discard(audience)
            self._ready_if_caught_up(line)

    def _ready_if_caught_up(self, line: Line) -> None:
        if not line.catching_up:
            line.put(ready(self._token(line)))

    def _token(self, line: Line) -> str:
        return cursor.write(line.reader.person, line.positions, self._cipher)

    async def _beat(self) -> None:
        while True:
            open_now = self.lines()
            parts = [open_now[at : at + AT_ONCE] for at in range(0, len(open_now), AT_ONCE)] or [[]]
            for part in parts:
                await asyncio.sleep(self.pulse_seconds / len(parts))
                lines = [line for line in part if not line.ended]
                try:
                    if lines:
                        self._judge(lines, await self._pulse_of(lines))
                except Exception as fault:  # noqa: BLE001 - fail closed
                    log.warning("a pulse failed, all lines end: %s", type(fault).__name__)
                    self.close_all(RESET)

    async def _pulse_of(self, lines: Iterable[Line]) -> feed.Pulse:
        keys = {line.session_key for line in lines}
        persons = {line.reader.person for line in lines}
        audiences = {audience for line in lines for audience in line.positions}
        # Not wait_for: in Python 3.11 it swallows a cancelling that comes in the moment of an answer, and stop() would
        # wait for ever.
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._ask(self._pulser, feed.pulse, keys, persons, audiences)

    def _judge(self, lines: Iterable[Line], pulse: feed.Pulse) -> None:
        for line in lines:
            reader = pulse.readers.get(line.session_key)
            mine = pulse.memberships.get(line.reader.person, set())
            if reader != line.reader or not line.positions.keys() <= mine:
                self._end(line, RESET)
                continue
            for audience, place in line.positions.items():
                if pulse.heads.get(audience, place) > place:
                    self._mark(audience, False)

    async def _ask(self, pool: ThreadPoolExecutor, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, lambda: question(*args, **kwargs))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _hang_up(together: threading.Barrier) -> None:
    """Close this thread's database connection; the barrier sees to it that each thread does so once."""
    with contextlib.suppress(threading.BrokenBarrierError):
        together.wait(2)
    connections.close_all()
