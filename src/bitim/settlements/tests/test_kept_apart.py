"""Held apart, a side learns that the other has agreed or signed: never how, when, where, or that it is here now."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from tests.support.scenes import shared

from bitim.kernel import clock
from bitim.kernel.access import Refused, decide
from bitim.settlements import queries
from bitim.settlements.actions import duties, handing_in, preparing, sealing
from bitim.settlements.models import Clause, Document, Scan
from bitim.settlements.models_after import DutyKept
from bitim.settlements.permissions import P
from bitim.settlements.queries import after, office
from bitim.settlements.queries.checking import about_hash
from bitim.settlements.queries.line import line_of_questions
from bitim.settlements.tests import scanned, stage

pytestmark = pytest.mark.django_db


def apart(made):
    made.case.mode = "shuttle"
    made.case.save(update_fields=["mode"])
    return made


def line_for(made, reader, document, of):
    side = made.sides[of - 1].pk
    return next(
        one for one in queries.signing_for(reader, document).lines if one.side is not None and one.side.id == side
    )


def _signed():
    made = stage.ready()
    document = stage.agreement_of(made)
    stage.sign_all(made, document)
    return made, document


@pytest.fixture
def signed():
    """A case whose agreement everybody has signed by a code, and that agreement."""
    made, document = shared(_signed)
    made.case.refresh_from_db()
    return made, Document.objects.system().select_related("case__centre").get(pk=document.pk)


def test_how_and_when_the_other_signed_is_not_told(signed):
    settled, document = signed
    together = line_for(settled, settled.as_party(2), document, 1)
    assert together.signed
    assert together.method
    apart(settled)
    document = Document.objects.system().select_related("case").get(pk=document.pk)
    seen = line_for(settled, settled.as_party(2), document, 1)
    assert seen.signed
    assert not (seen.method or seen.pen or seen.name)
    assert line_for(settled, settled.as_party(1), document, 1).method, "one's own is told"
    assert line_for(settled, settled.as_mediator, document, 1).method


def test_pages_that_came_back_are_not_told_of_while_kept_apart(monkeypatch):
    monkeypatch.setattr(handing_in, "read_uploads", scanned.unread)
    monkeypatch.setattr(preparing, "printed", scanned.printed)
    made = apart(stage.ready())
    document = stage.agreement_of(made)
    scanned.with_a_pen(made, document, made.parties[0])
    scanned.handed_in(made, document)
    assert queries.signing_for(made.as_mediator, document).paper.being_compared
    assert not queries.signing_for(made.as_party(2), document).paper.being_compared
    assert not line_for(made, made.as_party(2), document, 1).pen


def test_a_side_keeps_no_copy_of_what_the_other_signed(monkeypatch):
    monkeypatch.setattr(handing_in, "read_uploads", scanned.unread)
    monkeypatch.setattr(preparing, "printed", scanned.printed)
    made = apart(stage.ready())
    document = stage.agreement_of(made)
    visits = {}
    for person in made.parties:
        scanned.with_a_pen(made, document, person)
        scan = scanned.handed_in(made, document)
        scanned.compare(made, scan)
        scanned.confirm(made, scan)
        visits[person.pk] = scan.pk
    stage.sign(made, document, made.mediator)
    for position in (1, 2):
        may = {
            scan.pk
            for scan in Scan.objects.system().filter(document=document).select_related("document__case")
            if decide(made.as_party(position), P.SEE_SCAN, scan)
        }
        assert may == {visits[made.parties[position - 1].pk]}
    row = Document.objects.system().select_related("case").get(pk=document.pk)
    assert row.state == Document.SIGNED
    made.case.mode = "joint"
    made.case.save(update_fields=["mode"])
    scans = Scan.objects.system().filter(document=document).select_related("document__case")
    assert all(decide(made.as_party(1), P.SEE_SCAN, scan) for scan in scans)


def test_the_evidence_of_a_side_names_the_other_and_no_more(signed):
    settled, document = signed
    sealing.seal_document(document.pk)
    apart(settled)

    def signatures(reader):
        content, _name, _kind = queries.kept_file(reader, document.pk, "evidence")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {one["name"]: one for one in json.loads(archive.read("evidence.json"))["signatures"]}

    names = [str(one.name) for one in (*settled.parties, settled.mediator)]
    whole = signatures(settled.as_mediator)
    assert set(whole) == set(names)
    assert all(one["method"] and one["signed_at"] for one in whole.values())
    own = signatures(settled.as_party(2))
    assert own[names[0]] == {"name": names[0], "document_sha256": document.digest}
    assert own[names[1]] == whole[names[1]]
    assert own[names[2]] == whole[names[2]]


def test_the_public_page_does_not_count_ways_of_people_who_are_kept_apart(signed):
    settled, document = signed
    assert about_hash(document.digest).methods
    apart(settled)
    answer = about_hash(document.digest)
    assert answer.result == "same"
    assert (answer.methods, answer.not_proved) == ((), ())


def test_a_word_about_a_promise_does_not_say_how_it_was_told():
    settled = stage.settled()
    duty = DutyKept.objects.system().select_related("case", "document").get(case=settled.case)
    told = {"told_by": settled.parties[0].pk, "how": "phone"}
    duties.report_duty(duty, actor=settled.as_mediator, says="partly", **told)
    apart(settled)
    here = after.after_for(settled.as_party(2), settled.case).duties[0].reports[0]
    assert (here.says, here.how, here.told_by) == ("partly", "", "")
    assert not hasattr(here.at, "hour"), "the day, not the hour"
    assert after.after_for(settled.as_party(1), settled.case).duties[0].reports[0].how == "phone"


def test_how_a_clause_was_taken_in_and_who_writes_now_is_not_told():
    made, _document, clause = stage.settled_ready()
    apart(made)
    Clause.objects.system().filter(pk=clause.pk).update(
        editing=made.parties[0], editing_since=clock.now() - timedelta(seconds=5)
    )
    clause = Clause.objects.system().select_related("document__case").get(pk=clause.pk)
    seen = queries.clause_seen(made.as_party(2), clause)
    other = next(one for one in seen.standings if not one.side.mine)
    assert other.agreed
    assert not (other.how or other.language or other.aloud_by)
    assert not seen.being_changed
    assert queries.clause_seen(made.as_mediator, clause).being_changed
    versions = queries.versions_for(made.as_party(2), clause)
    assert all(one.at is None for one in versions if one.side and not one.side.mine)


def test_a_side_that_is_kept_apart_has_no_live_line_of_the_table():
    made, _document, _clause = stage.settled_ready()
    assert line_of_questions(made.as_party(2), made.case.pk)
    apart(made)
    assert not line_of_questions(made.as_party(2), made.case.pk)


def test_a_side_takes_no_draft_that_would_name_the_other():
    made, document, _clause = stage.settled_ready()
    document = Document.objects.system().select_related("case__centre").get(pk=document.pk)
    assert office.draft_of_text(made.as_party(2), document)
    document.case.mode = "shuttle"
    with pytest.raises(Refused):
        office.draft_of_text(made.as_party(2), document)
    assert office.draft_of_text(made.as_mediator, document)
