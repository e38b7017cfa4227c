"""`mesh`: browser to browser, without a server of media; for a table of up to four with pictures, six by voice alone.

What passes between two browsers is a description or a candidate of WebRTC (RFC 8829). With a relay, candidates that
tell an address of the browser itself are taken out here, whatever the browser does: no party learns another's address.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bitim.room.media.backend import Present, Relay

DESCRIPTIONS = ("offer", "answer")
LONGEST_DESCRIPTION, LONGEST_CANDIDATE = 18_000, 600
CANDIDATE = re.compile(r"(?:a=)?candidate:[\x20-\x7e]*\Z")
OF_A_RELAY = re.compile(r" typ relay(?: |\Z)")
RELATED = re.compile(r" raddr (?!0\.0\.0\.0 |:: )\S+ rport \d+")  # the address behind a relay
CONNECTED = re.compile(r"c=IN IP[46] \S+\Z")
FLAGS = ("mic", "cam", "hand", "weak", "thin", "agrees")


@dataclass(frozen=True)
class Mesh:
    """The adapter. Without a relay addresses pass between the browsers: for loopback and a trusted network alone."""

    relay: Relay = field(default_factory=Relay)
    openly: bool = False  # the operator said that it may go without a relay
    name: str = "mesh"

    @property
    def only_by_relay(self) -> bool:
        """Tell whether everything goes by the relay."""
        return bool(self.relay.urls)

    def is_on(self) -> bool:
        """Tell whether voices go: by a relay, or openly without one."""
        return self.only_by_relay or self.openly

    def joins(self, ticket: str, until: int, epoch: UUID) -> Mapping[str, Any]:
        """Return how browsers find each other."""
        if not self.only_by_relay:
            return {"by": self.name, "policy": "all", "servers": []}
        return {"by": self.name, "policy": "relay", "servers": [self.relay.credentials(ticket, until, epoch)]}

    def keep(self, present: Present) -> None:
        """Let the relay know."""
        self.relay.keep(present)

    def fit(self, kind: str, said: Any) -> dict[str, Any] | None:
        """Return the part of a frame that is ours, cleaned of addresses; None when nothing of it is."""
        if not isinstance(said, dict):
            return None
        if kind == "state":
            return {flag: bool(said[flag]) for flag in FLAGS if flag in said}
        if said.get("type") in DESCRIPTIONS:
            return self._description(said["type"], said.get("sdp"))
        return self._candidate(said)

    def _description(self, kind: str, sdp: Any) -> dict[str, Any] | None:
        if not isinstance(sdp, str) or len(sdp) > LONGEST_DESCRIPTION:
            return None
        lines = [line for line in sdp.replace("\r\n", "\n").split("\n") if line]
        kept = [self._line(line) for line in lines]
        return {"type": kind, "sdp": "".join(f"{line}\r\n" for line in kept if line is not None)}

    def _line(self, line: str) -> str | None:
        if not self.only_by_relay:
            return line
        if line.startswith("a=candidate:"):
            return self._hidden(line)
        if CONNECTED.match(line):
            return "c=IN IP4 0.0.0.0"
        return re.sub(r"(a=rtcp:\d+) IN IP[46] \S+", r"\1 IN IP4 0.0.0.0", line)

    def _candidate(self, said: dict[str, Any]) -> dict[str, Any] | None:
        line, mid, index = said.get("candidate"), said.get("sdpMid"), said.get("sdpMLineIndex")
        if not isinstance(line, str) or len(line) > LONGEST_CANDIDATE or (line and not CANDIDATE.match(line)):
            return None
        if line and self.only_by_relay:
            hidden = self._hidden(line)
            if hidden is None:
                return None
            line = hidden
        return {
            "candidate": line,
            "sdpMid": mid if isinstance(mid, str) and len(mid) < 40 else None,
            "sdpMLineIndex": index if isinstance(index, int) and 0 <= index < 40 else None,
        }

    def _hidden(self, line: str) -> str | None:
        """Return a candidate of the relay without the address behind it; None for any other."""
        return RELATED.sub(" raddr 0.0.0.0 rport 0", line) if OF_A_RELAY.search(line) else None
