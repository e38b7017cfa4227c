"""What is raised and what is not, week by week; the same week by itself and in a replay; budgets that are kept."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.surveillance import Mislead, Route, Setting, Unfit, look, replay
from bitim.engines.surveillance.answer import as_json
from bitim.engines.surveillance.bank import read_week
from bitim.engines.surveillance.counts import Counts, Distinct, in_window
from bitim.engines.surveillance.model import WINDOWS
from bitim.engines.surveillance.past import Past
from bitim.engines.surveillance.replays import ladder, readings, run
from bitim.engines.surveillance.tests.worlds import stored, world, worlds
from bitim.engines.surveillance.watch import Standing, raise_week
from bitim.engines.surveillance.weekly import Thresholds
from bitim.engines.surveillance.weekly import look as look_at

SLOW = settings(max_examples=30, deadline=None)
LIMIT = 0.002


def one_series(weekly: list[int], **changed: object) -> Counts:
    """A world of one series, every rumour from somebody else."""
    return replace(Counts.plain(np.array([weekly])), **changed)


def alerts_of(counts: Counts, weeks: int, limit: float = LIMIT, **setting: object):
    return replay(counts, Setting(**setting), weeks, limit).alerts


def reporters(counts: Counts, number: int) -> Counts:
    """The same counts, all from so many people at most."""
    several = [np.minimum(in_window(counts.rumours, one), number) for one in WINDOWS]
    return replace(counts, reporters=Distinct.of_windows(*several))


@SLOW
@given(worlds(), st.sampled_from([1e-5, 0.01, 0.3]))
def test_what_must_hold_of_every_alert(counts: Counts, limit: float):
    found = replay(counts, Setting(), 30, limit)
    series = {
        (one.name, kind): at for at, (one, kind) in enumerate((p, k) for p in counts.places for k in counts.kinds)
    }
    for alert in (*found.alerts, *found.single):
        week = (alert.week - counts.monday).days // 7
        at = series[alert.place.name, alert.kind]
        place = counts.place[at]
        assert alert.count == counts.rumours[at, max(week - alert.weeks + 1, 0) : week + 1].sum()
        assert counts.reporting[place, week]
        known = counts.reporting[place, :week].sum()
        if alert.route is Route.SEVERE:
            assert counts.severity[at, week] >= 4
        elif alert.route is Route.COLD:
            assert known < 8 and alert.count >= 3 and alert.reporters_most >= 3
        else:
            assert known >= 8 and alert.chance < limit and alert.count >= 2 and counts.rumours[at, week] >= 1
            assert (alert.reporters_most >= 2) == (alert.route is Route.RISE)
            assert alert.low <= alert.high and alert.years == pytest.approx(1 / (52 * alert.chance))
    severe = {(one.place.name, one.kind, one.week) for one in found.alerts if one.route is Route.SEVERE}
    first = counts.weeks - found.weeks
    assert len(severe) == (counts.severity[:, first:] >= 4).sum()
    json.dumps(as_json(found), allow_nan=False)


def test_one_reporter_is_shown_and_never_a_rise():
    counts = one_series([1, 0, 0, 0] * 20 + [6])
    assert [one.route for one in alerts_of(counts, 4)] == [Route.RISE]
    alone = replay(reporters(counts, 1), Setting(), 4, LIMIT)
    assert alone.alerts == ()
    assert [one.route for one in alone.single] == [Route.SINGLE_SOURCE]
    assert Mislead.SINGLE_REPORTER in {one.what for one in alone.single[0].cautions}


def test_severe_reports_are_told_at_once_without_statistics_and_every_time():
    severity = np.zeros((1, 3), dtype=np.int64)
    severity[0] = [4, 0, 5]
    counts = reporters(one_series([1, 0, 1], severity=severity), 1)
    found = alerts_of(counts, 3)
    assert [(one.route, one.severity, one.again) for one in found] == [
        (Route.SEVERE, 4, False),
        (Route.SEVERE, 5, True),
    ]


def test_a_new_place_tells_three_reports_and_says_that_nothing_is_known():
    found = alerts_of(one_series([0, 1, 2, 0]), 4)
    assert [(one.route, one.count, one.weeks, one.years) for one in found] == [(Route.COLD, 3, 2, None)]
    assert found[0].week == Counts.plain(np.zeros((1, 4))).date_of(2)
    assert alerts_of(reporters(one_series([0, 1, 2, 0]), 2), 4) == ()
    assert alerts_of(one_series([0] * 8 + [1, 2, 0]), 2, 1e-9) == ()


def test_an_open_series_is_raised_again_only_when_it_is_ten_times_stranger():
    quiet = [1, 0, 0, 0] * 20
    assert len(alerts_of(one_series([*quiet, 4, 1, 1, 1]), 4)) == 1
    worse = alerts_of(one_series([*quiet, 4, 4]), 4)
    assert [one.again for one in worse] == [False, True]
    assert worse[1].chance <= worse[0].chance / 10
    severity = np.zeros((1, 83), dtype=np.int64)
    severity[0, -3:] = [2, 3, 3]
    told = alerts_of(one_series([*quiet, 4, 1, 1], severity=severity), 4)
    assert [(one.again, one.severity) for one in told] == [(False, 2), (True, 3)]


def test_four_quiet_weeks_close_a_series_and_silent_ones_do_not():
    quiet = [1, 0, 0, 0] * 20
    four, three = one_series([*quiet, 5, 0, 0, 0, 0, 5]), one_series([*quiet, 5, 0, 0, 0, 5])
    assert [(one.again, one.count) for one in alerts_of(four, 7)] == [(False, 5), (False, 5)]
    assert len(alerts_of(three, 6)) == 1
    reporting = np.ones((1, 86), dtype=bool)
    reporting[0, 81] = False
    assert len(alerts_of(replace(four, reporting=reporting), 7)) == 1


def test_somebody_closes_a_series_and_it_may_be_raised_anew():
    past = Past.of(one_series([*[1, 0, 0, 0] * 20, 5, 2]))
    first, standing = raise_week(past, read_week(past, 80), np.array([LIMIT]), Standing.nothing(1))
    assert first.rise[0] and standing.open[0]
    second = read_week(past, 81)
    assert second.chance[0] < LIMIT
    assert not raise_week(past, second, np.array([LIMIT]), standing)[0].rise[0]
    assert raise_week(past, second, np.array([LIMIT]), standing.closed([0]))[0].rise[0]
    assert standing.open[0]


@SLOW
@given(worlds(weeks=st.integers(9, 60)), st.sampled_from(["bank", "ewma"]))
def test_a_week_by_itself_tells_what_the_replay_told_of_it(counts: Counts, shown: str):
    found = replay(counts, Setting(shown=shown), 6, 0.05)
    limits, standing, told = Thresholds.of(found), None, []
    for weeks in range(max(counts.weeks - 6, 0) + 1, counts.weeks + 1):
        until = cut(counts, weeks)
        week = look_at(until, found.setting, limits, standing)
        standing = week.standing
        told += week.alerts
    assert told == list(found.alerts)


def cut(counts: Counts, weeks: int) -> Counts:
    """The counts as they were after some weeks."""
    known = slice(None), slice(0, weeks)
    reporters = Distinct(counts.reporters.sure[:, :, :weeks], counts.reporters.most[:, :, :weeks])
    return replace(
        counts,
        rumours=counts.rumours[known],
        reporting=counts.reporting[known],
        severity=counts.severity[known],
        monitors=None if counts.monitors is None else counts.monitors[known],
        reporters=reporters,
    )


@SLOW
@given(worlds(weeks=st.integers(20, 110)), st.sampled_from([0.1, 0.5, 2.0]), st.sampled_from(["bank", "ewma"]))
def test_the_budget_is_kept_by_every_coordinator(counts: Counts, budget: float, shown: str):
    found = replay(counts, Setting(shown=shown, budget=budget), 40)
    for desk in found.desks:
        assert desk.over or desk.rises <= budget * found.weeks
        rises = [one for one in found.alerts if one.route is Route.RISE and one.place.coordinator == desk.name]
        assert len(rises) == desk.rises
    assert sum(one.series for one in found.desks) == found.series


def test_the_threshold_is_the_highest_that_fits():
    mean, _, table = stored()
    counts = Counts.plain(table[mean < 3])
    setting = Setting(budget=0.25, least_chance=1e-6)
    found = replay(counts, setting, 52)
    past = Past.of(counts)
    read = readings(past, "bank", 208)
    rungs = ladder(setting, "bank")
    at = int(np.argmin(abs(rungs - found.desks[0].threshold)))
    assert 0 < at < len(rungs) - 1

    def rises(limit: float) -> int:
        raised, _ = run(past, read, np.full(len(counts.place), limit))
        return sum(int(one.rise.sum()) for one in raised)

    assert rises(rungs[at]) == found.desks[0].rises <= 0.25 * 52 < rises(rungs[at + 1])


def test_a_replay_is_the_same_twice_and_the_two_methods_add_up():
    mean, _, table = stored()
    counts = Counts.plain(table[mean == 1])
    one, other = replay(counts), replay(counts)
    assert one == other
    rises = sum(alert.route is Route.RISE for alert in one.alerts)
    assert one.compared.both + one.compared.shown_alone == rises
    assert one.compared.other_alone <= len(one.unshown)


def test_the_order_of_series_changes_nothing():
    counts = world(places=5, kinds=1, weeks=90, silence=0.1, monitors=True)
    order = np.array([3, 1, 4, 0, 2])
    mixed = replace(
        counts,
        places=tuple(counts.places[at] for at in order),
        rumours=counts.rumours[order],
        reporting=counts.reporting[order],
        severity=counts.severity[order],
        monitors=counts.monitors[order],
        reporters=Distinct(counts.reporters.sure[:, order], counts.reporters.most[:, order]),
    )
    told = [
        sorted((one.week, one.place.name, one.weeks, one.count, round(one.usual, 9)) for one in replay(each).alerts)
        for each in (counts, mixed)
    ]
    assert told[0] == told[1] and told[0]


def test_what_could_mislead_is_said():
    weekly = [0] * 80 + [4]
    monitors = np.full((1, 81), 2)
    monitors[0, -1] = 3
    reporting = np.ones((1, 81), dtype=bool)
    reporting[0, 40:45] = reporting[0, 78] = False
    counts = one_series(weekly, monitors=monitors, reporting=reporting, verified=np.zeros((1, 81), dtype=np.int64))
    counts = replace(counts, reporters=Distinct.of_weeks(counts.rumours))
    said = {one.what: (one.value, one.usual) for one in alerts_of(counts, 1, 0.01)[0].cautions}
    assert said[Mislead.MONITORS_CHANGED] == (3, 2)
    assert said[Mislead.SILENT_PAST] == (6, 52)
    assert {Mislead.OWN_PAST_EMPTY, Mislead.NOTHING_VERIFIED} <= set(said)
    assert Mislead.MONITORS_UNKNOWN not in said and Mislead.SHORT_PAST not in said
    young = {one.what for one in alerts_of(one_series([1, 0, 0, 0] * 5 + [6]), 1)[0].cautions}
    assert {Mislead.SHORT_PAST, Mislead.SEASON_UNKNOWN, Mislead.MONITORS_UNKNOWN} <= young


@pytest.mark.parametrize(
    "wrong", [{"shown": "cusum"}, {"budget": 0}, {"budget": -1}, {"most_chance": 1}, {"shuffles": 3}]
)
def test_a_setting_without_sense_is_refused(wrong: dict[str, object]):
    with pytest.raises(Unfit):
        Setting(**wrong)


def test_nothing_to_replay_is_refused():
    with pytest.raises(Unfit, match="week to replay"):
        replay(Counts.plain(np.zeros((1, 0))))
    with pytest.raises(Unfit, match="week to replay"):
        replay(Counts.plain(np.zeros((1, 9))), weeks=0)
    with pytest.raises(Unfit, match="chance"):
        replay(Counts.plain(np.zeros((1, 9))), threshold=2)
    counts = Counts.plain(np.ones((2, 9)))
    with pytest.raises(Unfit, match="other series"):
        look(counts, replay(counts), Standing.nothing(3))
    with pytest.raises(Unfit, match="no threshold"):
        look_at(counts, Setting(), Thresholds({}, {}))
