"""A signature with a pen counts when one person has compared every page and a second has confirmed it, not before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bitim.cases import actions as cases
from bitim.cases.events import ConsentWithdrawn
from bitim.cases.models import Case, Consent
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.access import NotFound, Refused, decide
from bitim.kernel.files.vault import path_of
from bitim.kernel.models import Event
from bitim.kernel.record import record
from bitim.people.models import CentreRole
from bitim.settlements import queries
from bitim.settlements.actions import comparing, freezing, handing_in, pen, preparing, signing
from bitim.settlements.models import Document, Scan, ScanFile, ScanPage, Signature
from bitim.settlements.permissions import P
from bitim.settlements.queries.waiting import scans_owed
from bitim.settlements.tests import scanned, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_pictures(monkeypatch):
    monkeypatch.setattr(handing_in, "read_uploads", scanned.unread)
    monkeypatch.setattr(preparing, "printed", scanned.printed)


@pytest.fixture
def made():
    return stage.ready()


@pytest.fixture
def document(made):
    return stage.agreement_of(made)


@pytest.fixture
def scan(made, document):
    scanned.with_a_pen(made, document)
    return scanned.handed_in(made, document)


def now(row):
    return type(row).objects.system().get(pk=row.pk)


def test_everybody_with_a_pen_completes_the_document(made, document, scan):
    assert scan.route == Scan.PEN
    scanned.compare(made, scan)
    assert not scanned.lines(document).filter(signed__isnull=False).exists()
    scanned.confirm(made, scan)
    assert now(document).state == Document.SIGNED
    assert Case.objects.system().get(pk=made.case.pk).stage == "meetings"
    for line in scanned.lines(document):
        assert (line.method, line.written, line.scan_id) == (Signature.PEN, clock.today(), scan.pk)


def test_one_document_mixes_pen_and_code(made, document):
    scanned.with_a_pen(made, document, made.parties[0])
    stage.sign(made, document, made.parties[1])
    stage.sign(made, document, made.mediator)
    scan = scanned.handed_in(made, document)
    scanned.compare(made, scan)
    scanned.confirm(made, scan)
    assert now(document).state == Document.SIGNED
    assert sorted(scanned.lines(document).values_list("method", flat=True)) == ["code_mail", "code_read_out", "pen"]


def test_whoever_compared_does_not_confirm(made, document, scan):
    scanned.compare(made, scan)
    with pytest.raises(Refused):
        scanned.confirm(made, scan, made.as_mediator)
    both = CentreRole(centre=made.centre, person=made.mediator, role="coordinator", since=clock.now())
    both.save(force_insert=True)
    with pytest.raises(Refused):
        scanned.confirm(made, scan, cast.acting(made.mediator, "coordinator", made.centre))
    assert now(scan).confirmed is None


def test_nothing_is_confirmed_that_nobody_compared(made, document, scan):
    assert not decide(made.as_coordinator, P.CONFIRM_SCAN, now(scan))
    with pytest.raises(Refused):
        scanned.confirm(made, scan)
    scanned.compare(made, scan)
    with pytest.raises(Refused):
        comparing.confirm(scan, actor=made.as_coordinator, looked=False)


def test_every_page_has_to_be_looked_at_by_the_same_person(made, document, scan):
    comparing.look_at_page(scan, actor=made.as_coordinator, number=1, same=True)
    with pytest.raises(Refused):
        comparing.finish_check(scan, actor=made.as_mediator)
    with pytest.raises(Refused):
        comparing.look_at_page(scan, actor=made.as_mediator, number=1, same=False)
    with pytest.raises(Refused):
        comparing.look_at_page(scan, actor=made.as_mediator, number=99, same=True)


def test_a_party_neither_checks_nor_confirms(made, document, scan):
    for actor in (made.as_party(1), made.as_party(2)):
        with pytest.raises((Refused, NotFound)):
            comparing.look_at_page(scan, actor=actor, number=1, same=True)
    scanned.compare(made, scan)
    # Somebody of the staff who is a party to the same text, too.
    CentreRole(centre=made.centre, person=made.parties[0], role="coordinator", since=clock.now()).save(
        force_insert=True
    )
    with pytest.raises(Refused):
        scanned.confirm(made, scan, cast.acting(made.parties[0], "coordinator", made.centre))


def test_where_one_person_is_the_centre_the_record_says_so(made, document, scan):
    CentreRole.objects.system().filter(centre=made.centre, person=made.coordinator).update(ended=clock.now())
    scanned.compare(made, scan)
    scanned.confirm(made, scan, made.as_mediator)
    assert now(scan).alone
    assert Event.objects.system().filter(kind="ScanCheckedByOne", audience=made.case.pk).count() == 1
    answer = queries.about_hash(document.digest)
    assert "one person alone" in str(answer.methods[0][0])


@pytest.mark.parametrize("days", [1, -3])
def test_the_day_on_the_paper_lies_between_freezing_and_today(made, document, scan, days):
    with pytest.raises(Refused):
        scanned.compare(made, scan, day=clock.today() + timedelta(days=days))


def test_a_line_that_signs_by_code_is_not_on_the_paper(made, document):
    scanned.with_a_pen(made, document, made.parties[0])
    scan = scanned.handed_in(made, document)
    assert [one.participant.person for one in comparing.lines_on_paper(scan)] == [made.parties[0]]
    scanned.compare(made, scan)
    stage.sign(made, document, made.parties[0])  # meanwhile, by a code
    with pytest.raises(Refused):
        scanned.confirm(made, scan)
    assert now(scan).confirmed is None


def test_who_has_to_look_is_told_and_nobody_twice(made, document, scan):
    def owed(actor):
        return scans_owed(actor, 5).ids

    for actor in (made.as_mediator, made.as_coordinator):
        assert owed(actor) == (made.case.pk,)
    scanned.compare(made, scan)
    assert (owed(made.as_mediator), owed(made.as_coordinator)) == ((), (made.case.pk,))
    assert owed(cast.two_sides("contract", "elsewhere", "50823347").as_coordinator) == ()
    scanned.confirm(made, scan)
    assert owed(made.as_coordinator) == ()


def test_a_new_upload_voids_the_comparison(made, document, scan):
    scanned.compare(made, scan)
    again = scanned.handed_in(made, document)
    assert (now(scan).why, now(again).checked) == ("replaced", None)
    for one in (scan, again):
        with pytest.raises((Refused, NotFound)):
            scanned.confirm(made, one)


def test_looking_again_begins_the_comparison_again(made, document, scan):
    scanned.compare(made, scan)
    comparing.look_at_page(scan, actor=made.as_mediator, number=1, same=True)
    with pytest.raises(Refused):
        scanned.confirm(made, scan)


def test_a_second_person_does_not_undo_the_comparison_by_looking(made, document, scan):
    scanned.compare(made, scan)
    with pytest.raises(Refused):
        comparing.look_at_page(scan, actor=made.as_coordinator, number=1, same=True)
    assert not queries.page_seen(made.as_coordinator, now(scan), 1).may_check
    assert queries.page_seen(made.as_mediator, now(scan), 1).may_check
    scanned.confirm(made, scan)


def test_a_file_that_was_altered_is_not_confirmed(made, document, scan):
    scanned.compare(made, scan)
    row = ScanFile.objects.system().get(scan=scan)
    kept = path_of(row.file_id).read_bytes()
    path_of(row.file_id).write_bytes(kept[:-9] + bytes([kept[-9] ^ 1]) + kept[-8:])
    with pytest.raises(Refused):
        scanned.confirm(made, scan)
    path_of(row.file_id).write_bytes(kept)
    ScanFile.objects.system().filter(pk=row.pk).update(digest="0" * 64)
    with pytest.raises(Refused):
        scanned.confirm(made, scan)


def test_a_page_that_nobody_compared_is_seen_at_the_end_again(made, document, scan):
    scanned.compare(made, scan)
    ScanPage.objects.system().filter(scan=scan, number=1).update(same_by=None)
    with pytest.raises(Refused):
        scanned.confirm(made, scan)


@pytest.mark.parametrize("models", [(Scan,), (Signature,), (Scan, Signature)])
def test_only_this_very_hash_is_confirmed(made, document, scan, models):
    """However it came about: pages or a line of another text complete nothing."""
    scanned.compare(made, scan)
    for model in models:
        model.objects.system().filter(document=document).update(digest="0" * 64)
    with pytest.raises(Refused):
        scanned.confirm(made, scan)
    assert now(scan).confirmed is None


def test_a_line_that_was_voided_is_not_confirmed(made, document, scan):
    scanned.compare(made, scan)
    scanned.lines(document).filter(participant__person=made.parties[0]).update(voided=clock.now())
    with pytest.raises(Refused):
        scanned.confirm(made, scan)


def test_without_consent_nothing_is_confirmed(made, document):
    scanned.with_a_pen(made, document, made.parties[0])
    scan = scanned.handed_in(made, document)
    scanned.compare(made, scan)
    Consent.objects.system().filter(side=made.sides[1]).update(withdrawn=clock.now() - timedelta(days=1))
    with pytest.raises(Refused):
        scanned.confirm(made, scan)


def test_an_opened_text_voids_the_pages():
    made, document, _clause = stage.frozen()
    scanned.with_a_pen(made, document)
    scan = scanned.handed_in(made, document)
    scanned.compare(made, scan)
    freezing.reopen(document, actor=made.as_mediator)
    assert now(scan).why == "reopened"
    with pytest.raises((Refused, NotFound)):
        scanned.confirm(made, scan)
    void = Document.objects.system().get(state=Document.VOID, kind=Document.SETTLEMENT)
    assert now(scan).document_id == void.pk


def test_an_agreement_drawn_up_anew_voids_the_pages(made, document, scan):
    stage.agreement_of(made, time="12:00")
    assert now(scan).voided


def test_a_side_that_withdraws_takes_its_pages_with_it(made, document, scan):
    scanned.compare(made, scan)
    consent = Consent.objects.system().get(side=made.sides[0])
    consent.withdrawn = clock.now() + timedelta(days=1)
    consent.save()
    case = made.case.pk
    record(ConsentWithdrawn(case, case, case, made.sides[0].pk, consent.pk), actor=made.as_party(1))
    assert now(scan).why == "withdrawn"
    stage.consent(made, made.sides[0], made.parties[0])
    again = scanned.handed_in(made, document)
    with pytest.raises(Refused):  # signed before it left
        scanned.compare(made, again)


def test_whoever_said_no_is_not_signed_for(made, document):
    line = stage.line_of(document, made.parties[0])
    signing.refuse_to_sign(line, actor=made.as_party(1))
    with pytest.raises(Refused):
        pen.choose_pen(line, actor=made.as_mediator, pen=True)
    pen.choose_pen(line, actor=made.as_party(1), pen=True)
    assert now(line).declined is None
    scan = scanned.handed_in(made, document)
    scanned.compare(made, scan)
    signing.refuse_to_sign(line, actor=made.as_party(1))
    with pytest.raises(Refused):
        scanned.confirm(made, scan)


def test_who_came_has_to_be_confirmed_first(made, document, scan):
    scanned.compare(made, scan)
    part = scanned.participant(made.parties[0])
    part.unconfirmed = clock.now()
    part.save()
    with pytest.raises(Refused):
        scanned.confirm(made, scan)


def test_nobody_chooses_for_another_side(made, document):
    line = stage.line_of(document, made.parties[0])
    with pytest.raises(Refused):
        pen.choose_pen(line, actor=made.as_party(2), pen=True)
    pen.choose_pen(line, actor=made.as_party(1), pen=True)
    pen.choose_pen(line, actor=made.as_party(1), pen=False)
    assert now(line).method == ""


def test_a_double_press_hands_in_once(made, document):
    scanned.with_a_pen(made, document)
    first = scanned.handed_in(made, document, key="one")
    again = scanned.handed_in(made, document, key="one")
    assert first.pk == again.pk
    assert Scan.objects.system().count() == 1


def test_pages_put_aside_count_no_more(made, document, scan):
    with pytest.raises(Refused):
        comparing.put_aside(scan, actor=made.as_mediator, why="because")
    comparing.put_aside(scan, actor=made.as_mediator, why="differs")
    with pytest.raises(Refused):
        comparing.look_at_page(scan, actor=made.as_mediator, number=1, same=True)


def test_a_signed_copy_by_email_counts_for_its_sender_alone():
    made = stage.ready(mail=True)
    document = stage.agreement_of(made)
    line = stage.line_of(document, made.parties[0])
    said = {"line": line.pk, "received": clock.today(), "from_recorded": True}
    for wrong in ({"from_recorded": False}, {"received": None}, {"received": clock.today() + timedelta(days=1)}):
        with pytest.raises(Refused):
            scanned.handed_in(made, document, **{**said, **wrong})
    scan = scanned.handed_in(made, document, **said)
    assert scan.received == {"from": "person1@example.kz", "on": clock.today().isoformat()}
    scanned.compare(made, scan)
    scanned.confirm(made, scan)
    assert now(line).method == Signature.EXCHANGE
    assert scanned.lines(document).filter(signed__isnull=False).count() == 1
    made.parties[1].email = ""
    made.parties[1].save()
    with pytest.raises(Refused):  # no recorded address, no copy from it
        scanned.handed_in(made, document, **{**said, "line": stage.line_of(document, made.parties[1]).pk})


def test_a_printed_code_lives_longer_and_fits_one_line(made, document):
    line, other = (stage.line_of(document, one) for one in made.parties)
    with pytest.raises(Refused):
        pen.print_code(line, actor=made.as_mediator, way="")
    code = pen.print_code(line, actor=made.as_mediator, way="posted")
    pen.print_code(other, actor=made.as_mediator, way="handed")
    with pytest.raises(Refused):
        stage.sign(made, document, made.parties[1], code=code)
    begun = clock.now()
    try:
        clock.set_source(lambda: begun + timedelta(days=9, hours=23))
        assert stage.sign(made, document, made.parties[0], code=code).method == Signature.CODE_PRINTED
        clock.set_source(lambda: begun + timedelta(days=10, minutes=1))
        assert now(other).code_expires < clock.now()
    finally:
        clock.set_source(None)


def test_called_back_needs_a_recorded_number_and_keeps_it(made, document):
    line = stage.line_of(document, made.parties[0])
    signing.read_out_code(line, actor=made.as_mediator, identity_check="called_back")
    assert now(line).called == str(made.parties[0].phone)
    made.parties[0].phone = ""
    made.parties[0].save()
    with pytest.raises(Refused):
        signing.read_out_code(line, actor=made.as_mediator, identity_check="called_back")


def test_signing_at_request_needs_two_who_saw_it(made, document):
    line = stage.line_of(document, made.parties[0])
    said = {"name": "Немере", "why": "letters", "witness": made.coordinator.pk}
    with pytest.raises(Refused):  # the law asks for an official, and the paper names none
        pen.note_request(line, actor=made.as_mediator, **said)
    cases.name_hand(
        line.participant, actor=made.as_mediator, name="Немере", before="нотариус А. Сұлтанова", why="letters"
    )
    for wrong in (
        {"name": "Көрші"},
        {"name": " "},
        {"name": str(made.coordinator.name)},
        {"why": "lazy"},
        {"witness": None},
        {"witness": made.mediator.pk},
        {"witness": made.parties[1].pk},
    ):
        with pytest.raises(Refused):
            pen.note_request(line, actor=made.as_mediator, **{**said, **wrong})
    pen.note_request(line, actor=made.as_mediator, **said)
    scanned.with_a_pen(made, document, made.parties[1], made.mediator)
    scan = scanned.handed_in(made, document)
    scanned.compare(made, scan)
    with pytest.raises(Refused):
        scanned.confirm(made, scan)
    with pytest.raises(Refused):
        pen.witness_request(line, actor=made.as_mediator)
    pen.witness_request(line, actor=made.as_coordinator)
    scanned.confirm(made, scan)
    assert now(line).at_request["name"] == "Немере"
    noted = Event.objects.system().get(kind="RequestNoted")
    assert "letters" not in str(noted.payload), "why somebody cannot sign stands in no event"


@pytest.mark.parametrize("who", ["other", "mediator", "witness"])
def test_whoever_signs_at_request_comes_from_outside(made, document, monkeypatch, who):
    """Also where the law asks for no official, so that the paper names no hand beforehand."""
    pack = pen.present_pack(made.case)
    allowed = replace(pack.parameters["signs_at_request"], value="yes")
    without = replace(pack, parameters={**pack.parameters, "signs_at_request": allowed})
    monkeypatch.setattr(pen, "present_pack", lambda case: without)
    line = stage.line_of(document, made.parties[0])
    name = str({"other": made.parties[1], "mediator": made.mediator, "witness": made.coordinator}[who].name)
    with pytest.raises(Refused):
        pen.note_request(line, actor=made.as_mediator, name=name, why="letters", witness=made.coordinator.pk)
    pen.note_request(line, actor=made.as_mediator, name="Немере", why="letters", witness=made.coordinator.pk)


def test_where_the_law_does_not_know_it_nobody_signs_for_another(made, document):
    Case.objects.system().filter(pk=made.case.pk).update(pack="xx")
    with pytest.raises(Refused):
        pen.note_request(
            stage.line_of(document, made.parties[0]),
            actor=made.as_mediator,
            name="Немере",
            why="letters",
            witness=made.coordinator.pk,
        )
