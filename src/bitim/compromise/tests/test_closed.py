"""After the closing: the pages say what is left, and nothing breaks on what was destroyed."""

import pytest
from django.urls import reverse

from bitim.cases.models import Case
from bitim.cases.tests.browsers import as_party, as_staff
from bitim.compromise.jobs import look_again, look_for_improvements
from bitim.compromise.models import Round
from bitim.compromise.tests import bids, scene
from bitim.kernel import clock, keystore

pytestmark = pytest.mark.django_db
PRIVATE = ("own", "ready", "check", "begin")


def closed(made, *classes):
    Case.objects.system().filter(pk=made.case.pk).update(stage="closed", closed=clock.now())
    keystore.store().shred(case=made.case.pk, classes=classes)


def at(name, *ids):
    return reverse(f"compromise:{name}", args=ids)


@pytest.fixture
def found(django_capture_on_commit_callbacks):
    made, search, round = scene.proposing(django_capture_on_commit_callbacks)
    for position in (1, 2):
        scene.says(made, round, position, 0, "accept")
    return made, search, round


@pytest.mark.parametrize(("classes", "left"), [(("side", "private"), 200), (("side", "private", "joint"), 404)])
def test_a_found_package_after_the_closing(found, classes, left):
    made, search, round = found
    closed(made, *classes)
    for client in (as_party(made.parties[0], made.case.pk), as_staff(made.mediator)):
        assert client.get(at("page", made.case.pk)).status_code == 200
        assert client.get(at("record", round.pk)).status_code == left
        for name in PRIVATE:
            assert client.get(at(name, search.pk)).status_code == 404
        assert client.get(at("list", search.pk, 0)).status_code == 404
        assert client.post(at("note_deal", search.pk), {"issue-0": "0", "once": "a"}).status_code in (404, 409)
        assert client.get(reverse("desk:case", args=[made.case.pk])).status_code == 200
    assert look_again() == look_for_improvements() == 0


def test_a_list_that_was_being_written_is_gone():
    made, search = scene.listing_now()
    scene.writes(made, search, 1, scene.UPPER)
    closed(made, "side", "private", "joint")
    client = as_party(made.parties[0], made.case.pk)
    assert client.get(at("page", made.case.pk)).status_code == 200
    assert client.get(at("list", search.pk, 0)).status_code == 404
    assert not Round.objects.system().exists()


def test_an_agreed_sum_after_the_closing():
    made, bidding = bids.bidding_now()
    bids.seals(made, bidding, bids.UPPER, 500)
    bids.seals(made, bidding, bids.LOWER, 400)
    for classes in (("side", "private"), ("joint",)):
        closed(made, *classes)
        for client in (as_party(made.parties[0], made.case.pk), as_staff(made.mediator)):
            for name in ("page", "bidding"):
                assert client.get(at(name, made.case.pk)).status_code == 200
