"""The bank is its formulas: against a slow reckoning of every world, and on what must hold whatever the counts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from bitim.engines.surveillance.bank import between, read_week, tail
from bitim.engines.surveillance.counts import Counts, Distinct, in_window
from bitim.engines.surveillance.model import WINDOWS, Unfit
from bitim.engines.surveillance.past import Past
from bitim.engines.surveillance.tests.worlds import slow_chance, stored, world, worlds

SLOW = settings(max_examples=40, deadline=None)


@SLOW
@given(worlds(), st.integers(0, 129), st.booleans())
def test_the_bank_is_the_slow_reckoning(counts: Counts, week: int, season: bool):
    week %= counts.weeks
    found = read_week(Past.of(counts), week, season)
    for series in range(len(counts.place)):
        chances = [slow_chance(counts, week, h, series, season) for h in WINDOWS]
        assert found.chance[series] == pytest.approx(min(chances), rel=1e-9, abs=1e-300)
        assert chances[WINDOWS.index(found.weeks[series])] == pytest.approx(min(chances), rel=1e-9, abs=1e-300)


def test_the_bank_is_the_slow_reckoning_on_stored_series():
    mean, _, table = stored()
    for level in np.unique(mean):
        counts = Counts.plain(table[mean == level])
        for week in (4, 60, 120, 235, 259):
            found = read_week(Past.of(counts), week, season=True)
            for series in range(len(counts.place)):
                slow = min(slow_chance(counts, week, h, series, True) for h in WINDOWS)
                assert found.chance[series] == pytest.approx(slow, rel=1e-9)


def test_golden_values_by_hand():
    """104 weeks of one a week, four of guard, then five in one week: lam = 1, phi = 26 x 1.3 / 130 -> 1.05."""
    counts = Counts.plain(np.array([[1] * 108 + [5]]))
    found = read_week(Past.of(counts), 108, season=False)
    v = 1.05 + 1 / 130
    r = 1 / (v - 1)
    assert found.chance[0] == pytest.approx(nbinom.sf(4, r, r / (r + 1)), rel=1e-12)
    assert (found.weeks[0], found.count[0], found.known[0], found.cut[0]) == (1, 5, 104, 0)
    assert found.expected[0] == pytest.approx(1.0)


@SLOW
@given(worlds(weeks=st.integers(30, 100)), st.integers(0, 20), st.integers(0, 200))
def test_more_reports_now_are_never_less_surprising(counts: Counts, more: int, series: int):
    series %= len(counts.place)
    rumours = counts.rumours.copy()
    rumours[series, -1] += more
    if not counts.reporting[counts.place[series], -1]:
        return
    before, after = (
        read_week(Past.of(replace(counts, rumours=one)), counts.weeks - 1) for one in (counts.rumours, rumours)
    )
    assert after.chance[series] <= before.chance[series] * (1 + 1e-12)
    others = np.arange(len(counts.place)) != series
    assert (after.chance[others] == before.chance[others]).all()


@SLOW
@given(worlds(weeks=st.integers(20, 60)), st.lists(st.integers(0, 19), min_size=1, max_size=8))
def test_silence_is_no_zero(counts: Counts, gaps: list[int]):
    """Weeks in which nobody reports anywhere, put into the past, change nothing: the past only reaches further back."""
    at = sorted(set(gaps))
    wider = {
        name: np.insert(getattr(counts, name), at, 0, axis=1)
        for name in ("rumours", "reporting", "severity", "monitors")
        if getattr(counts, name) is not None
    }
    weekly = np.insert(counts.reporters.sure, at, 0, axis=2)
    if max(at) > counts.weeks - 9:
        return
    longer = replace(counts, **wider, reporters=Distinct(weekly, weekly))
    one, other = (
        read_week(Past.of(counts), counts.weeks - 1, False),
        read_week(Past.of(longer), longer.weeks - 1, False),
    )
    assert other.chance == pytest.approx(one.chance, rel=1e-12)
    assert (other.known == one.known).all()
    zeros = replace(longer, reporting=np.ones_like(longer.reporting))
    with_zeros, without = (Past.of(each).before(longer.weeks - 1, 1)[2] for each in (zeros, longer))
    assert (with_zeros > without).all()


def test_twice_the_monitors_expect_twice_the_reports():
    """One a week, then five: with twice the usual monitors the last week had two to expect."""
    counts = Counts.plain(np.array([[1] * 108 + [5]]))
    steady, more = np.full((1, 109), 4), np.full((1, 109), 4)
    more[0, -1] = 8
    unknown, same, doubled = (
        read_week(Past.of(replace(counts, monitors=one)), 108, False) for one in (None, steady, more)
    )
    assert (same.weeks[0], doubled.weeks[0]) == (1, 1)
    assert same.chance == unknown.chance
    assert (same.expected[0], doubled.expected[0]) == (pytest.approx(1), pytest.approx(2))
    assert doubled.chance[0] > same.chance[0]
    assert (doubled.monitors[0], doubled.monitors_usual[0]) == (8, 4)


def test_a_past_burst_does_not_hide_the_next():
    quiet = np.ones((1, 120), dtype=np.int64)
    burst = quiet.copy()
    burst[0, 50:54] = 30
    for one in (quiet, burst):
        one[0, -1] = 7
    chances = [read_week(Past.of(Counts.plain(one)), 119, False).chance[0] for one in (quiet, burst)]
    assert chances[1] < 0.005
    assert read_week(Past.of(Counts.plain(burst)), 119, False).cut[0] == 4


def test_what_comes_back_every_year_is_expected_in_the_second():
    """A kind that triples in June everywhere: without months it stands out in the third June, with them much less."""
    chance = np.random.default_rng(4)
    months = Counts.plain(np.zeros((1, 160), dtype=np.int64)).months()
    june = np.flatnonzero(months == 5)
    rumours = chance.poisson(np.where(months == 5, 3.0, 0.7), (30, 160))
    past, week = Past.of(Counts.plain(rumours)), int(june[june > 110][3])
    # one kind in thirty places
    one_kind = replace(past.counts, kind=np.zeros(30, dtype=np.int64))
    with_months, without = (np.median(read_week(Past.of(one_kind), week, season).chance) for season in (True, False))
    assert without < 0.01 < 0.1 < with_months


@given(st.integers(0, 60), st.floats(0.001, 50), st.floats(0.01, 1000))
def test_the_tail_is_that_of_scipy(count: int, mean: float, shape: float):
    found = tail(np.array([count]), np.array([mean]), np.array([shape]))[0]
    assert found == pytest.approx(nbinom.sf(count - 1, shape, shape / (shape + mean)), rel=1e-7, abs=1e-280)


@given(st.floats(0.01, 30), st.floats(0.05, 500))
def test_nine_in_ten_lie_between(mean: float, shape: float):
    low, high = between(mean, shape)
    q = shape / (shape + mean)
    assert (low, high) == (nbinom.ppf(0.05, shape, q), nbinom.ppf(0.95, shape, q))


def test_counts_that_contradict_themselves_are_refused():
    counts = world()
    for wrong, says in (
        ({"rumours": counts.rumours - 5}, "between 0"),
        ({"severity": counts.severity + 6}, "severity"),
        ({"reporting": np.zeros_like(counts.reporting)}, "nobody reported"),
        ({"reporting": counts.reporting[:, 1:]}, "one shape"),
        ({"place": counts.place + 9}, "place that is not there"),
        ({"kind": counts.kind + 9}, "kind that is not there"),
        ({"monday": counts.date_of(0).replace(day=7)}, "Monday"),
    ):
        with pytest.raises(Unfit, match=says):
            replace(counts, **wrong)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_windows_of_weekly_reporters_are_bounds(weekly: list[int]):
    found = Distinct.of_weeks(np.array([weekly]))
    for at, weeks in enumerate(WINDOWS):
        for week in range(len(weekly)):
            inside = weekly[max(week - weeks + 1, 0) : week + 1]
            assert (found.sure[at, 0, week], found.most[at, 0, week]) == (max(inside), sum(inside))
            assert in_window(np.array([weekly]), weeks)[0, week] == sum(inside)
