"""Keys of presses are kept for as long as a form can come again, and no longer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bitim.kernel import clock, jobs, presses
from bitim.kernel.models import IdempotencyKey
from bitim.people.sessions import OWN_DEVICE_DAYS

pytestmark = pytest.mark.django_db


def pressed(ago: timedelta, how_many: int = 1):
    rows = [IdempotencyKey(key=f"{ago}{n}", action="a.b", actor=uuid4(), at=clock.now() - ago) for n in range(how_many)]
    IdempotencyKey.objects.bulk_create(rows)


def test_old_presses_are_forgotten_and_those_of_a_living_sign_in_stay():
    assert timedelta(days=OWN_DEVICE_DAYS) < presses.KEPT
    pressed(presses.KEPT + timedelta(minutes=1), 3)
    pressed(presses.KEPT - timedelta(minutes=1), 2)
    pressed(timedelta(0))
    assert presses.forget_presses() == 3
    assert IdempotencyKey.objects.system().count() == 3
    assert presses.forget_presses() == 0


@pytest.mark.parametrize("how_many", [4, 6, 7])
def test_they_go_in_parts_of_one_size_however_many_there_are(monkeypatch, how_many):
    monkeypatch.setattr(presses, "AT_ONCE", 3)
    pressed(presses.KEPT * 2, how_many)
    with CaptureQueriesContext(connection) as asked:
        assert presses.forget_presses() == how_many
    deleted = [one["sql"] for one in asked if one["sql"].startswith("DELETE")]
    assert len(deleted) == how_many // 3 + (how_many % 3 > 0)
    assert not IdempotencyKey.objects.system().exists()


def test_the_clock_looks_every_day_and_finds_them_by_an_index():
    assert jobs.CLOCKWORK["bitim.kernel.presses.forget_presses"][0] == 1440
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, IdempotencyKey._meta.db_table)
    assert any(one["index"] and one["columns"] == ["at"] for one in found.values())
