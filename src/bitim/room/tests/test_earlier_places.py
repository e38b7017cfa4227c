"""By voice nobody reaches a place they had before: by a door made for a meeting, as somebody whose seat ended, at a
screen of several, or before a second person has said that it is they. Asked as the channel asks: by sessions."""

import json

import pytest

from bitim.cases import actions as cases
from bitim.cases.events import PersonJoined
from bitim.cases.models import Participant
from bitim.demo import cast
from bitim.kernel import clock, doors
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.live import channel
from bitim.kernel.models import Door
from bitim.people import live, session_keys
from bitim.people.queries import door_actor
from bitim.room import actions
from bitim.room.actions import Way
from bitim.room.models import Attendance, Epoch, VoicePlace
from bitim.room.queries.calling import placed, voice_desk
from bitim.room.tests.calling import comes, let, meeting, people, travelling
from bitim.room.tests.test_devices import mediator_s, through_door
from bitim.room.voices import fresh

__all__ = ["meeting", "travelling"]


def by_session(key, meeting):
    """Where the person of a session is, as the channel finds it; None for nowhere."""
    found = live.identify([key])
    return placed([(found[key], meeting.pk)]).get((found[key], meeting.pk)) if key in found else None


def session_of(rooms, position):
    return through_door(rooms, position).session.session_key


def part_of(rooms, position):
    return Participant.objects.system().get(case=rooms.case, person=rooms.cast.parties[position - 1], ended=None)


def says(place):
    return json.loads(place.told)["room"]


def at_a_device(rooms, meeting, position):
    """A session by the door that is made for one meeting, of somebody who has a door of their own too."""
    door = doors.make_door(rooms.cast.parties[position - 1].pk, meeting.pk, "device")
    doors.set_pin(door, "5937")
    client = through_door(rooms, position)
    session = client.session
    session.update({session_keys.DOOR: str(door.pk), session_keys.SHARED: True})
    session[session_keys.SEEN] = clock.now().timestamp()
    session.save()
    return session.session_key, door


def test_by_the_door_of_a_device_nobody_has_the_place_they_took_by_their_own(rooms, meeting):
    for position, space in ((1, rooms.caucus(1)), (2, rooms.joint)):
        let(comes(meeting, rooms.party(position)), rooms, space)
        assert by_session(session_of(rooms, position), meeting).group is not None
        device, door = at_a_device(rooms, meeting, position)
        assert device in live.identify([device])  # it reads and writes, and has no place by voice
        assert by_session(device, meeting) is None
        with pytest.raises((Refused, NotFound)):
            comes(meeting, door_actor(door))


def test_whoever_was_removed_finds_no_place_by_any_link_and_begins_anew_in_another_part(rooms, meeting):
    place, key = comes(meeting, rooms.party(1)), session_of(rooms, 1)
    let(place, rooms, rooms.caucus(1)), let(comes(meeting, rooms.party(2)), rooms, rooms.joint)
    before = by_session(key, meeting)
    rooms.remove(part_of(rooms, 1))
    assert by_session(key, meeting) is None and not VoicePlace.objects.system().filter(pk=place.pk).exists()
    assert rooms.party(1).person not in {one.person_id for one in VoicePlace.objects.system()}
    assert place.pk not in {one.place for one in voice_desk(rooms.mediator, meeting.pk).guests}
    with pytest.raises((Refused, NotFound)):
        comes(meeting, rooms.party(1))
    again = rooms.add(cast.person("Жаңа"), Participant.PARTY, rooms.cast.sides[0])
    Participant.objects.system().filter(pk=again.pk).update(person=rooms.cast.parties[0])
    rooms.happens(PersonJoined, participant=again.pk, role=again.role)
    assert by_session(key, meeting) is None  # the same link, the part is back: the place is not
    comes(meeting, rooms.party(1))
    waits = by_session(key, meeting)
    assert (says(waits), waits.group, waits.me) == ("waiting", None, "")
    let(VoicePlace.objects.system().get(person=rooms.party(1).person), rooms, rooms.caucus(1))
    now = by_session(key, meeting)
    assert (now.group, now.me) != (before.group, before.me) and now.me != before.me


def test_of_the_other_side_now_nobody_is_where_they_were(rooms, meeting):
    place = comes(meeting, rooms.party(1))
    let(place, rooms, rooms.caucus(1))
    key, old = session_of(rooms, 1), part_of(rooms, 1)
    moved = {"case": rooms.case, "person": old.person, "role": "party", "shown_name": "x", "since": clock.now()}
    rooms.remove(old)
    made = Participant.objects.create(side=rooms.cast.sides[1], **moved)
    rooms.happens(PersonJoined, participant=made.pk, role=made.role)
    assert by_session(key, meeting) is None
    comes(meeting, rooms.party(1))
    assert says(by_session(key, meeting)) == "waiting"
    new = VoicePlace.objects.system().get(person=old.person_id)
    with pytest.raises((Refused, NotFound)):
        let(new, rooms, rooms.caucus(1))


@pytest.fixture
def elder(rooms):
    return rooms.add(cast.person("Қария"), Participant.PARTY, rooms.cast.sides[0])


def test_at_a_screen_of_several_only_what_all_at_it_may_hear_is_given(rooms, signed, elder):
    meeting = actions.open_meeting(rooms.case, actor=rooms.mediator, ways={elder.pk: Way(Attendance.IN_ROOM)})
    own, key = part_of(rooms, 1), session_of(rooms, 1)
    place = comes(meeting, rooms.party(1))
    let(place, rooms, rooms.caucus(1))
    let(comes(meeting, rooms.mediator), rooms, rooms.caucus(1))
    assert by_session(key, meeting).group is not None
    several = {elder.pk: Way(Attendance.SHARED, behind=own.pk), own.pk: Way(Attendance.SHARED)}
    actions.note_attendance(meeting, actor=rooms.mediator, ways=several)
    waits = by_session(key, meeting)
    assert (says(waits), waits.group, waits.me, fresh(waits)) == ("waiting", None, "", {})
    told = json.loads(waits.told)
    assert "people" not in told and str(rooms.caucus(1).pk) not in waits.told
    let(place, rooms, rooms.joint)  # at the table all at the screen may sit
    table = by_session(key, meeting)
    assert says(table) == "joint"
    assert table.group == Epoch.objects.system().get(meeting=meeting, space=rooms.joint).number
    # Whoever sits behind the screen is on the list of the room as somebody at a shared device: all see who hears.
    assert "Қария" in {one["name"] for one in json.loads(table.told)["beside"]}


def test_whoever_sits_behind_a_screen_hears_no_private_room_by_their_own_telephone(rooms, signed, elder):
    meeting = actions.open_meeting(rooms.case, actor=rooms.mediator, ways={elder.pk: Way(Attendance.IN_ROOM)})
    own, key = part_of(rooms, 1), session_of(rooms, 1)
    let(comes(meeting, rooms.party(1)), rooms, rooms.caucus(1))
    behind = {own.pk: Way(Attendance.SHARED, behind=elder.pk), elder.pk: Way(Attendance.SHARED)}
    actions.note_attendance(meeting, actor=rooms.mediator, ways=behind)
    assert by_session(key, meeting).group is None


def test_unconfirmed_people_have_no_ticket_and_no_way_to_one(rooms, meeting):
    key = session_of(rooms, 1)
    let(comes(meeting, rooms.party(1)), rooms, rooms.joint)
    let(comes(meeting, rooms.party(2)), rooms, rooms.joint)
    who = part_of(rooms, 1)
    Participant.objects.system().filter(pk=who.pk).update(unconfirmed=clock.now())
    assert key in live.identify([key]) and by_session(key, meeting) is None
    assert [one["me"] for one in people(meeting, rooms.party(2))] == [True]
    rooms.happens(PersonJoined, participant=who.pk, role=who.role)  # the rooms are put right
    assert not VoicePlace.objects.system().filter(participant=who).exists()
    for asks in (
        lambda: comes(meeting, rooms.party(1)),
        lambda: comes(meeting, door_actor(Door.objects.system().get(person=who.person_id, purpose="case"))),
    ):
        with pytest.raises((Refused, NotFound)):
            asks()
    cases.reissue_door(who, actor=rooms.cast.as_coordinator, word="qymyz")
    assert by_session(key, meeting) is None and channel.placed is placed


def test_a_sign_in_that_locked_itself_has_no_place_until_it_is_opened(rooms, meeting, travelling):
    """Its place stays: unlocked, the mediator comes back to the room in which they were."""
    client = mediator_s(rooms)
    key = client.session.session_key
    let(comes(meeting, rooms.mediator), rooms, rooms.joint)
    assert says(by_session(key, meeting)) == "joint"
    travelling(minutes=9)
    assert client.post("/staff/here/", {"ago": "30"}).status_code == 204
    travelling(minutes=9)
    assert says(by_session(key, meeting)) == "joint"
    travelling(minutes=1)
    assert by_session(key, meeting) is None
    again = mediator_s(rooms).session.session_key
    assert says(by_session(again, meeting)) == "joint"
