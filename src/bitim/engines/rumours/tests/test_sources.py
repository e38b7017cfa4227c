"""Who told it by himself: forwarding, circles and forged declarations never raise the count; credibility follows."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.engines.rumours import Credibility, Independence, Teller, credibility, independence
from bitim.engines.rumours.sources import fewest


def tellers(**heard: str) -> list[Teller]:
    return [Teller(id, frozenset(whom.split())) for id, whom in heard.items()]


@pytest.mark.parametrize(
    ("heard", "count"),
    [
        ({}, 0),
        ({"a": ""}, 1),
        ({"a": "", "b": ""}, 2),
        ({"a": "", "b": "a", "c": "b", "d": "a"}, 1),
        ({"a": "b", "b": "a"}, 1),
        ({"a": "b", "b": "c", "c": "a", "d": "c"}, 1),
        ({"a": "", "b": "", "m": "a b"}, 2),
        ({"a": "a"}, 1),
        ({"a": "nobody"}, 1),
    ],
)
def test_chains_and_circles(heard: dict[str, str], count: int):
    assert independence(tellers(**heard)).count == count


def test_one_post_is_one_source_and_nobody_joins_two_posts_of_others():
    a, x = Teller("a", outside=frozenset({"p"})), Teller("x", outside=frozenset({"q"}))
    assert independence([a, Teller("b", outside=frozenset({"p"}))]).count == 1
    assert independence([a, x]).count == 2
    assert independence([a, x, Teller("m", outside=frozenset({"p", "q"}))]).count == 2


def test_witnesses():
    found = independence([Teller("a", direct=True), Teller("b", frozenset({"a"})), Teller("c")])
    assert (found.count, found.direct, found.indirect) == (2, 1, 1)
    assert found.chains == (("a",), ("c",))
    circle = independence([Teller("a", frozenset({"b"}), direct=True), Teller("b", frozenset({"a"}), direct=True)])
    assert (circle.count, circle.direct) == (1, 0)


def test_two_reports_of_one_person_are_one():
    assert independence([Teller("a"), Teller("a"), Teller("a", frozenset({"b"})), Teller("b")]).count == 1


IDS = "abcdef"
GRAPH = st.lists(
    st.builds(
        Teller,
        st.sampled_from(IDS),
        st.frozensets(st.sampled_from(IDS + "z"), max_size=3),
        st.frozensets(st.sampled_from("pqrs"), max_size=3),
        st.booleans(),
    ),
    max_size=8,
)


@given(GRAPH, st.sampled_from(IDS), st.sampled_from(IDS))
def test_a_declaration_more_never_raises_the_count(said: list[Teller], who: str, whom: str):
    known = [*said, Teller(who)]
    before = independence(known)
    after = independence([*known, Teller(who, frozenset({whom}))])
    assert after.count <= before.count
    assert after.direct <= before.direct


@given(GRAPH, st.sampled_from(IDS), st.sampled_from("pqrs"))
def test_naming_a_post_never_raises_the_count(said: list[Teller], who: str, post: str):
    known = [*said, Teller(who)]
    assert independence([*known, Teller(who, outside=frozenset({post}))]).count <= independence(known).count


@given(
    GRAPH,
    st.builds(Teller, st.just("stranger"), st.frozensets(st.sampled_from(IDS)), st.frozensets(st.sampled_from("pqrs"))),
)
def test_a_stranger_changes_the_count_by_one_at_most_and_never_lowers_it(said: list[Teller], stranger: Teller):
    before = independence(said).count
    assert before <= independence([*said, stranger]).count <= before + 1


@given(GRAPH)
def test_the_count_lies_between_one_and_the_people(said: list[Teller]):
    found = independence(said)
    assert bool(said) <= found.count <= len({one.id for one in said})
    assert 0 <= found.direct <= found.count


@given(st.lists(st.frozensets(st.sampled_from("pqrstu"), min_size=1, max_size=4), max_size=9))
def test_the_fewest_sources_by_trying_all(named: list[frozenset[str]]):
    sizes = [n for n in range(7) for some in combinations("pqrstu", n) if all(one & set(some) for one in named)]
    assert fewest(named) == min(sizes)


def test_many_who_name_many_are_answered():
    named = [frozenset({f"p{(n * k) % 97}" for k in range(1, 6)}) for n in range(1, 400)]
    assert 1 <= fewest(named) <= 97
    assert independence(Teller(str(n), frozenset({str(n + 1)})) for n in range(20_000)).count == 1


@pytest.mark.parametrize(
    ("direct", "count", "documents", "against", "mark"),
    [
        (2, 2, 0, 0, 1),
        (0, 0, 1, 0, 1),
        (1, 2, 0, 0, 2),
        (1, 1, 0, 0, 3),
        (0, 1, 0, 0, 3),
        (0, 5, 0, 0, 3),
        (3, 4, 1, 1, 4),
        (3, 4, 1, 2, 5),
        (0, 0, 0, 0, 6),
    ],
)
def test_credibility(direct: int, count: int, documents: int, against: int, mark: int):
    assert credibility(Independence(count, direct, ()), documents, against).mark == mark


def test_credibility_says_why_and_refuses_nonsense():
    assert credibility(Independence(0, 0, ()), 1) == Credibility(1, "document")
    with pytest.raises(ValueError, match="negative"):
        credibility(Independence(0, 0, ()), -1)
