"""The spelling of a row and its two digests."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.engines.chain import GENESIS, canonical, link, row_mac

KEY = b"k" * 32
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])) | st.uuids(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=6,
)


def test_canonical_spelling_is_fixed():
    row = {"б": "ә", "a": UUID(int=1), "t": datetime(2026, 1, 2, 3, tzinfo=UTC), "n": [1, None, True]}
    assert (
        canonical(row)
        == (
            '{"a":"00000000-0000-0000-0000-000000000001","n":[1,null,true],"t":"2026-01-02T03:00:00+00:00","б":"ә"}'
        ).encode()
    )
    assert row_mac(KEY, row) == hmac.new(KEY, canonical(row), hashlib.sha256).digest()


@given(st.dictionaries(st.text("abcdef", max_size=3), VALUES, max_size=5), st.randoms())
def test_order_of_keys_does_not_matter(row, random):
    items = list(row.items())
    random.shuffle(items)
    assert row_mac(KEY, dict(items)) == row_mac(KEY, row)


def test_one_moment_in_two_zones_is_one_row():
    moment = datetime(2026, 1, 2, 3, tzinfo=UTC)
    assert canonical({"t": moment}) == canonical({"t": moment.astimezone(timezone(timedelta(hours=5)))})


@pytest.mark.parametrize("value", [object(), b"bytes", {1: "key"}, {"a"}])
def test_a_value_without_one_spelling_is_refused(value):
    with pytest.raises(TypeError):
        canonical({"x": value})


@pytest.mark.parametrize("value", [datetime(2026, 1, 1), float("nan"), "\ud800"])  # noqa: DTZ001 - the naive moment is the point
def test_a_value_that_means_nothing_is_refused(value):
    with pytest.raises(ValueError):
        canonical({"x": value})


def test_link_is_sha256_of_both_and_takes_whole_digests_only():
    assert bytes(32) == GENESIS
    assert link(GENESIS, b"m" * 32) == hashlib.sha256(GENESIS + b"m" * 32).digest()
    with pytest.raises(ValueError):
        link(GENESIS + b"m", b"m" * 31)


def test_an_empty_key_is_no_key():
    with pytest.raises(ValueError):
        row_mac(b"", {"a": 1})
