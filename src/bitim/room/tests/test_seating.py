"""Who belongs in which room, and what a joiner and a leaver read."""

import pytest

from bitim.cases import actions as consents
from bitim.cases import events
from bitim.cases.models import Participant, Screening, Side
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.room import actions, queries
from bitim.room.models import Space


def kinds(actor, rooms):
    return [(room.kind, room.own) for room in queries.spaces_for(actor, rooms.case.pk)]


def test_every_person_has_own_rooms_only(rooms, interpreter):
    assert kinds(rooms.party(1), rooms) == [("caucus", True), ("joint", False)]
    assert queries.spaces_for(rooms.party(1), rooms.case.pk)[0].pk == rooms.caucus(1).pk
    assert [k for k, _ in kinds(rooms.mediator, rooms)] == ["joint", "caucus", "caucus", "team"]
    assert kinds(rooms.interpreter, rooms) == []
    assert kinds(rooms.cast.as_coordinator, rooms) == []


def test_another_role_of_the_same_person_opens_nothing(rooms):
    as_coordinator = cast.acting(rooms.cast.mediator, "coordinator", rooms.cast.centre)
    assert kinds(as_coordinator, rooms) == []
    with pytest.raises(NotFound):
        queries.space_for(as_coordinator, rooms.joint.pk)


def test_the_joint_room_opens_with_the_stage_and_not_before(db):
    made = cast.two_sides(stage="contract")
    actions.arrange(made.case, actor=made.as_mediator)
    joint = Space.objects.system().get(case=made.case, kind="joint")
    assert not joint.open
    with pytest.raises(NotFound):
        queries.space_for(made.as_party(1), joint.pk)
    with pytest.raises(Refused):
        actions.post(joint, actor=made.as_mediator, words="early")


def test_a_new_person_of_a_side_reads_the_private_room_from_the_start(rooms):
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="before")
    actions.post(rooms.joint, actor=rooms.party(2), words="said jointly before")
    late = cast.person("Марат")
    rooms.add(late, Participant.REPRESENTATIVE, rooms.cast.sides[0])
    actions.post(rooms.joint, actor=rooms.party(2), words="said jointly after")
    as_late = cast.acting(late, "party")
    assert rooms.words(as_late, rooms.caucus(1)) == ["before"]
    assert rooms.words(as_late, rooms.joint) == ["said jointly after"]


def test_a_substitute_mediator_reads_nothing_said_before(rooms):
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="for Saule alone")
    substitute = cast.staff(rooms.cast.centre, "Ерлан", "mediator")
    place, as_substitute = (
        rooms.add(substitute, Participant.MEDIATOR),
        cast.acting(substitute, "mediator", rooms.cast.centre),
    )
    rooms.propose(place)
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="before the side said yes")
    with pytest.raises(NotFound):
        queries.space_for(as_substitute.fresh(), rooms.caucus(1).pk)
    rooms.accept(substitute, rooms.cast.sides[0])
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="for both")
    assert rooms.words(as_substitute.fresh(), rooms.caucus(1)) == ["for both"]
    for closed in (rooms.caucus(2), rooms.joint):
        with pytest.raises(NotFound):
            queries.space_for(as_substitute.fresh(), closed.pk)
    rooms.accept(substitute, rooms.cast.sides[1])
    assert queries.space_for(as_substitute.fresh(), rooms.joint.pk)


def test_a_side_may_let_a_new_mediator_read_what_was_said_before(rooms):
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="told Saule")
    actions.post(rooms.caucus(2), actor=rooms.party(2), words="also told Saule")
    substitute = cast.staff(rooms.cast.centre, "Ерлан", "mediator")
    as_substitute = cast.acting(substitute, "mediator", rooms.cast.centre)
    rooms.propose(rooms.add(substitute, Participant.MEDIATOR))
    rooms.accept(substitute, rooms.cast.sides[0], earlier=True)
    rooms.accept(substitute, rooms.cast.sides[1])
    assert rooms.words(as_substitute.fresh(), rooms.caucus(1)) == ["told Saule"]
    assert rooms.words(as_substitute.fresh(), rooms.caucus(2)) == []


def test_a_person_who_left_reads_nothing(rooms):
    late = cast.person("Марат")
    place = rooms.add(late, Participant.SPOKESPERSON, rooms.cast.sides[0])
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="while there")
    rooms.remove(place)
    with pytest.raises(NotFound):
        queries.space_for(cast.acting(late, "party"), rooms.caucus(1).pk)


def test_withdrawn_consent_puts_both_sides_out_of_the_joint_room_at_once(rooms):
    actions.post(rooms.joint, actor=rooms.party(1), words="together")
    rooms.withdraw_consent(1)
    for position in (1, 2):
        with pytest.raises(NotFound):
            queries.space_for(rooms.party(position), rooms.joint.pk)
        with pytest.raises(NotFound):
            actions.post(rooms.joint, actor=rooms.party(position), words="still here")
        assert [k for k, _ in kinds(rooms.party(position), rooms)] == ["caucus"]
    assert not rooms.joint.open
    with pytest.raises(Refused):
        actions.post(rooms.joint, actor=rooms.mediator, words="to nobody")


def test_consent_given_again_opens_the_joint_room_again(rooms):
    actions.post(rooms.joint, actor=rooms.party(1), words="one")
    rooms.withdraw_consent(2)
    rooms.consent(2)
    actions.post(rooms.joint, actor=rooms.party(2), words="two")
    assert rooms.words(rooms.party(1), rooms.joint) == ["one", "two"]


def test_apart_means_no_joint_room(rooms):
    rooms.go_apart()
    assert [k for k, _ in kinds(rooms.party(1), rooms)] == ["caucus"]
    assert not rooms.joint.open
    assert queries.kept_apart(rooms.party(1), rooms.caucus(1))


def test_a_screening_that_says_apart_closes_the_joint_room(rooms):
    side = rooms.cast.sides[0]
    Screening.objects.create(
        case=rooms.case,
        side=side,
        person=rooms.cast.parties[0],
        by=rooms.cast.mediator,
        answers={},
        result="shuttle",
        at=clock.now(),
    )
    rooms.happens(events.SideScreened, side=side.pk)
    assert not rooms.joint.open


def test_closing_the_case_ends_every_membership(rooms):
    rooms.close()
    for actor in (rooms.party(1), rooms.party(2), rooms.mediator):
        assert kinds(actor, rooms) == []
    assert not Space.objects.system().filter(case=rooms.case, open=True).exists()


def test_an_interpreter_is_in_one_room_only(rooms, interpreter):
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="before")
    actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=interpreter.pk)
    actions.post(rooms.caucus(1), actor=rooms.party(1), words="with Nodira")
    assert rooms.words(rooms.interpreter, rooms.caucus(1)) == ["with Nodira"]
    for other in (rooms.caucus(2), rooms.joint, rooms.team):
        with pytest.raises(NotFound):
            queries.space_for(rooms.interpreter, other.pk)
    rooms.happens(events.ModeSwitched, mode="joint")
    assert [k for k, _ in kinds(rooms.interpreter, rooms)] == ["caucus"]
    actions.release_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=interpreter.pk)
    assert kinds(rooms.interpreter, rooms) == []


def test_only_the_mediator_admits_and_only_interpreters_of_the_case(rooms, interpreter):
    with pytest.raises(Refused):
        actions.admit_interpreter(rooms.caucus(1), actor=rooms.party(1), participant=interpreter.pk)
    with pytest.raises(NotFound):
        actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=rooms.cast.sides[0].pk)


def test_hearers_are_named(rooms, interpreter):
    actions.admit_interpreter(rooms.caucus(2), actor=rooms.mediator, participant=interpreter.pk)
    assert [(h.name, h.role) for h in queries.hearers(rooms.party(2), rooms.caucus(2))] == [
        ("Сәуле Ахметова", "mediator"),
        ("Нодира Каримова", "interpreter"),
    ]
    assert [h.name for h in queries.hearers(rooms.party(1), rooms.caucus(1))] == ["Сәуле Ахметова"]


def test_a_seat_counts_only_in_the_role_it_was_given_for(rooms):
    for role in ("party", "interpreter"):
        as_other = cast.acting(rooms.cast.mediator, role, rooms.cast.centre)
        with pytest.raises(NotFound):
            queries.space_for(as_other, rooms.joint.pk)


def test_nobody_of_the_other_side_is_let_in_as_an_interpreter(rooms):
    other = Participant.objects.system().get(case=rooms.case, person=rooms.cast.parties[1])
    with pytest.raises(NotFound):
        actions.admit_interpreter(rooms.caucus(1), actor=rooms.mediator, participant=other.pk)
    assert kinds(rooms.party(2), rooms) == [("caucus", True), ("joint", False)]


def test_the_people_of_a_side_that_left_sit_nowhere(rooms):
    side = rooms.cast.sides[1]
    side.state = Side.LEFT
    side.save()
    rooms.happens(events.InvitationAnswered, invitation=side.pk, state="declined")
    assert kinds(rooms.party(2), rooms) == []


def test_while_promises_are_carried_out_the_table_stays_and_closing_ends_it(rooms):
    actions.post(rooms.joint, actor=rooms.party(1), words="The pump comes on Monday.")
    rooms.case.stage = "performance"
    rooms.case.save(update_fields=["stage"])
    actions.arrange(rooms.case, actor=rooms.mediator)
    actions.post(rooms.joint, actor=rooms.party(2), words="It came.")
    assert rooms.words(rooms.party(1), rooms.joint) == ["The pump comes on Monday.", "It came."]
    consents.withdraw_consent(rooms.cast.sides[1], actor=rooms.party(2))
    with pytest.raises(NotFound):
        rooms.words(rooms.party(1), rooms.joint)
    consents.give_consent(rooms.cast.sides[1], actor=rooms.party(2), language="ru")
    actions.post(rooms.joint, actor=rooms.party(1), words="Again at one table.")
    rooms.case.stage = "closed"
    rooms.case.save(update_fields=["stage"])
    actions.arrange(rooms.case, actor=rooms.mediator)
    with pytest.raises(NotFound):
        rooms.words(rooms.party(1), rooms.joint)
