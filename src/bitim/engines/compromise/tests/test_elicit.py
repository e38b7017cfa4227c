"""From orders to points, what is wrong with an order in words, and questions that bring the truth nearer."""

from fractions import Fraction
from math import prod
from random import Random

import numpy as np
import pytest

from bitim.engines.compromise import Apart, Issue, Party, Problem, Unfit, belief, elicit
from bitim.engines.compromise.frontier import by_hand

ISSUES = (Issue("House", ("sold", "kept")), Issue("Car", ("hers", "his", "sold")), Issue("Dog", ("hers", "his")))
ORDERS = ([[1], [0]], [[0], [2], [1]], [[0], [1]])


def test_weights_are_the_centroid_of_their_order():
    assert elicit.roc(3) == (Fraction(11, 18), Fraction(5, 18), Fraction(2, 18))
    assert sum(elicit.roc(8)) == 1
    assert elicit.weights([[2], [0, 1]]) == {2: Fraction(11, 18), 0: Fraction(7, 36), 1: Fraction(7, 36)}


def test_a_table_is_whole_points_best_to_worst():
    table = elicit.points(ISSUES, [[1], [0], [2]], ORDERS)
    assert table == ((0, 278), (611, 0, 306), (111, 0))
    assert elicit.points(ISSUES, [[0, 1, 2]], ([[0, 1]], *ORDERS[1:]))[0] == (0, 0)


@pytest.mark.parametrize(
    ("issue_order", "option_orders", "words"),
    [
        ([], ORDERS, "The issues: nothing was put in order yet"),
        ([[], []], ORDERS, "nothing was put in order yet"),
        ([[0], [1]], ORDERS, "The issues: “Dog” still has no place"),
        ([[0]], ORDERS, "“Car”, “Dog” still have no place"),
        ([[0], [1], [2], [0]], ORDERS, "“House” stands in two places"),
        ([[0], [1], [7]], ORDERS, "there is no number 7"),
        ([[0], [1], [2]], ([[0], [0], [1]], *ORDERS[1:]), "“House”: “sold” stands in two places"),
        ([[0], [1], [2]], ORDERS[:1], "1 of 3 issues were answered"),
    ],
)
def test_what_is_wrong_with_an_order_is_said(issue_order, option_orders, words):
    with pytest.raises(Unfit, match=words):
        elicit.points(ISSUES, issue_order, option_orders)


def test_choices_in_a_circle_are_found_and_others_are_not():
    assert elicit.circle([("a", "b"), ("b", "c"), ("a", "c"), ("d", "a")]) == ()
    assert set(elicit.circle([("x", "a"), ("a", "b"), ("b", "c"), ("c", "a")])) == {"a", "b", "c"}


def test_every_table_of_a_belief_keeps_the_orders():
    found = belief.Belief(ISSUES, [[1], [0], [2]], ORDERS, seed=1)
    house, car, dog = found.tables[:, 0:2], found.tables[:, 2:5], found.tables[:, 5:7]
    assert (house[:, 0] == 0).all() and (dog[:, 1] == 0).all()
    assert (car[:, 0] >= car[:, 2]).all() and (car[:, 2] >= car[:, 1]).all()
    assert (car.max(axis=1) >= house.max(axis=1)).all() and (house.max(axis=1) >= dog.max(axis=1)).all()
    assert np.allclose(sum(part.max(axis=1) for part in (house, car, dog)), 1)
    centre = elicit.points(ISSUES, [[1], [0], [2]], ORDERS)
    assert np.allclose(sum(found.table(), ()), sum(centre, ()), atol=20)


def test_questions_bring_the_table_nearer_and_end():
    chance = np.random.default_rng(4)
    issues = tuple(Issue(f"i{n}", ("a", "b", "c", "d")) for n in range(5))
    before = after = 0.0
    for seed in range(4):
        weights = np.sort(chance.dirichlet(np.ones(5)))[::-1]
        truth = [weight * np.array([1, *np.sort(chance.random(2))[::-1], 0]) for weight in weights]
        orders = [[[0], [1], [2], [3]]] * 5
        found = belief.Belief(issues, [[n] for n in range(5)], orders, seed)
        before += _distance(found, truth)
        while found.asked < belief.MOST_QUESTIONS:
            one, other = found.question(found.pairs(20))
            assert 2 <= sum(a != b for a, b in zip(one, other, strict=True)) <= 3
            apart = sum(row[a] - row[b] for row, a, b in zip(truth, one, other, strict=True))
            found.tell(one, other, belief.FIRST if apart > 0 else belief.SECOND)
        after += _distance(found, truth)
        assert found.enough(lambda table: (0,) * 5)
    assert after < 0.8 * before


def _distance(found, truth):
    return float(np.abs(np.array(sum(found.table(), ())) / 1000 - np.concatenate(truth)).sum())


def test_what_tells_nothing_changes_nothing_and_what_is_no_answer_is_refused():
    found = belief.Belief(ISSUES, [[1], [0], [2]], ORDERS, seed=1)
    before = found.table()
    found.tell((0, 0, 0), (1, 1, 0), belief.UNKNOWN)
    assert (found.table(), found.asked) == (before, 1)
    found.tell((0, 0, 0), (1, 1, 0), belief.EQUAL)
    assert found.table() != before
    with pytest.raises(Unfit, match="no answer"):
        found.tell((0, 0, 0), (1, 1, 0), "perhaps")
    with pytest.raises(Unfit, match="no two packages"):
        found.question([])
    assert found.stable(lambda table: (0, 0, 0)) == 1.0


def test_the_imagined_other_wants_the_opposite_and_the_package_is_worth_half():
    chance = Random(2)
    for _ in range(60):
        sizes = [chance.randint(1, 4) for _ in range(chance.randint(1, 4))]
        issues = tuple(Issue(f"i{n}", tuple(f"o{at}" for at in range(size))) for n, size in enumerate(sizes))
        table = tuple(tuple(chance.randint(0, 40) for _ in range(size)) for size in sizes)
        other = belief.mirrored(table)
        pairs = [((a, chance.randrange(sizes[a])), (b, chance.randrange(sizes[b]))) for a, b in _two(chance, sizes)]
        apart = tuple(Apart(*pair) for pair in pairs)
        problem = Problem(issues, (Party("own", table), Party("imagined", other)), apart)
        every = by_hand(problem)
        assert {sum(values) for _, values in every} <= {sum(map(max, table))}
        if not every:
            continue
        found = belief.likely(issues, table, apart)
        assert problem.keeps(found)
        assert prod(problem.values(found)) == max(prod(values) for _, values in every)


def _two(chance, sizes):
    return [tuple(chance.sample(range(len(sizes)), 2)) for _ in range(chance.randint(0, 2)) if len(sizes) > 1]


def test_a_pair_in_a_problem_too_large_to_list_is_kept_apart():
    issues = tuple(Issue(f"i{n}", ("a", "b", "c", "d")) for n in range(12))
    table = tuple((n, 7 * n % 5, 3, 0) for n in range(12))
    free = belief.likely(issues, table)
    found = belief.likely(issues, table, (Apart((0, free[0]), (1, free[1])),))
    assert (found[0], found[1]) != (free[0], free[1])


def test_a_belief_stops_by_its_own_table_in_twelve_questions_at_most():
    """Small wishes are soon known; large ones are asked for longer."""
    asked = {}
    for count, options in ((2, 2), (8, 4)):
        issues = tuple(Issue(f"i{n}", tuple("abcd"[:options])) for n in range(count))
        found = belief.Belief(issues, [[n] for n in range(count)], [[[at] for at in range(options)]] * count, seed=3)
        while not found.enough(lambda table, issues=issues: belief.likely(issues, table)):
            one, other = found.question(found.pairs(40))
            found.tell(one, other, belief.FIRST)
        asked[count] = found.asked
    assert asked[2] < asked[8] <= belief.MOST_QUESTIONS


def test_stable_counts_worth_and_not_names():
    issues = (Issue("House", ("sold", "kept")), Issue("Car", ("hers", "his")))
    found = belief.Belief(issues, [[0], [1]], [[[0], [1]]] * 2, seed=1)
    assert found.stable(lambda table: (0, 0)) == 1.0
    assert found.stable(lambda table: (0, 1) if table[0][0] > 700 else (1, 0)) < 0.9
