"""The mode `polis` says of real conversations what the reference said."""

import numpy as np
import pytest

from bitim.engines.opinion.clusters import alike
from bitim.engines.opinion.counts import counts, group_aware
from bitim.engines.opinion.polis import polis
from bitim.engines.opinion.tests.cases import real
from bitim.engines.opinion.votes import Votes


def named(talk, places):
    return [int(talk.statements[at].name) for at in places]


def test_group_aware_consensus_is_the_published_one_to_the_last_digits():
    talk = real("bg2050")
    known = np.array(talk.known)
    found = group_aware(counts(talk.votes, known, 2))
    assert len(found) == 371
    assert np.abs(found - np.array(talk.aware)).max() <= 1e-12


@pytest.mark.parametrize(("name", "least"), [("biodiversity", 0.9), ("vtaiwan", 0.9), ("austria-energy", 0.85)])
def test_groups_are_nearly_the_published_ones(name: str, least: float):
    talk = real(name)
    found = polis(talk.votes, talk.out)
    known = np.array(talk.known)
    both = (known >= 0) & (found.labels >= 0)
    assert both.sum() >= 0.99 * (known >= 0).sum()
    assert alike(known[both], found.labels[both]) >= least
    assert len(found.sizes) == 2


def test_the_consensus_list_is_the_published_one():
    talk = real("biodiversity")
    assert named(talk, polis(talk.votes, talk.out).agree) == [81, 23, 45, 42, 24]


def test_the_first_by_group_aware_consensus():
    """Of biodiversity by the reference's own file: 290 .922, 81 .874, 243 .828, 45 .804, 23 .803."""
    talk = real("biodiversity")
    known = np.array(talk.known)
    value = np.where(talk.out, 0, group_aware(counts(talk.votes, known, 2)))
    assert named(talk, np.argsort(-value)[:5]) == [290, 81, 243, 45, 23]
    ours = np.where(talk.out, 0, polis(talk.votes, talk.out).group_aware)
    assert set(named(talk, np.argsort(-ours)[:5])) == {290, 81, 243, 45, 23}


def test_each_group_is_stood_for_by_up_to_five_statements():
    talk = real("vtaiwan")
    found = polis(talk.votes, talk.out)
    for listed in found.represents:
        assert 1 <= len(listed) <= 5
        assert [one.agree for one in listed] == sorted((one.agree for one in listed), reverse=True)
        assert not any(talk.out[one.statement] for one in listed)


@pytest.mark.parametrize(
    ("person", "statement", "vote", "people", "statements"),
    [
        ([], [], [], 0, 0),
        ([], [], [], 5, 3),
        ([0, 0], [0, 1], [1, -1], 1, 2),
        ([0, 1, 2], [0, 0, 0], [0, 0, 0], 3, 1),
        ([0, 1, 2, 0, 1, 2], [0, 0, 0, 1, 1, 1], [1, 1, 1, 1, 1, 1], 3, 2),
    ],
)
def test_next_to_nothing_is_answered(person, statement, vote, people, statements):
    votes = Votes.of(person, statement, vote, people, statements)
    found = polis(votes, np.zeros(statements, dtype=bool))
    assert len(found.labels) == people and np.isfinite(found.positions).all()
    assert found.sizes.sum() == (found.labels >= 0).sum()
