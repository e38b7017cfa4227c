"""A flood of near-identical reports is held; a village that tells one thing in its own words is not."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.rumours import Arrival, floods
from bitim.engines.rumours.tests.cases import START, told

TEXT = "Ертең базарға бармаңдар, шекара жабылады, қант таусылады, барлығына таратыңдар"


def flood(texts: list[str], minutes: float = 5, known: bool = False) -> list[Arrival]:
    return [Arrival(f"f{n}", text, START + timedelta(minutes=minutes * n), known) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    "texts",
    [
        [TEXT] * 5,
        [f"{TEXT} {n * 7919}" for n in range(5)],
        [f"{n}) {TEXT.upper()}!!!" for n in range(5)],
        [TEXT, TEXT.replace("қ", "к"), TEXT.replace("а", "a"), "Рас па? " + TEXT, TEXT[:-14]],
    ],
)
def test_a_flood_is_held(texts: list[str]):
    (found,) = floods(flood(texts))
    assert found.ids == ("f0", "f1", "f2", "f3", "f4")
    assert not found.short


def test_four_or_slow_or_known_are_not():
    assert floods(flood([TEXT] * 4)) == []
    assert floods(flood([TEXT] * 8, minutes=20)) == []
    assert floods(flood([TEXT] * 8, known=True)) == []


def test_short_texts_say_that_chance_may_do_it():
    (found,) = floods(flood(["су жоқ"] * 6))
    assert found.short


def test_the_reports_of_the_tests_hold_no_flood():
    assert floods([Arrival(one.id, one.text, one.at) for one in told()[0]]) == []


def test_a_flood_among_others_is_held_alone():
    others = [Arrival(one.id, one.text, START + timedelta(minutes=n % 50)) for n, one in enumerate(told()[0][:60:3])]
    (found,) = floods([*others, *flood([TEXT] * 7, minutes=3)])
    assert set(found.ids) == {f"f{n}" for n in range(7)}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([TEXT, "су жоқ", "нет света"]), st.integers(0, 300), st.booleans()), max_size=30)
)
def test_what_is_held_is_enough_and_close(said: list[tuple[str, int, bool]]):
    arrivals = [Arrival(str(n), text, START + timedelta(minutes=at), known) for n, (text, at, known) in enumerate(said)]
    known = {one.id for one in arrivals if one.known}
    for found in floods(arrivals):
        assert len(found.ids) >= 5
        assert not known & set(found.ids)
    windows = {
        (text, start)
        for text, start, _known in said
        if sum(t == text and start <= at <= start + 60 and not k for t, at, k in said) >= 5
    }
    assert bool(windows) == bool(floods(arrivals))
