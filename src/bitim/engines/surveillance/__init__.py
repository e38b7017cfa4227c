"""Unusual rises in what people report of tension: counted, compared with the past, told with what could mislead.

`read` takes counts from a CSV file and `sightings.count_up` from single reports; `replay` says what a setting would
have raised and finds the threshold of a budget; `look` says it of the last week, `scan` of neighbouring places. Alerts
carry typed facts: the sentence is worded by whoever shows them. Nothing here foretells violence, and nothing counts by
person or community.

Importing this package loads no array library: the modules that reckon come with the first counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bitim.engines.surveillance.model import (
    METHODS,
    Alert,
    Caution,
    Cluster,
    Mislead,
    Place,
    Route,
    Setting,
    Unfit,
)

if TYPE_CHECKING:
    from bitim.engines.surveillance.counts import Counts
    from bitim.engines.surveillance.replays import Replay
    from bitim.engines.surveillance.watch import Standing
    from bitim.engines.surveillance.weekly import Week

__all__ = [
    "METHODS",
    "Alert",
    "Caution",
    "Cluster",
    "Mislead",
    "Place",
    "Route",
    "Setting",
    "Unfit",
    "look",
    "read",
    "replay",
    "scan",
]


def read(content: bytes, today: date, missing: str = "refuse") -> tuple[Counts, tuple[str, ...]]:
    """Return counts and notes from a CSV file; see `files.read`. Raises Unfit with a sentence."""
    from bitim.engines.surveillance import files

    return files.read(content, today, missing)


def replay(counts: Counts, setting: Setting | None = None, weeks: int = 52, threshold: float | None = None) -> Replay:
    """Return what a setting would have raised; see `replays.replay`. Raises Unfit."""
    from bitim.engines.surveillance import replays

    return replays.replay(counts, setting, weeks, threshold)


def look(counts: Counts, found: Replay, standing: Standing | None = None) -> Week:
    """Return what is told of the last week by the setting and thresholds of a replay, given what was open before it;
    see `weekly.look`. Raises Unfit."""
    from bitim.engines.surveillance import weekly

    return weekly.look(counts, found.setting, weekly.Thresholds.of(found), standing)


def scan(
    counts: Counts,
    neighbours: Mapping[str, Sequence[str]],
    setting: Setting | None = None,
    week: int | None = None,
    rings: int = 1,
) -> list[Cluster]:
    """Return rises over neighbouring places that end with a week (the last one); see `zones`. Raises Unfit."""
    from bitim.engines.surveillance import zones

    every = zones.Zones.of([one.name for one in counts.places], neighbours, rings)
    return zones.clusters(counts, every, setting or Setting(), week)
