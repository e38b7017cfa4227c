"""A room for representatives, and how people are called when a line breaks."""

import pytest

from bitim.cases.models import Participant
from bitim.demo import cast as people_of
from bitim.kernel import membership
from bitim.kernel.access import SYSTEM, NotFound, Refused
from bitim.kernel.live import cursor
from bitim.kernel.locking import write
from bitim.kernel.models import Event, Membership
from bitim.room import actions, queries
from bitim.room.models import Attendance, CallRoom, MeetingRecord, Space, Spoken, VoicePlace
from bitim.room.queries.attendance import meeting_record
from bitim.room.queries.devices import withheld_from
from bitim.room.tests.calling import comes, let, meeting, page, people, press, second_mediator, told

__all__ = ["meeting"]


def record_page(browse, rooms, meeting):
    return browse(rooms.mediator).get(f"/meetings/one/{meeting.pk}/record/").content.decode()


@pytest.fixture
def lawyers(rooms):
    """A representative of each side, by position."""
    found = {}
    for position, side in enumerate(rooms.cast.sides, start=1):
        who = people_of.person(f"Заңгер {position}", "ru")
        rooms.add(who, Participant.REPRESENTATIVE, side)
        found[position] = people_of.acting(who, "party")
    return found


@pytest.fixture
def meeting(rooms, signed, lawyers):  # noqa: F811
    return actions.open_meeting(rooms.case, actor=rooms.mediator, ways={})


def corridor(rooms):
    return Space.objects.system().get(case=rooms.case, kind=Space.CORRIDOR)


def test_representatives_and_the_mediator_meet_and_see_who_is_there(rooms, meeting, lawyers):
    actions.open_corridor(meeting, actor=rooms.mediator)
    for actor in (lawyers[1], lawyers[2], rooms.mediator):
        let(comes(meeting, actor), rooms, corridor(rooms))
    assert len(people(meeting, lawyers[1])) == 3
    seats = Membership.objects.system().filter(audience=corridor(rooms).pk, ended=None)
    here = {lawyers[1].person, lawyers[2].person, rooms.mediator.person}
    assert set(seats.values_list("person", flat=True)) == here
    # Being there is not being at the table.
    assert not Attendance.objects.system().filter(participant__person=lawyers[1].person).exclude(came=None).exists()


def test_the_people_they_represent_are_neither_in_it_nor_told(rooms, meeting, lawyers, browse):
    one, *others = (comes(meeting, actor) for actor in (rooms.party(1), lawyers[1], lawyers[2], rooms.mediator))
    theirs = membership.audiences_of(rooms.party(1).person)
    before, feeds, shown = told(meeting, rooms.party(1)), cursor.heads(theirs), page(browse, rooms, rooms.party(1))
    actions.open_corridor(meeting, actor=rooms.mediator)
    for other in others:
        let(other, rooms, corridor(rooms))
    assert told(meeting, rooms.party(1)) == before
    assert cursor.heads(membership.audiences_of(rooms.party(1).person)) == feeds
    assert len(page(browse, rooms, rooms.party(1))) == len(shown)
    with pytest.raises(Refused):
        let(one, rooms, corridor(rooms))
    event = Event.objects.system().get(kind="CorridorOpened")
    assert event.audience == corridor(rooms).pk and list(event.payload) == ["space"]


def test_nobody_but_a_mediator_of_all_opens_it_and_only_for_somebody(rooms, meeting, lawyers):
    second = second_mediator(rooms)
    for actor in (rooms.party(1), lawyers[1], second, rooms.cast.as_coordinator):
        with pytest.raises((Refused, NotFound)):
            actions.open_corridor(meeting, actor=actor)
    for position in (1, 2):
        rooms.remove(Participant.objects.system().get(person=lawyers[position].person))
    with pytest.raises(Refused):
        actions.open_corridor(meeting, actor=rooms.mediator)
    assert not Space.objects.system().filter(kind=Space.CORRIDOR, open=True).exists()


def test_whoever_is_a_party_too_represents_nobody_here(rooms, meeting, lawyers):
    held = Participant.objects.system().get(person=lawyers[1].person)
    Participant.objects.create(
        case=held.case, side=held.side, person=held.person, role=Participant.PARTY, shown_name="x", since=held.since
    )
    actions.open_corridor(meeting, actor=rooms.mediator)
    assert not membership.is_member(corridor(rooms).pk, lawyers[1].person)
    assert membership.is_member(corridor(rooms).pk, lawyers[2].person)


def test_kept_apart_there_is_no_such_room(rooms, signed, lawyers):
    rooms.go_apart()
    apart = actions.open_meeting(rooms.case, actor=rooms.mediator, mode="shuttle", ways={})
    with pytest.raises(Refused):
        actions.open_corridor(apart, actor=rooms.mediator)


def test_a_meeting_held_apart_of_sides_that_may_meet_has_none_either(rooms, signed, lawyers):
    apart = actions.open_meeting(rooms.case, actor=rooms.mediator, mode="shuttle", ways={})
    with pytest.raises(Refused):
        actions.open_corridor(apart, actor=rooms.mediator)


@pytest.mark.parametrize("ends", ["closed", "withdrawn", "over", "apart"])
def test_it_ends_with_all_who_are_in_it(rooms, meeting, lawyers, ends):
    actions.open_corridor(meeting, actor=rooms.mediator)
    let(comes(meeting, lawyers[1]), rooms, corridor(rooms))
    by = {
        "closed": lambda: actions.close_corridor(meeting, actor=rooms.mediator),
        "withdrawn": lambda: rooms.withdraw_consent(2),
        "over": lambda: actions.end_meeting(rooms.case, actor=rooms.mediator),
        "apart": rooms.go_apart,
    }
    by[ends]()
    assert not corridor(rooms).open
    assert not Membership.objects.system().filter(audience=corridor(rooms).pk, ended=None).exists()
    assert not VoicePlace.objects.system().filter(space=corridor(rooms)).exists()
    assert Event.objects.system().filter(kind="CorridorClosed").count() == 1
    assert not membership.is_member(corridor(rooms).pk, rooms.mediator.person)


@pytest.mark.parametrize("inside", [True, False])
def test_opened_again_it_begins_as_if_for_the_first_time(rooms, meeting, lawyers, browse, inside):
    """Lock, time, who has the word, raised hands, what was measured: of another talk, of other people perhaps."""
    actions.open_corridor(meeting, actor=rooms.mediator)
    one, here = comes(meeting, lawyers[1]), {"actor": rooms.mediator, "space": corridor(rooms).pk}
    if inside:
        let(one, rooms, corridor(rooms))
        actions.give_word(one, actor=rooms.mediator)
        actions.raise_hand(one, actor=lawyers[1], up=True)
        actions.measure(meeting, on=True, **here)
        actions.tell_spoken(one, actor=lawyers[1], turns=3, seconds=20)
    actions.set_timer(meeting, minutes=15, **here)
    actions.interpret_together(meeting, on=True, **here)
    actions.lock_room(meeting, locked=True, **here)
    actions.close_corridor(meeting, actor=rooms.mediator)
    assert not CallRoom.objects.system().exists() and not Spoken.objects.system().exists()
    actions.open_corridor(meeting, actor=rooms.mediator)
    for actor in (lawyers[1], lawyers[2]):  # not locked
        let(comes(meeting, actor), rooms, corridor(rooms))
    assert not any(one["hand"] or one["turn"] for one in people(meeting, lawyers[2]))
    shown = page(browse, rooms, lawyers[2], "mine") + page(browse, rooms, rooms.mediator, "desk")
    assert not any(word in shown for word in ("data-left", "locked:", "has the word", "minutes in", "speaks, so that"))


def test_rooms_put_right_leave_none_open_without_a_meeting(rooms, meeting, lawyers):
    actions.open_corridor(meeting, actor=rooms.mediator)
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    Space.objects.system().filter(kind=Space.CORRIDOR).update(open=True)
    with write():
        actions.arrange(rooms.case, actor=SYSTEM)
    assert not corridor(rooms).open and not membership.members(corridor(rooms).pk)


def test_nothing_is_written_in_it_and_it_has_no_page(rooms, meeting, lawyers, browse):
    actions.open_corridor(meeting, actor=rooms.mediator)
    with pytest.raises(Refused):
        actions.post(corridor(rooms), actor=lawyers[1], words="between us")
    with pytest.raises(NotFound):
        queries.space_for(lawyers[1], corridor(rooms).pk)
    assert browse(lawyers[1]).get(f"/room/{corridor(rooms).pk}/").status_code == 404
    for actor in (lawyers[1], rooms.mediator):
        assert Space.CORRIDOR not in {room.kind for room in queries.spaces_for(actor, rooms.case.pk)}
        with pytest.raises(NotFound):
            actions.join_meeting(corridor(rooms), actor=actor)


def test_behind_a_screen_that_others_share_it_is_not_heard(rooms, meeting, lawyers):
    actions.open_corridor(meeting, actor=rooms.mediator)
    who = Participant.objects.system().get(person=lawyers[1].person)
    actions.note_attendance(meeting, actor=rooms.mediator, ways={who.pk: actions.Way(Attendance.SHARED)})
    assert corridor(rooms).pk in withheld_from([who.person_id])[who.person_id]


def test_the_record_says_that_it_was_opened_and_no_more(rooms, meeting, lawyers, browse):
    actions.open_corridor(meeting, actor=rooms.mediator)
    let(comes(meeting, lawyers[1]), rooms, corridor(rooms))
    actions.close_corridor(meeting, actor=rooms.mediator)
    assert meeting_record(rooms.mediator, meeting.pk).corridor
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    assert meeting_record(rooms.mediator, meeting.pk).corridor
    kept = MeetingRecord.objects.system().get(meeting=meeting).content
    assert kept["corridor"] is True
    assert "room for representatives" in record_page(browse, rooms, meeting)


def test_the_record_of_a_meeting_without_one_says_nothing(rooms, meeting, browse):
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    assert not meeting_record(rooms.mediator, meeting.pk).corridor
    assert "representatives" not in record_page(browse, rooms, meeting)


def test_the_desk_opens_and_closes_it_by_plain_forms(rooms, meeting, lawyers, browse):
    assert "Open this room" in page(browse, rooms, rooms.mediator)
    assert press(browse, rooms, rooms.mediator, act="corridor").status_code == 303
    desk = page(browse, rooms, rooms.mediator, "desk")
    assert "representatives&#x27; room" in desk and "Open this room" not in desk
    assert press(browse, rooms, rooms.mediator, act="no_corridor").status_code == 303
    assert "Open this room" in page(browse, rooms, rooms.mediator, "desk")
    assert press(browse, rooms, lawyers[1], act="corridor").status_code in (404, 409)


# --- telephones ----------------------------------------------------------------------------------------


def number_of(rooms, position):
    return str(rooms.cast.parties[position - 1].phone)


def test_the_desk_has_everybodys_telephone_whether_they_came_or_not(rooms, meeting, browse):
    desk = page(browse, rooms, rooms.mediator, "desk")
    assert number_of(rooms, 1) in desk and number_of(rooms, 2) in desk
    comes(meeting, rooms.party(1))
    assert page(browse, rooms, rooms.mediator, "desk").count(number_of(rooms, 1)) == 2  # beside the name, too


def test_whoever_is_not_to_be_called_has_no_number_there(rooms, meeting, browse):
    who = rooms.cast.parties[0]
    who.safe_contact = {"how": "write"}
    who.save()
    desk = page(browse, rooms, rooms.mediator, "desk")
    assert number_of(rooms, 1) not in desk and "asked to be written to, not called" in desk
    who.safe_contact = {"how": "call", "seen_by": "family"}
    who.save()
    desk = page(browse, rooms, rooms.mediator, "desk")
    assert number_of(rooms, 1) in desk and "not called" not in desk
    assert "Somebody else" in desk or "somebody else" in desk


def test_a_telephone_is_for_mediators_whom_that_side_has_accepted(rooms, meeting, browse):
    second = second_mediator(rooms)
    desk = page(browse, rooms, second, "desk")
    assert number_of(rooms, 1) not in desk and number_of(rooms, 2) in desk
    comes(meeting, rooms.party(2))
    assert number_of(rooms, 1) not in page(browse, rooms, rooms.party(2))
    assert number_of(rooms, 2) not in page(browse, rooms, rooms.party(2))
