"""Invitations: prepared, sent, answered in three equally easy ways, lapsed."""

from datetime import timedelta

import pytest

from bitim.cases import actions, jobs, queries
from bitim.cases.models import Attempt, Case, Invitation, Participant, Side
from bitim.cases.tests import stories
from bitim.demo import cast
from bitim.kernel import clock, doors, membership
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Delivery, Door, DoorSecret, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    _at, staff, request, case = stories.opened()
    invitation = stories.other_side(case)
    return staff, request, case, invitation, cast.acting(invitation.person, "party")


def test_the_invited_come_by_the_printed_code_with_no_account(scene):
    staff, _request, case, invitation, invited = scene
    code = actions.print_invitation(invitation, actor=staff["coordinator"]).code
    assert code not in str(list(DoorSecret.objects.system().values()))
    door = doors.open_by_code(code, "5566")
    assert door is not None and (door.purpose, door.subject) == ("invitation", invitation.pk)
    with pytest.raises(NotFound):
        queries.case_for(invited, case.pk)
    actions.answer_invitation(invitation, actor=invited, answer=Invitation.ACCEPTED)
    assert queries.case_for(invited.fresh(), case.pk) == case
    assert membership.is_member(invitation.side_id, invited.person)
    part = Participant.objects.system().get(case=case, person=invited.person)
    assert (part.role, part.signs) == (Participant.SPOKESPERSON, True)
    door = doors.open_by_code(code, "5566")
    assert door is not None and (door.purpose, door.subject) == ("case", case.pk)
    assert Side.objects.system().get(pk=invitation.side_id).state == Side.JOINED


def test_told_by_voice_the_clock_of_the_pack_begins_once(scene):
    staff, _request, case, invitation, _invited = scene
    sent = actions.send_invitation(invitation, actor=staff["coordinator"], route="voice")
    assert sent.due == clock.today() + timedelta(days=10)
    assert stories.reread(case).due_for == "invitation"
    again = actions.send_invitation(invitation, actor=staff["coordinator"], route="letter")
    assert (again.due, again.route) == (sent.due, "letter")


def test_by_email_once_a_day_and_never_without_an_address(scene):
    staff, _request, _case, invitation, _invited = scene
    with pytest.raises(Refused):
        actions.send_invitation(invitation, actor=staff["coordinator"], route="email")
    invitation.person.email = "b@example.kz"
    invitation.person.save()
    for _press in range(2):
        actions.send_invitation(invitation, actor=staff["coordinator"], route="email")
    (row,) = Delivery.objects.system().filter(route="email")
    assert (row.notice, row.person) == ("invitation", invitation.person_id)


def test_no_letter_with_a_code_that_any_finder_could_use(scene):
    staff, _request, _case, invitation, _invited = scene
    invitation.person.phone = ""
    invitation.person.save()
    with pytest.raises(Refused):
        actions.print_invitation(invitation, actor=staff["coordinator"])
    assert stories.reread(invitation).state == Invitation.PREPARED
    code = actions.print_invitation(invitation, actor=staff["coordinator"], word="көпір").code
    assert doors.open_by_code(code, "Көпір") is not None


def test_talk_first_leaves_the_other_answers_open(scene):
    staff, _request, case, invitation, invited = scene
    actions.send_invitation(invitation, actor=staff["coordinator"], route="voice")
    actions.answer_invitation(invitation, actor=invited, answer=Invitation.TALK)
    assert stories.reread(case).due is None
    actions.answer_invitation(invitation, actor=invited, answer=Invitation.DECLINED)
    assert Side.objects.system().get(pk=invitation.side_id).state == Side.DECLINED
    assert stories.reread(case).due_for == "propose_refused"
    with pytest.raises(Refused):
        actions.answer_invitation(invitation, actor=invited, answer=Invitation.ACCEPTED)


def test_the_same_answer_twice_is_one_answer(scene):
    _staff, _request, case, invitation, invited = scene
    for _press in range(2):
        actions.answer_invitation(invitation, actor=invited, answer=Invitation.ACCEPTED)
    assert Participant.objects.system().filter(case=case, person=invited.person).count() == 1


def test_a_yes_by_telephone_is_no_press_of_the_coordinator(scene):
    """One person would have made a side of nobody, and then consented for it."""
    staff, request, case, invitation, _invited = scene
    for actor in (stories.asker(request), staff["coordinator"], staff["mediator"]):
        with pytest.raises((Refused, NotFound)):
            actions.answer_invitation(invitation, actor=actor, answer=Invitation.ACCEPTED)
    for how in ("phone", "hand"):
        with pytest.raises(Refused):
            actions.note_answer(invitation, actor=staff["coordinator"], answer=Invitation.ACCEPTED, how=how)
    assert stories.reread(invitation).state == Invitation.PREPARED
    assert not Participant.objects.system().filter(case=case, person=invitation.person_id).exists()


def test_talk_or_no_is_written_down_with_the_way_it_came(scene):
    staff, _request, _case, invitation, _invited = scene
    with pytest.raises(Refused):
        actions.note_answer(invitation, actor=staff["coordinator"], answer=Invitation.TALK, how="")
    actions.note_answer(invitation, actor=staff["coordinator"], answer=Invitation.TALK, how="phone")
    now = stories.reread(invitation)
    assert (now.state, now.delivered is not None, now.due is not None) == (Invitation.TALK, True, True)
    actions.note_answer(invitation, actor=staff["coordinator"], answer=Invitation.DECLINED, how="post")
    rows = Attempt.objects.system().filter(invitation=invitation).order_by("at").values_list("route", "outcome", "by")
    me = staff["coordinator"].person
    assert list(rows) == [("phone", "answered", me), ("post", "answered", me)]
    told = Event.objects.system().filter(kind="InvitationAnswered").order_by("at").values_list("payload", flat=True)
    assert [(one["state"], one["how"]) for one in told] == [("talk", "phone"), ("declined", "post")]


def test_whoever_comes_to_the_office_is_looked_at(scene):
    staff, _request, case, invitation, _invited = scene
    coordinator = staff["coordinator"]
    for seen_as in ("", "not_looked", "by heart"):
        with pytest.raises(Refused):
            actions.note_coming(invitation, actor=coordinator, seen_as=seen_as)
    actions.print_invitation(invitation, actor=coordinator)
    actions.note_coming(invitation, actor=coordinator, seen_as="id_card")
    one = Participant.objects.system().get(case=case, person=invitation.person_id)
    assert (one.seen_as, one.seen_by_id, one.seen_at is not None) == ("id_card", coordinator.person, True)
    assert not Door.objects.system().filter(person=invitation.person_id, closed=None).exists(), "the letter ends"
    (tried,) = Attempt.objects.system().filter(invitation=invitation)
    assert (tried.route, tried.outcome, tried.by_id) == ("hand", "answered", coordinator.person)


def test_whoever_came_in_by_their_own_code_is_not_answered_for(scene):
    staff, _request, case, invitation, _invited = scene
    actions.print_invitation(invitation, actor=staff["coordinator"])
    Door.objects.system().filter(person=invitation.person_id).update(opened=clock.now())
    with pytest.raises(Refused):
        actions.note_coming(invitation, actor=staff["coordinator"], seen_as="id_card")
    assert not Participant.objects.system().filter(case=case, person=invitation.person_id).exists()
    actions.note_answer(invitation, actor=staff["coordinator"], answer=Invitation.DECLINED, how="phone")


def test_silence_lapses_and_is_proposed_not_decided(scene):
    staff, _request, case, invitation, invited = scene
    actions.send_invitation(invitation, actor=staff["coordinator"], route="voice")
    assert jobs.lapse_invitations() == 0
    later = clock.now() + timedelta(days=11)
    try:
        clock.set_source(lambda: later)
        assert jobs.lapse_invitations() == 1
        assert jobs.lapse_invitations() == 0
    finally:
        clock.set_source(None)
    case = Case.objects.system().get(pk=case.pk)
    assert (case.stage, case.due_for, case.outcome) == ("contract", "propose_no_answer", "")
    assert stories.reread(invitation).state == Invitation.LAPSED
    # Coming late is coming: nothing is held against who was silent.
    actions.answer_invitation(invitation, actor=invited, answer=Invitation.ACCEPTED)
    assert stories.reread(case).due is None


def test_staff_see_contacts_and_parties_do_not(scene):
    staff, request, case, invitation, _invited = scene
    (view,) = queries.invitations_for(staff["coordinator"], case)
    assert view.contacts["phone"] == "+7 702 444 55 66" and view.contacts["place"]
    letter = queries.letter_for(staff["coordinator"], invitation.pk)
    assert letter.place == "Төменгі көше, 8"
    with pytest.raises(NotFound):
        queries.invitations_for(stories.asker(request), case)


def test_one_more_person_of_a_side(scene):
    staff, _request, _case, invitation, _invited = scene
    more = actions.add_person(
        invitation.side, actor=staff["coordinator"], one={"name": "Ольга", "phone": "87015550011"}
    )
    assert more.side_id == invitation.side_id
    actions.answer_invitation(more, actor=cast.acting(more.person, "party"), answer=Invitation.DECLINED)
    assert Side.objects.system().get(pk=invitation.side_id).state != Side.DECLINED
