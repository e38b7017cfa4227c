"""Alternatives are near in worth, far in kind, and never the known package again."""

from fractions import Fraction
from random import Random

import pytest

from bitim.engines.compromise import Unfit, answers
from bitim.engines.compromise.alternatives import alternatives
from bitim.engines.compromise.frontier import by_hand
from bitim.engines.compromise.tests.cases import drawn, edge, problem_of


@pytest.mark.parametrize("seed", range(8))
def test_they_are_near_in_worth_and_far_in_kind(seed):
    chance = Random(seed)
    tolerance = Fraction(1, 4)
    problem, packages = None, []
    while len(packages) < 6:
        problem = drawn(chance, chance.randint(2, 3), bound=True, most=3)
        packages = by_hand(problem)
    known = answers.solve(problem, ("nash",)).packages[0]
    near = [
        package
        for package, values in packages
        if package != known.package
        and all(
            v - p.disagreement >= (1 - tolerance) * (k - p.disagreement)
            for v, k, p in zip(values, known.values, problem.parties, strict=True)
        )
    ]
    found = alternatives(problem, known.package, 2, tolerance=tolerance)
    pareto = edge({values for _, values in packages})
    for one in found:
        assert one.package in near
        assert one.pareto
        assert one.values in pareto
    assert len({known.package, *(one.package for one in found)}) == len(found) + 1
    if [package for package in near if problem.values(package) in pareto]:
        assert found


def test_the_first_shares_as_few_options_as_can_be():
    problem = problem_of([[[5, 5, 0]] * 3, [[5, 5, 0]] * 3])
    found = alternatives(problem, (0, 0, 0), 1)
    assert [one.package for one in found] == [(1, 1, 1)]


def test_where_there_is_no_other_there_is_none_and_a_broken_one_is_refused():
    problem = problem_of([[[9, 0]], [[9, 0]]])
    assert alternatives(problem, (0,)) == ()
    with pytest.raises(Unfit, match="nothing to keep near"):
        alternatives(drawn_with_floor(), (1,))


def drawn_with_floor():
    from dataclasses import replace

    problem = problem_of([[[9, 0]], [[9, 0]]])
    return replace(problem, parties=tuple(replace(party, reservation=5) for party in problem.parties))
