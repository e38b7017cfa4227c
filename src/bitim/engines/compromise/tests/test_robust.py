"""Ranked by what happens when wishes are not quite what was said."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from bitim.engines.compromise import Bond, Issue, Unfit, belief, robust
from bitim.engines.compromise.frontier import by_hand
from bitim.engines.compromise.tests.cases import problem_of


def test_a_package_that_is_good_in_every_world_goes_before_one_that_is_best_in_one():
    problem = problem_of([[[10, 6, 0]], [[0, 6, 10]]])
    sure, risky = ((6, 6, 0), (0, 6, 10)), ((0, 6, 10), (10, 6, 0))
    samples = [[(one,) for one in side] for side in (sure, risky)]
    assert robust.ranked(problem, samples, [(0,), (1,), (2,)])[0] == 1


@pytest.mark.parametrize("seed", range(20))
def test_the_ranking_is_that_of_plain_counting(seed):
    chance = Random(seed)
    sizes = [chance.randint(1, 3) for _ in range(3)]
    sides, worlds = chance.randint(2, 4), chance.randint(1, 12)

    def table():
        return tuple(tuple(chance.randint(0, 9) for _ in range(size)) for size in sizes)

    problem = problem_of([[list(row) for row in table()] for _ in range(sides)])
    samples = [[table() for _ in range(worlds)] for _ in range(sides)]
    packages = [package for package, _ in by_hand(problem)]

    def key(package):
        found = []
        for world in range(worlds):
            gains = []
            for tables in samples:
                best = sum(map(max, tables[world]))
                if best:
                    gains.append(Fraction(sum(r[at] for r, at in zip(tables[world], package, strict=True)), best))
            found.append(min(gains, default=Fraction(0)))
        found.sort()
        return float(found[int((worlds - 1) * Fraction(1, 10))])

    order = robust.ranked(problem, samples, packages)
    keys = [key(packages[at]) for at in order]
    assert sorted(order) == list(range(len(packages)))
    assert all(a >= b - 1e-12 for a, b in pairwise(keys))


def test_a_belief_gives_tables_that_keep_its_orders():
    issues = (Issue("House", ("sold", "kept")), Issue("Car", ("hers", "his", "sold")))
    found = belief.Belief(issues, [[1], [0]], [[[1], [0]], [[0], [2], [1]]], seed=1).samples(30)
    assert len(found) == 30
    for house, car in found:
        assert house[0] == 0 and car[0] >= car[2] >= car[1] == 0 and max(car) >= max(house)


def test_what_cannot_be_ranked_is_said():
    problem = problem_of([[[1, 2]], [[2, 1]]])
    table = ((1, 2),)
    bound = replace(problem.parties[0], bonds=(Bond(1, ((0, frozenset({0})),)),))
    for samples, packages, words in (
        ([[table]], [(0,)], "same number of tables"),
        ([[table], [table, table]], [(0,)], "same number of tables"),
        ([[], []], [(0,)], "at least one"),
        ([[table], [((1, 2, 3),)]], [(0,)], "A table of p1 has another shape"),
        ([[table], [table]], [], "no package"),
    ):
        with pytest.raises(Unfit, match=words):
            robust.ranked(problem, samples, packages)
    with pytest.raises(Unfit, match="values that are sums"):
        robust.ranked(replace(problem, parties=(bound, problem.parties[1])), [[table], [table]], [(0,)])
