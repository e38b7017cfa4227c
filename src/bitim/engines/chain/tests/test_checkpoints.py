"""A checkpoint holds only as it was signed."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bitim.engines.chain import Checkpoint, check_checkpoint, checkpoint

KEY = b"k" * 32
AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
TRUE = checkpoint(UUID(int=7), 5, b"d" * 32, AT, KEY)


def test_signed_record_survives_the_trip_out_and_back():
    assert check_checkpoint(TRUE, KEY)
    back = Checkpoint.from_record(json.loads(json.dumps(TRUE.as_record())))
    assert back == TRUE
    assert check_checkpoint(back, KEY)


@pytest.mark.parametrize(
    "change",
    [
        {"chain_id": "other"},
        {"seq": 6},
        {"digest": b"e" * 32},
        {"at": AT + timedelta(seconds=1)},
        {"at": AT.replace(tzinfo=None)},
        {"signature": b"s" * 32},
    ],
)
def test_any_changed_field_is_refused(change):
    assert not check_checkpoint(replace(TRUE, **change), KEY)


def test_another_key_is_refused():
    assert not check_checkpoint(TRUE, b"other" * 7)


@pytest.mark.parametrize(
    ("seq", "digest", "at", "key"),
    [
        (-1, b"d" * 32, AT, KEY),
        (1, b"d" * 31, AT, KEY),
        (1, b"d" * 32, AT.replace(tzinfo=None), KEY),
        (1, b"d" * 32, AT, b""),
    ],
)
def test_a_checkpoint_that_proves_nothing_is_not_signed(seq, digest, at, key):
    with pytest.raises(ValueError):
        checkpoint("chain", seq, digest, at, key)
