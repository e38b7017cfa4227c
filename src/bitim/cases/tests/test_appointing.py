"""A mediator from proposal to office: who is asked, what is told, what each side says, who hears what."""

from datetime import timedelta

import pytest
from django.utils import translation

from bitim.cases import actions, queries
from bitim.cases.facts import obstacle_words
from bitim.cases.models import Acceptance, Appointment, Case, Participant
from bitim.cases.tests import stories
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Door, Event
from bitim.people import actions as people
from bitim.people.models import CentreRole, MediatorCard

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """A case with two sides that nobody mediates, and two mediators of the centre."""
    made = cast.two_sides()
    first = Participant.objects.system().get(case=made.case, person=made.mediator)
    Appointment.objects.system().filter(case=made.case).delete()
    first.delete()
    made.yerlan = cast.staff(made.centre, "Ерлан Жүнісов", CentreRole.MEDIATOR, "kk", "yerlan@example.kz")
    return made


def propose(made, who=None, **more):
    who = who or made.mediator
    return actions.propose(made.case.pk, actor=made.as_coordinator, person=who.pk, role="mediator", **more)


def taken(made, who=None, disclosure="", **more):
    who = who or made.mediator
    one = propose(made, who, **more)
    actor = cast.acting(who, "mediator", made.centre)
    return actions.answer_proposal(one, actor=actor, takes=True, disclosure=disclosure, nothing=not disclosure)


def says(made, position, one, accepts=True, **more):
    side = made.sides[position - 1]
    return actions.answer_mediator(side, actor=made.as_party(position), appointment=one.pk, accepts=accepts, **more)


def lacks(case, step="draw_up_agreement"):
    fresh = Case.objects.system().get(pk=case.pk)
    return "Each side has to accept the mediator first." in map(str, obstacle_words(fresh, step))


def test_from_proposal_to_office(made):
    one = propose(made)
    assert queries.proposals_for(made.as_mediator) == [(one.pk, made.case.number, one.proposed.date())]
    asked = queries.proposal_for(made.as_mediator, one.pk)
    assert asked.parties == ("Айгерім Оспанова", "Виктор Ким")
    with pytest.raises(NotFound):
        queries.case_for(made.as_mediator, made.case.pk)
    with pytest.raises(Refused):
        says(made, 1, one)
    with pytest.raises(Refused):
        actions.answer_proposal(one, actor=made.as_mediator, takes=True)
    one = actions.answer_proposal(one, actor=made.as_mediator, takes=True, disclosure="Я учил брата Виктора.")
    assert queries.case_for(made.as_mediator, made.case.pk)
    for position in (1, 2):
        shown = queries.mediators_for(made.as_party(position), made.case)
        assert [m.disclosure for m in shown] == ["Я учил брата Виктора."]
        assert shown[0].waits
        assert lacks(made.case)
        says(made, position, one)
    assert not lacks(made.case)
    assert queries.mediators_for(made.as_coordinator, made.case)[0].state == "in_office"
    assert Event.objects.system().filter(kind="MediatorInOffice").count() == 1


def test_whoever_does_not_take_it_is_out_and_another_is_asked(made):
    one = propose(made)
    actions.answer_proposal(one, actor=made.as_mediator, takes=False)
    assert not Participant.objects.system().filter(case=made.case, role="mediator").exists()
    assert taken(made, made.yerlan).state == Appointment.ACCEPTED


def test_nobody_answers_for_the_mediator_who_is_asked(made):
    one = propose(made)
    for actor in (made.as_coordinator, made.as_party(1), cast.acting(made.yerlan, "mediator", made.centre)):
        with pytest.raises((Refused, NotFound)):
            actions.answer_proposal(one, actor=actor, takes=True, nothing=True)
    with pytest.raises(Refused):
        propose(made)
    actions.take_back_proposal(one, actor=made.as_coordinator)
    assert propose(made)


def test_an_objection_needs_no_reason_and_the_other_side_learns_only_that_another_is_sought(made):
    one = taken(made)
    says(made, 2, one)
    says(made, 1, one, accepts=False)
    assert Participant.objects.system().get(case=made.case, role="mediator").ended
    with pytest.raises(NotFound):
        queries.case_for(made.as_mediator, made.case.pk)
    for position in (1, 2):
        actor = made.as_party(position)
        assert queries.mediators_for(actor, made.case) == []
        assert queries.is_another_sought(actor, made.case)
    sought = Event.objects.system().get(kind="AnotherMediatorSought")
    assert str(made.sides[0].pk) not in str(sought.payload)
    with pytest.raises(Refused):
        propose(made)
    assert taken(made, made.yerlan)
    assert not queries.is_another_sought(made.as_party(2), made.case)


def test_a_side_that_accepted_may_still_ask_for_another_and_nothing_is_answered_twice(made):
    one = taken(made)
    assert says(made, 1, one).pk == says(made, 1, one).pk
    says(made, 1, one, accepts=False)
    assert Acceptance.objects.system().get(side=made.sides[0]).answer == Acceptance.ANOTHER
    assert says(made, 1, one).answer == Acceptance.ANOTHER


def test_staff_write_down_what_was_said_before_them_and_by_whom(made):
    one = taken(made)
    side, who = made.sides[0], made.parties[0]
    said = {"appointment": one.pk, "accepts": True}
    for actor, more in (
        (made.as_coordinator, {"how": "online", "person": who.pk}),
        (made.as_coordinator, {"how": "oral", "person": made.parties[1].pk}),
        (made.as_coordinator, {"how": "oral"}),
        (made.as_party(1), {"how": "oral"}),
        (made.as_mediator, {"how": "oral", "person": who.pk, "earlier": True}),
        (made.as_mediator, {"how": "oral", "person": who.pk}),
        (made.as_mediator, {"how": "paper", "person": who.pk}),
        # who comes in by themselves opens what they wrote before by themselves
        (made.as_coordinator, {"how": "oral", "person": who.pk, "earlier": True}),
        (made.as_coordinator, {"how": "phone", "person": who.pk, "earlier": True}),
    ):
        with pytest.raises(Refused):
            actions.answer_mediator(side, actor=actor, **said, **more)
    with pytest.raises((Refused, NotFound)):
        actions.answer_mediator(side, actor=made.as_party(2), **said)
    kept = actions.answer_mediator(side, actor=made.as_coordinator, **said, how="oral", person=who.pk)
    assert (kept.recorded_by_id, kept.how, kept.earlier) == (made.coordinator.pk, "oral", False)
    other, at_home = made.sides[1], made.parties[1]
    told = actions.answer_mediator(other, actor=made.as_coordinator, **said, how="phone", person=at_home.pk)
    assert told.how == "phone"  # somebody at home has said nothing before anybody


def test_of_a_side_without_a_device_staff_write_down_that_earlier_words_may_be_read(made):
    one = taken(cast.without_doors(made))
    said = {"appointment": one.pk, "accepts": True, "how": "oral", "person": made.parties[0].pk}
    kept = actions.answer_mediator(made.sides[0], actor=made.as_coordinator, **said, earlier=True)
    assert (kept.recorded_by_id, kept.earlier) == (made.coordinator.pk, True)


def test_a_mediator_writes_down_for_themselves_only_what_people_without_a_device_say(made):
    one = taken(made)
    side, who = made.sides[0], made.parties[0]
    said = {"appointment": one.pk, "accepts": True, "how": "oral", "person": who.pk}
    with pytest.raises(Refused):
        actions.answer_mediator(side, actor=made.as_mediator, **said)
    assert not queries.mediators_for(made.as_coordinator, made.case)[0].answers
    Door.objects.system().filter(person=who.pk).delete()
    Participant.objects.system().filter(case=made.case, person=who).update(seen_at=clock.now())
    assert actions.answer_mediator(side, actor=made.as_mediator, **said).recorded_by_id == made.mediator.pk


def test_nobody_answers_for_a_side_before_it_is_known_who_they_are(made):
    one = taken(made)
    side, who = made.sides[0], made.parties[0]
    Participant.objects.system().filter(case=made.case, person=who).update(unconfirmed=clock.now())
    with pytest.raises(Refused):
        actions.answer_mediator(
            side, actor=made.as_coordinator, appointment=one.pk, accepts=True, how="oral", person=who.pk
        )
    with pytest.raises(Refused):
        actions.give_consent(side, actor=made.as_coordinator, language="kk", how="oral", person=who.pk)


def test_appointing_at_once_is_a_proposal_that_was_taken_and_no_side_has_spoken_yet(made):
    actions.appoint(made.case.pk, actor=made.as_coordinator, person=made.mediator.pk, role="mediator")
    one = Appointment.objects.system().get(case=made.case)
    assert (one.state, one.tells) == (Appointment.ACCEPTED, False)
    assert lacks(made.case)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revoked": True}, "removed from the register"),
        ({"expires": -1}, "certificate has ended"),
        ({"term_to": -1}, "term of office is over"),
        ({"takes_fee": True}, "takes no fee"),
        ({"gone": True}, "not in the register"),
    ],
)
def test_whom_the_register_does_not_let_is_refused_with_the_packs_reason(made, change, words):
    card = MediatorCard.objects.system().get(person=made.mediator)
    for name, value in change.items():
        days = isinstance(value, int) and not isinstance(value, bool)
        setattr(card, name, clock.today() + timedelta(days=value) if days else clock.now() if value is True else value)
    if "takes_fee" in change:
        card.takes_fee = True
    card.delete() if "gone" in change else card.save()
    with translation.override("en"):
        for act in (actions.propose, actions.appoint):
            with pytest.raises(Refused) as refused:
                act(made.case.pk, actor=made.as_coordinator, person=made.mediator.pk, role="mediator")
            assert words in str(refused.value.reason)
        panel = queries.composed(made.as_coordinator, made.case)
    assert [seat.person for seat in panel.seats] == [made.yerlan.pk]
    assert words in " ".join(map(str, panel.left_out[0].reasons))


def test_a_certificate_that_ends_between_the_question_and_the_answer_stops_it(made):
    one = propose(made)
    MediatorCard.objects.system().filter(person=made.mediator).update(expires=clock.today() - timedelta(days=1))
    with pytest.raises(Refused):
        actions.answer_proposal(one, actor=made.as_mediator, takes=True, nothing=True)


def test_a_handover_waits_for_each_side_and_ends_the_part_of_the_absent_one(made):
    first = taken(made)
    for position in (1, 2):
        says(made, position, first)
    people.mark_absence(made.centre, actor=made.as_coordinator, person=made.mediator.pk, since=clock.today())
    line = queries.handovers_of(made.as_coordinator, made.mediator.pk)[0]
    assert line.may
    with pytest.raises(Refused):
        propose(made, made.yerlan)
    second = taken(made, made.yerlan, replaces=line.participant)
    assert queries.handovers_of(made.as_coordinator, made.mediator.pk)[0].asked == "Ерлан Жүнісов"
    assert lacks(made.case, "open_meeting")
    says(made, 1, second, earlier=True)
    assert Participant.objects.system().get(pk=line.participant).ended is None
    says(made, 2, second)
    assert Participant.objects.system().get(pk=line.participant).ended
    assert not lacks(made.case, "open_meeting")
    assert queries.handovers_of(made.as_coordinator, made.mediator.pk) == []
    with pytest.raises(NotFound):
        queries.handovers_of(made.as_mediator, made.mediator.pk)


def test_several_roles_of_one_person_never_read_more(made):
    """A coordinator who is a mediator too hears as a mediator what the sides opened to the mediator, and no more."""
    both = made.coordinator
    CentreRole.objects.create(centre=made.centre, person=both, role=CentreRole.MEDIATOR, since=clock.now())
    card = people.add_card(
        made.centre,
        actor=made.as_coordinator,
        person=both.pk,
        kind="public",
        public_name={"kk": "Данияр"},
        register_number="7",
    )
    assert card.person_id == both.pk
    one = actions.propose(made.case.pk, actor=made.as_coordinator, person=both.pk, role="mediator")
    as_both = cast.acting(both, "mediator", made.centre)
    with pytest.raises(NotFound):
        queries.case_for(as_both, made.case.pk)
    one = actions.answer_proposal(one, actor=as_both, takes=True, nothing=True)
    side = made.sides[0]
    for actor in (as_both.fresh(), made.as_coordinator):
        with pytest.raises(NotFound):
            queries.side_account(actor, queries.side_for(actor, side.pk))
    with pytest.raises(Refused):
        actions.answer_mediator(
            side,
            actor=made.as_coordinator,
            appointment=one.pk,
            accepts=True,
            earlier=True,
            how="oral",
            person=made.parties[0].pk,
        )
    says(made, 1, one)
    assert queries.side_account(as_both.fresh(), side) == ""
    with pytest.raises(NotFound):
        queries.side_account(made.as_coordinator, side)


def test_the_story_of_a_case_is_as_short_as_before():
    _at, staff, request, case = stories.opened()
    stories.appoint_mediator(case, staff)
    stories.accept_mediator(case, queries.own_side(stories.asker(request), case), stories.asker(request))
    assert queries.mediators_for(staff["coordinator"], case)[0].answers
