"""What the thinnest voice costs on the wire: one person speaks, another has chosen "Voice alone, thin".

The demo under uvicorn, three people in Chromium, by each adapter; the mediator speaks, the two others are silent. Her
voice is no silence: a sawtooth in syllables, once with pauses as in speech (60 % of the time), once without. Counted
is what her browser sends on one line: voice, RTP, SRTP and RTCP by its own count, and 28 bytes for UDP and IPv4 for
each packet. Beside it stands what ICE asks and answers on that line, for each pair of addresses that two browsers of
one machine have (STUN, which the browser counts by number alone: 100 and 64 bytes). `relayed` is the mesh as `serve`
has it, every line by coturn: its packets and questions carry the 4 bytes of a TURN channel, by UDP. Needs Chromium;
coturn and Janus for their parts.
`python -m benchmarks.thin_voice [--seconds 20] [--adapters mesh,relayed,janus]`
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.support import browser as browsers
from tests.support import relay
from tests.support.callers import everybody_comes, speaks
from tests.support.carrying import carrying
from tests.support.lines import watched
from tests.support.server import seeded_once, serve_copy
from tests.support.visitors import Visitors

from benchmarks.measure import machine

AIM_KBITS = 16.0
HEADERS = 28
CHANNEL = 4  # of TURN, on each packet that a relay passes on
QUESTION, ANSWER = 100, 64  # bytes of STUN between browsers: the longest and the usual one

# The tone of the tests, made into syllables: 150 ms of every 200; with pauses: 6 s of every 10.
VOICE = """() => {
    const plain = OscillatorNode.prototype.connect;
    OscillatorNode.prototype.connect = function (out) {
        this.type = "sawtooth";
        this.frequency.value = 160;
        const gate = this.context.createGain();
        plain.call(this, gate).connect(out);
        setInterval(() => {
            const now = performance.now();
            const speaks = !window.pauses || now % 10000 < 6000;
            gate.gain.setTargetAtTime(speaks && now % 200 < 150 ? 0.5 : 0, this.context.currentTime, 0.01);
        }, 25);
        return out;
    };
}"""

SENT = """async () => {
    const found = [];
    for (const line of window.lines) {
        if (line.connectionState !== "connected") continue;
        const all = [...(await line.getStats()).values()];
        const voice = all.find((one) => one.type === "outbound-rtp" && one.kind === "audio");
        const way = all.find((one) => one.type === "transport");
        const pairs = all.filter((one) => one.type === "candidate-pair");
        const stun = Object.fromEntries(pairs.map((one) => [one.id, [one.requestsSent ?? 0, one.responsesSent ?? 0]]));
        if (voice) found.push([[voice.packetsSent, voice.bytesSent, way.packetsSent, way.bytesSent], stun]);
    }
    return [performance.now(), found];
}"""


def main() -> int:
    """Measure each adapter; 1 when a thin voice misses the aim, without a pause too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--adapters", default="mesh,relayed,janus")
    asked = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory(prefix="bitim-thin-") as name, sync_playwright() as playwright:
        folder = Path(name)
        print(machine(folder), flush=True)
        seeded = seeded_once(folder)
        browser = playwright.chromium.launch(executable_path=browsers.executable(), args=browsers.flags())
        for adapter in asked.adapters.split(","):
            missed = _measured(adapter, seeded, folder / adapter, browser, asked.seconds) > AIM_KBITS or missed
        browser.close()
    return int(missed)


def _measured(adapter: str, seeded: Path, folder: Path, browser: Browser, seconds: int) -> float:
    """Print what each form costs; return the thin one's cost without a pause."""
    folder.mkdir()
    visitors = Visitors(browser, "thin")
    relayed = adapter == "relayed"
    with (
        _by_relay(folder) if relayed else carrying(adapter, folder) as settings,
        serve_copy(seeded, folder / "demo", **settings) as house,
    ):
        saule, _aigerim, viktor = everybody_comes(house, visitors, _prepared)
        saule.get_by_role("button", name="Everyone to the table").click()
        expect(saule.locator("#call-people li[data-here=true]")).to_have_count(3)
        speaks(saule)
        saule.wait_for_timeout(5000)
        _sent(saule, adapter, "as always, with pauses", True, seconds)
        viktor.locator("#call-spare").click()
        expect(saule.locator("#call-thin-others")).not_to_be_empty()
        saule.wait_for_timeout(3000)
        _sent(saule, adapter, "thin, with pauses", True, seconds)
        thin = _sent(saule, adapter, "thin, without a pause", False, seconds)
        visitors.leave()
    return thin


@contextmanager
def _by_relay(folder: Path) -> Iterator[dict[str, str]]:
    with relay.running(folder) as coturn:
        yield coturn.settings


def _prepared(_who: str, page: Page) -> None:
    watched(page)
    page.add_init_script(f"({VOICE})()")


def _sent(page: Page, adapter: str, what: str, pauses: bool, seconds: int) -> float:
    """Return the kbit/s on the wire of the dearest line of a page."""
    page.evaluate("(pauses) => { window.pauses = pauses; }", pauses)
    page.wait_for_timeout(1000)
    begun, before = page.evaluate(SENT)
    page.wait_for_timeout(seconds * 1000)
    ended, after = page.evaluate(SENT)
    passed = (ended - begun) / 1000
    around = HEADERS + (CHANNEL if adapter == "relayed" else 0)
    lines, stun = [], []
    for (was, pairs_then), (now, pairs) in zip(before, after, strict=True):
        lines.append([(b - a) / passed for a, b in zip(was, now, strict=True)])
        # A pair of addresses that was given up meanwhile is counted no more, with what it had asked before.
        fresh = [
            (q - pairs_then.get(pair, [0, 0])[0], a - pairs_then.get(pair, [0, 0])[1]) for pair, (q, a) in pairs.items()
        ]
        stun.append(sum((QUESTION + around) * q + (ANSWER + around) * a for q, a in fresh) / passed)
    kbits: float = max((wire + around * sent) * 8 / 1000 for _, _, sent, wire in lines)
    ice = max(stun) * 8 / 1000
    packets, payload = max(line[0] for line in lines), max(line[1] for line in lines) * 8 / 1000
    print(
        f"{adapter}, {what}: {packets:.1f} packets/s, voice {payload:.1f}, wire {kbits:.1f}, ICE {ice:.1f} kbit/s",
        flush=True,
    )
    return kbits


if __name__ == "__main__":
    sys.exit(main())
