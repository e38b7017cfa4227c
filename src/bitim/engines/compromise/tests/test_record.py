"""A record can be replayed, tells no table, and notices every change."""

from dataclasses import replace

import pytest

from bitim.engines.compromise import Apart, Unfit, answers, record
from bitim.engines.compromise.tests.cases import problem_of

PROBLEM = problem_of([[[5, 3, 0], [0, 4]], [[0, 4, 5], [3, 0]]], apart=(Apart((0, 2), (1, 0)),))
SALTS = [b"a" * 16, b"b" * 16]


@pytest.fixture(scope="module")
def kept():
    found = answers.solve(PROBLEM, ("nash",), seed="s").packages[0]
    return record.recorded(PROBLEM, SALTS, found, seed="s")


def test_what_was_done_can_be_done_again(kept):
    assert kept.certified
    assert record.replayed(kept, PROBLEM, SALTS) == ()


def test_the_record_tells_no_table(kept):
    text = kept.text()
    assert text == replace(kept, commitments=dict(reversed(kept.commitments.items()))).text()
    assert "points" not in text and "reservation" not in text
    assert record.committed(PROBLEM.parties[0], SALTS[0]) in text
    assert record.committed(PROBLEM.parties[0], SALTS[1]) not in text  # without the salt nothing can be tried out


@pytest.mark.parametrize(
    "change",
    [
        {"points": ((5, 3, 1), (0, 4))},
        {"disagreement": 1},
        {"reservation": 1},
        {"refuses": frozenset({(0, 0)})},
        {"needs": frozenset({(1, 1)})},
        {"weight": 2},
        {"scale": 2},
    ],
)
def test_a_changed_table_is_named(kept, change):
    parties = (replace(PROBLEM.parties[0], **change), PROBLEM.parties[1])
    said = record.replayed(kept, replace(PROBLEM, parties=parties), SALTS)
    assert said == ("The table of p0 is not the one that was bound before solving.",)


def test_a_changed_model_package_or_claim_is_noticed(kept):
    other = replace(PROBLEM, apart=())
    assert "constraints are not those" in record.replayed(kept, other, SALTS)[0]
    worse = next(p for p in ({"i0": "o0", "i1": "o0"}, {"i0": "o2", "i1": "o1"}) if p != kept.package)
    assert record.replayed(replace(kept, package=worse), PROBLEM, SALTS) == ("Another package is better by the rule.",)
    for broken in ({"i0": "o2", "i1": "o0"}, {"i0": "o7", "i1": "o0"}, {}):
        assert "keeps to everything" in record.replayed(replace(kept, package=broken), PROBLEM, SALTS)[0]


def test_a_short_salt_is_refused():
    with pytest.raises(Unfit, match="at least 16 bytes"):
        record.committed(PROBLEM.parties[0], b"salt")
