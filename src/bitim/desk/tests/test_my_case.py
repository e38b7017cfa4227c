"""My case: one story for one side; one thing asked; nothing of the other side's private affairs."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from bitim.cases.models import Screening
from bitim.demo import cast as people
from bitim.desk import queries
from bitim.desk.queries.papers import PaperLine, Papers
from bitim.desk.queries.party import Ask, RoomCard, Standing, asked_of
from bitim.desk.tests import stories
from bitim.kernel.access import SYSTEM, NotFound
from bitim.kernel.locking import write
from bitim.room import actions as room
from bitim.room.queries import MeetingSeen, RoomSeen

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    made = stories.rooms("meetings")
    made.screen(1, 2)
    made.consent(1, 2)
    return made


def page(browser: Client, story: stories.Story) -> str:
    answer = browser.get(story.url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_party_reads_their_own_account_and_nothing_of_the_other_side(story):
    story.say(story.cast.as_party(1), story.space("caucus", 1), "SECRET-OF-ONE")
    story.say(story.cast.as_mediator, story.space("caucus", 1), "ANSWER-TO-ONE", "ru")
    before = page(story.party(2), story)
    assert "ACCOUNT-TWO" in before
    assert "ACCOUNT-ONE" not in before
    assert "SECRET-OF-ONE" not in before
    assert "ANSWER-TO-ONE" not in before
    assert str(story.space("caucus", 1).pk) not in before


def test_what_happens_in_one_private_room_changes_nothing_on_the_other_sides_page(story):
    def quiet(html: str) -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|name="once" value="[^"]*"', "", html)

    browser = story.party(2)
    before = quiet(page(browser, story))
    for number in range(3):
        story.say(story.cast.as_mediator, story.space("caucus", 1), f"words {number}", "ru")
    assert quiet(page(browser, story)) == before


def test_only_the_people_of_the_private_room_are_named_as_its_hearers(story):
    stories.interpreting(story)
    one, two = (queries.my_case(story.cast.as_party(n), story.case) for n in (1, 2))
    assert [p.role for p in one.private.hearers] == ["mediator", "interpreter"]
    assert [p.role for p in two.private.hearers] == ["mediator"]


def test_held_apart_no_name_of_the_other_side_is_on_the_page():
    story = stories.rooms("contract")
    story.screen(1, result=Screening.SHUTTLE)
    html = page(story.party(1), story)
    assert "Виктор" not in html
    assert "Нижний" not in html
    assert "SCREENING-WORDS" not in html
    assert "You do not meet the other side" in html
    other = page(story.party(2), story)
    assert "Айгерім" not in other
    assert "SCREENING-WORDS" not in other


def test_the_joint_room_shows_only_while_it_is_open(story):
    assert queries.my_case(story.cast.as_party(1), story.case).joint is not None
    from bitim.cases import actions

    actions.withdraw_consent(story.cast.sides[1], actor=story.cast.as_party(2))
    one = queries.my_case(story.cast.as_party(1), story.case)
    assert one.joint is None
    two = queries.my_case(story.cast.as_party(2), story.case)
    assert two.withdrawn
    assert two.asked is None or two.asked.key != "consent"
    assert "You have withdrawn your consent" in page(story.party(2), story)


def test_a_withdrawn_consent_is_said_even_while_something_new_waits(story):
    from bitim.cases import actions

    actions.withdraw_consent(story.cast.sides[1], actor=story.cast.as_party(2))
    story.say(story.cast.as_mediator, story.space("caucus", 2), "words", "ru")
    html = page(story.party(2), story)
    assert 'data-ask="unread"' in html
    assert "You have withdrawn your consent" in html


def test_the_joint_room_stays_while_promises_are_carried_out_and_goes_when_the_case_closes(story):
    case = story.case
    for stage, shown in (("meetings", True), ("performance", True), ("closed", False)):
        case.stage = stage
        case.save()
        with write():
            room.arrange(case, actor=SYSTEM)
        assert ("The joint room" in page(story.party(1), story)) is shown, stage


def test_a_stranger_and_a_visitor_find_nothing(story):
    other = people.person("Stranger")
    assert stories.at_door(other, story.cast.case.pk).get(story.url).status_code == 404
    assert Client().get(story.url).status_code == 404
    assert story.party(1).get("/case/00000000-0000-4000-8000-000000000000/").status_code == 404
    with pytest.raises(NotFound):
        queries.my_case(people.acting(other, "party"), story.case)


def test_at_most_one_main_action_in_every_stage():
    for number, stage in enumerate(("contract", "meetings", "drafting", "signing", "performance", "closed")):
        story = stories.rooms(stage, slug=f"centre-{number}", number=f"4071223{number}")
        html = page(story.party(1), story)
        assert html.count('class="button main"') <= 1, stage


def test_the_door_of_a_case_leads_here(story):
    from bitim.kernel import doors

    assert doors.HOMES["case"](story.cast.parties[0].pk, story.cast.case.pk) == story.url
    assert story.url == reverse("desk:case", args=[story.cast.case.pk])


def test_questions_do_not_grow_with_sides_and_people(story, django_assert_max_num_queries):
    def count() -> int:
        with django_assert_max_num_queries(60) as seen:
            queries.my_case(story.cast.as_party(1), story.case)
        return len(seen)

    count()
    few = count()
    story.joined_by(12)
    assert count() == few


# --- the order of asking: pure -------------------------------------------------------------------------

PRIVATE = RoomCard(RoomSeen(None, None, "caucus", True, None, True, 2), (), "/room/private/")
JOINT = RoomCard(RoomSeen(None, None, "joint", True, None, False, 1), (), "/room/joint/")
LIVE = MeetingSeen(None, "joint", "live", None, None)
APART = MeetingSeen(None, "shuttle", "live", None, None)
TO_SIGN = Papers(documents=(PaperLine("x", "settlement", "frozen", ("kk",), to_sign=True),))
TO_READ = Papers(documents=(PaperLine("x", "settlement", "draft", ("kk",), to_read=2),))


def standing(**more) -> Standing:
    said = {
        "consented": True,
        "withdrawn": False,
        "may_consent": True,
        "signs": True,
        "meeting": None,
        "private": None,
        "joint": None,
        "papers": Papers(),
    }
    return Standing(**(said | more))


@pytest.mark.parametrize(
    ("now", "key"),
    [
        (standing(), None),
        (standing(consented=False), "consent"),
        (standing(consented=False, withdrawn=True), None),
        (standing(consented=False, signs=False), None),
        (standing(private=PRIVATE), "unread"),
        (standing(papers=TO_READ, private=PRIVATE), "read"),
        (standing(papers=TO_SIGN, private=PRIVATE), "sign"),
        (standing(papers=TO_SIGN, consented=False), "consent"),
        (standing(papers=TO_SIGN, meeting=LIVE, joint=JOINT), "joint"),
        (standing(meeting=LIVE, private=PRIVATE), "unread"),
        (standing(meeting=APART, private=PRIVATE, joint=JOINT), "private"),
    ],
)
def test_what_is_asked_first(now, key, monkeypatch):
    monkeypatch.setattr("bitim.desk.queries.party.link", lambda names, *parts: "/there/")

    class Open:
        stage, pk = "signing", "x"

    found = asked_of(now, Open())
    assert (found.key if isinstance(found, Ask) else None) == key


def test_a_page_that_is_not_there_is_not_asked_for(monkeypatch):
    monkeypatch.setattr("bitim.desk.queries.party.link", lambda names, *parts: "")

    class Open:
        stage, pk = "signing", "x"

    assert asked_of(standing(consented=False), Open()) is None
