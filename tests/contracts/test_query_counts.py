"""A page costs as many questions to the database for many rows as for few: no question per row."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.house import House, _said, house

from bitim.cases.models import Case, Participant, Request
from bitim.demo import cast as people
from bitim.demo.cast import Cast
from bitim.desk.events import NoticeNotTaken
from bitim.dialogue.models_ratifying import Ratification, Ratifier
from bitim.journal import actions as books
from bitim.kernel import clock, membership
from bitim.kernel.access import SYSTEM
from bitim.kernel.locking import write
from bitim.kernel.models import Delivery
from bitim.kernel.record import record
from bitim.people.models import CentreRole
from bitim.room.models import Meeting, Release, Space, Translation
from bitim.settlements.models import Clause, ClauseComment, Issue, Option
from bitim.settlements.models_after import Demand, DemandStep, DutyKept, DutyReport

pytestmark = pytest.mark.django_db
MORE = 9
# Address, what fills it, who reads.
PAGES = [
    ("desk:home", {}, "visitor"),
    ("desk:case", {"case": "case"}, "own"),
    ("desk:case", {"case": "case"}, "mediator"),
    ("desk:case", {"case": "case"}, "coordinator"),
    ("desk:today", {}, "coordinator"),
    ("desk:today", {}, "mediator"),
    ("desk:cases", {}, "coordinator"),
    ("desk:cases", {}, "mediator"),
    ("cases:requests", {}, "coordinator"),
    ("cases:people", {"case_id": "case"}, "mediator"),
    ("cases:record", {"case_id": "case"}, "mediator"),
    ("room:space", {"space": "caucus"}, "own"),
    ("room:space", {"space": "joint"}, "other"),
    ("room:ledger", {"case": "case"}, "mediator"),
    ("room:meetings", {"case": "case"}, "mediator"),
    ("room:who", {"case": "case"}, "mediator"),
    ("room:held", {"case": "case"}, "coordinator"),
    ("room:times", {"case": "case"}, "mediator"),
    ("room:propose", {"case": "case"}, "mediator"),
    ("settlements:issues", {"case": "case"}, "own"),
    ("dialogue:ratifying", {"case": "case"}, "mediator"),
    ("dialogue:ratifying", {"case": "case"}, "own"),
    ("settlements:text", {"document": "document"}, "mediator"),
    ("settlements:after", {"case": "case"}, "mediator"),
    ("settlements:after", {"case": "case"}, "own"),
    ("settlements:demands", {}, "coordinator"),
    ("settlements:demands_of", {"case": "case"}, "mediator"),
    ("people:register", {}, "coordinator"),
    ("people:centre", {}, "head"),
    ("journal:consultation", {}, "coordinator"),
    ("journal:consultations", {}, "coordinator"),
    ("journal:consultations", {}, "mediator"),
    ("journal:entry", {"entry": "consultation"}, "coordinator"),
    ("journal:book", {"book": "=cases"}, "head"),
    ("journal:book", {"book": "=incoming"}, "coordinator"),
    ("journal:line", {"line": "line"}, "coordinator"),
    ("journal:report", {}, "head"),
    ("journal:case", {"case": "case"}, "coordinator"),
    ("journal:statistics", {}, "visitor"),
]


def cost(scene: House, name: str, fill: dict[str, str], role: str, asked_for: str = "") -> list[str]:
    """Return the questions that a page asks, on its second showing (the first fills what is kept for the process)."""
    said = {key: label[1:] if label[0] == "=" else scene.things[label].pk for key, label in fill.items()}
    url = reverse(name, kwargs=said) + asked_for
    client = scene.client(role)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        answer: Any = client.get(url)
    assert answer.status_code == 200, f"{name} as {role}: {answer.status_code}"
    return [query["sql"] for query in asked.captured_queries]


def grow(scene: House) -> None:
    """Add nine of everything that stands in lists."""
    main, now = scene.main, clock.now()
    document = scene.things["document"]
    for number in range(MORE):
        who = main.parties[number % 2]
        caucus_said = _said(scene.things["caucus"], main.parties[0], f"{number}")
        copy = _said(scene.things["joint"], main.parties[0], f"{number}")
        Translation.objects.create(message=caucus_said, language="ru", body="да", by=main.mediator, at=now)
        Translation.objects.create(message=copy, language="ru", body="да", by=main.mediator, at=now)
        Release.objects.create(
            source=caucus_said,
            copy=copy,
            side=main.sides[0],
            by=main.parties[0],
            source_hash="0" * 64,
            at=now,
            served=now,
        )
        Meeting.objects.create(case=main.case, mode="joint", starts=now + timedelta(days=number + 2))
        issue = Issue.objects.create(case=main.case, number=number + 2, title={"ru": "Вода"}, by=who, at=now)
        Option.objects.create(issue=issue, number=1, words={"ru": "Ночью"}, by=who, at=now)
        clause = Clause.objects.create(document=document, position=number + 2, texts={"ru": "Текст"}, duty={})
        ClauseComment.objects.create(clause=clause, author=who, language="ru", body="Хорошо", at=now)
        _another_duty(scene, number)
        _another_ballot(scene, number)
        _another_case(main, number)
        _another_person(main, number)
        _another_call(main, number)
        _more_in_the_books(main, scene, number)
        _more_news(main, number)


def _another_ballot(scene: House, number: int) -> None:
    over, now = scene.things["ballot"], clock.now() - timedelta(days=number + 1)  # the latest stays the open one
    row = {"case": over.case, "by": over.by, "clauses": over.clauses, "rule": "half", "made": now, "closes": now}
    made = Ratification.objects.create(
        state=Ratification.OVER, slug=f"over{number}", opened=now, closed=now, passed=True, **row
    )
    for side in scene.main.sides:
        Ratifier.objects.create(ratification=made, side=side, papers=9, told={}, views=[])


def _another_duty(scene: House, number: int) -> None:
    main, now, who = scene.main, clock.now(), scene.main.parties[0]
    row = {"case": main.case, "document": scene.things["document"], "side": main.sides[0], "words": {}}
    duty = DutyKept.objects.create(number=number + 2, **row)
    DutyReport.objects.create(duty=duty, says="done", for_side=main.sides[0], by=who, language="kk", words="x", at=now)
    demand = Demand.objects.create(
        centre=main.centre, case=main.case, number=number + 9, by=main.coordinator, at=now, words={"given": ["ending"]}
    )
    DemandStep.objects.create(demand=demand, what=DemandStep.CONFIRMED, by=main.mediator, at=now)


def _another_case(main: Cast, number: int) -> None:
    now = clock.now()
    row = {"centre": main.centre, "pack": "kz", "stage": "contract", "stage_since": now, "made": now, "due": now}
    case = Case.objects.create(number=f"9900000{number}", title={"ru": "Дело"}, owner=main.coordinator, **row)
    Participant.objects.create(case=case, person=main.mediator, role="mediator", shown_name="С", since=now)
    membership.join(case.pk, main.mediator.pk, "mediator", why="test")
    asker = people.person(f"Сұраушы {number}")
    said: dict[str, Any] = {"what": "су", "others": []}
    Request.objects.create(centre=main.centre, person=asker, words=said, state=Request.SENT, made=now, sent=now)


def _another_call(main: Cast, number: int) -> None:
    who = people.person(f"Хат жетпеген {number}")
    said = {"person": who.pk, "what": "news", "case": main.case.pk, "thing": None}
    with write():
        record(NoticeNotTaken(chain=main.centre.pk, audience=main.centre.pk, **said), actor=SYSTEM)


def _more_news(main: Cast, number: int) -> None:
    """News for people without a mailbox, of the case, of an invitation and of a request."""
    asker = Request.objects.system().filter(centre=main.centre).order_by("-made").first()
    for name, person, subject in (
        ("of-case", people.person(f"Қария {number}"), main.case.pk),
        ("of-request", asker.person, asker.pk),
    ):
        to = {"person": person.pk, "subject": subject, "due": clock.now()}
        Delivery.objects.create(notice="meeting_set", key=f"{name}:{number}", route="call", **to)


def _more_in_the_books(main: Cast, scene: House, number: int) -> None:
    talk = {"kind": "other", "channel": "came", "language": "kk", "asked": "how", "outcome": "case"}
    books.write_consultation(main.centre.pk, actor=main.as_mediator, **talk)
    books.correct_consultation(
        scene.things["consultation"].pk, actor=main.as_coordinator, why="slip", **talk | {"asked": "cost"}
    )
    books.write_paper(
        main.centre.pk,
        actor=main.as_coordinator,
        book="incoming",
        subject="letter",
        whom=f"{number}",
        case=main.case.pk,
    )
    kinds = ("family", "labour")
    books.correct_line(scene.things["line"].pk, actor=main.as_coordinator, why="slip", kind=kinds[number % 2])
    case = Case.objects.system().get(number=f"9900000{number}")
    books.enter_case(case, actor=main.as_coordinator)


def _another_person(main: Cast, number: int) -> None:
    now = clock.now()
    side, who = main.sides[number % 2], people.person(f"Өкіл {number}")
    Participant.objects.create(case=main.case, side=side, person=who, role="party", shown_name="Ө", since=now)
    membership.join(side.pk, who.pk, "party", why="test")
    people.staff(main.centre, f"Медиатор {number}", CentreRole.MEDIATOR, "ru", f"m{number}@shymbulaq.example")


@pytest.fixture
def scene() -> House:
    made = house()
    made.at("drafting")
    return made


@pytest.mark.slow
def test_no_page_asks_per_row(scene: House):
    before = {(name, role): cost(scene, name, fill, role) for name, fill, role in PAGES}
    grow(scene)
    dearer = []
    for name, fill, role in PAGES:
        after = cost(scene, name, fill, role)
        if len(after) > len(before[name, role]) + 2:  # a second page, a filter that now has something to ask
            repeated = max(set(map(_shape, after)), key=list(map(_shape, after)).count)
            dearer.append(f"{name} as {role}: {len(before[name, role])} -> {len(after)}: {repeated[:200]}")
    assert dearer == [], "\n".join(dearer)


def _shape(sql: str) -> str:
    """Return a question without its values."""
    return "".join("#" if c.isdigit() else c for c in sql.split("WHERE")[0])


def test_the_mediators_day_costs_the_same_for_sixty_cases_as_for_three(scene: House):
    pages = (("desk:today", ""), ("desk:cases", ""), ("desk:cases", "?new=1&meeting=1"))

    def costs() -> list[list[str]]:
        return [cost(scene, name, {}, "mediator", asked) for name, asked in pages]

    _mediated(scene.main, 0, 3)
    few = costs()
    _mediated(scene.main, 3, 57)
    many = costs()
    assert [len(one) for one in many] == [len(one) for one in few]
    assert [list(map(_shape, one)) for one in many] == [list(map(_shape, one)) for one in few]
    html = scene.client("mediator").get(reverse("desk:today")).content.decode()
    assert all(f'id="{key}"' in html for key in ("unread", "late", "term", "planned", "own"))


def _mediated(main: Cast, first: int, count: int) -> None:
    """Add cases of one mediator, each with unread words, a planned meeting, past its day and its term near."""
    now = clock.now()
    row = {"centre": main.centre, "pack": "kz", "stage": "meetings", "stage_since": now, "made": now, "due": now}
    for number in range(first, first + count):
        case = Case.objects.create(
            number=f"88{number:06d}", title={"ru": "Дело"}, owner=main.coordinator, term_ends=clock.today(), **row
        )
        Participant.objects.create(case=case, person=main.mediator, role="mediator", shown_name="С", since=now)
        space = Space.objects.create(case=case, kind=Space.JOINT, open=True, made=now)
        for audience in (case.pk, space.pk):
            membership.join(audience, main.mediator.pk, "mediator", why="test")
        _said(space, main.parties[0], f"{number}")
        Meeting.objects.create(case=case, mode="joint", starts=now + timedelta(days=2))


@pytest.mark.slow
def test_no_page_is_dear(scene: House):
    most = {(name, role): len(cost(scene, name, fill, role)) for name, fill, role in PAGES}
    assert {page: number for page, number in most.items() if number > 60} == {}


def test_a_question_per_row_is_seen(scene: House, monkeypatch: pytest.MonkeyPatch):
    from bitim.people import queries

    real: Callable[..., Any] = queries.register_page

    def slow(*words: Any, **more: Any) -> Any:
        rows = real(*words, **more)
        for _row in rows.cards:
            CentreRole.objects.system().exists()
        return rows

    monkeypatch.setattr(queries, "register_page", slow)
    before = len(cost(scene, "people:register", {}, "coordinator"))
    grow(scene)
    assert len(cost(scene, "people:register", {}, "coordinator")) >= before + MORE
