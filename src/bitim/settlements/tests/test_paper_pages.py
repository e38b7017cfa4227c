"""Signing on paper as people do it on its pages: print, hand in, compare, confirm - and who sees what of it."""

import io
import json
import zipfile

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bitim.cases import actions as cases
from bitim.cases.tests.browsers import as_party, as_staff
from bitim.demo import cast
from bitim.kernel import clock
from bitim.kernel.paper.evidence import EVIDENCE
from bitim.settlements import archive
from bitim.settlements.actions import comparing, handing_in, pen
from bitim.settlements.models import Document, Scan, ScanFile, ScanPage, Signature
from bitim.settlements.tests import scanned, stage

pytestmark = pytest.mark.django_db


def at(name, *ids):
    return reverse(f"settlements:{name}", args=ids)


def words(answer):
    return answer.content.decode()


@pytest.fixture
def made():
    return stage.ready()


@pytest.fixture
def document(made):
    return stage.agreement_of(made)


@pytest.fixture
def mediator(made):
    return as_staff(made.mediator)


@pytest.fixture
def coordinator(made):
    return as_staff(made.coordinator)


def party(made, position):
    return as_party(made.parties[position - 1], made.case.pk)


def send(client, document, *files, **more):
    return client.post(at("paper", document.pk), {"pages": list(files), **more})


def look_through(client, scan, document, lines, **more):
    for number in range(1, document.pages + 1):
        said = {"same": "1", **more}
        for line in lines:
            said |= {f"there-{line.pk}": "1", f"day-{line.pk}": clock.today().isoformat()}
        answer = client.post(at("look", scan.pk, number), said)
        assert answer.status_code == 303, words(answer)
    return client.post(at("scan", scan.pk), {"act": "finish"})


@pytest.mark.slow
def test_two_logins_bring_a_text_signed_with_pens_to_its_end(made, document, mediator, coordinator):
    frame = reverse("desk:case", args=[made.case.pk])
    assert at("paper", document.pk) in words(coordinator.get(frame))
    for line in scanned.lines(document):
        mediator.post(at("choose_pen", line.pk), {"pen": "1"})
    pages = scanned.all_pages(document)
    turned = scanned.jpeg(pages[-1].rotate(180), "phone.jpg")
    answer = send(mediator, document, turned, scanned.pdf(pages[:-1]))
    scan = Scan.objects.system().get()
    assert (answer.status_code, answer.url) == (303, at("look", scan.pk, 1))
    assert "have come" in words(party(made, 1).get(at("sign", document.pk)))
    assert party(made, 1).get(at("picture", scan.pk, 1, "scan")).status_code == 404
    look_through(mediator, scan, document, scanned.lines(document))
    page = words(mediator.get(at("scan", scan.pk)))
    assert "a second person of the centre has to confirm" in page
    assert mediator.post(at("scan", scan.pk), {"act": "confirm", "looked": "1"}).status_code == 409

    assert at("scan", scan.pk) in words(coordinator.get(frame))
    assert at("scan", scan.pk) not in words(mediator.get(frame))
    assert "Look and confirm" in words(coordinator.get(at("paper", document.pk)))
    for what in ("original", "scan"):
        picture = coordinator.get(at("picture", scan.pk, 1, what))
        assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/jpeg")
    answer = coordinator.post(at("scan", scan.pk), {"act": "confirm", "looked": "1"})
    assert (answer.status_code, answer.url) == (303, reverse("desk:case", args=[made.case.pk]))
    document.refresh_from_db()
    assert document.state == Document.SIGNED

    # The second look is over: the coordinator reads nothing of it any more, each side may keep a copy.
    assert coordinator.get(at("picture", scan.pk, 1, "scan")).status_code == 404
    assert coordinator.get(at("scan", scan.pk)).status_code == 404
    page = words(party(made, 2).get(at("sign", document.pk)))
    copy = ScanFile.objects.system().get(scan=scan, position=1)
    assert at("copy", scan.pk, 1) in page
    assert "phone.jpg" not in page
    got = party(made, 2).get(at("copy", scan.pk, 1))
    assert got.content == archive.read(copy.file)
    told = words(as_party(made.parties[0], made.case.pk).post(at("check"), {"hash": document.digest}))
    assert "pages compared by two people" in told
    assert "is not examined here" in told
    assert "Айгерім" not in told
    proof(document, scan)


def proof(document, scan):
    with zipfile.ZipFile(io.BytesIO(archive.read(document.evidence))) as bundle:
        evidence = json.loads(bundle.read(EVIDENCE))
        assert set(bundle.namelist()) == {"sealed.pdf", "evidence.json", "verify.py"}
    assert evidence["document"]["paper_id"] == document.paper
    files = list(ScanFile.objects.system().filter(scan=scan).order_by("position").values_list("digest", flat=True))
    for one in evidence["signatures"]:
        assert one["method"] == "pen"
        assert one["paper"] == {
            "written_on": clock.today().isoformat(),
            "scans_sha256": files,
            "compared_by_two": True,
            "received_on": None,
        }
        assert "Данияр" in one["how_checked"]["kk"]


def test_telephones_are_asked_for_jpeg(document, mediator):
    """Safari turns HEIC into the first named type that it can write, if no type of the list is HEIC."""
    page = words(mediator.get(at("paper", document.pk)))
    assert 'name="pages" multiple required accept="image/jpeg,image/png,application/pdf"' in page


@pytest.mark.slow
def test_what_does_not_belong_is_refused_by_name(made, document, mediator):
    earlier, document = document, stage.agreement_of(made, time="12:34")
    good, first = scanned.all_pages(document), scanned.page(document, 1)
    cut = scanned.jpeg(first.crop((0, 0, 827, 900)))
    for files, sentence in (
        ([scanned.pdf([*good[:-1], scanned.page(earlier, earlier.pages)])], "belongs to another paper."),
        (scanned.whole(earlier), "Page 1 of what you sent belongs to another paper."),
        ([scanned.pdf(good[:-1])], f"Page {document.pages} of the paper is missing."),
        ([*scanned.whole(document), scanned.jpeg(first)], "Page 1 of the paper came twice"),
        ([*scanned.whole(document), cut], "no page of the paper is left"),
        ([SimpleUploadedFile("empty.pdf", b"")], "empty"),
        ([SimpleUploadedFile("text.txt", b"words")], "not taken here"),
        ([SimpleUploadedFile("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0")], "HEIC"),
        ([SimpleUploadedFile("a.pdf", b"%PDF-1.7 broken")], "cannot be read"),
        ([scanned.pdf([scanned.blank().resize((8, 8))] * 200)], "more pages than any paper"),
        ([], "Choose the scanned pages"),
    ):
        answer = send(mediator, document, *files)
        assert answer.status_code == 409, sentence
        assert sentence in words(answer)
        assert not Scan.objects.system().exists()


def test_a_page_whose_mark_is_cut_off_needs_a_word_of_its_own(made, document, mediator):
    pen.choose_pen(stage.line_of(document, made.parties[0]), actor=made.as_mediator, pen=True)
    first, *rest = scanned.all_pages(document)
    send(
        mediator,
        document,
        scanned.pdf(rest),
        scanned.jpeg(first.crop((0, 0, first.width, 1000))),
        scanned.png(scanned.blank()),
    )
    scan = Scan.objects.system().get()
    assert (scan.blank, ScanPage.objects.system().get(scan=scan, number=1).read) == (1, False)
    page = words(mediator.get(at("look", scan.pk, 1)))
    assert "though its mark cannot be read" in page
    answer = mediator.post(at("look", scan.pk, 1), {"same": "1"})
    assert answer.status_code == 409
    line = stage.line_of(document, made.parties[0])
    look_through(mediator, scan, document, [line], compared="1")
    assert Scan.objects.system().get().checked
    assert ScanPage.objects.system().get(scan=scan, number=1).compared


def test_unread_pages_may_change_places(made, document, monkeypatch):
    scanned.with_a_pen(made, document)

    def two(uploads, document):
        taken = scanned.unread(uploads, document)
        unread = tuple((handing_in.scans.Place(n, n, False, 0), 0, n - 1) for n in (1, 2))
        return handing_in.Received(taken.files, (*unread, *taken.places[2:]), 0)

    monkeypatch.setattr(handing_in, "read_uploads", two)
    scan = scanned.handed_in(made, document)
    comparing.exchange_pages(scan, actor=made.as_mediator, one=1, other=2)
    assert list(ScanPage.objects.system().filter(scan=scan).order_by("number").values_list("index", flat=True))[:2] == [
        1,
        0,
    ]


def test_a_signature_without_its_day_is_asked_for(made, document, mediator, monkeypatch):
    scanned.with_a_pen(made, document)
    monkeypatch.setattr(handing_in, "read_uploads", scanned.unread)
    scan = scanned.handed_in(made, document)
    line = stage.line_of(document, made.parties[0])
    answer = mediator.post(at("look", scan.pk, document.signing_pages[0]), {"same": "1", f"there-{line.pk}": "1"})
    assert answer.status_code == 409
    assert "Write the day" in words(answer)


def test_a_colleague_of_another_centre_and_the_sides_find_nothing(made, document, monkeypatch):
    monkeypatch.setattr(handing_in, "read_uploads", scanned.unread)
    far = cast.two_sides("contract", "elsewhere", "50823347")
    scan = scanned.handed_in(made, document)
    line = stage.line_of(document, made.parties[0])
    for client in (as_staff(far.coordinator), as_staff(far.mediator), as_party(far.parties[0], far.case.pk)):
        for address in (at("paper", document.pk), at("scan", scan.pk), at("look", scan.pk, 1), at("copy", scan.pk, 1)):
            assert client.get(address).status_code == 404
        for name in ("choose_pen", "slip", "at_request", "witness"):
            assert client.post(at(name, line.pk), {"pen": "1", "way": "handed"}).status_code == 404
    for position in (1, 2):
        assert party(made, position).get(at("look", scan.pk, 1)).status_code == 404
        assert party(made, position).get(at("paper", document.pk)).url == at("sign", document.pk)


def test_a_slip_is_printed_once_and_names_no_dispute(made, document, mediator):
    line = stage.line_of(document, made.parties[0])
    answer = mediator.post(at("slip", line.pk), {"way": "posted", "once": "x"})
    assert answer.headers["Content-Type"] == "application/pdf"
    (page,) = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = page.extract_text()
    assert "Айгерім Оспанова" in text
    for word in ("Виктор", "медиация", "Жайлым", made.case.number):
        assert word not in text
    digits = "".join(c for c in text if c.isdigit())
    again = mediator.post(at("slip", line.pk), {"way": "posted", "once": "x"})
    assert (again.status_code, again.url) == (303, at("paper", document.pk))
    assert len(digits) > 8
    line.refresh_from_db()
    assert (line.method, line.identity_check) == (Signature.CODE_PRINTED, "posted")


def test_signing_at_request_is_noted_and_seen_by_a_second(made, document, mediator, coordinator):
    line = stage.line_of(document, made.parties[0])
    said = {"name": "Немере Оспанов", "why": "letters", "witness": str(made.coordinator.pk)}
    cases.name_hand(
        line.participant, actor=made.as_mediator, name="Немере Оспанов", before="нотариус А. Сұлтанова", why="letters"
    )
    assert mediator.post(at("at_request", line.pk), said | {"witness": ""}).status_code == 409
    assert mediator.post(at("at_request", line.pk), said).status_code == 303
    assert "Немере Оспанов" in words(mediator.get(at("paper", document.pk)))
    assert "I saw it being signed" not in words(mediator.get(at("paper", document.pk)))
    assert "I saw it being signed" in words(coordinator.get(at("paper", document.pk)))
    coordinator.post(at("witness", line.pk))
    line.refresh_from_db()
    assert line.witnessed


def test_a_signer_chooses_the_pen_on_their_own_page(made, document):
    client = party(made, 1)
    line = stage.line_of(document, made.parties[0])
    answer = client.post(at("choose_pen", line.pk), {"pen": "1"})
    assert answer.url == at("sign", document.pk) + "#sign"
    assert "You sign on paper." in words(client.get(at("sign", document.pk)))
    other = stage.line_of(document, made.parties[1])
    assert client.post(at("choose_pen", other.pk), {"pen": "1"}).status_code in (403, 409)


def test_the_number_that_is_called_stands_beside_the_question(made, document, mediator):
    assert "+7 701 000 00 01" in words(mediator.get(at("sign", document.pk)))
    assert "+7 701 000 00 02" not in words(party(made, 1).get(at("sign", document.pk)))
