"""The lines of WebRTC that a page has open, looked at from within the page."""

from typing import Any

from playwright.sync_api import Page

KEEPS = """(stubborn) => {
    window.lines = [];
    const Line = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Line {
        constructor(...how) {
            super(...how);
            window.lines.push(this);
        }
        close() {
            if (!stubborn) super.close();
        }
    };
    window.channels = [];
    const Channel = window.WebSocket;
    window.WebSocket = class extends Channel {
        constructor(...how) {
            super(...how);
            window.channels.push(this);
        }
    };
    if (stubborn) Object.defineProperty(MediaStreamTrack.prototype, "enabled", { get: () => true, set: () => {} });
}"""

SAYS = "(frame) => window.channels.at(-1).send(JSON.stringify(frame))"

COUNTS = """async (kinds) => {
    let bytes = 0;
    for (const line of window.lines ?? []) {
        for (const one of (await line.getStats()).values()) {
            if (one.type === "inbound-rtp" && kinds.includes(one.kind)) bytes += one.bytesReceived;
        }
    }
    return bytes;
}"""

PAIRS = """async () => {
    const found = [];
    for (const line of window.lines ?? []) {
        if (line.connectionState !== "connected") continue;
        const all = await line.getStats();
        for (const one of all.values()) {
            if (one.type !== "transport" || !one.selectedCandidatePairId) continue;
            const pair = all.get(one.selectedCandidatePairId);
            found.push([all.get(pair.localCandidateId).candidateType, all.get(pair.remoteCandidateId).candidateType]);
        }
    }
    return found;
}"""

LATE = """() => {
    const plain = window.RTCPeerConnection.prototype.getStats;
    window.RTCPeerConnection.prototype.getStats = async function (...of) {
        const late = ([id, one]) => [id, one.type === "candidate-pair" ? { ...one, currentRoundTripTime: 1.2 } : one];
        const all = await plain.apply(this, of);
        return window.lateLine ? new Map([...all].map(late)) : all;
    };
}"""

SENT = """async () => {
    let packets = 0, bytes = 0, streams = 0;
    for (const line of window.lines ?? []) {
        if (line.connectionState !== "connected") continue;
        for (const one of (await line.getStats()).values()) {
            if (one.type !== "outbound-rtp" || one.kind !== "audio") continue;
            streams += 1;
            packets += one.packetsSent;
            bytes += one.bytesSent + one.headerBytesSent;
        }
    }
    return [packets / streams, bytes / streams, performance.now()];
}"""

NAMES = """() => window.lines.filter((line) => line.connectionState === "connected")
    .flatMap((line) => line.getConfiguration().iceServers.map((one) => one.username))"""

GIVEN = """() => window.lines.filter((line) => line.connectionState === "connected")
    .flatMap((line) => line.getConfiguration().iceServers)"""


def watched(page: Page, stubborn: bool = False) -> Page:
    """Keep the page's lines in sight; before it opens the meeting. A stubborn page closes none and never falls silent:
    it listens to whatever still comes, and speaks to whoever still takes it."""
    page.add_init_script(f"({KEEPS})({str(stubborn).lower()})")
    return page


def can_be_late(page: Page) -> Page:
    """Let a page believe that its line is slow, whenever `is_late` says so; before it opens the meeting."""
    page.add_init_script(f"({LATE})()")
    return page


def is_late(page: Page, late: bool = True) -> None:
    """Say what the page's browser measures from now on."""
    page.evaluate("(late) => { window.lateLine = late; }", late)


def voice_sent(page: Page, seconds: float) -> tuple[float, float]:
    """Return how a page's voice goes out in some seconds, by stream: packets and bytes (of RTP) a second."""
    before = page.evaluate(SENT)
    page.wait_for_timeout(seconds * 1000)
    after = page.evaluate(SENT)
    passed = (after[2] - before[2]) / 1000
    return (after[0] - before[0]) / passed, (after[1] - before[1]) / passed


def says(page: Page, **frame: object) -> None:
    """Send a frame by the page's channel."""
    page.evaluate(SAYS, frame)


def bytes_received(page: Page, *kinds: str) -> int:
    """Return how many bytes of sound and picture have come to the page, ever."""
    return int(page.evaluate(COUNTS, list(kinds or ("audio", "video"))))


def selected_pairs(page: Page) -> list[list[str]]:
    """Return the kinds of the two ends of each line that is in use: [here, there]."""
    found: list[list[str]] = page.evaluate(PAIRS)
    return found


def relay_names(page: Page) -> list[str]:
    """Return by which names the lines in use ask the relay."""
    found: list[str] = page.evaluate(NAMES)
    return found


def relay_passwords(page: Page) -> list[tuple[str, str]]:
    """Return the names and passwords by which the lines in use ask the relay."""
    return [(one["username"], one["credential"]) for one in page.evaluate(GIVEN)]


def frames_of(page: Page) -> list[str]:
    """Return a list that fills with whatever comes to the page by its channel."""
    came: list[str] = []

    def noted(frame: Any) -> None:
        came.append(str(frame))

    page.on("websocket", lambda channel: channel.on("framereceived", noted))
    return came
