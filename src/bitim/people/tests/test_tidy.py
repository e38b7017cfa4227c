from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session

from bitim.kernel import clock, doors, limits
from bitim.kernel.models import Bucket, DoorSecret
from bitim.people.jobs import tidy_entrances
from bitim.people.session_store import SessionStore, row_key

pytestmark = pytest.mark.django_db


def test_what_lapsed_long_ago_is_not_kept_and_what_is_live_stays():
    door = doors.make_door(uuid4(), uuid4(), "case", second="қызғалдақ", second_kind=doors.WORD)
    doors.issue(door, doors.CODE, days=1)
    live = doors.issue(door, doors.CODE, days=90)
    limits.spend("old", 1, 60)
    lapsed, open_session = SessionStore(), SessionStore()
    lapsed["door"] = open_session["door"] = "x"
    lapsed.set_expiry(-5)
    lapsed.save()
    open_session.save()
    now = clock.now()
    clock.set_source(lambda: now + timedelta(days=40))
    try:
        tidy_entrances()
        assert DoorSecret.objects.system().count() == 1
        assert not Bucket.objects.system().exists()
        assert [s.session_key for s in Session.objects.all()] == [row_key(open_session.session_key)]
        assert doors.open_by_code(live, "Қызғалдақ")
    finally:
        clock.set_source(None)
