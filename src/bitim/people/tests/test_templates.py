"""The head reads each text and accepts it by name; whoever is no head of this centre does not."""

import pytest
from django.urls import reverse

from bitim import jurisdictions
from bitim.cases.tests.browsers import as_staff
from bitim.demo import cast
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Event
from bitim.people import actions, queries
from bitim.people.models import TemplateAcceptance

pytestmark = pytest.mark.django_db
EN = {"headers": {"accept-language": "en"}}


@pytest.fixture
def centre():
    return cast.centre()


@pytest.fixture
def head(centre):
    return cast.staff(centre, "Айгүл Сейітова", "head", "en", "head@example.kz")


def text_of(centre, kind="settlement"):
    return jurisdictions.load(centre.pack).template(kind).fingerprint


def acting(who, centre):
    return cast.acting(who, "head", centre)


def accepted(centre, who, **said):
    said = {"kind": "settlement", "name": str(who.name), "fingerprint": text_of(centre)} | said
    return actions.accept_template(centre, actor=acting(who, centre), **said)


def test_the_head_reads_and_accepts_on_a_page(centre, head):
    client, place = as_staff(head), reverse("people:template", args=["settlement"])
    page = client.get(place, **EN).content.decode()
    assert "I have read it and accept it" in page and text_of(centre) in page
    assert page.count('<details class="card"') == 6
    assert "{parties}" in page
    wrong = client.post(place, {"fingerprint": text_of(centre), "name": "Somebody"}, **EN)
    assert wrong.status_code == 422 and "Write your name" in wrong.content.decode()
    assert client.post(place, {"fingerprint": text_of(centre), "name": "  айгүл  сейітова "}, **EN).status_code == 303
    row = TemplateAcceptance.objects.system().get()
    assert (row.kind, row.name, row.by_id) == ("settlement", "Айгүл Сейітова", head.pk)
    listed = client.get(reverse("people:templates"), **EN).content.decode()
    assert "accepted by Айгүл Сейітова on" in listed and "nobody has accepted it yet" in listed
    assert "I have read it" not in client.get(place, **EN).content.decode()
    assert Event.objects.system().filter(kind="TemplateAccepted", audience=centre.pk).count() == 1


def test_twice_is_once(centre, head):
    assert accepted(centre, head).pk == accepted(centre, head).pk


def test_a_text_that_changes_is_accepted_anew_and_says_who_accepted_the_earlier_one(centre, head):
    accepted(centre, head)
    TemplateAcceptance.objects.system().update(fingerprint="0" * 64)
    seen = queries.template_for(acting(head, centre), centre.pk, "settlement")
    assert seen.line.accepted is None and seen.line.earlier.by == "Айгүл Сейітова"
    assert "settlement" in queries.waiting_templates(centre.slug, jurisdictions.load(centre.pack))
    page = as_staff(head).get(reverse("people:templates"), **EN).content.decode()
    assert "changed since Айгүл Сейітова accepted it" in page
    accepted(centre, head)
    assert TemplateAcceptance.objects.system().count() == 2
    assert queries.acceptance_of(centre.slug, jurisdictions.load(centre.pack), "settlement")


def test_only_the_very_text_that_was_read_is_accepted(centre, head):
    with pytest.raises(Refused):
        accepted(centre, head, fingerprint="0" * 64)
    with pytest.raises(NotFound):
        accepted(centre, head, kind="nothing")


def test_nobody_accepts_in_anothers_name(centre, head):
    second = cast.staff(centre, "Ерлан", "head", "kk", "second@example.kz")
    with pytest.raises(Refused):
        accepted(centre, second, name="Айгүл Сейітова")


def test_a_coordinator_reads_and_accepts_nothing(centre):
    coordinator = cast.staff(centre, "Данияр", "coordinator", "en", "c@example.kz")
    client, place = as_staff(coordinator), reverse("people:template", args=["settlement"])
    page = client.get(place, **EN).content.decode()
    assert "I have read it" not in page
    said = {"fingerprint": text_of(centre), "name": "Данияр"}
    assert client.post(place, said).status_code == 404
    with pytest.raises(Refused):
        actions.accept_template(
            centre, actor=cast.acting(coordinator, "coordinator", centre), kind="settlement", **said
        )
    assert not TemplateAcceptance.objects.system().exists()


def test_the_head_of_another_centre_accepts_and_reads_nothing_here(centre, head):
    elsewhere = cast.centre("elsewhere")
    stranger = cast.staff(elsewhere, "Гүл", "head", "kk", "far@example.kz")
    with pytest.raises((NotFound, Refused)):
        actions.accept_template(
            centre, actor=acting(stranger, elsewhere), kind="settlement", name="Гүл", fingerprint=text_of(centre)
        )
    with pytest.raises(NotFound):
        queries.templates_for(acting(stranger, elsewhere), centre.pk)
    accepted(elsewhere, stranger)
    assert queries.acceptance_of(centre.slug, jurisdictions.load(centre.pack), "settlement") is None
