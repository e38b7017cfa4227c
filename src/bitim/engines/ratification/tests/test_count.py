"""Counting a ballot: every group for itself, and nothing told of a few."""

from dataclasses import asdict
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.engines.ratification import FLOOR, RULES, TURNOUTS, Cast, passes, passes_here, told, turned_out

COUNTS = st.integers(0, 300)


@st.composite
def casts(draw):
    yes, no, abstained = draw(COUNTS), draw(COUNTS), draw(COUNTS)
    return Cast(yes + no + abstained + draw(COUNTS), yes, no, abstained)


RULE, TURNOUT = st.sampled_from(sorted(RULES)), st.sampled_from(TURNOUTS)


@pytest.mark.parametrize(
    ("cast", "rule", "turnout", "passed"),
    [
        (Cast(10, 5, 5), "half", 0, False),  # a half is not more than a half
        (Cast(11, 6, 5), "half", 0, True),
        (Cast(11, 6, 4, 1), "half", 0, True),
        (Cast(12, 6, 3, 3), "half", 0, False),  # who abstains has voted
        (Cast(9, 6, 3), "two_thirds", 0, True),
        (Cast(10, 6, 4), "two_thirds", 0, False),
        (Cast(8, 6, 2), "three_quarters", 0, True),
        (Cast(20, 10), "half", 50, True),
        (Cast(21, 10), "half", 50, False),
        (Cast(10), "half", 0, False),  # nobody voted
        (Cast(10, 4), "half", 0, False),  # that it passes would tell of each of four how they voted
        (Cast(10, 5), "half", 0, True),
    ],
)
def test_what_passes_in_a_group(cast, rule, turnout, passed):
    assert passes_here(cast, rule, turnout) is passed


@given(st.lists(casts(), min_size=1, max_size=5), RULE, TURNOUT)
def test_every_group_has_to_reach_the_threshold(groups, rule, turnout):
    assert passes(groups, rule, turnout) == all(passes_here(one, rule, turnout) for one in groups)
    assert not passes([], rule, turnout)


@given(casts(), RULE, TURNOUT, st.integers(FLOOR, 10**6))
def test_a_large_group_cannot_outvote_a_small_one(small, rule, turnout, many):
    large = Cast(many, many)
    assert passes([small, large], rule, turnout) == passes_here(small, rule, turnout)


@given(casts(), RULE, TURNOUT)
def test_one_more_yes_never_harms_and_one_more_no_never_helps(cast, rule, turnout):
    before = passes_here(cast, rule, turnout)
    more = Cast(cast.papers + 1, cast.yes + 1, cast.no, cast.abstained)
    if turned_out(cast, turnout):
        assert passes_here(more, rule, turnout) >= before
        assert passes_here(Cast(cast.papers + 1, cast.yes, cast.no + 1, cast.abstained), rule, turnout) <= before


@given(casts(), RULE)
def test_the_threshold_is_the_fraction_itself(cast, rule):
    share = Fraction(cast.yes, cast.voted) if cast.voted else Fraction(0)
    reached = share > RULES[rule] if rule == "half" else share >= RULES[rule]
    assert passes_here(cast, rule, 0) == (reached and cast.voted >= FLOOR)


@given(casts(), RULE, TURNOUT)
def test_no_count_under_the_floor_is_told_or_can_be_reckoned(cast, rule, turnout):
    shown = told(cast, rule, turnout)
    known = {name: n for name, n in asdict(shown).items() if name in ("yes", "rest", "against", "abstained")}
    for name, n in known.items() | {("voted", shown.voted)}:
        assert n is None or n >= FLOOR, name
    # Whoever knows one of two parts of what voted knows the other: both are told, or neither.
    assert (shown.yes is None) == (shown.rest is None) and (shown.against is None) == (shown.abstained is None)
    if shown.yes is not None:
        assert shown.yes + shown.rest == shown.voted == cast.voted
    else:
        assert shown.at_least and (shown.voted or 0) % FLOOR == 0 and (shown.voted or 0) <= cast.voted
    if shown.against is not None:
        assert shown.against + shown.abstained == shown.rest
