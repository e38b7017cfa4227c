"""What the staff of a centre must not get by the powers they have."""

import pytest
from django.test import Client
from tests.support.house import House, house
from tests.support.matrix import ASKED_OF
from tests.support.watching import Watch, crawl

from bitim.cases import actions
from bitim.cases.models import Participant
from bitim.engines.lifecycle import STAGES
from bitim.kernel.access import RULES, decide
from bitim.room.models import Space

pytestmark = pytest.mark.django_db
WORD = "almaty"


def come_in(scene: House, code: str) -> Client:
    """Come in by a code and the word that goes with it, and choose a PIN."""
    client = Client()
    client.post("/code/", {"code": code, "answer": WORD})
    client.post("/code/pin/", {"pin": "5937", "again": "5937"})
    return client


def given_out(scene: House) -> tuple[Participant, Client]:
    """Let the coordinator give out a new code of side 1 with a word of their own, and come in by it."""
    participant = Participant.objects.system().get(case=scene.main.case, person=scene.main.parties[0], ended=None)
    code = actions.reissue_door(participant, actor=scene.main.as_coordinator, word=WORD)
    return participant, come_in(scene, code)


def test_a_coordinator_cannot_read_a_private_room_by_giving_out_a_new_code():
    scene = house()
    caucus = Space.objects.system().get(side=scene.main.sides[0])
    page = given_out(scene)[1].get(f"/room/{caucus.pk}/").content.decode()
    assert str(scene.things["said"].body) not in page


def test_nothing_that_stands_behind_the_new_code_tells_what_was_said_before():
    """Every page that can be reached from the case, and every page of a thing of it, by address."""
    scene = house()
    side, things = scene.main.sides[0], scene.things
    side.account = "АЙТҚАНЫМ"
    side.save()
    client = given_out(scene)[1]
    case = scene.main.case.pk
    starts = [f"/case/{case}/", f"/room/{case}/ledger/", f"/issues/{case}/", f"/text/{things['document'].pk}/"]
    starts += [f"/room/{space.pk}/" for space in Space.objects.system().filter(case=case)]
    starts += [f"/files/{things['file'].pk}/"]
    watch = Watch()
    seen = crawl(watch, client, "whoever came", starts)
    assert f"/case/{case}/people/" in seen or len(seen) > len(starts)
    for phrase in ("АЙТҚАНЫМ", *(str(things[name].body) for name in ("said", "said jointly"))):
        assert [trace.where for trace in watch.found(phrase)] == []


# All that a person may do who came by a new code, at any stage, before somebody has confirmed who came.
WHILE_UNCONFIRMED = {
    "cases.see_case",
    "cases.see_side",
    "cases.see_people",
    "cases.write_request",  # anybody begins a request at a centre's door
    "room.read_space",
    "room.post",
    "room.attach",
    "room.see_meetings",
    "room.join_meeting",
    "desk.ask_call_back",
}


def test_until_then_nothing_binds_and_nothing_earlier_is_read():
    scene = house()
    given_out(scene)
    rules = {str(permission.value): permission for permission in RULES}
    may = set()
    for stage in STAGES:
        scene.at(stage)
        for permission, asked_of in ASKED_OF.items():
            for thing in asked_of:
                if decide(scene.actors["own"].fresh(), rules[permission], scene.things[thing]):
                    may.add(permission)
                    assert "said" not in thing, (permission, thing, stage)
    assert may == WHILE_UNCONFIRMED


def test_a_second_person_opens_it_again():
    scene = house()
    caucus = Space.objects.system().get(side=scene.main.sides[0])
    participant, client = given_out(scene)
    actions.confirm_person(participant, actor=scene.main.as_mediator, how="called")
    assert str(scene.things["said"].body) in client.get(f"/room/{caucus.pk}/").content.decode()


def test_the_door_of_this_test_does_open():
    """Otherwise the test above would wait for nothing."""
    scene = house()
    assert given_out(scene)[1].get(f"/case/{scene.main.case.pk}/").status_code == 200


def test_a_coordinator_sits_in_no_room():
    scene = house()
    client = scene.client("coordinator")
    for space in Space.objects.system().filter(case=scene.main.case):
        assert client.get(f"/room/{space.pk}/").status_code == 404
