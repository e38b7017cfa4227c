"""Each person in their own language: what they choose counts, not what somebody wrote down for them."""

import pytest

from bitim.cases import actions as cases
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


def test_who_comes_by_a_new_code_reads_in_the_language_they_chose_though_nobody_has_confirmed_them(client):
    made = cast.two_sides()
    part = Participant.objects.system().select_related("case__centre").get(person=made.parties[0])
    code = cases.reissue_door(part, actor=made.as_coordinator, word="almaty")
    client.cookies["bitim-language"] = "uz"
    assert client.post("/code/", {"code": code, "answer": "almaty"})["Location"] == "/code/pin/"
    assert client.get("/code/pin/").headers["Content-Language"] == "uz"
    assert client.post("/language/", {"language": "ru"}).status_code == 303
    assert client.get("/code/pin/").headers["Content-Language"] == "ru"
    assert Participant.objects.system().get(pk=part.pk).language == "kk"  # on record nothing has changed
