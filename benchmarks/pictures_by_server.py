"""What six people with pictures cost the media server: the processor share of Janus alone.

Our own code on both ends (`room/sfu.js` in Chromium, `media/janus/house.py`), the channel between them left out: six
browsers of one room in one page, each with a tone and a moving picture of 480 by 270 at 12 frames, all hearing and
seeing the five others. The page also encodes and decodes all of it: how much really passed is counted and said.
Needs Chromium and Janus. `python -m benchmarks.pictures_by_server [--people 6] [--seconds 20]`
"""

import argparse
import asyncio
import sys
import uuid
from pathlib import Path
from typing import Any

from playwright.async_api import Page, Route, async_playwright
from tests.support import browser as browsers
from tests.support import sfu

from benchmarks.measure import ROOT, cpu_of, house, machine

AIM_PERCENT = 20.0
SCRIPTS = ROOT / "src" / "bitim" / "room" / "static" / "room"
HERE = "http://room.localhost/"

PEOPLE = """async ([names, epoch]) => {
    const { Sfu } = await import("/sfu.js");
    window.people = new Map();
    for (const [number, me] of names.entries()) {
        const audio = new AudioContext();
        const tone = audio.createOscillator();
        tone.frequency.value = 300 + 100 * number;
        const out = audio.createMediaStreamDestination();
        tone.connect(out);
        tone.start();
        const canvas = Object.assign(document.createElement("canvas"), { width: 480, height: 270 });
        const pen = canvas.getContext("2d");
        let turn = 0;
        setInterval(() => {
            for (let square = 0; square < 40; square += 1) {
                pen.fillStyle = `hsl(${(turn * 7 + square * 31) % 360} 60% 50%)`;
                pen.fillRect((square * 53 + turn * 5) % 480, (square * 97 + turn * 3) % 270, 60, 45);
            }
            turn += 1;
        }, 80);
        const tell = () => {};
        const send = ({ d }) => window.say(me, d);
        const media = { servers: [], policy: "all" };
        const one = new Sfu({ me, epoch, media }, { send, heard: tell, seen: tell, down: tell });
        window.people.set(me, one);
        one.speak(out.stream.getAudioTracks()[0]);
        one.show(canvas.captureStream(12).getVideoTracks()[0]);
        one.meet(names.map((id) => ({ id })));
    }
}"""
TAKES = "([me, d]) => { window.people.get(me).signal('house', 0, d); }"
PASSED = """async () => {
    let come = 0, streams = 0, go = 0;
    for (const { in: to, out } of window.people.values()) {
        for (const one of (await to?.getStats())?.values() ?? []) {
            if (one.type === "transport") come += one.bytesReceived;
            if (one.type === "inbound-rtp" && one.kind === "video" && one.packetsReceived) streams += 1;
        }
        for (const one of (await out?.getStats())?.values() ?? []) if (one.type === "transport") go += one.bytesSent;
    }
    return [come, go, streams];
}"""


async def _room(page: Page, server: sfu.Running, people: int) -> Any:
    """Let everybody into one room; return the carrier that serves it."""
    from bitim.kernel.live.carrier import HOUSE, Seat
    from bitim.room.media.janus.adapter import Janus
    from bitim.room.media.janus.house import House

    carrier, group = House(server.url, server.secret), uuid.uuid4()
    names = [f"person-{number}" for number in range(people)]
    fit = Janus(server.url, server.secret).fit
    tasks: set[asyncio.Task[Any]] = set()
    seats: dict[str, Seat] = {}

    def seat(me: str) -> Seat:
        def tell(frame: dict[str, Any]) -> None:
            task = asyncio.ensure_future(page.evaluate(TAKES, [me, frame["d"]]))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        return Seat(group, me, tell)

    def say(me: str, said: Any) -> None:
        fitting = fit(HOUSE, said)
        if fitting is not None:
            carrier.said(seats[me], fitting)

    await page.expose_function("say", say)
    await page.goto(HERE)
    await page.evaluate(PEOPLE, [names, str(group)])
    for me in names:
        seats[me] = seat(me)
        carrier.came(seats[me])
    return carrier


async def _served(route: Route) -> None:
    name = route.request.url.removeprefix(HERE)
    if not name.endswith(".js"):
        return await route.fulfill(body="<!doctype html><title>room</title>", content_type="text/html")
    return await route.fulfill(body=(SCRIPTS / name).read_text(), content_type="text/javascript")


async def _measured(folder: Path, people: int, seconds: int) -> float:
    """Return the processor share of Janus, in percent of a core."""
    with sfu.running(folder / "janus") as server:
        assert server.process is not None
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=browsers.executable(), args=browsers.flags())
            page = await browser.new_page()
            await page.route(f"{HERE}**", _served)
            carrier = await _room(page, server, people)
            wanted, streams = people * (people - 1), 0
            for _ in range(60):
                await asyncio.sleep(1)
                streams = (await page.evaluate(PASSED))[2]
                if streams == wanted:
                    break
            await asyncio.sleep(5)
            before, (came, went, _) = cpu_of(server.process.pid), await page.evaluate(PASSED)
            await asyncio.sleep(seconds)
            used, (come, go, streams) = cpu_of(server.process.pid) - before, await page.evaluate(PASSED)
            await carrier.stop()
            await browser.close()
    share = used / seconds * 100
    out, into = ((now - was) * 8 / 1000 / seconds for now, was in ((come, came), (go, went)))
    print(f"{people} people, {streams} of {wanted} pictures came; Janus took in {into:.0f} kbit/s, gave {out:.0f}")
    print(f"Janus: {share:.1f} % of a core over {seconds} s")
    return share if streams == wanted else float("inf")


def main() -> int:
    """Measure; 1 when it takes more than the aim or not every picture came."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=6)
    parser.add_argument("--seconds", type=int, default=20)
    asked = parser.parse_args()
    with house() as folder:
        print(machine(folder), flush=True)
        return int(asyncio.run(_measured(folder, asked.people, asked.seconds)) > AIM_PERCENT)


if __name__ == "__main__":
    sys.exit(main())
