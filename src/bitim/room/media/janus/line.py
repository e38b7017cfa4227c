"""The line to Janus: one WebSocket on loopback, one session, many handles. https://janus.conf.meetecho.com/docs/rest

A question is answered by the first message with its transaction that is no mere receipt (`ack`); what comes unasked
goes to the listener of its handle. When the line breaks, Janus ends the session, and with it every browser's line.
"""

import asyncio
import itertools
import json
import logging
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

PROTOCOL = Subprotocol("janus-protocol")
PLUGIN = "janus.plugin.videoroom"
ANSWER_SECONDS, ALIVE_SECONDS = 5.0, 5.0
LONGEST = 1 << 20  # bytes of a message: an offer for forty voices has a tenth of that
HANDLE_GONE = 459
Said = dict[str, Any]

log = logging.getLogger("bitim.janus")


class Refusal(Exception):
    """Janus says no. `code` is its own (426: no such room, 433: not allowed in)."""

    def __init__(self, code: int) -> None:
        super().__init__(f"Janus refused: {code}")
        self.code = code


class Lost(Exception):
    """The line to Janus is broken, or Janus does not answer."""


class Line:
    """An open line. All methods run in the event loop's thread."""

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._secret = url, secret
        self._socket: ClientConnection | None = None
        self._session = 0
        self._asked: dict[str, tuple[asyncio.Future[Said], bool, int]] = {}  # by transaction: of which handle
        self._listening: dict[int, Callable[[Said], None]] = {}
        self._numbers = itertools.count(1)
        self._tasks: list[asyncio.Task[None]] = []
        self.lost = asyncio.Event()

    async def open(self) -> None:
        """Connect and begin a session. Raises Lost, or Refusal for a wrong secret."""
        await self.connect()
        await self.begin()

    async def connect(self) -> None:
        """Connect, and no more: what concerns no session can be asked."""
        try:
            self._socket = await connect(
                self._url,
                subprotocols=[PROTOCOL],
                proxy=None,
                compression=None,
                open_timeout=ANSWER_SECONDS,
                close_timeout=1,
                ping_interval=None,
                max_size=LONGEST,
            )
        except (OSError, TimeoutError, WebSocketException) as fault:
            raise Lost from fault
        self._tasks.append(asyncio.create_task(self._read()))

    async def begin(self) -> None:
        """Begin the session of the line, and keep it."""
        self._session = (await self.ask("create"))["data"]["id"]
        self._tasks.append(asyncio.create_task(self._stay_alive()))

    async def close(self) -> None:
        """End the session and the line."""
        self._lose()
        if self._socket is not None:
            await self._socket.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def attach(self, listener: Callable[[Said], None]) -> int:
        """Open a handle at the plugin of rooms."""
        handle: int = (await self.ask("attach", plugin=PLUGIN))["data"]["id"]
        self._listening[handle] = listener
        return handle

    async def detach(self, handle: int) -> None:
        """Close a handle: whatever it sent or received ends with it."""
        self._listening.pop(handle, None)
        for waiting, _receipt, of in self._asked.values():
            if of == handle and not waiting.done():  # a plugin answers nothing any more where the handle has gone
                waiting.set_exception(Refusal(HANDLE_GONE))
        await self.ask("detach", handle)

    async def say(self, handle: int, body: Said, jsep: Said | None = None) -> Said:
        """Say something to the plugin; return what it answers, `jsep` included. Raises Refusal."""
        more: Said = {} if jsep is None else {"jsep": jsep}
        answer = await self.ask("message", handle, body=body, **more)
        found: Said = answer.get("plugindata", {}).get("data", {})
        if "error_code" in found:
            raise Refusal(int(found["error_code"]))
        return {**found, "jsep": answer.get("jsep")}

    async def ask(self, what: str, handle: int = 0, receipt: bool = False, **more: Any) -> Said:
        """Ask and wait for the answer; with `receipt`, for the receipt alone. Raises Lost and Refusal."""
        if self._socket is None or self.lost.is_set():
            raise Lost
        number = str(next(self._numbers))
        place: Said = {} if not self._session else {"session_id": self._session}
        place |= {"handle_id": handle} if handle else {}
        waiting: asyncio.Future[Said] = asyncio.get_running_loop().create_future()
        self._asked[number] = (waiting, receipt, handle)
        try:
            said = {"janus": what, "transaction": number, "apisecret": self._secret, **place, **more}
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._socket.send(json.dumps(said))
                answer = await waiting
        except (TimeoutError, WebSocketException, OSError) as fault:
            self._lose()  # whoever does not answer cannot cut anybody off either: everything begins anew
            raise Lost from fault
        finally:
            self._asked.pop(number, None)
        if answer.get("janus") == "error":
            raise Refusal(int(answer["error"]["code"]))
        return answer

    async def _read(self) -> None:
        assert self._socket is not None
        try:
            async for text in self._socket:
                self._take(json.loads(text))
        except (WebSocketException, ValueError) as fault:
            log.warning("the line to Janus broke: %s", type(fault).__name__)
        finally:
            self._lose()

    def _take(self, said: Said) -> None:
        kind = said.get("janus")
        waiting, receipt, _of = self._asked.get(str(said.get("transaction")), (None, False, 0))
        if waiting is not None:
            if not waiting.done() and (kind != "ack" or receipt):
                waiting.set_result(said)
            return
        if kind == "timeout":
            self._lose()
        elif listener := self._listening.get(int(said.get("sender") or 0)):
            listener(said)

    async def _stay_alive(self) -> None:
        while not self.lost.is_set():
            await asyncio.sleep(ALIVE_SECONDS)
            try:
                await self.ask("keepalive", receipt=True)
            except (Lost, Refusal):
                self._lose()

    def _lose(self) -> None:
        self.lost.set()
        for waiting, _receipt, _of in self._asked.values():
            if not waiting.done():
                waiting.set_exception(Lost())
        if self._socket is not None:
            self._socket.transport.abort()
