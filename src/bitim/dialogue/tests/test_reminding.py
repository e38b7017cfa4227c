"""Sentences that wait too long are told of; once a day, without a word of what it is about."""

from datetime import timedelta

import pytest

from bitim.dialogue.actions import running
from bitim.dialogue.jobs_reminding import QUEUE_WAITS, remind_of_what_waits
from bitim.dialogue.models import Statement
from bitim.dialogue.tests.scene import opened, says, voice
from bitim.kernel import clock
from bitim.kernel.models import Delivery
from bitim.people.models import CentreRole

pytestmark = pytest.mark.django_db


def waiting():
    made = opened()
    says(voice(made)[0])
    return made


def a_day_old():
    Statement.objects.system().filter(state=Statement.WAITING).update(day=clock.today() - timedelta(days=2))


def told():
    rows = Delivery.objects.system().filter(notice=QUEUE_WAITS)
    return list(rows.values_list("person", flat=True))


def test_whoever_answers_for_it_is_told_once_a_day(time_machine):
    made = waiting()
    assert remind_of_what_waits() == 0  # it came today
    a_day_old()
    assert (remind_of_what_waits(), remind_of_what_waits()) == (1, 0)
    assert told() == [made.coordinator.pk]
    time_machine.move_to(clock.now() + timedelta(days=1))
    assert remind_of_what_waits() == 1


def test_where_they_work_there_no_more_the_head_is_told():
    made = waiting()
    CentreRole.objects.system().filter(person=made.coordinator).update(ended=clock.now())
    a_day_old()
    remind_of_what_waits()
    assert told() == [made.head.pk]


def test_nobody_is_told_where_nothing_can_be_let_in_any_more():
    made = waiting()
    a_day_old()
    running.close_conversation(made.talk, actor=made.as_coordinator)
    assert remind_of_what_waits() == 0
