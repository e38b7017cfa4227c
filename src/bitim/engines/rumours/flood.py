"""Many near-identical reports in a short time from what may be one hand: held until a person looks, not counted. Pure.

Nothing here says that anybody cheated: a chain message that half a village passes on looks the same. What is held is
counted again when a person releases it. Short texts ("no water") are alike by chance: their floods say so, to be looked
at first. A threat to life must reach the desk by its own way before this rule is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bitim.engines.rumours.letters import jaccard, runs

WITHIN = timedelta(hours=1)
FEWEST = 5
ALIKE = 0.7
SHORT_RUNS = 25  # runs of three letters below which a text is short: about five words
LONGEST = 2000
MOST_OPEN = 400  # different texts of one hour that a new one is compared with, the newest


@dataclass(frozen=True)
class Arrival:
    """One report as it came in. `known`: sent by somebody the house knows (an account, a monitor)."""

    id: str
    text: str
    at: datetime
    known: bool = False


@dataclass(frozen=True)
class Flood:
    """Near-identical reports to be held, the earliest first; `short`: the text is so short that chance may do it."""

    ids: tuple[str, ...]
    first: datetime
    last: datetime
    short: bool


class _Stream:
    """Reports alike to the first of them, in order of time; `dense`: one of its windows has held enough."""

    def __init__(self, letters: frozenset[str]) -> None:
        self.letters = letters
        self.came: list[Arrival] = []
        self.held: set[int] = set()

    def add(self, one: Arrival, fewest: int, within: timedelta) -> None:
        """Add a report; hold the last window if it is full."""
        self.came.append(one)
        start = len(self.came) - fewest
        if start >= 0 and one.at - self.came[start].at <= within:
            self.held.update(range(start, len(self.came)))


def floods(
    arrivals: Sequence[Arrival], fewest: int = FEWEST, within: timedelta = WITHIN, alike: float = ALIKE
) -> list[Flood]:
    """Return what is to be held: at least `fewest` reports of senders nobody knows, in `within`, whose runs of three
    folded letters agree (Jaccard) with the first of them by `alike`; digits are left out, so a number that is changed
    from one to the next hides nothing. Reports of known senders are never held."""
    ordered = sorted((one for one in arrivals if not one.known), key=lambda one: (one.at, one.id))
    open_streams: list[_Stream] = []
    every: list[_Stream] = []
    for one in ordered:
        letters = runs("".join(" " if sign.isdigit() else sign for sign in one.text[:LONGEST]))
        open_streams = [stream for stream in open_streams if one.at - stream.came[-1].at <= within][-MOST_OPEN:]
        stream = max(open_streams, key=lambda old: _same(old.letters, letters), default=None)
        if stream is None or _same(stream.letters, letters) < alike:
            stream = _Stream(letters)
            open_streams.append(stream)
            every.append(stream)
        stream.add(one, fewest, within)
    return [_flood(stream) for stream in every if stream.held]


def _same(left: frozenset[str], right: frozenset[str]) -> float:
    return 1.0 if left == right else jaccard(left, right)


def _flood(stream: _Stream) -> Flood:
    held = [stream.came[at] for at in sorted(stream.held)]
    return Flood(tuple(one.id for one in held), held[0].at, held[-1].at, len(stream.letters) < SHORT_RUNS)
