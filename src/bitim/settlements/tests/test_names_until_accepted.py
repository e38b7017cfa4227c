"""Until a side has accepted a mediator they know its people by name, and who is bound; ties are found from that."""

import pytest

from bitim.cases import actions as cases
from bitim.cases import queries as seen
from bitim.cases.models import Acceptance, Invitation, Participant, Party
from bitim.cases.permissions import P as OfCase
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused, decide
from bitim.settlements import queries
from bitim.settlements.actions.terms import keep_details

pytestmark = pytest.mark.django_db
DETAILS = {"identifier": "830101300123", "address": "Жоғарғы көше, 4"}


@pytest.fixture
def made():
    scene = cast.without_doors(cast.two_sides())
    Participant.objects.system().filter(side__in=scene.sides).update(seen_as="id_card", seen_at=clock.now())
    for party in Party.objects.system().filter(side__case=scene.case).select_related("side__case"):
        keep_details(party, actor=scene.as_mediator, details=DETAILS)
    return scene


def people_of(made, actor):
    return {one.person: one for one in seen.people_for(actor.fresh(), made.case)}


def test_names_and_organisations_alone(made):
    other = cast.second_mediator(made)
    for who, person in ((made.as_mediator, True), (made.as_coordinator, True), (other, False)):
        shown = people_of(made, who)[made.parties[0].pk]
        assert shown.name == "Айгерім Оспанова"
        assert (bool(shown.contacts), bool(shown.seen_as), shown.reachable) == (person, person, person)
        assert {name for side in seen.sides_for(who.fresh(), made.case) for _kind, name in side.parties} == {
            "Айгерім Оспанова",
            "Виктор Ким",
        }
        assert bool(seen.without_device(who.fresh(), made.case)) is person


def test_each_side_opens_its_own_people_and_nobody_elses(made):
    other = cast.second_mediator(made, 2)
    shown = people_of(made, other)
    assert [shown[one.pk].reachable for one in made.parties] == [False, True]
    pages = queries.agreement_page(other.fresh(), made.case).parties
    assert [(dict(one.details) == DETAILS, one.keeps) for one in pages] == [(False, False), (True, True)]


def test_no_page_and_no_act_is_a_way_round(made):
    other, side = cast.second_mediator(made), made.sides[0]
    one = Participant.objects.system().get(person=made.parties[0])
    party = Party.objects.system().select_related("side__case").get(side=side)
    for look in (
        lambda: seen.reached(other.fresh(), made.case, one.pk),
        lambda: seen.callee(other.fresh(), made.case, side.pk, made.parties[0].pk),
    ):
        with pytest.raises(NotFound):
            look()
    for act in (
        lambda: cases.change_contacts(one, actor=other, said={"phone": "+7 701 999 99 99"}),
        lambda: keep_details(party, actor=other, details={}),
    ):
        with pytest.raises((NotFound, Refused)):
            act()
    assert seen.reached(made.as_mediator, made.case, one.pk).initial["phone"]


def test_a_side_that_has_not_come_is_invited_by_a_mediator_whom_somebody_has_accepted(made):
    side = cases.add_side(
        made.case, actor=made.as_coordinator, one={"name": "Үшінші", "phone": "+7 701 111 22 33", "place": "Ауыл"}
    )
    invitation = Invitation.objects.system().get(side=side)
    nobody, somebody = cast.second_mediator(made), made.as_mediator
    for who, may in ((somebody, True), (nobody, False)):
        (shown,) = seen.invitations_for(who.fresh(), made.case)
        assert (shown.name, bool(shown.contacts), shown.reachable) == ("Үшінші", may, may)
        assert bool(decide(who.fresh(), OfCase.INVITE, invitation)) is may
        for look in (
            lambda who=who: seen.letter_for(who.fresh(), invitation.pk),
            lambda who=who: seen.attempts_for(who.fresh(), made.case, invitation.pk),
            lambda who=who: seen.reached_invited(who.fresh(), made.case, invitation.pk),
        ):
            if may:
                look()
            else:
                with pytest.raises(NotFound):
                    look()


def test_once_it_has_come_it_says_so_itself(made):
    """Before, any side's word was enough to call it; from then on its own is asked."""
    Acceptance.objects.system().filter(side=made.sides[1], appointment__person=made.mediator).delete()
    shown = people_of(made, made.as_mediator)
    assert [shown[one.pk].reachable for one in made.parties] == [True, False]
