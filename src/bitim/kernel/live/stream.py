"""The other door of the channel, for networks that let no WebSocket through: the same frames by a stream and POST.

`GET /channel/?meeting=<id>` is a stream of Server-Sent Events, one line to a frame; the first frame, `line`, names the
stream by a secret. `POST /channel/` with that secret in `X-Bitim-Line` carries frames of the browser, one to a line.
Behind both stand the same board and the same socket as behind a WebSocket, so the same is asked of every frame:
session, place, epoch, how many. A request that no page of ours makes is refused before anything is read.

Answers: 403 to whoever has no session, no place, or comes from elsewhere; 410 when the stream is over (or never was
this session's: that is not told); 413, 408, 400 to bodies too large, too slow or not of letters; 429 to too many at a
time; 503 when it could not be asked.
"""

import asyncio
import contextlib
import hmac
import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bitim.kernel.live.channel import TooMany
from bitim.kernel.live.endpoint import HEADERS, same_origin
from bitim.kernel.live.socket import (
    MOST_BYTES,
    STUCK_SECONDS,
    Receive,
    Send,
    Socket,
    Sockets,
    headers_of,
    meeting_of,
    of_our_page,
    session_of,
    written,
)

BEAT_SECONDS = 10.0  # a proxy cuts what is silent; of constant size and on its own clock
BEAT = b":\n\n"
BODY_SECONDS = 20.0  # in which a body has to come: the largest takes 13 on a line of 64 kbit/s
POSTS_AT_ONCE = 3  # of one stream; a browser sends one after the other


@dataclass
class Stream:
    """An open stream: its socket, and how many bodies are on the way to it."""

    socket: Socket
    posting: int = 0


class Streams:
    """ASGI application for one address."""

    def __init__(self, board: Sockets, beat_seconds: float = BEAT_SECONDS) -> None:
        self.board, self.beat_seconds = board, beat_seconds
        self.open: dict[str, Stream] = {}  # by secret

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one stream until it ends, or take one body."""
        headers = headers_of(scope)
        if scope["method"] == "GET":
            await self._stream(scope, headers, receive, send)
        elif scope["method"] == "POST":
            await _answer(send, await self._post(headers, receive))
        else:
            await _answer(send, 405)

    async def _stream(self, scope: Any, headers: dict[str, str], receive: Receive, send: Send) -> None:
        meeting, session_key = meeting_of(scope), session_of(headers)
        if not reads_from_our_page(headers) or not session_key or meeting is None:
            await _answer(send, 403)
            return
        try:
            socket = await self.board.open(session_key, meeting)
        except TooMany:
            await _answer(send, 429)
            return
        except Exception:  # noqa: BLE001 - fail closed
            await _answer(send, 503)
            return
        if socket is None:
            await _answer(send, 403)
            return
        secret = secrets.token_urlsafe(24)
        self.open[secret] = Stream(socket)
        leaving = asyncio.ensure_future(_left(receive, socket))
        try:
            # A timeout here means a browser that takes nothing; returning early makes the server drop the line.
            with contextlib.suppress(TimeoutError):
                await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
                await self._write(secret, socket, send)
        finally:
            del self.open[secret]
            leaving.cancel()
            self.board.close(socket)

    async def _write(self, secret: str, socket: Socket, send: Send) -> None:
        await _piece(send, _line(written({"t": "line", "line": secret})))
        beating = asyncio.ensure_future(self._beat(socket, send))
        try:
            while (frame := await socket.next()) is not None:
                await _piece(send, _line(frame))
        finally:
            beating.cancel()
        await _piece(send, b"", more=False)

    async def _beat(self, socket: Socket, send: Send) -> None:
        with contextlib.suppress(TimeoutError):
            while True:
                await asyncio.sleep(self.beat_seconds)
                await _piece(send, BEAT)
        socket.end()  # nothing is read there any more

    async def _post(self, headers: dict[str, str], receive: Receive) -> int:
        if not of_our_page(headers):
            return 403
        claimed = headers.get("content-length", "0")
        if not claimed.isdecimal() or len(claimed) > 9 or int(claimed) > MOST_BYTES:
            return 413
        stream = self._of(headers)
        if stream is None:
            return 410
        if stream.posting >= POSTS_AT_ONCE:
            return 429
        stream.posting += 1
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(receive)
        except TimeoutError:
            return 408
        finally:
            stream.posting -= 1
        return 413 if body is None else self._take(stream.socket, body)

    def _of(self, headers: dict[str, str]) -> Stream | None:
        """Return the stream that a body is for; only the session that opened it sends to it."""
        stream, session_key = self.open.get(headers.get("x-bitim-line", "")), session_of(headers)
        if stream is None or not hmac.compare_digest(stream.socket.session_key.encode(), session_key.encode()):
            return None
        return stream

    def _take(self, socket: Socket, body: bytes) -> int:
        try:
            lines = body.decode().split("\n")
        except UnicodeDecodeError:
            return 400
        for line in lines:
            if socket.ended:
                break
            if line:
                self.board.take(socket, line)
        return 410 if socket.ended else 204


def reads_from_our_page(headers: dict[str, str]) -> bool:
    """Tell whether a page of ours opens a stream. A browser says no Origin when it reads from its own house, but says
    so by Fetch Metadata, and old ones by the page they come from; who says nothing of the kind, is none."""
    if not same_origin(headers):
        return False
    says = (headers.get("origin", ""), headers.get("referer", ""))
    return headers.get("sec-fetch-site") == "same-origin" or headers.get("host") in [
        urlsplit(one).netloc for one in says
    ]


def _line(frame: str) -> bytes:
    return f"data: {frame}\n\n".encode()


async def _body(receive: Receive) -> bytes | None:
    """Return what is sent, or None as soon as it is more than a browser sends at once."""
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return b""  # gone before all had come: nothing of it counts
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


async def _left(receive: Receive, socket: Socket) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    socket.end()


async def _piece(send: Send, body: bytes, more: bool = True) -> None:
    async with asyncio.timeout(STUCK_SECONDS):
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def _answer(send: Send, status: int) -> None:
    """Answer without a body. Whoever was refused before all had come, is listened to no more."""
    headers = [(b"cache-control", b"no-store"), *([] if status == 204 else [(b"connection", b"close")])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
