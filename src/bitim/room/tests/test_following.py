"""Rooms follow the case's own actions in the same transaction."""

import pytest

from bitim.cases import actions as cases
from bitim.cases import events
from bitim.cases.models import Side
from bitim.kernel.access import NotFound
from bitim.room import actions, queries
from bitim.room.models import Space


def out_of(rooms, position, space):
    try:
        queries.space_for(rooms.party(position), space.pk)
    except NotFound:
        return True
    return False


def _mediator_is_out(rooms, space):
    try:
        queries.space_for(rooms.mediator, space.pk)
    except NotFound:
        return True
    return False


def test_withdrawing_consent_closes_the_joint_room_for_all(rooms):
    cases.withdraw_consent(rooms.cast.sides[0].pk, actor=rooms.party(1))
    assert out_of(rooms, 1, rooms.joint)
    assert out_of(rooms, 2, rooms.joint)
    assert not out_of(rooms, 1, rooms.caucus(1))
    cases.give_consent(rooms.cast.sides[0].pk, actor=rooms.party(1), language="kk")
    assert not out_of(rooms, 1, rooms.joint)


def test_working_apart_closes_the_joint_room_and_together_opens_it(rooms):
    cases.switch_mode(rooms.case.pk, actor=rooms.mediator, mode="shuttle")
    assert out_of(rooms, 2, rooms.joint)
    cases.switch_mode(rooms.case.pk, actor=rooms.mediator, mode="joint")
    assert not out_of(rooms, 2, rooms.joint)


def test_a_new_side_gets_its_own_private_room_and_closes_the_joint_one_until_it_consents(rooms):
    before = Space.objects.system().filter(case=rooms.case).count()
    side = Side.objects.create(case=rooms.case, position=3, name="Орта ауыл")
    rooms.happens(events.SideAdded, side=side.pk)
    caucus = Space.objects.system().get(side=side)
    assert Space.objects.system().filter(case=rooms.case).count() == before + 1
    assert out_of(rooms, 1, rooms.joint)
    assert out_of(rooms, 1, caucus)
    assert _mediator_is_out(rooms, caucus), "the new side has not accepted the mediator yet"
    rooms.accept(rooms.cast.mediator, side)
    assert queries.space_for(rooms.mediator, caucus.pk)


def test_an_appointed_interpreter_sits_nowhere_until_let_in_and_leaves_with_the_appointment(rooms):
    place = cases.appoint(
        rooms.case.pk, actor=rooms.cast.as_coordinator, person=rooms.cast.interpreter.pk, role="interpreter"
    )
    assert queries.spaces_for(rooms.interpreter, rooms.case.pk) == []
    cases.record_undertaking(place, actor=rooms.mediator, how="oral", language="ru")
    actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=place.pk)
    assert len(queries.spaces_for(rooms.interpreter, rooms.case.pk)) == 1
    cases.end_appointment(place.pk, actor=rooms.cast.as_coordinator)
    assert queries.spaces_for(rooms.interpreter, rooms.case.pk) == []


@pytest.mark.django_db(transaction=True)
def test_closing_ends_every_seat_and_destroys_what_was_said_alone():
    from bitim.room.models import Message
    from bitim.room.tests.conftest import seated

    rooms = seated()
    said = actions.post(rooms.caucus(1), actor=rooms.party(1), words="алone")
    cases.close_case(rooms.case.pk, actor=rooms.mediator, outcome="no_settlement")
    for actor in (rooms.party(1), rooms.party(2), rooms.mediator):
        assert queries.spaces_for(actor, rooms.case.pk) == []
        with pytest.raises(NotFound):
            queries.message_for(actor, said.pk)
    assert str(Message.objects.system().get(pk=said.pk).body) == ""
