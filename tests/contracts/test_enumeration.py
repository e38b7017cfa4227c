"""Nobody learns from an answer whether a code, a link, an address or a paper exists: one page, one path, one length."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support import journey
from tests.support.house import House, house
from tests.support.journey import Story

from bitim.kernel import doors, ids
from bitim.kernel.locking import write
from bitim.people.models import Account

pytestmark = pytest.mark.django_db
WRONG = "9999"


def seen(answer: HttpResponse, *typed: str) -> tuple[int, str, str]:
    """Return what a stranger compares: status, where it leads, the page without chance and without what was typed."""
    text = answer.content.decode()
    for word in typed:
        text = text.replace(word, "")
    text = re.sub(r"""(name="(?:csrfmiddlewaretoken|once)" value)="[^"]*\"""", r"\1", text)
    return answer.status_code, answer.headers.get("Location", ""), text


@pytest.fixture
def scene() -> House:
    return house()


@pytest.fixture
def ways(scene: House) -> dict[str, str]:
    """Codes of every kind that a stranger may hold."""
    case, parties = scene.main.case.pk, scene.main.parties
    with write():
        live, shut = (
            doors.make_door(person.pk, case, "case", second="1111", second_kind=doors.PHONE4) for person in parties
        )
        known, closed = doors.issue(live, doors.CODE, days=9), doors.issue(shut, doors.CODE, days=9)
        lapsed = doors.issue(live, doors.CODE, days=-1)
        doors.close(shut)
    return {"known": known, "closed": closed, "lapsed": lapsed, "unknown": ids.new_code()}


def test_every_code_with_a_wrong_answer_gets_the_same_page_by_the_same_queries(ways: dict[str, str]):
    pages, queries = {}, {}
    for name, code in ways.items():
        client = Client()
        client.get("/code/")
        with CaptureQueriesContext(connection) as asked:
            answer = client.post("/code/", {"code": code, "answer": WRONG})
        pages[name], queries[name] = seen(answer, code, ids.spaced(code)), len(asked)
    assert len(set(pages.values())) == 1, {name: page[:2] for name, page in pages.items()}
    assert len(set(queries.values())) == 1, queries


def test_a_link_shows_the_same_door_whether_it_leads_anywhere(scene: House):
    with write():
        door = doors.make_door(
            scene.main.parties[0].pk, scene.main.case.pk, "case", second="1111", second_kind="phone4"
        )
        token = doors.issue(door, doors.LINK, days=9)
    other = ids.new_token()
    for method in ("get", "post"):
        said = {} if method == "get" else {"answer": WRONG}
        pages = {seen(getattr(Client(), method)(f"/j/{one}/", said), one) for one in (token, other)}
        assert len(pages) == 1, method


def test_a_door_tells_nothing_of_what_is_behind_it(scene: House):
    with write():
        door = doors.make_door(
            scene.main.parties[0].pk, scene.main.case.pk, "case", second="1111", second_kind="phone4"
        )
        token = doors.issue(door, doors.LINK, days=9)
    text = Client().get(f"/j/{token}/").content.decode()
    assert not any(str(name) in text for name in (scene.main.parties[0].name, scene.main.case.number))


def test_signing_in_answers_alike_for_staff_and_strangers(scene: House):
    staff = Account.objects.filter(person=scene.main.mediator).values_list("email", flat=True).get()
    pages = {}
    for address in (staff, "nobody@elsewhere.example"):
        client = Client()
        answer = client.post("/staff/login/code/", {"email": address})
        follow = client.get(answer.headers.get("Location", "/staff/login/code/confirm/"))
        pages[address] = (seen(answer, address), seen(follow, address))
    first, second = pages.values()
    assert first == second
    assert [one.to for one in mail.outbox if one.to == [staff]]


@pytest.mark.slow
def test_the_code_on_a_paper_reveals_no_paper(django_capture_on_commit_callbacks: Callable[..., Any]):
    story = Story(house())
    with journey.steady_clock(story):
        journey.walk(story, upto="agreed", around=lambda: django_capture_on_commit_callbacks(execute=True))
    code = ids.digits_of(story.rows["agreement"].check_code)
    other = ids.new_code()
    pages = {seen(Client().get(f"/check/{one}/"), one, ids.spaced(one)) for one in (code, other)}
    assert code
    assert len(pages) == 1


def test_the_comparison_sees_a_difference(monkeypatch: pytest.MonkeyPatch, ways: dict[str, str]):
    from bitim.people.views import doors as pages

    real = doors.open_by_code

    def telling(code: str, answer: str) -> Any:
        found = doors._live(doors._digest(doors.CODE, ids.read_code(code) or ""))
        return real(code, answer) if found is None else _raise()

    def _raise() -> Any:
        from bitim.kernel.access import Refused

        raise Refused("this code is known")

    monkeypatch.setattr(pages.doors, "open_by_code", telling)
    known, unknown = (
        seen(Client().post("/code/", {"code": ways[name], "answer": WRONG}), ways[name])
        for name in ("known", "unknown")
    )
    assert known != unknown
