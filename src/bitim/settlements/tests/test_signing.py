"""A code is good for one hash, one signer, one quarter of an hour, once."""

from datetime import timedelta

import pytest

from bitim.cases.events import ConsentWithdrawn
from bitim.cases.models import Case, Consent, Participant
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import Delivery
from bitim.kernel.record import record
from bitim.settlements import queries
from bitim.settlements.actions import clauses, freezing, signing
from bitim.settlements.models import Document, Signature
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return stage.ready()


@pytest.fixture
def document(made):
    return stage.agreement_of(made)


def test_a_code_of_another_line_is_not_good(made, document):
    mine, other = (stage.line_of(document, person) for person in made.parties)
    code = stage.code_for(made, other)
    stage.code_for(made, mine)
    with pytest.raises(Refused):
        stage.sign(made, document, made.parties[0], code=code)


def test_the_same_digits_are_another_code_on_another_line_and_for_another_text(made, document):
    """Digits differ by chance, so this is asked of what is kept: carried over by hand, it fits nowhere else."""
    mine, other = (stage.line_of(document, person) for person in made.parties)
    digits = stage.code_for(made, other)
    stage.code_for(made, mine)
    kept = Signature.objects.system().get(pk=other.pk)
    Signature.objects.system().filter(pk=mine.pk).update(code=kept.code)
    with pytest.raises(Refused):
        stage.sign(made, document, made.parties[0], code=digits)
    changed = "0" * 64
    Signature.objects.system().filter(pk=other.pk).update(digest=changed)
    Document.objects.system().filter(pk=document.pk).update(digest=changed)
    with pytest.raises(Refused):
        stage.sign(made, document, made.parties[1], code=digits, digest_seen=changed)


def test_a_code_for_another_document_is_not_good(made, document):
    code = stage.code_for(made, stage.line_of(document, made.parties[0]))
    again = stage.agreement_of(made, time="12:00")
    with pytest.raises(Refused):
        stage.sign(made, again, made.parties[0], code=code)
    stage.code_for(made, stage.line_of(again, made.parties[0]))
    with pytest.raises(Refused):
        stage.sign(made, again, made.parties[0], code=code)


def test_only_the_text_that_was_shown_is_signed(made, document):
    with pytest.raises(Refused):
        stage.sign(made, document, made.parties[0], digest_seen="0" * 64)
    with pytest.raises(Refused):
        stage.sign(made, document, made.parties[0], confirmed=False)


def test_a_code_is_used_once_and_signing_twice_is_signing_once(made, document):
    line = stage.line_of(document, made.parties[0])
    code = stage.code_for(made, line)
    first = stage.sign(made, document, made.parties[0], code=code, key="one")
    again = stage.sign(made, document, made.parties[0], code=code, key="one")
    third = stage.sign(made, document, made.parties[0], code="00000000")
    assert first.pk == again.pk == third.pk
    assert Signature.objects.system().get(pk=line.pk).code is None


def test_a_code_ends_after_a_quarter_of_an_hour(made, document):
    code = stage.code_for(made, stage.line_of(document, made.parties[0]))
    later = clock.now() + timedelta(minutes=16)
    clock.set_source(lambda: later)
    try:
        with pytest.raises(Refused):
            stage.sign(made, document, made.parties[0], code=code)
    finally:
        clock.set_source(None)


def test_five_wrong_tries_end_a_code(made, document):
    line = stage.line_of(document, made.parties[0])
    code = stage.code_for(made, line)
    wrong = "00000000" if code != "00000000" else "11111111"
    for _try in range(5):
        with pytest.raises(Refused):
            stage.sign(made, document, made.parties[0], code=wrong)
    assert Signature.objects.system().get(pk=line.pk).code_tries == 5
    with pytest.raises(Refused):
        stage.sign(made, document, made.parties[0], code=code)


def test_spaces_and_dashes_in_a_code_do_not_matter(made, document):
    code = stage.code_for(made, stage.line_of(document, made.parties[0]))
    assert stage.sign(made, document, made.parties[0], code=f" {code[:4]}-{code[4:]} ").signed


def test_nobody_signs_for_another(made, document):
    line = stage.line_of(document, made.parties[0])
    code = stage.code_for(made, line)
    said = {"code": code, "digest_seen": document.digest, "language": "kk", "confirmed": True}
    for actor in (made.as_party(2), made.as_mediator):
        with pytest.raises(Refused):
            signing.sign(line, actor=actor, **said)
    with pytest.raises(NotFound):
        signing.sign(line, actor=cast.acting(cast.person("Бөтен"), "party"), **said)


def test_the_mediator_reads_codes_out_to_others_only_and_after_a_check(made, document):
    with pytest.raises(Refused):
        signing.read_out_code(
            stage.line_of(document, made.mediator), actor=made.as_mediator, identity_check="in_person"
        )
    line = stage.line_of(document, made.parties[0])
    with pytest.raises(Refused):
        signing.read_out_code(line, actor=made.as_mediator, identity_check="")
    with pytest.raises(Refused):
        signing.read_out_code(line, actor=made.as_party(2), identity_check="in_person")


def test_a_code_by_mail_is_made_while_sending_and_stored_nowhere(made, document):
    line = stage.line_of(document, made.parties[0])
    signing.ask_code(line, actor=made.as_party(1))
    assert Signature.objects.system().get(pk=line.pk).code is None
    row = Delivery.objects.system().get(subject=line.pk)
    code = signing.code_for_mail(row.subject)
    assert len(code) == 8
    assert code.encode() not in bytes(Signature.objects.system().get(pk=line.pk).code)
    assert stage.sign(made, document, made.parties[0], code=code).identity_check == "contact"
    assert signing.code_for_mail(row.subject) is None


def test_who_withdrew_consent_signs_nothing_and_what_they_signed_is_void(made, document):
    stage.sign(made, document, made.parties[0])
    consent = Consent.objects.system().get(side=made.sides[0])
    consent.withdrawn = clock.now()
    consent.save()
    case = made.case
    record(ConsentWithdrawn(case.pk, case.pk, case.pk, made.sides[0].pk, consent.pk), actor=made.as_party(1))
    with pytest.raises(Refused):
        stage.sign(made, document, made.parties[1])
    stage.consent(made, made.sides[0], made.parties[0])
    stage.sign(made, document, made.parties[1])
    stage.sign(made, document, made.mediator)
    assert Case.objects.system().get(pk=case.pk).stage == "contract"
    stage.sign(made, document, made.parties[0])
    assert Case.objects.system().get(pk=case.pk).stage == "meetings"


def test_saying_no_is_told_to_the_mediator_and_can_be_changed(made, document):
    line = stage.line_of(document, made.parties[0])
    signing.refuse_to_sign(line, actor=made.as_party(1))
    assert Signature.objects.system().get(pk=line.pk).declined
    assert stage.sign(made, document, made.parties[0]).declined is None


def test_a_signer_who_left_the_case_cannot_sign(made, document):
    line = stage.line_of(document, made.parties[0])
    code = stage.code_for(made, line)
    Participant.objects.system().filter(pk=line.participant_id).update(ended=clock.now())
    with pytest.raises((Refused, NotFound)):
        stage.sign(made, document, made.parties[0], code=code)


def test_a_reopened_text_voids_every_signature_and_keeps_the_paper():
    made, document, clause = stage.frozen()
    digest = document.digest
    stage.sign(made, document, made.parties[0])
    freezing.reopen(document, actor=made.as_mediator)
    document.refresh_from_db()
    assert document.state == Document.DRAFT
    assert Case.objects.system().get(pk=made.case.pk).stage == "drafting"
    void = Document.objects.system().get(state=Document.VOID, kind=Document.SETTLEMENT)
    assert void.digest == digest
    lines = Signature.objects.system().filter(document=void)
    assert lines.count() == 3
    assert not lines.filter(voided=None).exists()
    clauses.edit_clause(clause, actor=made.as_party(1), version=1, texts=stage.CLAUSE | {"ru": "Иначе"}, duty={})
    with pytest.raises(Refused):
        freezing.freeze_settlement(document, actor=made.as_mediator)


def test_a_complete_settlement_moves_to_performance():
    made, document, _clause = stage.frozen()
    stage.sign_all(made, document)
    assert Case.objects.system().get(pk=made.case.pk).stage == "performance"
    with pytest.raises(Refused):
        freezing.reopen(document, actor=made.as_mediator)


def test_a_code_that_is_on_its_way_is_waited_for():
    made = stage.ready(mail=True)
    document = stage.agreement_of(made)
    assert not queries.signing_for(made.as_party(1), document).code_waits
    signing.ask_code(stage.line_of(document, made.parties[0]), actor=made.as_party(1))
    assert queries.signing_for(made.as_party(1), document).code_waits
    assert not queries.signing_for(made.as_party(2), document).code_waits
