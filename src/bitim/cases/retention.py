"""How long each kind of paper is kept, from the law pack; what the closing page shows and `let_go` follows.

Classes of words go by their keys (`closing.LET_GO`). Kinds of paper that lie under one class for different times have
keys of their own; the layers that keep such papers say here how to let them go.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from bitim import jurisdictions
from bitim.cases.models import Case
from bitim.kernel import clock
from bitim.kernel.text import in_language

AT_CLOSING = ("side", "private", "joint")
# Of a kind of paper, destroy what one closed case holds; returns how many keys went. Safe to repeat.
KEEPERS: dict[str, Callable[[UUID], int]] = {}


def keeper(kind: str) -> Callable[[Callable[[UUID], int]], Callable[[UUID], int]]:
    """Register who lets go of a kind of paper."""

    def register(let_go: Callable[[UUID], int]) -> Callable[[UUID], int]:
        KEEPERS[kind] = let_go
        return let_go

    return register


@dataclass(frozen=True)
class Kept:
    """One line of the table: what, for how many days after the closing, and the last day if the case closed now."""

    key: str
    name: str
    days: int
    until: date
    basis: str
    mark: str


def table_for(case: Case) -> list[Kept]:
    """Return how long everything of a case is kept, what goes first standing first."""
    pack = jurisdictions.load(case.pack)
    closed = timezone.localtime(case.closed or clock.now()).date()
    rows = []
    for label in pack.labels["retention"]:
        days = pack.retention_days(label.key) if label.key in AT_CLOSING else int(label.facts["days"])
        until = closed + timedelta(days=days)
        rows.append(Kept(label.key, in_language(label.texts), days, until, label.facts["basis"], label.facts["mark"]))
    return sorted(rows, key=lambda one: one.days)


def over(pack: str, closed: datetime | None) -> list[str]:
    """Return the kinds of paper whose time is over in a case that was closed at a moment."""
    if closed is None:
        return []
    labels = jurisdictions.load(pack).labels["retention"]
    passed = {one.key for one in labels if closed + timedelta(days=int(one.facts["days"])) <= clock.now()}
    return sorted(passed & KEEPERS.keys())
