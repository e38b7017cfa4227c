"""Notices: once per key, in the reader's language, again after a failure, nothing kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from bitim.kernel import clock, delivery, doors
from bitim.kernel.delivery import NOTICES, Notice, Recipient, announce, send_due
from bitim.kernel.locking import write
from bitim.kernel.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(monkeypatch):
    from django.utils.translation import get_language

    monkeypatch.setattr(delivery, "recipient_of", [lambda person, about: Recipient("a@example.org", "kk")])
    monkeypatch.setitem(NOTICES, "news", Notice("News", lambda row: f"{get_language()} {delivery.way_in(row, 7)}", 7))


def test_a_notice_goes_once_per_key_in_the_readers_language():
    for _ in range(2):
        with write():
            announce(uuid4(), "news", key="same")
    assert send_due() == 1
    assert send_due() == 0
    assert [m.body[:2] for m in mail.outbox] == ["kk"]


def test_a_way_in_is_made_while_sending_and_never_stored():
    with write():
        door = doors.make_door(uuid4(), uuid4(), "case", second="1234", second_kind="word")
        row = announce(door.person, "news", key="door", door=door.pk)
    send_due()
    token = mail.outbox[0].body.rsplit("/j/")[1].strip("/")
    assert len(token) >= 32
    stored = Delivery.objects.system().filter(pk=row.pk).values().get()
    assert token not in str(stored)


def test_a_mail_host_that_is_down_is_tried_again_later(monkeypatch):
    def down(*_):
        raise ConnectionRefusedError

    with write():
        announce(uuid4(), "news", key="down")
    real = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", down)
    assert send_due() == 0
    monkeypatch.setattr(EmailBackend, "send_messages", real)
    assert send_due() == 0
    clock.set_source(lambda: later)
    from datetime import UTC, datetime

    later = datetime.now(UTC) + timedelta(minutes=3)
    try:
        assert send_due() == 1
    finally:
        clock.set_source(None)


def test_an_address_that_is_none_does_not_hold_up_the_others(monkeypatch):
    odd = uuid4()
    to = {odd: "aigerim@x..example\nBcc: all@example.org"}
    monkeypatch.setattr(
        delivery, "recipient_of", [lambda person, about: Recipient(to.get(person, "viktor@example.org"), "en")]
    )
    with write():
        row = announce(odd, "news", key="odd", due=clock.now() - timedelta(hours=1))
        announce(uuid4(), "news", key="good")
    mail.outbox.clear()
    assert send_due() == 1
    assert [one.to for one in mail.outbox] == [["viktor@example.org"]]
    row.refresh_from_db()
    assert (row.failed, row.sent) == ("not_taken", None)


def test_nobody_to_write_to_is_said_and_not_tried_for_ever(monkeypatch):
    monkeypatch.setattr(delivery, "recipient_of", [lambda person, about: None])
    with write():
        row = announce(uuid4(), "news", key="none")
    assert send_due() == 0
    row.refresh_from_db()
    assert (row.failed, row.sent) == ("no_address", None)


def test_a_mail_host_that_says_nothing_is_not_waited_for_long(settings):
    """Login codes are mailed from a page thread, and there are four of them."""
    assert settings.EMAIL_TIMEOUT and settings.EMAIL_TIMEOUT <= 20
