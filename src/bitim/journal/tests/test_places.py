"""A case has a place of its centre's list: mediators who work there are proposed first, and the books count by it."""

import pytest
from django.urls import reverse

from bitim.cases import actions, queries
from bitim.cases.labels_appointing import REASONS
from bitim.cases.models import Case
from bitim.cases.tests import stories
from bitim.cases.tests.browsers import as_staff
from bitim.demo import cast
from bitim.journal import actions as books
from bitim.journal.actions.registering import line_of
from bitim.journal.models import Line
from bitim.kernel.access import NotFound
from bitim.people.models import MediatorCard, Person, Place

pytestmark = pytest.mark.django_db


def place(centre, kk="Медеу ауданы", ru="Медеуский район", **more):
    return Place.objects.create(centre=centre, name={"kk": kk, "ru": ru}, **more)


def counted(case):
    rows = Line.objects.system().filter(case=case.pk).exclude(place=None).order_by("turn")
    return [one.place_id for one in rows]


def test_a_request_becomes_a_case_in_a_place_and_the_journal_counts_it_there():
    at, staff = stories.office()
    here = place(at)
    request = stories.sent(at)
    page = as_staff(Person.objects.system().get(pk=staff["coordinator"].person))
    answer = page.post(
        reverse("cases:request", args=[request.pk]),
        {"answer": "accept", "title_kk": "Су", "kind": "land_water", "place": str(here.pk)},
    )
    assert answer.status_code == 303
    case = Case.objects.system().get(request=request.pk)
    assert case.place_id == line_of(case.pk).place_id == here.pk


def test_a_place_of_another_centre_is_not_there():
    made = cast.two_sides()
    elsewhere = place(cast.centre("elsewhere"))
    said = {"title": {"kk": "Су"}, "kind": "neighbours"}
    sides = [{"kind": "person", "name": name, "seen_as": "known"} for name in ("А", "Б")]
    with pytest.raises(NotFound):
        actions.open_walk_in(made.centre, actor=made.as_mediator, sides=sides, place=elsewhere.pk, **said)
    books.enter_case(made.case, actor=made.as_coordinator)
    with pytest.raises(NotFound):
        books.note_case(made.case, actor=made.as_coordinator, place=elsewhere.pk)


def test_neither_is_one_that_has_ended():
    made = cast.two_sides()
    ended = place(made.centre, ended=made.case.made)
    sides = [{"kind": "person", "name": name, "seen_as": "known"} for name in ("А", "Б")]
    with pytest.raises(NotFound):
        actions.open_walk_in(
            made.centre, actor=made.as_mediator, sides=sides, place=ended.pk, title={"kk": "Су"}, kind="neighbours"
        )


def test_what_the_office_notes_and_corrects_is_the_place_of_the_case():
    made = cast.two_sides()
    first, second = place(made.centre), place(made.centre, "Алатау ауданы", "Алатауский район")
    books.enter_case(made.case, actor=made.as_coordinator)
    books.note_case(made.case, actor=made.as_coordinator, place=first.pk)
    assert Case.objects.system().get(pk=made.case.pk).place_id == first.pk
    line = line_of(made.case.pk)
    books.correct_line(line, actor=made.as_coordinator, why="slip", place_id=second.pk)
    assert Case.objects.system().get(pk=made.case.pk).place_id == second.pk
    assert counted(made.case) == [first.pk, second.pk]


@pytest.mark.parametrize("spelling", ["медеуский  РАЙОН", "Медеу ауданы"])
def test_a_mediator_who_works_in_the_place_is_proposed_first_and_it_is_said_why(spelling):
    """Lists of a region name places in words, in either language."""
    made = cast.two_sides()
    Case.objects.system().filter(pk=made.case.pk).update(place=place(made.centre))
    case = Case.objects.system().select_related("centre").get(pk=made.case.pk)
    people = [cast.staff(made.centre, name, "mediator", "ru", f"{n}@example.kz") for n, name in enumerate("АБ")]
    for who, named in zip(people, (["Алатауский район"], [spelling]), strict=True):
        MediatorCard.objects.system().filter(person=who).delete()
        MediatorCard.objects.create(
            centre=made.centre, person=who, kind="professional", number=f"KZ-{who.pk}"[:30],
            languages=["kk", "ru"], places=named,
        )  # fmt: skip
    seen = queries.composed(made.as_coordinator, case)
    of = {one.person: [str(reason) for reason in one.reasons] for one in (*seen.seats, *seen.left_out)}
    assert str(REASONS["near"]) in of[people[1].pk]
    assert str(REASONS["other_place"]) in of[people[0].pk]
    assert [one.person for one in seen.seats if one.person in of][-2:] != [people[0].pk, people[1].pk]


def test_the_page_of_a_walk_in_asks_for_the_place_where_there_are_several():
    made = cast.two_sides()
    page = as_staff(made.mediator).get(reverse("cases:walk_in")).content.decode()
    assert 'name="place"' not in page
    one = place(made.centre)
    page = as_staff(made.mediator).get(f"{reverse('cases:walk_in')}?place={one.pk}").content.decode()
    assert f'value="{one.pk}" selected' in page
