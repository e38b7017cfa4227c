"""The scan against every way of dealing dates in tiny worlds, and against a plain search for the best zone."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.surveillance import Setting, Unfit, scan
from bitim.engines.surveillance.counts import Counts
from bitim.engines.surveillance.tests.worlds import world
from bitim.engines.surveillance.zones import Zones, dealt, surprise
from bitim.engines.surveillance.zones import scan as scan_table

LINE = {"p0": ["p1"], "p1": ["p2"]}
TABLES = st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=3, max_size=3)


def llr(c: float, mu: float, total: int) -> float:
    if c <= mu or not mu:
        return 0.0
    rest = (total - c) * math.log((total - c) / (total - mu)) if total > c else 0.0
    return c * math.log(c / mu) + rest


def best(table: np.ndarray, zones: Zones) -> float:
    """The largest surprise, cell by cell."""
    total, found = int(table.sum()), 0.0
    for zone in zones.inside:
        for weeks in range(1, 5):
            c = mu = 0.0
            for place in np.flatnonzero(zone):
                for week in range(table.shape[1] - weeks, table.shape[1]):
                    c += table[place, week]
                    mu += table[place].sum() * table[:, week].sum() / total
            found = max(found, llr(c, mu, total))
    return found


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_the_best_zone_is_that_of_a_plain_search(rows):
    table = np.array(rows)
    zones = Zones.of(["p0", "p1", "p2"], LINE)
    found = scan_table(table, zones, Setting(shuffles=19))
    plain = best(table, zones) if table.sum() else 0.0
    assert (found[0][2] if found else 0.0) == pytest.approx(plain, abs=1e-9)
    for zone, _, ratio, p in found:
        assert ratio > 0 and 0 < p <= 1 and zones.inside[zone].any()


@pytest.mark.parametrize(
    "rows", [[[1, 0, 0, 2], [0, 1, 1, 1], [1, 1, 0, 0]], [[0, 1, 0, 0, 3], [1, 1, 0, 0, 0], [1, 0, 1, 0, 0]]]
)
def test_p_is_that_of_every_way_of_dealing_dates(rows):
    table = np.array(rows)
    zones = Zones.of(["p0", "p1", "p2"], LINE)
    place, week = (np.repeat(one, table[table > 0]) for one in np.nonzero(table))
    own, ways, as_large, seen = best(table, zones), 0, 0, {}
    for dates in permutations(week.tolist()):
        if dates not in seen:
            other = np.zeros_like(table)
            np.add.at(other, (place, list(dates)), 1)
            seen[dates] = best(other, zones) >= own - 1e-9
        ways += 1
        as_large += seen[dates]
    shuffles = 20_000
    p = scan_table(table, zones, Setting(shuffles=shuffles))[0][3]
    exact = as_large / ways
    assert p == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / shuffles) + 2 / shuffles)


def test_dealing_keeps_both_totals():
    totals, by_week = np.array([5, 0, 9, 1]), np.array([4, 0, 3])
    found = dealt(totals, by_week, 4000, (1,))
    assert (found.sum(axis=2) == by_week).all()
    assert (found.sum(axis=1) <= totals).all()
    assert found.mean(axis=0) == pytest.approx(np.outer(by_week, totals) / 15, abs=0.1)
    everything = dealt(totals, np.array([10, 5]), 50, (2,))
    assert (everything.sum(axis=1) == totals).all()


def test_p_is_honest_where_nothing_happens():
    """Of two hundred worlds without any rise about one in twenty has p <= 0.05."""
    zones = Zones.of([f"p{at}" for at in range(6)], {f"p{at}": [f"p{at + 1}"] for at in range(5)})
    chance = np.random.default_rng(5)
    low = 0
    for number in range(200):
        found = scan_table(chance.poisson(0.8, (6, 30)), zones, Setting(shuffles=99), (number,))
        low += bool(found) and found[0][3] <= 0.05
    assert 1 <= low <= 20


def test_a_rise_over_neighbours_is_told_and_again_the_same():
    counts = world(places=16, kinds=2, weeks=60, mean=0.3, seed=3)
    rumours = counts.rumours.copy()
    rumours[[0, 2, 4], -2:] += 2  # places 0, 1, 2 of the first kind
    counts = Counts(**{**vars(counts), "rumours": rumours})
    near = {f"p{at}": [f"p{at + 1}"] for at in range(15)}
    first = scan(counts, near)
    assert first == scan(counts, near)
    assert (first[0].kind, first[0].weeks) == ("k0", 2)
    assert {"p0", "p1", "p2"} >= {name for name, _ in first[0].places} >= {"p1"}
    assert first[0].count >= 8 and first[0].p <= 0.01 and first[0].interval == pytest.approx(7 / first[0].p)
    assert first[0].count == sum(number for _, number in first[0].places)
    assert scan(counts, near, week=40) == [] or scan(counts, near, week=40)[0].week < first[0].week


def test_zones_are_rings_and_names_are_checked():
    names = ["p0", "p1", "p2", "p3"]
    line = {"p0": ["p1"], "p1": ["p2"], "p2": ["p3"]}
    one, two = Zones.of(names, line), Zones.of(names, line, rings=2)
    assert sorted(map(tuple, one.inside.tolist())) == sorted(set(map(tuple, one.inside.tolist())))
    assert [True, True, False, False] in one.inside.tolist() and [True] * 4 not in one.inside.tolist()
    assert [True] * 4 in two.inside.tolist()
    with pytest.raises(Unfit, match="no counts: nowhere"):
        Zones.of(names, {"p0": ["nowhere"]})
    with pytest.raises(Unfit, match="ring"):
        Zones.of(names, line, rings=3)


def test_nothing_heard_is_nothing_found():
    zones = Zones.of(["a"], {})
    assert scan_table(np.zeros((1, 9), dtype=np.int64), zones, Setting()) == []
    assert surprise(np.array([0, 3, 3]), np.array([1.0, 3.0, 0.0]), 3).tolist() == [0, 0, 0]
    assert scan(Counts.plain(np.zeros((2, 9))), {}) == []
