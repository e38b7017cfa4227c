"""The peer of room_end_to_end: the least that takes a message, keeps it and hands it on. No sessions, no rights, no
sealing, no record, no page: one row in SQLite with synchronous=FULL, the same bytes to everybody in the room."""

import asyncio
import os
import sqlite3
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

lines: dict[str, list[asyncio.Queue[bytes]]] = defaultdict(list)
writer = ThreadPoolExecutor(1)
kept: list[sqlite3.Connection] = []


def keep(room: str, words: str) -> None:
    """Insert and commit."""
    if not kept:
        made = sqlite3.connect(Path(os.environ["BITIM_DATA"]) / "peer.sqlite3", isolation_level=None)
        made.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE said (room TEXT, words TEXT)"
        )
        kept.append(made)
    kept[0].execute("INSERT INTO said VALUES (?, ?)", (room, words))


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer `/live/?only=ROOM` and `POST /room/ROOM/`."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["path"] == "/live/":
        await _line(parse_qs(scope["query_string"].decode())["only"][0], send)
    elif scope["method"] == "POST":
        await _post(scope["path"].split("/")[2], receive, send)
    else:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


async def _line(room: str, send: Any) -> None:
    mine: asyncio.Queue[bytes] = asyncio.Queue()
    lines[room].append(mine)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    try:
        while True:
            await send({"type": "http.response.body", "body": await mine.get(), "more_body": True})
    finally:
        lines[room].remove(mine)


async def _post(room: str, receive: Any, send: Any) -> None:
    body, more = b"", True
    while more:
        part = await receive()
        body, more = body + part.get("body", b""), part.get("more_body", False)
    words = parse_qs(body.decode())["words"][0]
    await asyncio.get_running_loop().run_in_executor(writer, keep, room, words)
    for line in lines[room]:
        line.put_nowait(f"data: {words}\n\n".encode())
    await send({"type": "http.response.start", "status": 303, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
