"""The door of the live line: Server-Sent Events at `/live/`, plain ASGI, outside Django's request cycle.

`?only=<audience>` narrows the line; the cursor comes as `Last-Event-ID` (a browser that reconnects) or `?from=`.
Answers 204 to a session that is not alive: browsers then stop asking. Events: `ready`, `reset` (load the page
again), `stop` (too many tabs), `beat` (the line lives), and unnamed ones
with `{"audience", "kind", "html"}`.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host

from bitim.kernel.live.hub import Hub
from bitim.kernel.live.line import Line

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

BEAT_SECONDS = 15.0  # the page counts on it (web/static/bitim/js/live.js): a line may die without a word
# Of constant size and on its own clock: it tells nothing of what happens elsewhere.
BEAT = b"event: beat\ndata: 0\n\n"
STUCK_SECONDS = 30.0  # a browser that takes nothing for so long has left without a word
HELLO = b"retry: 2000\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
]


class LiveLine:
    """ASGI application for one address."""

    def __init__(self, hub: Hub, beat_seconds: float = BEAT_SECONDS) -> None:
        self.hub, self.beat_seconds = hub, beat_seconds

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one connection until it ends."""
        headers = {name.decode("latin1"): value.decode("latin1") for name, value in scope["headers"]}
        if scope["method"] != "GET":
            await _answer(send, 405)
            return
        if not same_origin(headers):
            await _answer(send, 403)
            return
        asked = parse_qs(scope.get("query_string", b"").decode("latin1"))
        token = headers.get("last-event-id") or asked.get("from", [""])[0]
        try:
            only = UUID(asked["only"][0]) if "only" in asked else None
        except ValueError:
            await _answer(send, 404)
            return
        session_key = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
        try:
            line = await self.hub.open(session_key, token, only) if session_key else None
        except Exception:  # noqa: BLE001 - fail closed
            await _answer(send, 503)
            return
        if line is None:
            await _answer(send, 204)
            return
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await self._serve(line, receive, send)

    async def _serve(self, line: Line, receive: Receive, send: Send) -> None:
        leaving = asyncio.ensure_future(_left(receive, line))
        try:
            # A timeout here means a browser that takes nothing; returning early makes the server drop the line.
            with contextlib.suppress(TimeoutError):
                await self._write(line, send)
        finally:
            leaving.cancel()
            self.hub.close(line)

    async def _write(self, line: Line, send: Send) -> None:
        await _piece(send, HELLO)
        clock = asyncio.get_running_loop().time
        beat = clock() + self.beat_seconds
        while (frame := await line.take(beat - clock())) is not None:
            if frame:
                await _piece(send, frame)
            if clock() >= beat:
                beat += self.beat_seconds
                await _piece(send, BEAT)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def same_origin(headers: dict[str, str]) -> bool:
    """Tell whether a page of ours asks. Without Fetch Metadata (old browsers) an Origin, if any, must be our host."""
    host = headers.get("host", "")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return False
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host


async def _left(receive: Receive, line: Line) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    line.end()


async def _piece(send: Send, body: bytes) -> None:
    async with asyncio.timeout(STUCK_SECONDS):
        await send({"type": "http.response.body", "body": body, "more_body": True})


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": b""})
