"""Who is in which room by voice: one fact, changed by the mediator alone, and an epoch that ends with every change."""

import json

import pytest

from bitim.cases import actions as cases
from bitim.cases.models import Participant
from bitim.demo import cast as people
from bitim.kernel import clock, doors, membership
from bitim.kernel.access import NotFound, Refused, decide
from bitim.kernel.live import Reader, cursor
from bitim.kernel.models import Event
from bitim.people.models import Person
from bitim.room import actions, ports
from bitim.room.actions import Way
from bitim.room.media.backend import NoMedia
from bitim.room.models import Attendance, Epoch, Meeting, VoicePlace
from bitim.room.permissions import P
from bitim.room.queries.calling import call_for, placed, voice_desk
from bitim.room.tests.calling import second_mediator


@pytest.fixture
def meeting(rooms, signed):
    ways = {}
    return actions.open_meeting(rooms.case, actor=rooms.mediator, ways=ways)


def comes(meeting, actor, **said):
    return actions.come_by_voice(meeting, actor=actor, **({"alone": True, "records_nothing": True} | said))


def reader(actor):
    return Reader(actor.person, actor.role, "en", centre=actor.centre)


def where(meeting, *actors):
    """What the channel is told of each: the room's kind, or None for nowhere; and everything it is told, as text."""
    asked = [(reader(actor), meeting.pk) for actor in actors]
    found = placed(asked)
    return [json.loads(found[one].told)["room"] if one in found else None for one in asked]


def told(meeting, actor):
    return placed([(reader(actor), meeting.pk)])[reader(actor), meeting.pk]


def let(place, rooms, space, actor=None):
    return actions.let_in(place, actor=actor or rooms.mediator, space=space.pk if space else None)


def epoch(meeting, space):
    return Epoch.objects.system().get(meeting=meeting, space=space).number


def test_whoever_comes_waits_and_is_heard_by_nobody(rooms, meeting):
    comes(meeting, rooms.party(1))
    assert where(meeting, rooms.party(1), rooms.party(2)) == ["waiting", None]
    assert told(meeting, rooms.party(1)).group is None
    event = Event.objects.system().filter(kind="CameByVoice").get()
    assert event.audience == rooms.caucus(1).pk  # no other side hears that somebody came


def test_without_the_promise_or_a_carrier_or_a_meeting_nobody_comes(rooms, meeting, monkeypatch):
    with pytest.raises(Refused):
        comes(meeting, rooms.party(1), records_nothing=False)
    with pytest.raises((Refused, NotFound)):
        comes(meeting, rooms.cast.as_coordinator)
    monkeypatch.setattr(ports, "media", NoMedia())
    with pytest.raises(Refused):
        comes(meeting, rooms.party(1))
    monkeypatch.undo()
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    with pytest.raises(Refused):
        comes(meeting, rooms.party(1))
    assert not VoicePlace.objects.system().exists()


def test_the_mediator_lets_in_and_puts_back(rooms, meeting):
    one, two = comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    let(one, rooms, rooms.joint), let(two, rooms, rooms.joint)
    assert where(meeting, rooms.party(1), rooms.party(2)) == ["joint", "joint"]
    names = {person["name"] for person in json.loads(told(meeting, rooms.party(1)).told)["people"]}
    assert len(names) == 2
    let(one, rooms, None)
    assert where(meeting, rooms.party(1), rooms.party(2)) == ["waiting", "joint"]
    assert len(json.loads(told(meeting, rooms.party(2)).told)["people"]) == 1


def test_every_coming_and_going_ends_the_epoch_of_both_rooms(rooms, meeting):
    one, two = comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    let(one, rooms, rooms.joint)
    first = epoch(meeting, rooms.joint)
    let(two, rooms, rooms.joint)
    second, mine = epoch(meeting, rooms.joint), told(meeting, rooms.party(2)).me
    let(one, rooms, rooms.caucus(1))
    third = epoch(meeting, rooms.joint)
    assert len({first, second, third, epoch(meeting, rooms.caucus(1))}) == 4
    assert told(meeting, rooms.party(2)).me != mine
    actions.leave_voice(two, actor=rooms.party(2))
    assert epoch(meeting, rooms.joint) != third


def test_nobody_is_let_into_anothers_private_room_and_nobody_moves_themselves(rooms, meeting):
    one = comes(meeting, rooms.party(1))
    with pytest.raises(Refused):
        let(one, rooms, rooms.caucus(2))
    for actor in (rooms.party(1), rooms.party(2), rooms.cast.as_coordinator):
        with pytest.raises((Refused, NotFound)):
            let(one, rooms, rooms.joint, actor=actor)
        with pytest.raises((Refused, NotFound)):
            actions.everybody_to_the_table(meeting, actor=actor)
    with pytest.raises((Refused, NotFound)):
        actions.leave_voice(one, actor=rooms.party(2))
    assert where(meeting, rooms.party(1)) == ["waiting"]


def test_a_private_room_tells_the_other_side_nothing(rooms, meeting):
    one, two = comes(meeting, rooms.party(1)), comes(meeting, rooms.party(2))
    let(two, rooms, rooms.joint)
    before = told(meeting, rooms.party(2)).told
    let(one, rooms, rooms.caucus(1))
    let(comes(meeting, rooms.mediator), rooms, rooms.caucus(1))
    after = told(meeting, rooms.party(2))
    assert after.told == before
    assert json.loads(told(meeting, rooms.party(1)).told)["room"] == "caucus"


def test_what_one_side_does_by_voice_moves_no_feed_of_the_other(rooms, meeting):
    """Coming, being let into the private room, being put back, going: not one event in a room where the other sits."""
    theirs = membership.audiences_of(rooms.party(2).person)
    before = cursor.heads(theirs)
    one = comes(meeting, rooms.party(1))
    let(one, rooms, rooms.caucus(1))
    let(comes(meeting, rooms.mediator), rooms, rooms.caucus(1))
    let(one, rooms, None)
    actions.leave_voice(one, actor=rooms.party(1))
    assert cursor.heads(theirs) == before
    assert rooms.joint.pk in before and rooms.caucus(1).pk not in before


def test_going_out_of_a_private_room_changes_nothing_at_the_table(rooms, meeting):
    actions.join_meeting(rooms.joint, actor=rooms.party(1))
    at_the_table = Attendance.objects.system().filter(meeting=meeting, gone=None).exclude(came=None)
    before = set(at_the_table.values_list("pk", flat=True))
    one = comes(meeting, rooms.party(1))
    let(one, rooms, rooms.caucus(1))
    actions.leave_voice(one, actor=rooms.party(1))
    assert set(at_the_table.values_list("pk", flat=True)) == before
    let(comes(meeting, rooms.party(1)), rooms, rooms.joint)
    place = VoicePlace.objects.system().get(person=rooms.party(1).person)
    actions.leave_voice(place, actor=rooms.party(1))
    assert set(at_the_table.values_list("pk", flat=True)) < before


def test_one_press_separates_the_sides_and_one_brings_them_together(rooms, meeting):
    places = [comes(meeting, actor) for actor in (rooms.party(1), rooms.party(2), rooms.mediator)]
    actions.everybody_to_the_table(meeting, actor=rooms.mediator)
    assert where(meeting, rooms.party(1), rooms.party(2), rooms.mediator) == ["joint"] * 3
    actions.everybody_to_own_side(meeting, actor=rooms.mediator)
    assert where(meeting, rooms.party(1), rooms.party(2), rooms.mediator) == ["caucus", "caucus", "waiting"]
    groups = {told(meeting, actor).group for actor in (rooms.party(1), rooms.party(2))}
    assert len(groups) == 2 and len(places) == 3


def test_apart_there_is_no_joint_room_to_be_let_into(rooms, signed):
    rooms.go_apart()
    meeting = actions.open_meeting(rooms.case, actor=rooms.mediator, mode="shuttle")
    one = comes(meeting, rooms.party(1))
    with pytest.raises((Refused, NotFound)):
        let(one, rooms, rooms.joint)
    with pytest.raises(Refused):
        actions.everybody_to_the_table(meeting, actor=rooms.mediator)
    let(one, rooms, rooms.caucus(1))
    other = str(rooms.cast.parties[1].name)
    assert other not in told(meeting, rooms.party(1)).told


def test_a_withdrawn_consent_puts_everybody_out_of_the_joint_room(rooms, meeting):
    for actor in (rooms.party(1), rooms.party(2)):
        let(comes(meeting, actor), rooms, rooms.joint)
    rooms.withdraw_consent(2)
    assert "joint" not in where(meeting, rooms.party(1), rooms.party(2))


def test_whoever_comes_back_is_where_the_mediator_put_them(rooms, meeting):
    let(comes(meeting, rooms.party(1)), rooms, rooms.caucus(1))
    comes(meeting, rooms.party(1))
    assert where(meeting, rooms.party(1)) == ["caucus"]
    actions.leave_voice(VoicePlace.objects.system().get(person=rooms.party(1).person), actor=rooms.party(1))
    comes(meeting, rooms.party(1))
    assert where(meeting, rooms.party(1)) == ["waiting"]


def test_a_door_that_opens_not_this_room_hears_nothing_of_it(rooms, meeting):
    let(comes(meeting, rooms.party(1)), rooms, rooms.caucus(1))
    narrow = Reader(rooms.party(1).person, "party", "en", frozenset({rooms.joint.pk}))
    assert json.loads(placed([(narrow, meeting.pk)])[narrow, meeting.pk].told)["room"] == "waiting"
    assert doors.WITHHELD


def test_whoever_comes_by_a_new_code_is_nowhere_by_voice_until_it_is_confirmed(rooms, meeting):
    """A code that somebody else found opens no place of before, whatever address of the channel is known."""
    for actor in (rooms.party(1), rooms.party(2)):
        let(comes(meeting, actor), rooms, rooms.joint)
    who = Participant.objects.system().get(case=rooms.case, person=rooms.party(1).person)
    place, first = VoicePlace.objects.system().get(participant=who), epoch(meeting, rooms.joint)
    Participant.objects.system().filter(pk=who.pk).update(unconfirmed=clock.now())
    assert where(meeting, rooms.party(1), rooms.party(2)) == [None, "joint"]  # known at once, whatever is put right
    Participant.objects.system().filter(pk=who.pk).update(unconfirmed=None)
    cases.reissue_door(who, actor=rooms.cast.as_coordinator, word="qymyz")
    assert where(meeting, rooms.party(1), rooms.party(2)) == [None, "joint"]
    assert len(json.loads(told(meeting, rooms.party(2)).told)["people"]) == 1
    assert epoch(meeting, rooms.joint) != first and not VoicePlace.objects.system().filter(pk=place.pk).exists()


def test_the_end_of_the_meeting_leaves_nobody_anywhere(rooms, meeting):
    let(comes(meeting, rooms.party(1)), rooms, rooms.joint)
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    assert where(meeting, rooms.party(1)) == [None]
    assert not VoicePlace.objects.system().exists() and not Epoch.objects.system().exists()
    assert Meeting.objects.system().get(pk=meeting.pk).state == Meeting.ENDED


def test_people_without_a_browser_stand_on_the_list_beside_the_others(rooms, meeting):
    own = rooms.cast.parties[1]
    row = Attendance.objects.system().get(meeting=meeting, participant__person=own, gone=None)
    actions.note_attendance(meeting, actor=rooms.mediator, ways={row.participant_id: Way(Attendance.BY_PHONE)})
    let(comes(meeting, rooms.party(1)), rooms, rooms.joint)
    beside = json.loads(told(meeting, rooms.party(1)).told)["beside"]
    assert [one["way"] for one in beside] == [Attendance.BY_PHONE]
    # Who is at the table by telephone hears neither the mediators' room nor a private one.
    mediator = comes(meeting, rooms.mediator)
    for room in (rooms.team, rooms.caucus(1)):
        let(mediator, rooms, room)
        assert json.loads(told(meeting, rooms.mediator).told)["beside"] == []


def test_a_mediator_whom_not_every_side_accepted_brings_nobody_to_the_table(rooms, meeting):
    one = comes(meeting, rooms.party(1))
    second = people.second_mediator(rooms.cast, 2)
    with pytest.raises((Refused, NotFound)):
        actions.everybody_to_the_table(meeting, actor=second)
    with pytest.raises((Refused, NotFound)):
        let(one, rooms, rooms.caucus(1), actor=second)
    assert where(meeting, rooms.party(1)) == ["waiting"]


def test_out_of_a_room_that_is_not_theirs_a_mediator_fetches_nobody(rooms, meeting):
    one, second = comes(meeting, rooms.party(1)), second_mediator(rooms)
    let(one, rooms, rooms.caucus(1))
    with pytest.raises(NotFound):
        let(one, rooms, None, actor=second)
    assert where(meeting, rooms.party(1)) == ["caucus"]
    own = comes(meeting, second)
    let(own, rooms, rooms.team, actor=second)
    let(own, rooms, None, actor=second)  # of themselves they may always say it


def test_a_mediator_is_told_nothing_of_the_rooms_of_a_side_that_has_not_accepted_them(rooms, meeting):
    """Not even that something happened there: the mark by which their desk looks again stays."""
    one, second = comes(meeting, rooms.party(1)), second_mediator(rooms)
    comes(meeting, second), comes(meeting, rooms.mediator)
    before, own = told(meeting, second), [told(meeting, rooms.mediator)]
    caucus = rooms.caucus(1)

    def place(position):
        return VoicePlace.objects.system().get(person=rooms.party(position).person)

    for does in (
        lambda: actions.leave_voice(one, actor=rooms.party(1)),
        lambda: comes(meeting, rooms.party(1)),
        lambda: actions.knock(place(1), actor=rooms.party(1), what="word"),
        lambda: let(place(1), rooms, caucus),
        lambda: actions.raise_hand(place(1), actor=rooms.party(1), up=True),
        lambda: actions.give_word(place(1), actor=rooms.mediator),
        lambda: actions.lock_room(meeting, actor=rooms.mediator, space=caucus.pk, locked=True),
        lambda: actions.set_timer(meeting, actor=rooms.mediator, space=caucus.pk, minutes=5),
        lambda: let(place(1), rooms, None),
        lambda: actions.say_to_waiting(meeting, actor=rooms.mediator, side=rooms.cast.sides[0].pk, words="soon"),
    ):
        does()
        assert told(meeting, second) == before
        assert told(meeting, rooms.mediator) != own[-1]  # of whom the side has accepted, the desk looks again
        own.append(told(meeting, rooms.mediator))
    two = comes(meeting, rooms.party(2))
    before = told(meeting, second)
    actions.knock(two, actor=rooms.party(2), what="word")
    assert told(meeting, second) != before


def test_who_of_a_side_came_is_for_the_mediators_it_has_accepted(rooms, meeting):
    """Before that they know the names of the case alone: who came, waits or left they neither see nor lead."""
    second = second_mediator(rooms)
    one, two, own = (comes(meeting, actor) for actor in (rooms.party(1), rooms.party(2), second))
    joint, caucus = rooms.joint, rooms.caucus(1)
    for where in (None, caucus, joint):
        let(one, rooms, where)
        desk = voice_desk(second, meeting.pk)
        assert {guest.place for guest in desk.guests} == {two.pk, own.pk} and not (desk.joint or desk.apart)
    let(two, rooms, joint)
    # Whoever is in a room that is not theirs neither waits nor is there, of a side that accepted them or of none.
    assert {guest.place for guest in voice_desk(second, meeting.pk).guests} == {own.pk}
    with pytest.raises(Refused):
        actions.everybody_to_own_side(meeting, actor=second)
    for forbidden in (
        lambda: let(one, rooms, None, actor=second),
        lambda: let(two, rooms, None, actor=second),  # out of the joint room, which is not theirs
    ):
        with pytest.raises(NotFound):
            forbidden()
    assert where_all(meeting, rooms) == ["joint", "joint"]
    let(one, rooms, None)
    with pytest.raises(NotFound):
        let(one, rooms, None, actor=second)  # waiting: not even that there is nothing to do is told
    assert voice_desk(rooms.mediator, meeting.pk).apart
    rooms.accept(Person.objects.system().get(pk=second.person), rooms.cast.sides[0])
    desk = voice_desk(second, meeting.pk)
    assert {guest.place for guest in desk.guests} == {one.pk, two.pk, own.pk} and desk.apart
    actions.everybody_to_own_side(meeting, actor=second)
    assert where_all(meeting, rooms) == ["caucus", "caucus"]


def test_an_interpreter_in_a_room_of_theirs_alone_waits_on_no_other_desk(rooms, meeting, interpreter):
    """Listed among those who wait, a press on them would answer that they are in a private room."""
    second, spoken = second_mediator(rooms), rooms.interpreter
    comes(meeting, second)
    place = comes(meeting, spoken)
    assert place.pk in {guest.place for guest in voice_desk(second, meeting.pk).guests}
    before = told(meeting, second)
    actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=interpreter.pk)
    let(place, rooms, rooms.caucus(1))
    assert place.pk not in {guest.place for guest in voice_desk(second, meeting.pk).guests}
    assert told(meeting, second) != before


def where_all(meeting, rooms):
    return where(meeting, rooms.party(1), rooms.party(2))


def test_in_another_role_nobody_has_the_place_of_the_first(rooms, meeting):
    let(comes(meeting, rooms.mediator), rooms, rooms.caucus(1))
    assert call_for(rooms.mediator, rooms.case.pk).place
    rooms.add(rooms.cast.mediator, Participant.OBSERVER)
    other = people.acting(rooms.cast.mediator, "party")
    assert call_for(other, rooms.case.pk).place is None


def test_the_desk_is_the_mediators_alone(rooms, meeting):
    comes(meeting, rooms.party(1))
    desk = voice_desk(rooms.mediator, meeting.pk)
    assert [kind for _pk, kind, _side, _name in desk.rooms] == ["joint", "caucus", "caucus", "team"]
    assert set(desk.guests[0].rooms) == {rooms.joint.pk, rooms.caucus(1).pk}
    for actor in (rooms.party(1), rooms.interpreter, rooms.cast.as_coordinator):
        assert not decide(actor, P.PLACE_PEOPLE, meeting)
        with pytest.raises(NotFound):
            voice_desk(actor, meeting.pk)
    assert call_for(rooms.party(1), rooms.case.pk).waits
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    assert call_for(rooms.party(1), rooms.case.pk).meeting is None
    with pytest.raises(NotFound):
        call_for(rooms.cast.as_coordinator, rooms.case.pk)


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_questions_of_the_channel_do_not_grow_with_the_people(rooms, meeting, how_many, django_assert_num_queries):
    actors = [rooms.party(1), rooms.party(2), rooms.mediator][:how_many]
    for actor in actors:
        let(comes(meeting, actor), rooms, rooms.joint)
    asked = [(reader(actor), meeting.pk) for actor in actors]
    placed(asked)
    with django_assert_num_queries(7):
        placed(asked)


def test_who_sits_there_to_listen_is_told_so_and_so_are_all_who_would_hear_them(rooms, meeting):
    """An observer's microphone stays closed, and the others' pages play nothing of whatever their browser sends."""
    from bitim.room.tests.test_company import OBSERVER, SideWord, beside, says

    one, me = beside(rooms, OBSERVER)
    for position in (1, 2):
        says(rooms, position, one, SideWord.OBSERVE)
    let(comes(meeting, me), rooms, rooms.joint)
    let(comes(meeting, rooms.party(1)), rooms, rooms.joint)
    for actor in (me, rooms.party(1)):
        people = json.loads(told(meeting, actor).told)["people"]
        assert {one["name"]: one["listens"] for one in people}[one.shown_name] is True
        assert [one["listens"] for one in people].count(True) == 1
