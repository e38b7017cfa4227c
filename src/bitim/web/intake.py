"""What comes in is taken whole before a page thread is given to it, and never more than the limit.

The house has four page threads. A phone on a thin line may need minutes for a photograph; waiting for it here, in
the event loop, costs memory only, while a waiting thread would stop the house for everybody. A claimed 3 GB costs
nothing: it is refused by its header, and whoever lies in the header is cut when the counted bytes pass the limit.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.utils import translation

from bitim.web import errors
from bitim.web.middleware import HEADERS, reader_language

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

FORM_ROOM = 1024 * 1024  # bytes beside the file: the other fields and the boundaries
SILENCE_SECONDS = 60.0  # a sender who is silent for so long is gone
DRAIN_SECONDS = 2.0  # how long a refused sender is still listened to, so that the refusal arrives
BODIES_AT_ONCE = 8  # whole uploads that may lie in memory at the same time
FORMS_AT_ONCE = 64  # and, apart from them, forms: whoever holds up the uploads does not stop the words
# Half of what a line of 64 kbit/s carries: who sends a byte now and then would hold all the room for hours.
SLOWEST_BYTES_PER_SECOND = 4000
BARE_TOO_LARGE = "<!doctype html><title>413</title><p>This is larger than can be taken here.</p>"


class TooLarge(Exception):
    """More bytes than the limit."""


class Gone(Exception):
    """The sender left, or fell silent, before all had come."""


class Intake:
    """ASGI: collect the body of a request within limits, then hand the whole to the application."""

    def __init__(self, application: Application, limit: int | None = None) -> None:
        self.application = application
        self.limit = limit if limit is not None else settings.FILE_LIMIT + FORM_ROOM
        self.held = self.held_words = 0  # bytes beyond a form's room, and within it, of all bodies now on the way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        claimed = claimed_length(scope)
        if claimed is None or claimed > self.limit:
            await self._refuse(scope, receive, send)
            return
        body = bytearray()
        try:
            await self._collect(body, receive)
            # An underscore and a dash become the same in WSGI: a sender could pass off a header as the proxy's.
            headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
            await self.application({**scope, "headers": headers}, _replay(bytes(body), receive), send)
        except TooLarge:
            await self._refuse(scope, receive, send)
        except Gone:
            return
        finally:
            words = min(len(body), FORM_ROOM)
            self.held_words -= words
            self.held -= len(body) - words

    async def _collect(self, body: bytearray, receive: Receive) -> None:
        clock = asyncio.get_running_loop().time
        begun = clock()
        while True:
            left = begun + SILENCE_SECONDS + len(body) / SLOWEST_BYTES_PER_SECOND - clock()
            try:
                message = await asyncio.wait_for(receive(), min(SILENCE_SECONDS, left))
            except TimeoutError:
                raise Gone from None
            if message["type"] == "http.disconnect":
                raise Gone
            chunk: bytes = message.get("body", b"")
            self._make_room(len(body), len(body) + len(chunk))
            body += chunk
            if not message.get("more_body", False):
                return

    def _make_room(self, before: int, after: int) -> None:
        words = min(after, FORM_ROOM) - min(before, FORM_ROOM)
        more = after - before - words
        if (
            after > self.limit
            or self.held_words + words > FORMS_AT_ONCE * FORM_ROOM
            or self.held + more > BODIES_AT_ONCE * self.limit
        ):
            raise TooLarge
        self.held_words += words
        self.held += more

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say 413 and listen a moment longer: a line cut while the sender still writes would lose the answer."""
        loop = asyncio.get_running_loop()
        page, language = await loop.run_in_executor(None, too_large_page, scope)
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(page)).encode()),
            (b"content-language", language.encode()),
            (b"connection", b"close"),
            *((name.lower().encode(), value.encode()) for name, value in HEADERS.items()),
        ]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": page, "more_body": True})
        last = loop.time() + DRAIN_SECONDS
        while (left := last - loop.time()) > 0:
            try:
                message = await asyncio.wait_for(receive(), left)
            except TimeoutError:
                break
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                break
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def claimed_length(scope: Scope) -> int | None:
    """Return the length that the header claims (0 without one), or None when it is no number."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() and len(value) < 20 else None
    return 0


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def too_large_page(scope: Scope) -> tuple[bytes, str]:
    """Return the page of the refusal in the reader's language, and that language. Reads no session."""
    environ: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": scope["path"], "wsgi.input": io.BytesIO()}
    environ |= {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    wanted = {b"cookie": "HTTP_COOKIE", b"accept-language": "HTTP_ACCEPT_LANGUAGE", b"host": "HTTP_HOST"}
    for name, value in scope["headers"]:
        if name in wanted:
            environ[wanted[name]] = value.decode("latin1")
    request = WSGIRequest(environ)
    language = reader_language(request, with_session=False)
    with translation.override(language):
        try:
            page = errors.too_large(request, settings.FILE_LIMIT // (1024 * 1024)).content
        except Exception:  # noqa: BLE001 - whatever fails here, the sender still gets a sentence
            page = BARE_TOO_LARGE.encode()
    return page, language
