"""Papers of the office: notices of ending, papers for a court, drafts to write on in. Facts, nothing that was said."""

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest

from bitim import jurisdictions
from bitim.cases.actions import close_case
from bitim.cases.actions.beside import set_court
from bitim.demo import cast
from bitim.engines.lifecycle import OUTCOMES
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.paper.docx import render_docx
from bitim.kernel.paper.model import Paper, PaperSection, SignerLine
from bitim.settlements.actions import clauses
from bitim.settlements.models import Document
from bitim.settlements.papers_office import COURT_PAPERS, compose_office
from bitim.settlements.queries import office
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db


def words_of(content):
    """Return all words of a DOCX: header, paragraphs, tables, footer."""
    made = docx.Document(io.BytesIO(content))
    section = made.sections[0]
    found = [*section.header.paragraphs, *made.paragraphs, *section.footer.paragraphs]
    found += [
        paragraph for table in made.tables for row in table.rows for cell in row.cells for paragraph in cell.paragraphs
    ]
    return "\n".join(one.text for one in found)


def closed(outcome, mode="joint"):
    made = stage.settled() if outcome in ("settled", "partly") else stage.ready("meetings")
    made.case.mode = mode
    made.case.save()
    close_case(made.case, actor=made.as_mediator, outcome=outcome)
    for side in made.sides:
        side.refresh_from_db()
    return made


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_whatever_the_ending_the_notice_says_only_that_it_ended(outcome):
    made = closed(outcome, "shuttle")
    content, name, _type = office.ending_notice(made.as_party(1), made.sides[0].pk, "docx")
    said = words_of(content)
    assert name == "notice_of_ending-40712236-1.docx"
    for part in ("Айгерім Оспанова", "40712236", "Медиация тоқтатылғаны туралы хабарлама"):
        assert part in said
    # No other side, no subject, no outcome, no reason.
    for part in ("Виктор", "Нижний", "су туралы дау", "пастбище", outcome, stage.CLAUSE["ru"]):
        assert part not in said
    assert ("Договор о медиации" in said or "договору о медиации" in said) == (outcome in ("settled", "partly"))


def test_the_notices_of_two_endings_are_the_same_paper():
    made = closed("refused")
    first = compose_office("notice_of_ending", office.ending_facts(made.as_mediator, made.sides[0]))
    made.case.refresh_from_db()
    made.case.outcome = "withdrawn"
    made.case.save()
    side = type(made.sides[0]).objects.system().select_related("case__centre").get(pk=made.sides[0].pk)
    assert vars(compose_office("notice_of_ending", office.ending_facts(made.as_mediator, side))) == vars(first)


def test_it_is_printed_when_the_case_is_closed_and_for_the_own_side_alone():
    made = stage.ready("meetings")
    with pytest.raises(NotFound):
        office.ending_notice(made.as_mediator, made.sides[0].pk, "pdf")
    close_case(made.case, actor=made.as_mediator, outcome="no_settlement")
    content, _name, kind = office.ending_notice(made.as_coordinator, made.sides[0].pk, "pdf")
    assert (content[:5], kind) == (b"%PDF-", "application/pdf")
    with pytest.raises(NotFound):
        office.ending_notice(made.as_party(2), made.sides[0].pk, "docx")
    with pytest.raises(NotFound):
        office.ending_notice(made.as_party(1), made.sides[0].pk, "exe")


@pytest.mark.parametrize("kind", COURT_PAPERS)
def test_papers_for_a_court_carry_the_reference_and_no_word_of_the_talks(kind):
    made = stage.settled()
    set_court(made.case, actor=made.as_coordinator, court="Алмалинский районный суд", number="2-117", judge="Ермекова")
    content, name, _type = office.court_paper(made.as_mediator, made.case.pk, kind, "docx")
    said = words_of(content)
    assert name == f"{kind}-40712236.docx"
    for part in ("Алмалинский районный суд", "2-117", "Ермекова", "Sample"):
        assert part in said, part
    assert (kind == "notice_to_court") != ("Виктор Ким" in said)
    for part in ("су туралы дау", "пастбище", stage.CLAUSE["ru"], "{"):
        assert part not in said


def test_what_is_not_known_is_a_line_for_the_pen_and_outsiders_get_nothing():
    made = stage.ready("meetings")
    content, _name, _type = office.court_paper(made.as_coordinator, made.case.pk, "motion_to_stay", "docx")
    assert office.PEN in words_of(content)
    for actor in (made.as_party(1), cast.acting(cast.person("Бөгде"), "mediator")):
        with pytest.raises(NotFound):
            office.court_paper(actor, made.case.pk, "motion_to_stay", "docx")
    with pytest.raises(NotFound):
        office.court_paper(made.as_mediator, made.case.pk, "settlement", "docx")


def test_where_no_duty_is_returned_its_request_is_not_offered(monkeypatch):
    made = stage.ready("meetings")
    kinds = [kind for kind, _name, _basis in office.papers_of_court(made.as_mediator, made.case)]
    assert kinds == list(COURT_PAPERS)
    pack = jurisdictions.load("xx")
    monkeypatch.setattr(jurisdictions, "load", lambda code: pack)
    kinds = [kind for kind, _name, _basis in office.papers_of_court(made.as_mediator, made.case)]
    assert "request_to_return_duty" not in kinds


def test_the_court_named_once_stands_in_the_text_that_is_being_written():
    made = stage.ready("drafting")
    document = clauses.start_settlement(made.case, actor=made.as_mediator)
    set_court(made.case, actor=made.as_mediator, court="Суд", number="2-117")
    document.refresh_from_db()
    assert document.terms["court"] == {"name": "Суд", "case": "2-117"}
    stage.terms.set_terms(document, actor=made.as_mediator, terms=stage.TERMS)
    document.refresh_from_db()
    assert document.terms["court"] == {"name": "Суд", "case": "2-117"}
    set_court(made.case, actor=made.as_mediator, court="")
    document.refresh_from_db()
    assert "court" not in document.terms


# --- drafts --------------------------------------------------------------------------------------------


def test_a_draft_says_on_every_page_that_it_is_one_and_shows_what_is_missing():
    made = stage.ready("drafting")
    document = clauses.start_settlement(made.case, actor=made.as_mediator)
    with pytest.raises(Refused):
        office.draft_of_text(made.as_party(1), document)
    clauses.propose_clause(document, actor=made.as_party(1), texts={"ru": "Вода ночью."})
    content, name, _type = office.draft_of_text(made.as_party(1), Document.objects.system().get(pk=document.pk))
    made_of = docx.Document(io.BytesIO(content))
    header = made_of.sections[0].header.paragraphs[0].text
    assert "DRAFT" in header
    rows = [[cell.text for cell in row.cells] for row in made_of.tables[0].rows]
    assert rows[0] == ["Қазақша", "Русский"]
    assert [office.PEN, "Вода ночью."] in [[cell.split(". ", 1)[-1] for cell in row] for row in rows]
    assert name.startswith("draft-")
    with pytest.raises(NotFound):
        office.draft_of_text(cast.acting(cast.person("Бөгде"), "party"), document)


def test_the_agreement_can_be_taken_as_a_draft_by_its_mediator_alone():
    made = stage.ready()
    content, _name, _type = office.draft_of_agreement(made.as_mediator, made.case)
    assert "Договор о медиации" in words_of(content)
    for actor in (made.as_party(1), made.as_coordinator):
        with pytest.raises(NotFound):
            office.draft_of_agreement(actor, made.case)


def test_a_document_says_nothing_of_who_made_it_and_holds_no_hidden_sign():
    paper = Paper(
        kind="x",
        title={"ru": "Заголовок"},
        languages=("ru",),
        prevailing="ru",
        sections=[PaperSection(number="1", title={"ru": "О чём"}, paragraphs=[{"ru": "а\u202eб\x00в"}, {"ru": "две"}])],
        signers=[SignerLine(name="Айгерім")],
    )
    content = render_docx(paper, created=datetime(2026, 1, 2, tzinfo=UTC))
    assert render_docx(paper, created=datetime(2026, 1, 2, tzinfo=UTC)) == content
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        assert {one.date_time for one in box.infolist()} == {(2026, 1, 2, 0, 0, 0)}
    said = words_of(content)
    for part in ("1. О чём", "1.1. абв", "1.2. две", "Айгерім"):
        assert part in said
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        core = box.read("docProps/core.xml").decode()
        assert "python-docx" not in core
        assert 'w:val="ru-RU"' in box.read("word/document.xml").decode()
