"""One socket of the channel, and its door in ASGI: `/channel/?meeting=<id>`, outside Django's request cycle."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import parse_cookie

from bitim.kernel.live.carrier import Seat
from bitim.kernel.live.rendering import Reader

if TYPE_CHECKING:
    from bitim.kernel.live.channel import Placed

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATH = "/channel/"
WAITING = 256  # frames that may wait for a slow reader; beyond that the socket ends and the browser comes back
A_SECOND, AT_ONCE = 50.0, 300.0  # frames that a browser may send: setting up seven lines takes about a hundred
FLOOD = 2_000  # frames over the limit after which it is no accident
STUCK_SECONDS = 15.0  # a browser that takes nothing for so long has left without a word
NOBODY, GONE, FAULT = 4403, 4000, 1011  # close codes: no session or no place; ended by us; try again


class Socket:
    """An open socket of a person in a meeting. Lives in the event loop's thread alone."""

    def __init__(self, session_key: str, reader: Reader, meeting: UUID, turn: int) -> None:
        self.session_key, self.reader, self.meeting, self.turn = session_key, reader, meeting, turn
        self.placed: Placed | None = None
        self.seat: Seat | None = None
        self.ready, self.ended = False, False
        self.state: dict[str, Any] = {}
        self.waiting: deque[str] = deque()
        self._stirred = asyncio.Event()
        self._allowed, self._asked, self._over = AT_ONCE, asyncio.get_running_loop().time(), 0

    def may_speak(self) -> bool:
        """Spend one frame of what this browser may send."""
        now = asyncio.get_running_loop().time()
        self._allowed = min(AT_ONCE, self._allowed + (now - self._asked) * A_SECOND)
        self._asked = now
        if self._allowed < 1:
            self._over += 1
            return False
        self._allowed -= 1
        return True

    def is_flooding(self) -> bool:
        """Tell whether this browser goes on though its frames are dropped."""
        return self._over > FLOOD

    def tell(self, frame: dict[str, Any]) -> None:
        """Add a frame for the browser; one that is too slow for them loses the socket, and comes back to the truth."""
        if self.ended:
            return
        if len(self.waiting) >= WAITING:
            self.end()
            return
        self.waiting.append(json.dumps(frame, ensure_ascii=False))
        self._stirred.set()

    def end(self, last: dict[str, Any] | None = None) -> None:
        """Close: what waited is dropped, so that one who may hear no more gets nothing of it."""
        if self.ended:
            return
        self.ended = True
        self.waiting.clear()
        if last is not None:
            self.waiting.append(json.dumps(last))
        self._stirred.set()

    async def next(self) -> str | None:
        """Return the next frame; None when the socket has ended."""
        while not self.waiting:
            if self.ended:
                return None
            self._stirred.clear()
            await self._stirred.wait()
        return self.waiting.popleft()


class Sockets(Protocol):
    """What keeps the sockets: `channel.Board`."""

    async def open(self, session_key: str, meeting: UUID) -> Socket | None:
        """Open one."""
        ...

    def take(self, socket: Socket, text: str) -> None:
        """Take a frame of the browser."""
        ...

    def close(self, socket: Socket) -> None:
        """Forget one."""
        ...


class Channel:
    """ASGI application for one address."""

    def __init__(self, board: Sockets) -> None:
        self.board = board

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one connection until it ends."""
        await receive()  # websocket.connect
        headers = {name.decode("latin1"): value.decode("latin1") for name, value in scope["headers"]}
        asked = parse_qs(scope.get("query_string", b"").decode("latin1"))
        session_key = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
        try:
            meeting = UUID(asked.get("meeting", [""])[0])
        except ValueError:
            await send({"type": "websocket.close", "code": NOBODY})
            return
        if not of_our_page(headers) or not session_key:
            await send({"type": "websocket.close", "code": NOBODY})
            return
        # Accepted before it is asked who they are: only so does the browser see why it is closed again.
        await send({"type": "websocket.accept"})
        try:
            socket = await self.board.open(session_key, meeting)
        except Exception:  # noqa: BLE001 - fail closed
            await send({"type": "websocket.close", "code": FAULT})
            return
        if socket is None:
            await send({"type": "websocket.close", "code": NOBODY})
            return
        writing = asyncio.ensure_future(_write(socket, send))
        reading = asyncio.ensure_future(self._read(socket, receive))
        try:
            await asyncio.wait((writing, reading), return_when=asyncio.FIRST_COMPLETED)
        finally:
            writing.cancel()
            reading.cancel()
            await asyncio.gather(writing, reading, return_exceptions=True)
            self.board.close(socket)

    async def _read(self, socket: Socket, receive: Receive) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            self.board.take(socket, message.get("text") or "")


def of_our_page(headers: dict[str, str]) -> bool:
    """Tell whether a page of ours opens the socket: a browser always says from where; who does not, is none."""
    from bitim.kernel.live.endpoint import same_origin

    origin = headers.get("origin")
    return bool(origin) and urlsplit(origin or "").netloc == headers.get("host", "") and same_origin(headers)


async def _write(socket: Socket, send: Send) -> None:
    while (frame := await socket.next()) is not None:
        async with asyncio.timeout(STUCK_SECONDS):
            await send({"type": "websocket.send", "text": frame})
    async with asyncio.timeout(STUCK_SECONDS):
        await send({"type": "websocket.close", "code": GONE})
