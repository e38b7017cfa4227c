"""A side without a device answers the short questions aloud: written down by the mediator, with whose word, how, by
whom and when. Never for a side that is online itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bitim.cases.models import Participant
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import Refused, decide
from bitim.kernel.models import Door
from bitim.settlements.actions import after
from bitim.settlements.models_after import Pulse
from bitim.settlements.permissions import P
from bitim.settlements.queries import after as queries
from bitim.settlements.tests.test_duties import SAID, settled  # noqa: F401 - fixtures
from bitim.settlements.tests.test_pages import as_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def aloud(settled):  # noqa: F811
    """The person of side 1 has no device; a month has passed."""
    Door.objects.system().filter(subject=settled.case.pk, person=settled.parties[0].pk).delete()
    Participant.objects.system().filter(case=settled.case, person=settled.parties[0]).update(seen_at=clock.now())
    settled.document.signed -= timedelta(days=31)
    settled.document.save()
    return settled


def note(made, **changed):
    said = {"days": 30, "answers": SAID, "told_by": made.parties[0].pk, "how": "phone"} | changed
    return after.answer_pulse(made.sides[0], actor=made.as_mediator, **said)


def test_the_mediator_notes_what_was_said_with_who_and_how(aloud):
    row = note(aloud)
    assert (row.person_id, row.noted_by_id, row.how) == (aloud.parties[0].pk, aloud.mediator.pk, "phone")
    assert row.answers == SAID
    seen = queries.after_for(aloud.as_mediator, aloud.case).pulses[0]
    assert seen.noted == {aloud.sides[0].pk: "Сәуле Ахметова"}
    assert seen.by_voice == ()
    frame = queries.after_for(aloud.as_coordinator, aloud.case).pulses[0]
    assert (frame.noted, [said for _side, _yes, said in frame.sides]) == ({}, [{}, {}])
    other = queries.after_for(aloud.as_party(2), aloud.case).pulses[0]
    assert (other.answered, other.noted, other.by_voice) == (False, {}, ())


@pytest.mark.parametrize("changed", [{"how": ""}, {"how": "online"}, {"told_by": None}, {"answers": {"kept": "no"}}])
def test_who_said_it_and_how_are_named(aloud, changed):
    with pytest.raises(Refused):
        note(aloud, **changed)
    assert not Pulse.objects.system().exists()


def test_the_word_of_the_other_side_is_not_theirs(aloud):
    with pytest.raises(Refused):
        note(aloud, told_by=aloud.parties[1].pk)


def test_nobody_else_notes_it_and_nobody_for_a_side_that_is_online(aloud):
    assert decide(aloud.as_mediator, P.ANSWER_PULSE, aloud.sides[0])
    for actor, side in (
        (aloud.as_mediator, aloud.sides[1]),
        (aloud.as_coordinator, aloud.sides[0]),
        (aloud.as_party(2), aloud.sides[0]),
        (cast.second_mediator(aloud, 2), aloud.sides[0]),
    ):
        assert not decide(actor, P.ANSWER_PULSE, side)


def test_the_page_offers_it_for_that_side_alone(aloud):
    browser = as_staff(aloud.mediator)
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    address = reverse("settlements:after", args=[aloud.case.pk])
    page = browser.get(address).content.decode()
    assert f'id="voice-{aloud.sides[0].pk}"' in page
    assert f'id="voice-{aloud.sides[1].pk}"' not in page
    said = SAID | {"side": str(aloud.sides[0].pk), "days": "30", "told_by": str(aloud.parties[0].pk), "how": "phone"}
    assert browser.post(reverse("settlements:pulse", args=[aloud.case.pk]), said).status_code == 303
    page = browser.get(address).content.decode()
    assert f'id="voice-{aloud.sides[0].pk}"' not in page
    assert "Written down by" in page
