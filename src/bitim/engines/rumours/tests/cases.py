"""The reports of the tests' data, in two halves: one to set limits with, one to be measured only."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random

from bitim.engines.rumours.model import Report, Suggestion

DATA = Path(__file__).parents[5] / "tests" / "data" / "prevention" / "rumours.psv"
NEIGHBOURS = {
    "sarytas": {"kokbulaq"},
    "kokbulaq": {"sarytas", "janajol"},
    "janajol": {"kokbulaq", "qoskol"},
    "qoskol": {"janajol"},
    "tasotkel": {"besterek"},
    "besterek": {"tasotkel"},
}
START = datetime(2031, 3, 1, tzinfo=UTC)


@cache
def told() -> tuple[tuple[Report, ...], dict[str, int]]:
    """Return all reports and the rumour each of them truly tells."""
    reports, truth = [], {}
    for number, line in enumerate(DATA.read_text(encoding="utf-8").splitlines()[1:]):
        rumour, place, day, hour, language, link, text = line.split("|")
        at = START + timedelta(days=int(day), hours=int(hour))
        marks = frozenset({link} if link else ())
        reports.append(Report(f"r{number}", text, language, place, at, marks))
        truth[f"r{number}"] = int(rumour)
    return tuple(reports), truth


def tuning() -> frozenset[int]:
    """Return the rumours that limits were set with."""
    numbers = list(range(1, 61))
    Random(7).shuffle(numbers)
    return frozenset(numbers[:30])


def half(held_out: bool) -> tuple[Report, ...]:
    """Return the reports of one half."""
    reports, truth = told()
    return tuple(one for one in reports if (truth[one.id] in tuning()) != held_out)


def crowded(reports: Sequence[Report], by: int) -> tuple[Report, ...]:
    """Return reports with the beginnings of their rumours `by` times closer together, each rumour as long as before."""
    truth = told()[1]
    first: dict[int, datetime] = {}
    for one in reports:
        first[truth[one.id]] = min(first.get(truth[one.id], one.at), one.at)
    begins = {rumour: START + (at - START) / by for rumour, at in first.items()}
    return tuple(replace(one, at=begins[truth[one.id]] + (one.at - first[truth[one.id]])) for one in reports)


def pairs(reports: Sequence[Report]) -> frozenset[tuple[str, str]]:
    """Return the pairs of reports that truly tell one rumour, smaller id first."""
    truth = told()[1]
    ids = sorted(one.id for one in reports)
    return frozenset((one, two) for one, two in combinations(ids, 2) if truth[one] == truth[two])


def measured(reports: Sequence[Report], found: Iterable[Suggestion]) -> tuple[float, float]:
    """Return precision and recall of the pairs that the suggestions would put together."""
    true = pairs(reports)
    said = frozenset(pair for one in found for pair in one.pairs)
    return len(said & true) / max(len(said), 1), len(said & true) / len(true)
