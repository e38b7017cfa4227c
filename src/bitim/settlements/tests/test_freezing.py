"""Making the settlement final: agreed by all, complete by the pack, printed in every language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bitim.cases.facts import facts_of, obstacle_words
from bitim.kernel.access import Refused
from bitim.settlements import archive
from bitim.settlements.actions import clauses, freezing
from bitim.settlements.actions.preparing import Incomplete
from bitim.settlements.models import Document
from bitim.settlements.tests import stage
from bitim.settlements.tests.test_agreement import words_of

pytestmark = pytest.mark.django_db


def test_the_paper_has_every_clause_in_every_language_and_says_it_is_not_checked():
    _made, document, _clause = stage.frozen()
    text = words_of(archive.read(document.pdf))
    for words in stage.CLAUSE.values():
        assert words in text
    assert "2027 жылғы 1 сәуір" in text
    assert document.text["watermark"]
    assert document.state == Document.FROZEN


def test_not_while_a_side_has_not_agreed():
    made, document, clause = stage.settled_ready()
    clauses.take_back_agreement(clause, actor=made.as_party(2))
    assert facts_of(made.case).clauses_not_agreed == 1
    assert obstacle_words(made.case, "freeze_settlement")
    with pytest.raises(Refused):
        freezing.freeze_settlement(document, actor=made.as_mediator)


@pytest.mark.parametrize("lacks", ["who", "what", "by_when"])
def test_a_duty_without_who_what_or_when_stops(lacks):
    made, document, clause = stage.settled_ready()
    changed = clauses.edit_clause(
        clause, actor=made.as_mediator, version=1, texts=stage.CLAUSE, duty=stage.duty(made, **{lacks: ""})
    )
    stage.agree(made, changed)
    with pytest.raises(Incomplete):
        freezing.freeze_settlement(document, actor=made.as_mediator)
    assert facts_of(made.case).lint_stops == 1


def test_a_lasting_duty_needs_no_day():
    made, document, clause = stage.settled_ready()
    lasting = stage.duty(made, by_when="", standing="1")
    changed = clauses.edit_clause(clause, actor=made.as_mediator, version=1, texts=stage.CLAUSE, duty=lasting)
    stage.agree(made, changed)
    assert freezing.freeze_settlement(document, actor=made.as_mediator).state == Document.FROZEN


def test_a_clause_without_words_in_one_language_stops():
    made, document, clause = stage.settled_ready()
    clauses.edit_clause(clause, actor=made.as_mediator, version=1, texts={"kk": "Тек"}, duty=stage.duty(made))
    with pytest.raises(Incomplete):
        freezing.freeze_settlement(document, actor=made.as_mediator)


def test_it_must_be_said_which_text_prevails():
    made, document, clause = stage.settled_ready()
    clauses.set_languages(document, actor=made.as_mediator, languages=["kk", "ru"], prevailing="")
    clause.refresh_from_db()
    stage.agree(made, clause)
    assert not facts_of(made.case).prevailing_chosen
    with pytest.raises(Refused):
        freezing.freeze_settlement(document, actor=made.as_mediator)


def test_a_change_between_printing_and_freezing_is_seen():
    made, document, clause = stage.settled_ready()
    row = freezing.found(Document, document, "case__centre")
    prepared = freezing.prepare(freezing.matter_of_settlement(row), freezing.present_pack(made.case))
    changed = clauses.edit_clause(
        clause, actor=made.as_mediator, version=1, texts=stage.CLAUSE | {"ru": "Иначе"}, duty=stage.duty(made)
    )
    stage.agree(made, changed)
    with pytest.raises(Refused):
        freezing.freeze(document, actor=made.as_mediator, prepared=prepared)


def test_making_final_twice_is_once():
    made, document, _clause = stage.frozen()
    again = freezing.freeze_settlement(document, actor=made.as_mediator)
    assert again.digest == document.digest


def test_a_party_does_not_make_it_final():
    made, document, _clause = stage.settled_ready()
    with pytest.raises(Refused):
        freezing.freeze_settlement(document, actor=made.as_party(1))


def test_the_facts_cost_the_same_however_long_the_text(django_assert_num_queries):
    made, document, _clause = stage.settled_ready()
    facts_of(made.case)
    with CaptureQueriesContext(connection) as few:
        facts_of(made.case)
    for _more in range(4):
        clauses.propose_clause(document, actor=made.as_party(1), texts=stage.CLAUSE, duty=stage.duty(made))
    with django_assert_num_queries(len(few)):
        facts_of(made.case)
