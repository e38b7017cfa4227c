"""What the lifecycle looks at is told by exactly one place, and asking for a part tells the same as asking for all."""

from dataclasses import replace

import pytest

from bitim.cases import facts
from bitim.engines import lifecycle
from bitim.engines.lifecycle.table import ALWAYS_KNOWN, FIELDS
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db

CASES = {
    "invited": lambda: stage.ready().case,
    "drafted": lambda: stage.settled_ready()[0].case,
    "final": lambda: stage.frozen()[0].case,
    "settled": lambda: stage.settled().case,
}


def test_every_fact_is_told_by_one_place():
    given = [*facts.OWN, *(name for one in facts._contributors for name in one.gives)]
    assert sorted(given) == sorted(FIELDS - ALWAYS_KNOWN)


@pytest.mark.parametrize("made", CASES)
def test_nobody_tells_more_than_it_says(made):
    case = CASES[made]()
    for one in facts._contributors:
        whole, sides = one.tell(case, lambda *names: True)
        assert {*whole, *(name for told in sides.values() for name in told)} <= one.gives


@pytest.mark.parametrize("made", CASES)
def test_a_part_tells_the_same_as_the_whole(made):
    case = CASES[made]()
    whole = facts.facts_of(case)
    for step in lifecycle.STEPS:
        part = facts.facts_for(case, [step.name])
        assert lifecycle.obstacles(part, step.name) == lifecycle.obstacles(replace(whole, known=None), step.name)
