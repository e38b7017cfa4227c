"""People who vote in a dialogue over HTTP, in a process of their own: each reads a sentence and answers.

As the page's own script does, a press is answered with the next sentence; `plain`: as a browser without scripts does,
a press leads to a page that is asked for.
Reads a plan (JSON file), writes what it found to standard output. Presses are paced: person k begins k/rate seconds
after the start and presses every people/rate seconds, whether or not the server keeps up. One press in twenty is sent
twice at once, as a finger does on a slow line. Answers are counted by what the server said (200 with the next part, or
303).
"""

import asyncio
import json
import random
import re
import resource
import sys
import time
import urllib.parse
from pathlib import Path
from typing import Any

from benchmarks.measure import percentile

SIGN = re.compile(r'name="sign" value="([^"]+)"')
CSRF = "a" * 32
TWICE = 0.05
ANSWERS = ("agree", "disagree", "pass")


async def asked(port: int, head: str, body: bytes = b"") -> tuple[int, str]:
    """Send one request on a line of its own; return status and page."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{head}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1]), answer.decode(errors="replace")


class Crowd:
    """Everybody who votes."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.kept: dict[str, int] = {}
        self.odd: dict[str, int] = {}
        self.milliseconds: list[float] = []
        self.seconds = 0.0

    def _head(self, verb: str, secret: str) -> str:
        path = f"/dialogue/{self.plan['slug']}/vote/"
        cookies = f"voice-{self.plan['slug']}=own.{secret}; bitim-form={CSRF}; bitim-language=kk"
        head = f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.plan['port']}\r\nCookie: {cookies}"
        if verb == "POST":
            head += "\r\nContent-Type: application/x-www-form-urlencoded"
            head += "" if self.plan["plain"] else "\r\nX-Bitim-Part: ask"
        return head

    async def person(self, at: int, secret: str, end: float, every: float, begun: float) -> None:
        """Answer until the time is over or nothing is left to answer."""
        chance, page, status = random.Random(at), "", 200
        taken = 303 if self.plan["plain"] else 200
        due = begun + at * every / len(self.plan["secrets"])
        while due < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if not page or self.plan["plain"]:
                status, page = await asked(self.plan["port"], self._head("GET", secret))
            found = SIGN.search(page)
            if status != 200 or found is None:
                self.odd[f"page {status}"] = self.odd.get(f"page {status}", 0) + (status != 200)
                return
            said = {"csrfmiddlewaretoken": CSRF, "sign": found[1], "value": chance.choice(ANSWERS)}
            body = urllib.parse.urlencode(said).encode()
            since = time.perf_counter()
            presses = 2 if chance.random() < TWICE else 1
            head = self._head("POST", secret)
            got = await asyncio.gather(*(asked(self.plan["port"], head, body) for _press in range(presses)))
            self.milliseconds.append((time.perf_counter() - since) * 1000)
            for answered, _page in got:
                if answered != taken:
                    self.odd[str(answered)] = self.odd.get(str(answered), 0) + 1
            if any(answered == taken for answered, _page in got):
                self.kept[secret] = self.kept.get(secret, 0) + 1
            page = next((said for answered, said in got if answered == taken), "")
            due += every

    async def run(self) -> None:
        """Let everybody vote for the planned time."""
        secrets = self.plan["secrets"]
        begun = time.perf_counter()
        end, every = begun + self.plan["seconds"], len(secrets) / self.plan["rate"]
        await asyncio.gather(*(self.person(at, one, end, every, begun) for at, one in enumerate(secrets)))
        self.seconds = time.perf_counter() - begun


def main() -> int:
    """Run the plan and print what was found."""
    crowd = Crowd(json.loads(Path(sys.argv[1]).read_text()))
    asyncio.run(crowd.run())
    used = resource.getrusage(resource.RUSAGE_SELF)
    found = {
        "kept": list(crowd.kept.values()),
        "odd": {key: number for key, number in crowd.odd.items() if number},
        "p50": percentile(crowd.milliseconds, 0.5),
        "p99": percentile(crowd.milliseconds, 0.99),
        "seconds": crowd.seconds,
        "cpu": (used.ru_utime + used.ru_stime) / crowd.seconds,
    }
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
