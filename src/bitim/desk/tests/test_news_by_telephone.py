"""Whom no notice reaches is a line in the day of coordinator and mediator: there is news for them, call."""

from datetime import timedelta

import pytest

from bitim.cases.actions import ways
from bitim.demo import cast as people
from bitim.desk import actions, queries
from bitim.desk.tests import stories
from bitim.kernel import clock, delivery
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.locking import write
from bitim.kernel.models import Delivery, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return stories.rooms()


def news(story, position=1, key="k", notice="meeting_set", due=None, **wishes):
    who = story.cast.parties[position - 1]
    who.safe_contact = wishes
    who.save()
    with write():
        assert ways.tell(who, story.case.pk, notice, key=key, due=due) is None
    return Delivery.objects.system().get(key=key)


def group(actor):
    return next((one for one in queries.today(actor).groups if one.key == "news"), None)


def waiting():
    return Delivery.objects.system().filter(route="call", sent=None).count()


@pytest.mark.parametrize("mailbox", ["", "a@example.kz"])
def test_whoever_no_notice_reaches_is_a_line_for_both(story, mailbox):
    story.cast.parties[0].email = mailbox  # with a mailbox too, where they want to be called only
    news(story, how="call", careful="САҚ-БОЛ-17")
    for actor in (story.cast.as_coordinator, story.cast.as_mediator):
        (line,) = group(actor).lines
        assert line.title == "Айгерім Оспанова"
    for browser in (story.coordinator, story.mediator):
        shown = browser.get("/today/").content.decode()
        assert "Call these people: there is news for them" in shown
        assert "САҚ-БОЛ-17" in shown
        assert "meeting_set" not in shown


def test_said_twice_it_is_one_line_and_several_news_are_one_call(story):
    news(story, key="one")
    news(story, key="one")
    news(story, key="two", notice="paper_to_sign")
    assert group(story.cast.as_coordinator).total == 1
    actions.mark_told(Delivery.objects.system().get(key="one"), actor=story.cast.as_mediator)
    assert waiting() == 0
    assert group(story.cast.as_coordinator) is None
    actions.mark_told(Delivery.objects.system().get(key="two"), actor=story.cast.as_coordinator)
    assert Event.objects.system().filter(kind="NewsTold").count() == 1


def test_news_that_is_not_due_waits_and_nothing_is_ever_sent(story):
    news(story, due=clock.now() + timedelta(days=1))
    assert group(story.cast.as_coordinator) is None
    assert delivery.send_due() == 0
    assert waiting() == 1


def test_done_is_kept_with_who_and_the_wishes_hold(story):
    row = news(story, seen_by="family")
    with pytest.raises(Refused):
        actions.mark_told(row, actor=story.cast.as_coordinator)
    answer = story.coordinator.post(f"/today/told/{row.pk}/", {"once": "a"}, follow=True)
    assert "Somebody else sees this telephone" in answer.content.decode()
    story.coordinator.post(f"/today/told/{row.pk}/", {"once": "b", "sure": "1"})
    assert waiting() == 0
    event = Event.objects.system().get(kind="NewsTold")
    assert event.payload["notice"] == str(row.pk)
    row = news(story, key="later", how="write")
    with pytest.raises(Refused):
        actions.mark_told(row, actor=story.cast.as_coordinator, sure=True)
    actions.mark_told(row, actor=story.cast.as_coordinator, written=True)
    assert waiting() == 0


def test_nobody_else_sees_or_marks_it(story):
    row = news(story)
    elsewhere = people.two_sides(slug="elsewhere", number="11112222")
    other = people.acting(people.staff(story.cast.centre, "Other", "mediator"), "mediator", story.cast.centre)
    for actor in (elsewhere.as_coordinator, elsewhere.as_mediator, other):
        assert group(actor) is None
    for actor in (elsewhere.as_coordinator, elsewhere.as_mediator, other, story.cast.as_party(1)):
        with pytest.raises((Refused, NotFound)):
            actions.mark_told(row, actor=actor)
    assert waiting() == 1
    assert story.party(1).post(f"/today/told/{row.pk}/").status_code == 404


def test_a_notice_that_went_by_mail_is_no_call(story):
    story.cast.parties[0].email = "a@example.kz"
    story.cast.parties[0].save()
    with write():
        row = ways.tell(story.cast.parties[0], story.case.pk, "meeting_set", key="mail")
    assert row.route == "email"
    with pytest.raises(Refused):
        actions.mark_told(row, actor=story.cast.as_coordinator)
    assert group(story.cast.as_coordinator) is None


def test_colleagues_without_a_mailbox_are_no_line(story):
    colleague = people.staff(story.cast.centre, "Үшінші", "mediator")
    with write():
        ways.tell(colleague, story.case.pk, "back_at_table", key="colleague")
    assert waiting() == 0
