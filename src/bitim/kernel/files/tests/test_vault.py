"""Files at rest: sealed, whole, bound to their place, gone with their key."""

import os
from pathlib import Path
from uuid import uuid4

import pytest

from bitim.kernel import files, keystore
from bitim.kernel.files import Accepted, vault
from bitim.kernel.files.vault import CHUNK, HEADER, NONCE, TAG, path_of
from bitim.kernel.keystore import Scope, Shredded
from bitim.kernel.sealed import Tampered

pytestmark = pytest.mark.django_db
PIECE = NONCE + CHUNK + TAG


def kept(data: bytes):
    case = uuid4()
    return files.store(Accepted("a.txt", "text/plain", data, "text"), Scope("side", uuid4(), case))


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_is_stored_comes_back_and_is_not_in_clear(size):
    data = b"words of a side " * (size // 16 + 1)
    row = kept(data[:size])
    assert b"".join(files.open_sealed(row)) == data[:size]
    assert size < 16 or b"words of a side" not in path_of(row.pk).read_bytes()


def altered(how):
    def change(content: bytes) -> bytes:
        first, second = HEADER.size, HEADER.size + PIECE
        return {
            "flip": content[:-1] + bytes([content[-1] ^ 1]),
            "cut": content[:second],
            "swap": content[:first]
            + content[second : second + PIECE]
            + content[first:second]
            + content[second + PIECE :],
            "longer": content + b"x",
            "empty": b"",
        }[how]

    return change


@pytest.mark.parametrize("how", ["flip", "cut", "swap", "longer", "empty"])
def test_an_altered_file_gives_not_one_byte(how):
    row = kept(b"a" * (2 * CHUNK + 5))
    path = path_of(row.pk)
    path.write_bytes(altered(how)(path.read_bytes()))
    with pytest.raises(Tampered):
        next(files.open_sealed(row))


def test_a_file_put_in_the_place_of_another_does_not_open():
    scope = Scope("joint", uuid4(), uuid4())
    one, other = (files.store(Accepted("a.txt", "text/plain", word, "text"), scope) for word in (b"one", b"two"))
    path_of(one.pk).write_bytes(path_of(other.pk).read_bytes())
    with pytest.raises(Tampered):
        next(files.open_sealed(one))


def test_a_copy_is_sealed_under_the_new_scope_and_outlives_the_source():
    row = kept(b"released words")
    target = Scope("joint", uuid4(), uuid4())
    copy = files.copy(row, target)
    keystore.store().shred(owner=row.owner, classes=["side"])
    assert b"".join(files.open_sealed(copy)) == b"released words"
    with pytest.raises(Shredded):
        next(files.open_sealed(row))


def test_every_folder_that_is_new_is_written_through(settings, tmp_path, monkeypatch):
    settings.FILES_PATH = tmp_path / "new" / "files"
    flushed, flush = [], os.fsync

    def fsync(descriptor):
        flushed.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        flush(descriptor)

    monkeypatch.setattr(vault.os, "fsync", fsync)
    path = path_of(kept(b"words").pk)
    assert {path.parent, settings.FILES_PATH, tmp_path / "new", tmp_path} <= set(flushed)
    assert path.with_suffix(".part") in flushed
