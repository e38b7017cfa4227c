"""The day of somebody with many cases: what presses most comes first, little is shown, all of it is counted."""

from datetime import timedelta

import pytest
from django.db import connection

from bitim.cases.models import Case, Participant, Request
from bitim.cases.queries import Filters, cases_for, first_for, lines_for
from bitim.demo import cast as people
from bitim.desk import actions, queries
from bitim.desk.queries.day import CALLS_SHOWN, OWN_SHOWN, SHOWN
from bitim.desk.tests import stories
from bitim.kernel import clock
from bitim.people.models import CentreRole
from bitim.room import actions as room
from bitim.room.models import Meeting

pytestmark = pytest.mark.django_db
MANY = 60


@pytest.fixture
def story():
    return stories.rooms("meetings")


@pytest.fixture
def many(story) -> list[Case]:
    """Sixty more cases of the mediator, in the order of their number: thirty late, the latest first; in each a term
    that ends, the last of them soonest, and a planned meeting, the last of them soonest."""
    now = clock.now()
    made = [
        Case.objects.create(
            centre=story.cast.centre,
            number=f"{20_000_000 + n}",
            pack="kz",
            stage="meetings",
            stage_since=now,
            title={"en": f"Quarrel {n}"},
            made=now,
            due=now + timedelta(hours=n - 30, minutes=30),
            term_ends=clock.today() + timedelta(days=5 - n // 5),
        )
        for n in range(MANY)
    ]
    for n, case in enumerate(made):
        Participant.objects.create(case=case, person=story.cast.mediator, role="mediator", shown_name="M", since=now)
        Meeting.objects.create(case=case, mode="joint", starts=now + timedelta(days=MANY - n))
    return made


def group(actor, key: str):
    return next(one for one in queries.today(actor).groups if one.key == key)


def numbers(lines) -> list[str]:
    return [line.number for line in lines]


def test_the_few_that_press_most_and_how_many_more(story, many):
    day = queries.today(story.cast.as_mediator)
    late, term, planned = (group(story.cast.as_mediator, key) for key in ("late", "term", "planned"))
    assert (late.total, late.rest, len(late.lines)) == (30, 30 - SHOWN, SHOWN)
    assert numbers(late.lines) == [case.number for case in many[:SHOWN]]
    assert (term.total, planned.total) == (MANY, MANY)
    assert set(numbers(term.lines)) == {case.number for case in many[-SHOWN:]}
    assert numbers(planned.lines) == [case.number for case in reversed(many[-SHOWN:])]
    assert (day.own_total, day.own_rest, len(day.own)) == (MANY + 1, MANY + 1 - OWN_SHOWN, OWN_SHOWN)
    assert numbers(day.own) == [case.number for case in many[30 : 30 + OWN_SHOWN]]  # what is late was named above
    html = story.mediator.get("/today/").content.decode()
    assert "and 25 more" in html
    assert 'href="/cases/?late=1"' in html


def test_no_more_titles_are_opened_than_are_shown(story, many, monkeypatch):
    from bitim.kernel.sealed import SealedJSON

    opened, real = [], SealedJSON.opened
    monkeypatch.setattr(SealedJSON, "opened", lambda *words: opened.append(words) or real(*words))
    day = queries.today(story.cast.as_mediator)
    assert 0 < len(opened) <= sum(len(one.lines) for one in day.groups) + len(day.own)


def test_words_in_a_case_far_down_the_list_are_told(story, many):
    Case.objects.system().filter(pk=story.case.pk).update(due=clock.now() + timedelta(days=300))
    story.say(story.cast.as_party(1), story.space("caucus", 1), "PRIVATE-WORDS")
    assert story.case.pk not in [line.id for line in cases_for(story.cast.as_mediator).lines]
    unread = group(story.cast.as_mediator, "unread")
    assert (unread.total, numbers(unread.lines)) == (1, [story.case.number])


def test_the_list_shows_just_those_with_new_words_or_a_meeting(story, many):
    story.say(story.cast.as_party(1), story.space("caucus", 1), "PRIVATE-WORDS")
    browser = story.mediator

    def shown(asked: str) -> int:
        return browser.get(f"/cases/{asked}").content.decode().count('<span class="title">')

    assert (shown("?new=1"), shown("?meeting=1&page=2"), shown("?new=1&meeting=1")) == (1, MANY - 50, 0)
    assert 'name="new" value="1" checked' in browser.get("/cases/?new=1").content.decode()


def test_the_coordinators_list_knows_nothing_of_rooms(story, many):
    story.say(story.cast.as_party(1), story.space("caucus", 1), "PRIVATE-WORDS")
    browser = story.coordinator
    html = browser.get("/cases/?new=1&meeting=1").content.decode()
    assert html.count('<span class="title">') == 50
    assert 'name="new"' not in html
    assert queries.listed(story.cast.as_coordinator, Filters(), 1, {"new"}).total == MANY + 1


def test_a_meeting_never_held_does_not_push_todays_away(story, many):
    now = clock.now()
    for n in range(SHOWN + 2):
        Meeting.objects.system().filter(case=many[n]).update(starts=now - timedelta(days=3 + n))
    planned = group(story.cast.as_mediator, "planned")
    assert numbers(planned.lines)[0] == many[-1].number
    assert planned.total == MANY


def test_requests_and_calls_are_counted_beyond_what_is_shown(story):
    now = clock.now()
    for n in range(55):
        who = people.person(f"Asker {n}")
        sent = now - timedelta(hours=n)
        Request.objects.create(
            centre=story.cast.centre, person=who, words={"what": "W"}, state=Request.SENT, made=now, sent=sent
        )
        if n < CALLS_SHOWN + 2:
            actor = people.acting(who, "party", story.cast.centre)
            Participant.objects.create(
                case=story.case, side=story.cast.sides[0], person=who, role="party", shown_name="P", since=now
            )
            actions.ask_call_back(story.cast.centre, actor=actor)
    requests = group(story.cast.as_coordinator, "requests")
    assert (requests.total, len(requests.lines), requests.lines[0].title) == (55, SHOWN, "Asker 54")
    calls = group(story.cast.as_coordinator, "calls")
    assert (calls.total, len(calls.lines), calls.more) == (CALLS_SHOWN + 2, CALLS_SHOWN, "")
    assert "and 2 more" in story.coordinator.get("/today/").content.decode()


def test_what_an_actor_does_not_see_is_not_counted(story, many):
    ended = Participant.objects.system().filter(case=many[0], person=story.cast.mediator)
    ended.update(ended=clock.now())
    actor = story.cast.as_mediator
    assert first_for(actor, Filters(late=True)).total == 29
    assert lines_for(actor, [many[0].pk, many[1].pk]).keys() == {many[1].pk}
    CentreRole.objects.system().filter(person=story.cast.coordinator).update(ended=clock.now())
    for past in (people.acting(story.cast.coordinator, "coordinator", story.cast.centre), story.cast.as_party(1)):
        assert first_for(past.fresh(), Filters(late=True)).total == 0
        assert lines_for(past.fresh(), [many[1].pk]) == {}
        assert queries.listed(past.fresh(), Filters(late=True), 1).total == 0
    elsewhere = people.centre("far")
    far = people.acting(people.staff(elsewhere, "Far", "coordinator", email="far@example.kz"), "coordinator", elsewhere)
    assert (queries.today(far).groups, cases_for(far).total) == ([], 0)


def test_the_order_of_the_list_is_read_from_an_index_not_sorted(story, many):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by size")
    from bitim.cases.queries import folders

    rows = folders.open_for(story.cast.as_coordinator).order_by(*folders._order(Filters()))
    plan = rows.explain()
    assert "open_cases_as_they_press" in plan
    assert "TEMP B-TREE" not in plan


def test_an_interpreter_has_the_same_day(story):
    stories.interpreting(story)
    story.say(story.cast.as_party(1), story.space("caucus", 1), "PRIVATE-WORDS")
    room.plan_meeting(story.case, actor=story.cast.as_mediator, starts=clock.now() + timedelta(days=2))
    actor = people.acting(story.cast.interpreter, "interpreter", story.cast.centre)
    assert {one.key: one.total for one in queries.today(actor).groups} == {"unread": 1, "planned": 1}
