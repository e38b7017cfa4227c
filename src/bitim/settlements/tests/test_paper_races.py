"""Two connections at once: pages are confirmed by one of two, and never of a text that is being opened again."""

import pytest
from tests.support.racing import together

from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Event
from bitim.settlements.actions import comparing, freezing, handing_in
from bitim.settlements.models import Document, Scan, Signature
from bitim.settlements.tests import scanned, stage


@pytest.fixture
def compared(monkeypatch):
    """Return a case whose agreement was signed by everybody with a pen and compared by the mediator."""
    monkeypatch.setattr(handing_in, "read_uploads", scanned.unread)
    # A reader of the test's shared database would meet a seal half put on; it has its own tests.
    monkeypatch.setattr(comparing, "seal_if_complete", lambda document_id: None)
    made = stage.ready()
    document = stage.agreement_of(made)
    scanned.with_a_pen(made, document)
    scan = scanned.handed_in(made, document)
    scanned.compare(made, scan)
    return made, document, scan


@pytest.mark.django_db(transaction=True)
@pytest.mark.any_database
def test_two_who_confirm_at_once_confirm_once(compared):
    made, _document, scan = compared
    people = (made.as_coordinator, scanned.second(made))
    answers = together(*(lambda who=who: comparing.confirm(scan.pk, actor=who, looked=True) for who in people))
    assert sorted(isinstance(one, Scan) for one in answers) == [False, True]
    assert Event.objects.system().filter(kind="DocumentComplete", chain=made.case.pk).count() == 1
    assert Event.objects.system().filter(kind="ScanConfirmed", chain=made.case.pk).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.any_database
def test_a_text_is_either_confirmed_or_opened_again(compared):
    made, document, scan = compared
    confirmed, opened = together(
        lambda: comparing.confirm(scan.pk, actor=made.as_coordinator, looked=True),
        lambda: freezing.reopen(document.pk, actor=made.as_mediator),
    )
    now = Document.objects.system().get(pk=document.pk)
    lines = Signature.objects.system().filter(document=document, signed__isnull=False, voided=None)
    if isinstance(confirmed, Scan):
        assert isinstance(opened, (Refused, NotFound))
        assert (now.state, lines.count()) == (Document.SIGNED, 3)
    else:
        assert (now.state, lines.count()) == (Document.VOID, 0)
        assert Scan.objects.system().get(pk=scan.pk).why == "reopened"
