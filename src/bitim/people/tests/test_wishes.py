"""What a person asked of whoever wants to reach them, as pure values."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bitim.people.wishes import WHEN, Wishes, wishes_of

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(day: int, hour: int) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


def test_without_wishes_any_hour_is_good():
    assert Wishes().next_allowed(at(0, 3)) == at(0, 3)


def test_a_notice_waits_for_the_hours_that_were_named():
    evenings = Wishes(when=("evening",))
    assert evenings.next_allowed(at(0, 9)) == at(0, 18)
    assert evenings.next_allowed(at(0, 20) + timedelta(minutes=59)) == at(0, 20) + timedelta(minutes=59)
    assert evenings.next_allowed(at(0, 21)) == at(1, 18)
    assert Wishes(when=("morning", "weekend")).next_allowed(at(0, 9)) == at(5, 8)


@given(
    st.lists(st.sampled_from(WHEN), unique=True),
    st.integers(0, 366 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
)
def test_what_is_proposed_is_always_allowed_and_never_earlier(when, moment):
    wishes = Wishes(when=tuple(when))
    found = wishes.next_allowed(moment)
    assert wishes.allows(found)
    assert moment <= found <= moment + timedelta(days=8)


def test_what_was_kept_badly_asks_for_nothing():
    assert wishes_of(None) == Wishes()
    assert wishes_of({"how": "fax", "seen_by": 3, "when": "evening"}) == Wishes()
    kept = {"how": "call", "seen_by": "family", "when": ["weekend", "night", "morning"]}
    assert wishes_of(kept) == Wishes("call", "family", ("morning", "weekend"))
    assert not wishes_of(kept).may_be_written_to
    assert wishes_of(kept).read_by_others
