"""Consent before everything, withdrawn at any moment."""

import pytest
from django.urls import reverse

from bitim.cases import actions, queries
from bitim.cases.models import Consent, Hand, Invitation, Participant
from bitim.cases.tests import stories
from bitim.cases.tests.browsers import as_staff
from bitim.demo import cast
from bitim.kernel import clock, doors
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.locking import write
from bitim.kernel.models import Door, Event
from bitim.people.models import CentreRole

pytestmark = pytest.mark.django_db


def test_given_once_withdrawn_once_given_again():
    made = cast.two_sides()
    side, actor = made.sides[0], made.as_party(1)
    for _press in range(2):
        actions.give_consent(side, actor=actor, language="kk")
    assert Consent.objects.system().filter(side=side).count() == 1
    for _press in range(2):
        actions.withdraw_consent(side, actor=actor)
    kinds = list(Event.objects.system().filter(audience=made.case.pk).values_list("kind", flat=True))
    assert (kinds.count("ConsentGiven"), kinds.count("ConsentWithdrawn")) == (1, 1)
    actions.give_consent(side, actor=actor, language="kk")
    assert Consent.objects.system().filter(side=side, withdrawn=None).count() == 1


def test_nobody_consents_for_another_side():
    made = cast.two_sides()
    with pytest.raises(Refused):
        actions.give_consent(made.sides[0], actor=made.as_party(2), language="kk")
    with pytest.raises(Refused):
        actions.withdraw_consent(made.sides[0], actor=made.as_party(2))
    with pytest.raises(NotFound):
        actions.give_consent(made.sides[0], actor=cast.acting(cast.person("X"), "party"), language="kk")


def test_only_who_signs_consents():
    made = cast.two_sides()
    Participant.objects.system().filter(person=made.parties[0]).update(signs=False)
    with pytest.raises(Refused) as refused:
        actions.give_consent(made.sides[0], actor=made.as_party(1), language="kk")
    assert "signs" in str(refused.value.reason)


def test_staff_record_what_was_said_before_them():
    made = cast.without_doors(cast.two_sides())
    person = made.parties[0].pk
    Participant.objects.system().filter(person=person).update(seen_at=clock.now())
    given = actions.give_consent(made.sides[0], actor=made.as_coordinator, language="kk", how="oral", person=person)
    assert (given.how, given.person_id) == ("oral", person)
    with pytest.raises(Refused):
        actions.give_consent(made.sides[1], actor=made.as_coordinator, language="kk", how="online", person=person)
    with pytest.raises(Refused):
        actions.give_consent(made.sides[1], actor=made.as_coordinator, language="kk", how="oral", person=person)


@pytest.mark.parametrize("how", ["oral", "paper"])
def test_nobody_consents_for_a_side_that_is_online(how):
    """Not even after its way in was shut: otherwise staff could shut it and say yes in its place."""
    made = cast.two_sides()
    side, who = made.sides[0], made.parties[0]
    Participant.objects.system().filter(person=who).update(seen_at=clock.now())
    for actor in (made.as_coordinator, made.as_mediator):
        with pytest.raises(Refused) as refused:
            actions.give_consent(side, actor=actor, language="kk", how=how, person=who.pk)
        assert "own device" in str(refused.value.reason)
    Door.objects.system().filter(person=who.pk).update(closed=clock.now())
    with pytest.raises(Refused):
        actions.give_consent(side, actor=made.as_mediator, language="kk", how=how, person=who.pk)
    assert not Consent.objects.system().filter(side=side).exists()


def test_said_before_staff_was_said_by_somebody_who_was_here():
    made = cast.without_doors(cast.two_sides())
    side, who = made.sides[0], made.parties[0].pk
    with pytest.raises(Refused) as refused:
        actions.give_consent(side, actor=made.as_mediator, language="kk", how="oral", person=who)
    assert "telephone" in str(refused.value.reason)
    assert actions.give_consent(side, actor=made.as_mediator, language="kk", how="paper", person=who).how == "paper"


def test_whoever_let_somebody_in_does_not_write_down_their_consent():
    """One coordinator alone would have made a side that agrees."""
    made = cast.without_doors(cast.two_sides())
    side, who = made.sides[0], made.parties[0].pk
    here = Participant.objects.system().filter(person=who)
    here.update(seen_at=clock.now(), seen_by=made.coordinator, seen_as="known")
    for how in ("oral", "paper"):
        with pytest.raises(Refused) as refused:
            actions.give_consent(side, actor=made.as_coordinator, language="kk", how=how, person=who)
        assert "somebody else" in str(refused.value.reason)
    page = as_staff(made.coordinator).post(
        reverse("cases:consent", args=[made.case.pk]),
        {"side": str(side.pk), "s1-person": str(who), "s1-how": "oral"},
    )
    assert "somebody else" in page.content.decode()
    colleague = cast.staff(made.centre, "Әріптес", "coordinator", "kk", "other@shymbulaq.example")
    as_colleague = cast.acting(colleague, "coordinator", made.centre)
    assert actions.give_consent(side, actor=as_colleague, language="kk", how="oral", person=who).how == "oral"
    assert "DoneByOne" not in Event.objects.system().filter(chain=made.case.pk).values_list("kind", flat=True)


def test_of_somebody_whom_nobody_saw_neither_does_whoever_invited_or_called_them():
    made = cast.without_doors(cast.two_sides())
    side, who = made.sides[0], made.parties[0]
    invitation = Invitation.objects.create(case=made.case, side=side, person=who, state="accepted")
    Hand.objects.create(invitation=invitation, by=made.coordinator, kind=Hand.PREPARED, at=clock.now())
    with pytest.raises(Refused):
        actions.give_consent(side, actor=made.as_coordinator, language="kk", how="paper", person=who.pk)
    assert actions.give_consent(side, actor=made.as_mediator, language="kk", how="paper", person=who.pk)


def test_a_mediator_who_has_both_sides_before_them_writes_down_what_they_agree_to():
    made = cast.without_doors(cast.two_sides())
    who = made.parties[0].pk
    Participant.objects.system().filter(person=who).update(seen_at=clock.now(), seen_by=made.mediator)
    assert actions.give_consent(made.sides[0], actor=made.as_mediator, language="kk", how="oral", person=who)


def test_where_one_person_is_the_whole_centre_the_record_says_that_one_did_it():
    made = cast.without_doors(cast.two_sides())
    who = made.parties[0].pk
    CentreRole.objects.system().filter(person=made.mediator).delete()
    Participant.objects.system().filter(person=made.mediator).delete()
    Participant.objects.system().filter(person=who).update(seen_at=clock.now(), seen_by=made.coordinator)
    assert actions.give_consent(made.sides[0], actor=made.as_coordinator, language="kk", how="oral", person=who)
    assert "DoneByOne" in Event.objects.system().filter(chain=made.case.pk).values_list("kind", flat=True)


def test_the_page_asks_staff_only_for_people_without_a_way_in():
    made = cast.without_doors(cast.two_sides())
    with write():
        doors.make_door(made.parties[1].pk, made.case.pk, "case", second="4417", second_kind="phone4")
    page = as_staff(made.mediator).get(reverse("cases:consent", args=[made.case.pk])).content.decode()
    assert str(made.parties[0].pk) in page and f'value="{made.parties[1].pk}"' not in page
    assert "consents by itself" in page


def test_a_withdrawal_is_seen_by_whoever_acts_next_though_they_looked_before():
    """The mediator's page was opened while all consented; the decision is taken on the rows of now."""
    made = stories.consented(cast.two_sides(stage="meetings"))
    mediator, stale = made.as_mediator, queries.case_for(made.as_mediator, made.case.pk)
    queries.sides_for(mediator, stale)
    actions.withdraw_consent(made.sides[1], actor=made.as_party(2))
    with pytest.raises(Refused) as refused:
        actions.start_drafting(stale, actor=mediator)
    assert "consent" in str(refused.value.reason)
    actions.give_consent(made.sides[1], actor=made.as_party(2), language="ru")
    assert actions.start_drafting(stale, actor=mediator).stage == "drafting"


def test_one_of_two_withdraws_for_the_side_while_the_other_looks():
    made = stories.consented(cast.two_sides(stage="meetings"))
    second = cast.person("Ольга", "ru")
    Participant.objects.create(
        case=made.case,
        side=made.sides[1],
        person=second,
        role=Participant.SPOKESPERSON,
        signs=True,
        since=made.case.made,
    )
    as_second = cast.acting(second, "party")
    actions.give_consent(made.sides[1], actor=as_second, language="ru")
    actions.withdraw_consent(made.sides[1], actor=made.as_party(2))
    assert not Consent.objects.system().filter(side=made.sides[1], withdrawn=None).exists()


def test_a_party_reads_its_own_sides_consents_only():
    made = stories.consented(cast.two_sides())
    assert {c.side_id for c in queries.consents_for(made.as_party(1), made.case)} == {made.sides[0].pk}
    assert len(queries.consents_for(made.as_mediator, made.case)) == 2
