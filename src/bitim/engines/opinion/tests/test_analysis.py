"""Groups only where there are some, common ground only where every group surely shares it, the same bytes each time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.opinion.analysis import SMALLEST, analyse
from bitim.engines.opinion.clusters import alike
from bitim.engines.opinion.counts import counts
from bitim.engines.opinion.steady import ENOUGH
from bitim.engines.opinion.sureness import lower
from bitim.engines.opinion.tests.cases import planted, real, shuffled
from bitim.engines.opinion.votes import Votes


def none_out(votes: Votes) -> np.ndarray:
    return np.zeros(votes.statements, dtype=bool)


@pytest.fixture(scope="module")
def uber():
    talk = real("vtaiwan")
    return talk, analyse(talk.votes, talk.out)


def test_a_real_conversation_has_groups_and_they_stay(uber):
    _, found = uber
    assert found.has_groups and len(found.sizes) == 2
    assert found.chance.ratio[0] > 5 and found.alike > 0.8
    assert found.sizes.min() >= SMALLEST and found.sizes.sum() == found.inside.sum()


def test_common_ground_keeps_to_every_part_of_its_definition(uber):
    talk, found = uber
    assert [talk.statements[one.statement].name for one in found.common[:3]] == ["40", "7", "16"]
    anew = counts(talk.votes, found.labels, 2)
    for one in found.common:
        at = one.statement
        low = lower(anew.agree[:, at], anew.seen[:, at])
        assert anew.seen[:, at].min() >= ENOUGH and low.min() > 0.5
        assert one.low == pytest.approx(low.min()) and one.stability >= 0.8
        assert found.middle[at] > 0 and not talk.out[at]
        assert one.low < one.share <= 1
    shared = {one.statement for one in found.common}
    for one in found.waiting:
        assert one.statement not in shared and one.ask
        assert set(one.ask) <= {0, 1}


def test_the_same_votes_give_the_same_bytes_in_any_order():
    talk = real("bg2050")
    votes = talk.votes
    mixed = np.random.default_rng(5).permutation(len(votes))
    again = Votes.of(votes.person[mixed], votes.statement[mixed], votes.vote[mixed], votes.people, votes.statements)
    one, two = analyse(votes, talk.out, 6), analyse(again, talk.out, 6)
    assert one.places.at.tobytes() == two.places.at.tobytes()
    assert one.middle.tobytes() == two.middle.tobytes()
    assert one.steady.claims.tobytes() == two.steady.claims.tobytes()
    assert (one.common, one.waiting, one.slate, one.brigade) == (two.common, two.waiting, two.slate, two.brigade)


@pytest.mark.parametrize("groups", [2, 3])
def test_planted_groups_are_found(groups: int):
    votes, truth = planted(300, 60, 40, groups=groups, seed=4, apart=0.55)
    found = analyse(votes, none_out(votes), 10)
    assert found.has_groups and len(found.sizes) == groups
    assert alike(found.labels[found.inside], truth[found.inside]) > 0.85
    assert {one.statement for one in found.common} & set(range(12))
    own, agree = truth[votes.person], votes.vote > 0
    agrees = np.stack([np.bincount(votes.statement, agree & (own == group)) for group in range(groups)])
    seen = np.stack([np.bincount(votes.statement, own == group) for group in range(groups)])
    for one in found.common:
        assert (agrees / seen)[:, one.statement].min() > 0.5


@pytest.mark.parametrize("name", ["london", "bg2050", "biodiversity"])
def test_votes_dealt_at_random_have_no_groups(name: str):
    """A few here; the hundred of each are in benchmarks/opinion_honesty.py."""
    talk = real(name)
    for seed in range(4):
        found = analyse(shuffled(talk.votes, seed), talk.out, 0)
        assert not found.has_groups and found.sizes.size == 0
        assert (found.labels == -1).all()


def test_twenty_six_people_are_not_parted():
    talk = real("london")
    found = analyse(talk.votes, talk.out)
    assert not found.has_groups and found.counts.seen.shape[0] == 1


def everybody(people: int, statements: int, vote: int) -> Votes:
    who, what = np.divmod(np.arange(people * statements), statements)
    return Votes.of(who, what, np.full(len(who), vote), people, statements)


@pytest.mark.parametrize(
    "votes",
    [
        Votes.of([], [], [], 0, 0),
        Votes.of([], [], [], 0, 9),
        Votes.of([], [], [], 9, 0),
        Votes.of([], [], [], 40, 10),
        Votes.of([0] * 9, range(9), [1, -1, 0] * 3, 1, 9),
        Votes.of([0], [0], [1], 1, 1),
        everybody(40, 12, 0),
        everybody(40, 12, -1),
        everybody(40, 50, 1),
        everybody(2, 50, 1),
    ],
)
def test_nothing_to_part_gives_no_groups_and_no_fault(votes: Votes):
    found = analyse(votes, none_out(votes), 3)
    assert not found.has_groups
    assert np.isfinite(found.places.at).all() and np.isfinite(found.middle).all()
    all_agree = len(votes) > 500 and bool((votes.vote == 1).all())
    assert len(found.common) == (votes.statements if all_agree else 0)


def test_everything_rejected_shares_nothing():
    votes, _ = planted(60, 20, 10, seed=1)
    found = analyse(votes, np.ones(20, dtype=bool), 2)
    assert not found.has_groups and found.common == [] and found.waiting == [] and found.slate.statements == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 8), st.sampled_from([-1, 0, 1])), max_size=250))
def test_any_votes_are_answered_and_claims_are_backed(events):
    votes = Votes.of(*np.array(events, dtype=np.int64).reshape(-1, 3).T, 30, 9)
    found = analyse(votes, none_out(votes), 2)
    for one in found.common:
        assert one.n >= ENOUGH and 0.5 < one.low < one.share
    assert len(found.agree) <= 5 and len(found.slate.statements) <= 8


def test_few_votes_push_nobody_outward():
    votes, _ = planted(400, 60, 30, seed=2, apart=0.6)
    few = np.repeat(np.arange(100), 1) + 400
    what = np.arange(100) % 60
    both = Votes.of(
        np.concatenate((votes.person, few)),
        np.concatenate((votes.statement, what)),
        np.concatenate((votes.vote, np.where(np.arange(100) % 2, 1, -1))),
        500,
        60,
    )
    found = analyse(both, none_out(both), 0)
    far = np.hypot(*found.places.at.T)
    assert far[400:].max() < np.median(far[:400])
    unsure = np.linalg.det(found.places.unsure)
    assert unsure[400:].min() > np.median(unsure[:400])
