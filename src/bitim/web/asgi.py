"""The one process: live lines in the event loop, pages in a fixed pool of threads.

Pages run as WSGI in `PAGE_THREADS` threads, each with its own persistent database connection (Django checks it at
the start of a request and opens a new one when the database had gone). Live lines stay outside Django's request
cycle, so that three hundred of them hold no thread and no connection.
"""

import asyncio
import gc
import signal
import threading
from types import FrameType
from typing import Any

from a2wsgi import WSGIMiddleware
from django.urls import get_resolver

from bitim.web.wsgi import application as pages  # sets Django up: must come before what needs models

# isort: split
from bitim.kernel.live.channel import Board
from bitim.kernel.live.endpoint import LiveLine
from bitim.kernel.live.hub import Hub
from bitim.kernel.live.socket import PATH, Channel
from bitim.kernel.live.stream import Streams
from bitim.web.intake import Application, Intake, Receive, Scope, Send

PAGE_THREADS = 4
# Pieces of an answer that may wait for a slow reader: a whole file fits, so a thin line never holds a page thread.
WAITING_PIECES = 512


class House:
    """ASGI application: `/live/` to the hub, `/channel/` by either door to the board, everything else to the pages."""

    def __init__(self, pages: Application, hub: Hub, board: Board | None = None) -> None:
        self.pages, self.hub, self.board = Intake(pages), hub, board or Board()
        self.line, self.channel, self.streams = LiveLine(hub), Channel(self.board), Streams(self.board)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Route one connection."""
        if scope["type"] == "lifespan":
            await self._live_through(receive, send)
        elif scope["type"] == "websocket" and scope["path"] == PATH:
            await self.channel(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["path"] == "/live/":
            await self.line(scope, receive, send)
        elif scope["path"] == PATH:
            await self.streams(scope, receive, send)
        else:
            await self.pages(scope, receive, send)

    async def _live_through(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.hub.start()
        await self.board.start()
        settle()
        self._close_lines_on_signal()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.board.stop()
        await self.hub.stop()
        await send({"type": "lifespan.shutdown.complete"})

    def _close_lines_on_signal(self) -> None:
        """End the live lines as soon as the server is told to stop: it waits for open answers, and a live line is
        an answer that never ends. Browsers come back to the next process by themselves."""
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            before: Any = signal.getsignal(number)
            if not callable(before):
                continue

            def told(received: int, frame: FrameType | None, before: Any = before) -> None:
                loop.call_soon_threadsafe(self.hub.close_all)
                loop.call_soon_threadsafe(self.board.close_all)
                before(received, frame)

            signal.signal(number, told)


def settle() -> None:
    """Load what every page needs, then take all of it out of the garbage collector's rounds.

    A full round over the loaded libraries holds every thread for a tenth of a second, again and again under load:
    everybody's line waits for it. What is loaded here stays for the life of the process anyway.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def build() -> House:
    """Return the application with a hub of its own."""
    pool: Any = WSGIMiddleware(pages, workers=PAGE_THREADS, send_queue_size=WAITING_PIECES)
    return House(pool, Hub())


application = build()
