"""Published divisions come out as published; whole things are divided without envy of more than one."""

import json
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.compromise import Budget, Issue, Party, Problem, Unfit, answers, goods
from bitim.engines.compromise.tests.cases import DATA

CASES = {one["id"]: one for one in json.loads((DATA / "fair-division-examples.json").read_text())["cases"]}
EXPECTED = json.loads((DATA / "reference-values.json").read_text())["fair-division-examples"]


@pytest.mark.parametrize(
    ("name", "points"), [("panama-canal-1974", 66), ("bob-and-carol", Fraction(170, 3)), ("calvin-and-hobbes", None)]
)
def test_adjusted_winner_gives_the_published_division(name, points):
    expected = EXPECTED[name]
    found = goods.adjusted_winner(*CASES[name]["points"])
    whole = [item for item, share in enumerate(found.shares) if share == 1]
    assert (found.split, whole) == (expected["split_item"], expected["first_gets_whole"])
    assert float(found.shares[found.split]) == pytest.approx(expected["share_to_first"], abs=1e-6)
    assert found.parts[0] == found.parts[1]
    assert float(found.parts[0] * 100) == pytest.approx(expected["points_each"], abs=1e-6)
    assert points is None or found.parts[0] * 100 == points


rows = st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any)


@settings(max_examples=30, deadline=None)
@given(rows, rows)
def test_adjusted_winner_is_equal_without_envy_and_splits_one_item_at_most(first, second):
    found = goods.adjusted_winner(first, second)
    assert min(found.parts) >= Fraction(1, 2)
    assert sum(0 < share < 1 for share in found.shares) <= 1
    steps = [Fraction(n, 2) for n in range(3)]
    for shares in product(steps, repeat=4):
        a = sum(x * s for x, s in zip(first, shares, strict=True)) / Fraction(sum(first))
        b = sum(y * (1 - s) for y, s in zip(second, shares, strict=True)) / Fraction(sum(second))
        assert not (a > found.parts[0] and b > found.parts[1])


def divided(name, rule):
    case = CASES[name]
    values = [list(column) for column in zip(*case["points_by_item"], strict=True)]
    problem = goods.division(case["items"], case["parties"], values)
    return values, answers.solve(problem, (rule,)).packages[0]


@pytest.mark.parametrize("name", ["inheritance-4x5", "inheritance-4x6"])
def test_inheritances_come_out_as_enumerated(name):
    _, equal = divided(name, "maximin")
    assert sorted(equal.values) == sorted(EXPECTED[name]["leximin_utilities"])
    values, product_of = divided(name, "nash")
    assert list(product_of.values) == EXPECTED[name]["max_nash_utilities"]
    assert goods.MORE not in goods.envies(values, product_of.package).values()


def test_things_for_all_within_a_capacity_come_out_as_enumerated():
    case = CASES["picnic-3x8-capacity"]
    issues = tuple(Issue(item, ("left", "taken")) for item in case["items"])
    parties = tuple(
        Party(name, tuple((0, row[number]) for row in case["points_by_item"]))
        for number, name in enumerate(case["parties"])
    )
    budget = Budget("weight", tuple((0, one) for one in case["weight"]), case["capacity"])
    found = answers.solve(Problem(issues, parties, budgets=(budget,)), ("maximin",)).packages[0]
    assert sorted(found.values) == sorted(EXPECTED["picnic-3x8-capacity"]["leximin_utilities"])


def test_the_largest_product_leaves_no_envy_beyond_one_item():
    chance = Random(5)
    for _ in range(40):
        parties = chance.randint(2, 3)
        values = [[chance.randint(1, 20) for _ in range(5)] for _ in range(parties)]
        problem = goods.division([f"i{n}" for n in range(5)], [f"p{n}" for n in range(parties)], values)
        found = answers.solve(problem, ("nash",)).packages[0]
        assert goods.MORE not in goods.envies(values, found.package).values()


def test_envy_is_told_in_three_steps():
    assert goods.envies([[3, 3, 3, 1], [1, 1, 1, 1]], (1, 1, 1, 0)) == {(0, 1): goods.MORE, (1, 0): goods.NONE}
    assert goods.envies([[4, 1], [1, 1]], (1, 0))[0, 1] == goods.UP_TO_ONE


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (([], []), "nothing to divide"),
        (([1], [1, 2]), "2 values"),
        (([-1], [1]), "less than nothing"),
        (([0], [1]), "none"),
    ],
)
def test_what_cannot_be_divided_is_said(values, words):
    with pytest.raises(Unfit, match=words):
        goods.adjusted_winner(*values)
