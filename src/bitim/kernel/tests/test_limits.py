from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from bitim.kernel import clock, limits
from bitim.kernel.models import Bucket

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    """A clock that stands still until moved."""
    moment = [datetime(2026, 3, 2, 9, tzinfo=UTC)]
    clock.set_source(lambda: moment[0])
    yield moment
    clock.set_source(None)


def test_a_bucket_empties_and_fills_again_evenly(at):
    assert [limits.spend("x", 3, 60) for _ in range(5)] == [True, True, True, False, False]
    at[0] += timedelta(seconds=19)
    assert not limits.spend("x", 3, 60)
    at[0] += timedelta(seconds=2)
    assert limits.spend("x", 3, 60)
    assert not limits.spend("x", 3, 60)


def test_it_never_holds_more_than_its_capacity(at):
    limits.spend("x", 2, 10)
    at[0] += timedelta(days=3)
    assert [limits.spend("x", 2, 10) for _ in range(3)] == [True, True, False]


def test_buckets_do_not_share(at):
    assert limits.spend("x", 1, 60)
    assert limits.spend("y", 1, 60)


def test_a_token_can_be_given_back(at):
    limits.spend("x", 1, 60)
    limits.give_back("x", 1)
    assert limits.spend("x", 1, 60)


@pytest.mark.django_db(transaction=True)
def test_spending_inside_a_transaction_is_refused_because_a_rollback_would_undo_it():
    with transaction.atomic(), pytest.raises(RuntimeError):
        limits.spend("x", 1, 60)


def test_the_table_does_not_tell_what_was_limited(at):
    limits.spend("407122361190", 1, 60)
    name = bytes(Bucket.objects.system().get().name)
    assert b"407122361190" not in name
    assert len(name) == 32


def test_the_sweep_forgets_untouched_buckets(at):
    limits.spend("old", 1, 60)
    at[0] += timedelta(days=31)
    limits.spend("new", 1, 60)
    assert limits.sweep() == 1
