"""Who hears and sees whom: each browser's microphone is a tone of its own, its camera a colour; the ear is a spectrum
on what came, the eye the middle of each picture.

A byte counter says that something came; the tone says from whom. The analyser hangs on a destination, or it would
repeat what it heard last and report a leak that is not there. Whether somebody *hears* is asked of what came, whatever
the page makes of it; how loud it is *played*, with what the page makes of it.
"""

import json
import time

from playwright.sync_api import Page

SPEAKS = """([hertz, colour]) => {
    window.asked = [];
    let mouth, tone; // one for all rooms: a context that nobody closes goes on working
    const give = async ({ video }) => {
        window.asked.push(video ?? null);
        if (video) return picture();
        if (!mouth) {
            mouth = new AudioContext();
            tone = mouth.createOscillator();
            tone.frequency.value = hertz;
            tone.start();
        }
        const out = mouth.createMediaStreamDestination();
        tone.connect(out);
        return out.stream;
    };
    const picture = () => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 240, height: 135 });
        const pen = canvas.getContext("2d");
        let turn = 0;
        setInterval(() => {
            pen.fillStyle = colour;
            pen.fillRect(0, 0, 240, 135);
            pen.fillStyle = "white";
            pen.fillRect(turn++ % 40, 0, 10, 10);
        }, 120);
        window.shown = canvas.captureStream(8);
        return window.shown;
    };
    Object.defineProperty(navigator.mediaDevices, "getUserMedia", { value: give, configurable: true });
}"""

SILENCE = -60.0  # decibels

LOUDS = """async ([hertz, played]) => {
    const found = {};
    const audio = window.ear ?? (window.ear = new AudioContext());
    const volumeOf = (player) => (played ? (player.muted || player.paused ? 0 : player.volume) : 1);
    const meterOf = (player) => {
        const meter = audio.createAnalyser();
        meter.fftSize = 8192;
        meter.smoothingTimeConstant = 0;
        const quiet = audio.createGain();
        quiet.gain.value = 0;
        const from = audio.createMediaStreamSource(player.srcObject);
        from.connect(meter);
        meter.connect(quiet).connect(audio.destination);
        const volume = volumeOf(player);
        return { meter, volume, ends: () => [from, meter, quiet].forEach((one) => one.disconnect()) };
    };
    const ears = [...document.querySelectorAll("#call-voices audio")]
        .filter((player) => player.srcObject?.getAudioTracks().length && volumeOf(player))
        .map(meterOf);
    if (ears.length) await new Promise((done) => setTimeout(done, 400));
    for (const { meter, volume, ends } of ears) {
        const levels = new Float32Array(meter.frequencyBinCount);
        meter.getFloatFrequencyData(levels);
        const step = audio.sampleRate / meter.fftSize;
        for (const one of hertz) {
            const at = Math.round(one / step);
            const peak = Math.max(...levels.slice(at - 2, at + 3));
            found[one] = Math.max(found[one] ?? -200, peak + 20 * Math.log10(volume));
        }
        ends();
    }
    return hertz.map((one) => found[one] ?? -200);
}"""


SEES = """() => [...document.querySelectorAll("#call-pictures figure video")].map((video) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 9, height: 9 });
    const pen = canvas.getContext("2d");
    pen.drawImage(video, 0, 0, 9, 9);
    const [red, green, blue] = pen.getImageData(4, 4, 1, 1).data;
    const most = Math.max(red, green, blue);
    return most < 90 ? "dark" : most === red ? "red" : most === green ? "green" : "blue";
})"""


def with_tone(page: Page, hertz: int, colour: str = "white") -> Page:
    """Give a browser a tone for a microphone and a colour for a camera; before it opens the page of the meeting."""
    page.add_init_script(f"({SPEAKS})({json.dumps([hertz, colour])})")
    return page


def comes_to_see(page: Page, wanted: list[str], seconds: float = 20.0) -> None:
    """Wait until a page shows exactly these pictures, its own among them."""
    last, seen = time.monotonic() + seconds, None
    while time.monotonic() < last:
        seen = sorted(page.evaluate(SEES))
        if seen == sorted(wanted):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"seen {seen}, not {wanted}")


def louds(page: Page, tones: list[int], *, played: bool = True) -> dict[int, float]:
    """Return how loud a page plays each of the tones now, in decibels; or how loud it came."""
    return dict(zip(tones, page.evaluate(LOUDS, [tones, played]), strict=True))


def steady_louds(page: Page, tones: list[int], seconds: float = 20.0) -> dict[int, float]:
    """Return how loud these tones are played once two readings agree: one reading alone may hold a voice's beginning,
    or a gap of its line, and says less than what is played."""
    last, before = time.monotonic() + seconds, louds(page, tones)
    while time.monotonic() < last:
        now = louds(page, tones)
        if all(abs(now[one] - before[one]) < 1 for one in tones):
            return now
        before = now
    raise AssertionError(f"never twice as loud: {before}")


def hears(page: Page, tones: list[int]) -> set[int]:
    """Return which of the tones a page hears now."""
    return {tone for tone, loud in louds(page, tones, played=False).items() if loud > SILENCE}


def plays(page: Page, tones: list[int], readings: int = 3) -> set[int]:
    """Return which of the tones a page plays now: those of several readings in a row. Where a busy machine leaves a gap
    in one voice, that reading holds a little of every tone (440 at -52 and 1300 at -57 decibels were seen beside two
    voices at -14); a voice that is played is in each."""
    found = set(tones)
    for _ in range(readings):
        found &= {tone for tone, loud in louds(page, tones).items() if loud > SILENCE}
    return found


def comes_to_hear(
    page: Page, tones: list[int], wanted: set[int], seconds: float = 20.0, *, played: bool = False
) -> None:
    """Wait until a page hears, or plays, exactly these tones."""
    last, heard = time.monotonic() + seconds, set()
    while time.monotonic() < last:
        heard = {tone for tone, loud in louds(page, tones, played=played).items() if loud > SILENCE}
        if heard == wanted:
            return
    raise AssertionError(f"heard {sorted(heard)}, not {sorted(wanted)}")
