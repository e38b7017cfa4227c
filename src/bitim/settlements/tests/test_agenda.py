"""What lies on the table beside a live meeting: joint words, the same in every room, of what the reader may read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from bitim.cases.models import Case
from bitim.demo import cast
from bitim.kernel.access import Actor
from bitim.room import ports
from bitim.settlements.actions import clauses, issues
from bitim.settlements.models import Clause
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db
WATER, PASTURE = {"ru": "Вода ночью", "kk": "Түнгі су"}, {"kk": "Жайлым"}


@pytest.fixture
def made():
    made = stage.ready("drafting")
    stage.drafted(made)
    Case.objects.system().filter(pk=made.case.pk).update(stage="meetings")
    made.case.refresh_from_db()
    return made


def asked(made, *, agreed):
    issue = issues.propose_issue(made.case, actor=made.as_party(1), title=WATER if agreed else PASTURE)
    if agreed:
        issues.mark_issue(issue, actor=made.as_party(2), yes=True)
    return issue


def shown(made, actor):
    return [(one.kind, one.number, one.words, one.language) for one in ports.agenda(actor, made.case.pk)]


def test_questions_of_all_sides_and_the_text_in_the_reader_s_language(made):
    asked(made, agreed=True), asked(made, agreed=False)
    with translation.override("ru"):
        both = [shown(made, made.as_party(position)) for position in (1, 2)]
        assert both[0] == both[1] == shown(made, made.as_mediator)
        assert both[0] == [("issue", 1, "Вода ночью", "ru"), ("clause", 1, stage.CLAUSE["ru"], "ru")]
    with translation.override("en"):
        assert shown(made, made.as_party(1))[0] == ("issue", 1, "Вода ночью", "ru")


def test_kept_apart_both_sides_read_the_same_words(made):
    asked(made, agreed=True)
    Case.objects.system().filter(pk=made.case.pk).update(mode="shuttle")
    assert shown(made, made.as_party(1)) == shown(made, made.as_party(2)) != []


def test_what_was_dropped_taken_out_or_not_written_is_not_shown(made):
    asked(made, agreed=False)
    clause = Clause.objects.system().select_related("document").get()
    clause.texts = {"kk": ""}
    clause.save()
    assert shown(made, made.as_party(1)) == []


def test_whoever_may_not_read_the_table_is_shown_nothing(made):
    asked(made, agreed=True)
    stranger = cast.acting(cast.person("Бөтен Адам"), "party")
    interpreter = cast.acting(made.interpreter, "interpreter", made.centre)  # hears words, and reads no text
    for actor in (stranger, interpreter, made.as_coordinator, Actor(None, "visitor")):
        assert shown(made, actor) == []


def test_however_many_points_the_questions_to_the_database_are_as_many(made):
    asked(made, agreed=True)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as found:
            shown(made, made.as_party(1).fresh())
        return len(found)

    before = cost()
    for _ in range(3):
        asked(made, agreed=True)
    Case.objects.system().filter(pk=made.case.pk).update(stage="drafting")
    for document in [one.document for one in Clause.objects.system().select_related("document")] * 3:
        clauses.propose_clause(document, actor=made.as_party(1), texts=stage.CLAUSE, duty=None)
    assert len(shown(made, made.as_party(1))) == 8 and cost() == before <= 12
