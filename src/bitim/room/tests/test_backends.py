"""What every adapter of the media keeps to, and that only what is its own passes by it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.kernel.live.carrier import HOUSE
from bitim.room.media.backend import NoMedia, Relay
from bitim.room.media.janus.adapter import Janus
from bitim.room.media.mesh import Mesh

EPOCH = UUID(int=1)
RELAY = Relay(("turn:relay.example:3478",), "secret")
JANUS = Janus("ws://127.0.0.1:8188", "secret")
EVERY = [Mesh(RELAY), Mesh(openly=True), JANUS, Janus("ws://127.0.0.1:8188", "secret", RELAY), NoMedia()]
SDP = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n"
CANDIDATE = "candidate:1 1 udp 2122260223 192.168.1.7 54321 typ host generation 0"
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50) | st.sampled_from(["do", "again"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


def named(one):
    return f"{one.name}-{'relay' if getattr(one, 'relay', Relay()).urls else 'none'}"


@pytest.mark.parametrize("media", EVERY, ids=named)
@given(kind=st.sampled_from(["signal", "state", HOUSE, "x"]), said=ANYTHING)
def test_nothing_that_a_browser_says_breaks_it(media, kind, said):
    passed = media.fit(kind, said)
    assert passed is None or isinstance(passed, dict)


@pytest.mark.parametrize("media", EVERY[:-1], ids=named)
def test_a_state_is_flags_and_no_words(media):
    assert media.is_on()
    assert media.fit("state", {"mic": 1, "hand": 0, "words": "жасырын", "from": "another"}) == {
        "mic": True,
        "hand": False,
    }


@pytest.mark.parametrize("media", EVERY[:-1], ids=named)
def test_what_a_browser_needs_is_its_own_and_ends(media):
    joins = media.joins("ticket", 1_800_000_000, EPOCH)
    assert joins["by"] == media.name
    for server in joins["servers"]:
        assert server["username"] == "1800000000:ticket" and "secret" not in str(joins)
    assert bool(joins["servers"]) == bool(media.relay.urls)


def test_by_janus_browsers_say_nothing_to_each_other():
    for said in ({"type": "offer", "sdp": SDP}, {"candidate": CANDIDATE}, {"do": "publish", "sdp": SDP}):
        assert JANUS.fit("signal", said) is None


def test_to_janus_passes_what_is_needed_and_no_more():
    assert JANUS.fit(HOUSE, {"do": "publish", "sdp": SDP, "room": "another"}) == {"do": "publish", "sdp": SDP}
    assert JANUS.fit(HOUSE, {"do": "again", "x": 1}) == {"do": "again"}
    assert JANUS.fit(HOUSE, {"do": "pictures", "on": 0}) == {"do": "pictures", "on": False}
    trickle = {"do": "trickle", "of": "out", "candidate": {"candidate": CANDIDATE, "sdpMid": "0", "sdpMLineIndex": 0}}
    assert JANUS.fit(HOUSE, trickle) == trickle


@pytest.mark.parametrize(
    "said",
    [
        {"do": "join", "room": "another"},
        {"do": "publish", "sdp": SDP + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"},
        {"do": "publish", "sdp": SDP + "жасырын\r\n"},
        {"do": "publish", "sdp": "x" * 20_000},
        {"do": "publish"},
        {"do": "trickle", "of": "another", "candidate": {"candidate": CANDIDATE}},
        {"do": "trickle", "of": "in", "candidate": {"candidate": "candidate:\nx"}},
        {"do": "trickle", "of": "in", "candidate": None},
    ],
)
def test_what_is_none_of_januss_does_not_pass(said):
    assert JANUS.fit(HOUSE, said) is None


def test_by_the_mesh_the_house_takes_no_part():
    assert EVERY[0].fit(HOUSE, {"do": "publish", "sdp": SDP}) is None


def test_janus_carries_nothing_until_it_is_named_and_has_a_secret():
    assert not Janus("ws://127.0.0.1:8188", "").is_on() and not Janus("", "secret").is_on() and JANUS.is_on()
