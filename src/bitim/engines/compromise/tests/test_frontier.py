"""The merged frontier is the frontier of all packages, ties included, and each rule's choice is its best package."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.compromise import Party, Unfit, answers, frontier, program, rules, search
from bitim.engines.compromise import edge as edge_of
from bitim.engines.compromise.tests.cases import drawn, edge, problem_of

CASES_OF_ONE_SEED = 25
DEPTH = {"sum": 1, "nash": 2}  # what a search compares of a rule's key; the rest decides between equals


def everybody_like_by_hand(problem, rule, found, acceptable, depth=None):
    ideal = [max(values[p] for _, values in acceptable) for p in range(len(problem.parties))]
    yard = rules.Yard.of(problem, ideal)
    top = max(yard.key(rule, values) for _, values in acceptable)[:depth]
    assert problem.keeps(found.package)
    assert problem.values(found.package) == found.values
    assert yard.key(rule, found.values)[:depth] == top, (rule, found, problem)
    better = [
        v for _, v in acceptable if v != found.values and all(b >= a for a, b in zip(found.values, v, strict=True))
    ]
    assert better == []
    assert found.certificate.whole
    least = [(found.values[p] - party.disagreement) * len(ideal) >= ideal[p] - party.disagreement
             for p, party in enumerate(problem.parties)]  # fmt: skip
    assert list(found.certificate.shares) == least


def merged_like_by_hand(problem):
    found = frontier.merge(problem)
    one_by_one = [problem.values(package) for package in packages(problem)]
    points = [tuple(row) for row in found.values.tolist()]
    assert len(set(points)) == len(points)
    assert set(points) == edge(set(one_by_one))
    assert points == sorted(points, key=lambda point: -point[0])
    for number, point in enumerate(points):
        assert problem.values(found.package(number)) == point


def packages(problem):
    from itertools import product

    return product(*problem.allowed)


def checked(seed, count, **how):
    chance = Random(seed)
    for _ in range(count):
        problem = drawn(chance, **how)
        if len(problem.parties) == 2 and problem.free and problem.additive and all(problem.allowed):
            merged_like_by_hand(problem)
        acceptable = frontier.by_hand(problem)
        if not acceptable:
            with pytest.raises(answers.Impossible):
                answers.solve(problem, ("sum",))
            continue
        for found in answers.solve(problem).packages:
            everybody_like_by_hand(problem, found.rule, found, acceptable)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**9))
def test_two_parties_like_one_by_one(seed):
    checked(seed, CASES_OF_ONE_SEED, most=3)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10**9), st.integers(2, 5))
def test_more_parties_and_constraints_like_one_by_one(seed, parties):
    checked(seed, 10, parties=parties, bound=True, most=3)


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**9))
def test_thousands_of_cases_like_one_by_one(seed):
    checked(seed, CASES_OF_ONE_SEED, most=3)


def searched_like_by_hand(problem, rule):
    """What the solver finds, with the listed ways shut, has the key of the best package."""
    acceptable = frontier.by_hand(problem)
    if not acceptable:
        with pytest.raises(search.Clash):
            answers._searched(problem, rule, 5.0)[0]
        return
    found = answers._searched(problem, rule, 5.0)[0]
    everybody_like_by_hand(problem, rule, found, acceptable, depth=DEPTH.get(rule))


@pytest.mark.parametrize("seed", range(10))
def test_the_search_finds_what_enumeration_finds(seed):
    chance = Random(seed)
    problem = drawn(chance, chance.randint(2, 4), bound=True, most=3)
    searched_like_by_hand(problem, rules.RULES[seed % 4])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_the_search_finds_what_enumeration_finds_many_times(seed):
    chance = Random(seed)
    problem = drawn(chance, chance.randint(2, 4), bound=True, most=3)
    searched_like_by_hand(problem, rules.RULES[seed % 4])


@pytest.mark.parametrize("rule", rules.RULES)
@pytest.mark.parametrize("high", [12, 900])
@pytest.mark.parametrize("climbs", [True, False])
def test_the_search_finds_what_a_list_of_a_thousand_holds(rule, high, climbs, monkeypatch):
    """With the climbing, which alone finds most of these, and by the solver alone."""
    chance = Random(high)
    if not climbs:
        monkeypatch.setattr(search.Climber, "climb", lambda self, start, measure, watch: start)
    for parties in (2, 4):
        tables = [[[chance.randint(0, high) for _ in range(4)] for _ in range(5)] for _ in range(parties)]
        problem = problem_of(tables)
        listed = answers.solve(problem, (rule,)).packages[0]
        found = answers._searched(problem, rule, 20.0)[0]
        ideal = [sum(map(max, table)) for table in tables]
        yard = rules.Yard.of(problem, ideal)
        assert yard.key(rule, found.values)[: DEPTH.get(rule)] == yard.key(rule, listed.values)[: DEPTH.get(rule)]
        assert found.certificate.whole


@pytest.mark.parametrize("seed", [7, 11, 35, 119])
def test_the_search_goes_on_to_the_second_smallest_gain_and_further(seed, monkeypatch):
    """Cases in which the first rank alone, ranks of equal weight, or ranks that are not held lead elsewhere."""
    monkeypatch.setattr(search.Climber, "climb", lambda self, start, measure, watch: start)
    chance = Random(seed)
    tables = [[[chance.randint(0, 4) for _ in range(4)] for _ in range(4)] for _ in range(4)]
    problem = problem_of(tables)
    yard = rules.Yard.of(problem, [sum(map(max, table)) for table in tables])
    listed, found = answers.solve(problem, ("ks",)).packages[0], answers._searched(problem, "ks", 20.0)[0]
    assert yard.key("ks", found.values) == yard.key("ks", listed.values)


@pytest.mark.parametrize("seed", range(8))
def test_a_stepped_frontier_is_that_of_all_packages(seed):
    chance = Random(seed)
    problem = drawn(chance, 2, bound=True, most=3)
    listed = frontier.every(problem).values.tolist() if all(problem.allowed) else []
    found = edge_of.stepped(problem, program.Watch(20.0)) if listed else None
    assert set(map(tuple, found.tolist() if listed else [])) == edge(set(map(tuple, listed)))


def test_a_stepped_frontier_is_whole_or_none():
    tables = [[[0, 1 << n] for n in range(6)], [[1 << n, 0] for n in range(6)]]
    assert len(frontier.merge(problem_of(tables))) == 64 > edge_of.MOST_POINTS
    assert edge_of.stepped(problem_of(tables), program.Watch(20.0)) is None


def test_equal_points_are_one_point_with_one_package():
    found = frontier.merge(problem_of([[[1, 1, 0], [2, 2]], [[1, 1, 1], [0, 0]]]))
    assert found.values.tolist() == [[3, 1]]
    assert found.package(0) in {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_frontier_too_wide_is_not_begun():
    with pytest.raises(frontier.TooWide):
        frontier.merge(problem_of([[[0, 1], [0, 2], [0, 4]], [[1, 0], [2, 0], [4, 0]]]), widest=5)


def test_swapped_parties_get_the_same_package():
    chance = Random(4)
    for _ in range(60):
        problem = drawn(chance)
        one, two = problem.parties
        swapped = type(problem)(problem.issues, (two, one))
        if not frontier.by_hand(problem):
            continue
        for a, b in zip(answers.solve(problem).packages, answers.solve(swapped).packages, strict=True):
            assert sorted(rules_key(problem, a)) == sorted(rules_key(swapped, b))


def rules_key(problem, found):
    values = frontier.by_hand(problem)
    yard = rules.Yard.of(problem, [max(v[p] for _, v in values) for p in range(2)])
    return yard.key(found.rule, found.values)


def test_a_reservation_rules_out_and_does_not_pull():
    """A claimed limit below the fair package changes nothing; as no-deal value it would."""
    tables = [[[0, 1, 2, 3, 4]], [[4, 3, 2, 1, 0]]]
    honest = answers.solve(problem_of(tables), ("nash",)).packages[0]
    problem = problem_of(tables)
    claims = Party("p0", problem.parties[0].points, reservation=2)
    pulls = Party("p0", problem.parties[0].points, disagreement=2)
    assert honest.values == (2, 2)
    for party, values in ((claims, (2, 2)), (pulls, (3, 1))):
        other = type(problem)(problem.issues, (party, problem.parties[1]))
        assert answers.solve(other, ("nash",)).packages[0].values == values


def test_an_unknown_rule_is_said():
    with pytest.raises(Unfit, match="no rule “fair”"):
        answers.solve(problem_of([[[1]], [[1]]]), ("fair",))
