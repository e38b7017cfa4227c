"""What cannot be met together is named, all of it and nothing else; what is possible clashes with nothing."""

from dataclasses import replace
from random import Random

import pytest

from bitim.engines.compromise import (
    Apart,
    Budget,
    Issue,
    Party,
    Problem,
    Unfit,
    along,
    answers,
    clash,
    frontier,
    numeric,
)
from bitim.engines.compromise.program import Watch
from bitim.engines.compromise.tests.cases import drawn, problem_of


def said(problem):
    with pytest.raises(answers.Impossible) as refused:
        answers.solve(problem)
    return str(refused.value)


HOUSE = Problem(
    (Issue("House", ("sold", "kept")), Issue("Car", ("hers", "his")), numeric("Rent", 100, 300, 100, "a month")),
    (
        Party("Aliya", ((0, 5), (3, 0), (0, 1, 2))),
        Party("Berik", ((4, 0), (0, 3), (2, 1, 0))),
    ),
)


def with_party(problem, number, **changes):
    parties = list(problem.parties)
    parties[number] = replace(parties[number], **changes)
    return replace(problem, parties=tuple(parties))


def test_two_that_want_different_things_are_named():
    problem = with_party(HOUSE, 0, needs=frozenset({(0, 1)}))
    problem = with_party(problem, 1, refuses=frozenset({(0, 1)}))
    words = said(problem)
    assert "Aliya must have “House: kept”" in words
    assert "Berik cannot accept “House: kept”" in words
    assert "Car" not in words and "limit" not in words


def test_limits_pairs_and_budgets_are_named_when_they_are_the_cause():
    problem = with_party(with_party(HOUSE, 0, reservation=8), 1, reservation=5)
    problem = replace(
        problem,
        apart=(Apart((0, 1), (1, 0)), Apart((1, 0), (2, 2))),
        budgets=(Budget("savings", ((0, 9), (1, 1), (0, 0, 0)), 50),),
    )
    words = said(problem)
    assert "Aliya accepts nothing below its own limit" in words
    assert "“House: kept” and “Car: hers” cannot stand together" in words
    assert "savings" not in words
    poor = replace(HOUSE, budgets=(Budget("savings", ((3, 9), (1, 1), (0, 0, 0)), 3),))
    assert said(poor) == "No package is possible: the budget “savings” is 3 at most."


@pytest.mark.parametrize("seed", range(12))
def test_a_clash_is_smallest(seed):
    chance = Random(seed)
    found = ()
    while not found:
        problem = drawn(chance, chance.randint(2, 3), bound=True, most=3)
        found = clash.clashing(problem, Watch(20.0))
        assert bool(found) == (not frontier.by_hand(problem))
    assert clash._impossible(problem, found, Watch(20.0))
    for wish in found:
        assert not clash._impossible(problem, [one for one in found if one != wish], Watch(20.0))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: problem_of([[[1]]]), "1 parties: there have to be 2 to 10"),
        (lambda: Problem((), (Party("a", ()), Party("b", ()))), "no issue to decide"),
        (lambda: problem_of([[[1, 2]], [[1]]]), "p1 has 1 numbers for “i0”, which has 2 options"),
        (lambda: problem_of([[[1]], [[1], [2]]]), "p1 has numbers for 2 of 1 issues"),
        (lambda: problem_of([[[0.5]], [[1]]]), "p0: the numbers for “i0” have to be whole"),
        (lambda: problem_of([[[2**62]], [[1]]]), "p0: the points are too large"),
        (lambda: Issue("Rent", ()), "“Rent” has no options"),
        (lambda: Issue("Rent", ("a", "a")), "“Rent” has the option “a” twice"),
        (lambda: numeric("Rent", 5, 1), "“Rent” goes from 5 down to 1"),
        (lambda: numeric("Rent", 1, 5, 0), "more than nothing"),
        (lambda: numeric("Rent", 1, 10**9), "take a larger step"),
        (lambda: with_party(HOUSE, 0, needs=frozenset({(0, 7)})), "Aliya: there is no option 7 of issue 0"),
        (lambda: with_party(HOUSE, 0, name="Berik"), "Two parties are called “Berik”"),
        (lambda: replace(HOUSE, apart=(Apart((0, 0), (0, 1)),)), "never stand together anyway"),
        (lambda: with_party(HOUSE, 0, weight=0), "weight and scale"),
        (lambda: along([1], {}), "at least one number"),
    ],
)
def test_what_cannot_be_a_problem_is_said(make, words):
    with pytest.raises(Unfit) as refused:
        make()
    assert words in str(refused.value)


def test_a_value_along_a_scale_goes_straight_between_what_is_known():
    assert along([0, 10, 15, 20, 25, 40], {10: 0, 20: 100, 30: 50}) == (0, 0, 50, 100, 75, 50)


def test_without_time_the_best_found_carries_its_gap():
    """A search that had no time for proofs says so and gives a package that keeps to everything."""
    chance = Random(1)
    tables = [[[chance.randint(0, 100) for _ in range(8)] for _ in range(40)] for _ in range(5)]
    problem = problem_of(tables)
    for found in answers.solve(problem, ("ks", "maximin"), seconds=0.02).packages:
        assert problem.keeps(found.package)
        assert not found.certificate.whole
        assert found.label.startswith("best found, gap ")


@pytest.mark.parametrize(("gap", "words"), [(0.0, "0.01"), (1e-7, "0.01"), (0.00301, "0.31"), (0.5, "50.00")])
def test_a_gap_is_never_said_smaller_than_it_is(gap, words):
    assert answers.percent(gap) == words


def test_points_finer_than_the_solver_can_tell_apart_are_never_called_proven():
    """Gains are then counted in parts of a party's span: the package is as good, the proof is not claimed."""
    chance = Random(2)
    tables = [[[chance.randint(0, 10**12) for _ in range(4)] for _ in range(5)] for _ in range(3)]
    problem = problem_of(tables)
    for rule in ("nash", "ks", "sum"):
        listed = answers.solve(problem, (rule,)).packages[0]
        found, _ = answers._searched(problem, rule, 20.0)
        assert listed.certificate.whole
        assert found.package == listed.package
        assert not found.certificate.whole
        assert found.certificate.gap >= 1e-6
        assert found.label == "best found, gap 0.01 %"
