"""One open line: where it stands, and the bytes that wait for its reader."""

import asyncio
import json
from collections import deque
from uuid import UUID

from bitim.kernel.live.feed import Frame
from bitim.kernel.live.rendering import Reader

WAITING = 256  # frames that may wait for a slow reader; beyond that the page is asked to load itself again
WAITING_BYTES = 4 * 1024 * 1024  # of them together: a message may have a hundred thousand letters
RESET = b"event: reset\ndata: {}\n\n"
# The person has opened too many tabs: this one falls silent until it is looked at again.
STOP = b"event: stop\ndata: {}\n\n"


class Line:
    """An open line of a reader's tab. Lives in the event loop's thread alone."""

    def __init__(self, session_key: str, reader: Reader, positions: dict[UUID, int], only: UUID | None) -> None:
        self.session_key, self.reader, self.only = session_key, reader, only
        self.positions = positions
        self.catching_up = set(positions)
        self.waiting: deque[bytes] = deque()
        self.ended = False
        self._stirred: asyncio.Future[None] | None = None

    def put(self, frame: bytes) -> None:
        """Add bytes; a reader who is too slow for them loses the line, not its truth."""
        if self.ended:
            return
        if len(self.waiting) >= WAITING or sum(map(len, self.waiting)) + len(frame) > WAITING_BYTES:
            self.end(RESET)
            return
        self.waiting.append(frame)
        _stir(self._stirred)

    def end(self, last: bytes = b"") -> None:
        """Close: what waited is dropped, so that one who may read no more gets nothing of it."""
        if self.ended:
            return
        self.ended = True
        self.waiting.clear()
        if last:
            self.waiting.append(last)
        _stir(self._stirred)

    async def take(self, seconds: float) -> bytes | None:
        """Return the next bytes, b"" when nothing came in time, None when the line has ended."""
        if not self.waiting and not self.ended:
            # A future and a timer, not `wait_for`: with a thousand lines a task for each waiting is dear.
            loop = asyncio.get_running_loop()
            self._stirred = loop.create_future()
            timer = loop.call_later(max(seconds, 0), _stir, self._stirred)
            try:
                await self._stirred
            finally:
                timer.cancel()
        if self.waiting:
            return self.waiting.popleft()
        return None if self.ended else b""


def _stir(waits: "asyncio.Future[None] | None") -> None:
    if waits is not None and not waits.done():
        waits.set_result(None)


def framed(audience: UUID, frame: Frame, token: str) -> bytes:
    """Return the bytes of one event. The feed's number is not among them: gaps would tell of hidden events."""
    body = json.dumps({"audience": str(audience), "kind": frame.kind, "html": frame.html}, ensure_ascii=False)
    return f"id: {token}\ndata: {body}\n\n".encode()


def ready(token: str) -> bytes:
    """Return the bytes that say: all that had happened before this line opened has been sent."""
    return f"event: ready\nid: {token}\ndata: {{}}\n\n".encode()
