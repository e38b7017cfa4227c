"""EARS as the R package gives it, and the EWMA as a plain loop would."""

import csv
import math

import numpy as np
import pytest
from hypothesis import given, settings

from bitim.engines.surveillance.charts import as_readings, ears_bound, ears_c3, ewma
from bitim.engines.surveillance.counts import Counts
from bitim.engines.surveillance.past import Past
from bitim.engines.surveillance.tests.worlds import DATA, past_weeks, stored, worlds


def test_c1_is_that_of_the_r_package():
    mean, rows, table = stored()
    at = next(number for number, row in enumerate(rows) if mean[number] == 1 and row["kind"] == "large")
    bound = ears_bound(table[at : at + 1])[0]
    with (DATA / "ears_c1.csv").open(newline="") as file:
        peer = list(csv.DictReader(file))
    assert len(peer) == 52
    for row in peer:
        week = int(row["t"]) - 1
        assert table[at, week] == int(row["y"])
        assert bound[week] == pytest.approx(float(row["ub"]), abs=1e-9)
        assert (table[at, week] > bound[week]) == (row["al"] == "TRUE")


def test_c2_and_c3_by_hand():
    y = np.array([[1, 2, 1, 2, 1, 2, 1, 9, 9, 9, 9]])
    mean, spread = 10 / 7, math.sqrt(sum((one - 10 / 7) ** 2 for one in (1, 2, 1, 2, 1, 2, 1)) / 6)
    assert ears_bound(y, "C2", 3.0)[0, 9] == pytest.approx(mean + 3 * spread)
    assert np.isnan(ears_bound(y, "C2")[0, :9]).all()
    assert np.isnan(ears_c3(y)[0, :11]).all()
    flat = np.array([[0] * 12 + [1, 0, 0]])
    assert ears_c3(flat)[0, 12] == np.inf
    assert ears_c3(flat)[0, 11] == 0
    assert np.isnan(ears_bound(np.zeros((2, 3), dtype=np.int64))).all()


@settings(max_examples=20, deadline=None)
@given(worlds())
def test_the_ewma_is_a_plain_loop(counts: Counts):
    z, _, known = ewma(Past.of(counts))
    for series in range(len(counts.place)):
        e = 0.0
        for week in range(counts.weeks):
            before = [int(counts.rumours[series, at]) for at in past_weeks(counts, series, week, 1)]
            before = before or [0]
            every = [at for at in range(max(week - 4, 0)) if counts.reporting[counts.place[series], at]]
            if counts.reporting[counts.place[series], week] and len(every) >= 30:
                m = sum(before) / len(before)
                v = sum((one - m) ** 2 for one in before) / (len(before) - 1)
                e = 0.7 * e + 0.3 * (counts.rumours[series, week] - m) / math.sqrt(max(v, 0.1))
            assert z[series, week] == pytest.approx(e / math.sqrt(0.3 / 1.7), abs=1e-7)
            assert known[series, week] == min(len(every), 104)


def test_the_ewma_orders_weeks_as_its_z_does():
    mean, _, table = stored()
    past = Past.of(Counts.plain(table[mean == 1]))
    z, _, _ = ewma(past)
    read = as_readings(past, 208)
    told = np.array([one.chance for one in read]).T
    heard = np.array([one.count for one in read]).T
    inside = heard >= 2
    assert (told[~inside] == 1).all()
    order = np.argsort(-z[:, 208:][inside], kind="stable")
    assert (np.diff(told[inside][order]) >= 0).all()
