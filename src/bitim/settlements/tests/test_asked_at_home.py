"""A side at home is asked by telephone, for questions as for clauses; headings are read out and ask nothing."""

import pytest
from django.urls import reverse

from bitim.cases import actions as cases
from bitim.cases.facts_texts import said, sentences
from bitim.cases.models_reading import ReadBack
from bitim.cases.tests.browsers import as_staff
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import Refused
from bitim.settlements.actions import clauses, issues, saying
from bitim.settlements.models import TableMark
from bitim.settlements.tests import stage
from bitim.settlements.tests.test_saying import came_in_person

pytestmark = pytest.mark.django_db


def at_home(made, position):
    """A side that was called once, has no device and was never here."""
    kept = {"about": "invitation", "language": "ru", "number": b"0", "dialled": clock.now(), "state": ReadBack.COUNTED}
    side, who = made.sides[position - 1], made.parties[position - 1]
    ReadBack.objects.create(case=made.case, side=side, person=who, by=made.mediator, witness=made.coordinator, **kept)


@pytest.fixture
def table():
    """Two questions, the first with two ways out; side 1 was here, side 2 is at home."""
    made = cast.without_doors(stage.ready("drafting"))
    came_in_person(made, 1)
    at_home(made, 2)
    first = issues.propose_issue(made.case, actor=made.as_mediator, title={"kk": "Су?", "ru": "Как делить воду?"})
    second = issues.propose_issue(made.case, actor=made.as_mediator, title={"ru": "Где пасти скот?"})
    ways = [
        issues.propose_option(first, actor=made.as_mediator, words={"ru": words})
        for words in ("Ночью берём мы.", "По очереди. День через день.")
    ]
    return made, first, second, ways


def called(made, about, answers=None, position=2):
    call = cases.begin_read_back(
        made.sides[position - 1],
        actor=made.as_mediator,
        person=made.parties[position - 1].pk,
        about=about,
        witness=made.coordinator.pk,
    )
    cases.say_word(call, actor=made.as_mediator, word="алма")
    asked = {str(n): {"said": "yes"} for n, one in enumerate(call.text) if one["asks"]}
    cases.finish_read_back(call, actor=made.as_mediator, answers=asked | (answers or {}), answer="yes")
    return cases.witness_read_back(call, actor=made.as_coordinator, so=True)


def test_nobody_at_home_has_said_yes_to_a_question_before_the_mediator(table):
    made, first, _second, ways = table
    for note, thing in ((saying.note_on_issue, first), (saying.note_on_option, ways[0])):
        with pytest.raises(Refused) as refused:
            note(thing, actor=made.as_mediator, side=made.sides[1].pk, yes=True)
        assert "by telephone" in str(refused.value.reason)
        note(thing, actor=made.as_mediator, side=made.sides[0].pk, yes=True)
        note(thing, actor=made.as_mediator, side=made.sides[1].pk, yes=False)
    assert not TableMark.objects.system().filter(side=made.sides[1]).exists()


def test_the_page_of_questions_leads_to_the_telephone_instead(table):
    made, *_rest = table
    page = as_staff(made.mediator).get(reverse("settlements:issues", args=[made.case.pk]))
    words = page.content.decode()
    call = reverse("cases:read_back_begin", args=[made.case.pk, made.sides[1].pk, made.parties[1].pk])
    assert call in words
    assert words.count(f'value="{made.sides[0].pk}"') == 4 and f'value="{made.sides[1].pk}"' not in words


def test_a_call_answers_questions_and_ways_out_one_by_one(table):
    made, first, second, ways = table
    call = called(made, "questions", {"3": {"said": "no"}})
    assert [one["words"] for one in call.text] == [
        "Как делить воду?", "Ночью берём мы.", "По очереди.", "День через день.", "Где пасти скот?",
    ]  # fmt: skip
    marks = TableMark.objects.system().filter(side=made.sides[1])
    assert {one.issue_id or one.option_id for one in marks} == {first.pk, second.pk, ways[0].pk}
    assert {one.said_to_id for one in marks} == {made.mediator.pk}


def test_a_question_that_has_its_yes_is_read_as_a_heading_of_its_ways_out(table):
    made, _first, _second, ways = table
    called(made, "questions", {"1": {"said": "no"}, "3": {"said": "no"}})
    again = called(made, "questions")
    assert [one["asks"] for one in again.text] == [False, True, True, True]
    assert TableMark.objects.system().filter(side=made.sides[1], option__in=ways).count() == 2
    with pytest.raises(Refused):
        called(made, "questions")


def test_headings_and_numbers_of_a_final_text_ask_nothing():
    made, document, _clause = stage.frozen()
    cast.without_doors(made)
    came_in_person(made, 1)
    call = called(made, "paper", position=1)
    titles = {one["title"].get("kk") for one in document.text["sections"]} - {None, ""}
    assert titles and titles <= {one["words"] for one in call.text if not one["asks"]}
    asked = [one["words"] for one in call.text if one["asks"]]
    assert len(asked) > 10 and not titles & set(asked)
    assert all(len(words.split()) > 2 and not words.endswith(":") for words in asked)


def test_what_opens_a_line_belongs_to_it_and_what_leads_to_a_list_asks_nothing():
    assert sentences("1. Су түнде беріледі. Күндіз жабық.") == ["1. Су түнде беріледі.", "Күндіз жабық."]
    assert sentences("Условие 2. Вода идёт ночью.") == ["Условие 2. Вода идёт ночью."]
    assert sentences("2-шарт. Су түнде.") == ["2-шарт. Су түнде."]
    assert [one.asks for one in said("Стороны договорились о следующем:\nВода идёт ночью.\n12.")] == [
        False, True, False,
    ]  # fmt: skip


def test_a_clause_that_is_a_bare_number_still_waits_for_its_answer():
    made = cast.without_doors(stage.ready("drafting"))
    document, _clause = stage.drafted(made)
    came_in_person(made, 1)
    bare = clauses.propose_clause(document, actor=made.as_mediator, texts={"kk": "50 / 50", "ru": "50 / 50"})
    call = called(made, "clauses", position=1)
    assert [one["asks"] for one in call.text if one["part"] == f"{bare.pk}:1"] == [True]
    assert bare.marks.system().filter(side=made.sides[0], lost=None).exists()
