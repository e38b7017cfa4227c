"""The pages of the table: they work as plain forms, lose no words, and show a side of the other what it may know."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bitim.cases.models import Party
from bitim.cases.tests.browsers import as_party, as_staff
from bitim.kernel.delivery import NOTICES
from bitim.kernel.models import Delivery
from bitim.settlements.actions import clauses, issues, signing
from bitim.settlements.models import Clause, ClauseComment, ClauseMark, Document, Issue, Option, Signature, TableMark
from bitim.settlements.queries import signing as signing_page
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db


def at(name, *ids):
    return reverse(f"settlements:{name}", args=ids)


def party(made, position):
    return as_party(made.parties[position - 1], made.case.pk)


def words(answer):
    return answer.content.decode()


@pytest.fixture
def drafting():
    made = stage.ready("drafting")
    document, clause = stage.drafted(made)
    return made, document, clause


def test_a_question_and_a_way_out_are_put_on_the_table_and_marked():
    made = stage.ready("meetings")
    client = party(made, 1)
    answer = client.post(at("issues", made.case.pk), {"title-kk": "Түнгі су", "once": "a"})
    issue = Issue.objects.system().get()
    assert (answer.status_code, answer.url) == (303, at("issues", made.case.pk) + f"#issue-{issue.pk}")
    client.post(at("propose_option", issue.pk), {"words-kk": "Кезекпен", "words-ru": "По очереди"})
    option = Option.objects.system().get()
    other = party(made, 2)
    other.post(at("mark_issue", issue.pk), {"yes": "1"})
    other.post(at("mark_option", option.pk), {"yes": "1"})
    page = words(other.get(at("issues", made.case.pk)))
    assert "Түнгі су" in page
    assert "По очереди" in page or "Кезекпен" in page
    assert TableMark.objects.system().count() == 3
    other.post(at("mark_option", option.pk), {"yes": "0"})
    assert TableMark.objects.system().count() == 2


def test_an_empty_question_comes_back_with_a_sentence():
    made = stage.ready("meetings")
    answer = party(made, 1).post(at("issues", made.case.pk), {"title-kk": "  "})
    assert answer.status_code == 409
    assert "Please write something first." in words(answer)


def test_the_text_stands_in_columns_with_each_sides_state(drafting):
    made, document, clause = drafting
    clauses.take_back_agreement(clause, actor=made.as_party(2))
    page = words(party(made, 1).get(at("text", document.pk)))
    for text in stage.CLAUSE.values():
        assert text in page
    assert "agreed" in page
    assert "open" in page
    assert "read it" in page


def test_a_side_is_led_to_the_first_clause_that_waits_for_it(drafting):
    made, document, clause = drafting
    lead = f'<a class="button main" href="#clause-{clause.pk}">'
    assert lead not in words(party(made, 2).get(at("text", document.pk))), "nothing waits where all is agreed"
    clauses.take_back_agreement(clause, actor=made.as_party(2))
    page = words(party(made, 2).get(at("text", document.pk)))
    assert lead in page
    assert page.count("button main") == 1
    assert lead not in words(party(made, 1).get(at("text", document.pk))), "the other side has said its word"
    assert lead not in words(as_staff(made.mediator).get(at("text", document.pk))), "a mediator agrees to nothing"


def test_apart_a_side_sees_a_shape_and_no_name_of_the_others(drafting):
    made, document, clause = drafting
    clauses.comment(clause, actor=made.as_party(2), body="Ойланайық", language="ru")
    clauses.begin_editing(clause, actor=made.as_party(2))
    his = Party.objects.system().get(side=made.sides[1])
    lacking = {"who": str(his.pk), "what": {"kk": "тазалау", "ru": "чистка"}}
    clauses.propose_clause(document, actor=made.as_party(2), texts={"ru": "Чистка арыка"}, duty=lacking)
    made.case.mode = "shuttle"
    made.case.save()
    for address in (
        at("text", document.pk),
        at("issues", made.case.pk),
        at("versions", clause.pk),
        at("agree", clause.pk),
    ):
        page = words(party(made, 1).get(address))
        assert "Виктор" not in page, address
        assert "Нижний аул" not in page, address
    page = words(as_staff(made.mediator).get(at("text", document.pk)))
    assert "Нижний аул" in page


def test_two_who_write_at_once_lose_nothing(drafting):
    made, document, clause = drafting
    client = party(made, 2)
    assert client.post(at("begin", clause.pk)).url == at("edit", clause.pk)
    assert "is changing this clause now" in words(party(made, 1).get(at("text", document.pk)))
    clauses.edit_clause(clause, actor=made.as_party(1), version=1, texts={"kk": "Бірінші жазды"}, duty={})
    answer = client.post(at("edit", clause.pk), {"version": "1", "texts-ru": "Второй написал"})
    page = words(answer)
    assert answer.status_code == 409
    assert "Бірінші жазды" in page
    assert "Второй написал" in page
    assert 'name="version" value="2"' in page
    done = client.post(at("edit", clause.pk), {"version": "2", "texts-ru": "Вместе", "texts-kk": "Бірге"})
    assert done.status_code == 303
    assert Clause.objects.system().get(pk=clause.pk).texts == {"ru": "Вместе", "kk": "Бірге"}


def test_versions_show_what_is_new_and_what_went(drafting):
    made, _document, clause = drafting
    changed = stage.CLAUSE | {"ru": "Вода с 21 до 6 часов предоставляется Нижнему аулу."}
    clauses.edit_clause(clause, actor=made.as_party(1), version=1, texts=changed, duty={})
    page = words(party(made, 2).get(at("versions", clause.pk)))
    assert "<del>22</del><ins>21</ins>" in page


def test_agreeing_says_how_and_a_changed_clause_says_that_it_lost_it(drafting):
    made, document, clause = drafting
    clauses.take_back_agreement(clause, actor=made.as_party(2))
    client = party(made, 2)
    said = {"version": "1", "how": "read_aloud", "read_by": str(made.mediator.pk), "language": "ru"}
    assert client.post(at("agree", clause.pk), said).status_code == 303
    mark = ClauseMark.objects.system().get(side=made.sides[1], lost=None)
    assert (mark.how, mark.read_by_id) == ("read_aloud", made.mediator.pk)
    clauses.edit_clause(clause, actor=made.as_party(1), version=1, texts=stage.CLAUSE | {"kk": "Жаңа"}, duty={})
    assert "agreed to an earlier wording" in words(client.get(at("text", document.pk)))
    late = client.post(at("agree", clause.pk), said)
    assert late.status_code == 409
    client.post(at("remark", clause.pk), {"body": "Неге?"})
    assert ClauseComment.objects.system().count() == 1


def test_a_clause_with_a_duty_is_written_as_a_form(drafting):
    made, document, _clause = drafting
    who = Party.objects.system().get(side=made.sides[1])
    said = {
        "texts-kk": "Арықты тазалайды",
        "duty-who": str(who.pk),
        "duty-what-kk": "тазалау",
        "duty-by_when": "2027-03-01",
    }
    client = party(made, 1)
    assert client.get(at("new_clause", document.pk)).status_code == 200
    assert client.post(at("new_clause", document.pk), said).status_code == 303
    made_clause = Clause.objects.system().order_by("-position").first()
    assert made_clause.duty == {"who": str(who.pk), "what": {"kk": "тазалау"}, "by_when": "2027-03-01"}
    page = words(as_staff(made.mediator).get(at("text", document.pk)))
    assert "not yet written in every language" in page


def test_the_mediator_checks_makes_final_and_everybody_signs_by_forms():
    made, document, _clause = stage.settled_ready()
    staff = as_staff(made.mediator)
    assert staff.get(at("final", document.pk)).status_code == 200
    assert staff.post(at("final", document.pk), {"once": "f"}).url == at("sign", document.pk)
    document.refresh_from_db()
    for person, client in ((made.parties[0], party(made, 1)), (made.parties[1], party(made, 2))):
        line = stage.line_of(document, person)
        shown = words(staff.post(at("read_out", line.pk), {"identity_check": "in_person", "once": str(line.pk)}))
        code = re.search(r"(\d{4}) (\d{4})</p>", shown)
        said = {"code": "".join(code.groups()), "digest": document.digest, "language": "kk", "confirmed": "1"}
        page = client.get(at("sign", document.pk))
        assert stage.CLAUSE["kk"] in words(page)
        assert document.digest in words(page)
        assert client.post(at("sign", document.pk), said).status_code == 303
        again = staff.post(at("read_out", line.pk), {"identity_check": "in_person", "once": str(line.pk)})
        assert again.status_code == 303
    line = stage.line_of(document, made.mediator)
    staff.post(at("ask_code", line.pk))
    code = signing.code_for_mail(line.pk)
    staff.post(at("sign", document.pk), {"code": code, "digest": document.digest, "language": "kk", "confirmed": "1"})
    document.refresh_from_db()
    assert document.state == Document.SIGNED
    pdf = party(made, 1).get(at("kept", document.pk, "sealed"))
    assert pdf.content.startswith(b"%PDF")
    assert party(made, 1).get(at("kept", document.pk, "evidence")).content.startswith(b"PK")
    assert party(made, 1).get(at("kept", document.pk, "other")).status_code == 404


def test_a_party_is_led_from_the_last_check_to_the_text(drafting):
    made, document, _clause = drafting
    answer = party(made, 1).get(at("final", document.pk))
    assert (answer.status_code, answer["Location"]) == (303, at("text", document.pk))


def test_a_sample_is_called_so_in_the_language_of_the_reader():
    kept = {"bg": "Примерен пакет"}
    assert signing_page._watermark(kept, "bg") == "Примерен пакет"
    assert signing_page._watermark(kept, "kk") == "Sample: no lawyer has checked these rules"
    assert signing_page._watermark({}, "kk") == ""


def test_a_wrong_code_says_so_and_keeps_the_page():
    made, document, _clause = stage.frozen()
    stage.code_for(made, stage.line_of(document, made.parties[0]))
    client = party(made, 1)
    said = {"code": "1", "digest": document.digest, "language": "kk", "confirmed": "1"}
    answer = client.post(at("sign", document.pk), said)
    assert answer.status_code == 409
    assert "This code does not fit." in words(answer)
    assert Signature.objects.system().get(document=document, participant__person=made.parties[0]).code_tries == 1


def test_not_signing_is_one_press_and_the_other_side_does_not_read_it():
    made, document, _clause = stage.frozen()
    line = stage.line_of(document, made.parties[0])
    client = party(made, 1)
    assert client.get(at("refuse", line.pk)).status_code == 200
    assert client.post(at("refuse", line.pk)).status_code == 303
    assert "does not want to sign" in words(as_staff(made.mediator).get(at("sign", document.pk)))
    assert "does not want to sign" not in words(party(made, 2).get(at("sign", document.pk)))


def test_the_agreement_is_drawn_up_by_a_form_and_what_lacks_is_asked():
    made = stage.ready()
    staff = as_staff(made.mediator)
    page = staff.get(at("agreement", made.case.pk))
    assert page.status_code == 200
    fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', words(page)))
    said = {key: value for key, value in fields.items() if not key.startswith("scope")}
    said |= {"place-kk": "Алматы", "place-ru": "Алматы", "subject-kk": "Су", "subject-ru": "", "prevailing": "kk"}
    said |= {"expenses-kk": "жоқ", "expenses-ru": "нет"}
    refused = staff.post(at("agreement", made.case.pk), said)
    assert refused.status_code == 409
    assert not Document.objects.system().exists()
    done = staff.post(at("agreement", made.case.pk), said | {"subject-ru": "Вода"})
    document = Document.objects.system().get()
    assert (done.status_code, done.url) == (303, at("sign", document.pk))
    assert party(made, 1).get(at("agreement", made.case.pk)).status_code == 404


def test_reopening_is_asked_once_more():
    made, document, _clause = stage.frozen()
    staff = as_staff(made.mediator)
    assert staff.get(at("reopen", document.pk)).status_code == 200
    assert staff.post(at("reopen", document.pk)).url == at("text", document.pk)
    assert staff.get(at("text", document.pk)).status_code == 200
    assert staff.get(at("text_settings", document.pk)).status_code == 200


def test_the_mediator_sets_languages_place_and_subject(drafting):
    made, document, _clause = drafting
    staff = as_staff(made.mediator)
    said = {"languages": ["kk", "ru", "en"], "prevailing": "ru", "place-kk": "Алматы", "subject-kk": "Су"}
    assert staff.post(at("text_settings", document.pk), said).status_code == 303
    document.refresh_from_db()
    assert (document.languages, document.prevailing) == (["kk", "ru", "en"], "ru")
    assert staff.post(at("text_settings", document.pk), {"languages": ["en"]}).status_code == 409


def test_strangers_find_nothing(drafting):
    made, document, clause = drafting
    for client in (Client(), as_party(stage.cast.person("Бөтен"), made.case.pk), as_staff(made.coordinator)):
        for address in (at("issues", made.case.pk), at("text", document.pk), at("versions", clause.pk)):
            assert client.get(address).status_code == 404
        assert client.get(at("kept", document.pk, "pdf")).status_code == 404


def test_pages_ask_the_same_number_of_questions_however_much_there_is(drafting):
    made, document, _clause = drafting
    made.case.stage = "drafting"
    issue = issues.propose_issue(made.case, actor=made.as_party(1), title={"kk": "Су"})
    issues.propose_option(issue, actor=made.as_party(1), words={"kk": "Бір"})
    client = party(made, 1)

    def counts():
        found = []
        for address in (at("text", document.pk), at("issues", made.case.pk)):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found.append(len(asked))
        return found

    counts()
    few = counts()
    for _more in range(3):
        made_clause = clauses.propose_clause(document, actor=made.as_party(1), texts=stage.CLAUSE)
        stage.agree(made, made_clause)
        clauses.comment(made_clause, actor=made.as_party(2), body="Иә", language="ru")
        issue = issues.propose_issue(made.case, actor=made.as_party(1), title={"kk": "Су"})
        issues.propose_option(issue, actor=made.as_party(1), words={"kk": "Бір"})
    assert counts() == few


def test_signs_that_cannot_be_printed_are_named_before_the_text_is_final(drafting):
    made, document, clause = drafting
    staff = as_staff(made.mediator)
    assert "cannot be printed" not in words(staff.get(at("final", document.pk)))
    odd = stage.CLAUSE | {"ru": "Вода \U0001f4a7 ночью"}
    clauses.edit_clause(clause, actor=made.as_mediator, version=1, texts=odd, duty={})
    page = words(staff.get(at("final", document.pk)))
    assert "cannot be printed" in page
    assert "\U0001f4a7" in page


def test_a_final_text_is_told_to_the_sides_once_and_says_nothing():
    made, document, _clause = stage.frozen()
    kinds = Delivery.objects.system().filter(notice="paper_to_sign", key__contains=str(document.pk))
    assert {row.person for row in kinds} == {person.pk for person in made.parties}
    assert all(NOTICES[name].subject for name in ("paper_to_sign", "paper_signed", "signing_code"))


def test_the_message_with_a_code_names_nothing_else():
    made, document, _clause = stage.frozen()
    line = stage.line_of(document, made.parties[0])
    signing.ask_code(line, actor=made.as_party(1))
    said = NOTICES["signing_code"].body(Delivery.objects.system().get(notice="signing_code", subject=line.pk))
    code = "".join(re.search(r"(\d{4}) (\d{4})", said).groups())
    assert stage.sign(made, document, made.parties[0], code=code).signed
    assert not re.search("Bitim|mediat|settle|sign", said, re.IGNORECASE)


def test_who_wants_no_letters_is_led_to_the_mediator():
    made, document, _clause = stage.frozen()
    person = made.parties[0]
    person.safe_contact = {"how": "call"}
    person.save()
    assert "Send the code to my e-mail" not in words(party(made, 1).get(at("sign", document.pk)))


def test_a_paper_whose_key_is_destroyed_is_not_there(keys):
    made, document, _clause = stage.frozen()
    address = at("kept", document.pk, "pdf")
    assert party(made, 1).get(address).status_code == 200
    keys.shred(case=made.case.pk, classes=("archive",))
    assert party(made, 1).get(address).status_code == 404
