"""A request becomes a case, or ends with a content-free word."""

import pytest

from bitim.cases import actions, queries
from bitim.cases.models import Case, Invitation, Participant, Request, Side
from bitim.cases.tests import stories
from bitim.demo import cast
from bitim.kernel import doors, membership
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Delivery

pytestmark = pytest.mark.django_db


def test_a_case_is_opened_with_two_sides_and_the_asker_in_it():
    _at, staff, request, case = stories.opened()
    assert case.stage == "contract" and len(case.number) == 8 and case.number.isdecimal()
    sides = Side.objects.system().filter(case=case)
    mine = sides.get(state=Side.JOINED)
    other = sides.get(state=Side.ASKED)
    assert sorted(s.position for s in (mine, other)) == [1, 2]
    assert membership.is_member(mine.pk, request.person_id)
    assert not membership.members(other.pk)
    assert membership.members(case.pk) == [staff["coordinator"].person]
    invitation = Invitation.objects.system().get(case=case)
    assert (invitation.state, invitation.side_id) == (Invitation.PREPARED, other.pk)
    assert str(invitation.person.phone) == "+7 702 444 55 66"


def test_the_account_belongs_to_the_side_from_acceptance_on():
    _at, staff, request, case = stories.opened()
    stories.appoint_mediator(case, staff)
    side = queries.own_side(stories.asker(request), case)
    assert queries.side_account(stories.asker(request), side) == stories.WHAT
    with pytest.raises(NotFound):
        queries.side_account(staff["mediator"], side)
    stories.accept_mediator(case, side, stories.asker(request))
    assert queries.side_account(staff["mediator"].fresh(), side) == stories.WHAT
    with pytest.raises(NotFound):
        queries.side_account(staff["coordinator"], side)
    assert stories.WHAT not in str(queries.request_for(staff["coordinator"], request.pk).words)


def test_the_askers_code_and_pin_now_lead_to_the_case():
    at, staff = stories.office()
    request = stories.sent(at)
    code = actions.keep_request(request, actor=stories.asker(request))
    case = actions.accept_request(request, actor=staff["coordinator"], title={"ru": "Вода"})
    door = doors.open_by_code(code, "2233")
    assert door is not None and (door.subject, door.purpose) == (case.pk, "case")


def test_who_asks_is_not_always_first():
    at, staff = stories.office()
    places = set()
    for _ in range(24):
        request = stories.sent(at)
        case = actions.accept_request(request, actor=staff["coordinator"], title={"ru": "В"})
        places.add(queries.own_side(stories.asker(request), case).position)
        if places == {1, 2}:
            break
    assert places == {1, 2}


def test_accepting_twice_opens_one_case():
    at, staff = stories.office()
    request = stories.sent(at)
    for _press in range(2):
        actions.accept_request(request, actor=staff["coordinator"], title={"ru": "В"}, key="k")
    assert Case.objects.system().count() == 1
    with pytest.raises(Refused):
        actions.accept_request(request, actor=staff["coordinator"], title={"ru": "В"})


def test_a_title_is_needed():
    at, staff = stories.office()
    with pytest.raises(Refused) as refused:
        actions.accept_request(stories.sent(at), actor=staff["coordinator"], title={"ru": " \x00 "})
    assert "title" in str(refused.value.reason)


def test_a_declined_request_ends_with_a_notice_that_says_nothing():
    at, staff = stories.office()
    contact = {**stories.CONTACT, "email": "a@example.kz", "how": "either"}
    request = stories.sent(at, contact=contact)
    actions.decline_request(request, actor=staff["coordinator"], outcome="consultation")
    assert stories.reread(request).outcome == "consultation"
    assert stories.reread(request).state == Request.DECLINED
    (row,) = Delivery.objects.system()
    assert (row.notice, row.person, row.route) == ("request_ended", request.person_id, "email")


def test_whoever_asked_for_calls_only_is_not_written_to():
    at, staff = stories.office()
    contact = {**stories.CONTACT, "email": "a@example.kz", "how": "call"}
    actions.decline_request(stories.sent(at, contact=contact), actor=staff["coordinator"], outcome="unsuitable")
    (row,) = Delivery.objects.system()
    assert (row.route, row.sent) == ("call", None)  # news for the office to tell


def test_staff_of_another_centre_find_nothing():
    at, _staff = stories.office()
    request = stories.sent(at)
    elsewhere = cast.centre("elsewhere")
    stranger = cast.acting(cast.staff(elsewhere, "Y", "coordinator", "ru", "y@example.kz"), "coordinator", elsewhere)
    with pytest.raises(NotFound):
        actions.accept_request(request, actor=stranger, title={"ru": "В"})
    with pytest.raises(NotFound):
        queries.request_for(stranger, request.pk)
    assert queries.requests_for(stranger) == []


def test_up_to_eight_sides():
    _at, staff, _request, case = stories.opened()
    for number in range(3, 9):
        actions.add_side(case, actor=staff["coordinator"], one={"name": f"Side {number}", "kind": "person"})
    with pytest.raises(Refused) as refused:
        actions.add_side(case, actor=staff["coordinator"], one={"name": "Ninth"})
    assert "eight" in str(refused.value.reason)


def test_appointments_open_and_close_what_staff_read():
    _at, staff, _request, case = stories.opened()
    coordinator, mediator = staff["coordinator"], staff["mediator"]
    with pytest.raises(NotFound):
        queries.case_for(mediator, case.pk)
    stories.appoint_mediator(case, staff)
    assert queries.case_for(mediator.fresh(), case.pk) == case
    with pytest.raises(Refused):
        stories.appoint_mediator(case, staff)
    with pytest.raises(Refused):
        actions.appoint(case, actor=coordinator, person=mediator.person, role=Participant.INTERPRETER)
    appointed = Participant.objects.system().get(case=case, role=Participant.MEDIATOR)
    actions.end_appointment(appointed, actor=coordinator)
    with pytest.raises(NotFound):
        queries.case_for(mediator.fresh(), case.pk)
    assert not membership.is_member(case.pk, mediator.person)


def test_a_new_way_in_ends_the_old_one():
    at, staff = stories.office()
    request = stories.sent(at)
    old = actions.keep_request(request, actor=stories.asker(request))
    case = actions.accept_request(request, actor=staff["coordinator"], title={"ru": "В"})
    part = Participant.objects.system().get(case=case, person=request.person_id)
    new = actions.reissue_door(part, actor=staff["coordinator"])
    assert doors.open_by_code(old, "2233") is None
    assert doors.open_by_code(new, "2233") is not None
