"""The upload corpus: what is taken is harmless, what is not taken is refused in a sentence."""

import contextlib
import io
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bitim.kernel.access import Refused
from bitim.kernel.files import accept, accept_bytes
from bitim.kernel.files.kinds import kind_of
from bitim.kernel.files.names import harmless


def picture(form="JPEG", size=(40, 30), **more):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form, **more)
    return out.getvalue()


def packed(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def pdf(**root):
    document = pikepdf.new()
    document.add_blank_page()
    for key, value in root.items():
        document.Root[f"/{key}"] = value
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_where_a_picture_was_taken_is_removed():
    exif = Image.Exif()
    exif[0x010F] = "Camera of Aigerim"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture(exif=exif)
    assert b"Aigerim" in data
    taken = accept_bytes(data, "photo.JPG")
    assert b"Aigerim" not in taken.data
    assert not Image.open(io.BytesIO(taken.data)).getexif()
    assert (taken.name, taken.media_type) == ("photo.jpg", "image/jpeg")


def test_what_hides_behind_a_picture_is_removed():
    taken = accept_bytes(picture() + packed({"secret.txt": "hidden"}), "photo.jpg")
    assert b"secret.txt" not in taken.data


def test_a_pdf_loses_scripts_attachments_and_metadata():
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    taken = accept_bytes(pdf(OpenAction=script), "paper.pdf")
    with pikepdf.open(io.BytesIO(taken.data)) as document:
        assert "/OpenAction" not in document.Root
        assert len(document.pages) == 1


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.txt"),
        (b"MZ\x90\x00binary", "program.pdf"),
        (b"<html><script>alert(1)</script>", "note.txt"),
        (b"<svg onload=alert(1)>", "drawing.png"),
        (b"%PDF-1.7 broken", "paper.pdf"),
        (b"\xff\xd8\xffbroken", "photo.jpg"),
        (picture(), "photo.pdf"),
        (picture(), "photo.exe"),
        (b"plain words", "script.js"),
        (packed({"a.txt": "x"}), "archive.zip"),
        (packed({"word/document.xml": "x", "word/vbaProject.bin": "x"}), "macro.docx"),
        (packed({"word/document.xml": "x", "../../etc/passwd": "x"}), "path.docx"),
        (packed({"word/document.xml": b"\0" * (201 * 1024 * 1024)}), "bomb.docx"),
        (b"GIF89a" + b"\0" * 40, "moving.gif"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_taken_is_refused_in_a_sentence(data, name):
    with pytest.raises(Refused) as refused:
        accept_bytes(data, name)
    assert str(refused.value.reason).endswith(".")


@pytest.mark.slow
def test_a_picture_of_too_many_points_is_refused():
    bomb = picture("PNG", size=(12_000, 9_000))
    assert len(bomb) < 1_000_000
    with pytest.raises(Refused):
        accept_bytes(bomb, "large.png")


def test_a_file_over_the_limit_is_refused(settings):
    settings.FILE_LIMIT = 1000
    with pytest.raises(Refused):
        accept(SimpleUploadedFile("long.txt", b"a" * 1001))


def test_a_voice_note_has_to_be_sound():
    with pytest.raises(Refused):
        accept_bytes(picture(), "voice.webm", families=("audio",))
    sound = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm" + b"\0" * 100
    assert accept_bytes(sound, "voice.webm", families=("audio",)).family == "audio"


@pytest.mark.parametrize("name", ["Өтініш қазақша.docx", "hat.docx", "noending"])
def test_office_documents_are_taken(name):
    taken = accept_bytes(packed({"word/document.xml": "<w/>"}), name)
    assert taken.name.endswith(".docx")
    assert taken.name.split(".")[0] == name.split(".")[0]


@given(st.text(max_size=400))
def test_names_are_harmless(name):
    made = harmless(name, "pdf")
    assert made.endswith(".pdf")
    assert len(made) <= 120
    assert "/" not in made
    assert "\\" not in made
    assert "\u202e" not in made
    assert made.isprintable()


@given(st.binary(max_size=300))
def test_any_bytes_are_told_or_refused(data):
    kind_of(data)
    with contextlib.suppress(Refused):
        accept_bytes(data, "x")
