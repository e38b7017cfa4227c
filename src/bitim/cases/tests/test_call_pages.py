"""The pages of a call: begun, the word, the sentences, the witness; nothing typed is lost."""

import pytest
from django.test import Client

from bitim.cases import actions
from bitim.cases.models import Invitation, Side
from bitim.cases.models_reading import ReadBack
from bitim.demo import cast
from bitim.people import session_keys

pytestmark = pytest.mark.django_db


def desk(made, who, role) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(who.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[session_keys.ACTING] = [str(made.centre.pk), role]
    session.save()
    return client


@pytest.fixture
def scene():
    made = cast.without_doors(cast.two_sides())
    one = {"name": "Қария Бейсен", "phone": "+7 701 555 44 33", "kind": "person", "language": "kk"}
    side = actions.add_side(made.case, actor=made.as_coordinator, one=one)
    return made, side, Invitation.objects.system().get(side=side).person


def test_from_the_page_of_people_to_the_witness(scene):
    made, side, elder = scene
    coordinator, mediator = desk(made, made.coordinator, "coordinator"), desk(made, made.mediator, "mediator")
    begin = f"/case/{made.case.pk}/calls/{side.pk}/{elder.pk}/"
    assert begin in coordinator.get(f"/case/{made.case.pk}/people/").content.decode()
    page = coordinator.get(begin).content.decode()
    assert "+7 701 555 44 33" in page
    assert "the clauses" not in page
    assert coordinator.post(begin, {}).status_code == 422
    said = {"about": "invitation", "witness": str(made.mediator.pk)}
    call = coordinator.post(begin, said)["Location"]
    assert "Agree on a word" in coordinator.get(call).content.decode()
    assert coordinator.post(call, {"word": "алма"}).status_code == 303
    row = ReadBack.objects.system().get()
    answers = {f"n{n}-said": "yes" for n in range(len(row.text))} | {"n0-note": "ЖАҚСЫ"}
    open_one = coordinator.post(call, {**answers, "n1-said": "again", "answer": "yes"})
    assert open_one.status_code == 422
    assert "ЖАҚСЫ" in open_one.content.decode()
    assert coordinator.post(call, {**answers, "answer": "yes"}).status_code == 303
    assert "Nothing counts until the witness" in coordinator.get(call).content.decode()
    assert call in mediator.get("/today/").content.decode()
    assert "It was so" in mediator.get(call).content.decode()
    assert coordinator.post(f"{call}witness/", {"so": "yes"}).status_code in (403, 409)
    assert mediator.post(f"{call}witness/", {"so": "yes"}).status_code == 303
    assert Side.objects.system().get(pk=side.pk).state == "joined"
    told = coordinator.get(f"/case/{made.case.pk}/calls/").content.decode()
    assert "confirmed by the witness" in told
    assert "ЖАҚСЫ" not in told


def test_a_call_that_somebody_else_answered(scene):
    made, side, elder = scene
    coordinator = desk(made, made.coordinator, "coordinator")
    said = {"about": "invitation", "witness": str(made.mediator.pk)}
    call = coordinator.post(f"/case/{made.case.pk}/calls/{side.pk}/{elder.pk}/", said)["Location"]
    assert "please ask them to call back" in coordinator.get(call).content.decode()
    assert coordinator.post(call, {"broken": "somebody_else"}).status_code == 303
    assert "somebody else answered" in coordinator.get(call).content.decode()


def test_another_number(scene):
    made, side, elder = scene
    coordinator = desk(made, made.coordinator, "coordinator")
    begin = f"/case/{made.case.pk}/calls/{side.pk}/{elder.pk}/"
    assert coordinator.post(f"{begin}number/", {"phone": "1"}).status_code == 422
    assert coordinator.post(f"{begin}number/", {"phone": "+7 705 111 22 33"}).status_code == 303
    page = coordinator.get(begin).content.decode()
    assert "+7 705 111 22 33" in page
    assert "Whoever did that does not call it" in page
    refused = coordinator.post(begin, {"about": "invitation", "witness": str(made.mediator.pk)})
    assert refused.status_code == 422


def test_helping_both_is_asked_of_each(scene):
    made, side, elder = scene
    call = actions.begin_read_back(
        side, actor=made.as_coordinator, person=elder.pk, about="invitation", witness=made.mediator.pk
    )
    actions.say_word(call, actor=made.as_coordinator, word="алма")
    actions.break_off(call, actor=made.as_coordinator, why="cut")
    coordinator, mediator = desk(made, made.coordinator, "coordinator"), desk(made, made.mediator, "mediator")
    other = f"/case/{made.case.pk}/calls/{made.sides[0].pk}/{made.parties[0].pk}/"
    assert "You have helped another side" in coordinator.get(other).content.decode()
    where = f"/case/{made.case.pk}/calls/{made.sides[0].pk}/share/"
    assert where not in coordinator.get(f"/case/{made.case.pk}/calls/").content.decode()
    assert where in mediator.get(f"/case/{made.case.pk}/calls/").content.decode()
    for one in (made.sides[0], side):
        address = f"/case/{made.case.pk}/calls/{one.pk}/share/"
        assert mediator.post(address, {"by": str(made.coordinator.pk)}).status_code == 303
    assert "You have helped another side" not in coordinator.get(other).content.decode()


def test_the_call_is_one_press_from_where_the_work_is_named(scene):
    """Today and the table lead to the invitation and to the consents: whoever has no device is called from there."""
    made, side, elder = scene
    coordinator, invitation = desk(made, made.coordinator, "coordinator"), Invitation.objects.system().get(side=side)
    begin, page = (
        f"/case/{made.case.pk}/calls/{side.pk}/{elder.pk}/",
        f"/case/{made.case.pk}/invitation/{invitation.pk}/",
    )
    assert begin in coordinator.get(page).content.decode()
    consents = coordinator.get(f"/case/{made.case.pk}/consent/").content.decode()
    for own, who in zip(made.sides, made.parties, strict=True):
        assert f"/case/{made.case.pk}/calls/{own.pk}/{who.pk}/" in consents
    actions.print_invitation(invitation, actor=made.as_coordinator)
    actions.answer_invitation(invitation, actor=cast.acting(elder, "party"), answer="accepted")
    assert begin not in coordinator.get(page).content.decode()  # the code in the letter is a way in
