"""A machine that tries every order of events: no meeting, no document, no signature without everyone's consent."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bitim.engines.lifecycle import STEPS, CaseFacts, NotNow, SideFacts, advance, obstacles

STEP_NAMES = [step.name for step in STEPS]
NEEDS_CONSENT = {
    "draw_up_agreement",
    "sign_agreement",
    "begin_mediation",
    "talk_jointly",
    "open_meeting",
    "open_shuttle",
    "agree_issues",
    "start_drafting",
    "draft",
    "freeze_settlement",
    "sign_settlement",
    "settle",
    "draw_up_addendum",
    "sign_addendum",
    "extend_term",
    "return_to_table",
}


class Case(RuleBasedStateMachine):
    """Facts that change as people act."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = CaseFacts("request", (SideFacts(), SideFacts(), SideFacts()))
        self.settled_with: CaseFacts | None = None

    def _side(self, at: int, **change) -> None:
        sides = list(self.facts.sides)
        sides[at] = replace(sides[at], **change)
        self.facts = replace(self.facts, sides=tuple(sides))

    @rule(at=st.integers(0, 2), yes=st.booleans())
    def consent(self, at, yes):
        self._side(at, consented=yes)

    @rule(at=st.integers(0, 2))
    def join(self, at):
        self._side(at, joined=True)

    @rule(at=st.integers(0, 2))
    def leave(self, at):
        self._side(at, left=True, consented=False)

    @rule(at=st.integers(0, 2), result=st.sampled_from(["joint", "shuttle", "decline"]))
    def screen(self, at, result):
        self._side(at, screened=result)

    @rule(value=st.booleans())
    def appoint(self, value):
        self.facts = replace(self.facts, mediator_appointed=value)

    @rule(at=st.integers(0, 3), settlement=st.booleans())
    def sign(self, at, settlement):
        step = "sign_settlement" if settlement else "sign_agreement"
        if obstacles(self.facts, step):
            return
        if at == 3:
            self.facts = replace(self.facts, **{f"mediator_signed_{'settlement' if settlement else 'agreement'}": True})
        else:
            self._side(at, **{"signed_settlement" if settlement else "signed_agreement": True})

    @rule(clauses=st.integers(0, 3), open_=st.integers(0, 1), stops=st.integers(0, 1), prevailing=st.booleans())
    def write(self, clauses, open_, stops, prevailing):
        self.facts = replace(
            self.facts, clauses=clauses, clauses_not_agreed=open_, lint_stops=stops, prevailing_chosen=prevailing
        )

    @precondition(lambda self: self.facts.stage != "closed")
    @rule(name=st.sampled_from(STEP_NAMES))
    def step(self, name):
        blocked = obstacles(self.facts, name)
        try:
            stage = advance(self.facts, name)
        except NotNow:
            assert blocked
            return
        assert not blocked
        if name in NEEDS_CONSENT:
            assert self.facts.present_sides
            assert all(side.consented for side in self.facts.present_sides)
        if name in ("open_meeting", "open_shuttle"):
            assert all(side.screened in ("joint", "shuttle") for side in self.facts.present_sides)
        if name == "open_meeting":
            assert self.facts.mode != "shuttle"
        if name == "draw_up_agreement":
            self.facts = replace(self.facts, agreement_frozen=True)
        if name == "freeze_settlement":
            self.facts = replace(self.facts, settlement_frozen=True)
        if name == "draw_up_addendum":
            self.facts = replace(self.facts, addendum_frozen=True)
        if name == "settle":
            self.settled_with = self.facts
            self.facts = replace(self.facts, settlement_stands=True)
        if name == "return_to_table":
            self._begin_another_text()
        if name == "keep_settlement":
            assert self.facts.settlement_stands
        if name == "close":
            assert not self.facts.settlement_stands
        self.facts = replace(self.facts, stage=stage)

    def _begin_another_text(self):
        """What was signed belongs to the standing text; of the next one nothing is signed."""
        sides = tuple(replace(side, signed_settlement=False) for side in self.facts.sides)
        self.facts = replace(
            self.facts, sides=sides, settlement_frozen=False, mediator_signed_settlement=False, clauses=0
        )

    @invariant()
    def performance_means_signed_by_all(self):
        if self.facts.stage == "performance":
            assert self.settled_with is not None
            assert all(side.signed_settlement and side.consented for side in self.settled_with.present_sides)
            assert self.settled_with.mediator_signed_settlement
            assert self.facts.settlement_stands

    @invariant()
    def nothing_signed_is_lost_by_coming_back(self):
        if self.settled_with is not None:
            assert self.facts.settlement_stands


TestCase = Case.TestCase
TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
