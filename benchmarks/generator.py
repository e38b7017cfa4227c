"""The load generator: opens live lines and posts messages on loopback, in a process of its own.

Reads a plan (JSON file), writes what it found to standard output. It posts when a message is *due*, whether or not
earlier ones were answered, and counts from that moment, so a server that falls behind cannot hide it. Its own
processor time is part of the answer: where it comes near one core, the figure is the generator's and not the server's.
"""

import asyncio
import contextlib
import json
import random
import re
import resource
import sys
import time
import urllib.parse
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.measure import cpu_of, percentile

MARK = re.compile(rb"mark-(\d+)-")
CSRF = "a" * 32
OPENING_AT_ONCE, DRAIN_SECONDS, GIVE_UP_MS = 16, 4.0, 3000.0


def own_cpu() -> float:
    """Return the processor seconds of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Load:
    """One run against one server."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.port, self.pid = plan, plan["port"], plan["pid"]
        self.people: list[tuple[str, str]] = [tuple(one) for one in plan["people"]]
        self.due: dict[int, tuple[float, int]] = {}  # mark -> when due, author
        self.arrived: dict[int, list[float]] = defaultdict(list)
        self.idle_lines: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.writers: list[asyncio.StreamWriter] = []
        self.answers: dict[int, int] = defaultdict(int)
        self.resets, self.marks, self.answer_ms = 0, 0, []

    async def line(self, index: int, gate: asyncio.Semaphore) -> None:
        """Open the line of one person and go on reading it."""
        space, session = self.people[index]
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
            self.writers.append(writer)
            head = f"GET /live/?only={space} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: bitim={session}\r\n\r\n"
            writer.write(head.encode())
            first = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in first.split(b"\r\n")[0]:
                raise RuntimeError(f"the line did not open: {first[:80]!r}")
            await reader.readuntil(b"\n\n")
        self.tasks.append(asyncio.create_task(self.read(index, reader)))

    async def read(self, index: int, reader: asyncio.StreamReader) -> None:
        """Note when whose message arrives; the author's own line does not count."""
        try:
            while True:
                frame = await reader.readuntil(b"\n\n")
                now = time.perf_counter()
                if b"event: reset" in frame:
                    self.resets += 1
                if (found := MARK.search(frame)) and (known := self.due.get(int(found[1]))) and known[1] != index:
                    self.arrived[int(found[1])].append((now - known[0]) * 1000)
        except (asyncio.IncompleteReadError, ConnectionError):
            return

    async def open(self, indexes: range) -> None:
        """Open the lines of these people."""
        gate = asyncio.Semaphore(OPENING_AT_ONCE)
        await asyncio.gather(*(self.line(index, gate) for index in indexes))

    async def post(self, index: int, due: float, pool: list[Any]) -> None:
        """Send one message by the form of the room."""
        space, session = self.people[index]
        self.marks += 1
        mark = self.marks
        self.due[mark] = (due, index)
        said = {"csrfmiddlewaretoken": CSRF, "words": f"Суды кезекпен аламыз mark-{mark}- ма?", "language": "kk"}
        body = urllib.parse.urlencode(said | {"once": f"once-{self.port}-{mark}"}).encode()
        head = (
            f"POST /room/{space}/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: bitim={session}; bitim-form={CSRF}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        first = b""
        while not first:  # the server closes connections that rested for five seconds: a browser asks again, too
            reader, writer = pool.pop() if pool else await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(head.encode() + body)
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                first = await reader.readuntil(b"\r\n\r\n")
        self.answers[int(first[9:12])] += 1
        self.answer_ms.append((time.perf_counter() - due) * 1000)
        length = re.search(rb"content-length: (\d+)", first.lower())
        if length:
            await reader.readexactly(int(length[1]))
            pool.append((reader, writer))
        else:
            writer.close()

    async def step(self, rate: float, seconds: float) -> dict[str, Any]:
        """Post at one rate, wait for what is under way, and say how it went."""
        self.answers.clear()
        self.answer_ms.clear()
        first, pool, chance = self.marks + 1, [], random.Random(rate)
        server, mine, begun = cpu_of(self.pid), own_cpu(), time.perf_counter()
        posts = []
        for number in range(int(rate * seconds)):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            posts.append(asyncio.create_task(self.post(chance.randrange(len(self.people)), due, pool)))
        sent = time.perf_counter() - begun
        by_then = sum(len(self.arrived[mark]) for mark in range(first, self.marks + 1))
        cpu = (cpu_of(self.pid) - server) / sent, (own_cpu() - mine) / sent
        await asyncio.wait(posts, timeout=DRAIN_SECONDS)
        await asyncio.sleep(0.5)
        others = self.plan["others"]
        took = [ms for mark in range(first, self.marks + 1) for ms in self.arrived[mark]]
        for _, writer in pool:
            writer.close()
        for task in posts:
            task.cancel()
        return {
            "rate": rate,
            "messages_per_second": by_then / others / sent,
            "delivered_per_second": by_then / sent,
            "arrived_share": len(took) / (others * len(posts)),
            "p50": percentile(took, 0.5),
            "p99": percentile(took, 0.99),
            "answer_p50": percentile(self.answer_ms, 0.5),
            "server_cpu": cpu[0],
            "generator_cpu": cpu[1],
            "answers": dict(self.answers),
        }

    async def still(self, seconds: float) -> float:
        """Return the share of a core that the server uses while nothing happens."""
        before, begun = cpu_of(self.pid), time.perf_counter()
        await asyncio.sleep(seconds)
        return (cpu_of(self.pid) - before) / (time.perf_counter() - begun)

    async def run(self) -> dict[str, Any]:
        """Idle lines first, then all lines and the rising rates; ends at the first rate that is hopeless."""
        found: dict[str, Any] = {"steps": []}
        idle, rest = min(self.plan["idle"], len(self.people)), self.plan["idle_seconds"]
        found["cpu_without_lines"] = await self.still(rest)
        await self.open(range(idle))
        await asyncio.sleep(2)
        found["cpu_idle"] = await self.still(rest)
        found["idle_per_hundred"] = (found["cpu_idle"] - found["cpu_without_lines"]) * 100 / idle
        begun = time.perf_counter()
        await self.open(range(idle, len(self.people)))
        found["lines"], found["opened_in"] = len(self.people), time.perf_counter() - begun
        await asyncio.sleep(2)
        for rate in self.plan["rates"]:
            found["steps"].append(await self.step(rate, self.plan["seconds"]))
            if found["steps"][-1]["p99"] > GIVE_UP_MS:
                break
        found["resets"] = self.resets
        for task in self.tasks:
            task.cancel()
        for writer in self.writers:
            writer.close()
        return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(Load(json.loads(Path(sys.argv[1]).read_text())).run())))
