"""From the mediator's press to both hearing each other: one person is let into a private room where the mediator sits.

The demo under uvicorn, three people in Chromium with a tone each, by each adapter; time counts from the press in the
mediator's page to the first packet of the other's voice in each of the two, by the clock of the one machine. After
every move the person is put back to wait. Needs Chromium; Janus for its half.
`python -m benchmarks.moves_by_voice [--moves 20] [--adapters mesh,janus]`
"""

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.support import browser as browsers
from tests.support.callers import everybody_comes, lets
from tests.support.carrying import carrying
from tests.support.lines import watched
from tests.support.server import seeded_once, serve_copy
from tests.support.visitors import Visitors

from benchmarks.measure import machine, middle

AIM_MS = 1000
ROOM, NAME, MEDIATOR = "Private room: Жоғарғы ауыл", "Айгерім Оспанова", "Сәуле Ахметова"

WAITS = """() => {
    const before = window.lines.length;
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    window.found = (async () => {
        for (;;) {
            for (const line of window.lines.slice(before)) {
                for (const one of (await line.getStats()).values()) {
                    if (one.type === "inbound-rtp" && one.kind === "audio" && one.packetsReceived) return Date.now();
                }
            }
            await wait(5);
        }
    })();
}"""
PRESSED = "() => document.addEventListener('submit', () => { window.pressed = Date.now(); }, true)"


def main() -> int:
    """Measure each adapter; 1 when a median misses the aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=20)
    parser.add_argument("--adapters", default="mesh,janus")
    asked = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory(prefix="bitim-moves-") as name, sync_playwright() as playwright:
        folder = Path(name)
        print(machine(folder), flush=True)
        seeded = seeded_once(folder)
        browser = playwright.chromium.launch(executable_path=browsers.executable(), args=browsers.flags())
        for adapter in asked.adapters.split(","):
            took = sorted(_moves(adapter, seeded, folder / adapter, browser, asked.moves))
            print(f"{adapter}: median {middle(took):.0f} ms, slowest {took[-1]:.0f} ms, {len(took)} moves", flush=True)
            missed = missed or middle(took) > AIM_MS
        browser.close()
    return int(missed)


def _moves(adapter: str, seeded: Path, folder: Path, browser: Browser, moves: int) -> list[float]:
    folder.mkdir()
    visitors = Visitors(browser, "moves")
    with carrying(adapter, folder) as settings, serve_copy(seeded, folder / "demo", **settings) as house:
        saule, aigerim, _viktor = everybody_comes(house, visitors, lambda _who, page: watched(page))
        lets(saule, MEDIATOR, ROOM)
        expect(saule.locator("#call-place")).to_have_attribute("data-room", "caucus")
        saule.evaluate(PRESSED)
        found = [_move(saule, aigerim) for _ in range(moves)]
        visitors.leave()
    return found


def _move(saule: Page, aigerim: Page) -> float:
    for page in (saule, aigerim):
        page.evaluate(WAITS)
    lets(saule, NAME, ROOM)
    heard = max(page.evaluate("() => window.found") for page in (saule, aigerim))
    took = float(heard - saule.evaluate("() => window.pressed"))
    lets(saule, NAME, "Back to wait")
    expect(aigerim.locator("#call-place")).to_have_attribute("data-room", "")
    return took


if __name__ == "__main__":
    sys.exit(main())
