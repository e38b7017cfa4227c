"""By which way everybody takes part: in the room, by phone, at a shared device, in a browser of their own."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bitim.cases.models import Participant
from bitim.demo import cast
from bitim.kernel import clock, keystore, membership
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.locking import write
from bitim.kernel.models import Door, Event
from bitim.kernel.sealed import GONE
from bitim.room import actions, queries
from bitim.room.actions import Way
from bitim.room.models import Aside, AsideRecord, Attendance, MeetingRecord, Presence

IN_ROOM, BY_PHONE, SHARED, OWN, ABSENT = Attendance.CHANNELS


@pytest.fixture
def elder(rooms):
    """A man of side 1 with no device: no door was ever opened by him."""
    who = cast.person("Қария Жұмабай")
    made = Participant.objects.create(
        case=rooms.case, side=rooms.cast.sides[0], person=who, role="party", shown_name="Қария", since=clock.now()
    )
    with write():
        for space in (rooms.joint, rooms.caucus(1)):
            membership.join(space.pk, who.pk, "party", why="test", from_start=True)
    return made


def part(rooms, person):
    return Participant.objects.system().exclude(role="coordinator").get(case=rooms.case, person=person, ended=None).pk


def opened(rooms, mode="joint", **ways):
    """Open a meeting; `own`, `other`, `med` and `elder` say by which way these take part."""
    people = {"own": rooms.cast.parties[0], "other": rooms.cast.parties[1], "med": rooms.cast.mediator}
    said = {part(rooms, people[who]): Way(way) for who, way in ways.items()}
    return actions.open_meeting(rooms.case, actor=rooms.mediator, mode=mode, ways=said)


def seen(rooms, reader, space):
    return {(one.person.name, one.channel) for one in queries.company_in(reader, space)}


def test_a_meeting_opens_when_everybody_has_a_way(rooms, signed, elder):
    with pytest.raises(Refused) as no:
        opened(rooms)
    assert "Қария" in str(no.value.reason) and "Виктор" not in str(no.value.reason)
    ways = {elder.pk: Way(BY_PHONE)}
    meeting = actions.open_meeting(rooms.case, actor=rooms.mediator, ways=ways)
    rows = dict(Attendance.objects.system().filter(meeting=meeting).values_list("participant__shown_name", "channel"))
    assert sorted(rows.values()) == sorted([BY_PHONE, OWN, OWN, OWN])


def test_absent_is_a_way_too(rooms, signed, elder):
    meeting = actions.open_meeting(rooms.case, actor=rooms.mediator, ways={elder.pk: Way(ABSENT)})
    assert seen(rooms, rooms.party(1), rooms.joint) == set()
    actions.note_attendance(meeting, actor=rooms.mediator, ways={elder.pk: Way(IN_ROOM)})
    assert seen(rooms, rooms.party(2), rooms.joint) == {("Қария", IN_ROOM)}


def test_the_table_sees_who_is_in_the_room_and_on_the_phone(rooms, signed, elder):
    opened_as = {elder.pk: Way(BY_PHONE), part(rooms, rooms.cast.parties[0]): Way(IN_ROOM)}
    actions.open_meeting(rooms.case, actor=rooms.mediator, ways=opened_as)
    actions.join_meeting(rooms.joint, actor=rooms.party(2))
    expected = {("Қария", BY_PHONE), ("Айгерім Оспанова", IN_ROOM), ("Виктор Ким", OWN)}
    assert seen(rooms, rooms.party(2), rooms.joint) == expected
    actions.leave_meeting(rooms.joint, actor=rooms.party(2))
    assert ("Виктор Ким", OWN) not in seen(rooms, rooms.party(1), rooms.joint)


def test_coming_by_browser_is_noted_and_does_not_overrule_the_mediator(rooms, signed):
    opened(rooms, own=IN_ROOM)
    actions.join_meeting(rooms.joint, actor=rooms.party(1))
    actions.join_meeting(rooms.joint, actor=rooms.party(2))
    rows = Attendance.objects.system().exclude(came=None)
    assert set(rows.values_list("channel", flat=True)) == {IN_ROOM, OWN}
    assert seen(rooms, rooms.party(2), rooms.joint) == {("Айгерім Оспанова", IN_ROOM), ("Виктор Ким", OWN)}


def test_apart_no_side_sees_the_other_s_people_or_ways(rooms, signed, elder):
    rooms.go_apart()
    ways = {elder.pk: Way(BY_PHONE), part(rooms, rooms.cast.parties[1]): Way(IN_ROOM)}
    meeting = actions.open_meeting(rooms.case, actor=rooms.mediator, ways=ways)
    before = heads(rooms)
    assert seen(rooms, rooms.party(1), rooms.caucus(1)) == {("Қария", BY_PHONE)}
    assert seen(rooms, rooms.party(2), rooms.caucus(2)) == {("Виктор Ким", IN_ROOM)}
    with pytest.raises(NotFound):
        queries.company_in(rooms.party(2), rooms.caucus(1))
    actions.note_attendance(meeting, actor=rooms.mediator, ways={elder.pk: Way(ABSENT)})
    after = heads(rooms)
    assert after[rooms.caucus(1).pk] == before[rooms.caucus(1).pk] + 1
    assert after[rooms.caucus(2).pk] == before[rooms.caucus(2).pk]


def heads(rooms):
    return {space.pk: membership.head_of(space.pk).head for space in (rooms.joint, rooms.caucus(1), rooms.caucus(2))}


def test_two_behind_one_screen_are_of_one_side_and_both_named(rooms, signed, elder):
    own, other = (part(rooms, one) for one in rooms.cast.parties)
    meeting = actions.open_meeting(
        rooms.case, actor=rooms.mediator, ways={own: Way(SHARED), elder.pk: Way(SHARED, behind=own)}
    )
    here = {one.person.name: one.behind for one in queries.company_in(rooms.party(2), rooms.joint)}
    assert here == {"Айгерім Оспанова": "", "Қария": "Айгерім Оспанова"}
    bad = ({other: Way(SHARED, behind=own)}, {own: Way(SHARED, behind=elder.pk)}, {own: Way(IN_ROOM, behind=elder.pk)})
    for ways in bad:
        with pytest.raises(Refused):
            actions.note_attendance(meeting, actor=rooms.mediator, ways=ways)
    actions.note_aside(rooms.caucus(1), actor=rooms.mediator, people=[own])
    aside = {one.person.name for one in queries.aside_in(rooms.party(1), rooms.caucus(1))}
    assert aside == {"Айгерім Оспанова", "Қария", "Сәуле Ахметова"}


def test_going_aside_is_told_in_that_room_alone(rooms, signed):
    meeting = opened(rooms, own=IN_ROOM, other=IN_ROOM, med=IN_ROOM)
    table, before = seen(rooms, rooms.party(2), rooms.joint), heads(rooms)
    actions.note_aside(rooms.caucus(1), actor=rooms.mediator, people=[part(rooms, rooms.cast.parties[0])])
    assert {one.channel for one in queries.aside_in(rooms.party(1), rooms.caucus(1))} == {IN_ROOM}
    assert seen(rooms, rooms.party(2), rooms.joint) == table
    after = heads(rooms)
    assert {pk for pk in after if after[pk] != before[pk]} == {rooms.caucus(1).pk}
    with pytest.raises(NotFound):
        queries.aside_in(rooms.party(2), rooms.caucus(1))
    with pytest.raises(NotFound):
        actions.note_aside(rooms.caucus(1), actor=rooms.mediator, people=[part(rooms, rooms.cast.parties[1])])
    for actor in (rooms.party(1), rooms.cast.as_coordinator):
        with pytest.raises((Refused, NotFound)):
            actions.note_aside(rooms.caucus(1), actor=actor, people=[])
    actions.note_aside(rooms.caucus(1), actor=rooms.mediator, people=[])
    assert queries.aside_in(rooms.party(1), rooms.caucus(1)) == []
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    for_mediator = queries.meeting_record(rooms.mediator, meeting.pk)
    assert [side.side_name for side in for_mediator.asides] == ["Жоғарғы ауыл"]
    assert queries.meeting_record(rooms.cast.as_coordinator, meeting.pk).asides == ()
    assert queries.meeting_record(cast.second_mediator(rooms.cast, 2), meeting.pk).asides == ()


def test_the_record_says_who_how_when_where_and_nothing_else(rooms, signed, elder):
    later = actions.plan_meeting(
        rooms.case, actor=rooms.mediator, starts=clock.now() + timedelta(days=9), mode="shuttle"
    )
    meeting = opened_with(rooms, elder)
    actions.note_attendance(meeting, actor=rooms.mediator, ways={elder.pk: Way(IN_ROOM)})
    live = queries.meeting_record(rooms.cast.as_coordinator, meeting.pk)
    assert live.ended is None and len(live.people) == 5
    actions.post(rooms.joint, actor=rooms.mediator, words="құпия-сөз")
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    record = queries.meeting_record(rooms.cast.as_coordinator, meeting.pk)
    his = [(one.channel, one.came is not None, one.gone is not None) for one in record.people if one.name == "Қария"]
    assert sorted(his) == [(BY_PHONE, True, True), (IN_ROOM, True, True)]
    assert (record.place, record.stage, record.next) == ("centre", "meetings", later.starts)
    assert record.address["en"] == "40 Kurmangazy Street"
    assert "құпия" not in repr(record)
    kept = MeetingRecord.objects.system().get(meeting=meeting)
    assert kept.channels == [BY_PHONE, IN_ROOM] and kept.scope_of("content").klass == "archive"
    for model in (Attendance, Aside, Presence):
        assert not model.objects.system().exists()
    for actor in (rooms.party(1), rooms.party(2), rooms.interpreter):
        with pytest.raises(NotFound):
            queries.meeting_record(actor, meeting.pk)


def opened_with(rooms, elder):
    return actions.open_meeting(rooms.case, actor=rooms.mediator, ways={elder.pk: Way(BY_PHONE)})


def test_the_record_outlives_the_words_and_what_was_aside_goes_with_them(rooms, signed):
    meeting = opened(rooms, own=IN_ROOM, other=IN_ROOM)
    actions.note_aside(rooms.caucus(1), actor=rooms.mediator, people=[part(rooms, rooms.cast.parties[0])])
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    keystore.store().shred(case=rooms.case.pk, classes=["side", "joint", "private"])
    assert {one.name for one in queries.meeting_record(rooms.cast.as_coordinator, meeting.pk).people} >= {"Виктор Ким"}
    assert AsideRecord.objects.system().select_related("space").get().content == GONE
    assert queries.meeting_record(rooms.mediator, meeting.pk).asides == ()


def test_everyone_apart_now_keeps_everybody_s_way(rooms, signed, elder):
    opened_with(rooms, elder)
    meeting = actions.everyone_apart(rooms.case, actor=rooms.mediator)
    assert meeting.mode == "shuttle"
    assert seen(rooms, rooms.party(1), rooms.caucus(1)) == {("Қария", BY_PHONE)}
    assert MeetingRecord.objects.system().count() == 1


def test_a_withdrawn_consent_ends_attendance_with_the_meeting(rooms, signed):
    opened(rooms, own=IN_ROOM, other=BY_PHONE)
    rooms.withdraw_consent(2)
    assert not Attendance.objects.system().exists()
    assert MeetingRecord.objects.system().count() == 1


def test_noting_twice_is_noting_once_and_never_after_the_end(rooms, signed, elder):
    meeting = opened_with(rooms, elder)
    for _ in range(2):
        actions.note_attendance(meeting, actor=rooms.mediator, ways={elder.pk: Way(IN_ROOM)}, key="once")
    assert Attendance.objects.system().filter(participant=elder).count() == 2
    assert Event.objects.system().filter(kind="AttendanceNoted").count() == 1
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    with pytest.raises(Refused):
        actions.note_attendance(meeting, actor=rooms.mediator, ways={elder.pk: Way(IN_ROOM)})
    with pytest.raises((Refused, NotFound)):
        actions.note_attendance(meeting, actor=rooms.cast.as_coordinator, ways={})


def test_one_form_notes_and_opens(rooms, signed, elder, browse):
    page, client = reverse("room:who", args=[rooms.case.pk]), browse(rooms.mediator)
    assert client.post(page, {"act": "joint"}).status_code == 409
    answer = client.post(page, {"act": "joint", f"way-{elder.pk}": BY_PHONE})
    assert answer.status_code == 303
    assert "Қария</bdi> (party, by phone)" in client.get(reverse("room:space", args=[rooms.joint.pk])).content.decode()
    party = browse(rooms.party(2)).get(reverse("room:space", args=[rooms.joint.pk])).content.decode()
    assert "Қария (by phone)" in party
    assert client.post(page, {"act": "keep", f"way-{elder.pk}": "nowhere"}).status_code == 409
    assert client.post(page, {"act": "keep", "way-x": "in_room"}).status_code == 409
    assert browse(rooms.party(1)).get(page).status_code == 404
    assert browse(rooms.cast.as_coordinator).get(page).status_code == 404


def test_records_are_read_on_a_page_by_staff_of_the_case(rooms, signed, browse):
    meeting = opened(rooms, own=IN_ROOM, other=BY_PHONE)
    actions.note_aside(rooms.caucus(1), actor=rooms.mediator, people=[part(rooms, rooms.cast.parties[0])])
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    page = reverse("room:record", args=[meeting.pk])
    mine = browse(rooms.mediator).get(page).content.decode()
    theirs = browse(rooms.cast.as_coordinator).get(page).content.decode()
    assert "Aside with" in mine and "Aside with" not in theirs
    assert "by phone" in theirs and "40 Kurmangazy Street" in theirs
    assert browse(rooms.party(1)).get(page).status_code == 404
    assert str(meeting.pk) in browse(rooms.mediator).get(reverse("room:held", args=[rooms.case.pk])).content.decode()


def test_a_door_that_was_never_opened_is_no_way(rooms, signed, elder):
    Door.objects.create(person=elder.person_id, subject=rooms.case.pk, purpose="case", made=clock.now())
    with pytest.raises(Refused):
        opened(rooms)
