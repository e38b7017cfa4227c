"""The day of the staff: what waits comes first; each sees their own; the number of questions does not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bitim.cases.actions import beside
from bitim.cases.models import Case, Invitation, Participant, Request, Screening
from bitim.demo import cast as people
from bitim.desk import actions, queries
from bitim.desk.tests import stories
from bitim.kernel import clock
from bitim.kernel.access import VISITOR, NotFound
from bitim.room import actions as room
from bitim.settlements.models import Document, Signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return stories.rooms("meetings")


def more_cases(story, how_many: int, **columns) -> list[Case]:
    now = clock.now()
    made = [
        Case(
            centre=story.cast.centre,
            number=f"{20_000_000 + n}",
            pack="kz",
            stage="contract",
            stage_since=now,
            title={"en": f"Quarrel {n}"},
            made=now,
            **columns,
        )
        for n in range(how_many)
    ]
    return Case.objects.bulk_create(made)


def groups(actor) -> dict[str, int]:
    return {group.key: group.total for group in queries.today(actor).groups}


def test_the_coordinator_sees_what_nobody_has_taken_first(story):
    more_cases(story, 2, owner=None, due=clock.now() - timedelta(days=1), due_for="invitation")
    Request.objects.create(
        centre=story.cast.centre,
        person=story.cast.parties[0],
        state=Request.SENT,
        sent=clock.now(),
        made=clock.now(),
        words={"what": "REQUEST-WORDS"},
    )
    actions.ask_call_back(story.cast.centre, actor=story.cast.as_party(2))
    found = groups(story.cast.as_coordinator)
    assert list(found) == ["late", "unowned", "requests", "calls", "no_mediator"]
    assert found["unowned"] == found["late"] == found["no_mediator"] == 2
    html = story.coordinator.get("/today/").content.decode()
    assert html.index('href="#requests"') < html.index('id="requests"')
    assert "Виктор Ким" in html
    assert "REQUEST-WORDS" not in html


def test_a_term_that_ends_is_told(story):
    case = story.case
    case.term_ends = clock.today() + timedelta(days=4)
    case.save()
    assert groups(story.cast.as_coordinator)["term"] == 1
    assert groups(story.cast.as_mediator)["term"] == 1
    case.term_ends = clock.today() + timedelta(days=60)
    case.save()
    assert "term" not in groups(story.cast.as_coordinator)


def test_the_mediator_sees_new_words_and_meetings_of_their_own_cases(story):
    story.say(story.cast.as_party(1), story.space("caucus", 1), "PRIVATE-WORDS")
    room.plan_meeting(story.case, actor=story.cast.as_mediator, starts=clock.now() + timedelta(days=2))
    found = groups(story.cast.as_mediator)
    assert found == {"unread": 1, "news": 2, "talk": 1, "planned": 1}
    html = story.mediator.get("/today/").content.decode()
    assert "PRIVATE-WORDS" not in html
    assert "1 new" in html


def test_the_coordinator_never_learns_that_something_was_said(story):
    before = queries.today(story.cast.as_coordinator)
    story.say(story.cast.as_party(1), story.space("caucus", 1), "PRIVATE-WORDS")
    assert queries.today(story.cast.as_coordinator) == before


def test_a_mediator_sees_no_case_of_another(story):
    other = people.staff(story.cast.centre, "Other", "mediator", email="other@example.kz")
    day = queries.today(people.acting(other, "mediator", story.cast.centre))
    assert (day.groups, day.own) == ([], [])


def test_staff_only(story):
    for actor in (VISITOR, story.cast.as_party(1)):
        with pytest.raises(NotFound):
            queries.today(actor)
    assert Client().get("/today/").status_code == 302
    assert story.party(1).get("/today/").status_code == 404
    assert story.party(1).get("/cases/").status_code == 404
    assert Client().get("/cases/").status_code == 302


def test_the_head_and_the_interpreter_have_a_day_too(story):
    head = people.staff(story.cast.centre, "Head", "head", email="head@example.kz")
    assert story.staff(head).get("/today/").status_code == 200
    assert story.interpreter.get("/today/").status_code == 200
    assert groups(people.acting(head, "head", story.cast.centre)) == {}


def test_a_call_is_marked_with_one_press(story):
    actions.ask_call_back(story.cast.centre, actor=story.cast.as_party(2), when="evening")
    browser = story.coordinator
    assert "In the evening" in browser.get("/today/").content.decode()
    (wish,) = queries.calls_for(story.cast.as_coordinator)
    assert browser.post(f"/today/called/{wish.id}/").status_code == 303
    assert queries.calls_for(story.cast.as_coordinator) == []


def count(browser: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert browser.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("url", ["/today/", "/cases/"])
@pytest.mark.parametrize("role", ["coordinator", "mediator"])
def test_the_number_of_questions_does_not_grow(story, url, role):
    browser = getattr(story, role)

    def grow(how_many: int, first: int) -> None:
        for case in more_cases(story, how_many) if not first else more_later(story, how_many, first):
            Participant.objects.create(
                case=case,
                person=story.cast.mediator,
                role="mediator" if case.number.endswith("1") else "co_mediator",
                shown_name="M",
                since=clock.now(),
            )
            room.arrange(case, actor=story.cast.as_coordinator)

    grow(3, 0)
    count(browser, url)
    few = count(browser, url)
    grow(27, 100)
    assert count(browser, url) == few


def more_later(story, how_many: int, first: int) -> list[Case]:
    made = [
        Case(
            centre=story.cast.centre,
            number=f"{20_000_000 + first + n}",
            pack="kz",
            stage="contract",
            stage_since=clock.now(),
            title={"en": "Later"},
            made=clock.now(),
        )
        for n in range(how_many)
    ]
    return Case.objects.bulk_create(made)


def test_the_list_narrows_and_turns_pages(story):
    more_cases(story, 60, owner=None)
    browser = story.coordinator
    first = browser.get("/cases/").content.decode()
    assert first.count('<span class="title">') == 50
    assert "page=2" in first
    assert browser.get("/cases/?page=2").content.decode().count('<span class="title">') == 11
    assert browser.get("/cases/?number=4071").content.decode().count('<span class="title">') == 1
    assert browser.get("/cases/?unowned=1&page=9").content.decode().count('<span class="title">') == 10
    assert browser.get("/cases/?stage=nothing&page=x").status_code == 200
    assert browser.get("/cases/?stage=signing").content.decode().count('<span class="title">') == 0
    assert browser.get("/cases/?stage=closed").status_code == 200


def test_what_only_the_reader_can_do_is_named(story):
    cast = story.cast
    assert groups(cast.as_mediator).get("talk") == 1
    for side, person in zip(cast.sides, cast.parties, strict=True):
        assert groups(cast.as_mediator)["talk"] == 1
        Screening.objects.create(
            case=cast.case, side=side, person=person, by=cast.mediator, answers={}, result="joint", at=clock.now()
        )
    assert "talk" not in groups(cast.as_mediator)
    invitation = Invitation.objects.create(case=cast.case, side=cast.sides[0], person=cast.parties[0], state="talk")
    assert groups(cast.as_coordinator)["invite"] == 1
    Invitation.objects.system().filter(pk=invitation.pk).update(state="declined")
    assert "invite" not in groups(cast.as_coordinator)


def test_who_gave_out_a_new_code_is_not_asked_who_came(story):
    cast = story.cast
    part = Participant.objects.system().filter(case=cast.case, person=cast.parties[0], ended=None)
    part.update(unconfirmed=clock.now(), reissued_by=cast.coordinator.pk)
    assert groups(cast.as_mediator)["confirm"] == 1
    assert "confirm" not in groups(cast.as_coordinator)
    part.update(reissued_by=cast.mediator.pk)
    assert "confirm" not in groups(cast.as_mediator)
    assert groups(cast.as_coordinator)["confirm"] == 1


def test_a_signature_is_awaited_until_it_is_given_or_refused(story):
    cast = story.cast
    document = Document.objects.create(
        case=cast.case, kind="settlement", state=Document.FROZEN, pack="kz", pack_version="1", made=clock.now()
    )
    mine = Participant.objects.system().get(case=cast.case, person=cast.mediator, ended=None)
    Signature.objects.create(document=document, participant=mine, digest="0" * 64)
    line = Signature.objects.system().filter(document=document)
    assert groups(cast.as_mediator)["sign"] == 1
    for given in ("signed", "declined", "voided"):
        line.update(**{given: clock.now()})
        assert "sign" not in groups(cast.as_mediator), given
        line.update(**{given: None})
    Document.objects.system().filter(pk=document.pk).update(state=Document.DRAFT)
    assert "sign" not in groups(cast.as_mediator)


def test_the_last_day_of_a_stay_stands_beside_its_case():
    made, until = people.two_sides(), clock.today() + timedelta(days=3)
    beside.set_court(made.case, actor=made.as_mediator, court="Сот", stay_until=until)
    for actor in (made.as_mediator, made.as_coordinator):
        group = next(one for one in queries.today(actor).groups if one.key == "stay")
        assert [line.when for line in group.lines] == [until]
