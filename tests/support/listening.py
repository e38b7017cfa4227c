"""Ears in a page that never rest: from its first moment on, whatever voice arrives by any line is looked at ten times a
second, whether the page plays it or not; each tone is kept with its time, and what the page says of itself beside it.

Of each voice the strongest tone counts, and whatever is nearly as strong: one track is one person's. And a tone is
narrow: what begins, stops or is torn for want of a processor sounds for a moment like all tones at once, and is as loud
between them. A tone of a hundredth of a second still counts.
"""

import json
from dataclasses import dataclass

from playwright.sync_api import Page

LISTENS = """(tones) => {
    const QUIET = -60, NEARLY = 10, NARROW = 10, ASIDE = 150, EVERY_MS = 100;
    const ears = new Map();
    let audio;
    window.ears = { log: [], at: 0, now: [], looks: 0, channels: [], of: (track) => ears.get(track)?.tones ?? [] };
    const hear = (track) => {
        if (ears.has(track)) return;
        audio ??= new AudioContext();
        const stream = new MediaStream([track]);
        const player = Object.assign(new Audio(), { muted: true, srcObject: stream }); // or nothing is decoded
        player.play().catch(() => {});
        const meter = audio.createAnalyser();
        Object.assign(meter, { fftSize: 4096, smoothingTimeConstant: 0 });
        const quiet = audio.createGain();
        quiet.gain.value = 0;
        audio.createMediaStreamSource(stream).connect(meter);
        meter.connect(quiet).connect(audio.destination);
        ears.set(track, { meter, quiet, player, levels: new Float32Array(meter.frequencyBinCount), tones: [] });
    };
    const loud = ({ meter, levels }) => {
        meter.getFloatFrequencyData(levels);
        const step = audio.sampleRate / meter.fftSize;
        const near = (hertz) => {
            const at = Math.round(hertz / step);
            return Math.max(...levels.slice(at - 1, at + 2));
        };
        const most = Math.max(...tones.map(near));
        return tones.filter((one) => {
            const between = Math.max(near(one - ASIDE), near(one + ASIDE));
            return near(one) > Math.max(QUIET, most - NEARLY, between + NARROW);
        });
    };
    const look = () => {
        const now = new Set();
        for (const [track, ear] of ears) {
            ear.tones = track.readyState === "ended" ? [] : loud(ear);
            for (const one of ear.tones) now.add(one);
            if (track.readyState !== "ended") continue;
            ear.meter.disconnect();
            ear.player.srcObject = null;
            ears.delete(track);
        }
        Object.assign(window.ears, { at: Date.now(), now: [...now], looks: window.ears.looks + 1 });
        for (const one of now) window.ears.log.push([window.ears.at, one]);
    };
    window.setInterval(look, EVERY_MS);
    const Line = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Line {
        constructor(...how) {
            super(...how);
            this.addEventListener("track", ({ track }) => track.kind === "audio" && hear(track));
        }
    };
    const Channel = window.WebSocket;
    window.WebSocket = class extends Channel {
        constructor(...how) {
            super(...how);
            window.ears.channels.push(this);
        }
    };
}"""

STANDS = """() => {
    const by = (id) => document.getElementById(id);
    const played = {};
    for (const one of by("call-voices").querySelectorAll("audio")) {
        const volume = one.muted || one.paused ? 0 : Math.round(one.volume * 100) / 100;
        const track = one.srcObject?.getAudioTracks()[0];
        if (!track || !volume) continue;
        for (const tone of window.ears.of(track)) played[tone] = Math.max(played[tone] ?? 0, volume);
    }
    return {
        room: by("call-place").dataset.room,
        out: by("call-tools").hidden,
        people: [...document.querySelectorAll("#call-people li > bdi")].map((one) => one.textContent),
        linked: [...document.querySelectorAll("#call-people li[data-here=true] > bdi")].map((one) => one.textContent),
        open: by("call-mute").getAttribute("aria-pressed") === "true",
        choice: document.querySelector("[data-language][aria-pressed=true]")?.dataset.language ?? "",
        heard: window.ears.now,
        late: Date.now() - window.ears.at,
        played: Object.entries(played).map(([tone, volume]) => [Number(tone), volume]),
    };
}"""

BREAKS = "() => { const { channels } = window.ears; channels.at(-1).close(); return channels.length; }"
BACK = "(before) => window.ears.channels.length > before"
KEPT = "() => [window.ears.log.splice(0), window.ears.looks]"
PRESSES = "() => document.getElementById('call-mute').click()"
STALE_MS = 400  # what was looked at longer ago says nothing of now


@dataclass(frozen=True)
class Stands:
    """What a page hears now, and what it says of itself. `linked`: those of the room whose browser is there. `heard` is
    None when its ears were too busy to say."""

    room: str
    out: bool
    people: tuple[str, ...]
    linked: tuple[str, ...]
    open: bool
    choice: str
    heard: frozenset[int] | None
    played: dict[int, float]


def with_ears(page: Page, tones: list[int]) -> Page:
    """Let a page's ears be open; before it opens the page of the meeting."""
    page.add_init_script(f"({LISTENS})({json.dumps(tones)})")
    return page


def stands(page: Page) -> Stands:
    """Return how a page of the meeting stands now."""
    now = page.evaluate(STANDS)
    heard = frozenset(now["heard"]) if now["late"] < STALE_MS else None
    people, linked = sorted(now["people"]), sorted(now["linked"])
    return Stands(
        now["room"], now["out"], tuple(people), tuple(linked), now["open"], now["choice"], heard, dict(now["played"])
    )


def kept(page: Page) -> tuple[list[tuple[float, int]], int]:
    """Return every tone that came since this was last asked, with its time in seconds; and how often, since the page
    opened, it was looked at."""
    log, looks = page.evaluate(KEPT)
    return [(at / 1000, tone) for at, tone in log], looks


def presses(page: Page) -> None:
    """Press the button of the microphone."""
    page.evaluate(PRESSES)


def breaks(page: Page) -> None:
    """Let the page's line to the house break; it comes back by itself."""
    page.wait_for_function(BACK, arg=page.evaluate(BREAKS))
