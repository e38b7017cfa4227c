"""The pages of staff in a case: what needs them first, and nothing that is not theirs to read."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bitim.cases import actions
from bitim.cases.models import Participant, Screening
from bitim.demo import cast as people
from bitim.desk import queries
from bitim.desk.tests import stories
from bitim.kernel import clock
from bitim.kernel.access import NotFound
from bitim.room import actions as room
from bitim.room.queries import meetings_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    made = stories.rooms("meetings")
    made.screen(1, 2)
    made.consent(1, 2)
    return made


def keys(table) -> list[str]:
    return [need.key for need in table.needs]


def test_the_mediator_reads_both_accounts_and_all_rooms(story):
    story.say(story.cast.as_party(1), story.space("caucus", 1), "PRIVATE-WORDS")
    html = story.mediator.get(story.url).content.decode()
    assert "ACCOUNT-ONE" in html
    assert "ACCOUNT-TWO" in html
    assert "PRIVATE-WORDS" not in html
    assert html.index("1 new, private room") < html.index('class="stones"')
    assert len(queries.table(story.cast.as_mediator, story.case).rooms) == 4


def test_the_coordinator_reads_no_account_no_answer_no_room(story):
    story.say(story.cast.as_party(1), story.space("caucus", 1), "PRIVATE-WORDS")
    actions.screen_side(
        story.cast.sides[0],
        actor=story.cast.as_mediator,
        person=story.cast.parties[0].pk,
        answers=dict.fromkeys(("fear", "threats", "violence", "dependence", "phone_seen", "capacity"), "yes"),
        result=Screening.DECLINE,
        reasons="SCREENING-WORDS",
    )
    html = story.coordinator.get(story.url).content.decode()
    for words in ("ACCOUNT-ONE", "ACCOUNT-TWO", "PRIVATE-WORDS", "SCREENING-WORDS", "does not suit", "/room/"):
        assert words not in html
    frame = queries.frame(story.cast.as_coordinator, story.case)
    assert frame.rooms == []
    assert [column.account for column in frame.sides] == ["", ""]
    assert [column.talked for column in frame.sides] == [True, True]
    assert "unsuitable" not in keys(frame)
    assert "unsuitable" in keys(queries.table(story.cast.as_mediator, story.case))


def test_the_coordinators_page_is_the_same_whatever_is_said_in_rooms(story):
    before = queries.frame(story.cast.as_coordinator, story.case)
    story.say(story.cast.as_party(1), story.space("caucus", 1), "PRIVATE-WORDS")
    story.say(story.cast.as_party(2), story.space("joint"), "JOINT-WORDS", "ru")
    assert queries.frame(story.cast.as_coordinator, story.case) == before


def test_the_interpreter_sees_only_the_rooms_they_were_let_into(story):
    assert story.interpreter.get(story.url).status_code == 404
    stories.interpreting(story)
    html = story.interpreter.get(story.url).content.decode()
    assert str(story.space("caucus", 1).pk) in html
    assert str(story.space("caucus", 2).pk) not in html
    assert str(story.space("joint").pk) not in html
    assert "ACCOUNT-ONE" not in html


def test_staff_without_a_part_in_the_case_find_nothing(story):
    elsewhere = people.two_sides(slug="elsewhere", number="11112222")
    for who in (elsewhere.coordinator, elsewhere.mediator):
        assert story.staff(who).get(story.url).status_code == 404
    other = people.staff(story.cast.centre, "Other", "mediator", email="other@example.kz")
    head = people.staff(story.cast.centre, "Head", "head", email="head@example.kz")
    assert story.staff(other).get(story.url).status_code == 404
    assert story.staff(head).get(story.url).status_code == 404
    with pytest.raises(NotFound):
        queries.table(people.acting(other, "mediator", story.cast.centre), story.case)


def test_what_needs_the_mediator_follows_the_case():
    story = stories.rooms("contract")
    assert keys(queries.table(story.cast.as_mediator, story.case)) == ["screen", "screen", "interpreter"]
    story.screen(1, 2)
    assert keys(queries.table(story.cast.as_mediator, story.case)) == ["consent", "consent", "interpreter"]
    story.consent(1, 2)
    found = queries.table(story.cast.as_mediator, story.case)
    assert keys(found) == ["agreement", "interpreter"]
    case = story.case
    case.term_ends = clock.today() + timedelta(days=3)
    case.save()
    assert "term" in keys(queries.table(story.cast.as_mediator, story.case))


def test_what_needs_the_coordinator_follows_the_case():
    story = stories.rooms("contract")
    case = story.case
    case.due, case.due_for = clock.now() - timedelta(days=1), "propose_no_answer"
    case.save()
    part = Participant.objects.system().get(case=case, role=Participant.MEDIATOR)
    actions.end_appointment(part, actor=story.cast.as_coordinator)
    assert keys(queries.frame(story.cast.as_coordinator, story.case))[:2] == ["late", "appoint"]


def test_everyone_apart_now_is_one_press_and_ends_the_meeting_of_everybody(story, monkeypatch):
    monkeypatch.setattr("bitim.room.actions.meetings.require_step", lambda case, step: None)
    room.open_meeting(story.case, actor=story.cast.as_mediator, mode="joint")
    browser = story.mediator
    html = browser.get(story.url).content.decode()
    assert "Everyone apart now" in html
    assert browser.post(f"{story.url}apart/", {"once": "k"}).status_code == 303
    (live,) = [one for one in meetings_for(story.cast.as_mediator, story.case.pk) if one.live]
    assert live.mode == "shuttle"


def test_apart_is_for_the_mediator_and_changes_nothing_when_refused(story):
    assert story.coordinator.post(f"{story.url}apart/").status_code == 409
    assert story.party(1).post(f"{story.url}apart/").status_code == 409
    assert stories.at_door(people.person("Stranger"), story.case.pk).post(f"{story.url}apart/").status_code == 404
    assert story.mediator.get(f"{story.url}apart/").status_code == 405
    assert meetings_for(story.cast.as_mediator, story.case.pk) == []


@pytest.mark.parametrize("role", ["mediator", "coordinator", "interpreter"])
def test_the_number_of_questions_does_not_grow_with_people_and_words(story, role):
    stories.interpreting(story)
    browser = getattr(story, role)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(story.url).status_code == 200
        return len(seen)

    count()
    few = count()
    story.joined_by(10)
    for number in range(10):
        story.say(story.cast.as_party(1), story.space("caucus", 1), f"words {number}")
    assert count() == few


@pytest.mark.parametrize("stage", ["contract", "meetings", "drafting", "signing", "performance", "closed"])
def test_every_stage_has_a_page_with_at_most_one_main_action(stage):
    story = stories.rooms(stage)
    for browser in (story.mediator, story.coordinator):
        html = browser.get(story.url).content.decode()
        assert len(re.findall(r'class="button main"', html)) <= 1
        assert 'href=""' not in html
