"""What passes between two browsers by the mesh: with a relay, no address of anybody."""

import base64
import hashlib
import hmac
import re
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.room.media.backend import NoMedia, Relay, ticket_of
from bitim.room.media.mesh import Mesh

EPOCH = UUID(int=1)
OPEN = Mesh(openly=True)
HIDDEN = Mesh(Relay(("turn:relay.example:3478",), "secret"))
HOST = "candidate:1 1 udp 2122260223 192.168.1.7 54321 typ host generation 0"
REFLEXIVE = "candidate:2 1 udp 1686052607 203.0.113.9 54321 typ srflx raddr 192.168.1.7 rport 54321"
RELAYED = "candidate:3 1 udp 41885439 198.51.100.4 50001 typ relay raddr 203.0.113.9 rport 54321"
SDP = "\r\n".join(
    [
        "v=0",
        "o=- 1 2 IN IP4 127.0.0.1",
        "m=audio 54321 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 203.0.113.9",
        "a=rtcp:54321 IN IP4 203.0.113.9",
        f"a={HOST}",
        f"a={REFLEXIVE}",
        f"a={RELAYED}",
        "a=ice-ufrag:abcd",
        "",
    ]
)
ADDRESSES = ("192.168.1.7", "203.0.113.9")


@pytest.mark.parametrize("line", [HOST, REFLEXIVE])
def test_by_a_relay_no_candidate_tells_an_address(line):
    assert HIDDEN.fit("signal", {"candidate": line, "sdpMid": "0", "sdpMLineIndex": 0}) is None
    assert OPEN.fit("signal", {"candidate": line, "sdpMid": "0", "sdpMLineIndex": 0})["candidate"] == line


def test_what_stands_behind_the_relay_is_taken_out():
    passed = HIDDEN.fit("signal", {"candidate": RELAYED, "sdpMid": "0", "sdpMLineIndex": 0})
    assert passed["candidate"].endswith("typ relay raddr 0.0.0.0 rport 0")


def test_a_description_loses_every_address():
    passed = HIDDEN.fit("signal", {"type": "offer", "sdp": SDP})["sdp"]
    assert not any(address in passed for address in ADDRESSES)
    assert "a=ice-ufrag:abcd" in passed and passed.count("typ relay") == 1
    assert OPEN.fit("signal", {"type": "offer", "sdp": SDP})["sdp"] == SDP


@given(st.text(max_size=200), st.sampled_from([HOST, REFLEXIVE]))
def test_however_a_line_is_dressed_an_address_does_not_pass(words, line):
    dressed = HIDDEN.fit("signal", {"candidate": words + line, "sdpMid": None, "sdpMLineIndex": None})
    assert dressed is None or "192.168.1.7" not in dressed["candidate"]
    in_text = HIDDEN.fit("signal", {"type": "answer", "sdp": f"v=0\r\na={line}\r\n{words}"})
    assert "192.168.1.7" not in in_text["sdp"]


@pytest.mark.parametrize(
    "said", [None, 5, "x", [], {}, {"type": "pranswer", "sdp": ""}, {"type": "offer", "sdp": 5}, {"candidate": 7}]
)
def test_what_is_none_of_ours_does_not_pass(said):
    assert OPEN.fit("signal", said) is None
    assert OPEN.fit("signal", {"type": "offer", "sdp": "x" * 20_000}) is None
    assert OPEN.fit("state", {"mic": 1, "words": "жасырын"}) == {"mic": True}


def test_the_relays_password_is_what_coturn_reckons():
    joins = HIDDEN.joins("ticket", 1_800_000_000, EPOCH)
    (server,) = joins["servers"]
    assert joins["policy"] == "relay" and server["username"] == "1800000000:ticket"
    digest = hmac.new(b"secret", b"1800000000:ticket", hashlib.sha1).digest()
    assert server["credential"] == base64.b64encode(digest).decode()


def test_without_a_relay_voices_go_only_where_it_was_said_openly():
    assert not Mesh().is_on() and OPEN.is_on() and HIDDEN.is_on() and not NoMedia().is_on()
    assert OPEN.joins("t", 1, EPOCH) == {"by": "mesh", "policy": "all", "servers": []}


def test_a_ticket_says_nothing_of_the_person_and_each_epoch_has_another():
    key, person, epoch = bytes(32), uuid4(), uuid4()
    ticket = ticket_of(key, epoch, person)
    assert re.fullmatch(r"[\w-]{24}", ticket) and ticket == ticket_of(key, epoch, person)
    assert len({ticket, ticket_of(key, uuid4(), person), ticket_of(key, epoch, uuid4())}) == 3
    assert person.hex[:6] not in ticket and str(person)[:6] not in ticket
