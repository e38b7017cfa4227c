"""A thin line between this machine and a network namespace: so many bits a second, so late, so many packets lost.

Two interfaces (TUN), one on this side, one in the namespace; between them each packet of IP waits for its turn on the
line, then for its time on the way, or is lost. Both directions alike, each for itself. It does what `tc netem` and
`tbf` would, for kernels that have neither. A packet that finds more than a second of others before it is dropped, as
in a modem. Needs root and `ip` (iproute2). What comes to the house's port on this side's address goes on to the house
on loopback, as a proxy before it would do it.

A process of its own, for nothing but the line: `with Line() as line: line.leads_to(8000); line.becomes(64, 400, 0.05)`.
"""

import asyncio
import contextlib
import fcntl
import heapq
import json
import os
import random
import struct
import subprocess
import sys
import time
from types import TracebackType
from typing import Self

HERE, THERE = "10.77.0.1", "10.77.0.2"
SPACE = "bitim-thin"
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
QUEUE_SECONDS = 1.0
LARGEST = 65535


class Line:
    """The line, seen from whoever measures."""

    def __enter__(self) -> Self:
        """Lay it, unshaped."""
        command = [sys.executable, "-m", "benchmarks.shaper"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._answer() == {}, "the line could not be laid"
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """Take it away."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)

    def leads_to(self, port: int) -> None:
        """Pass on what comes to a port on this side to the same one on loopback."""
        self._ask({"port": port})

    def becomes(self, kbits: float, late_ms: float, loss: float) -> None:
        """Shape it from now on; `late_ms` one way; 0 kbit/s: as broad as it goes."""
        self._ask({"kbits": kbits, "late": late_ms / 1000, "loss": loss})

    def carried(self) -> dict[str, float]:
        """Return what passed since it was shaped: for each way bytes and packets, lost and dropped ones."""
        return self._ask({})

    def _ask(self, said: dict[str, float]) -> dict[str, float]:
        assert self._process.stdin
        print(json.dumps(said), file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> dict[str, float]:
        assert self._process.stdout
        found: dict[str, float] = json.loads(self._process.stdout.readline() or "null")
        return found


class Way:
    """One direction: a queue before the line, and the way."""

    def __init__(self, name: str, source: int, target: int) -> None:
        self.name, self.source, self.target = name, source, target
        self.random = random.Random(name)
        self.coming: list[tuple[float, int, bytes]] = []
        self.number = 0
        self.shape(0, 0, 0)

    def shape(self, kbits: float, late: float, loss: float) -> None:
        """Count anew, in this form."""
        self.kbits, self.late, self.loss = kbits, late, loss
        self.free = 0.0  # when the line has sent whatever waits for it
        self.counts = {"bytes": 0, "packets": 0, "lost": 0, "dropped": 0}

    def takes(self) -> None:
        """Take whatever wants to pass."""
        with contextlib.suppress(BlockingIOError):
            while packet := os.read(self.source, LARGEST):
                self._take(packet, time.monotonic())

    def _take(self, packet: bytes, now: float) -> None:
        if max(self.free, now) - now > QUEUE_SECONDS:
            self.counts["dropped"] += 1
            return
        self.free = max(self.free, now) + (len(packet) * 8 / (self.kbits * 1000) if self.kbits else 0)
        self.counts["bytes"] += len(packet)
        self.counts["packets"] += 1
        if self.random.random() < self.loss:
            self.counts["lost"] += 1
            return
        self.number += 1
        heapq.heappush(self.coming, (self.free + self.late, self.number, packet))
        asyncio.get_running_loop().call_later(self.free + self.late - now, self.gives)

    def gives(self) -> None:
        """Give on whatever has come to the end."""
        now = time.monotonic() + 0.001
        while self.coming and self.coming[0][0] <= now:
            with contextlib.suppress(OSError):  # the other end is full or gone
                os.write(self.target, heapq.heappop(self.coming)[2])


def interface(name: str) -> int:
    """Return the file of a new interface."""
    file = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(file, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return file


def ip(*words: str) -> None:
    """Say something to `ip`."""
    subprocess.run(["ip", *words], check=True)


def laid() -> tuple[Way, Way]:
    """Make the namespace and the two ways to it and from it."""
    subprocess.run(["ip", "netns", "del", SPACE], stderr=subprocess.DEVNULL, check=False)  # of a run that was killed
    here, there = interface("thin-here"), interface("thin-there")
    ip("netns", "add", SPACE)
    ip("link", "set", "thin-there", "netns", SPACE)
    for own, other, inside, name in ((HERE, THERE, (), "thin-here"), (THERE, HERE, ("-n", SPACE), "thin-there")):
        ip(*inside, "addr", "add", own, "peer", other, "dev", name)
        ip(*inside, "link", "set", name, "mtu", "1400", "up")
    ip("-n", SPACE, "link", "set", "lo", "up")
    ip("-n", SPACE, "route", "add", "default", "via", HERE)
    return Way("there", here, there), Way("back", there, here)


async def _passes(port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry a connection on to the house."""
    try:
        inner, outer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        writer.close()
        return

    async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await source.read(4096):
                target.write(piece)
                await target.drain()
        with contextlib.suppress(OSError):
            target.close()

    await asyncio.gather(pump(reader, outer), pump(inner, writer))


async def _main() -> None:
    ways = laid()
    loop = asyncio.get_running_loop()
    for way in ways:
        loop.add_reader(way.source, way.takes)
    print("{}", flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        said = json.loads(line)
        if "port" in said:
            port = said["port"]
            await asyncio.start_server(lambda reader, writer: _passes(port, reader, writer), HERE, port, limit=4096)  # noqa: B023
        for way in ways if "kbits" in said else ():
            way.shape(said["kbits"], said["late"], said["loss"])
        print(json.dumps({f"{way.name} {key}": n for way in ways for key, n in way.counts.items()}), flush=True)


if __name__ == "__main__":
    try:
        asyncio.run(_main())
    finally:
        subprocess.run(["ip", "netns", "del", SPACE], check=False)
