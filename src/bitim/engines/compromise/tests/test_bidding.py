"""However a bidding goes, it never settles outside both stated limits, and one step tells one thing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bitim.engines.compromise import Unfit, bidding
from bitim.engines.compromise.bidding import DEAL, NO_DEAL, OPEN, PAYS, RECEIVES, Crossing

sums = st.integers(0, 30)
SALT = b"0123456789abcdef"


class Bidding(RuleBasedStateMachine):
    """Two sides bid in any order, sometimes backwards; the machine knows what each has said last."""

    def __init__(self):
        super().__init__()
        self.now = Crossing("seed")
        self.said = {}

    @precondition(lambda self: self.now.state == OPEN)
    @rule(side=st.sampled_from((PAYS, RECEIVES)), amount=sums)
    def bid(self, side, amount):
        before = self.now
        last = self.said.get(side)
        backwards = last is not None and (amount < last if side == PAYS else amount > last)
        if side in dict(before.sealed) or backwards:
            with pytest.raises(Unfit):
                before.bid(side, amount)
            return
        self.now = before.bid(side, amount)
        self.said[side] = amount

    @precondition(lambda self: self.now.state != OPEN)
    @rule(side=st.sampled_from((PAYS, RECEIVES)), amount=sums)
    def nothing_after_the_end(self, side, amount):
        with pytest.raises(Unfit, match="over"):
            self.now.bid(side, amount)

    @invariant()
    def within_both_limits(self):
        assert len(self.now.rounds) <= bidding.MOST_ROUNDS
        if self.now.state == DEAL:
            assert self.said[RECEIVES] <= self.now.sum <= self.said[PAYS]
        else:
            assert self.now.sum is None
            assert all(offer < demand for offer, demand in self.now.rounds)
            assert (self.now.state == NO_DEAL) == (len(self.now.rounds) == bidding.MOST_ROUNDS)


Bidding.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
test_no_way_of_bidding_passes_a_limit = Bidding.TestCase


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6)), st.text(max_size=3))
def test_on_a_grid_only_what_both_marked_is_a_deal(payer, receiver, seed):
    shown = bidding.grid(100, 700, 7)
    marked = [{shown[at] for at in one} for one in (payer, receiver)]
    found = bidding.on_grid(shown, *marked, seed=seed)
    assert found == bidding.on_grid(shown, *reversed(marked), seed=seed)  # whichever side is asked first
    both = sorted(marked[0] & marked[1])
    assert found is None if not both else found in both[(len(both) - 1) // 2 : len(both) // 2 + 1]


@settings(max_examples=40, deadline=None)
@given(sums, sums, st.sampled_from((PAYS, RECEIVES)))
def test_a_committed_proposal_is_a_deal_at_itself_within_the_other_limit(amount, limit, by):
    found = bidding.answered(bidding.commitment(amount, SALT), amount, SALT, limit, by=by)
    assert found == (amount if (amount <= limit if by == PAYS else amount >= limit) else None)


def test_the_half_unit_falls_on_either_side():
    deals = {Crossing(f"seed {n}").bid(PAYS, 8).bid(RECEIVES, 5).sum for n in range(20)}
    assert deals == {6, 7}


def test_a_grid_is_even_and_ends_where_it_was_said():
    assert bidding.grid(0, 10, 5) == (0, 2, 5, 7, 10)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: Crossing("s").bid("mediates", 1), "Only the side that pays"),
        (lambda: Crossing("s").bid(PAYS, -1), "whole number"),
        (lambda: Crossing("s").bid(PAYS, True), "whole number"),
        (lambda: Crossing("s").bid(PAYS, 1).bid(PAYS, 2), "sealed already"),
        (lambda: Crossing("s").bid(PAYS, 5).bid(RECEIVES, 9).bid(PAYS, 4), "only come closer to the other side: 5"),
        (lambda: Crossing("s", most=4), "one to 3 rounds"),
        (lambda: bidding.grid(5, 5, 2), "no room for 2"),
        (lambda: bidding.on_grid((1, 2), {3}, set(), seed=""), "3 is none of the sums"),
        (lambda: bidding.commitment(1, b"short"), "at least 16 bytes"),
        (lambda: bidding.answered(bidding.commitment(1, SALT), 2, SALT, 2, by=PAYS), "not the one"),
        (lambda: bidding.answered(bidding.commitment(1, SALT), 1, SALT, 2, by="x"), "Only the side"),
    ],
)
def test_what_cannot_be_bid_is_said(act, words):
    with pytest.raises(Unfit, match=words):
        act()
