"""Questions that ask for many things at once are narrowed to the reader like those that ask for one."""

import pytest

from bitim.cases.queries.accounts import accounts_for
from bitim.desk.tests import stories
from bitim.room.queries import spaces_for
from bitim.room.queries.across import counts_for, meetings_due, news_for
from bitim.room.queries.company import hearers_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return stories.rooms("meetings")


def test_accounts_are_read_by_their_side_and_the_mediator_alone(story):
    one, two = (side.pk for side in story.cast.sides)
    assert accounts_for(story.cast.as_party(1), story.case) == {one: "ACCOUNT-ONE"}
    assert accounts_for(story.cast.as_mediator, story.case) == {one: "ACCOUNT-ONE", two: "ACCOUNT-TWO"}
    assert accounts_for(story.cast.as_coordinator, story.case) == {}


def test_who_hears_is_told_only_of_ones_own_rooms(story):
    every = spaces_for(story.cast.as_mediator, story.case.pk)
    own = {room.pk for room in spaces_for(story.cast.as_party(1), story.case.pk)}
    assert set(hearers_in(story.cast.as_party(1), every)) == own
    assert hearers_in(story.cast.as_coordinator, every) == {}


def test_what_is_new_and_planned_is_told_to_those_who_sit_there(story):
    story.say(story.cast.as_party(1), story.space("caucus", 1), "PRIVATE-WORDS")
    assert [one.case for one in news_for(story.cast.as_mediator)] == [story.case.pk]
    assert counts_for(story.cast.as_mediator, [story.case.pk]) == {story.case.pk: 1}
    for actor in (story.cast.as_coordinator, story.cast.as_party(1), story.cast.as_party(2)):
        assert news_for(actor) == meetings_due(actor) == []
        assert counts_for(actor, [story.case.pk]) == {}
