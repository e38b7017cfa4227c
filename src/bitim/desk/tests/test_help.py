"""Help stands for everybody; a person whom the centre knows can be called back, once."""

import pytest
from django.test import Client

from bitim.demo import cast as people
from bitim.desk import actions, queries
from bitim.desk.queries import calls
from bitim.desk.tests import stories
from bitim.kernel.access import VISITOR, Refused
from bitim.kernel.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return stories.rooms()


def test_help_is_honest_about_who_could_read(client: Client):
    page = client.get("/help/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "holds its keys" in page
    assert "Leave fast" in page


def test_a_visitor_gets_the_phone_and_the_ways_in(client: Client, story):
    page = client.get("/call-me-back/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert story.cast.centre.phone in page
    assert '<form method="post">' not in page
    client.post("/call-me-back/", {"when": "day"})
    assert not Event.objects.system().filter(kind="CallBackAsked").exists()


def test_a_party_asks_once_and_the_coordinator_sees_who(story):
    browser = story.party(1)
    assert "Ask for a call" in browser.get("/call-me-back/").content.decode()
    for _twice in range(2):
        assert browser.post("/call-me-back/", {"when": "evening", "once": "a"}).status_code == 303
    assert "You are on the list" in browser.get("/call-me-back/").content.decode()
    centre = story.cast.centre.pk
    (wish,) = calls.waiting(centre)
    for staff in (story.cast.as_coordinator, story.cast.as_mediator):
        assert [one.name for one in queries.calls_for(staff)] == ["Айгерім Оспанова"]
    assert (wish.person, wish.when, wish.case) == (story.cast.parties[0].pk, "evening", story.cast.case.pk)


def test_an_unknown_time_is_any_time(story):
    actions.ask_call_back(story.cast.centre, actor=story.cast.as_party(1), when="<b>")
    assert calls.waiting(story.cast.centre.pk)[0].when == "any"


def test_only_those_who_come_to_this_centre_can_ask(story):
    other = people.centre("other")
    for actor in (VISITOR, people.acting(people.person("Stranger"), "party"), story.cast.as_mediator):
        with pytest.raises(Refused):
            actions.ask_call_back(story.cast.centre, actor=actor)
    with pytest.raises(Refused):
        actions.ask_call_back(other, actor=story.cast.as_party(1))


def wish_of(story, position: int):
    actions.ask_call_back(story.cast.centre, actor=story.cast.as_party(position))
    return Event.objects.system().filter(kind="CallBackAsked").latest("at")


def test_done_takes_it_off_the_list_and_it_can_be_asked_again(story):
    wish = wish_of(story, 1)
    for _twice in range(2):
        actions.mark_called_back(wish, actor=story.cast.as_coordinator)
    assert calls.waiting(story.cast.centre.pk) == []
    assert Event.objects.system().filter(kind="CallBackDone").count() == 1
    wish_of(story, 1)
    assert len(calls.waiting(story.cast.centre.pk)) == 1


def test_the_mediator_of_the_case_may_mark_it_and_nobody_else(story):
    wish = wish_of(story, 1)
    elsewhere = people.two_sides(slug="elsewhere", number="11112222")
    for actor in (elsewhere.as_coordinator, elsewhere.as_mediator, story.cast.as_party(1), story.cast.as_party(2)):
        with pytest.raises(Refused):
            actions.mark_called_back(wish, actor=actor)
    actions.mark_called_back(wish, actor=story.cast.as_mediator)
    assert calls.waiting(story.cast.centre.pk) == []


def test_another_kind_of_event_cannot_be_marked(story):
    story.screen(1)
    other = Event.objects.system().filter(kind="SideScreened").latest("at")
    with pytest.raises(Refused):
        actions.mark_called_back(other, actor=story.cast.as_coordinator)


def test_the_list_tells_staff_of_other_centres_and_parties_nothing(story):
    wish_of(story, 1)
    elsewhere = people.two_sides(slug="elsewhere", number="11112222")
    for actor in (elsewhere.as_coordinator, elsewhere.as_mediator, story.cast.as_party(2), VISITOR):
        assert queries.calls_for(actor) == []


def test_a_role_that_is_not_held_at_the_centre_reads_no_list(story):
    wish_of(story, 1)
    elsewhere = people.two_sides(slug="elsewhere", number="11112222")
    for role in ("coordinator", "mediator"):
        assert queries.calls_for(people.acting(elsewhere.coordinator, role, story.cast.centre)) == []


def test_a_mediator_is_told_of_calls_in_their_own_cases_alone(story):
    actions.ask_call_back(story.cast.centre, actor=story.cast.as_party(1))
    idle = people.staff(story.cast.centre, "Other", "mediator", email="idle@example.kz")
    assert len(queries.calls_for(story.cast.as_mediator)) == 1
    assert queries.calls_for(people.acting(idle, "mediator", story.cast.centre)) == []
    assert queries.calls_for(story.cast.as_mediator, story.cast.centre.pk) == []
