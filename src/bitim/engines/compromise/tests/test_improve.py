"""Deals of real people: an improvement is found exactly where there is one, and never costs anybody anything."""

import json
from itertools import product
from random import Random

import pytest

from bitim.engines.compromise import Unfit
from bitim.engines.compromise.frontier import by_hand
from bitim.engines.compromise.improve import improve
from bitim.engines.compromise.tests.cases import DATA, drawn, problem_of

CASINO = json.loads((DATA / "casino-valid-structured.json").read_text())
POINTS = CASINO["points_per_unit"]


def talk(one):
    """Two tables and the deal: of each of three things the submitter takes 0 to 3."""
    tables = []
    first = 0 if one["agreement"]["submitted_by"] == "mturk_agent_1" else 1
    for party, gets in ((one["parties"][first], True), (one["parties"][1 - first], False)):
        worth = {issue: POINTS[rank] for rank, issue in party["priority"].items()}
        tables.append([[worth[i] * (n if gets else 3 - n) for n in range(4)] for i in CASINO["issues"]])
    deal = tuple(int(one["agreement"]["submitter_gets"][issue]) for issue in CASINO["issues"])
    return problem_of(tables), deal, [one["parties"][first]["points"], one["parties"][1 - first]["points"]]


def settled():
    found = []
    for one in CASINO["dialogues"]:
        agreement = one.get("agreement") or {}
        if agreement.get("submitter_gets"):
            found.append(one)
    return found


def test_every_deal_of_people_that_can_be_bettered_is_bettered():
    improvable = 0
    for one in settled():
        problem, deal, points = talk(one)
        now = problem.values(deal)
        assert list(now) == points  # what the corpus says those people got
        everything = [problem.values(package) for package in product(range(4), repeat=3)]
        better = [v for v in everything if v != now and all(b >= a for a, b in zip(now, v, strict=True))]
        found = improve(problem, deal)
        assert (found is not None) == bool(better)
        if found:
            improvable += 1
            assert found.values in better
            assert found.certificate.whole
            assert not any(
                v != found.values and all(b >= a for a, b in zip(found.values, v, strict=True)) for v in better
            )
            assert found.worth_offering == all(rise * 100 >= 3 for rise in found.rises)
    assert improvable == 10  # of 30: no fewer are looked at than there are


def test_nobody_ever_loses_and_what_cannot_be_bettered_is_left():
    chance = Random(3)
    for _ in range(60):
        problem = drawn(chance, chance.randint(2, 3), bound=True, most=3)
        packages = by_hand(problem)
        if not packages:
            continue
        deal, now = chance.choice(packages)
        better = [v for _, v in packages if v != now and all(b >= a for a, b in zip(now, v, strict=True))]
        found = improve(problem, deal)
        assert (found is not None) == bool(better)
        if found:
            assert all(b >= a for a, b in zip(now, found.values, strict=True))
            assert problem.keeps(found.package)
            assert all(0 <= rise <= 1 for rise in found.rises)


def test_a_deal_that_chooses_nothing_is_refused():
    problem = problem_of([[[1, 2]], [[2, 1]]])
    for deal in ((), (2,), (0, 0)):
        with pytest.raises(Unfit, match="one option for each issue"):
            improve(problem, deal)
