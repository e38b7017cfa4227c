"""Each person in their own language: what they choose counts, not what somebody wrote down for them."""

import pytest

from bitim.cases.models import Participant
from bitim.demo import cast
from bitim.kernel.access import NotFound, Refused
from bitim.people.actions import choose_language

pytestmark = pytest.mark.django_db


def test_a_chosen_language_is_the_persons_in_every_open_case():
    made = cast.two_sides()
    choose_language(made.parties[0].pk, actor=made.as_party(1), language="uz")
    rows = Participant.objects.system().filter(person=made.parties[0])
    assert {row.language for row in rows} == {"uz"}
    assert Participant.objects.system().get(person=made.parties[1]).language == "ru"


def test_nobody_chooses_for_another_side():
    made = cast.two_sides()
    with pytest.raises((Refused, NotFound)):
        choose_language(made.parties[0].pk, actor=made.as_party(2), language="uz")
