"""What reaches a mailbox: a way in and no word of what it is about."""

import re

import pytest
from django.core import mail
from django.utils import translation

from bitim.cases import actions
from bitim.cases.tests import stories
from bitim.kernel import delivery, doors

pytestmark = pytest.mark.django_db
TELLING = ("mediat", "bitim", "disput", "вода", "су ", "айгерім", "нижний", "case", "invit")


@pytest.fixture
def invitation():
    _at, staff, _request, case = stories.opened()
    found = stories.other_side(case)
    found.person.email, found.person.language = "b@example.kz", "en"
    found.person.save()
    actions.send_invitation(found, actor=staff["coordinator"], route="email", shows_title=True)
    return found


def test_an_invitation_by_mail_tells_nobody_else_anything(invitation):
    assert delivery.send_due() == 1
    (letter,) = mail.outbox
    words = re.sub(r"https?://\S+", "", f"{letter.subject} {letter.body}").lower()
    assert letter.to == ["b@example.kz"]
    assert not [word for word in TELLING if word in words]
    token = re.search(r"/j/([\w-]+)/", letter.body)
    assert token is not None
    assert doors.open_by_link(token[1], "0000") is None
    door = doors.open_by_link(token[1], "5566")
    assert door is not None and door.subject == invitation.pk


def test_the_end_of_a_request_is_told_without_a_reason():
    at, staff = stories.office()
    contact = {**stories.CONTACT, "email": "a@example.kz", "how": "either", "language": "en"}
    actions.decline_request(stories.sent(at, contact=contact), actor=staff["coordinator"], outcome="unsuitable")
    with translation.override("en"):
        assert delivery.send_due() == 1
    (letter,) = mail.outbox
    assert "unsuitable" not in letter.body and "/j/" not in letter.body
    assert not [word for word in TELLING if word in f"{letter.subject} {letter.body}".lower()]


def test_whoever_asks_to_be_called_only_after_all_gets_no_mail(invitation):
    invitation.person.safe_contact = {"how": "call"}
    invitation.person.save()
    assert delivery.send_due() == 0
    assert mail.outbox == []
