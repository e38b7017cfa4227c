"""What everybody may know: years that are over, by region, nothing under five and nothing that shows it."""

import json
from dataclasses import dataclass

from bitim.engines.disclosure import Published, publish
from bitim.journal.days import today_at
from bitim.journal.queries.reports import case_facts, talk_facts
from bitim.kernel.text import in_language
from bitim.people.models import Centre

SETTLED = ("settled", "partly")


@dataclass(frozen=True)
class PublicYear:
    """One year: consultations, and cases that ended, those with a settlement apart where that may be told. The two
    are counts of different things, and no case is told that is not over: what is told cannot be taken from another."""

    year: int
    talks: Published[str]
    ended: Published[str]


def public_years() -> tuple[list[PublicYear], dict[str, str]]:
    """Return the years that are over, the newest first, and the name of each region in the reader's language. A year
    that still runs is not told: two readings a day apart would tell of one person."""
    centres = list(Centre.objects.system().order_by("made", "pk"))
    names = {region_of(centre): in_language(centre.place) for centre in centres}
    talks: dict[int, dict[str, tuple[int, ...]]] = {}
    ended: dict[int, dict[str, tuple[int, ...]]] = {}
    running = min((today_at(centre.time_zone).year for centre in centres), default=0)
    for centre in centres:
        region = region_of(centre)
        for talk in talk_facts(centre):
            _add(talks, talk.day.year, names, region, (1,))
        for case in case_facts(centre):
            if case.closed:
                settled = case.outcome in SETTLED
                _add(ended, case.closed.year, names, region, (int(settled), int(not settled)))
    years = sorted({year for year in (*talks, *ended) if year < running}, reverse=True)
    return [PublicYear(year, publish(talks.get(year, {})), publish(ended.get(year, {}))) for year in years], names


def region_of(centre: Centre) -> str:
    """Return the key of a centre's region: centres of one place are told as one."""
    return json.dumps(centre.place, sort_keys=True, ensure_ascii=False)


def _add(
    table: dict[int, dict[str, tuple[int, ...]]], year: int, names: dict[str, str], region: str, one: tuple[int, ...]
) -> None:
    counts = table.setdefault(year, {name: (0,) * len(one) for name in names})
    counts[region] = tuple(a + b for a, b in zip(counts[region], one, strict=True))
