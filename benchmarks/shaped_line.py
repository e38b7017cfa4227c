"""A meeting of three by voice, one of them behind a thin line: 64 kbit/s, late, and every twentieth packet lost.

The demo under uvicorn, three people in Chromium, by each adapter. One side's whole browser lives in a network
namespace behind `benchmarks.shaper`: from the page of the meeting on, all that she loads, hears, says and writes goes
by that line. Everybody speaks all the time (a tone each), the worst that a meeting can do. Meanwhile she and the
mediator write by turns in the room of everybody. Told is what her page said of her line and when, whether other pages
stepped down, who was heard by whom how often, and where the messages are.
Needs root, `ip`, Chromium; Janus for its half. Exit code 1 when a message is lost or doubled, or her page says nothing.
`python -m benchmarks.shaped_line [--kbits 64] [--rtt 800] [--loss 5] [--messages 20] [--adapters mesh,janus]`
"""

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from tests.support import browser as browsers
from tests.support.callers import TONES, everybody_comes, speaks
from tests.support.carrying import carrying
from tests.support.lines import watched
from tests.support.server import seeded_once, serve_copy
from tests.support.tones import hears
from tests.support.visitors import Visitors

from benchmarks.measure import machine
from benchmarks.shaper import HERE, SPACE, Line

PATIENCE_MS = 180_000
WHO = ("saule", "aigerim", "viktor")  # the second one is behind the line
SAID = """() => {
    const said = (window.thinSaid = []);
    const begun = performance.now();
    const look = () => {
        const of = (id) => document.getElementById(id)?.textContent ?? "";
        const now = `${of("call-thin-why")} ${of("call-thin-now")}`.trim();
        const room = of("call-room");
        const down = document.getElementById("call-down")?.hidden === false ? " (down)" : "";
        const text = `${room}${down} | ${now}`;
        if (said.at(-1)?.[1] !== text) said.push([Math.round((performance.now() - begun) / 1000), text]);
    };
    setInterval(look, 500);
}"""
PATHS = "(all) => all.map((one) => new URL(one.href).pathname)"
WORDS = "() => [...document.querySelectorAll('#thread > li article > p')].map((one) => one.textContent.trim())"


@dataclass
class Meeting:
    """Three pages by voice, and the same people's pages of the room in writing."""

    voices: dict[str, Page]
    rooms: dict[str, Page]
    heard: dict[tuple[str, str], list[bool]] = field(default_factory=dict)
    posted: dict[str, float] = field(default_factory=dict)  # words -> seconds until their writer's page had them

    def listens(self) -> None:
        """Ask once who hears whom."""
        for ear, page in self.voices.items():
            others = [one for one in WHO if one != ear]
            found = hears(page, [TONES[one] for one in others])
            for one in others:
                self.heard.setdefault((one, ear), []).append(TONES[one] in found)

    def writes(self, who: str, words: str) -> None:
        """Write something; wait until the page has it."""
        room = self.rooms[who]
        begun = time.monotonic()
        room.locator("form.composer textarea").fill(words)
        room.locator("form.composer button.main").click()
        room.locator("#thread").get_by_text(words, exact=True).wait_for()
        self.posted[words] = time.monotonic() - begun
        print(f"  {who} wrote, {self.posted[words]:.1f} s", flush=True)


def main() -> int:
    """Hold the meeting by each adapter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kbits", type=float, default=64)
    parser.add_argument("--rtt", type=float, default=800, help="ms there and back, without what waits for the line")
    parser.add_argument("--loss", type=float, default=5, help="of a hundred packets, each way")
    parser.add_argument("--messages", type=int, default=20)
    parser.add_argument("--adapters", default="mesh,janus")
    asked = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory(prefix="bitim-shaped-") as name, sync_playwright() as playwright:
        folder = Path(name)
        print(machine(folder), flush=True)
        seeded = seeded_once(folder)
        for adapter in asked.adapters.split(","):
            failed = not _held(adapter, seeded, folder / adapter, playwright, asked) or failed
    return int(failed)


def _held(adapter: str, seeded: Path, folder: Path, playwright: Playwright, asked: argparse.Namespace) -> bool:
    folder.mkdir()
    with (
        Line() as line,
        carrying(adapter, folder, HERE) as settings,
        serve_copy(seeded, folder / "demo", **settings) as house,
    ):
        line.leads_to(int(house.url.rpartition(":")[2]))
        near, far = Visitors(_near(playwright), "shaped"), Visitors(_far(playwright, folder), "shaped")

        def visitor(**how: Any) -> Page:
            page = (far if how["language"] == "kk" else near)(**how)
            page.context.set_default_timeout(PATIENCE_MS)
            return page

        def prepared(who: str, page: Page) -> None:
            watched(page)
            page.add_init_script(f"({SAID})()")
            if who == WHO[1]:
                line.becomes(asked.kbits, asked.rtt / 2, asked.loss / 100)

        begun = time.monotonic()
        pages = everybody_comes(house, visitor, prepared)
        meeting = _at_the_table(dict(zip(WHO, pages, strict=True)))
        print(f"{adapter}: all at the table and reading after {time.monotonic() - begun:.0f} s", flush=True)
        _goes_on(meeting, asked.messages)
        good = _told(adapter, meeting, line)
        for visitors in (near, far):
            visitors.expects("")  # a line that loses packets makes browsers complain
            visitors.leave()
    return good


def _near(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=browsers.executable(), args=_flags())


def _far(playwright: Playwright, folder: Path) -> Browser:
    """Start a browser in the namespace; what it calls localhost is this side of the line."""
    program = folder / "chromium-there"
    program.write_text(f'#!/bin/sh\nexec ip netns exec {SPACE} {browsers.executable()} "$@"\n')
    program.chmod(0o700)
    led = f"--host-resolver-rules=MAP localhost {HERE}, MAP *.localhost {HERE}, MAP * ~NOTFOUND"
    return playwright.chromium.launch(executable_path=str(program), args=[*_flags(), led])


def _flags() -> list[str]:
    """No names in the place of addresses: nobody would answer for them beyond the line."""
    return [*browsers.flags(), "--disable-features=WebRtcHideLocalIpsWithMdns"]


def _at_the_table(voices: dict[str, Page]) -> Meeting:
    voices["saule"].get_by_role("button", name="Everyone to the table").click()
    for page in voices.values():
        expect(page.locator("#call-people li[data-here=true]")).to_have_count(3, timeout=PATIENCE_MS)
    doors = {who: page.locator("#call-writing + p a").evaluate_all(PATHS) for who, page in voices.items()}
    (common,) = set.intersection(*map(set, doors.values()))  # the room of everybody
    rooms = {}
    for who, page in voices.items():
        speaks(page)
        print(f"  {who} opens the room in writing", flush=True)
        rooms[who] = page.context.new_page()
        rooms[who].goto("/".join(page.url.split("/")[:3]) + common)
    return Meeting(voices, rooms)


def _goes_on(meeting: Meeting, messages: int) -> None:
    """Write by turns, listen in between."""
    for number in range(messages):
        meeting.writes(WHO[(number + 1) % 2], f"message {number} {os.urandom(3).hex()}")
        meeting.listens()
        meeting.rooms["saule"].wait_for_timeout(1500)


def _told(adapter: str, meeting: Meeting, line: Line) -> bool:
    """Say what was found; whether all of it is as it has to be."""
    last, good = time.monotonic() + 30, False
    while not good and time.monotonic() < last:
        meeting.rooms["saule"].wait_for_timeout(500)
        found = {
            who: [words for words in page.evaluate(WORDS) if words in meeting.posted]
            for who, page in meeting.rooms.items()
        }
        good = all(sorted(words) == sorted(meeting.posted) for words in found.values())
    for who, words in found.items():
        print(f"{adapter}: {who} reads {len(words)}, {len(set(words))} of {len(meeting.posted)} messages", flush=True)
    waits = sorted(meeting.posted.values())
    print(
        f"{adapter}: a writer's page had it after {waits[len(waits) // 2]:.1f} s (median), {waits[-1]:.1f} s (slowest)"
    )
    for (one, ear), heard in sorted(meeting.heard.items()):
        print(f"{adapter}: {one} heard by {ear} in {sum(heard)} of {len(heard)} looks")
    for who, page in meeting.voices.items():
        for second, text in page.evaluate("() => window.thinSaid"):
            print(f"{adapter}: {who}, {second} s: {text}")
    print(f"{adapter}: the line {line.carried()}", flush=True)
    stepped = {who: bool(page.locator("#call-thin-now").text_content()) for who, page in meeting.voices.items()}
    print(f"{adapter}: stepped down at the end: {stepped}", flush=True)
    return good and stepped == {who: who == WHO[1] for who in WHO}


if __name__ == "__main__":
    sys.exit(main())
