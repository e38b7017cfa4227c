"""A printed paper says who approved its template and when; a final paper keeps saying what was true that day."""

from datetime import date

import pytest
from django.urls import reverse

from bitim import jurisdictions
from bitim.cases.tests.browsers import as_party
from bitim.demo import cast
from bitim.kernel.access import Refused
from bitim.kernel.paper.digest import document_hash
from bitim.people.models import TemplateAcceptance
from bitim.settlements import archive, papers_office
from bitim.settlements.actions import freezing, pen
from bitim.settlements.models import Document
from bitim.settlements.queries.office import _facts
from bitim.settlements.tests import stage
from bitim.settlements.tests.test_agreement import words_of

pytestmark = pytest.mark.django_db

SAMPLE = ("Құжат нысаны әлі бекітілген жоқ: үлгі", "Форма документа ещё не утверждена: образец")
APPROVED = ("Құжат нысаны бекітілген: Айгүл Сейітова, 2026 жылғы 3 наурыз",)
APPROVED += ("Форма документа утверждена: Айгүл Сейітова, 3 марта 2026 г.",)


def accept(made, *kinds):
    """The head accepted the present texts on a day of March."""
    pack = jurisdictions.load(made.case.pack)
    for kind in kinds:
        TemplateAcceptance.objects.create(
            centre=made.case.centre,
            pack=pack.code,
            kind=kind,
            version=pack.version,
            fingerprint=pack.template(kind).fingerprint,
            name="Айгүл Сейітова",
            on=date(2026, 3, 3),
        )


def printed(document):
    return words_of(archive.read(document.pdf))


def test_a_paper_nobody_approved_says_that_it_is_a_sample_in_each_of_its_languages():
    document = stage.agreement_of(stage.ready())
    assert all(words in printed(document) for words in SAMPLE)
    assert document.text["approval"]["ru"] == SAMPLE[1]


def test_a_paper_says_who_approved_its_template_and_when():
    made = stage.ready()
    accept(made, Document.AGREEMENT)
    text = printed(stage.agreement_of(made))
    assert all(words in text for words in APPROVED)
    assert not any(words in text for words in SAMPLE)


def test_the_approval_of_another_template_or_centre_is_not_this_ones():
    made, other = stage.ready(), cast.two_sides("contract", slug="burabay", number="40712237")
    accept(made, Document.SETTLEMENT)
    accept(other, Document.AGREEMENT)
    assert made.case.centre.slug != other.case.centre.slug
    assert SAMPLE[1] in printed(stage.agreement_of(made))


def test_approval_after_the_paper_is_final_changes_nothing_in_it():
    made, document, _clause = stage.frozen()
    before = archive.read(document.pdf)
    accept(made, Document.SETTLEMENT)
    document = Document.objects.system().get(pk=document.pk)
    assert archive.read(document.pdf) == before
    assert document_hash(before) == document.digest
    assert SAMPLE[1] in printed(document) and document.text["approval"]["ru"] == SAMPLE[1]
    stage.sign(made, document, made.parties[0])
    # Opened again and made final anew it is another paper, of another day.
    again = freezing.reopen(document, actor=made.as_mediator)
    again = freezing.freeze_settlement(again, actor=made.as_mediator)
    assert again.digest != document_hash(before) and APPROVED[1] in printed(again)


def test_approval_while_the_paper_is_printed_is_seen():
    made, document, _clause = stage.settled_ready()
    row = freezing.found(Document, document, "case__centre")
    prepared = freezing.prepare(freezing.matter_of_settlement(row), freezing.present_pack(made.case))
    accept(made, Document.SETTLEMENT)
    with pytest.raises(Refused):
        freezing.freeze(document, actor=made.as_mediator, prepared=prepared)


def test_the_signing_page_shows_what_the_paper_says():
    made, document, _clause = stage.frozen()
    page = as_party(made.parties[1], made.case.pk).get(reverse("settlements:sign", args=[document.pk]))
    assert all(words in page.content.decode() for words in SAMPLE)


def test_a_served_house_makes_no_paper_from_a_text_that_its_head_has_not_accepted(settings):
    made, document, _clause = stage.settled_ready()
    settings.MODE = "serve"
    for kinds in ((), ("settlement",), ("signature_note",)):
        accept(made, *kinds)
        if len(kinds) and kinds[0] == "signature_note":
            break
        with pytest.raises(Refused) as refused:
            freezing.freeze_settlement(document, actor=made.as_mediator)
        assert "has not accepted" in str(refused.value.reason)
    assert freezing.freeze_settlement(document, actor=made.as_mediator).state == Document.FROZEN


def test_the_other_papers_of_a_served_house_wait_for_its_head_too(settings):
    made, document, _clause = stage.frozen()
    settings.MODE = "serve"
    line = document.signatures.system().get(participant__side=made.sides[0])
    pen.choose_pen(line, actor=made.as_mediator, pen=True)
    with pytest.raises(Refused) as refused:
        pen.print_code(line, actor=made.as_mediator, way=pen.WAYS[0])
    assert "has not accepted" in str(refused.value.reason)
    with pytest.raises(Refused) as refused:
        papers_office.compose_office("notice_of_ending", _facts(made.case, ("kk", "ru")))
    assert "has not accepted" in str(refused.value.reason)
