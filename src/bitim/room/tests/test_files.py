"""Files and voice notes: sealed like words, given out to those who may hear, shown elsewhere only as a copy."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bitim.kernel import files
from bitim.kernel.access import NotFound, Refused
from bitim.kernel.models import StoredFile
from bitim.room import actions, queries
from bitim.room.models import Message
from bitim.room.tests.test_pages import at

WORDS = "Канал: суббота, 9:00".encode()
VOICE = b"OggS" + bytes(60)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_PATH = tmp_path


def upload(name="plan.txt", data=WORDS):
    return SimpleUploadedFile(name, data)


def test_a_file_is_given_by_a_plain_form_and_fetched_by_the_room_alone(rooms, browse, tmp_path):
    mine = browse(rooms.party(1))
    answer = mine.post(at("space", rooms.caucus(1).pk), {"file": upload(), "words": "смотрите", "once": "1"})
    assert answer.status_code == 303
    said = queries.messages_in(rooms.party(1), rooms.caucus(1))[0]
    assert (said.kind, said.words, said.file.name) == ("file", "смотрите", "plan.txt")
    got = browse(rooms.mediator).get(at("file", said.file.pk))
    assert b"".join(got.streaming_content) == WORDS
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["Cache-Control"] == "no-store"
    for actor in (rooms.party(2), rooms.cast.as_coordinator, rooms.interpreter):
        assert browse(actor).get(at("file", said.file.pk)).status_code == 404
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or WORDS not in path.read_bytes()


def test_another_file_by_the_same_form_is_given_too(rooms, browse):
    client = browse(rooms.party(1))
    for name, data in (("plan.txt", WORDS), ("plan.txt", WORDS), ("map.txt", WORDS), ("plan.txt", WORDS + b"!")):
        client.post(at("space", rooms.joint.pk), {"file": upload(name, data), "once": "1"})
    said = queries.messages_in(rooms.party(2), rooms.joint)
    assert [(one.words, one.file.name) for one in said] == [("", "plan.txt"), ("", "map.txt"), ("", "plan.txt")]


def test_a_sound_is_a_voice_note(rooms, browse):
    browse(rooms.party(1)).post(at("space", rooms.joint.pk), {"file": upload("voice.ogg", VOICE)})
    said = queries.messages_in(rooms.party(2), rooms.joint)[0]
    assert (said.kind, said.file.media_type) == ("voice", "audio/ogg")
    with pytest.raises(Refused):
        actions.post_voice(rooms.joint, actor=rooms.party(1), accepted=files.accept(upload()))


def test_what_is_not_taken_keeps_the_words(rooms, browse):
    page = browse(rooms.party(1)).post(
        at("space", rooms.joint.pk), {"file": upload("x.exe", b"MZ\x00\x01" * 20), "words": "мои слова"}
    )
    assert (page.status_code, "мои слова" in page.content.decode()) == (409, True)
    assert StoredFile.objects.system().count() == 0


def test_a_strangers_upload_is_not_even_looked_into(rooms, browse, monkeypatch):
    """Who does not sit in a room costs it nothing and learns nothing: a good file and a bad one get the same page."""
    seen: list[object] = []
    monkeypatch.setattr(files, "accept", seen.append)
    for room, body in ((rooms.caucus(1).pk, WORDS), (rooms.caucus(1).pk, b"MZ"), (rooms.case.pk, WORDS)):
        answer = browse(rooms.party(2)).post(at("space", room), {"file": upload("plan.txt", body)})
        assert answer.status_code == 404
    assert seen == []


def test_a_file_is_shown_as_a_copy_of_its_own(rooms):
    said = actions.post_file(rooms.caucus(1), actor=rooms.party(1), accepted=files.accept(upload()))
    line = actions.release(said, actor=rooms.party(1))
    copy = Message.objects.system().select_related("file").get(pk=line.copy_id)
    assert copy.file_id != said.file_id
    assert copy.file.klass == "joint"
    with pytest.raises(NotFound):  # not served yet, so not to be fetched either
        queries.file_for(rooms.party(2), copy.file_id)
    actions.serve_releases(rooms.joint, actor=rooms.party(2))
    assert b"".join(files.open_sealed(queries.file_for(rooms.party(2), copy.file_id))) == WORDS
    with pytest.raises(NotFound):
        queries.file_for(rooms.party(2), said.file_id)


def test_a_file_taken_back_is_given_to_nobody(rooms):
    said = actions.post_file(rooms.joint, actor=rooms.party(1), accepted=files.accept(upload()))
    actions.withdraw_message(said, actor=rooms.party(1))
    with pytest.raises(NotFound):
        queries.file_for(rooms.party(2), said.file_id)
