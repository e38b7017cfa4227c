"""One order of votes, whatever order they came in; the sums of the map are those of the full table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.opinion.axes import ROUGH, axes_of, largest
from bitim.engines.opinion.clusters import alike, base_clusters, by_size, k_means, silhouette
from bitim.engines.opinion.model import Unfit, in_order
from bitim.engines.opinion.polis import polis
from bitim.engines.opinion.tests.cases import planted, real
from bitim.engines.opinion.votes import Votes

EVENTS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 5), st.sampled_from([-1, 0, 1])), max_size=60)


def taken(events, times):
    columns = np.array(events, dtype=np.int64).reshape(-1, 3).T
    return Votes.of(*columns, 8, 6, times=times)


@settings(max_examples=60, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_votes_in_any_order_are_the_same_votes_and_the_same_map(events, random):
    times = list(range(len(events)))
    mixed = times.copy()
    random.shuffle(mixed)
    one, two = taken(events, times), taken([events[at] for at in mixed], mixed)
    last = {(who, what): how for who, what, how in events}
    rows = zip(one.person.tolist(), one.statement.tolist(), strict=True)
    assert dict(zip(rows, one.vote.tolist(), strict=True)) == last
    out = np.zeros(6, dtype=bool)
    a, b = polis(one, out), polis(two, out)
    assert a.positions.tobytes() == b.positions.tobytes()
    assert a.labels.tobytes() == b.labels.tobytes()


@pytest.mark.parametrize(
    ("person", "statement", "vote", "says"),
    [
        ([0], [0], [2], "-1, 0 or 1"),
        ([0], [0], [0.5], "-1, 0 or 1"),
        ([3], [0], [1], "not there"),
        ([0], [-1], [1], "not there"),
        ([0, 1], [0], [1], "one length"),
    ],
)
def test_what_is_no_vote_is_refused(person, statement, vote, says):
    with pytest.raises(Unfit, match=says):
        Votes.of(person, statement, vote, 3, 2)


def test_names_have_one_order():
    names = ["10", "9", "b", "a", "0"]
    assert [names[at] for at in in_order(names)] == ["0", "9", "10", "a", "b"]


def test_the_map_is_that_of_the_filled_table():
    votes, _ = planted(60, 50, 12, seed=3)
    table = np.full((60, 50), np.nan)
    table[votes.person, votes.statement] = votes.vote
    filled = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
    _, values, rows = np.linalg.svd(filled - filled.mean(axis=0), full_matrices=False)
    found = axes_of(votes, np.zeros(50, dtype=bool))
    assert found.values == pytest.approx(values[:2] ** 2, rel=1e-8)
    assert np.abs((found.directions * rows[:2].T).sum(axis=0)) == pytest.approx([1, 1], abs=1e-8)


def test_people_counted_twice_are_two_people():
    votes, _ = planted(40, 45, 12, seed=1)
    weight = np.where(np.arange(40) < 10, 2.0, 1.0)
    again = votes.of_people(np.arange(40) < 10)
    both = Votes.of(
        np.concatenate((votes.person, again.person + 40)),
        np.concatenate((votes.statement, again.statement)),
        np.concatenate((votes.vote, again.vote)),
        50,
        45,
    )
    out = np.zeros(45, dtype=bool)
    assert axes_of(votes, out, weight).values == pytest.approx(axes_of(both, out).values)


def test_a_start_from_yesterday_leads_to_the_same_map():
    talk = real("vtaiwan")
    cold = axes_of(talk.votes, talk.out)
    values, directions = largest(cold.matrix, start=cold.directions)
    assert values == pytest.approx(cold.values)
    assert directions == pytest.approx(cold.directions, abs=1e-5)
    kept = np.random.default_rng(0).random(len(talk.votes)) > 0.05
    votes = talk.votes
    fewer = Votes.of(votes.person[kept], votes.statement[kept], votes.vote[kept], votes.people, votes.statements)
    before = axes_of(fewer, talk.out).directions
    _, quick = largest(cold.matrix, start=before, tolerance=ROUGH)
    assert ((quick * cold.directions).sum(axis=0) > 0.99999).all()


def plain_k_means(points, centres, rounds, still):
    for _ in range(rounds):
        labels = ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
        if len(np.unique(labels)) < len(centres):
            centres = centres[np.unique(labels)]
            continue
        moved = np.array([points[labels == one].mean(axis=0) for one in range(len(centres))])
        done = np.hypot(*(moved - centres).T).max() < still
        centres = moved
        if done:
            break
    return labels


@pytest.mark.parametrize("seed", range(5))
def test_bounds_change_nothing(seed: int):
    points = np.random.default_rng(seed).standard_normal((3000, 2))
    labels, _ = k_means(points, points[:40].copy(), 50, 0.001)
    assert np.array_equal(labels, plain_k_means(points, points[:40].copy(), 50, 0.001))


def test_silhouette_and_likeness_on_what_can_be_counted_by_hand():
    points = np.array([[0.0, 0], [0, 1], [10, 0], [10, 1], [50, 50]])
    labels = np.array([0, 0, 1, 1, 2])
    near = 1 - 1 / ((10 + np.hypot(10, 1)) / 2)
    assert silhouette(points, labels) == pytest.approx(4 * near / 5)
    assert alike(labels, np.array([2, 2, 0, 0, 1])) == 1.0
    assert alike(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])) == pytest.approx(-0.5)
    assert by_size(np.array([2, 0, 0, 2, 2, 1])).tolist() == [0, 1, 1, 0, 0, 2]
    assert len(base_clusters(np.zeros((9, 2)))[1]) == 1
