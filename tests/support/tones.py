"""Who hears whom, in sound: each browser's microphone is a tone of its own, and the ear is a spectrum on what came.

A byte counter says that something came; the tone says from whom. The analyser hangs on a destination, or it would
repeat what it heard last and report a leak that is not there.
"""

import time

from playwright.sync_api import Page

SPEAKS = """(hertz) => {
    const give = async () => {
        const audio = new AudioContext();
        const tone = audio.createOscillator();
        tone.frequency.value = hertz;
        const out = audio.createMediaStreamDestination();
        tone.connect(out);
        tone.start();
        return out.stream;
    };
    Object.defineProperty(navigator.mediaDevices, "getUserMedia", { value: give });
}"""

HEARS = """async (hertz) => {
    const found = new Set();
    const audio = window.ear ?? (window.ear = new AudioContext());
    for (const player of document.querySelectorAll("#call-voices audio")) {
        if (!player.srcObject || !player.srcObject.getAudioTracks().length) continue;
        const meter = audio.createAnalyser();
        meter.fftSize = 8192;
        meter.smoothingTimeConstant = 0;
        const quiet = audio.createGain();
        quiet.gain.value = 0;
        audio.createMediaStreamSource(player.srcObject).connect(meter);
        meter.connect(quiet).connect(audio.destination);
        await new Promise((done) => setTimeout(done, 400));
        const levels = new Float32Array(meter.frequencyBinCount);
        meter.getFloatFrequencyData(levels);
        const step = audio.sampleRate / meter.fftSize;
        for (const one of hertz) {
            const at = Math.round(one / step);
            const peak = Math.max(...levels.slice(at - 2, at + 3));
            if (peak > -60) found.add(one);
        }
        meter.disconnect();
    }
    return [...found].sort((a, b) => a - b);
}"""


def with_tone(page: Page, hertz: int) -> Page:
    """Give a browser a tone for a microphone; before it opens the page of the meeting."""
    page.add_init_script(f"({SPEAKS})({hertz})")
    return page


def hears(page: Page, tones: list[int]) -> set[int]:
    """Return which of the tones a page hears now."""
    return set(page.evaluate(HEARS, tones))


def comes_to_hear(page: Page, tones: list[int], wanted: set[int], seconds: float = 20.0) -> None:
    """Wait until a page hears exactly these tones."""
    last, heard = time.monotonic() + seconds, set()
    while time.monotonic() < last:
        heard = hears(page, tones)
        if heard == wanted:
            return
    raise AssertionError(f"heard {sorted(heard)}, not {sorted(wanted)}")
