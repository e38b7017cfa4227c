"""The page on which a second person confirms who came by a new code, and what the person sees until then."""

import pytest
from django.core import mail
from django.utils import translation

from bitim.cases import actions
from bitim.cases.models import Participant
from bitim.cases.tests.browsers import as_party, as_staff
from bitim.demo import cast
from bitim.kernel import delivery

pytestmark = pytest.mark.django_db
EN = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def made():
    scene = cast.two_sides("meetings")
    who = scene.parties[0]
    who.email, who.language, who.safe_contact = "a@example.kz", "en", {}
    who.save()
    scene.sides[0].account = "WHAT-WAS-TOLD"
    scene.sides[0].save()
    scene.part = Participant.objects.system().get(case=scene.case, person=who)
    actions.reissue_door(scene.part, actor=scene.as_coordinator, word="almaty")
    return scene


def test_the_mediator_confirms_and_the_coordinator_who_gave_the_code_does_not(made):
    people = f"/case/{made.case.pk}/people/"
    confirm = f"{people}{made.part.pk}/confirm/"
    giver, mediator = as_staff(made.coordinator), as_staff(made.mediator)
    assert "waits for confirmation" in giver.get(people, **EN).content.decode()
    assert confirm not in giver.get(people, **EN).content.decode()
    refused = giver.post(confirm, {"how": "seen"}, **EN)
    assert refused.status_code == 422 and "second person" in refused.content.decode()
    assert confirm in mediator.get(people, **EN).content.decode()
    assert mediator.post(confirm, {}, **EN).status_code == 422
    assert mediator.post(confirm, {"how": "seen"}, **EN).status_code == 303
    assert "waits for confirmation" not in mediator.get(people, **EN).content.decode()


def test_the_person_is_told_why_the_past_is_closed(made):
    me = as_party(made.parties[0], made.case.pk)
    page = me.get(f"/case/{made.case.pk}/", **EN).content.decode()
    assert "confirm first that it is you" in page and "WHAT-WAS-TOLD" not in page
    actions.confirm_person(made.part, actor=made.as_mediator, how="seen")
    page = me.get(f"/case/{made.case.pk}/", **EN).content.decode()
    assert "confirm first that it is you" not in page and "WHAT-WAS-TOLD" in page


def test_the_table_of_the_mediator_says_what_waits(made):
    assert "confirm that it is this person" in as_staff(made.mediator).get(
        f"/case/{made.case.pk}/", **EN
    ).content.decode().replace("&#x27;", "'")


def test_the_notice_says_that_a_code_was_given_and_opens_nothing():
    scene = cast.two_sides("meetings")
    who = scene.parties[0]
    who.email, who.language, who.safe_contact = "a@example.kz", "en", {}
    who.save()
    part = Participant.objects.system().get(case=scene.case, person=who)
    code = actions.reissue_door(part, actor=scene.as_coordinator, word="almaty")
    with translation.override("en"):
        assert delivery.send_due() == 1
    (letter,) = mail.outbox
    assert "new code" in letter.body and "/j/" not in letter.body and code not in letter.body
    assert "mediat" not in f"{letter.subject} {letter.body}".lower()
