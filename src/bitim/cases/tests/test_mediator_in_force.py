"""A mediator removed from the register, or whose certificate ended in mid-case, opens no meeting; the coordinator's
day says so."""

from datetime import timedelta

import pytest

from bitim.cases import queries
from bitim.cases.facts import facts_of
from bitim.cases.queries import owed
from bitim.demo import cast as people
from bitim.desk.queries import today
from bitim.engines import lifecycle
from bitim.kernel import clock
from bitim.people import actions
from bitim.people.models import MediatorCard

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return people.two_sides("meetings")


def in_the_way(cast, step="open_meeting"):
    return lifecycle.obstacles(facts_of(cast.case), step)


def groups(cast):
    return {group.key: group for group in today(cast.as_coordinator.fresh()).groups}


def test_in_force_nothing_stands_in_the_way(cast):
    assert "mediator_in_force" not in in_the_way(cast)
    assert "hand_over" not in groups(cast)


@pytest.mark.parametrize(
    "change",
    [
        {"expires": clock.today() - timedelta(days=1)},
        {"term_to": clock.today() - timedelta(days=1)},
        {"removed_on": clock.today()},
    ],
    ids=["certificate", "term", "removed"],
)
def test_a_card_that_ends_in_mid_case_bars_new_meetings(cast, change):
    card = MediatorCard.objects.system().get(person=cast.mediator)
    if "term_to" in change:
        change = {**change, "kind": "public", "elected_on": clock.today() - timedelta(days=400)}
    MediatorCard.objects.system().filter(pk=card.pk).update(**change)
    assert "mediator_in_force" in in_the_way(cast) and "mediator_in_force" in in_the_way(cast, "open_shuttle")
    group = groups(cast)["hand_over"]
    assert group.total == 1 and str(cast.case.pk) in group.lines[0].url


def test_revocation_stands_in_the_coordinators_day(cast):
    card = MediatorCard.objects.system().get(person=cast.mediator)
    actions.revoke_card(card, actor=cast.as_coordinator)
    assert "mediator_in_force" in in_the_way(cast)
    assert owed.to_hand_over(cast.as_coordinator.fresh(), 5).ids == (cast.case.pk,)
    elsewhere = people.two_sides("meetings", "elsewhere", "50823347")
    assert owed.to_hand_over(elsewhere.as_coordinator, 5).total == 0
    assert queries.case_for(cast.as_coordinator, cast.case.pk)


def test_a_removal_that_is_still_ahead_takes_nothing_away_today(cast):
    MediatorCard.objects.system().filter(person=cast.mediator).update(removed_on=clock.today() + timedelta(days=3))
    assert "mediator_in_force" not in in_the_way(cast)
