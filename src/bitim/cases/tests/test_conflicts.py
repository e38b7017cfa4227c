"""Ties are found in any spelling: every one that is planted here, and none where there is none."""

import pytest

from bitim.cases import actions, queries
from bitim.cases.actions.receiving import remember_party
from bitim.cases.models import Case, Invitation, Participant, Party
from bitim.cases.queries.conflicts import ties_of
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import Refused
from bitim.people import actions as people
from bitim.people.models import CentreRole

pytestmark = pytest.mark.django_db
NAME = "Айгерім Оспанова"
SPELLINGS = (
    "Оспанова Айгерим Серікқызы",
    "Aigerim Ospanova",
    "OSPANOVA Aygerim",
    "Ajgerim Ospanova",
    "Айгерим Оспанова",
)


@pytest.fixture
def made():
    """A case with parties of telling names, a mediator without any tie, another case of another time."""
    made = cast.two_sides()
    made.free = cast.staff(made.centre, "Мұрат Бекенов", CentreRole.MEDIATOR)
    made.past = Case.objects.create(
        centre=made.centre, number="11112222", pack="kz", stage="closed", stage_since=clock.now(), made=clock.now()
    )
    return made


def had(made, who, person=None, role=Participant.PARTY):
    """Let somebody have been a party of the past case, and `who` have had a part in it."""
    side = None
    if person is not None:
        side = made.past.sides.create(position=made.past.sides.system().count() + 1, state="joined")
        Participant.objects.create(case=made.past, side=side, person=person, role=role, since=clock.now())
    Participant.objects.create(case=made.past, person=who, role="mediator", since=clock.now(), ended=clock.now())
    return side


def found(made, *who):
    return ties_of(made.case, [one.pk for one in who]).of


@pytest.mark.parametrize("name", SPELLINGS)
def test_an_earlier_case_of_the_same_person_written_another_way(made, name):
    had(made, made.free, people.written_down(name))
    assert found(made, made.free, made.mediator) == {made.free.pk: ("earlier_case",)}


@pytest.mark.parametrize("phone", ["8 (701) 000-00-01", "87010000001", "7010000001", "+7-701-000-00-01"])
def test_by_telephone_though_the_name_is_another(made, phone):
    had(made, made.free, people.written_down("Басқа Аты Бар", phone=phone))
    assert found(made, made.free) == {made.free.pk: ("earlier_case",)}


def test_by_the_very_person_and_by_an_invitation_never_answered(made):
    had(made, made.free)
    side = made.past.sides.create(position=1, state="asked")
    Invitation.objects.create(case=made.past, side=side, person=made.parties[1])
    assert found(made, made.free) == {made.free.pk: ("earlier_case",)}


@pytest.mark.parametrize("name", ["ТОО «Қызыл Су»", "Кызыл-Су ЖШС", "LLP Kyzyl Su"])
def test_an_organisation_in_any_form_and_by_its_bin(made, name):
    Party.objects.create(side=made.sides[0], kind=Party.ORGANISATION, name="ЖШС «Қызыл Су»", details={})
    side = had(made, made.free, cast.person("Басшы Бірінші"))
    remember_party(Party.objects.create(side=side, kind=Party.ORGANISATION, name=name, details={}))
    assert found(made, made.free) == {made.free.pk: ("earlier_case",)}


def test_by_bin_alone(made):
    details = {"identifier": "041040001234"}
    Party.objects.create(side=made.sides[0], kind=Party.ORGANISATION, name="Бірінші атау", details=details)
    side = had(made, made.free, cast.person("Басшы Бірінші"))
    remember_party(Party.objects.create(side=side, kind=Party.ORGANISATION, name="Другое имя", details=details))
    assert found(made, made.free) == {made.free.pk: ("earlier_case",)}


@pytest.mark.parametrize(
    "who",
    [
        {"name": "Ospanova Aigerim"},
        {"name": "Басқа Біреу", "phone": "8 701 000 00 01"},
        {"name": "Виктор Ким"},
    ],
)
def test_the_mediator_who_is_a_party_or_is_called_or_reached_like_one(made, who):
    alike = cast.person(**who)
    assert found(made, alike) == {alike.pk: ("party",)}


def test_by_the_public_name_of_the_card(made):
    made.free.card.public_name = {"en": "Aigerim Ospanova"}
    made.free.card.save()
    assert found(made, made.free) == {made.free.pk: ("party",)}


def test_where_there_is_no_tie_none_is_found(made):
    had(made, made.mediator, people.written_down("Айгерім Сейітова", phone="+7 701 999 88 77"))
    assert found(made, made.mediator, made.free, made.coordinator) == {}


def test_a_coordinator_of_an_earlier_case_only_kept_its_papers(made):
    Participant.objects.create(case=made.past, person=made.free, role="coordinator", since=clock.now())
    had(made, made.mediator, people.written_down(NAME))
    assert found(made, made.mediator, made.free) == {made.mediator.pk: ("earlier_case",)}


def test_a_tie_is_disclosed_or_another_is_chosen_and_says_nothing_of_the_other_case(made):
    had(made, made.free, people.written_down(NAME))
    ended = Participant.objects.system().get(case=made.case, role="mediator")
    actions.end_appointment(ended.pk, actor=made.as_coordinator)
    panel = queries.composed(made.as_coordinator, made.case)
    seat = next(seat for seat in panel.left_out if seat.person == made.free.pk)
    assert [str(words) for words in seat.reasons] == ["Has to do with a party of an earlier case."]
    assert made.past.number not in str(panel)
    said = {"person": made.free.pk, "role": "mediator"}
    with pytest.raises(Refused):
        actions.appoint(made.case.pk, actor=made.as_coordinator, **said)
    one = actions.propose(made.case.pk, actor=made.as_coordinator, **said)
    actor = cast.acting(made.free, "mediator", made.centre)
    assert queries.proposal_for(actor, one.pk).found
    with pytest.raises(Refused):
        actions.answer_proposal(one, actor=actor, takes=True, nothing=True)
    actions.answer_proposal(one, actor=actor, takes=True, disclosure="Когда-то я вёл другое дело одной из сторон.")
    assert queries.mediators_for(made.as_party(2), made.case)[0].tells


@pytest.mark.parametrize(("name", "bin_"), [("Ospanova Aigerim", ""), ("Виктор Ким", ""), ("Қор", "041040001234")])
def test_the_centres_own_tie_is_shown_to_each_side_before_it_consents(made, name, bin_):
    if bin_:
        Party.objects.create(side=made.sides[1], kind="organisation", name="Х", details={"identifier": bin_})
    people.declare_interest(made.centre, actor=made.as_coordinator, kind="funder", name="Бөгде Қор")
    tie = people.declare_interest(made.centre, actor=made.as_coordinator, kind="funder", name=name, identifier=bin_)
    for actor in (made.as_party(1), made.as_party(2), made.as_coordinator):
        assert [shown.name for shown in queries.centre_ties_for(actor, made.case)] == [name]
    people.end_interest(tie, actor=made.as_coordinator)
    assert queries.centre_ties_for(made.as_party(1), made.case) == []


def test_kept_apart_the_other_sides_name_is_not_said(made):
    people.declare_interest(made.centre, actor=made.as_coordinator, kind="landlord", name="Виктор Ким")
    made.case.mode = "shuttle"
    made.case.save()
    assert [one.name for one in queries.centre_ties_for(made.as_party(1), made.case)] == [""]
    assert [one.name for one in queries.centre_ties_for(made.as_party(2), made.case)] == ["Виктор Ким"]


def test_staff_of_the_case_are_looked_at_too(made):
    people.update_contacts(made.coordinator, actor=made.as_coordinator, name="Ким Виктор")
    assert queries.composed(made.as_coordinator, made.case).staff


def test_it_costs_the_same_however_many_mediators(made, django_assert_max_num_queries):
    for n in range(12):
        cast.staff(made.centre, f"Медиатор {n}", CentreRole.MEDIATOR)
    with django_assert_max_num_queries(34):
        queries.composed(made.as_coordinator, made.case)
