"""What lies on the table shows on each page as far as it is the reader's, and asks for one thing at a time."""

import pytest

from bitim.cases.models import Case
from bitim.desk import queries
from bitim.desk.queries.papers import papers_for
from bitim.desk.tests import stories
from bitim.kernel.locking import write
from bitim.room import actions as room
from bitim.settlements.actions import clauses
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db


def reread(made) -> Case:
    return Case.objects.system().select_related("centre").get(pk=made.case.pk)


def begun(at: str = "contract"):
    made = stage.ready(at)
    with write():
        room.arrange(reread(made), actor=made.as_coordinator)
    return made


def asked(made, position: int) -> str | None:
    found = queries.my_case(made.as_party(position), reread(made)).asked
    return found.key if found else None


def test_a_final_agreement_asks_each_signer_once():
    made = begun()
    document = stage.agreement_of(made)
    assert asked(made, 1) == asked(made, 2) == "sign"
    assert "sign" in {need.key for need in queries.table(made.as_mediator, reread(made)).needs}
    stage.sign(made, document, made.parties[0])
    assert asked(made, 1) is None
    assert asked(made, 2) == "sign"
    stage.sign(made, document, made.parties[1])
    stage.sign(made, document, made.mediator)
    assert asked(made, 2) is None
    assert "sign" not in {need.key for need in queries.table(made.as_mediator, reread(made)).needs}
    html = stories.Story(made).party(1).get(f"/case/{made.case.pk}/").content.decode()
    assert f"/sign/{document.pk}/" in html


def test_a_clause_waits_for_the_side_that_has_not_spoken():
    made = begun("drafting")
    document = clauses.start_settlement(made.case, actor=made.as_mediator)
    clause = clauses.propose_clause(document, actor=made.as_party(1), texts=stage.CLAUSE, duty=stage.duty(made))
    assert asked(made, 2) == "read"
    clauses.agree_clause(clause, actor=made.as_party(2), version=1, how="read", language="ru")
    assert asked(made, 2) is None
    (line,) = [one for one in papers_for(made.as_party(1), reread(made)).documents if one.key == "settlement"]
    assert line.to_read == 1


def test_the_coordinator_sees_no_paper():
    made = begun("drafting")
    clauses.start_settlement(made.case, actor=made.as_mediator)
    assert papers_for(made.as_coordinator, reread(made)).documents == ()
    html = stories.Story(made).coordinator.get(f"/case/{made.case.pk}/").content.decode()
    assert "/text/" not in html


def test_the_mediator_begins_the_text_with_one_press():
    made = begun("drafting")
    page = stories.Story(made).mediator
    html = page.get(f"/case/{made.case.pk}/").content.decode()
    assert f'action="/text/of/{made.case.pk}/"' in html
    assert page.post(f"/text/of/{made.case.pk}/").status_code in (302, 303)
    table = queries.table(made.as_mediator, reread(made))
    assert table.papers.start_url == ""
    assert table.papers.text_url
