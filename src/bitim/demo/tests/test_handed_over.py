"""The outbox shows letters and codes that a demo would have given out by hand or voice; no other house tells them."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.apps import apps
from django.test import Client
from pypdf import PdfReader

from bitim.cases.models import Participant
from bitim.cases.tests import stories
from bitim.cases.tests.browsers import as_staff
from bitim.demo import outbox
from bitim.kernel import handover
from bitim.kernel.acceptance import Acceptance
from bitim.kernel.ids import read_code
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db
EN = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch):
    """Begin without listeners and with an empty outbox, and end so."""
    monkeypatch.setattr(handover, "_listeners", [])
    outbox.empty()
    yield
    outbox.empty()


@pytest.fixture
def demo(settings):
    settings.MODE = "demo"
    apps.get_app_config("demo").ready()


def shown():
    return Client().get("/outbox/", **EN).content.decode()


def print_letter():
    _at, staff, _request, case = stories.opened()
    invitation = stories.other_side(case)
    answer = as_staff(staff["coordinator"].person).post(f"/case/{case.pk}/invitation/{invitation.pk}/letter/", **EN)
    assert answer.status_code == 200
    return answer.content


def read_code_out(made, document):
    line = stage.line_of(document, made.parties[0])
    said = {"identity_check": "in_person", "once": "a"}
    answer = as_staff(made.mediator).post(f"/sign/line/{line.pk}/read-out/", said, **EN)
    return re.search(r'class="code-shown digits">([\d \u00a0]+)<', answer.content.decode())[1]


def new_door():
    _at, staff, request, case = stories.opened()
    part = Participant.objects.system().get(case=case, person=request.person)
    answer = as_staff(staff["coordinator"].person).post(f"/case/{case.pk}/people/{part.pk}/code/", **EN)
    return re.search(r'class="code-shown">([\d \u00a0]+)<', answer.content.decode())[1]


def test_a_printed_letter_is_there_with_its_code_and_as_it_was_printed(demo):
    pdf = print_letter()
    page = shown()
    link = re.search(r'href="(/outbox/letter/\d+/)"', page)[1]
    code = re.search(r'class="digits">([^<]+)<', page)[1]
    letter = Client().get(link)
    assert (letter.headers["Content-Type"], letter.content) == ("application/pdf", pdf)
    printed = re.sub(r"\D", "", PdfReader(BytesIO(letter.content)).pages[0].extract_text())
    assert len(read_code(code)) == 12 and re.sub(r"\D", "", code) in printed


def test_a_code_for_signing_that_the_mediator_reads_out_is_there(demo):
    made = stage.ready()
    code = read_code_out(made, stage.agreement_of(made))
    assert code in shown() and str(made.parties[0].name) in shown()


def test_a_new_code_for_a_door_is_there(demo):
    code = new_door()
    assert code in shown()


@pytest.mark.parametrize("mode", ["serve", "test"])
def test_nobody_can_listen_outside_a_demo(settings, mode):
    settings.MODE = mode
    apps.get_app_config("demo").ready()
    assert handover._listeners == []
    with pytest.raises(RuntimeError):
        handover.listen(outbox.take)


def signing():
    made = stage.ready()
    read_code_out(made, stage.agreement_of(made))


@pytest.mark.parametrize("mode", ["serve", "test"])
@pytest.mark.parametrize("act", [print_letter, new_door, signing])
def test_outside_a_demo_nothing_is_passed_on_even_to_who_listens(settings, monkeypatch, mode, act):
    handover._listeners.append(outbox.take)
    monkeypatch.setattr("bitim.people.queries.templates.acceptance_of", lambda *_: Acceptance("X", date(2026, 3, 3)))
    settings.MODE = mode
    act()
    assert outbox.kept() == []


@pytest.mark.parametrize("mode", ["serve", "test"])
def test_outside_a_demo_no_letter_is_shown(settings, mode):
    outbox.take(handover.Handed(handover.LETTER, "x", "407122361190", b"%PDF-"))
    settings.MODE = "demo"
    address = f"/outbox/letter/{outbox.kept()[0].number}/"
    assert Client().get(address).status_code == 200
    settings.MODE = mode
    assert Client().get(address).status_code == 404


def test_a_code_is_not_in_what_a_log_would_say_of_it(demo):
    handed = handover.Handed(handover.DOOR, "x", "407122361190", b"%PDF-")
    outbox.take(handed)
    assert "4071" not in repr(handed) + repr(outbox.kept())
