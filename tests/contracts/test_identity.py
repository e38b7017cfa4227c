"""Identity fields stand in the form where they are written and in documents, on no other page."""

import pytest
from tests.support.house import STAFF_ROLES, House, house
from tests.support.watching import Watch, crawl

from bitim.cases.models import Party
from bitim.room.models import Space

pytestmark = pytest.mark.django_db
NUMBER, STREET = "810101400019", "zharyq7731street"
WRITTEN_IN = ("/agreement/", "/draft/")  # the form, and the document itself to take away


@pytest.fixture
def scene() -> House:
    made = house()
    for party in Party.objects.system().filter(side__case=made.main.case).select_related("side"):
        party.details = {"identifier": NUMBER, "address": STREET, "contact": STREET}
        party.save()
    return made


@pytest.mark.slow
@pytest.mark.parametrize("role", ["own", "other", "mediator", "coordinator", "supporter", "observer", "interpreter"])
def test_no_other_page_shows_them(scene, role):
    watch, case = Watch(), scene.main.case.pk
    starts = ["/", f"/case/{case}/", f"/case/{case}/people/", f"/agreement/{case}/", f"/issues/{case}/"]
    starts += ["/today/", "/cases/"] if role in STAFF_ROLES else []
    starts += [f"/room/{space.pk}/" for space in Space.objects.system().filter(case=case)]
    crawl(watch, scene.client(role), role, starts)
    for phrase in (NUMBER, STREET):
        where = {trace.where for trace in watch.found(phrase)}
        assert {one for one in where if not any(form in one for form in WRITTEN_IN)} == set()
        if role == "mediator":
            assert any("/agreement/" in one for one in where), "the form does show what is written in it"
