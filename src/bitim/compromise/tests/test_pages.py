"""The pages as plain forms, without a script: nothing is lost, a wrong press says so, and the cost does not grow."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bitim.cases.tests.browsers import as_party, as_staff
from bitim.compromise.actions import offering
from bitim.compromise.facts import lists_of, read_of
from bitim.compromise.models import Search
from bitim.compromise.tests import scene
from bitim.engines.compromise.record import committed, read_opened

pytestmark = pytest.mark.django_db


def at(name, *ids):
    return reverse(f"compromise:{name}", args=ids)


def party(made, position):
    return as_party(made.parties[position - 1], made.case.pk)


def words(answer):
    return answer.content.decode()


def kept(search, position=1):
    return lists_of(scene.part_of(search, position))


def test_a_line_is_moved_by_its_arrow_and_what_stands_on_the_page_is_kept():
    made, search = scene.listing_now()
    client = party(made, 1)
    first = at("list", search.pk, 0)
    page = words(client.get(first))
    assert re.search(r'name="order" value="0,1,2"', page)
    answer = client.post(first, {"order": "0,1,2", "move": "up-2", "must": ["1"], "once": "a"})
    assert (answer.status_code, answer.url) == (303, f"{first}#choice-2")
    assert kept(search).of_issue(0) == {"order": [0, 2, 1], "same": False, "must": [1], "never": []}
    client.post(first, {"order": "0,2,1", "move": "down-0", "once": "b"})
    assert kept(search).of_issue(0)["order"] == [2, 0, 1]
    answer = client.post(first, {"order": "2,0,1", "never": ["1"], "same": "1", "once": "c"})
    assert (answer.status_code, answer.url) == (303, at("list", search.pk, 1))
    assert kept(search).of_issue(0) == {"order": [2, 0, 1], "same": True, "must": [], "never": [1]}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"order": ""},
        {"order": "0,1"},
        {"order": "0,0,1"},
        {"order": "a,b"},
        {"order": "0,1,2", "must": "1", "never": "1"},
    ],
)
def test_a_wrong_form_says_so_and_changes_nothing(sent):
    made, search = scene.listing_now()
    client = party(made, 1)
    client.post(at("list", search.pk, 0), {"order": "2,1,0", "once": "a"})
    answer = client.post(at("list", search.pk, 0), sent | {"once": "b"})
    assert answer.status_code == 409
    assert 'role="alert"' in words(answer)
    assert kept(search).of_issue(0)["order"] == [2, 1, 0]


def test_a_whole_list_by_forms_alone_leads_to_its_end():
    made, search = scene.listing_now()
    client = party(made, 1)
    answer = client.get(at("begin", search.pk))
    for page in range(4):
        assert answer.url == at("list", search.pk, page)
        answer = client.post(answer.url, {"order": "1,0,2", "once": str(page)})
    assert answer.url == at("check", search.pk)
    for place in range(12):
        answer = client.get(at("check", search.pk))
        if answer.status_code == 303:
            break
        assert f'name="place" value="{place}"' in words(answer)
        client.post(at("check", search.pk), {"place": str(place), "says": "first", "once": f"c{place}"})
    assert client.get(at("begin", search.pk)).url == at("ready", search.pk)
    assert client.post(at("check", search.pk), {"place": "x", "says": "no", "once": "z"}).status_code == 409
    answer = client.post(at("ready", search.pk), {"seen": read_of(scene.part_of(search, 1)), "once": "r"})
    assert answer.url == at("page", made.case.pk)
    assert scene.part_of(search, 1).frozen
    opened = client.get(at("own", search.pk))
    side, salt = read_opened(words(opened))
    assert committed(side, salt) == scene.part_of(search, 1).commitment
    assert "no-store" in opened["Cache-Control"] and "attachment" in opened["Content-Disposition"]


def test_asked_again_the_answers_are_gone_and_the_list_stays():
    made, search = scene.listing_now()
    scene.writes(made, search, 1, scene.UPPER)
    client = party(made, 1)
    client.post(at("check", search.pk), {"place": "0", "says": "equal", "once": "a"})
    assert len(kept(search).checks) == 1
    answer = client.post(at("ready", search.pk), {"again": "1", "once": "b"})
    assert answer.url == at("check", search.pk)
    assert kept(search).checks == [] and kept(search).of_issue(2)["order"] == [2, 1, 0]


def test_the_mediator_asks_and_a_press_sent_twice_is_one_search():
    made = scene.on_the_table()
    client = as_staff(made.mediator)
    ids = [str(one.pk) for one in offering.fit_issues(made.case)]
    for _ in range(2):
        answer = client.post(at("page", made.case.pk), {"issue": ids[:2], "once": "a"})
        assert (answer.status_code, answer.url) == (303, at("page", made.case.pk))
    search = Search.objects.system().get()
    assert [one["id"] for one in search.model["issues"]] == ids[:2]
    answer = client.post(at("page", made.case.pk), {"issue": ids[:1], "once": "b"})
    assert Search.objects.system().count() == 1


def test_one_question_alone_is_refused_in_words():
    made = scene.on_the_table()
    client = as_staff(made.mediator)
    one = str(offering.fit_issues(made.case)[0].pk)
    answer = client.post(at("page", made.case.pk), {"issue": [one, "not-an-id"], "once": "a"})
    assert answer.status_code == 409 and 'role="alert"' in words(answer)
    assert not Search.objects.system().exists()


def test_pairs_and_questions_are_changed_by_forms():
    made, search = scene.offered()
    client = as_staff(made.mediator)

    def seen():
        return offering.state_of(scene.fresh(search))

    client.post(at("set_apart", search.pk), {"seen": seen(), "first": "0-0", "second": "1-2", "yes": "1", "once": "a"})
    assert scene.fresh(search).model["apart"] == [[[0, 0], [1, 2]]]
    client.post(at("set_apart", search.pk), {"seen": seen(), "first": "0-0-1-2", "yes": "0", "once": "b"})
    assert scene.fresh(search).model["apart"] == []
    assert client.post(at("set_apart", search.pk), {"seen": seen(), "first": "x", "once": "c"}).status_code == 409
    assert client.post(at("set_apart", search.pk), {"first": "0-0-1-2", "yes": "1", "once": "e"}).status_code == 409
    party(made, 2).post(at("keep_out", search.pk), {"issue": search.model["issues"][0]["id"], "once": "d"})
    assert len(scene.fresh(search).model["issues"]) == 2


def test_a_page_counts_on_the_own_device_from_the_own_list_alone(django_capture_on_commit_callbacks):
    made, search, _round = scene.proposing(django_capture_on_commit_callbacks)
    page = words(party(made, 1).get(at("page", made.case.pk)))
    (carried,) = re.findall(r'<script id="own-table" type="application/json">(.*?)</script>', page)
    side, salt = read_opened(json.loads(carried))
    assert committed(side, salt) == scene.part_of(search, 1).commitment
    assert scene.part_of(search, 2).commitment not in page
    assert 'id="own-table"' not in words(as_staff(made.mediator).get(at("page", made.case.pk)))


def test_the_page_costs_the_same_for_any_number_of_questions(django_capture_on_commit_callbacks):
    made, search, _round = scene.proposing(django_capture_on_commit_callbacks)
    client = party(made, 1)
    counts = []
    for factor in (1, 4):
        row = scene.fresh(search)
        row.model = {**row.model, "issues": row.model["issues"] * factor}
        row.save()
        client.get(at("page", made.case.pk))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(at("page", made.case.pk)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] < 45
