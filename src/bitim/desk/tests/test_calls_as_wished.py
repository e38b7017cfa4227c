"""The list of those to be called back shows what each asked for, and asks once more where it must."""

from zoneinfo import ZoneInfo

import pytest

from bitim.desk import actions
from bitim.desk.queries import calls
from bitim.desk.tests import stories
from bitim.kernel import clock
from bitim.kernel.access import Refused
from bitim.kernel.models import Event

pytestmark = pytest.mark.django_db


def not_today() -> str:
    """Days that today is none of, at the centre."""
    return "weekend" if clock.now().astimezone(ZoneInfo("Asia/Almaty")).weekday() < 5 else "workdays"


@pytest.fixture
def story():
    return stories.rooms()


def wish(story, when="any", **wishes):
    who = story.cast.parties[0]
    who.safe_contact = wishes
    who.save()
    actions.ask_call_back(story.cast.centre, actor=story.cast.as_party(1), when=when)
    return Event.objects.system().filter(kind="CallBackAsked").latest("at")


def waits(story):
    return len(calls.waiting(story.cast.centre.pk))


def page(browser):
    return browser.get("/today/", HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_wishes_stand_on_the_list_of_coordinator_and_mediator(story):
    who = story.cast.parties[0]
    who.safe_contact = {"seen_by": "family", "careful": "САҚ-БОЛ-17", "when": ["morning", not_today()]}
    who.save()
    actions.ask_call_back(story.cast.centre, actor=story.cast.as_party(1))
    for browser in (story.coordinator, story.mediator):
        shown = page(browser)
        for words in ("people at home", "САҚ-БОЛ-17", "in the morning, 8 to 12", "outside the hours"):
            assert words in shown


def test_it_is_asked_once_more_before_the_call_is_noted(story):
    made = wish(story, seen_by="family")
    with pytest.raises(Refused):
        actions.mark_called_back(made, actor=story.cast.as_coordinator)
    answer = story.coordinator.post(f"/today/called/{made.pk}/", {"once": "a"}, follow=True)
    assert "Somebody else sees this telephone" in answer.content.decode()
    assert waits(story) == 1
    story.coordinator.post(f"/today/called/{made.pk}/", {"once": "b", "sure": "1"})
    assert waits(story) == 0
    assert Event.objects.system().filter(kind="CallBackDone").count() == 1


def test_a_time_named_for_this_call_stands_in_place_of_the_hours(story):
    who = story.cast.parties[0]
    who.safe_contact = {"when": [not_today()]}
    who.save()
    actions.ask_call_back(story.cast.centre, actor=story.cast.as_party(1), when="evening")
    actions.mark_called_back(calls.waiting(story.cast.centre.pk)[0].id, actor=story.cast.as_coordinator)
    assert waits(story) == 0


def test_who_wants_to_be_written_to_is_written_to(story):
    made = wish(story, how="write")
    assert "This person asked to be written to, not called." in page(story.coordinator)
    with pytest.raises(Refused):
        actions.mark_called_back(made, actor=story.cast.as_coordinator, sure=True)
    story.coordinator.post(f"/today/called/{made.pk}/", {"once": "a", "sure": "1"})
    assert waits(story) == 1
    story.coordinator.post(f"/today/called/{made.pk}/", {"once": "b", "written": "1"})
    assert waits(story) == 0
    assert not Event.objects.system().filter(kind="CallBackDone").exists()
    assert Event.objects.system().filter(kind="WrittenInstead").count() == 1
