"""The peer of channel_200_rooms: the least ASGI application that passes frames between the sockets of a room. No
session, no place, no epoch, no cleaning, no queue, no limit: it looks at `to`, and sends the same letters on."""

import json
from collections import defaultdict
from typing import Any
from urllib.parse import parse_qs

rooms: dict[str, dict[str, Any]] = defaultdict(dict)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve sockets of `/channel/?meeting=ROOM&me=NAME`; say yes to whatever else asks."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "websocket":
        asked = parse_qs(scope["query_string"].decode())
        await _socket(rooms[asked["meeting"][0]], asked["me"][0], receive, send)
    else:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


async def _socket(room: dict[str, Any], me: str, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    room[me] = send
    try:
        while (message := await receive())["type"] == "websocket.receive":
            text = message["text"]
            frame = json.loads(text)
            said = {"type": "websocket.send", "text": text}
            if frame["t"] == "signal":
                await room[frame["to"]](said)
            else:
                for name, other in list(room.items()):
                    if name != me:
                        await other(said)
    finally:
        del room[me]
