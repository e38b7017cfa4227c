"""One socket of the channel, and its door in ASGI: `/channel/?meeting=<id>`, outside Django's request cycle. Where a
network lets no WebSocket through, `stream.py` is its other door: the same sockets, board and limits."""

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
_write_json = json.JSONEncoder(ensure_ascii=False).encode
MOST_BYTES = 100_000  # of what a browser sends at once: an offer has six thousand
WAITING = 256  # frames that may wait for a slow reader; beyond that the socket ends and the browser comes back
WAITING_LETTERS = 1_000_000  # of them together
A_SECOND, AT_ONCE = 50.0, 300.0  # frames that a browser may send: setting up seven lines takes about a hundred
LINES_A_SECOND, LINES_AT_ONCE = 1.0, 8.0  # of what is said, written: nobody types or reads more
FLOOD = 2_000  # frames over the limit after which it is no accident
STUCK_SECONDS = 15.0  # a browser that takes nothing for so long has left without a word
NOBODY, GONE, FAULT = 4403, 4000, 1011  # close codes: no session or no place; ended by us; try again


class Allowance:
    """How much of something may still be done: so much at once, and so much more each second."""

    def __init__(self, a_second: float, at_once: float) -> None:
        self.a_second, self.at_once = a_second, at_once
        self._left, self._asked = at_once, asyncio.get_running_loop().time()

    def spend(self) -> bool:
        """Spend one; False when nothing is left."""
        now = asyncio.get_running_loop().time()
        self._left = min(self.at_once, self._left + (now - self._asked) * self.a_second)
        self._asked = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Socket:
    """An open socket of a person in a meeting. Lives in the event loop's thread alone."""

    def __init__(self, session_key: str, reader: Reader, meeting: UUID, turn: int) -> None:
        self.session_key, self.reader, self.meeting, self.turn = session_key, reader, meeting, turn
        self.placed: Placed | None = None
        self.epoch: str | None = None  # of this place, as its frames name it
        self.seat: Seat | None = None
        self.ready, self.ended = False, False
        self.state: dict[str, Any] = {}
        self.waiting: deque[str] = deque()
        self._letters = 0
        self._stirred: asyncio.Future[None] | None = None
        self.sending = 0.0  # since when something is being sent; 0 when nothing is
        self._frames, self._lines = Allowance(A_SECOND, AT_ONCE), Allowance(LINES_A_SECOND, LINES_AT_ONCE)
        self._over = 0
        # When its browser last said anything; when it was last asked whether it is there.
        self.heard = self.beaten = asyncio.get_running_loop().time()

    def may_speak(self) -> bool:
        """Spend one frame of what this browser may send."""
        allowed = self._frames.spend()
        self._over += not allowed
        return allowed

    def may_write(self) -> bool:
        """Spend one line of what this browser may write for all."""
        return self._lines.spend()

    def is_flooding(self) -> bool:
        """Tell whether this browser goes on though its frames are dropped."""
        return self._over > FLOOD

    def tell(self, frame: dict[str, Any]) -> None:
        """Add a frame for the browser."""
        self.put(written(frame))

    def put(self, text: str) -> None:
        """Add a written frame; a browser too slow for them loses the socket, and comes back to the truth."""
        if self.ended:
            return
        if len(self.waiting) >= WAITING or self._letters + len(text) > WAITING_LETTERS:
            self.end()
            return
        self.waiting.append(text)
        self._letters += len(text)
        self._stir()

    def end(self, last: dict[str, Any] | None = None) -> None:
        """Close: what waited is dropped, so that one who may hear no more gets nothing of it."""
        if self.ended:
            return
        self.ended = True
        self.waiting.clear()
        self._letters = 0
        if last is not None:
            self.waiting.append(written(last))
        self._stir()

    async def next(self) -> str | None:
        """Return the next frame; None when the socket has ended."""
        while (text := self.at_once()) is None and not self.ended:
            self._stirred = asyncio.get_running_loop().create_future()
            await self._stirred
        return text

    def _stir(self) -> None:
        if self._stirred is not None and not self._stirred.done():
            self._stirred.set_result(None)

    def at_once(self) -> str | None:
        """Return the next frame, if one waits."""
        if not self.waiting:
            return None
        text = self.waiting.popleft()
        self._letters -= len(text)
        return text


def written(frame: dict[str, Any]) -> str:
    """Return a frame as it travels: one line, whatever its words are."""
    return _write_json(frame)


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
        headers = headers_of(scope)
        meeting, session_key = meeting_of(scope), session_of(headers)
        if meeting is None or not of_our_page(headers) or not session_key:
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
        watching = asyncio.ensure_future(stuck(socket))
        try:
            await asyncio.wait((writing, reading, watching), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (writing, reading, watching):
                task.cancel()
            await asyncio.gather(writing, reading, watching, return_exceptions=True)
            self.board.close(socket)

    async def _read(self, socket: Socket, receive: Receive) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            self.board.take(socket, message.get("text") or "")


def headers_of(scope: MutableMapping[str, Any]) -> dict[str, str]:
    """Return the headers of a connection."""
    return {name.decode("latin1"): value.decode("latin1") for name, value in scope["headers"]}


def meeting_of(scope: MutableMapping[str, Any]) -> UUID | None:
    """Return the meeting that is asked for; None when none is named."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin1"))
    try:
        return UUID(asked.get("meeting", [""])[0])
    except ValueError:
        return None


def session_of(headers: dict[str, str]) -> str:
    """Return the key of the browser's session, or nothing."""
    return parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")


def of_our_page(headers: dict[str, str]) -> bool:
    """Tell whether a page of ours opens the socket: a browser always says from where; who does not, is none."""
    from bitim.kernel.live.endpoint import same_origin

    origin = headers.get("origin")
    return bool(origin) and urlsplit(origin or "").netloc == headers.get("host", "") and same_origin(headers)


async def _write(socket: Socket, send: Send) -> None:
    clock = asyncio.get_running_loop().time
    while (frame := await socket.next()) is not None:
        socket.sending = clock()
        await send({"type": "websocket.send", "text": frame})
        socket.sending = 0.0
    socket.sending = clock()
    await send({"type": "websocket.close", "code": GONE})


async def stuck(socket: Socket) -> None:
    """Return when a browser has taken nothing of what is sent for too long. Looks now and then: a clock set for each
    frame would cost as much as the frame."""
    clock = asyncio.get_running_loop().time
    while not socket.sending or clock() - socket.sending < STUCK_SECONDS:
        await asyncio.sleep(STUCK_SECONDS / 3)
