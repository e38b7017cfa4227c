"""The talk alone: read by who held it and by the mediator, by nobody else."""

import pytest

from bitim.cases import actions, queries
from bitim.cases.models import Screening
from bitim.cases.tests import stories
from bitim.demo import cast
from bitim.kernel.access import NotFound, Refused

pytestmark = pytest.mark.django_db


def talk(made, actor, **more):
    said = {"person": made.parties[0].pk, "answers": stories.ANSWERS, "result": Screening.JOINT} | more
    return actions.screen_side(made.sides[0], actor=actor, **said)


def test_readers():
    made = cast.two_sides()
    screening = talk(made, made.as_coordinator)
    other = cast.staff(made.centre, "Second", "coordinator", "ru", "second@example.kz")
    for reader in (made.as_coordinator, made.as_mediator):
        assert queries.screening_for(reader, screening.pk).answers == stories.ANSWERS
        assert queries.screenings_for(reader, made.case)[made.sides[0].pk] == screening
    for stranger in (cast.acting(other, "coordinator", made.centre), made.as_party(1), made.as_party(2)):
        with pytest.raises(NotFound):
            queries.screening_for(stranger, screening.pk)
    assert queries.screenings_for(cast.acting(other, "coordinator", made.centre), made.case) == {made.sides[0].pk: None}
    with pytest.raises(NotFound):
        queries.screenings_for(made.as_party(2), made.case)


def test_a_mediators_talk_is_not_the_coordinators():
    made = cast.two_sides()
    screening = talk(made, made.as_mediator)
    with pytest.raises(NotFound):
        queries.screening_for(made.as_coordinator, screening.pk)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"answers": {"fear": "no"}}, "Every question"),
        ({"answers": dict.fromkeys(stories.ANSWERS, "maybe")}, "Every question"),
        ({"result": "fine"}, "Choose how to go on"),
        ({"result": Screening.DECLINE}, "Write the reasons"),
    ],
)
def test_what_is_missing_is_said(more, says):
    made = cast.two_sides()
    with pytest.raises(Refused) as refused:
        talk(made, made.as_mediator, **more)
    assert says in str(refused.value.reason)


def test_each_side_alone():
    made = cast.two_sides()
    with pytest.raises(Refused) as refused:
        talk(made, made.as_mediator, person=made.parties[1].pk)
    assert "of this side" in str(refused.value.reason)


def test_the_words_are_the_sides_and_die_with_the_case():
    made = cast.two_sides()
    screening = talk(made, made.as_mediator, reasons="secret words")
    from bitim.kernel import keystore

    keystore.store().shred(case=made.case.pk, classes=("side",))
    assert not stories.reread(screening).reasons
