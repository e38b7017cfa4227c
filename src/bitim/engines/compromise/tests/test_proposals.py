"""What a round shows: each package proven or labelled, near to the Nash one, none worse than another for somebody and
better for nobody, in an order that does not tell which is which."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import inf
from random import Random

import pytest

from bitim.engines.compromise import Apart, Unfit, answers, proposals, search
from bitim.engines.compromise.answers import Certificate, Impossible
from bitim.engines.compromise.frontier import by_hand
from bitim.engines.compromise.program import OUT_OF_TIME, Run, Watch
from bitim.engines.compromise.proposals import NASH, NEAR, Proposal, propose
from bitim.engines.compromise.tests.cases import drawn, edge, problem_of, scenario
from bitim.engines.compromise.tests.test_improve import settled, talk


def betters(one, other):
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("seed", range(12))
def test_they_are_certified_near_and_none_is_worse_than_another(seed):
    chance = Random(seed)
    tolerance = Fraction(1, 4)
    problem, packages = None, []
    while len(packages) < 6:
        problem = drawn(chance, chance.randint(2, 4), bound=True, most=3)
        packages = by_hand(problem)
    shown = propose(problem, seed=str(seed), tolerance=tolerance)
    everything = edge({values for _, values in packages})
    nash = answers.solve(problem, ("nash",), seed=str(seed)).packages[0]
    assert [one.package for one in shown if one.kind == NASH] == [nash.package]
    assert 1 <= len(shown) <= 3 and len({one.package for one in shown}) == len(shown)
    for one in shown:
        assert one.label == "certified"
        assert problem.keeps(one.package) and one.values == problem.values(one.package)
        assert one.values in everything
        assert not any(betters(other.values, one.values) for other in shown)
        for value, best, party in zip(one.values, nash.values, problem.parties, strict=True):
            assert value - party.disagreement >= (1 - tolerance) * (best - party.disagreement)
    assert propose(problem, seed=str(seed), tolerance=tolerance) == shown


@pytest.mark.parametrize("name", ["anac2010-travel", "anac2011-energy", "anac2012-supermarket-a", "anac2015-tram"])
def test_every_published_package_is_certified_or_says_what_may_be_missing(name):
    shown = propose(scenario(name), seed="a", tolerance=Fraction(1, 10))
    assert len(shown) >= 2 or name == "anac2015-tram"  # of its nine parties one would always lose more than a tenth
    for one in shown:
        assert one.certificate.whole == (one.label == "certified")
        assert one.certificate.whole or one.label.startswith("best found, gap ")


@pytest.mark.parametrize("seconds", [0.05, 0.3])
def test_without_time_what_is_not_proven_is_labelled(seconds):
    chance = Random(1)
    tables = [[[chance.randint(0, 99) for _ in range(10)] for _ in range(30)] for _ in range(5)]
    places = [(n, chance.randrange(10)) for n in range(30)]
    problem = problem_of(tables, apart=tuple(Apart(a, b) for a, b in pairwise(places)))
    try:
        shown = propose(problem, seed="a", seconds=seconds)
    except Unfit as refused:
        assert "more time" in str(refused)
        return
    for one in shown:
        assert problem.keeps(one.package)
        assert one.certificate.whole or (one.certificate.gap > 0 and one.label.startswith("best found, gap "))


def test_people_are_never_shown_a_package_that_both_could_better():
    """The tables of real people (CaSiNo): of their own agreements a third could have been better for both."""
    shown = [(talk(one)[0], propose(talk(one)[0], seed=str(one["id"]))) for one in settled()]
    assert len(shown) >= 20
    for problem, packages in shown:
        everything = [values for _, values in by_hand(problem)]
        for one in packages:
            assert not any(betters(values, one.values) for values in everything)
            assert one.label == "certified"


def test_the_first_shown_is_not_always_the_nash_package():
    problem = problem_of([[[6, 5, 0], [0, 5, 6], [9, 8, 3]], [[0, 5, 6], [6, 5, 0], [3, 8, 9]]])
    first = {propose(problem, seed=str(seed), tolerance=Fraction(1, 2))[0].kind for seed in range(20)}
    assert first == {NASH, NEAR}


def test_a_better_near_one_takes_the_place_of_an_unproven_nash_one():
    rough = Certificate(True, False, 0.02, (True, True))
    lost = Proposal(NASH, (0,), (5, 5), rough)
    heir = Proposal(NEAR, (1,), (6, 5), replace(rough, pareto=True, gap=0.0))
    other = Proposal(NEAR, (2,), (5, 6), rough)
    kept = proposals.undominated([lost, heir, other])
    assert [(one.kind, one.package) for one in kept] == [(NASH, (1,)), (NEAR, (2,))]
    assert kept[0].label == "best found, gap 2.00 %"
    assert proposals.undominated([lost]) == [lost]


def test_what_cannot_be_is_said():
    problem = problem_of([[[9, 0]], [[9, 0]]])
    assert len(propose(problem, seed="a")) == 1
    for change, words in (({"count": 0}, "one to 3"), ({"count": 4}, "one to 3"), ({"tolerance": 1}, "below 1")):
        with pytest.raises(Unfit, match=words):
            propose(problem, seed="a", **change)
    parties = tuple(replace(party, reservation=10) for party in problem.parties)
    with pytest.raises(Impossible):
        propose(replace(problem, parties=parties), seed="a")


@pytest.mark.parametrize(
    ("bound", "gap"), [(25.0, 0.2), (20.6, 0.6 / 20.6), (20.4, 0.0), (20.0, 0.0), (inf, 1.0), (-inf, 1.0), (19.0, 1.0)]
)
def test_a_proof_that_did_not_finish_leaves_a_gap(bound, gap):
    """Gains of 20 altogether; the solver ran out of time with a bound, none, or one that cannot be."""
    problem = problem_of([[[10, 9]], [[10, 9]]])
    seeker = search.Seeker(problem, Watch(5))
    seeker.program.solve = lambda *_, **__: Run(None, bound, OUT_OF_TIME)
    package, missing = search.bettered(seeker, (0,))
    assert (package, missing) == ((0,), pytest.approx(gap))
    assert search.proven(seeker, (0,)) == ((0,), gap == 0.0)
    found = Proposal(NEAR, (0,), (10, 10), Certificate(True, gap == 0.0, missing, (True, True)))
    assert (found.label == "certified") == (gap == 0.0)


def test_without_time_for_a_proof_nothing_is_claimed():
    problem = problem_of([[[10, 9]], [[10, 9]]])
    seeker = search.Seeker(problem, Watch(5))
    seeker.slow = 60.0
    assert search.bettered(seeker, (0,)) == ((0,), 1.0)
