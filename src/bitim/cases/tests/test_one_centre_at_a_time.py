"""Whoever works at two centres acts at one of them at a time; whoever works at a centre no more hears nothing there."""

import pytest

from bitim.cases import actions, queries
from bitim.cases.models import Case, Participant
from bitim.cases.permissions import P
from bitim.demo import cast as people
from bitim.kernel import clock
from bitim.kernel.access import SYSTEM, NotFound, decide
from bitim.kernel.locking import write
from bitim.people import actions as staff
from bitim.people.models import CentreRole
from bitim.room import actions as room_actions
from bitim.room import queries as rooms
from bitim.room.models import Space
from bitim.room.permissions import P as R

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.two_sides("meetings")


@pytest.fixture
def there():
    return people.two_sides("meetings", "elsewhere", "50823347")


def works_at(person, centre, role):
    CentreRole.objects.create(centre=centre, person=person, role=role, since=clock.now())


def ended(cast, person, role):
    """The head of the centre ends somebody's role."""
    head = people.staff(cast.centre, "Басшы", "head", email="head@one-centre.example")
    row = CentreRole.objects.system().get(centre=cast.centre, person=person, role=role, ended=None)
    staff.end_role(row, actor=people.acting(head, "head", cast.centre))


def test_a_coordinator_of_two_centres_reads_and_changes_the_cases_of_one_at_a_time(here, there):
    works_at(here.coordinator, there.centre, "coordinator")
    at_home = people.acting(here.coordinator, "coordinator", here.centre)
    abroad = people.acting(here.coordinator, "coordinator", there.centre)
    with pytest.raises(NotFound):
        queries.case_for(at_home, there.case.pk)
    with pytest.raises(NotFound):
        actions.add_side(there.case, actor=at_home, one={"name": "X", "kind": "person"})
    assert queries.case_for(abroad, there.case.pk).pk == there.case.pk


def test_a_mediator_of_two_centres_reads_the_rooms_of_one_at_a_time(here, there):
    works_at(here.mediator, there.centre, "mediator")
    for one in (here, there):
        with write():
            room_actions.arrange(one.case, actor=SYSTEM)
    caucus = Space.objects.system().get(side=here.sides[0])
    abroad = people.acting(here.mediator, "mediator", there.centre)
    assert decide(here.as_mediator, R.READ_SPACE, caucus) and decide(here.as_mediator, P.SEE_ACCOUNT, here.sides[0])
    assert not decide(abroad, R.READ_SPACE, caucus) and not decide(abroad, P.SEE_ACCOUNT, here.sides[0])
    assert rooms.spaces_for(abroad, here.case.pk) == []
    assert [line.id for line in queries.cases_for(abroad).lines] == []
    with pytest.raises(NotFound):
        rooms.space_for(abroad.fresh(), caucus.pk)


@pytest.mark.parametrize("at_another", [False, True])
def test_whose_role_ended_hears_nothing_more_of_the_centres_cases(here, there, at_another):
    if at_another:
        works_at(here.mediator, there.centre, "mediator")
    with write():
        room_actions.arrange(here.case, actor=SYSTEM)
    caucus = Space.objects.system().get(side=here.sides[0])
    ended(here, here.mediator, "mediator")
    room_actions.post(caucus, actor=here.as_party(1), words="кеткеннен-кейінгі-сөз")
    for centre in (here.centre, there.centre):
        acting = people.acting(here.mediator, "mediator", centre)
        with pytest.raises(NotFound):
            rooms.space_for(acting, caucus.pk)
    part = Participant.objects.system().get(case=here.case, person=here.mediator)
    assert part.ended is not None
    found = queries.first_for(here.as_coordinator, queries.Filters(no_mediator=True))
    assert found.ids == (here.case.pk,)


def test_a_case_whose_owner_works_there_no_more_is_nobodys(here):
    second = people.staff(here.centre, "Екінші", "coordinator", email="second@one-centre.example")
    Case.objects.system().filter(pk=here.case.pk).update(owner=second.pk)
    ended(here, second, "coordinator")
    assert queries.first_for(here.as_coordinator, queries.Filters(unowned=True)).ids == (here.case.pk,)


def test_another_role_of_the_same_person_keeps_its_part(here):
    works_at(here.mediator, here.centre, "interpreter")
    ended(here, here.mediator, "interpreter")
    assert Participant.objects.system().get(case=here.case, person=here.mediator).ended is None
