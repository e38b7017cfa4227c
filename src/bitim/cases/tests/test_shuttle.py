"""Held apart, a party never learns of the other side's people, whatever page or question they try."""

import pytest

from bitim.cases import actions, queries
from bitim.cases.models import Screening
from bitim.cases.tests import stories
from bitim.demo import cast
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def apart():
    made = cast.two_sides()
    screened(made, 1, Screening.SHUTTLE)
    made.case.refresh_from_db(from_queryset=type(made.case).objects.system())
    return made


def screened(made, position, result):
    return actions.screen_side(
        made.sides[position - 1],
        actor=made.as_mediator,
        person=made.parties[position - 1].pk,
        answers={**stories.ANSWERS, "fear": "yes"},
        result=result,
        reasons="Қорқады",
    )


def test_a_shuttle_result_holds_the_whole_case_apart(apart):
    assert apart.case.mode == "shuttle"


@pytest.mark.parametrize(("reader", "hidden"), [(1, ("Виктор", "Нижний")), (2, ("Айгерім", "Жоғарғы"))])
def test_names_of_the_other_side_are_nowhere(apart, reader, hidden):
    actor = apart.as_party(reader)
    everything = repr(
        [
            queries.sides_for(actor, apart.case),
            queries.people_for(actor, apart.case),
            queries.consents_for(actor, apart.case),
        ]
    )
    assert not any(name in everything for name in hidden)
    own, other = queries.sides_for(actor, apart.case)
    assert own.mine and own.people and other.id is None and not other.people and not other.parties
    with pytest.raises(NotFound):
        queries.side_for(actor, apart.sides[2 - reader].pk)


def test_together_the_table_knows_each_other_own_side_first():
    made = cast.two_sides()
    sides = queries.sides_for(made.as_party(2), made.case)
    assert [s.name for s in sides] == ["Нижний аул", "Жоғарғы ауыл"]
    assert "Айгерім Оспанова" in {p.name for p in queries.people_for(made.as_party(2), made.case)}
    assert not any(p.contacts for p in queries.people_for(made.as_party(2), made.case))


def test_the_mediator_sees_both(apart):
    assert {"Айгерім Оспанова", "Виктор Ким"} <= {p.name for p in queries.people_for(apart.as_mediator, apart.case)}


def test_the_record_tells_neither_answers_nor_result(apart):
    screened(apart, 2, Screening.JOINT)
    lines = Event.objects.system().filter(audience=apart.case.pk, kind="SideScreened")
    assert {frozenset(line.payload) for line in lines} == {frozenset({"case", "side"})}
    for side in apart.sides:
        assert not Event.objects.system().filter(audience=side.pk).exists()


def test_together_again_only_after_a_new_talk(apart):
    with pytest.raises(Refused):
        actions.switch_mode(apart.case, actor=apart.as_mediator, mode="joint")
    screened(apart, 1, Screening.JOINT)
    assert actions.switch_mode(apart.case, actor=apart.as_mediator, mode="joint").mode == "joint"
    with pytest.raises(Refused):
        actions.switch_mode(apart.case, actor=apart.as_coordinator, mode="shuttle")
