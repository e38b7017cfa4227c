"""What stays and what goes of how a room by voice stands when people come and go, for each kind of it."""

import pytest

from bitim.room import actions
from bitim.room.models import CallRoom, VoicePlace
from bitim.room.tests.calling import comes, let, meeting, people, travelling

__all__ = ["meeting", "travelling"]


@pytest.fixture
def at_the_table(rooms, meeting):
    """Both sides in the joint room, which stands in every way in which a room can stand; their places."""
    places = [comes(meeting, rooms.party(n)) for n in (1, 2)]
    for one in places:
        let(one, rooms, rooms.joint)
    here = {"actor": rooms.mediator, "space": rooms.joint.pk}
    actions.give_word(places[0], actor=rooms.mediator)
    for n in (1, 2):
        actions.raise_hand(places[n - 1], actor=rooms.party(n), up=True)
    actions.set_timer(meeting, minutes=15, **here)
    actions.measure(meeting, on=True, **here)
    actions.interpret_together(meeting, on=True, **here)
    return places


def state(rooms):
    return CallRoom.objects.system().get(space=rooms.joint)


def hands(rooms):
    return {one.person_id for one in VoicePlace.objects.system().exclude(raised=None)}


def test_somebody_else_comes_all_stays(rooms, meeting, at_the_table):
    let(comes(meeting, rooms.mediator), rooms, rooms.joint)
    now = state(rooms)
    assert now.speaker_id == at_the_table[0].pk and now.until and now.measured and now.together
    assert hands(rooms) == {rooms.party(1).person, rooms.party(2).person}


def test_whoever_goes_takes_word_and_hand_with_them_and_nothing_else(rooms, meeting, at_the_table):
    actions.lock_room(meeting, actor=rooms.mediator, space=rooms.joint.pk, locked=True)
    let(at_the_table[0], rooms, rooms.caucus(1))
    now = state(rooms)
    assert now.speaker_id is None and now.until and now.locked and now.measured and now.together
    assert hands(rooms) == {rooms.party(2).person}
    actions.lock_room(meeting, actor=rooms.mediator, space=rooms.joint.pk, locked=False)
    let(at_the_table[0], rooms, rooms.joint)  # back again: neither comes back with them
    assert state(rooms).speaker_id is None
    assert not any(one["turn"] or (one["me"] and one["hand"]) for one in people(meeting, rooms.party(1)))


def test_with_the_last_who_goes_the_time_ends_and_what_the_mediator_set_for_the_room_stays(
    rooms, meeting, at_the_table
):
    """A lock keeps an empty room shut; that it is measured is told to whoever comes next."""
    actions.lock_room(meeting, actor=rooms.mediator, space=rooms.joint.pk, locked=True)
    actions.leave_voice(at_the_table[1], actor=rooms.party(2))
    assert state(rooms).until
    let(at_the_table[0], rooms, None)
    now = state(rooms)
    assert now.until is None and now.speaker_id is None
    assert now.locked and now.measured and now.together
    assert not hands(rooms)


@pytest.mark.parametrize("ends", ["over", "withdrawn", "apart"])
def test_with_the_meeting_all_of_it_ends(rooms, meeting, at_the_table, ends):
    by = {
        "over": lambda: actions.end_meeting(rooms.case, actor=rooms.mediator),
        "withdrawn": lambda: rooms.withdraw_consent(2),
        "apart": rooms.go_apart,
    }
    by[ends]()
    assert not CallRoom.objects.system().exists() and not VoicePlace.objects.system().exists()
