"""No forbidden hour is proposed; swapped sides get the same; the inconvenience is spread."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines import scheduling
from bitim.engines.scheduling import Guest, Search, Window, slots

FIRST = datetime(2026, 11, 30, 3, 17, tzinfo=UTC)  # a Monday
ZONES = ("Asia/Almaty", "Europe/Moscow", "Europe/Sofia", "America/New_York", "Asia/Seoul")
windows = st.builds(
    lambda days, start, length: Window(frozenset(days), start, min(start + length, 1440)),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(0, 1439),
    st.integers(30, 1440),
)


def guest_of(side):
    return st.builds(
        lambda key, zone, never: Guest(key, side, zone, tuple(never)),
        st.uuids().map(str),
        st.sampled_from(ZONES),
        st.lists(windows, max_size=2),
    )


people = st.tuples(st.lists(guest_of("a"), min_size=1, max_size=3), st.lists(guest_of("b"), min_size=1, max_size=3))
searches = st.builds(Search, st.just(FIRST), st.integers(1, 5), st.sampled_from((30, 60, 90)), st.integers(2, 5))


def moments(found):
    return [slot.starts for slot in found.slots]


@settings(max_examples=25, deadline=None)
@given(people, searches)
def test_swapped_sides_get_the_same_times(sides, search):
    a, b = sides
    as_it_is = scheduling.suggest([*a, *b], search)
    swapped = [Guest(g.key, "a" if g.side == "b" else "b", g.zone, g.never) for g in [*b, *a]]
    assert moments(scheduling.suggest(swapped, search)) == moments(as_it_is)


@settings(max_examples=25, deadline=None)
@given(people, searches)
def test_no_forbidden_hour_is_ever_proposed(sides, search):
    guests = [*sides[0], *sides[1]]
    found = scheduling.suggest(guests, search)
    for slot in found.slots:
        assert search.first <= slot.starts < search.first + timedelta(days=search.days, minutes=30)
        for guest, felt in zip(guests, slot.felt, strict=True):
            local = felt.local
            begin = local.hour * 60 + local.minute
            assert begin >= 8 * 60 and begin + search.minutes <= 21 * 60
            for window in guest.never:
                for minute in range(begin, begin + search.minutes):
                    assert not (local.weekday() in window.weekdays and window.start <= minute < window.end)
    assert len(found.slots) <= search.most
    assert all(b - a >= timedelta(hours=2) for a, b in zip(moments(found), moments(found)[1:], strict=False))


def test_the_property_notices_a_forbidden_hour(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(slots.Window, "touches", lambda self, weekday, start, end: False)
    busy = Guest("x", "a", "Asia/Almaty", (Window(frozenset(range(7)), 0, 13 * 60),))
    assert any(felt.local.hour < 13 for slot in scheduling.suggest([busy], Search(FIRST)).slots for felt in slot.felt)


def test_good_hours_of_working_days_first_each_on_another_day():
    found = scheduling.suggest([Guest("x", "a", "Asia/Almaty"), Guest("y", "b", "Asia/Almaty")], Search(FIRST))
    assert [slot.total for slot in found.slots] == [0] * 5
    assert len({slot.starts.date() for slot in found.slots}) == 5
    assert all(felt.why == () for slot in found.slots for felt in slot.felt)


def test_the_inconvenience_is_not_always_the_same_side_s():
    """Almaty and Sofia are three hours apart: ten in the morning there is one in the afternoon here. With six hours
    between them (Seoul and Moscow) somebody has to bend, and it is not always the same one."""
    far = [Guest("x", "a", "Asia/Seoul"), Guest("y", "b", "Europe/Sofia")]
    found = scheduling.suggest(far, Search(FIRST, minutes=90))
    felt = {side: sum(slot.of_side(side) for slot in found.slots) for side in ("a", "b")}
    assert felt["a"] and felt["b"]
    assert abs(felt["a"] - felt["b"]) <= 3


def test_who_prevents_is_said_when_nothing_is_found():
    never = Guest("x", "a", "Asia/Almaty", (Window(frozenset(range(7)), 0, 1440),))
    found = scheduling.suggest([never, Guest("y", "b", "Asia/Almaty")], Search(FIRST, days=1))
    assert found.slots == ()
    assert found.looked_at == 48
    assert dict(found.prevented) == {"x": 24, "y": 0}


def test_an_early_late_or_weekend_meeting_says_why():
    one = Guest("x", "", "UTC")
    assert scheduling.felt_at(one, datetime(2026, 12, 1, 9, 0, tzinfo=UTC), 60).why == ("early",)
    assert scheduling.felt_at(one, datetime(2026, 12, 1, 16, 30, tzinfo=UTC), 60).why == ("late",)
    saturday = scheduling.felt_at(one, datetime(2026, 12, 5, 12, 0, tzinfo=UTC), 60)
    assert (saturday.why, saturday.cost) == (("weekend",), 4)
    assert scheduling.felt_at(one, datetime(2026, 12, 1, 20, 30, tzinfo=UTC), 60) is None
