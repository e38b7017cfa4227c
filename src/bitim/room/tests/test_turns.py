"""Who wants to speak, who has the word, and how long each person spoke while the mediator lets that be measured."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from bitim.kernel.access import NotFound, Refused
from bitim.people import idle, shared
from bitim.room import actions
from bitim.room.models import CallRoom, MeetingRecord, Spoken, VoicePlace
from bitim.room.queries.attendance import meeting_record
from bitim.room.tests.calling import comes, let, meeting, page, people, press, second_mediator, told, travelling

__all__ = ["meeting", "travelling"]


def place_of(actor):
    return VoicePlace.objects.system().get(person=actor.person)


@pytest.fixture
def table(rooms, meeting):
    """Both parties and the mediator at the table."""
    places = [comes(meeting, actor) for actor in (rooms.party(1), rooms.party(2), rooms.mediator)]
    for place in places:
        let(place, rooms, rooms.joint)
    return places


def seen(meeting, actor, key):
    """Of whom somebody is told that they raised a hand, or have the word."""
    return [one["name"] for one in people(meeting, actor) if one[key]]


# --- hands ---------------------------------------------------------------------------------------------


def test_hands_stand_on_the_desk_in_the_order_in_which_they_were_raised(rooms, meeting, table, browse):
    one, two, _own = table
    actions.raise_hand(two, actor=rooms.party(2), up=True)
    actions.raise_hand(one, actor=rooms.party(1), up=True)
    actions.raise_hand(two, actor=rooms.party(2), up=True)  # first stays first
    next_ones = page(browse, rooms, rooms.mediator, "desk").split("Next to speak")[1].split("</ol>")[0]
    first, second = (str(rooms.cast.parties[n].name) for n in (1, 0))
    assert next_ones.index(first) < next_ones.index(second)
    assert set(seen(meeting, rooms.party(1), "hand")) == {first, second}
    actions.raise_hand(two, actor=rooms.party(2), up=False)
    assert seen(meeting, rooms.party(1), "hand") == [second]


def test_a_hand_is_raised_in_a_room_by_oneself_and_left_there(rooms, meeting, table):
    one, two, _own = table
    for actor in (rooms.party(2), rooms.mediator):
        with pytest.raises((Refused, NotFound)):
            actions.raise_hand(one, actor=actor, up=True)
    actions.raise_hand(one, actor=rooms.party(1), up=True)
    let(one, rooms, rooms.caucus(1))
    assert place_of(rooms.party(1)).raised is None
    let(two, rooms, None)
    with pytest.raises(Refused):
        actions.raise_hand(two, actor=rooms.party(2), up=True)


# --- the word ------------------------------------------------------------------------------------------


def test_the_mediator_gives_the_word_and_all_in_that_room_see_whose_turn_it_is(rooms, meeting, table, browse):
    one, two, _own = table
    actions.raise_hand(one, actor=rooms.party(1), up=True)
    actions.give_word(one, actor=rooms.mediator)
    name = str(rooms.cast.parties[0].name)
    assert seen(meeting, rooms.party(2), "turn") == [name] and seen(meeting, rooms.party(2), "hand") == []
    assert "You have the word" in page(browse, rooms, rooms.party(1), "mine")
    assert f"{name}</bdi> has the word" in page(browse, rooms, rooms.party(2), "mine")
    actions.give_word(two, actor=rooms.mediator)
    assert seen(meeting, rooms.party(1), "turn") == [str(rooms.cast.parties[1].name)]
    actions.take_word_back(meeting, actor=rooms.mediator, space=rooms.joint.pk)
    assert seen(meeting, rooms.party(1), "turn") == []


def test_whoever_goes_out_of_the_room_has_the_word_no_more(rooms, meeting, table):
    one, two, _own = table
    actions.give_word(one, actor=rooms.mediator)
    let(one, rooms, rooms.caucus(1))
    assert seen(meeting, rooms.party(2), "turn") == []
    assert CallRoom.objects.system().get(space=rooms.joint).speaker is None
    actions.give_word(two, actor=rooms.mediator)
    actions.leave_voice(two, actor=rooms.party(2))
    assert CallRoom.objects.system().get(space=rooms.joint).speaker is None


def test_hand_and_word_in_a_private_room_are_seen_there_alone(rooms, meeting, table, browse):
    one, _two, _own = table
    let(one, rooms, rooms.caucus(1))
    before, shown = told(meeting, rooms.party(2)), page(browse, rooms, rooms.party(2), "mine")
    actions.raise_hand(one, actor=rooms.party(1), up=True)
    actions.give_word(one, actor=rooms.mediator)
    assert told(meeting, rooms.party(2)) == before
    assert len(page(browse, rooms, rooms.party(2), "mine")) == len(shown)
    second = second_mediator(rooms)
    assert "has the word" not in page(browse, rooms, second, "desk")


def test_only_a_mediator_of_the_room_gives_the_word(rooms, meeting, table):
    one, two, _own = table
    second = second_mediator(rooms)
    for actor in (rooms.party(1), rooms.party(2), rooms.interpreter, second):
        with pytest.raises((Refused, NotFound)):
            actions.give_word(one, actor=actor)
        with pytest.raises((Refused, NotFound)):
            actions.take_word_back(meeting, actor=actor, space=rooms.joint.pk)
    let(two, rooms, None)
    with pytest.raises(Refused):
        actions.give_word(two, actor=rooms.mediator)


# --- balance -------------------------------------------------------------------------------------------


def spoken(rooms):
    return {row.participant.person_id: (row.turns, row.seconds) for row in Spoken.objects.system()}


def test_nothing_is_measured_until_the_mediator_turns_it_on_and_all_are_told(rooms, meeting, table, browse):
    one, *_others = table
    assert json.loads(told(meeting, rooms.party(1)))["measured"] is False
    actions.lock_room(meeting, actor=rooms.mediator, space=rooms.joint.pk, locked=True)
    actions.tell_spoken(one, actor=rooms.party(1), turns=1, seconds=5)
    assert spoken(rooms) == {}
    actions.measure(meeting, actor=rooms.mediator, space=rooms.joint.pk, on=True)
    assert json.loads(told(meeting, rooms.party(1)))["measured"] is True
    for actor in (rooms.party(1), rooms.party(2), rooms.mediator):
        assert "how long each person in this room speaks" in page(browse, rooms, actor, "mine")


def test_turns_and_time_add_up_and_never_to_more_than_has_passed(rooms, meeting, table, travelling):
    one, two, _own = table
    actions.measure(meeting, actor=rooms.mediator, space=rooms.joint.pk, on=True)
    actions.tell_spoken(one, actor=rooms.party(1), turns=1, seconds=9)
    travelling(seconds=10)
    actions.tell_spoken(one, actor=rooms.party(1), turns=2, seconds=8)
    actions.tell_spoken(one, actor=rooms.party(1), turns=0, seconds=500)
    actions.tell_spoken(two, actor=rooms.party(2), turns=999, seconds=999)
    assert spoken(rooms) == {rooms.party(1).person: (3, 17), rooms.party(2).person: (30, 30)}
    with pytest.raises((Refused, NotFound)):
        actions.tell_spoken(one, actor=rooms.party(2), turns=1, seconds=1)  # of another nobody says anything


def test_balance_is_for_the_mediators_of_that_room_alone(rooms, meeting, table, browse):
    one, *_others = table
    actions.measure(meeting, actor=rooms.mediator, space=rooms.joint.pk, on=True)
    actions.tell_spoken(one, actor=rooms.party(1), turns=7, seconds=29)
    assert "0:29" in page(browse, rooms, rooms.mediator, "desk")
    second = second_mediator(rooms)
    for actor in (rooms.party(1), rooms.party(2), second):
        assert "0:29" not in page(browse, rooms, actor)
    for actor in (rooms.party(1), rooms.interpreter, second):
        with pytest.raises((Refused, NotFound)):
            actions.measure(meeting, actor=actor, space=rooms.joint.pk, on=False)
    # No other part of the house has it: not as a file, not in a feed, not in the page of the record.
    for way in ("csv", "xlsx", "pdf"):
        answer = browse(rooms.mediator).get(f"/room/meeting/{rooms.case.pk}/voice/", {"part": "desk", "format": way})
        assert answer["Content-Type"].startswith("text/html") and "Content-Disposition" not in answer


def test_measuring_in_a_private_room_is_told_there_alone(rooms, meeting, table, browse):
    one, *_others = table
    let(one, rooms, rooms.caucus(1))
    before, shown = told(meeting, rooms.party(2)), page(browse, rooms, rooms.party(2))
    actions.measure(meeting, actor=rooms.mediator, space=rooms.caucus(1).pk, on=True)
    actions.tell_spoken(one, actor=rooms.party(1), turns=1, seconds=3)
    assert told(meeting, rooms.party(2)) == before
    assert len(page(browse, rooms, rooms.party(2))) == len(shown)


@pytest.mark.parametrize("ends", ["off", "over", "closed"])
def test_it_is_deleted_when_it_is_turned_off_and_with_the_meeting_and_in_no_record(rooms, meeting, table, ends):
    one, *_others = table
    actions.measure(meeting, actor=rooms.mediator, space=rooms.joint.pk, on=True)
    actions.tell_spoken(one, actor=rooms.party(1), turns=7, seconds=29)
    by = {
        "off": lambda: actions.measure(meeting, actor=rooms.mediator, space=rooms.joint.pk, on=False),
        "over": lambda: actions.end_meeting(rooms.case, actor=rooms.mediator),
        "closed": rooms.close,
    }
    by[ends]()
    assert not Spoken.objects.system().exists()
    if ends != "off":
        assert not CallRoom.objects.system().exists()
        content = MeetingRecord.objects.system().get(meeting=meeting).content
        assert content.keys() == {"people", "centre", "address", "corridor"}
        assert "spoken" not in str(meeting_record(rooms.mediator, meeting.pk))


def test_all_of_it_is_done_by_plain_forms(rooms, meeting, table, browse):
    one, *_others = table
    assert press(browse, rooms, rooms.party(1), act="hand", up="1").status_code == 303
    assert "Everybody in this room sees it" in page(browse, rooms, rooms.party(1))
    assert press(browse, rooms, rooms.mediator, act="word", place=one.pk).status_code == 303
    assert "You have the word" in page(browse, rooms, rooms.party(1))
    assert press(browse, rooms, rooms.mediator, act="no_word", space=rooms.joint.pk).status_code == 303
    assert press(browse, rooms, rooms.mediator, act="measure", space=rooms.joint.pk, on="1").status_code == 303
    assert press(browse, rooms, rooms.party(1), act="spoken", turns="1", seconds="4").status_code == 303
    assert spoken(rooms) == {rooms.party(1).person: (1, 4)}
    for wrong in ("", "-1", "1.5", "1e9", "99999"):
        assert press(browse, rooms, rooms.party(1), act="spoken", turns="1", seconds=wrong).status_code == 404


def test_what_a_browser_says_by_itself_keeps_no_device_awake(browse, rooms, meeting, table, rf):
    """A computer that its person has left locks itself, though a radio is heard in the room."""
    script = Path(__file__).parent.parent / "static" / "room" / "spoken.js"
    assert "?part=spoken`, { method: " in script.read_text()
    for address, awake in (("/?part=spoken", False), ("/", True)):
        request = rf.post(address)
        request.session = {}
        idle.touch(request)
        assert bool(request.session) == awake == shared.is_press(request)
    actions.measure(meeting, actor=rooms.mediator, space=rooms.joint.pk, on=True)
    answer = browse(rooms.party(1)).post(
        reverse("room:call", args=[rooms.case.pk]) + "?part=spoken", {"act": "spoken", "turns": "1", "seconds": "4"}
    )
    assert answer.status_code == 303 and spoken(rooms) == {rooms.party(1).person: (1, 4)}
