"""Meetings: guarded by the state of the case; presence lives only in a live one, only in its room."""

from datetime import timedelta

import pytest

from bitim.cases.facts import facts_of
from bitim.cases.models import Participant
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.room import actions, queries
from bitim.room.models import Meeting, Presence, VoicePlace


def test_no_meeting_without_a_signed_agreement(rooms):
    with pytest.raises(Refused):
        actions.open_meeting(rooms.case, actor=rooms.mediator)


def test_only_the_mediator_opens_one(rooms, signed):
    for actor in (rooms.party(1), rooms.cast.as_coordinator):
        with pytest.raises((Refused, NotFound)):
            actions.open_meeting(rooms.case, actor=actor)
    actions.open_meeting(rooms.case, actor=rooms.mediator)
    assert facts_of(rooms.case).meeting_live
    with pytest.raises(Refused):
        actions.open_meeting(rooms.case, actor=rooms.mediator)


def test_a_case_held_apart_has_no_joint_meeting(rooms, signed):
    rooms.go_apart()
    with pytest.raises(Refused):
        actions.open_meeting(rooms.case, actor=rooms.mediator, mode="joint")
    assert actions.open_meeting(rooms.case, actor=rooms.mediator).mode == "shuttle"


def test_a_planned_meeting_becomes_the_live_one(rooms, signed):
    planned = actions.plan_meeting(rooms.case, actor=rooms.mediator, starts=clock.now() + timedelta(days=1))
    assert [m.state for m in queries.meetings_for(rooms.party(1), rooms.case.pk)] == ["planned"]
    opened = actions.open_meeting(rooms.case, actor=rooms.mediator)
    assert opened.pk == planned.pk
    with pytest.raises(Refused):
        actions.plan_meeting(rooms.case, actor=rooms.mediator, starts=clock.now() - timedelta(days=1))


def test_presence_is_seen_in_the_room_and_forgotten_at_the_end(rooms, signed):
    with pytest.raises(Refused):
        actions.join_meeting(rooms.joint, actor=rooms.party(1))
    actions.open_meeting(rooms.case, actor=rooms.mediator)
    actions.join_meeting(rooms.joint, actor=rooms.party(1))
    actions.join_meeting(rooms.joint, actor=rooms.mediator)
    actions.join_meeting(rooms.joint, actor=rooms.party(1))
    assert len(queries.present_in(rooms.party(2), rooms.joint)) == 2
    actions.join_meeting(rooms.caucus(1), actor=rooms.mediator)
    assert [p.name for p in queries.present_in(rooms.party(2), rooms.joint)] == ["Айгерім Оспанова"]
    with pytest.raises(NotFound):
        queries.present_in(rooms.party(2), rooms.caucus(1))
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    assert not Presence.objects.system().exists()
    with pytest.raises(Refused):
        actions.end_meeting(rooms.case, actor=rooms.mediator)


def test_a_side_that_goes_aside_stays_where_it_was_for_the_others(rooms, signed):
    actions.open_meeting(rooms.case, actor=rooms.mediator)
    actions.join_meeting(rooms.joint, actor=rooms.party(1))
    assert queries.live_in(rooms.party(1), rooms.caucus(1)) is None
    with pytest.raises(NotFound):
        actions.join_meeting(rooms.caucus(1), actor=rooms.party(1))
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="own")
    assert [p.name for p in queries.present_in(rooms.party(2), rooms.joint)] == ["Айгерім Оспанова"]


def test_apart_a_side_sees_nothing_of_the_other(rooms, signed):
    rooms.go_apart()
    actions.open_meeting(rooms.case, actor=rooms.mediator)
    actions.join_meeting(rooms.caucus(1), actor=rooms.party(1))
    assert queries.present_in(rooms.party(2), rooms.caucus(2)) == []
    with pytest.raises(NotFound):
        actions.join_meeting(rooms.joint, actor=rooms.party(2))


def test_a_withdrawn_consent_ends_the_joint_meeting(rooms, signed):
    actions.open_meeting(rooms.case, actor=rooms.mediator)
    actions.join_meeting(rooms.joint, actor=rooms.party(1))
    rooms.withdraw_consent(2)
    assert not Meeting.objects.system().filter(state="live").exists()
    assert not Presence.objects.system().exists()


def test_a_withdrawn_consent_ends_a_meeting_held_apart_too(rooms, signed):
    rooms.go_apart()
    meeting = actions.open_meeting(rooms.case, actor=rooms.mediator)
    place = actions.come_by_voice(meeting, actor=rooms.party(2), alone=True, records_nothing=True)
    actions.let_in(place, actor=rooms.mediator, space=rooms.caucus(2).pk)
    rooms.withdraw_consent(2)
    assert not Meeting.objects.system().filter(state="live").exists()
    assert not VoicePlace.objects.system().exists()
    assert rooms.caucus(1).open and rooms.caucus(2).open  # in writing each side goes on with the mediator


def test_a_person_who_leaves_is_present_no_more(rooms, signed):
    late = cast.person("Марат")
    place = rooms.add(late, Participant.SPOKESPERSON, rooms.cast.sides[0])
    actions.open_meeting(rooms.case, actor=rooms.mediator)
    actions.join_meeting(rooms.joint, actor=cast.acting(late, "party"))
    rooms.remove(place)
    assert not Presence.objects.system().exists()


def test_a_meeting_held_apart_is_not_in_the_joint_room(rooms, signed):
    actions.open_meeting(rooms.case, actor=rooms.mediator, mode="shuttle")
    with pytest.raises(Refused):
        actions.join_meeting(rooms.joint, actor=rooms.party(1))
    assert queries.live_in(rooms.party(1), rooms.joint) is None


def test_apart_a_side_hears_of_no_joint_meeting(rooms, signed):
    actions.plan_meeting(rooms.case, actor=rooms.mediator, starts=clock.now() + timedelta(days=1), mode="joint")
    assert len(queries.meetings_for(rooms.party(1), rooms.case.pk)) == 1
    rooms.go_apart()
    assert queries.meetings_for(rooms.party(1), rooms.case.pk) == []


def test_a_meeting_in_which_the_last_person_signs_can_be_ended(rooms, signed):
    meeting = actions.open_meeting(rooms.case, actor=rooms.mediator)
    rooms.case.stage = "performance"
    rooms.case.save(update_fields=["stage"])
    actions.end_meeting(rooms.case, actor=rooms.mediator)
    meeting.refresh_from_db()
    assert meeting.state == Meeting.ENDED
