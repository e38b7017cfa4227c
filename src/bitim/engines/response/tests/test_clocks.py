"""Deadlines come nearer and never go away; what nobody owns goes up to the minute."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.engines.response import CLOCKS, PRIORITIES, Level, Signs, deadlines, escalations, level, priority, sooner

RECEIVED = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PRIORITY = st.sampled_from(PRIORITIES)
MINUTES = st.integers(0, 60 * 24 * 40)


def after(minutes):
    return RECEIVED + timedelta(minutes=minutes)


@given(st.lists(PRIORITY, min_size=1, max_size=12))
def test_no_order_of_changes_moves_a_deadline_away(changes):
    kept = deadlines(RECEIVED, changes[0])
    for one in changes[1:]:
        before, kept = kept, sooner(kept, deadlines(RECEIVED, one))
        assert (kept.triage, kept.action, kept.feedback) <= (before.triage, before.action, before.feedback)
        assert kept.triage <= before.triage and kept.action <= before.action and kept.feedback <= before.feedback
    most = min(changes)
    assert kept == deadlines(RECEIVED, most)


@given(PRIORITY, PRIORITY, MINUTES)
def test_a_file_merged_into_another_brings_its_nearer_deadlines(one, other, later):
    kept = sooner(deadlines(after(later), one), deadlines(RECEIVED, other))
    assert kept.action <= min(deadlines(after(later), one).action, deadlines(RECEIVED, other).action)


@pytest.mark.parametrize(
    ("priority", "deputy", "head"),
    [("P1", 60, 240), ("P2", 240, 1440), ("P3", 240, 1440), ("P4", 240, 1440)],
)
def test_what_nobody_owns_goes_up_to_the_minute(priority, deputy, head):
    for minutes, known in (
        (deputy - 1, Level.DESK),
        (deputy, Level.DEPUTY),
        (head - 1, Level.DEPUTY),
        (head, Level.HEAD),
    ):
        assert level(RECEIVED, [priority], None, None, after(minutes)) == known


@pytest.mark.parametrize(
    ("priority", "deputy", "head"), [("P1", 60, 240), ("P2", 1440, 2880), ("P3", 4320, 10080), ("P4", 20160, None)]
)
def test_what_is_owned_and_not_acted_on_goes_up_too(priority, deputy, head):
    at_once = RECEIVED
    assert level(RECEIVED, [priority], at_once, None, after(deputy - 1)) == Level.DESK
    assert level(RECEIVED, [priority], at_once, None, after(deputy)) == Level.DEPUTY
    if head is not None:
        assert level(RECEIVED, [priority], at_once, None, after(head)) == Level.HEAD
    else:
        assert level(RECEIVED, [priority], at_once, None, after(60 * 24 * 400)) == Level.DEPUTY


@given(st.lists(PRIORITY, min_size=1), MINUTES, MINUTES, MINUTES)
def test_owning_later_or_lowering_the_priority_never_hides_it(priorities, owned, now, more):
    known = level(RECEIVED, priorities, after(owned), None, after(now))
    assert level(RECEIVED, [*priorities, "P4"], after(owned), None, after(now)) >= known
    assert level(RECEIVED, priorities, after(owned + more), None, after(now)) >= known
    assert level(RECEIVED, priorities, after(owned), None, after(now + more)) >= known


@given(st.lists(PRIORITY, min_size=1), MINUTES, MINUTES)
def test_once_something_is_done_it_goes_no_higher(priorities, acted, later):
    known = level(RECEIVED, priorities, RECEIVED, after(acted), after(acted))
    assert level(RECEIVED, priorities, RECEIVED, after(acted), after(acted + later)) == known


def test_moments_stand_in_order():
    for one in CLOCKS:
        moments = [moment for moment, _level in escalations(RECEIVED, [one], None)]
        assert moments == sorted(moments)


@pytest.mark.parametrize(
    ("signs", "found"),
    [
        (Signs(), "P4"),
        (Signs(severity=2, stage="dispute"), "P4"),
        (Signs(severity=2, framed=True), "P3"),
        (Signs(severity=3, stage="incident"), "P3"),
        (Signs(severity=3, stage="incident", framed=True), "P2"),  # a quarrel on the road told as one of peoples
        (Signs(severity=2, signs=frozenset({"gather"})), "P2"),
        (Signs(severity=2, signs=frozenset({"gather"}), now=True), "P1"),
        (Signs(severity=2, signs=frozenset({"weapons"})), "P1"),
        (Signs(severity=4), "P2"),
        (Signs(severity=4, now=True), "P1"),
        (Signs(severity=5), "P1"),
        (Signs(severity=1, recent=5), "P2"),
        (Signs(severity=1, signs=frozenset({"video"})), "P3"),
    ],
)
def test_how_pressing_a_file_is(signs, found):
    assert priority(signs) == found
