"""Neutral words to copy into a messenger, and "copied and sent" as an attempt that asks nobody anything yet."""

import html
import re

import pytest

from bitim.cases import queries
from bitim.cases.models import Attempt, Invitation
from bitim.cases.notices import messenger_words
from bitim.cases.tests import stories
from bitim.cases.tests.test_call_pages import desk
from bitim.demo import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    from bitim.cases import actions

    made = cast.two_sides()
    one = {"name": "Бейсен", "phone": "+7 701 555 44 33", "kind": "person", "language": "ru"}
    side = actions.add_side(made.case, actor=made.as_coordinator, one=one)
    return made, Invitation.objects.system().get(side=side)


def at(made, invitation, what=""):
    return f"/case/{made.case.pk}/invitation/{invitation.pk}/{what}"


def test_the_words_to_copy_name_the_office_and_no_link(scene):
    made, invitation = scene
    browser = desk(made, made.coordinator, "coordinator")
    page = browser.get(at(made, invitation)).content.decode()
    shown = re.search(r'id="message-words">(.*?)</p>', page, re.DOTALL)
    words = html.unescape(re.sub("<[^>]+>", "", shown[1])).strip()
    assert words == messenger_words("ru", made.centre.phone)
    assert 'data-copy="#message-words"' in page
    assert made.centre.phone in words
    assert "http" not in words


def test_copied_and_sent_is_an_attempt_that_begins_no_clock(scene):
    made, invitation = scene
    browser = desk(made, made.coordinator, "coordinator")
    page = browser.get(at(made, invitation)).content.decode()
    form = page[page.index('id="message"') : page.index('id="tried"')]
    assert f'action="{at(made, invitation, "tried/")}"' in form
    said = dict(re.findall(r'type="hidden" name="(way|outcome)" value="(\w+)"', form))
    assert browser.post(at(made, invitation, "tried/"), said).status_code == 303
    (row,) = Attempt.objects.system().filter(invitation=invitation)
    assert (row.route, row.outcome, row.by_id) == (Attempt.MESSENGER, Attempt.ON_ITS_WAY, made.coordinator.pk)
    assert stories.reread(invitation).due is None
    assert "by a messenger, the text copied" in browser.get(at(made, invitation)).content.decode()


def test_who_wants_to_be_called_gets_nothing_to_copy(scene):
    made, invitation = scene
    invitation.person.safe_contact = {"how": "call"}
    invitation.person.save()
    (view,) = [one for one in queries.invitations_for(made.as_coordinator, made.case) if one.id == invitation.pk]
    assert view.message == ""
    page = desk(made, made.coordinator, "coordinator").get(at(made, invitation)).content.decode()
    assert "Copied and sent" not in page
    assert "This person asked to be called, not written to." in page
