"""What a browser gets of it and may say to it.

Browsers exchange nothing with each other, so no address of anybody's passes; what they tell Janus of their own address
stays there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bitim.kernel.live.carrier import HOUSE
from bitim.room.media.backend import Present, Relay
from bitim.room.media.mesh import CANDIDATE, FLAGS, LONGEST_CANDIDATE, LONGEST_DESCRIPTION

SAID = {"publish": "offer", "answer": "answer"}
WAYS = ("out", "in")
LINES = re.compile(r"(?:[a-z]=[\x20-\x7e]*\r\n)+\Z")
SECTION = re.compile(r"^m=(\S+)", re.MULTILINE)
CARRIED = {"audio", "video"}  # neither data channels nor anything else that Janus would pass on


@dataclass(frozen=True)
class Janus:
    """The adapter. A relay is for browsers whose network lets nothing else through; addresses hide without one."""

    url: str = ""
    secret: str = ""
    relay: Relay = field(default_factory=Relay)
    name: str = "janus"

    def is_on(self) -> bool:
        """Tell whether it is named and has a secret."""
        return bool(self.url and self.secret)

    def joins(self, ticket: str, until: int, epoch: UUID) -> Mapping[str, Any]:
        """Return how a browser reaches it: by us; its voices by the relay too."""
        servers = [self.relay.credentials(ticket, until, epoch)] if self.relay.urls else []
        return {"by": self.name, "policy": "all", "servers": servers}

    def keep(self, present: Present) -> None:
        """Let the relay know; Janus has a room and a ticket for each epoch and person as it is."""
        self.relay.keep(present)

    def fit(self, kind: str, said: Any) -> dict[str, Any] | None:
        """Return the part of a frame that is ours, or None: from one browser to another passes the state alone."""
        if not isinstance(said, dict):
            return None
        if kind == "state":
            return {flag: bool(said[flag]) for flag in FLAGS if flag in said}
        return _for_janus(said) if kind == HOUSE else None


def _for_janus(said: dict[str, Any]) -> dict[str, Any] | None:
    what = said.get("do")
    if what == "again":
        return {"do": "again"}
    if what == "pictures":
        return {"do": what, "on": bool(said.get("on"))}
    if what in SAID:
        sdp = said.get("sdp")
        if not isinstance(sdp, str) or len(sdp) > LONGEST_DESCRIPTION or not LINES.match(sdp):
            return None
        return {"do": what, "sdp": sdp} if set(SECTION.findall(sdp)) <= CARRIED else None
    if what == "trickle" and said.get("of") in WAYS:
        candidate = _candidate(said.get("candidate"))
        return None if candidate is None else {"do": what, "of": said["of"], "candidate": candidate}
    return None


def _candidate(said: Any) -> dict[str, Any] | None:
    if not isinstance(said, dict):
        return None
    line, mid, index = said.get("candidate"), said.get("sdpMid"), said.get("sdpMLineIndex")
    if not isinstance(line, str) or not line or len(line) > LONGEST_CANDIDATE or not CANDIDATE.match(line):
        return None
    return {
        "candidate": line,
        "sdpMid": mid if isinstance(mid, str) and len(mid) < 40 else None,
        "sdpMLineIndex": index if isinstance(index, int) and 0 <= index < 40 else None,
    }
