"""What tests of a meeting by voice share: coming, being let in, and everything that somebody is told or shown."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM
from bitim.kernel.live import Reader
from bitim.kernel.locking import write
from bitim.room import actions
from bitim.room.queries.calling import placed


@pytest.fixture
def meeting(rooms, signed):
    return actions.open_meeting(rooms.case, actor=rooms.mediator, ways={})


def comes(meeting, actor, **said):
    return actions.come_by_voice(meeting, actor=actor, **({"alone": True, "records_nothing": True} | said))


def reader(actor):
    return Reader(actor.person, actor.role, "en", centre=actor.centre)


def told(meeting, actor):
    """What the channel tells somebody, as text."""
    return placed([(reader(actor), meeting.pk)])[reader(actor), meeting.pk].told


def people(meeting, actor):
    return json.loads(told(meeting, actor))["people"]


def let(place, rooms, space, actor=None):
    return actions.let_in(place, actor=actor or rooms.mediator, space=space.pk if space else None)


def page(browse, rooms, actor, part=""):
    """What somebody's page of the meeting says, or one part of it."""
    answer = browse(actor).get(reverse("room:call", args=[rooms.case.pk]), {"part": part} if part else {})
    assert answer.status_code == 200
    return answer.content.decode()


def press(browse, rooms, actor, **said):
    return browse(actor).post(reverse("room:call", args=[rooms.case.pk]), said)


@pytest.fixture
def travelling():
    """`travelling(minutes=3)`: so much later, and not a moment more."""
    moment = [clock.now()]
    clock.set_source(lambda: moment[0])

    def travel(**how):
        moment[0] += timedelta(**how)

    yield travel
    clock.set_source(None)


def second_mediator(rooms):
    """Another mediator of the case, seated: the second side alone has accepted them."""
    actor = cast.second_mediator(rooms.cast, 2)
    with write():
        actions.arrange(rooms.case, actor=SYSTEM)
    return actor
