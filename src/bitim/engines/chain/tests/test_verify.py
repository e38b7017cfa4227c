"""Whatever is done to a chain is found, and at the right place."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.engines.chain import GENESIS, Link, Report, link, row_mac, verify

KEY = b"k" * 32


def chain(contents, destroyed=frozenset()):
    rows, previous = [], GENESIS
    for seq, text in enumerate(contents, 1):
        mac = row_mac(KEY, {"seq": seq, "text": text})
        previous = link(previous, mac)
        rows.append(Link(seq, mac, previous, None if seq in destroyed else mac))
    return rows


CONTENTS = st.lists(st.text("ab", max_size=2), min_size=1, max_size=12)
CHAINS = st.builds(chain, CONTENTS, st.frozensets(st.integers(1, 12)))


def flipped(raw, at, bit):
    changed = bytearray(raw)
    changed[at] ^= 1 << bit
    return bytes(changed)


@given(CHAINS)
def test_a_true_chain_is_true_also_where_content_was_destroyed(rows):
    every = [(row.seq, row.digest) for row in rows]
    assert verify(iter(rows), every) == Report(True, None, None, len(rows))
    assert verify([]).ok


@given(CHAINS, st.data())
def test_any_flipped_byte_is_found_at_its_row(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.sampled_from(["mac", "digest", "recomputed"]))
    row = rows[at]
    if getattr(row, field) is None:
        field = "mac"
    changed = flipped(getattr(row, field), data.draw(st.integers(0, 31)), data.draw(st.integers(0, 7)))
    rows[at] = replace(row, **{field: changed})
    report = verify(rows)
    assert (report.ok, report.broken_at, report.checked) == (False, at + 1, at)
    content_shows_it = field == "recomputed" or (field == "mac" and row.recomputed is not None)
    assert report.why == ("row altered" if content_shows_it else "link altered")


@given(CHAINS, st.data())
def test_a_dropped_row_is_a_gap_where_it_stood(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    end = (rows[-1].seq, rows[-1].digest)
    del rows[at]
    report = verify(rows, [end])
    assert (report.ok, report.broken_at, report.why, report.checked) == (False, at + 1, "gap", at)


@given(CHAINS, st.randoms())
def test_reordered_rows_are_found_at_the_first_stranger(rows, random):
    mixed = rows[:]
    random.shuffle(mixed)
    first = next((i for i, (a, b) in enumerate(zip(rows, mixed, strict=True)) if a != b), None)
    report = verify(mixed)
    if first is None:
        assert report.ok
    else:
        assert (report.broken_at, report.why) == (first + 1, "gap")


@given(st.lists(st.text("ab"), min_size=2, max_size=10, unique=True), st.data())
def test_reordering_with_new_numbers_breaks_a_link(contents, data):
    rows = chain(contents, destroyed=frozenset(range(11)))
    at = data.draw(st.integers(0, len(rows) - 2))
    rows[at], rows[at + 1] = replace(rows[at + 1], seq=at + 1), replace(rows[at], seq=at + 2)
    report = verify(rows)
    assert (report.broken_at, report.why) == (at + 1, "link altered")


@given(CHAINS, st.data())
def test_a_tail_cut_before_a_checkpoint_is_found(rows, data):
    keep = data.draw(st.integers(0, len(rows) - 1))
    promised = data.draw(st.integers(keep, len(rows) - 1))
    report = verify(rows[:keep], [(rows[promised].seq, rows[promised].digest)])
    assert (report.ok, report.broken_at, report.why, report.checked) == (False, keep + 1, "gap", keep)


@given(CONTENTS, st.data())
def test_a_chain_rewritten_from_some_row_on_differs_from_the_first_checkpoint_after_it(contents, data):
    true = chain(contents)
    at = data.draw(st.integers(0, len(contents) - 1))
    forged = chain([*contents[:at], contents[at] + "!", *contents[at + 1 :]])
    marks = data.draw(st.sets(st.integers(1, len(contents))))
    report = verify(forged, [(seq, true[seq - 1].digest) for seq in sorted(marks, reverse=True)])
    after = [seq for seq in marks if seq > at]
    assert report.broken_at == min(after, default=None)
    assert report.why == ("checkpoint differs" if after else None)


def test_two_checkpoints_that_contradict_each_other_are_not_silently_settled():
    rows = chain(["a", "b"])
    assert verify(rows, [(1, rows[0].digest), (1, rows[1].digest)]).why == "checkpoint differs"
    assert verify(rows, [(0, rows[0].digest)]) == Report(False, 0, "checkpoint differs", 0)


def test_a_walk_may_start_behind_a_known_row():
    rows = chain("abcd")
    assert verify(rows[2:], after=(2, rows[1].digest)) == Report(True, None, None, 2)
    assert verify(rows[2:], after=(2, rows[0].digest)).broken_at == 3


@pytest.mark.parametrize("mac", [b"", b"m" * 31])
def test_a_mac_of_another_length_is_an_altered_link(mac):
    assert verify([Link(1, mac, GENESIS, None)]).why == "link altered"


def test_repeated_row_is_a_gap():
    rows = chain("abc")
    doubled = [rows[0], rows[0], *rows[1:]]
    assert any(a.seq == b.seq for a, b in pairwise(doubled))
    assert verify(doubled).broken_at == 2
