"""The mark "inter-ethnic aspect" reaches no party: no page of theirs asks for it, and none differs by it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.contracts.test_foreign import lines
from tests.contracts.test_non_interference import plain
from tests.support import watching
from tests.support.house import House, house
from tests.support.watching import Watch

from bitim.journal import actions
from bitim.journal.models import Aspect
from bitim.kernel import clock
from bitim.kernel.models import Event

pytestmark = pytest.mark.django_db
# What a party opens most, for every run; all that they may find is walked in the slow one.
OFTEN = {"desk:case", "room:space", "settlements:text", "settlements:kept", "cases:people", "journal:statistics"}


def pages(scene: House, role: str, *, often: bool = False) -> dict[str, bytes]:
    """Return what the addresses of the house answer to a role, what is random put aside, and its live frames."""
    client = scene.client(role)
    got = {}
    for line in lines():
        wanted = line.name in OFTEN if often else line.names_a_thing or line.name in OFTEN
        if role in line.may and wanted:
            answer = client.get(line.url(scene))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            got[f"{line.name} {line.fill}"] = plain(body)
    watch, actor = Watch(), scene.actors[role]
    watching.live(watch, role, actor.person, actor.role)
    return got | {"live": b"".join(plain(trace.text) for trace in watch.traces)}


def test_no_page_of_a_party_asks_for_the_mark():
    scene = house()
    actions.mark_aspect(scene.main.case, actor=scene.main.as_coordinator, answer="yes")
    with CaptureQueriesContext(connection) as asked:
        seen = pages(scene, "own", often=True)
    assert len(seen) > len(OFTEN)
    assert [one["sql"] for one in asked.captured_queries if Aspect._meta.db_table in one["sql"]] == []


def test_the_guard_sees_a_page_that_asks():
    scene = house()
    with CaptureQueriesContext(connection) as asked:
        scene.client("coordinator").get(reverse("journal:case", args=[scene.main.case.pk]))
    assert any(Aspect._meta.db_table in one["sql"] for one in asked.captured_queries)


@pytest.mark.slow
def test_no_page_of_a_party_differs_by_the_mark(monkeypatch: pytest.MonkeyPatch):
    scene, roles, now = house(), ("own", "other"), clock.now()
    monkeypatch.setattr(clock, "_source", lambda: now)
    for role in roles:
        pages(scene, role)  # what is read for the first time is new, once
    before = {role: pages(scene, role) for role in roles}
    assert all(len(found) > 20 for found in before.values())
    actions.mark_aspect(scene.main.case, actor=scene.main.as_mediator, answer="yes")
    with CaptureQueriesContext(connection) as asked:
        after = {role: pages(scene, role) for role in roles}
    assert {key for role in roles for key in after[role] if after[role][key] != before[role][key]} == set()
    assert [one["sql"] for one in asked.captured_queries if Aspect._meta.db_table in one["sql"]] == []


def test_the_record_says_that_it_was_marked_and_not_how():
    scene = house()
    actions.mark_aspect(scene.main.case, actor=scene.main.as_mediator, answer="unclear")
    event = Event.objects.system().get(kind="AspectMarked")
    assert event.payload == {"case": str(scene.main.case.pk)}
    assert event.audience == scene.main.case.pk


def test_the_mark_is_on_the_dispute_and_nowhere_else():
    fields = {field.name for field in Aspect._meta.get_fields()}
    assert fields == {"id", "centre", "case", "answer", "by", "at"}
