"""How a thin line is borne, step by step: the rules of the page, asked in a browser without a house."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

SCRIPTS = Path(__file__).resolve().parents[2] / "src" / "bitim" / "room" / "static" / "room"
BAD, SLOW, GOOD = "{ loss: 0.2, late: 0.1 }", "{ loss: 0, late: 1.2 }", "{ loss: 0, late: 0.1, jitter: 0.01 }"

# `for_(seconds, lines, use)`: what the ladder answers to such lines looked at every three seconds.
HELPERS = """
    const ladder = new Ladder();
    let now = 0;
    const for_ = (seconds, lines, use = { sees: true, shows: true }) => {
        const said = [];
        for (let s = 0; s < seconds; s += 3) {
            now += 3000;
            const one = ladder.hear(lines, use, now);
            if (one) said.push(`${one.down ? "down" : "up"} ${one.step} ${one.why}`);
        }
        return said;
    };
"""


@pytest.fixture
def asked(browser: Browser) -> Iterator[Callable[[str, str], Any]]:
    """Give the value of a script that may use what a module of the room exports."""
    page = browser.new_page()

    def ask(module: str, script: str) -> Any:
        source = base64.b64encode((SCRIPTS / module).read_bytes()).decode()
        names = "Ladder, voiced"
        return page.evaluate(
            f"async () => {{ const {{ {names} }} = await import('data:text/javascript;base64,{source}'); {script} }}"
        )

    yield ask
    page.close()


def test_one_step_at_a_time_and_each_with_its_reason(asked):
    found = asked("ladder.js", f"{HELPERS} return for_(75, [{BAD}])")
    assert found == ["down unseen loss", "down unshown loss", "down thin loss", "down write loss"]
    assert asked("ladder.js", f"{HELPERS} return for_(12, [{SLOW}])") == ["down unseen late"]


def test_a_thin_voice_that_comes_through_is_not_told_to_write(asked):
    thin, far = "for_(12, [{ loss: 0.3 }], { sees: false, shows: false });", "{ loss: 0.05, late: 0.85, jitter: 0.05 }"
    assert asked("ladder.js", f"{HELPERS} {thin} return for_(300, [{far}])") == []
    worse = "{ loss: 0.05, late: 2.5 }"
    found = asked("ladder.js", f"{HELPERS} {thin} return [for_(60, [{worse}]), for_(300, [{far}])].flat()")
    assert found == ["down write late", "up thin good"]
    # What was lost before the voices became thin says nothing of them.
    assert asked("ladder.js", f"{HELPERS} {thin} return [for_(12, [{BAD}]), for_(60, [{far}])].flat()") == []


def test_a_short_fault_moves_nobody(asked):
    script = f"{HELPERS} return [for_(9, [{BAD}]), for_(3, [{GOOD}]), for_(9, [{BAD}])].flat()"
    assert asked("ladder.js", script) == []


def test_a_page_that_slept_or_changed_rooms_counts_anew(asked):
    assert asked("ladder.js", f"{HELPERS} for_(9, [{BAD}]); now += 20000; return for_(9, [{BAD}])") == []
    assert asked("ladder.js", f"{HELPERS} for_(9, [{BAD}]); for_(3, []); return for_(9, [{BAD}])") == []


def test_a_step_that_changes_nothing_is_skipped_on_both_ways(asked):
    script = f"{HELPERS} return [for_(12, [{BAD}], {{ sees: false, shows: false }}), for_(36, [{GOOD}])].flat()"
    assert asked("ladder.js", script) == ["down thin loss", "up full good"]


def test_up_only_after_long_and_longer_after_a_relapse(asked):
    assert asked("ladder.js", f"{HELPERS} for_(12, [{BAD}]); return for_(27, [{GOOD}])") == []
    again = f"for_(12, [{BAD}]); for_(36, [{GOOD}]); for_(12, [{BAD}]);"
    assert asked("ladder.js", f"{HELPERS} {again} return for_(48, [{GOOD}])") == []
    assert asked("ladder.js", f"{HELPERS} {again} return for_(66, [{GOOD}])") == ["up full good"]


def test_whoever_chose_is_not_taken_above_it(asked):
    chose = "ladder.choose('thin');"
    assert asked("ladder.js", f"{HELPERS} {chose} return for_(300, [{GOOD}])") == []
    found = asked("ladder.js", f"{HELPERS} {chose} return [for_(12, [{BAD}]), for_(300, [{GOOD}])].flat()")
    assert found == ["down write loss", "up thin good"]
    assert asked("ladder.js", f"{HELPERS} {chose} ladder.choose('full'); return ladder.step") == "full"


def test_of_several_lines_the_best_one_counts(asked):
    assert asked("ladder.js", f"{HELPERS} return for_(60, [{BAD}, {GOOD}])") == []


def test_a_thin_voice_is_asked_for_in_the_part_of_voices_alone(asked):
    opus = "m=audio 9 X 111\\r\\na=rtpmap:111 opus/48000/2\\r\\na=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\\r\\n"
    sdp = f"'v=0\\r\\n{opus}a=ptime:20\\r\\nm=video 9 X 96\\r\\na=rtpmap:96 VP8/90000\\r\\n'"
    found = asked("lite.js", f"return voiced({sdp}, true)")
    voice, picture = found.split("m=video")
    assert "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1;maxaveragebitrate=7000\r\n" in voice
    assert voice.count("a=fmtp:111") == voice.count("a=ptime:60") == voice.count("a=maxptime:60") == 1
    assert "ptime" not in picture and "a=ptime:20" not in voice
    always = asked("lite.js", f"return voiced({sdp}.replace(';usedtx=1', ''), false)")
    assert "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n" in always and "a=ptime:20" in always


def test_nothing_goes_beside_a_thin_voice_but_which_part_it_is_of(asked):
    beside = ["a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level", "a=extmap:3/sendrecv http://x/abs-send-time"]
    beside += ["a=rtcp-fb:111 transport-cc", "a=extmap:14 urn:ietf:params:rtp-hdrext:ssrc-audio-level vad=on"]
    lines = ["m=audio 9 X 111", "a=rtpmap:111 opus/48000/2", *beside, "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid"]
    lines += ["a=rtcp-fb:111 nack", "m=video 9 X 96", "a=extmap:3 http://x/abs-send-time", "a=rtcp-fb:96 transport-cc"]
    sdp = "'" + "".join(f"{line}\\r\\n" for line in lines) + "'"
    voice, picture = asked("lite.js", f"return voiced({sdp}, true)").split("m=video")
    assert "sdes:mid" in voice and "nack" in voice
    assert not [line for line in beside if line in voice]
    assert "abs-send-time" in picture and "transport-cc" in picture
    always = asked("lite.js", f"return voiced({sdp}, false)")
    assert all(line in always for line in lines)
