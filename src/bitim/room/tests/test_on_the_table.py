"""What is spoken about now stands beside the voice: marked by the mediator, for the people of that room alone."""

from uuid import uuid4

import pytest

from bitim.kernel.access import NotFound, Refused
from bitim.room import actions, ports
from bitim.room.models import CallRoom
from bitim.room.tests.calling import comes, let, meeting, page, press, second_mediator, told

__all__ = ["meeting"]
WATER = ports.Point(uuid4(), "issue", 2, "Түнгі су", "kk")
NIGHT = ports.Point(uuid4(), "clause", 1, "С 22 до 6 часов", "ru")


@pytest.fixture
def table(rooms, meeting, monkeypatch):
    """First side and mediator in that side's private room, second side at the table."""
    monkeypatch.setattr(ports, "agenda", lambda actor, case: (WATER, NIGHT))
    for actor, room in ((rooms.party(1), rooms.caucus(1)), (rooms.party(2), rooms.joint)):
        let(comes(meeting, actor), rooms, room)
    return let(comes(meeting, rooms.mediator), rooms, rooms.caucus(1))


def about(meeting, rooms, point, space=None, actor=None):
    space = (space or rooms.caucus(1)).pk
    actions.speak_about(meeting, actor=actor or rooms.mediator, space=space, point=point)


def test_the_words_stand_on_every_page_and_only_the_mediator_marks(rooms, meeting, table, browse):
    shown = page(browse, rooms, rooms.party(1))
    assert 'lang="kk">Түнгі су' in shown and 'lang="ru">С 22 до 6 часов' in shown
    assert 'name="point"' not in shown and "Now we speak about" not in shown
    assert f'name="point" value="{WATER.id}"' in page(browse, rooms, rooms.mediator, "agenda")


def test_the_mark_is_of_the_room_alone(rooms, meeting, table, browse):
    before = told(meeting, rooms.party(1)), told(meeting, rooms.party(2)), page(browse, rooms, rooms.party(2), "agenda")
    press(browse, rooms, rooms.mediator, act="about", space=rooms.caucus(1).pk, point=WATER.id)
    own = page(browse, rooms, rooms.party(1), "agenda")
    assert "Now we speak about" in own and own.count("aria-current") == 1
    assert told(meeting, rooms.party(1)) != before[0]
    assert told(meeting, rooms.party(2)) == before[1]
    other = page(browse, rooms, rooms.party(2), "agenda")
    assert "Now we speak about" not in other and len(other) == len(before[2])
    about(meeting, rooms, None)
    assert "Now we speak about" not in page(browse, rooms, rooms.party(1), "agenda")


def test_nobody_marks_for_a_room_that_is_not_theirs(rooms, meeting, table):
    with pytest.raises(NotFound):
        about(meeting, rooms, uuid4())
    for actor in (rooms.party(1), rooms.party(2), rooms.cast.as_coordinator, second_mediator(rooms)):
        with pytest.raises((NotFound, Refused)):
            about(meeting, rooms, WATER.id, actor=actor)
    assert not CallRoom.objects.system().exclude(point=None).exists()


def test_a_mediator_who_has_left_marks_nothing_there(rooms, meeting, table):
    """Pressed on the page of before, it would tell one side what is spoken about with the other."""
    let(table, rooms, rooms.joint)
    with pytest.raises(Refused):
        about(meeting, rooms, WATER.id, space=rooms.caucus(1))
    about(meeting, rooms, WATER.id, space=rooms.joint)


def test_the_mark_stays_in_its_room_and_goes_with_the_last_of_it(rooms, meeting, table, browse):
    about(meeting, rooms, NIGHT.id)
    let(table, rooms, rooms.joint)
    assert "Now we speak about" not in page(browse, rooms, rooms.mediator, "agenda")
    assert "Now we speak about" in page(browse, rooms, rooms.party(1), "agenda")
    actions.everybody_to_the_table(meeting, actor=rooms.mediator)
    assert not CallRoom.objects.system().exclude(point=None).exists()


def test_whoever_waits_or_did_not_come_sees_no_mark(rooms, meeting, table, browse):
    about(meeting, rooms, NIGHT.id)
    actions.let_in(table.pk, actor=rooms.mediator, space=None)
    waiting = page(browse, rooms, rooms.mediator, "agenda")
    assert "С 22 до 6 часов" in waiting and "Now we speak about" not in waiting and 'name="point"' not in waiting
    actions.leave_voice(table.pk, actor=rooms.mediator)
    assert browse(rooms.mediator).get(f"/room/meeting/{rooms.case.pk}/voice/?part=agenda").status_code == 204


def test_a_point_that_is_gone_is_not_spoken_about(rooms, meeting, table, browse, monkeypatch):
    about(meeting, rooms, NIGHT.id)
    monkeypatch.setattr(ports, "agenda", lambda actor, case: (WATER,))
    assert "Now we speak about" not in page(browse, rooms, rooms.party(1), "agenda")
    monkeypatch.setattr(ports, "agenda", lambda actor, case: ())
    assert "call-table" not in page(browse, rooms, rooms.party(1), "agenda")
