"""The public check: the bytes or the whole hash, a clear answer, no name, nothing for the curious."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.support.scenes import shared

from bitim.kernel import clock
from bitim.kernel.paper.seal import make_seal_key, seal
from bitim.people.models import Centre
from bitim.settlements import archive, queries
from bitim.settlements.actions import freezing
from bitim.settlements.models import Document
from bitim.settlements.tests import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed():
    return shared(_signed)


def _signed():
    made = stage.ready()
    return made, stage.sign_all(made, stage.agreement_of(made))


def ask(**said):
    return Client().post("/check/", said)


def file(content):
    return SimpleUploadedFile("x.pdf", content, content_type="application/pdf")


def plain(answer):
    return re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', "", answer.content.decode())


def test_the_sealed_file_and_the_plain_one_are_known(signed):
    _made, document = signed
    for kept in (document.sealed_pdf, document.pdf):
        page = ask(file=file(archive.read(kept))).content.decode()
        assert "Yes, this is the document that was signed." in page
    assert "unbroken:" in ask(file=file(archive.read(document.sealed_pdf))).content.decode()


def test_the_seal_is_named_in_the_reader_s_language(signed):
    made, document = signed
    names = {"kk": "Достық үйі", "ru": "Дом дружбы", "en": "House of Friendship"}
    Centre.objects.system().filter(pk=made.centre.pk).update(name=names)
    content = archive.read(document.sealed_pdf)
    for language, name in names.items():
        with override(language):
            assert queries.about_bytes(content).seal_by == name


def test_one_changed_byte_is_seen(signed):
    _made, document = signed
    for kept in (document.sealed_pdf, document.pdf):
        content = bytearray(archive.read(kept))
        for place in (10, len(content) // 2, len(content) - 8):
            changed = content.copy()
            changed[place] ^= 1
            assert queries.about_bytes(bytes(changed)).result == "different", place
    assert queries.about_bytes(archive.read(document.sealed_pdf) + b"\n").result == "different"
    assert queries.about_bytes(b"").result == "different"


def test_a_seal_of_somebody_else_over_the_same_text_does_not_count(signed):
    _made, document = signed
    foreign = make_seal_key("Somebody", at=clock.now())
    content = seal(archive.read(document.pdf), foreign, reason="No 1", at=clock.now())
    assert queries.about_bytes(content).result == "different"


def test_the_whole_hash_is_known_and_no_part_of_it(signed):
    _made, document = signed
    assert queries.about_hash(document.digest.upper()).result == "same"
    assert "Yes, this is the document" in ask(hash=document.digest).content.decode()
    assert ask(hash=document.digest[:40]).status_code == 422
    assert ask().status_code == 422


def test_no_name_is_told(signed):
    made, document = signed
    page = ask(file=file(archive.read(document.sealed_pdf))).content.decode()
    for word in ("Айгерім", "Виктор", "Жоғарғы", made.case.number, "Су туралы"):
        assert word not in page


def test_unknown_hashes_get_one_and_the_same_page_by_the_same_questions(signed):
    _made, document = signed
    assert plain(ask(hash="0" * 64)) == plain(ask(hash="f" * 64))
    counts = []
    for digest in (document.digest, "0" * 64):
        with CaptureQueriesContext(connection) as asked:
            queries.about_hash(digest)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_printed_address_shows_the_same_page_for_any_code(signed):
    _made, document = signed
    code = document.check_code.replace(" ", "")
    known = Client().get(f"/v/{code}/")
    unknown = Client().get("/v/000000000000/")
    assert known.status_code == unknown.status_code == 200
    assert plain(known).replace(code, "0" * 12) == plain(unknown)


def test_void_and_unfinished_documents_say_so():
    made, document, _clause = stage.frozen()
    content = archive.read(document.pdf)
    assert queries.about_bytes(content).result == "not_complete"
    freezing.reopen(document, actor=made.as_mediator)
    assert queries.about_bytes(content).result == "void"
    assert "no longer counts" in ask(file=file(content)).content.decode()


@pytest.mark.slow
def test_trying_without_end_is_slowed_down():
    now = clock.now()
    clock.set_source(lambda: now)  # a slow machine would fill the measure again meanwhile
    try:
        answers = [ask(hash="0" * 64).status_code for _try in range(125)]
    finally:
        clock.set_source(None)
    assert answers[0] == 200
    assert answers[-1] == 429


def test_a_file_too_large_is_not_read():
    assert ask(file=file(b"x" * (10 * 1024 * 1024 + 1))).status_code == 413


def test_a_draft_has_no_hash_to_be_found():
    _made, _document, _clause = stage.settled_ready()
    assert Document.objects.system().filter(digest="").exists()
    assert queries.about_hash("").result == "different"


def test_hostile_bytes_get_an_answer():
    for content in (
        b"%PDF-1.7 /ByteRange [0 1 2 " + b"9" * 5000 + b"]",
        b"/ByteRange [" + b"0 " * 5000,
        b"/ByteRange [0 0 0 0]" * 2000,
    ):
        assert queries.about_bytes(content).result == "different"
