"""A request: three screens, nothing typed lost, nothing sent before its time, found again by code."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bitim.cases import actions, queries, words
from bitim.cases.models import Request
from bitim.cases.tests import stories
from bitim.demo import cast
from bitim.kernel import doors
from bitim.kernel.access import VISITOR, NotFound, Refused
from bitim.kernel.models import Delivery, Event
from bitim.people.models import Person

pytestmark = pytest.mark.django_db


def test_three_screens_lead_to_a_request_that_the_coordinator_reads():
    at, staff = stories.office()
    request = stories.sent(at)
    (line,) = queries.requests_for(staff["coordinator"])
    assert (line.id, line.name, line.kind) == (request.pk, "Айгерім Оспанова", "land_water")
    read = queries.request_for(staff["coordinator"], request.pk)
    assert read.words["what"] == stories.WHAT
    assert read.words["others"][0]["name"] == "Нижний аул"


def test_a_draft_is_read_by_nobody_but_the_person():
    at, staff = stories.office()
    request = stories.draft(at)
    assert queries.request_for(stories.asker(request), request.pk).words["what"] == stories.WHAT
    assert queries.requests_for(staff["coordinator"]) == []
    for actor in (staff["coordinator"], staff["mediator"], VISITOR):
        with pytest.raises(NotFound):
            queries.request_for(actor, request.pk)


def test_each_screen_is_kept_though_later_ones_are_empty():
    at, _ = stories.office()
    request = actions.begin_request(at, actor=VISITOR, language="ru", said={"what": "Начало"})
    actions.write_request(request, actor=stories.asker(request), screen=2, said={"others": []})
    assert stories.reread(request).words["what"] == "Начало"
    assert stories.reread(request).step == 2


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"what": ""}, "Say in a few words what happened."),
        ({"others": ()}, "Say who else is involved, as you call them."),
        ({"contact": {"name": "A"}}, "Say your name and how to reach you."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_stays(missing, says):
    at, _ = stories.office()
    request = stories.draft(at, **missing)
    with pytest.raises(Refused) as refused:
        actions.send_request(request, actor=stories.asker(request))
    assert str(refused.value.reason) == says
    assert stories.reread(request).state == Request.DRAFT


def test_another_device_comes_back_by_code_and_the_agreed_word():
    at, _ = stories.office()
    request = actions.begin_request(at, actor=VISITOR, language="kk", said={"what": "Су"})
    code = actions.keep_request(request, actor=stories.asker(request), word="Алма")
    assert doors.open_by_code(code, "груша") is None
    door = doors.open_by_code(f" {code[:4]} {code[4:8]}-{code[8:]}", "алма")
    assert door is not None and (door.person, door.subject, door.purpose) == (
        request.person_id,
        request.pk,
        "request",
    )


def test_a_telephone_is_a_second_thing_and_nothing_is_not():
    at, _ = stories.office()
    bare = actions.begin_request(at, actor=VISITOR, language="kk", said={"what": "Су"})
    with pytest.raises(Refused):
        actions.keep_request(bare, actor=stories.asker(bare))
    request = stories.draft(at)
    code = actions.keep_request(request, actor=stories.asker(request))
    assert doors.open_by_code(code, "2233") is not None


def test_nobody_else_gets_a_code_or_writes():
    at, staff = stories.office()
    request = stories.sent(at)
    stranger = cast.acting(cast.person("X"), "party")
    for actor in (stranger, VISITOR):
        with pytest.raises(NotFound):
            actions.keep_request(request, actor=actor, word="x")
    with pytest.raises(Refused):
        actions.keep_request(request, actor=staff["coordinator"], word="x")
    with pytest.raises(Refused):
        actions.write_request(request, actor=stories.asker(request), screen=1, said={"what": "later"})


def test_a_double_press_sends_once():
    at, _ = stories.office()
    request = stories.draft(at)
    for _press in range(2):
        actions.send_request(request, actor=stories.asker(request), key="k")
    assert Event.objects.system().filter(kind="RequestSent").count() == 1
    first = actions.begin_request(at, actor=VISITOR, language="kk", said={"what": "a"}, key="b")
    assert actions.begin_request(at, actor=VISITOR, language="kk", said={"what": "a"}, key="b") == first


def test_nothing_goes_to_the_other_side():
    at, _ = stories.office()
    stories.sent(at, others=({**stories.OTHER, "email": "other@example.kz"},))
    assert Delivery.objects.system().count() == 0
    assert all(p.email != "other@example.kz" for p in Person.objects.system())


def test_withdrawn_words_are_emptied():
    at, _ = stories.office()
    request = stories.sent(at)
    actions.withdraw_request(request, actor=stories.asker(request))
    assert stories.reread(request).words == {}
    with pytest.raises(Refused):
        actions.withdraw_request(request, actor=stories.asker(request))


def test_too_long_is_a_plain_sentence():
    at, _ = stories.office()
    with pytest.raises(Refused):
        actions.begin_request(at, actor=VISITOR, language="kk", said={"what": "ә" * 100_001})


GARBAGE = st.text(min_size=1, max_size=400)


@settings(max_examples=60, deadline=None)
@given(GARBAGE)
def test_cleaning_keeps_all_that_can_be_read(text):
    once = words.cleaned(text)
    assert words.cleaned(once) == once
    assert "\x00" not in once
    for marker in ("\u200f", "\u202b", "ә", "🙂"):
        assert words.cleaned(f"a{text}{marker}b").endswith(f"{marker}b")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(what=GARBAGE, name=GARBAGE)
def test_whatever_is_typed_is_kept_and_comes_back(what, name):
    at = _centre()
    request = actions.begin_request(at, actor=VISITOR, language="kk", said={"what": what})
    said = {"others": [{"name": name}]}
    actions.write_request(request, actor=stories.asker(request), screen=2, said=said)
    kept = stories.reread(request).words
    assert kept["what"] == words.cleaned(what)
    assert [o["name"] for o in kept["others"]] == [words.line(name)] * bool(words.line(name))


def _centre():
    from bitim.people.models import Centre

    return Centre.objects.system().first() or cast.centre()
