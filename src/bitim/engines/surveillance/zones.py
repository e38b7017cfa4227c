"""The space-time permutation scan: a rise spread over neighbouring places that no single series shows.

A zone is a place with its neighbours (one ring or two), a window the last one to four weeks. With C reports in all, mu
= sum over the zone's places and the window's weeks of (place total x week total / C) is what chance would bring if
times knew nothing of places. Where c > mu reports came, the surprise is

    LLR = c ln(c / mu) + (C - c) ln((C - c) / (C - mu)).

Dates are dealt anew among the reports, 999 times; p is the rank of the largest LLR among all, and the recurrence
interval the days between two looks over p (Kulldorff et al. 2005). Dealing dates keeps both totals, so how many
reports of each place fall into a week is hypergeometric, and is drawn as such: the same distribution, without the
reports being shuffled one by one. Of further clusters those are told that share no place with a more surprising one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bitim.engines.surveillance.counts import Counts, Flags, Real, Whole
from bitim.engines.surveillance.model import Cluster, Setting, Unfit

WIDEST = 4
DAYS = 7
STUDY = 104  # weeks that a scan looks at
FEWEST = 3  # reports of a cluster
MOST = 3  # clusters told


@dataclass(frozen=True)
class Zones:
    """Zones x places: which places belong to each zone. No zone is there twice."""

    inside: Flags

    @classmethod
    def of(cls, names: Sequence[str], neighbours: Mapping[str, Sequence[str]], rings: int = 1) -> "Zones":
        """Take every place with the neighbours of `rings` rings; neighbours count both ways. Raises Unfit."""
        number = {name: at for at, name in enumerate(names)}
        if strange := sorted({one for name, near in neighbours.items() for one in (name, *near)} - set(number)):
            raise Unfit(f"Neighbours name a place that has no counts: {strange[0]}.")
        if rings not in (1, 2):
            raise Unfit("A zone has one ring of neighbours or two.")
        near = np.eye(len(names), dtype=bool)
        for name, others in neighbours.items():
            for one in others:
                near[number[name], number[one]] = near[number[one], number[name]] = True
        zones = near if rings == 1 else near.astype(np.int64) @ near > 0
        alone = np.eye(len(names), dtype=bool)
        return cls(np.unique(np.concatenate((zones, near, alone)), axis=0))


def surprise(count: Whole | Real, expected: Real, total: int) -> Real:
    """Return LLR, 0 where no more came than expected."""
    c, mu = np.asarray(count, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    left = np.maximum(total - c, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(c > 0, c * np.log(c / mu), 0.0)
        rest = np.where(left > 0, left * np.log(left / (total - mu)), 0.0)
    return np.where((c > mu) & (mu > 0), own + rest, 0.0)


def dealt(totals: Whole, by_week: Whole, shuffles: int, seed: Sequence[int]) -> Whole:
    """Return, shuffles x weeks x places, how many reports of each place fall into each of some weeks when the dates of
    all reports are dealt anew. `totals` by place and `by_week` are the real totals."""
    chance = np.random.default_rng(list(seed))
    left = np.repeat(totals[None], shuffles, axis=0)
    found = np.zeros((shuffles, len(by_week), len(totals)), dtype=np.int64)
    for week, number in enumerate(by_week.tolist()):
        wanted, rest = np.full(shuffles, number), left.sum(axis=1)
        for place in np.flatnonzero(totals).tolist():
            rest = rest - left[:, place]
            drawn = chance.hypergeometric(left[:, place], rest, wanted)
            found[:, week, place] = drawn
            wanted = wanted - drawn
        left = left - found[:, week]
    return found


def scan(table: Whole, zones: Zones, setting: Setting, seed: Sequence[int] = ()) -> list[tuple[int, int, float, float]]:
    """Scan counts (places x weeks) for clusters that end now; return zone, weeks, LLR and p of the most surprising ones
    apart from each other, the first first, whatever their p. The same table, setting and seed give the same."""
    total = int(table.sum())
    if not total:
        return []
    widest = min(WIDEST, table.shape[1])
    inside = zones.inside.astype(np.float64)  # whole numbers far below 2^53: sums are exact, and go by BLAS
    totals, by_week = table.sum(axis=1), table.sum(axis=0)
    recent = np.cumsum(table[:, ::-1][:, :widest], axis=1)  # places x windows, the last week alone first
    heard = np.cumsum(by_week[::-1][:widest])
    expected = (inside @ totals)[:, None] * heard[None] / total
    own = surprise(inside @ recent, expected, total)
    chances = dealt(totals, by_week[::-1][:widest], setting.shuffles, (setting.seed, *seed))
    within = np.cumsum(chances, axis=1).astype(np.float64)
    largest = np.zeros(setting.shuffles)
    for window in range(widest):
        by_zone = within[:, window] @ inside.T
        found = surprise(by_zone, expected[:, window][None], total).max(axis=1)
        largest = np.maximum(largest, found)
    taken = np.zeros(len(totals), dtype=bool)
    answer: list[tuple[int, int, float, float]] = []
    order = np.lexsort((np.tile(np.arange(widest), len(own)), np.repeat(np.arange(len(own)), widest), -own.ravel()))
    for at in order.tolist():
        zone, window = divmod(at, widest)
        if own[zone, window] <= 0 or len(answer) == MOST:
            break
        if (zones.inside[zone] & taken & (totals > 0)).any():
            continue
        p = (1 + int((largest >= own[zone, window]).sum())) / (setting.shuffles + 1)
        answer.append((zone, window + 1, float(own[zone, window]), p))
        taken |= zones.inside[zone]
    return answer


def clusters(counts: Counts, zones: Zones, setting: Setting, week: int | None = None) -> list[Cluster]:
    """Return the clusters that end with a week (the last one) and are told: of three reports or more in two places or
    more, with a recurrence interval of `setting.interval` days or more. Each kind is scanned by itself."""
    last = counts.weeks - 1 if week is None else week
    first = max(last + 1 - STUDY, 0)
    found = []
    for kind, name in enumerate(counts.kinds):
        own = counts.kind == kind
        table = np.zeros((len(counts.places), last + 1 - first), dtype=np.int64)
        np.add.at(table, counts.place[own], counts.rumours[own, first : last + 1])
        if not table[:, -1].any():
            continue  # nothing came in this week: what came before was looked at then
        for zone, weeks, ratio, p in scan(table, zones, setting, (kind, last)):
            by_place = table[:, -weeks:].sum(axis=1) * zones.inside[zone]
            heard = np.flatnonzero(by_place)
            if by_place.sum() < FEWEST or len(heard) < 2 or DAYS / p < setting.interval:
                continue
            inside = zones.inside[zone]
            mu = table[inside].sum() * table[:, -weeks:].sum() / table.sum()
            silent = int((~counts.reporting[inside, first : last + 1]).sum())
            places = tuple((counts.places[at].name, int(by_place[at])) for at in heard.tolist())
            count = int(by_place.sum())
            found.append(
                Cluster(name, counts.date_of(last), weeks, places, count, float(mu), ratio, p, DAYS / p, silent)
            )
    return found
