"""The panel and the sides' blind choice: struck never chosen, order of sides without weight, a reason for everybody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.matching import Ballot, Candidate, Needs, choose, most_strikes, panel, wrong

LANGUAGES = ("kk", "ru", "uz")
NEEDS = Needs(languages=frozenset({"kk", "ru"}), kind="family", place="Abai", size=3)


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    keys = draw(st.lists(st.integers(0, 40), unique=True, max_size=9))
    some = st.frozensets(st.sampled_from(LANGUAGES))
    return [
        Candidate(
            key=f"m{key}",
            languages=draw(some),
            kinds=draw(st.frozensets(st.sampled_from(("family", "school")))),
            places=draw(st.frozensets(st.sampled_from(("Abai", "Saryagash")))),
            load=draw(st.integers(0, 4)),
            load_limit=draw(st.none() | st.integers(0, 4)),
            standing=draw(st.sampled_from(((), ("expired",), ("removed", "fee")))),
            conflicts=draw(st.sampled_from(((), ("earlier_case",)))),
            absent=draw(st.booleans()),
        )
        for key in keys
    ]


@st.composite
def ballots(draw: st.DrawFn) -> tuple[list[str], list[Ballot]]:
    members = [f"m{n}" for n in range(draw(st.integers(1, 7)))]
    sides = draw(st.integers(2, 3))
    made = []
    for _ in range(sides):
        order = draw(st.permutations(members))
        cut = draw(st.integers(0, most_strikes(len(members), sides)))
        ranked = draw(st.integers(0, len(members) - cut))
        made.append(Ballot(frozenset(order[:cut]), tuple(order[cut : cut + ranked])))
    return members, made


@given(candidates(), st.text(max_size=5))
@settings(max_examples=60, deadline=None)
def test_everybody_is_seated_once_or_left_out_with_a_reason(found: list[Candidate], seed: str):
    made = panel(found, NEEDS, seed=seed)
    seated, out = [s.key for s in made.seats], [s.key for s in made.left_out]
    assert sorted([*seated, *out]) == sorted(c.key for c in found)
    assert all(seat.reasons for seat in (*made.left_out, *made.seats))
    assert len(seated) <= NEEDS.size
    by_key = {c.key: c for c in found}
    for key in seated:
        one = by_key[key]
        assert not one.standing and not one.conflicts and not one.absent
        assert one.load_limit is None or one.load < one.load_limit
    assert panel(list(reversed(found)), NEEDS, seed=seed) == made


@given(ballots(), st.text(max_size=5))
@settings(max_examples=80, deadline=None)
def test_the_struck_are_never_chosen_and_the_sides_weigh_the_same(made: tuple[list[str], list[Ballot]], seed: str):
    members, lists = made
    assert all(wrong(one, members, len(lists)) == "" for one in lists)
    chosen = choose(members, lists, seed=seed)
    struck = {key for one in lists for key in one.strikes}
    assert not struck & set(chosen.order)
    assert chosen.first is not None, "somebody is always left"
    assert choose(reversed(members), reversed(lists), seed=seed) == chosen


def test_the_better_worst_place_wins():
    one, two = Ballot(ranks=("a", "b", "c")), Ballot(ranks=("c", "b", "a"))
    assert choose("abc", [one, two], seed="s").first == "b"


def test_a_tie_is_drawn_and_a_seed_draws_the_same_again():
    drawn = {choose("ab", [Ballot()], seed=f"{n}").first for n in range(20)}
    assert drawn == {"a", "b"}
    assert choose("ab", [Ballot()], seed="7") == choose("ba", [Ballot()], seed="7")


@pytest.mark.parametrize(
    ("ballot", "key"),
    [
        (Ballot(strikes=frozenset({"x"})), "not_on_panel"),
        (Ballot(strikes=frozenset({"a", "b"})), "too_many_strikes"),
        (Ballot(strikes=frozenset({"a"}), ranks=("a",)), "twice"),
        (Ballot(ranks=("a", "a")), "twice"),
    ],
)
def test_a_ballot_that_cannot_count_says_why(ballot: Ballot, key: str):
    assert wrong(ballot, ("a", "b", "c"), 2) == key


def test_languages_come_before_kind_and_kind_before_place():
    both = Candidate("both", languages=frozenset({"kk", "ru"}), kinds=frozenset({"school"}))
    half = Candidate("half", languages=frozenset({"kk"}), kinds=frozenset({"family"}), places=frozenset({"Abai"}))
    mute = Candidate("mute", languages=frozenset({"uz"}))
    made = panel([half, both, mute], NEEDS, seed="1")
    assert [s.key for s in made.seats] == ["both", "half"]
    assert made.seats[0].reasons == ("speaks_all", "other_kind", "free")
    assert made.seats[1].reasons == ("interpreter_needed", "knows_kind", "near", "free")
    assert made.left_out[0].reasons == ("no_language",)
