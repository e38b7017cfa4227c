"""The agreement to mediate: complete by the pack, one hash, everybody's signature, then the mediation begins."""

import io

import pypdf
import pytest

from bitim.cases.models import Case, Consent, Party
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.paper.digest import document_hash
from bitim.kernel.paper.seal import check_seal
from bitim.settlements import archive
from bitim.settlements.actions import agreement, signing
from bitim.settlements.actions.preparing import Incomplete
from bitim.settlements.models import Document, Signature
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db


def words_of(pdf):
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_it_is_printed_in_the_languages_of_all_who_sign():
    made = stage.ready()
    document = stage.agreement_of(made)
    pdf = archive.read(document.pdf)
    assert document.languages == ["kk", "ru"]
    assert document_hash(pdf) == document.digest
    text = words_of(pdf)
    assert "Жайлым мен су туралы дау" in text
    assert "Спор о пастбище и воде" in text
    assert Signature.objects.system().filter(document=document).count() == 3


def test_a_number_of_another_country_is_not_called_by_a_name_of_this_one():
    made = stage.ready()
    party = Party.objects.system().filter(side=made.sides[0]).get()
    party.details = {**party.details, "identifier": "BG 80360546", "identifier_kind": "other"}
    party.save()
    text = words_of(archive.read(stage.agreement_of(made).pdf))
    assert ", BG 80360546," in text
    assert "IIN 8" in text


def test_what_the_pack_asks_for_is_asked_and_not_printed():
    made = stage.ready()
    party = Party.objects.system().filter(side=made.sides[0]).get()
    party.details = {"identifier": "123456789012"}
    party.save()
    with pytest.raises(Incomplete) as refusal:
        stage.agreement_of(made, expenses={})
    assert len(refusal.value.questions) >= 3
    assert not Document.objects.system().exists()


def test_a_term_that_lacks_one_of_the_languages_is_asked_for():
    with pytest.raises(Incomplete):
        stage.agreement_of(stage.ready(), subject={"kk": "Су"})


def test_a_public_mediator_takes_no_fee():
    with pytest.raises(Incomplete):
        stage.agreement_of(stage.ready(), fee={"kk": "100", "ru": "100"})


def test_a_paper_printed_before_a_change_is_thrown_away():
    made = stage.ready()
    terms = agreement.clean_terms(stage.TERMS)
    prepared = agreement.prepare(agreement.agreement_matter(made.case, terms), agreement.present_pack(made.case))
    party = Party.objects.system().filter(side=made.sides[0]).get()
    party.details = {**party.details, "address": "басқа"}
    party.save()
    with pytest.raises(Refused):
        agreement.keep_agreement(made.case, actor=made.as_mediator, terms=terms, prepared=prepared)


def test_nobody_else_draws_it_up():
    made = stage.ready()
    for actor in (made.as_party(1), made.as_coordinator):
        with pytest.raises(Refused):
            agreement.draw_up_agreement(made.case, actor=actor, terms=stage.TERMS)
    stranger = cast.acting(cast.person("Бөтен"), "party")
    with pytest.raises(NotFound):
        agreement.draw_up_agreement(made.case, actor=stranger, terms=stage.TERMS)


def test_not_before_every_side_consents():
    made = stage.ready()
    Consent.objects.system().filter(side=made.sides[1]).update(withdrawn=clock.now())
    with pytest.raises(Refused):
        stage.agreement_of(made)


def test_drawn_up_again_the_first_paper_is_void():
    made = stage.ready()
    first = stage.agreement_of(made)
    stage.sign(made, first, made.parties[0])
    second = stage.agreement_of(made, time="11:00")
    first.refresh_from_db()
    assert (first.state, second.state) == (Document.VOID, Document.FROZEN)
    assert not Signature.objects.system().filter(document=first, voided=None).exists()
    assert not Signature.objects.system().filter(document=second, signed__isnull=False).exists()


def test_with_the_last_signature_the_mediation_begins_and_the_seal_is_on():
    made = stage.ready()
    document = stage.agreement_of(made)
    for person in made.parties:
        stage.sign(made, document, person)
    assert Case.objects.system().get(pk=made.case.pk).stage == "contract"
    stage.sign(made, document, made.mediator)
    case = Case.objects.system().get(pk=made.case.pk)
    document = Document.objects.system().get(pk=document.pk)
    assert case.stage == "meetings"
    assert case.term_ends.isoformat() == "2026-12-23"
    assert document.state == Document.SIGNED
    sealed = archive.read(document.sealed_pdf)
    report = check_seal(sealed)
    assert report.intact
    assert report.covers_whole
    assert report.original_hash == document.digest
    assert sealed.startswith(archive.read(document.pdf))
    assert archive.read(document.evidence)[:2] == b"PK"


def test_a_signed_agreement_is_not_drawn_up_again():
    made = stage.ready()
    stage.sign_all(made, stage.agreement_of(made))
    with pytest.raises(Refused):
        stage.agreement_of(made)


def test_a_side_whose_second_signer_has_not_signed_has_not_signed():
    made = stage.ready()
    other = cast.person("Ерлан", "kk")
    first = made.case.participants.system().get(person=made.parties[0])
    first.pk = None
    first._state.adding = True
    first.id = cast.person("x").pk
    first.person, first.shown_name = other, "Ерлан"
    first.save()
    document = stage.agreement_of(made)
    for person in (*made.parties, made.mediator):
        stage.sign(made, document, person)
    assert Case.objects.system().get(pk=made.case.pk).stage == "contract"
    stage.sign(made, document, other)
    assert Case.objects.system().get(pk=made.case.pk).stage == "meetings"


def test_the_seal_left_undone_is_put_on_later(monkeypatch):
    made = stage.ready()
    document = stage.agreement_of(made)
    with monkeypatch.context() as broken:
        broken.setattr(signing.sealing, "seal", lambda *a, **k: 1 / 0)
        document = stage.sign_all(made, document)
    assert document.state == Document.SIGNED
    assert document.sealed_pdf is None
    signing.sealing.seal_document(document.pk)
    signing.sealing.seal_document(document.pk)
    assert Document.objects.system().get(pk=document.pk).sealed_pdf is not None
