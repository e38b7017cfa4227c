"""An invitation by e-mail writes its own attempt; a message that its mailbox refused for the last time stands in Today
of whoever can act, says in plain words what to do, and nothing of what it was about."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend

from bitim.cases import actions as cases
from bitim.cases import queries as case_queries
from bitim.cases.actions import ways
from bitim.cases.models import Attempt, Invitation, Participant
from bitim.demo import cast as people
from bitim.desk import actions, queries
from bitim.desk.queries import calls
from bitim.desk.tests import stories
from bitim.kernel import clock, delivery
from bitim.kernel.access import Refused
from bitim.kernel.locking import write
from bitim.kernel.models import Delivery, Event
from bitim.people.models import Person
from bitim.settlements.actions.notices import tell_signer
from bitim.settlements.models import Document, Signature

pytestmark = pytest.mark.django_db
SENT, REFUSED = Attempt.ON_ITS_WAY, Attempt.CAME_BACK


@pytest.fixture
def story() -> stories.Story:
    return stories.rooms()


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Send what is due, as often as is tried; a mail host that is `down` takes nothing."""
    moment = [clock.now()]

    def run(*, down: bool = False) -> None:
        def refuse(*_mails: object) -> None:
            raise ConnectionRefusedError

        with monkeypatch.context() as patch:
            if down:
                patch.setattr(EmailBackend, "send_messages", refuse)
            for _turn in range(delivery.TRIES + 1):
                delivery.send_due()
                moment[0] += timedelta(hours=3)
                clock.set_source(lambda: moment[0])

    yield run
    clock.set_source(None)


def invited(story: stories.Story) -> Invitation:
    one = {"name": "Үшінші", "kind": "person", "phone": "+7 701 111 22 33", "email": "x@y.example", "language": "kk"}
    case = story.case
    case.stage = "contract"
    case.save()
    side = cases.add_side(case, actor=story.cast.as_coordinator, one=one)
    return Invitation.objects.system().get(side=side)


def outcomes(story: stories.Story, invitation: Invitation) -> list[tuple[str, str]]:
    found = case_queries.attempts_for(story.cast.as_coordinator, story.case, invitation.pk)
    return [(one.route, one.outcome) for one in reversed(found)]


def test_an_invitation_that_went_out_is_an_attempt_and_begins_no_clock(story, mailbox):
    invitation = invited(story)
    cases.send_invitation(invitation, actor=story.cast.as_coordinator, route="email")
    assert outcomes(story, invitation) == []
    mailbox()
    assert outcomes(story, invitation) == [("email", SENT)]
    invitation.refresh_from_db()
    assert invitation.delivered is None
    assert queries.calls_for(story.cast.as_coordinator) == []
    page = story.coordinator.get(f"/case/{story.case.pk}/invitation/{invitation.pk}/").content.decode()
    assert "by e-mail: it is on its way" in page and "written by itself" in page


def test_one_that_was_refused_for_the_last_time_is_an_attempt_too_and_leads_back_to_it(story, mailbox):
    invitation = invited(story)
    cases.send_invitation(invitation, actor=story.cast.as_coordinator, route="email")
    mailbox(down=True)
    assert outcomes(story, invitation) == [("email", REFUSED)]
    page = story.coordinator.get("/today/").content.decode()
    assert "The invitation by e-mail did not arrive" in page
    assert f"/case/{story.case.pk}/invitation/{invitation.pk}/" in page
    invitation.refresh_from_db()
    cases.send_invitation(invitation, actor=story.cast.as_coordinator, route="email")
    mailbox()
    assert outcomes(story, invitation) == [("email", REFUSED), ("email", SENT)]
    assert queries.calls_for(story.cast.as_coordinator) == [], "a later one was taken"


def test_what_was_tried_once_is_not_over(story, mailbox, monkeypatch):
    invitation = invited(story)
    cases.send_invitation(invitation, actor=story.cast.as_coordinator, route="email")

    def refuse(*_mails: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    delivery.send_due()
    assert Delivery.objects.system().get(subject=invitation.pk).attempts == 1
    assert (outcomes(story, invitation), queries.calls_for(story.cast.as_coordinator)) == ([], [])


def test_the_same_is_mailed_once_a_day_and_again_after_it_was_refused(story, mailbox):
    invitation = invited(story)
    for _twice in range(2):
        cases.send_invitation(invitation, actor=story.cast.as_coordinator, route="email")
    assert Delivery.objects.system().filter(subject=invitation.pk).count() == 1


def test_who_wants_to_be_called_is_not_said_to_have_been_mailed(story):
    invitation = invited(story)
    person = Person.objects.system().get(pk=invitation.person_id)
    person.safe_contact = {"how": "call"}
    person.save()
    with pytest.raises(Refused):
        cases.send_invitation(invitation.pk, actor=story.cast.as_coordinator, route="email")
    invitation.refresh_from_db()
    assert invitation.sent is None


def signing(story: stories.Story) -> Signature:
    """A line that waits for a code of side 1."""
    who = Participant.objects.system().get(case=story.case, person=story.cast.parties[0])
    row = {"kind": Document.AGREEMENT, "pack": "kz", "pack_version": "1", "made": clock.now()}
    paper = Document.objects.create(case=story.case, state=Document.FROZEN, **row)
    line: Signature = Signature.objects.create(document=paper, participant=who, digest="0" * 64, method="code")
    return line


def test_a_code_that_did_not_arrive_stands_before_coordinator_and_mediator_and_before_nobody_else(story, mailbox):
    person = story.cast.parties[0]
    person.email = "a@example.kz"
    person.save()
    with write():
        tell_signer(signing(story))
    mailbox(down=True)
    for who in (story.cast.as_coordinator, story.cast.as_mediator):
        (line,) = next(one for one in queries.today(who).groups if one.key == "calls").lines
        assert (line.title, line.url) == ("Айгерім Оспанова", f"/case/{story.case.pk}/people/")
    for browser in (story.coordinator, story.mediator):
        assert "The code for signing did not arrive" in browser.get("/today/").content.decode()
    assert "A message did not reach" in story.mediator.get(story.url).content.decode()
    assert "did not" not in story.party(2).get(story.url).content.decode()
    event = Event.objects.system().get(kind="NoticeNotTaken")
    assert set(event.payload) == {"person", "what", "case", "thing"} and event.payload["thing"] is None
    # the person has asked for nothing, and may still ask
    assert not queries.is_waiting(story.cast.centre.pk, person.pk)
    assert "You are on the list" not in story.party(1).get("/call-me-back/").content.decode()


def test_other_news_say_nothing_of_what_they_were_and_several_are_one_line(story, mailbox):
    person = story.cast.parties[1]
    person.email = "b@example.kz"
    person.save()
    with write():
        for number, notice in enumerate(("meeting_set", "times_proposed", "duty_soon")):
            ways.tell(person, story.case.pk, notice, key=f"n{number}")
    mailbox(down=True)
    (one,) = queries.calls_for(story.cast.as_mediator)
    assert one.missed == "news"
    assert "A message by e-mail did not arrive" in story.coordinator.get("/today/").content.decode()
    actions.mark_called_back(one.id, actor=story.cast.as_mediator)
    assert calls.waiting(story.cast.centre.pk) == []


def test_a_mediator_of_another_case_sees_nothing_of_it(story, mailbox):
    elsewhere = people.two_sides(slug="elsewhere", number="11112222")
    person = story.cast.parties[1]
    person.email = "b@example.kz"
    person.save()
    with write():
        ways.tell(person, story.case.pk, "meeting_set", key="n")
    mailbox(down=True)
    (one,) = queries.calls_for(story.cast.as_coordinator)
    for actor in (elsewhere.as_coordinator, elsewhere.as_mediator):
        assert queries.calls_for(actor) == []
        with pytest.raises(Refused):
            actions.mark_called_back(one.id, actor=actor)
