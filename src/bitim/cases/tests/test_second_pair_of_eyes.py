"""Nobody at a centre brings a side to the table alone: another one than who invited it has spoken with it."""

import pytest

from bitim.cases import actions, facts
from bitim.cases.models import Participant
from bitim.cases.tests import stories
from bitim.demo import cast
from bitim.kernel.access import Refused
from bitim.kernel.models import Event
from bitim.people.models import CentreRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """A case whose other side was written down and came; nobody has spoken with it."""
    at, staff, _request, case = stories.opened()
    stories.appoint_mediator(case, staff)
    invitation = stories.other_side(case)
    return at, staff, case, invitation


def come(invitation):
    me = cast.acting(invitation.person, "party")
    actions.answer_invitation(invitation, actor=me, answer="accepted")


def talk(invitation, actor):
    actions.screen_side(
        invitation.side, actor=actor, person=invitation.person_id, answers=stories.ANSWERS, result="joint"
    )


def stands_in_the_way(case) -> bool:
    obstacles = {str(words) for words in facts.obstacle_words(stories.reread(case), "draw_up_agreement")}
    return str(facts.OBSTACLES["all_met"]) in obstacles


def test_the_talk_of_the_one_who_wrote_the_person_down_is_not_enough(scene):
    _at, staff, case, invitation = scene
    assert not stands_in_the_way(case), "nobody has come yet, another sentence says so"
    come(invitation)
    talk(invitation, staff["coordinator"])
    assert stands_in_the_way(case)
    talk(invitation, staff["mediator"])
    assert not stands_in_the_way(case)


def test_a_mediator_may_send_the_letter_and_hold_the_talk(scene):
    _at, staff, case, invitation = scene
    asker = Participant.objects.system().get(case=case, role__in=Participant.SIDE_ROLES)
    with pytest.raises(Refused):  # before somebody of the case has accepted them, a mediator reaches nobody
        actions.print_invitation(invitation, actor=staff["mediator"].fresh())
    stories.accept_mediator(case, asker.side, cast.acting(asker.person, "party"))
    actions.print_invitation(invitation, actor=staff["mediator"].fresh())
    come(invitation)
    talk(invitation, staff["mediator"])
    assert not stands_in_the_way(case)


def test_a_coordinator_who_sent_it_is_not_enough_while_others_are_there(scene):
    at, _staff, case, invitation = scene
    second = cast.acting(cast.staff(at, "C", CentreRole.COORDINATOR, "ru", "c@example.kz"), "coordinator", at)
    actions.print_invitation(invitation, actor=second)
    come(invitation)
    talk(invitation, second)
    assert stands_in_the_way(case)


def test_who_asked_was_invited_by_nobody(scene):
    _at, _staff, case, invitation = scene
    invitation.side.participants.system().create(
        case=case, person=cast.person("A"), role=Participant.PARTY, shown_name="A", since=invitation.case.made
    )
    assert not stands_in_the_way(case)


def test_a_centre_of_one_person_works_and_the_record_says_so(scene):
    _at, staff, case, invitation = scene
    CentreRole.objects.system().filter(role=CentreRole.COORDINATOR).delete()
    one = staff["mediator"].person
    Participant.objects.system().filter(person=staff["coordinator"].person).delete()
    for hand in invitation.hands.system():
        hand.by_id = one
        hand.save()
    come(invitation)
    assert stands_in_the_way(case)
    talk(invitation, staff["mediator"])
    assert not stands_in_the_way(case)
    assert Event.objects.system().filter(kind="DoneByOne", audience=case.pk).count() == 1
