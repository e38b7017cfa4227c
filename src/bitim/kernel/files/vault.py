"""Sealed files on disk: 64 KiB chunks, each bound to the file, its place and whether it is the last.

A chunk moved, dropped, doubled or cut does not open. Written to a temporary name already sealed, flushed to the
disk, then renamed: a file that the database knows is whole.
"""

import os
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from bitim.kernel import clock, keystore
from bitim.kernel.files.taking import Accepted
from bitim.kernel.ids import new_id
from bitim.kernel.keystore import Scope
from bitim.kernel.models import StoredFile
from bitim.kernel.sealed import Tampered

CHUNK = 64 * 1024
HEADER = struct.Struct(">5s16s")
MAGIC = b"BTM1\x00"
TAG, NONCE = 16, 12


def store(accepted: Accepted, scope: Scope, case: UUID | None = None) -> StoredFile:
    """Seal a file under a scope and return its row; call it inside an action."""
    row = StoredFile(
        pk=new_id(),
        klass=scope.klass,
        owner=scope.owner,
        case=case or scope.case,
        size=len(accepted.data),
        media_type=accepted.media_type,
        name=accepted.name,
        made=clock.now(),
    )
    _write(path_of(row.pk), _chunks(row.pk, accepted.data, scope))
    row.save(force_insert=True)
    return row


def copy(row: StoredFile, scope: Scope, case: UUID | None = None) -> StoredFile:
    """Seal the same content anew under another scope (an item released into another room)."""
    data = b"".join(open_sealed(row))
    return store(Accepted(str(row.name or ""), row.media_type, data, ""), scope, case)


def open_sealed(row: StoredFile) -> Iterator[bytes]:
    """Yield a file's content; raise Shredded when its key is gone, Tampered when it was altered.

    The whole file is checked before its first byte is given: nobody receives half of an altered file.
    """
    yield from list(_opened(row))


def open_part(row: StoredFile, part: range) -> Iterator[bytes]:
    """Yield some bytes of a file, in one go; only the chunks they lie in are opened.

    Raises as `open_sealed`. What is asked for is checked before its first byte is given, and so is the length of the
    whole: an altered chunk that lies elsewhere is not seen.
    """
    first, last = part.start // CHUNK, (part.stop - 1) // CHUNK
    pieces = list(_opened(row, first, last))
    pieces[-1] = pieces[-1][: part.stop - last * CHUNK]
    pieces[0] = pieces[0][part.start - first * CHUNK :]
    yield from pieces


def path_of(file_id: UUID) -> Path:
    """Return where a file lies; the name tells nothing."""
    folder: Path = settings.FILES_PATH
    return folder / file_id.hex[:2] / file_id.hex


def destroy(row: StoredFile) -> None:
    """Remove a file from the disk; its key is destroyed apart."""
    path_of(row.pk).unlink(missing_ok=True)


def _chunks(file_id: UUID, data: bytes, scope: Scope) -> Iterator[bytes]:
    key_id, key = keystore.store().active(scope)
    yield HEADER.pack(MAGIC, key_id.bytes)
    cipher, last = AESGCM(key), max(0, (len(data) - 1) // CHUNK)
    for index in range(last + 1):
        nonce = secrets.token_bytes(NONCE)
        piece = data[index * CHUNK : (index + 1) * CHUNK]
        yield nonce + cipher.encrypt(nonce, piece, _aad(file_id, key_id, index, index == last))


def _opened(row: StoredFile, first: int = 0, until: int | None = None) -> Iterator[bytes]:
    """Open the chunks from `first` to `until`, by default to the last; a file of another length opens nowhere."""
    with path_of(row.pk).open("rb") as file:
        magic, key_bytes = HEADER.unpack(file.read(HEADER.size).ljust(HEADER.size, b"\0"))
        if magic != MAGIC:
            raise Tampered(str(row.pk))
        key_id = UUID(bytes=key_bytes)
        cipher = AESGCM(keystore.store().key(key_id))
        last = max(0, (row.size - 1) // CHUNK)
        around = NONCE + TAG
        if os.fstat(file.fileno()).st_size != HEADER.size + row.size + (last + 1) * around:
            raise Tampered(str(row.pk))
        file.seek(HEADER.size + first * (CHUNK + around))
        for index in range(first, (last if until is None else until) + 1):
            sealed = file.read(NONCE + CHUNK + TAG)
            try:
                yield cipher.decrypt(sealed[:NONCE], sealed[NONCE:], _aad(row.pk, key_id, index, index == last))
            except (InvalidTag, ValueError):
                raise Tampered(str(row.pk)) from None


def _aad(file_id: UUID, key_id: UUID, index: int, last: bool) -> bytes:
    return f"bitim-file|{file_id}|{key_id}|{index}|{int(last)}".encode()


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    new_folders = [one for one in (path.parent, *path.parent.parents) if not one.exists()]
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole = path.with_suffix(".part")
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    whole.replace(path)
    # A name is safe only when the folder that holds it is written, and so is a new folder's name.
    for folder in (path.parent, *(one.parent for one in new_folders)):
        _flush(folder)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
