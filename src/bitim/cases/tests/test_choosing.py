"""The sides choose: nobody reads a list but the side that wrote it, and the struck are not asked."""

import pytest

from bitim.cases import actions, queries
from bitim.cases.models import Appointment, Ballot, Participant
from bitim.demo import cast
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Event
from bitim.people.models import CentreRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = cast.two_sides()
    first = Participant.objects.system().get(case=made.case, person=made.mediator)
    Appointment.objects.system().filter(case=made.case).delete()
    first.delete()
    made.others = [cast.staff(made.centre, f"Медиатор {n}", CentreRole.MEDIATOR) for n in "абв"]
    made.all = [made.mediator.pk, *(one.pk for one in made.others)]
    made.panel = actions.put_panel(made.case.pk, actor=made.as_coordinator, members=made.all)
    return made


def choose(made, position, strikes=(), ranks=()):
    side = made.sides[position - 1]
    return actions.choose_mediator(
        side, actor=made.as_party(position), panel=made.panel.pk, strikes=strikes, ranks=ranks
    )


def test_the_one_who_suits_both_best_is_asked_when_the_last_list_is_in(made):
    a, b, c, d = made.all
    choose(made, 1, strikes=[a], ranks=[b, c, d])
    assert not Appointment.objects.system().exists()
    assert queries.owed_by_side(made.as_party(2), made.case) == (False, True)
    choose(made, 2, strikes=[d], ranks=[c, b, a])
    asked = Appointment.objects.system().get()
    assert asked.person_id in (b, c)
    assert asked.state == Appointment.PROPOSED
    with pytest.raises(Refused):
        choose(made, 1, ranks=[d])
    actions.take_back_proposal(asked, actor=made.as_coordinator)
    second = actions.ask_next(made.panel, actor=made.as_coordinator)
    assert {asked.person_id, second.person_id} == {b, c}
    actions.take_back_proposal(second, actor=made.as_coordinator)
    with pytest.raises(Refused):
        actions.ask_next(made.panel, actor=made.as_coordinator)


def test_a_list_is_read_by_its_own_side_alone(made):
    choose(made, 1, strikes=[made.all[0]], ranks=[made.all[1]])
    assert queries.choice_for(made.as_party(1), made.case).own["strikes"] == [str(made.all[0])]
    assert queries.choice_for(made.as_party(2), made.case).own is None
    assert queries.choice_for(made.as_party(2), made.case).written == 0
    office = queries.choice_for(made.as_coordinator, made.case)
    assert (office.own, office.written) == (None, 1)
    for event in Event.objects.system():
        assert str(made.all[0]) not in str(event.payload)


def test_a_list_may_be_changed_until_the_last_one_is_in(made):
    choose(made, 1, strikes=[made.all[0]])
    choose(made, 1, ranks=made.all)
    assert Ballot.objects.system().count() == 1
    actions.drop_panel(made.panel, actor=made.as_coordinator)
    assert not Ballot.objects.system().exists()
    with pytest.raises(Refused):
        choose(made, 1)
    assert actions.put_panel(made.case.pk, actor=made.as_coordinator, members=made.all[:2])


def test_what_cannot_count_is_refused(made):
    with pytest.raises(Refused):
        choose(made, 1, strikes=made.all[:2])
    with pytest.raises(Refused):
        choose(made, 1, ranks=[made.coordinator.pk])
    with pytest.raises((Refused, NotFound)):
        actions.choose_mediator(made.sides[0], actor=made.as_party(2), panel=made.panel.pk, strikes=[], ranks=[])
    with pytest.raises(Refused):
        actions.put_panel(made.case.pk, actor=made.as_coordinator, members=made.all)
