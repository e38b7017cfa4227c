"""A signing code never goes to a mailbox that others read: whoever has it could sign."""

import pytest
from django.core import mail

from bitim.kernel import delivery
from bitim.kernel.access import Refused
from bitim.kernel.models import Delivery
from bitim.settlements import queries
from bitim.settlements.actions import signing
from bitim.settlements.models import Signature
from bitim.settlements.tests import stage
from bitim.settlements.tests.test_pages import as_staff, at, party, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage.ready(mail=True)
    document = stage.agreement_of(made)
    mail.outbox.clear()
    return made, document, stage.line_of(document, made.parties[0])


def seen_by(person, whom):
    person.safe_contact, person.language = {"seen_by": whom}, "en"
    person.save()


@pytest.mark.parametrize("whom", ["family", "others"])
def test_no_code_goes_to_a_mailbox_that_others_read(scene, whom):
    made, _document, line = scene
    seen_by(made.parties[0], whom)
    with pytest.raises(Refused) as refused:
        signing.ask_code(line, actor=made.as_party(1))
    assert "Whoever has a code could sign with it" in str(refused.value.reason)
    assert not Delivery.objects.system().filter(notice="signing_code").exists()
    assert Signature.objects.system().get(pk=line.pk).code is None


def test_the_page_says_why_and_what_instead(scene):
    made, document, _line = scene
    page = words(party(made, 1).get(at("sign", document.pk)))
    assert "Send the code to my e-mail" in page
    seen_by(made.parties[0], "family")
    page = words(party(made, 1).get(at("sign", document.pk)))
    assert "Send the code to my e-mail" not in page
    assert "Whoever has a code could sign with it" in page
    assert "calls you back and reads a code out, or prints it for you" in page
    assert "I sign on paper with a pen" in page
    assert queries.signing_for(made.as_party(2), document).has_mail


def test_a_code_on_its_way_is_not_sent_when_somebody_has_come_to_read_there(scene):
    made, _document, line = scene
    signing.ask_code(line, actor=made.as_party(1))
    seen_by(made.parties[0], "family")
    delivery.send_due()
    (said,) = [one.body for one in mail.outbox if one.subject == "A code for you" and one.to == [made.parties[0].email]]
    assert said == "There is news for you. Please call the office when it suits you."
    assert Signature.objects.system().get(pk=line.pk).code is None


def test_the_other_ways_stay_open(scene):
    made, document, line = scene
    seen_by(made.parties[0], "family")
    code = signing.read_out_code(line, actor=made.as_mediator, identity_check="called_back")
    assert stage.sign(made, document, made.parties[0], code=code).signed


def test_who_wants_to_be_written_to_is_not_called_back(scene):
    made, document, line = scene
    person = made.parties[0]
    person.safe_contact, person.language = {"how": "write", "careful": "САҚ-БОЛ-17"}, "en"
    person.save()
    with pytest.raises(Refused) as refused:
        signing.read_out_code(line, actor=made.as_mediator, identity_check="called_back")
    assert "written to, not called" in str(refused.value.reason)
    lines = {one.id: one for one in queries.signing_for(made.as_mediator, document).lines}
    assert lines[line.pk].phone == ""
    assert "САҚ-БОЛ-17" in words(as_staff(made.mediator).get(at("sign", document.pk)))
    assert "САҚ-БОЛ-17" not in words(party(made, 2).get(at("sign", document.pk)))
    assert signing.read_out_code(line, actor=made.as_mediator, identity_check="in_person")
