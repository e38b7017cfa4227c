"""A record can be replayed, tells no table, and notices every change."""

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bitim.engines.compromise import Apart, Unfit, answers, record
from bitim.engines.compromise.frontier import by_hand
from bitim.engines.compromise.improve import improve
from bitim.engines.compromise.proposals import propose
from bitim.engines.compromise.tests.cases import drawn, problem_of

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


SHOWN = problem_of([[[6, 5, 0], [0, 5, 6], [9, 8, 3]], [[0, 5, 6], [6, 5, 0], [3, 8, 9]]])
WIDE = Fraction(1, 2)


@pytest.fixture(scope="module")
def round_kept():
    shown = propose(SHOWN, seed="s", tolerance=WIDE)
    assert len(shown) == 3
    return record.recorded_round(SHOWN, SALTS, shown, seed="s", accepted=1, tolerance=WIDE)


def test_what_was_shown_beside_it_can_be_done_again(round_kept):
    assert round_kept.certified and all(one.certified for one in round_kept.others)
    assert record.replayed(round_kept, SHOWN, SALTS) == ()


def test_record_and_opened_tables_are_enough(round_kept):
    again = record.read(round_kept.text())
    assert again == round_kept and again.text() == round_kept.text()
    sides = [record.read_opened(record.opened(p, s)) for p, s in zip(SHOWN.parties, SALTS, strict=True)]
    problem = again.problem([party for party, _ in reversed(sides)])
    assert problem == SHOWN
    assert record.replayed(again, problem, [salt for _, salt in sides]) == ()


@pytest.mark.parametrize(
    ("package", "words"),
    [
        ({"i0": "o7", "i1": "o1", "i2": "o1"}, "is not one that keeps to everything"),
        ({"i0": "o1", "i1": "o1", "i2": "o1", "i3": "o1"}, "is not one that keeps to everything"),
        ({"i0": "o0", "i1": "o0", "i2": "o1"}, "could be bettered for somebody at nobody's loss"),
        ({"i0": "o0", "i1": "o2", "i2": "o0"}, "less of their gain than the tolerance allows"),
    ],
)
def test_another_package_that_is_not_what_it_claims_is_named(round_kept, package, words):
    others = (round_kept.others[0], replace(round_kept.others[1], package=package))
    said = record.replayed(replace(round_kept, others=others, accepted=None), SHOWN, SALTS)
    assert len(said) == 1 and said[0].startswith("Package 2 beside it") and words in said[0]


def test_a_narrower_tolerance_or_an_accepted_package_that_was_not_shown_is_noticed(round_kept):
    said = record.replayed(replace(round_kept, tolerance=Fraction(0)), SHOWN, SALTS)
    assert [one for one in said if "tolerance allows" in one] == list(said) != []
    other = replace(round_kept, accepted={"i0": "o0", "i1": "o0", "i2": "o0"})
    assert record.replayed(other, SHOWN, SALTS) == ("The accepted package is none of those that were shown.",)


# --- of a deal and what is better than it ------------------------------------------------------------------

TRADES = problem_of([[[6, 0], [4, 0], [0, 3]], [[0, 4], [0, 6], [3, 0]]])
WASTE = (1, 0, 1)


@pytest.fixture(scope="module")
def bettered():
    better = improve(TRADES, WASTE, seed="s")
    return record.recorded_improvement(TRADES, SALTS, WASTE, better, seed="s")


def test_an_improvement_can_be_done_again(bettered):
    again = record.read(bettered.text())
    assert again == bettered and again.certified and again.deal == TRADES.named(WASTE)
    assert record.replayed(again, TRADES, SALTS) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"package": (1, 1, 1)}, "leaves somebody less than the deal"),
        ({"deal": {"i0": "o9"}}, "does not choose one option"),
        ({"package": (0, 0, 1), "deal": (0, 0, 1)}, ""),
        ({"package": WASTE}, "Another package is better by the rule"),
    ],
)
def test_an_improvement_that_is_not_what_it_claims_is_named(bettered, change, words):
    named = {key: TRADES.named(one) if isinstance(one, tuple) else one for key, one in change.items()}
    said = record.replayed(replace(bettered, **named), TRADES, SALTS)
    assert (words in " ".join(said)) if words else said == ()


def test_a_record_without_a_deal_says_nothing_of_one(kept):
    assert '"deal"' not in kept.text()


def test_a_round_without_its_rules_package_is_not_recorded():
    near = [one for one in propose(SHOWN, seed="s", tolerance=WIDE) if one.kind == "near"]
    with pytest.raises(Unfit, match="one package of its rule"):
        record.recorded_round(SHOWN, SALTS, near, seed="s")


@pytest.mark.parametrize("seed", range(10))
def test_any_table_is_opened_as_it_was_bound(seed):
    chance = Random(seed)
    problem = drawn(chance, chance.randint(2, 4), bound=True, most=3)
    salts = [bytes(chance.randrange(256) for _ in range(16)) for _ in problem.parties]
    for party, salt in zip(problem.parties, salts, strict=True):
        again, same = record.read_opened(record.opened(party, salt))
        assert (again, same) == (party, salt)
        assert record.committed(again, same) == record.committed(party, salt)
    if by_hand(problem):
        shown = propose(problem, seed="a", tolerance=WIDE)
        kept = record.read(record.recorded_round(problem, salts, shown, seed="a", tolerance=WIDE).text())
        assert record.replayed(kept, kept.problem(problem.parties), salts) == ()


def changed(text, **values):
    return json.dumps({**json.loads(text), **values})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"form": 1}, "of form 1; form 2 is known"),
        ({"gap": float("nan")}, "missing or of another kind"),
        ({"gap": "0"}, "missing or of another kind"),
        ({"certified": 1}, "missing or of another kind"),
        ({"package": [["i0", "o1"]]}, "missing or of another kind"),
        ({"tolerance": "1/0"}, "missing or of another kind"),
        ({"others": [{}]}, "missing or of another kind"),
    ],
)
def test_a_text_that_is_no_record_is_one_sentence(round_kept, change, words):
    with pytest.raises(Unfit, match=words):
        record.read(changed(round_kept.text(), **change))


@pytest.mark.parametrize("change", [{"salt": "xy"}, {"salt": 5}, {"party": None}, {"table": {}}, {"table": []}])
def test_a_text_that_is_no_table_is_one_sentence(change):
    with pytest.raises(Unfit, match="not an opened table"):
        record.read_opened(changed(record.opened(SHOWN.parties[0], SALTS[0]), **change))


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, " " * 4_000_001])
def test_anything_else_is_refused(text):
    for act in (record.read, record.read_opened):
        with pytest.raises(Unfit):
            act(text)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
trees = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["public", "others", "package", "commitments", "form", "gap"]), trees)
def test_a_record_with_anything_in_it_is_replayed_or_refused(key, value):
    text = changed(KEPT.text(), **{key: value})
    try:
        kept = record.read(text)
        record.replayed(kept, kept.problem(PROBLEM.parties), SALTS)
    except Unfit as refused:
        assert str(refused)


KEPT = record.recorded(PROBLEM, SALTS, answers.solve(PROBLEM, ("nash",), seed="s").packages[0], seed="s")


def test_binding_a_table_loads_no_array_library():
    code = "import sys; from bitim.engines.compromise import record, rounds, amounts; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
