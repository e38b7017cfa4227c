"""What is new and what meets, of all cases at once: the same as room by room, and nothing that is not one's own."""

from datetime import timedelta

import pytest

from bitim.cases.models import Case, Participant
from bitim.demo import cast as people
from bitim.kernel import clock, membership
from bitim.kernel.access import VISITOR
from bitim.kernel.locking import write
from bitim.room import actions, queries
from bitim.room.models import Meeting, Message, Space
from bitim.room.queries.across import counts_for, meetings_due, news_for

from .conftest import seated


def by_rooms(actor) -> dict:
    """The unread of `unread_for`, added up by case."""
    found: dict = {}
    for space, count in queries.unread_for(actor).items():
        case = Space.objects.system().get(pk=space).case_id
        found[case] = found.get(case, 0) + count
    return found


def same(*actors) -> dict:
    """What is new for each, having held both ways of counting together."""
    told = {}
    for actor in actors:
        new = {one.case for one in news_for(actor)}
        told[actor.person] = counts_for(actor, new)
        assert counts_for(actor, Case.objects.system().values_list("pk", flat=True)) == told[actor.person]
        assert new == told[actor.person].keys()
        assert told[actor.person] == by_rooms(actor)
    return told


def everybody(rooms):
    return rooms.mediator, rooms.interpreter, rooms.party(1), rooms.party(2), rooms.cast.as_coordinator


def test_it_is_what_is_counted_room_by_room(rooms, interpreter):
    actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=interpreter.pk)
    first = actions.post(rooms.caucus(1), actor=rooms.party(1), words="one")
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="two")
    actions.post(rooms.caucus(2), actor=rooms.party(2), words="three")
    actions.post(rooms.joint, actor=rooms.mediator, words="four")
    told = same(*everybody(rooms))
    assert told[rooms.mediator.person] == {rooms.case.pk: 3}
    assert told[rooms.interpreter.person] == {rooms.case.pk: 2}
    assert told[rooms.party(2).person] == {rooms.case.pk: 1}
    assert told[rooms.cast.coordinator.pk] == {}
    actions.mark_read(rooms.caucus(1), actor=rooms.mediator, seq=first.seq)
    assert same(*everybody(rooms))[rooms.mediator.person] == {rooms.case.pk: 2}
    actions.withdraw_message(actions.post(rooms.joint, actor=rooms.party(1), words="no"), actor=rooms.party(1))
    same(*everybody(rooms))


def test_what_is_shown_and_taken_back_counts_alike(rooms):
    item = actions.post(rooms.caucus(2), actor=rooms.party(2), words="ours")
    line = actions.release(item, actor=rooms.party(2))
    assert same(*everybody(rooms))[rooms.party(1).person] == {rooms.case.pk: 1}
    actions.withdraw_release(line, actor=rooms.party(2))
    assert same(*everybody(rooms))[rooms.party(1).person] == {}


def test_only_what_was_said_while_one_belonged(rooms):
    me, joint = rooms.party(1), rooms.joint
    actions.post(joint, actor=rooms.party(2), words="before")
    with write():
        membership.leave(joint.pk, me.person)
    actions.post(joint, actor=rooms.party(2), words="while away")
    assert same(me)[me.person] == {}
    with write():
        membership.join(joint.pk, me.person, "party", why="test")
    actions.post(joint, actor=rooms.party(2), words="after")
    assert same(me)[me.person] == {rooms.case.pk: 2}


def test_what_was_kept_back_is_not_counted(rooms):
    me = rooms.party(1)
    actions.post(rooms.joint, actor=rooms.party(2), words="for whoever it really is")
    with write():
        membership.keep_back(me.person, "party")
    assert same(me)[me.person] == {}


def test_the_longest_unanswered_comes_first_and_others_cases_never(rooms):
    other = seated(slug="other", number="40712237")
    with write():
        membership.join(other.joint.pk, rooms.cast.mediator.pk, "mediator", why="a seat without a part in the case")
    actions.post(other.joint, actor=other.party(1), words="not theirs")
    actions.post(rooms.joint, actor=rooms.party(1), words="theirs")
    (one,) = news_for(rooms.mediator)
    assert (one.case, counts_for(rooms.mediator, [one.case])) == (rooms.case.pk, {rooms.case.pk: 1})
    assert one.since <= clock.now()
    assert [found.case for found in news_for(other.mediator)] == [other.case.pk]


def test_a_seat_counts_in_its_own_role_alone(rooms):
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="for the mediator")
    mediator = rooms.cast.mediator
    Participant.objects.create(case=rooms.case, person=mediator, role="interpreter", shown_name="M", since=clock.now())
    assert same(rooms.mediator)[mediator.pk] == {rooms.case.pk: 1}
    assert same(people.acting(mediator, "interpreter", rooms.cast.centre))[mediator.pk] == {}


def test_a_closed_case_waits_for_nobody(rooms):
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="one")
    Meeting.objects.create(case=rooms.case, mode="joint", starts=clock.now())
    assert news_for(rooms.mediator)
    assert meetings_due(rooms.mediator)
    rooms.case.closed = clock.now()
    rooms.case.save()
    assert (news_for(rooms.mediator), meetings_due(rooms.mediator)) == ([], [])


def test_the_live_meeting_or_the_soonest(rooms):
    now = clock.now()
    for days in (3, 2):
        Meeting.objects.create(case=rooms.case, mode="joint", starts=now + timedelta(days=days))
    Meeting.objects.create(case=rooms.case, mode="joint", starts=now, state=Meeting.ENDED)
    (due,) = meetings_due(rooms.mediator)
    assert (due.live, due.starts) == (False, now + timedelta(days=2))
    Meeting.objects.create(case=rooms.case, mode="joint", starts=now + timedelta(days=4), state=Meeting.LIVE)
    (due,) = meetings_due(rooms.mediator)
    assert (due.live, due.starts) == (True, now + timedelta(days=4))
    for actor in (rooms.party(1), rooms.cast.as_coordinator, rooms.interpreter, VISITOR):
        assert meetings_due(actor) == []
    assert news_for(VISITOR) == []


@pytest.mark.parametrize("how_many", [2, 30])
def test_one_question_each_however_many_rooms(rooms, how_many, django_assert_num_queries):
    now, who = clock.now(), rooms.cast.mediator
    for number in range(how_many):
        case = Case.objects.create(
            centre=rooms.cast.centre, number=f"{30_000_000 + number}", pack="kz", stage_since=now, made=now
        )
        Participant.objects.create(case=case, person=who, role="mediator", shown_name="M", since=now)
        space = Space.objects.create(case=case, kind=Space.JOINT, open=True, made=now)
        with write():
            membership.join(space.pk, who.pk, "mediator", why="test")
        Message.objects.create(space=space, seq=1, author=rooms.cast.parties[0], language="kk", body="one", at=now)
    assert len(news_for(rooms.mediator)) == how_many
    with django_assert_num_queries(1):
        news = news_for(rooms.mediator)
    with django_assert_num_queries(1):
        assert sum(counts_for(rooms.mediator, [one.case for one in news]).values()) == how_many
    with django_assert_num_queries(1):
        meetings_due(rooms.mediator)
