"""One text: nothing lost when two write at once, no mark outlives a change."""

import pytest

from bitim.cases.models import Consent
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.settlements.actions import clauses, issues
from bitim.settlements.models import ClauseMark, ClauseVersion, TableMark

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = cast.two_sides("drafting")
    for side, person in zip(made.sides, made.parties, strict=True):
        Consent.objects.create(case=made.case, side=side, person=person, language="kk", given=clock.now())
    return made


@pytest.fixture
def document(made):
    return clauses.start_settlement(made.case, actor=made.as_mediator)


@pytest.fixture
def clause(made, document):
    return clauses.propose_clause(
        document, actor=made.as_party(1), texts={"kk": "Түнгі су төменге", "ru": "Ночная вода — нижним"}
    )


def test_languages_are_those_of_the_signers(document):
    assert document.languages == ["kk", "ru"]


def test_the_second_writer_of_a_version_gets_both_texts(made, clause):
    clauses.edit_clause(clause, actor=made.as_party(1), version=1, texts={"kk": "Бірінші"}, duty={})
    with pytest.raises(clauses.Conflict) as conflict:
        clauses.edit_clause(clause, actor=made.as_party(2), version=1, texts={"ru": "Второй"}, duty={})
    assert conflict.value.texts == {"kk": "Бірінші"}
    assert conflict.value.version == 2


def test_a_changed_clause_loses_its_marks_and_keeps_its_versions(made, clause):
    for position, language in ((1, "kk"), (2, "ru")):
        clauses.agree_clause(clause, actor=made.as_party(position), version=1, how="read", language=language)
    clauses.edit_clause(clause, actor=made.as_mediator, version=1, texts={"kk": "Жаңа", "ru": "Новое"}, duty={})
    assert not ClauseMark.objects.system().filter(lost=None).exists()
    assert ClauseVersion.objects.system().count() == 2


def test_only_the_version_that_was_seen_can_be_agreed(made, clause):
    clauses.edit_clause(clause, actor=made.as_mediator, version=1, texts={"kk": "Жаңа", "ru": "Новое"}, duty={})
    with pytest.raises(Refused):
        clauses.agree_clause(clause, actor=made.as_party(1), version=1, how="read", language="kk")


def test_a_clause_cannot_be_agreed_in_a_language_it_is_not_written_in(made, document):
    made_clause = clauses.propose_clause(document, actor=made.as_mediator, texts={"kk": "Тек қазақша"})
    with pytest.raises(Refused):
        clauses.agree_clause(made_clause, actor=made.as_party(2), version=1, how="read", language="ru")


def test_a_signers_language_cannot_be_left_out(made, document):
    with pytest.raises(Refused):
        clauses.set_languages(document, actor=made.as_mediator, languages=["ru"], prevailing="ru")


def test_the_coordinator_does_not_see_the_text(made, clause):
    with pytest.raises(NotFound):
        clauses.comment(clause, actor=made.as_coordinator, body="?", language="ru")


def test_nothing_is_drafted_once_a_consent_is_withdrawn(made, clause):
    Consent.objects.system().filter(side=made.sides[1]).update(withdrawn=clock.now())
    with pytest.raises(Refused):
        clauses.edit_clause(clause, actor=made.as_mediator, version=1, texts={"ru": "Новое"}, duty={})


def test_a_question_is_marked_once_per_side(made):
    issue = issues.propose_issue(made.case, actor=made.as_party(1), title={"kk": "Су"})
    for yes in (True, True, False, True):
        issues.mark_issue(issue, actor=made.as_party(2), yes=yes)
    assert TableMark.objects.system().filter(issue=issue).count() == 2
