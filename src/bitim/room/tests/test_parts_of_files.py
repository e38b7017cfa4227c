"""A part of a file: the bytes that were asked for and no others, for those who may have the file and nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bitim.kernel import files
from bitim.kernel.files import vault
from bitim.room import actions
from bitim.room.models import Message
from bitim.room.tests.test_pages import at

SIZE = 3 * vault.CHUNK + 1000
LONG = b"OggS" + bytes(range(256)) * (SIZE // 256 + 1)
LONG = LONG[:SIZE]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_PATH = tmp_path


@pytest.fixture
def note(rooms):
    """A voice note in the first side's private room, as long as four chunks."""
    accepted = files.Accepted("voice.ogg", "audio/ogg", LONG, "")
    return actions.post_voice(rooms.caucus(1), actor=rooms.party(1), accepted=accepted).file


def get(client, note, wanted, method="get", **more):
    return getattr(client, method)(at("file", note.pk), headers={"range": wanted, **more})


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-1", 0, 1),  # what Safari asks first
        ("bytes=0-", 0, SIZE - 1),
        (f"bytes={vault.CHUNK - 1}-{vault.CHUNK}", vault.CHUNK - 1, vault.CHUNK),
        (f"bytes={vault.CHUNK}-{2 * vault.CHUNK - 1}", vault.CHUNK, 2 * vault.CHUNK - 1),
        (f"bytes={3 * vault.CHUNK}-99999999", 3 * vault.CHUNK, SIZE - 1),
        ("bytes=-5", SIZE - 5, SIZE - 1),
        ("bytes=-99999999", 0, SIZE - 1),
        (f"BYTES={SIZE - 1}-", SIZE - 1, SIZE - 1),
    ],
)
def test_the_part_that_was_asked_for(rooms, browse, note, wanted, first, last):
    got = get(browse(rooms.party(1)), note, wanted)
    assert got.status_code == 206
    assert b"".join(got.streaming_content) == LONG[first : last + 1]
    assert got.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert got.headers["Content-Length"] == str(last + 1 - first)
    assert (got.headers["Content-Type"], got.headers["Accept-Ranges"]) == ("audio/ogg", "bytes")
    assert "sandbox" in got.headers["Content-Security-Policy"] and got.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "wanted", ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,5-6", "chunks=0-1", "bytes=a-b", "bytes=1-2x", "0-1"]
)
def test_what_cannot_be_read_gets_the_whole(rooms, browse, note, wanted):
    got = get(browse(rooms.party(1)), note, wanted)
    assert (got.status_code, b"".join(got.streaming_content)) == (200, LONG)
    assert got.headers["Accept-Ranges"] == "bytes" and "Content-Range" not in got.headers


@pytest.mark.parametrize("wanted", [f"bytes={SIZE}-", f"bytes={SIZE + 5}-{SIZE + 9}", "bytes=-0"])
def test_what_lies_outside_cannot_be_given(rooms, browse, note, wanted):
    got = get(browse(rooms.party(1)), note, wanted)
    assert (got.status_code, got.content) == (416, b"")
    assert got.headers["Content-Range"] == f"bytes */{SIZE}"


def test_a_part_only_if_it_is_the_same_version_is_the_whole_and_a_head_has_no_part(rooms, browse, note):
    mine = browse(rooms.party(1))
    got = get(mine, note, "bytes=0-1", **{"if-range": '"x"'})
    assert (got.status_code, got.headers["Content-Length"]) == (200, str(SIZE))
    got = get(mine, note, "bytes=0-1", method="head")
    assert (got.status_code, got.headers["Content-Length"]) == (200, str(SIZE))


@pytest.mark.parametrize("wanted", ["bytes=0-1", f"bytes={SIZE}-", "bytes=5-2"])
def test_no_part_is_a_way_round_the_rule(rooms, browse, note, wanted):
    """Not even how long the file is: the answer is that of a file that never was."""
    for actor in (rooms.party(2), rooms.cast.as_coordinator, rooms.interpreter):
        got = get(browse(actor), note, wanted)
        assert got.status_code == 404 and "Content-Range" not in got.headers and "Accept-Ranges" not in got.headers


def test_a_file_taken_back_has_no_parts_either(rooms, browse, note):
    actions.withdraw_message(Message.objects.system().get(file=note), actor=rooms.party(1))
    for actor in (rooms.party(1), rooms.mediator):
        assert get(browse(actor), note, "bytes=0-1").status_code == 404


def test_no_more_is_opened_than_was_asked_for(note, monkeypatch):
    opened = []
    real = vault._aad
    monkeypatch.setattr(vault, "_aad", lambda *said: opened.append(said[2]) or real(*said))
    assert b"".join(files.open_part(note, range(vault.CHUNK + 5, vault.CHUNK + 9))) == LONG[vault.CHUNK + 5 :][:4]
    assert opened == [1]
    opened.clear()
    assert b"".join(files.open_part(note, range(SIZE - 3, SIZE))) == LONG[-3:]
    assert opened == [3]


@pytest.mark.parametrize("harm", ["flipped", "cut", "longer", "moved"])
def test_a_part_of_an_altered_file_is_not_given(note, harm):
    path = vault.path_of(note.pk)
    data = bytearray(path.read_bytes())
    sealed = vault.CHUNK + vault.NONCE + vault.TAG
    first = vault.HEADER.size
    if harm == "flipped":
        data[first + 100] ^= 1
    elif harm == "cut":
        del data[-1]
    elif harm == "longer":
        data += b"x"
    else:
        data[first : first + 2 * sealed] = data[first + sealed : first + 2 * sealed] + data[first : first + sealed]
    path.write_bytes(data)
    with pytest.raises(vault.Tampered):
        next(files.open_part(note, range(2)))


@given(st.text(alphabet="bytes=-0123456789, \x00é", max_size=40), st.integers(0, 10**7))
def test_any_header_asks_for_something_inside_or_nothing(header, size):
    try:
        part = files.asked(header, size)
    except files.Unsatisfiable:
        return
    assert part is None or (0 <= part.start < part.stop <= size)
