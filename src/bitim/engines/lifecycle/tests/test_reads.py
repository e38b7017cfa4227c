"""A guard is never asked about facts that nobody fetched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.engines.lifecycle import GUARDS, STEPS, CaseFacts, SideFacts, obstacles, reads_of, steps_at
from bitim.engines.lifecycle.table import ALWAYS_KNOWN, FIELDS

SIDES = st.builds(SideFacts, screened=st.sampled_from([None, "joint", "shuttle", "decline"]))
FACTS = st.builds(
    CaseFacts,
    stage=st.sampled_from(["contract", "meetings", "drafting", "signing"]),
    sides=st.lists(SIDES, max_size=3).map(tuple),
    mode=st.sampled_from(["joint", "shuttle"]),
    known=st.none(),
)


class Watched:
    """Facts that remember what was looked at."""

    def __init__(self, of, seen):
        self.of, self.seen = of, seen

    def __getattr__(self, name):
        if name == "present_sides":
            return [Watched(side, self.seen) for side in self.of.present_sides]
        self.seen.add(name)
        return getattr(self.of, name)


@given(FACTS)
def test_a_guard_looks_at_nothing_but_what_it_says(facts):
    for guard in GUARDS.values():
        seen = set()
        guard.condition(Watched(facts, seen))
        assert seen - ALWAYS_KNOWN <= guard.reads


def test_every_fact_is_looked_at_by_some_guard():
    assert frozenset().union(*(guard.reads for guard in GUARDS.values())) == FIELDS - ALWAYS_KNOWN


def test_a_fact_that_was_not_asked_for_says_neither_yes_nor_no():
    side = SideFacts(joined=True, consented=True)
    facts = CaseFacts(stage="drafting", sides=(side, side), known=reads_of(["draft"]))
    assert obstacles(facts, "draft") == []
    with pytest.raises(LookupError):
        obstacles(facts, "draw_up_addendum")


def test_the_steps_of_a_role_at_a_stage():
    for step in STEPS:
        for role in step.by:
            assert all(step.name in steps_at(stage, role) for stage in step.stages)
    assert "freeze_settlement" not in steps_at("drafting", "party")
