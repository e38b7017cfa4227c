"""Reaching people: wishes that every notice obeys, attempts written down, a clock that runs from delivery."""

from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from bitim.cases import actions, jobs, law, queries
from bitim.cases.models import Attempt, Hand, Invitation, Participant, Screening
from bitim.cases.tests import stories
from bitim.demo import cast
from bitim.kernel import clock, delivery, doors
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.locking import write
from bitim.kernel.models import Event

pytestmark = pytest.mark.django_db
MONDAY_NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=timezone.get_default_timezone())


@contextmanager
def at(moment):
    clock.set_source(lambda: moment)
    try:
        yield
    finally:
        clock.set_source(None)


@pytest.fixture
def scene():
    _at, staff, _request, case = stories.opened()
    invitation = stories.other_side(case)
    invitation.person.email, invitation.person.language = "b@example.kz", "en"
    invitation.person.save()
    return staff, case, invitation


def wants(person, **wishes):
    person.safe_contact = wishes
    person.save()


# --- wishes ------------------------------------------------------------------------------------------


def test_no_notice_goes_outside_the_hours_and_waiting_is_no_try(scene):
    staff, _case, invitation = scene
    wants(invitation.person, when=["morning", "workdays"])
    with at(MONDAY_NIGHT):
        actions.send_invitation(invitation, actor=staff["coordinator"], route="email")
        assert delivery.send_due() == 0
    assert mail.outbox == []
    with at(MONDAY_NIGHT + timedelta(hours=9)):  # Tuesday, half past seven
        assert delivery.send_due() == 0
    with at(MONDAY_NIGHT + timedelta(hours=10)):
        assert delivery.send_due() == 1


def test_a_code_that_the_person_has_just_asked_for_goes_at_any_hour():
    assert delivery.NOTICES["signing_code"].asked
    others = {name for name, notice in delivery.NOTICES.items() if notice.asked}
    assert others == {"signing_code"}


def test_no_way_in_is_sent_where_others_read(scene):
    _staff, _case, invitation = scene
    for seen_by, ways in (("family", 0), ("others", 0), ("me", 1)):
        mail.outbox.clear()
        wants(invitation.person, seen_by=seen_by)
        with write():
            door = doors.make_door(invitation.person_id, invitation.pk, "invitation")
            delivery.announce(invitation.person_id, "invitation", key=f"n:{seen_by}", door=door.pk)
        delivery.send_due()
        assert mail.outbox[0].body.count("/j/") == ways, seen_by


# --- attempts and the clock --------------------------------------------------------------------------


def tried(invitation, actor, route="hand", outcome="handed", note=""):
    return actions.note_attempt(invitation, actor=actor, route=route, outcome=outcome, note=note)


def test_a_letter_that_has_not_arrived_asks_nobody_anything(scene):
    staff, case, invitation = scene
    actions.print_invitation(invitation, actor=staff["coordinator"])
    assert stories.reread(invitation).due is None
    assert stories.reread(case).due_for == "delivery"
    with at(clock.now() + timedelta(days=30)):
        assert jobs.lapse_invitations() == 0
    tried(invitation, staff["coordinator"], "post", "on_its_way")
    assert stories.reread(invitation).due is None
    tried(invitation, staff["coordinator"], "post", "handed")
    assert stories.reread(invitation).due == clock.today() + timedelta(days=10)
    assert stories.reread(case).due_for == "invitation"


def test_delivered_twice_does_not_prolong(scene):
    staff, _case, invitation = scene
    tried(invitation, staff["coordinator"], "phone", "spoken")
    first = stories.reread(invitation)
    with at(clock.now() + timedelta(days=4)):
        tried(invitation, staff["coordinator"], "hand", "handed")
    assert (stories.reread(invitation).due, stories.reread(invitation).state) == (first.due, Invitation.SENT)


def test_coming_in_by_the_code_is_delivery(scene):
    staff, _case, invitation = scene
    code = actions.print_invitation(invitation, actor=staff["coordinator"]).code
    assert doors.open_by_code(code, "5566") is not None
    assert stories.reread(invitation).due == clock.today() + timedelta(days=10)
    (one,) = Attempt.objects.system()
    assert (one.route, one.outcome, one.by_id) == ("online", "opened", invitation.person_id)


def test_a_reminder_goes_once_some_days_before_the_last(scene):
    staff, _case, invitation = scene
    tried(invitation, staff["coordinator"])
    assert jobs.remind_invited() == 0
    with at(clock.now() + timedelta(days=8)):
        assert jobs.remind_invited() == 1
        jobs.remind_invited()
        assert delivery.send_due() == 1


def test_what_cannot_be_noted_is_said(scene):
    staff, _case, invitation = scene
    for route, outcome in (("pigeon", "handed"), ("hand", "done")):
        with pytest.raises(Refused):
            tried(invitation, staff["coordinator"], route, outcome)
    actions.note_coming(invitation, actor=staff["coordinator"], seen_as="known")
    with pytest.raises(Refused):
        tried(invitation, staff["coordinator"])


def test_what_was_tried_is_for_staff_alone(scene):
    staff, case, invitation = scene
    tried(invitation, staff["coordinator"], "phone", "somebody_else", "the brother answered")
    (row,) = queries.attempts_for(staff["coordinator"], case, invitation.pk)
    assert (row.note, row.delivered) == ("the brother answered", False)
    actions.note_coming(invitation, actor=staff["coordinator"], seen_as="known")
    with pytest.raises(NotFound):
        queries.attempts_for(cast.acting(invitation.person, "party"), case, invitation.pk)
    kept = repr(list(Event.objects.system().filter(kind="AttemptNoted").values("payload")))
    assert "brother" not in kept


# --- changing how somebody is reached ----------------------------------------------------------------


def test_a_new_number_says_who_noted_it():
    made = cast.two_sides()
    part = Participant.objects.system().get(case=made.case, person=made.parties[0])
    actions.change_contacts(part, actor=made.as_coordinator, said={"phone": "+7 702 000 99 99", "how": "call"})
    shown = next(p for p in queries.people_for(made.as_mediator, made.case) if p.person == part.person_id)
    assert "+7 702 000 99 99 (" in shown.contacts["phone"]
    assert str(made.coordinator.name) in shown.contacts["phone"]
    (event,) = Event.objects.system().filter(kind="ContactsChanged")
    assert event.payload["number"] is True
    actions.change_contacts(part, actor=made.as_party(1), said={"phone": "+7 702 000 99 99", "when": ["evening", "?"]})
    again = queries.reached(made.as_party(1), made.case, None)
    assert again.initial["when"] == ["evening"]
    assert again.initial["how"] == "call", "what was not asked stays"


def test_nobody_changes_another_persons_contacts():
    made = cast.two_sides()
    part = Participant.objects.system().get(case=made.case, person=made.parties[0])
    with pytest.raises(NotFound):
        queries.reached(made.as_party(2), made.case, part.pk)
    with pytest.raises((NotFound, Refused)):
        actions.change_contacts(part, actor=made.as_party(2), said={"phone": "+7 999"})


def test_whoever_changes_a_mailbox_does_not_vouch_for_who_came(scene):
    staff, _case, invitation = scene
    hands = Hand.objects.system().filter(invitation=invitation)
    hands.delete()
    same = {"email": invitation.person.email, "how": "write"}
    actions.change_invited_contacts(invitation, actor=staff["coordinator"], said=same)
    assert not hands.exists(), "nothing changed where it goes"
    actions.change_invited_contacts(invitation, actor=staff["coordinator"], said={"email": "other@example.kz"})
    assert hands.filter(by_id=staff["coordinator"].person, kind=Hand.PREPARED).exists()


# --- what the law bars -------------------------------------------------------------------------------


def screen(made, **more):
    said = {"answers": stories.ANSWERS, "result": Screening.JOINT, "person": made.parties[0].pk} | more
    return actions.screen_side(made.sides[0], actor=made.as_mediator, **said)


def test_where_the_law_bars_mediation_nothing_else_can_follow():
    made = cast.two_sides()
    with pytest.raises(Refused):
        screen(made, stops=["capacity"])
    with pytest.raises(Refused):
        screen(made, stops=["weather"], result=Screening.DECLINE)
    kept = screen(made, stops=["capacity"], result=Screening.DECLINE)
    assert kept.stops == ["capacity"]
    assert kept.reasons
    assert "corruption" in dict(law.hard_stops("kz"))


# --- pages -------------------------------------------------------------------------------------------


def client_of(person):
    client = Client()
    client.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_pages_work_by_hand():
    made = cast.two_sides()
    invited = Invitation.objects.create(case=made.case, side=made.sides[1], person=cast.person("Марат"))
    client = client_of(made.coordinator)
    here = f"/case/{made.case.pk}/invitation/{invited.pk}/"
    assert client.post(here + "tried/", {"way": "hand"}).status_code == 422
    answer = client.post(here + "tried/", {"way": "hand", "outcome": "handed", "note": "at the mosque"})
    assert answer.status_code == 303
    assert "at the mosque" in client.get(here).content.decode()
    said = {"phone": "+7 701 222 33 44", "how": "call", "language": "kk", "when": ["evening"]}
    assert client.post(here + "reach/", said | {"phone": "12"}).status_code == 422
    assert client.post(here + "reach/", said).status_code == 303
    page = client.get(here).content.decode()
    assert "+7 701 222 33 44" in page
