"""The reports of the tests' data, in two halves: one to set limits with, one to be measured only."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from bitim.engines.rumours.merging import Report

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
