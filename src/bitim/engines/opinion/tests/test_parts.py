"""Intervals, differences, the middle, slates, what a few could bend, and which statement comes next."""

from random import Random

import numpy as np
import pytest
from scipy.stats import beta, false_discovery_control

from bitim.engines.opinion import clusters
from bitim.engines.opinion.analysis import LEANS, analyse
from bitim.engines.opinion.axes import axes_of
from bitim.engines.opinion.brigade import busiest, same_ballots, with_invented, withstands
from bitim.engines.opinion.counts import Counts, counts
from bitim.engines.opinion.middle import in_the_middle
from bitim.engines.opinion.routing import draw
from bitim.engines.opinion.slate import slate
from bitim.engines.opinion.sureness import above_half, kept, lower, upper
from bitim.engines.opinion.tests.cases import planted, real
from bitim.engines.opinion.votes import Votes


def test_intervals_are_those_of_the_beta_distribution():
    some, all_ = np.array([0.0, 3, 7, 40]), np.array([0.0, 7, 7, 60])
    assert lower(some, all_) == pytest.approx(beta.ppf(0.05, some + 0.5, all_ - some + 0.5))
    assert upper(some, all_) == pytest.approx(beta.ppf(0.95, some + 0.5, all_ - some + 0.5))
    grid = np.arange(60.0)
    assert np.array_equal(above_half(grid, np.full(60, 60.0)), lower(grid, np.full(60, 60.0)) > 0.5)


def test_ninety_percent_intervals_cover_about_ninety_percent():
    chance = np.random.default_rng(1)
    true = chance.uniform(0.05, 0.95, 20_000)
    all_ = chance.integers(7, 60, 20_000).astype(float)
    some = chance.binomial(all_.astype(int), true).astype(float)
    covered = ((lower(some, all_) <= true) & (true <= upper(some, all_))).mean()
    assert 0.85 <= covered <= 0.95


def test_differences_are_kept_as_benjamini_and_hochberg_would():
    chance = np.random.default_rng(2)
    values = np.concatenate((chance.random(80), chance.random(20) * 0.01))
    assert np.array_equal(kept(values), false_discovery_control(values) <= 0.1)
    assert kept(np.zeros(0)).tolist() == []


def test_the_middle_leans_to_neither_side():
    """What one camp alone agrees to is worth nothing in the middle, what both agree to is, though equally many
    agree."""
    people = 200
    camp = np.arange(people) % 2
    rows = [(at, on, 1 if camp[at] == on % 2 else -1) for at in range(people) for on in range(20)]
    chance = Random(3)
    rows += [(at, 20, 1 if chance.random() < 0.8 else -1) for at in range(people)]
    votes = Votes.of(*np.array(rows).T, people, 21)
    out = np.zeros(21, dtype=bool)
    found = in_the_middle(votes, axes_of(votes, out), out)
    assert np.abs(found[:20]).max() < 0.1 < 0.4 < found[20]


@pytest.mark.parametrize("majority", [50, 70, 90])
def test_the_middle_is_halfway_between_the_camps_whatever_their_sizes(majority):
    rows = [(at, on, 1 if (at < majority) == (on < 5) else -1) for at in range(100) for on in range(10)]
    rows += [(at, 10, 1 if at % 9 else -1) for at in range(100)]
    votes = Votes.of(*np.array(rows).T, 100, 11)
    out = np.zeros(11, dtype=bool)
    found = in_the_middle(votes, axes_of(votes, out), out)
    assert np.abs(found[:10]).max() < LEANS < 0.4 < found[10]


@pytest.mark.parametrize("majority", [55, 70, 85])
def test_two_blocs_are_two_groups_and_share_nothing(majority):
    """Everybody of a bloc stands at one and the same place: a place is as many people as stand there."""
    rows = [(at, on, 1 if (at < majority) == (on < 5) else -1) for at in range(100) for on in range(10)]
    found = analyse(Votes.of(*np.array(rows).T, 100, 10), np.zeros(10, dtype=bool))
    assert found.sizes.tolist() == [majority, 100 - majority]
    assert found.common == []


def test_what_nobody_agreed_to_speaks_for_nobody():
    rows = [(at, on, (at + on) % 2 - 1) for at in range(40) for on in range(12)]
    found = analyse(Votes.of(*np.array(rows).T, 40, 12), np.zeros(12, dtype=bool))
    assert found.slate.statements == [] and found.common == []


def test_the_same_bytes_where_few_directions_are_there():
    """Fewer people than Lanczos would take directions: what it draws then is drawn by a fixed seed."""
    rows = [(at, on, 1 if (at % 3) == (on % 3) else -1) for at in range(12) for on in range(50)]
    votes = Votes.of(*np.array(rows).T, 12, 50)
    out = np.zeros(50, dtype=bool)
    assert len({axes_of(votes, out).directions.tobytes() for _ in range(4)}) == 1


def thiele(table, size):
    """Sequential proportional approval, by hand."""
    chosen, approved = [], np.zeros(len(table))
    for _ in range(size):
        scores = [-1 if at in chosen else (table[:, at] / (1 + approved)).sum() for at in range(table.shape[1])]
        chosen.append(int(np.argmax(scores)))
        approved += table[:, chosen[-1]]
    return chosen


def test_a_slate_of_whole_ballots_is_thieles():
    chance = np.random.default_rng(4)
    table = chance.random((50, 15)) < chance.random(15)
    who, what = np.divmod(np.arange(table.size), 15)
    votes = Votes.of(who, what, np.where(table.ravel(), 1, -1), 50, 15)
    labels = np.zeros(50, dtype=np.intp)
    found = slate(votes, labels, counts(votes, labels, 1), np.zeros(15, dtype=bool), 7, 6)
    assert found.statements == thiele(table.astype(float), 6)
    assert found.heard == table[:, found.statements].any(axis=1).mean()


def test_a_slate_speaks_for_a_minority_and_not_of_what_nobody_saw():
    rows = [(at, on, 1 if (at < 70) == (on < 6) else -1) for at in range(100) for on in range(10)]
    rows.append((0, 10, 1))
    votes = Votes.of(*np.array(rows).T, 100, 11)
    labels = np.zeros(100, dtype=np.intp)
    chosen = slate(votes, labels, counts(votes, labels, 1), np.zeros(11, dtype=bool), 7, 3).statements
    assert sum(on < 6 for on in chosen) == 2 and sum(6 <= on < 10 for on in chosen) == 1


def test_what_a_claim_withstands_is_counted_to_the_vote():
    found = Counts(np.array([[30.0], [12.0]]), np.array([[2.0], [1.0]]), np.array([[32.0], [13.0]]))
    least = withstands(found, 0)
    assert above_half(np.array([12.0]), np.array([13.0 + least])).all()
    assert not above_half(np.array([12.0]), np.array([13.0 + least + 1])).all()


def test_ballots_that_are_the_same_are_counted():
    rows = [(at, on, 1 if on % 2 else -1) for at in range(4) for on in range(8)]
    rows += [(4, on, 1) for on in range(8)] + [(5, on, 0) for on in range(3)]
    votes = Votes.of(*np.array(rows).T, 6, 8)
    assert same_ballots(votes) == 4
    more = with_invented(votes, 3, -1, np.arange(8) == 7)
    assert (more.people, len(more)) == (9, len(votes) + 21)
    assert busiest(np.array([3.0, 9, 9])).tolist() == [False, True, False]


def test_the_least_heard_statement_comes_next_and_its_chance_is_told():
    random = Random(7)
    votes = [5, 2, 2, 9]
    drawn = [draw(votes, {3}, random)[0] for _ in range(4000)]
    for at, chance in ((1, 0.45 + 0.1 / 3), (2, 0.45 + 0.1 / 3), (0, 0.1 / 3)):
        (told,) = {one.chance for one in drawn if one.statement == at}
        assert told == pytest.approx(chance)
        assert sum(one.statement == at for one in drawn) / 4000 == pytest.approx(chance, abs=0.03)
    five = draw(votes, (), random, number=9)
    assert sorted(one.statement for one in five) == [0, 1, 2, 3] and five[-1].chance == pytest.approx(1)
    assert draw([], (), random) == [] and draw([1], {0}, random) == []


def test_fewest_first_hears_every_statement_alike():
    """500 people, 20 votes each: nobody is heard less than four fifths of the mean."""
    random, votes = Random(1), [0] * 150
    for _ in range(500):
        for one in draw(votes, (), random, number=20):
            votes[one.statement] += 1
    assert min(votes) >= 0.8 * sum(votes) / 150


def test_real_brigading_figures_are_told():
    talk = real("biodiversity")
    from bitim.engines.opinion.analysis import analyse

    found = analyse(talk.votes, talk.out, 10)
    assert found.brigade.invented == 10
    assert set(found.brigade.withstands) == {one.statement for one in found.common}
    assert all(number >= 0 for number in found.brigade.withstands.values())
    assert 0 < len(found.slate.statements) <= 8 and 0.5 < found.slate.heard <= 1


def test_planted_votes_are_as_many_as_asked_for():
    votes, truth = planted(1000, 200, 40, groups=3)
    assert 25 < len(votes) / 1000 < 45 and set(truth.tolist()) == {0, 1, 2}


def test_weighed_counts_are_those_of_people_who_come_several_times():
    votes, _label = planted(200, 30, 8, seed=4)
    labels, weight = np.arange(200) % 4 - 1, (np.arange(200) * 5 % 4).astype(np.float64)
    who = np.repeat(np.arange(200), weight.astype(int))
    rows = [np.flatnonzero(votes.person == one) for one in who]
    at = np.concatenate(rows)
    anew = np.repeat(np.arange(len(who)), [len(one) for one in rows])
    several = Votes.of(anew, votes.statement[at], votes.vote[at], len(who), 30)
    found, plain = counts(votes, labels, 3, weight), counts(several, labels[who], 3)
    for one, other in zip(vars(found).values(), vars(plain).values(), strict=True):
        assert np.array_equal(one, other)


def test_groups_are_the_same_whether_distances_are_kept_account_of_or_measured(monkeypatch):
    chance = np.random.default_rng(8)
    for points in (chance.normal(size=(200, 2)), np.repeat(chance.normal(size=(20, 2)), 10, axis=0)):
        weight = chance.integers(0, 4, len(points)).astype(np.float64)
        for count in (2, 5, 9):
            found = []
            for small in (0, 10**6):
                monkeypatch.setattr(clusters, "SMALL", small)
                found.append(clusters.k_means(points, points[:: len(points) // count], 20, weight=weight))
            assert np.array_equal(found[0][0], found[1][0]) and np.array_equal(found[0][1], found[1][1])
