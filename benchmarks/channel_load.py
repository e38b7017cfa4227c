"""The load generator of channel_200_rooms: a thousand WebSockets on loopback, in a process of its own.

In each room one person at a time speaks: a signal to the next one and a state to all. Whoever gets the signal speaks
next, so that each room goes as fast as the server lets it; five frames are delivered for two that are sent. It speaks
the protocol itself (RFC 6455, with a mask of zeros) and looks at the first letters of a frame only: its own processor
time is part of the answer, and where it comes near one core, the figure is the generator's and not the server's.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.generator import own_cpu
from benchmarks.measure import cpu_of

CANDIDATE = {
    "candidate": "candidate:842163049 1 udp 41885439 198.51.100.17 54321 typ relay raddr 0.0.0.0 rport 0 generation 0",
    "sdpMid": "0",
    "sdpMLineIndex": 0,
}
STATE = {"mic": True, "hand": False}
OPENING_AT_ONCE, PATIENCE_SECONDS = 16, 90.0


def packed(frame: dict[str, Any], opcode: int = 1) -> bytes:
    """Return a frame of a client."""
    body = json.dumps(frame).encode() if opcode == 1 else b""
    length = len(body)
    head = bytes([0x80 | opcode, 0x80 | length]) if length < 126 else bytes([0x80 | opcode, 0xFE]) + length.to_bytes(2)
    return head + b"\0\0\0\0" + body


class Window(asyncio.Protocol):
    """One person's socket."""

    def __init__(self, load: "Load", request: bytes, me: str, others: list[str]) -> None:
        self.load, self.request, self.me, self.others = load, request, me, others
        self.epoch, self.buffer, self.open, self.speech = "", b"", False, b""
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        """Ask for the upgrade."""
        self.transport = transport
        transport.write(self.request)

    def connection_lost(self, fault: Exception | None) -> None:
        """Count it: nobody is put out in a run that counts."""
        self.load.lost += not self.load.over

    def data_received(self, data: bytes) -> None:
        """Take what came: the answer to the upgrade, then frames."""
        self.buffer += data
        if not self.open:
            if b"\r\n\r\n" not in self.buffer:
                return
            head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
            if b" 101 " not in head:
                self.ready.set_exception(RuntimeError(f"the socket did not open: {head[:80]!r}"))
                return
            self.open = True
            if self.others:  # the peer tells nothing: everybody is there
                self.ready.set_result(None)
        buffer, at = self.buffer, 0
        while len(buffer) - at >= 2:
            length, begin = buffer[at + 1], at + 2
            if length == 126:
                length, begin = int.from_bytes(buffer[at + 2 : at + 4]), at + 4
            elif length == 127:
                length, begin = int.from_bytes(buffer[at + 2 : at + 10]), at + 10
            if len(buffer) < begin + length:
                break
            self.take(buffer[at] & 15, buffer[begin : begin + length])
            at = begin + length
        self.buffer = buffer[at:]

    def take(self, opcode: int, frame: bytes) -> None:
        """Take one frame."""
        if opcode == 9:
            self.transport.write(packed({}, 10))
        elif opcode == 1 and frame.startswith(b'{"t": "state"'):
            self.load.delivered += 1
        elif opcode == 1 and frame.startswith(b'{"t": "signal"'):
            self.load.delivered += 1
            if not self.load.over:
                self.speak()
        elif opcode == 1:
            self.told(json.loads(frame))

    def told(self, frame: dict[str, Any]) -> None:
        """Go where the server says; be ready when everybody is."""
        if frame["t"] == "place":
            self.epoch, self.me = frame["epoch"], frame["me"]
            self.transport.write(packed({"t": "ready", "epoch": self.epoch}))
        elif frame["t"] == "roster" and len(frame["here"]) == self.load.people and not self.ready.done():
            self.others = [one["id"] for one in frame["here"]]
            self.ready.set_result(None)

    def speak(self) -> None:
        """Say a signal to the next in the room and a state to all."""
        if not self.speech:
            names = sorted(self.others)
            to = names[(names.index(self.me) + 1) % len(names)]
            signal = packed({"t": "signal", "epoch": self.epoch, "to": to, "d": CANDIDATE})
            self.speech = signal + packed({"t": "state", "epoch": self.epoch, "d": STATE})
        self.transport.write(self.speech)


class Load:
    """One run against one server."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.people = plan, plan["people"]
        self.delivered, self.lost, self.over = 0, 0, False

    async def window(self, room: int, person: int, gate: asyncio.Semaphore) -> Window:
        """Open one person's socket."""
        meeting, sessions = self.plan["rooms"][room]
        names = [f"name-of-a-browser-{room}-{one}" for one in range(self.people)] if self.plan["bare"] else []
        me = names[person] if names else ""
        request = (
            f"GET /channel/?meeting={meeting}&me={me} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"
            f"Cookie: bitim={sessions[person]}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        loop = asyncio.get_running_loop()
        async with gate:
            _, made = await loop.create_connection(
                lambda: Window(self, request.encode(), me, names), "127.0.0.1", self.plan["port"]
            )
            while not made.open and not made.ready.done():
                await asyncio.sleep(0.001)
        return made

    async def measured(self, seconds: float) -> tuple[float, float, float]:
        """Return deliveries per second, and of a core what server and generator used, over some seconds."""
        server, mine, before, begun = cpu_of(self.plan["pid"]), own_cpu(), self.delivered, time.perf_counter()
        await asyncio.sleep(seconds)
        passed = time.perf_counter() - begun
        used = (cpu_of(self.plan["pid"]) - server) / passed, (own_cpu() - mine) / passed
        return (self.delivered - before) / passed, *used

    async def run(self) -> dict[str, Any]:
        """Open all, rest, then let every room speak; return what was found."""
        gate, rooms = asyncio.Semaphore(OPENING_AT_ONCE), range(len(self.plan["rooms"]))
        opening = time.perf_counter()
        made = await asyncio.gather(*(self.window(r, p, gate) for r in rooms for p in range(self.people)))
        await asyncio.wait_for(asyncio.gather(*(one.ready for one in made)), PATIENCE_SECONDS)
        opened = time.perf_counter() - opening
        await asyncio.sleep(2)
        _, idle, _ = await self.measured(self.plan["idle_seconds"])
        for one in made[:: self.people]:
            one.speak()
        await asyncio.sleep(1)
        rate, server, mine = await self.measured(self.plan["seconds"])
        self.over = True
        for one in made:
            one.transport.abort()
        said = {"sockets": len(made), "opened": opened, "idle": idle, "lost": self.lost}
        return said | {"rate": rate, "server": server, "generator": mine}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(Load(json.loads(Path(sys.argv[1]).read_text())).run())))
