"""The key store: one small SQLite file apart from the data, holding wrapped keys and the ledger of shredded ones.

Each key belongs to one *scope* (class, owner) inside one case (or none) and is wrapped by the master key with AES-GCM,
the scope in the associated data, so that rows cannot be swapped. Shredding deletes the wrapped bytes
(`secure_delete=ON`, write-ahead log truncated) and leaves a ledger line; `restore` applies the ledger again.
What it gives: forgetting and protection at rest. What it does not: protection from whoever runs the server.
"""

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bitim.kernel import clock
from bitim.kernel.ids import keyed

CLASSES = ("side", "joint", "private", "person", "archive", "centre")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS data_key (
  id TEXT PRIMARY KEY, class TEXT NOT NULL, owner TEXT NOT NULL, case_id TEXT, version INTEGER NOT NULL,
  wrapped BLOB NOT NULL, created_at TEXT NOT NULL, UNIQUE (class, owner, version));
CREATE INDEX IF NOT EXISTS data_key_case ON data_key (case_id);
CREATE TABLE IF NOT EXISTS shredded (
  id TEXT PRIMARY KEY, class TEXT NOT NULL, owner TEXT NOT NULL, case_id TEXT, at TEXT NOT NULL);
"""


class Shredded(Exception):
    """The key is destroyed: what it sealed is gone for good."""


class KeystoreMissing(RuntimeError):
    """The key store or its master key cannot be found where the settings say."""


@dataclass(frozen=True)
class Scope:
    """Whose key: a class of `CLASSES`, its owner (case, side, space or person) and the case it dies with."""

    klass: str
    owner: UUID
    case: UUID | None = None


class KeyStore:
    """Make, give and destroy keys. Safe to use from several threads; one connection each."""

    def __init__(self, path: Path, master: bytes) -> None:
        self.path, self._master = path, AESGCM(master)
        self._local = threading.local()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._db.executescript(_SCHEMA)

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "db", None)
        if connection is None or getattr(self._local, "pid", None) != os.getpid():
            connection = sqlite3.connect(self.path, timeout=20, isolation_level=None, check_same_thread=False)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            self._local.db, self._local.pid = connection, os.getpid()
            self._local.seen = {}
            self._local.version = None
        return connection

    def active(self, scope: Scope) -> tuple[UUID, bytes]:
        """Return the newest key of a scope, making the first; refused once the scope was shredded."""
        row = self._db.execute(
            "SELECT id FROM data_key WHERE class=? AND owner=? ORDER BY version DESC LIMIT 1",
            (scope.klass, str(scope.owner)),
        ).fetchone()
        if row:
            return UUID(row[0]), self.key(UUID(row[0]))
        if self.is_shredded(scope):
            raise Shredded(scope.klass)
        return self._make(scope)

    def _make(self, scope: Scope, version: int = 1) -> tuple[UUID, bytes]:
        key_id, key = uuid4(), AESGCM.generate_key(bit_length=256)
        nonce = secrets.token_bytes(12)
        aad = _aad(key_id, scope.klass, str(scope.owner), version)
        made = self._db.execute(
            "INSERT OR IGNORE INTO data_key VALUES (?,?,?,?,?,?,?)",
            (
                str(key_id),
                scope.klass,
                str(scope.owner),
                str(scope.case) if scope.case else None,
                version,
                nonce + self._master.encrypt(nonce, key, aad),
                clock.now().isoformat(),
            ),
        )
        # Two writers may race for the first key: the loser takes the winner's.
        return (key_id, key) if made.rowcount else self.active(scope)

    def key(self, key_id: UUID) -> bytes:
        """Return one key; raise Shredded when it is no more. Never answers from memory what the file has lost."""
        db = self._db
        version = db.execute("PRAGMA data_version").fetchone()[0]
        if version != self._local.version:
            self._local.seen, self._local.version = {}, version
        known: bytes | None = self._local.seen.get(key_id)
        if known is not None:
            return known
        row = db.execute("SELECT class, owner, version, wrapped FROM data_key WHERE id=?", (str(key_id),)).fetchone()
        if row is None:
            raise Shredded(str(key_id))
        klass, owner, number, wrapped = row
        key = self._master.decrypt(wrapped[:12], wrapped[12:], _aad(key_id, klass, owner, number))
        self._local.seen[key_id] = key
        return key

    def is_shredded(self, scope: Scope) -> bool:
        """Tell whether this scope was destroyed."""
        row = self._db.execute(
            "SELECT 1 FROM shredded WHERE class=? AND owner=? LIMIT 1", (scope.klass, str(scope.owner))
        ).fetchone()
        return row is not None

    def holds(self, scope: Scope) -> bool:
        """Tell whether there is a key of this scope."""
        row = self._db.execute(
            "SELECT 1 FROM data_key WHERE class=? AND owner=? LIMIT 1", (scope.klass, str(scope.owner))
        ).fetchone()
        return row is not None

    def cases_holding(self, klass: str) -> set[UUID]:
        """Return the cases that still have a key of a class."""
        rows = self._db.execute("SELECT DISTINCT case_id FROM data_key WHERE class=? AND case_id IS NOT NULL", (klass,))
        return {UUID(row[0]) for row in rows}

    def shred(self, *, case: UUID | None = None, owner: UUID | None = None, classes: Iterable[str] = ()) -> list[UUID]:
        """Destroy the keys of a case or an owner, of the named classes; return the ids destroyed."""
        wanted, db = tuple(classes), self._db
        column, value = ("case_id", case) if case else ("owner", owner)
        if value is None or not wanted:
            raise ValueError("say whose keys and which classes")
        marks = ",".join("?" * len(wanted))
        where = f"{column}=? AND class IN ({marks})"
        db.execute("BEGIN IMMEDIATE")
        try:
            rows = db.execute(f"SELECT id FROM data_key WHERE {where}", (str(value), *wanted)).fetchall()  # noqa: S608
            db.execute(
                f"INSERT OR IGNORE INTO shredded SELECT id, class, owner, case_id, ? FROM data_key WHERE {where}",  # noqa: S608
                (clock.now().isoformat(), str(value), *wanted),
            )
            db.execute(f"DELETE FROM data_key WHERE {where}", (str(value), *wanted))  # noqa: S608
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
        self._local.seen = {}
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return [UUID(row[0]) for row in rows]

    def ledger(self) -> list[tuple[str, str, str, str | None, str]]:
        """Return every shredded key as (id, class, owner, case, when)."""
        return list(self._db.execute("SELECT id, class, owner, case_id, at FROM shredded ORDER BY at, id"))

    def apply_ledger(self, lines: Iterable[tuple[str, str, str, str | None, str]]) -> int:
        """Destroy again, after a restore, what was destroyed since that backup; return how many keys went."""
        gone, db = 0, self._db
        for line in lines:
            gone += db.execute("DELETE FROM data_key WHERE id=?", (line[0],)).rowcount
            db.execute("INSERT OR IGNORE INTO shredded VALUES (?,?,?,?,?)", line)
        self._local.seen = {}
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def copy_to(self, target: Path) -> datetime:
        """Write a consistent copy of the store (still wrapped) for a backup; return the moment."""
        with sqlite3.connect(target) as copy:
            self._db.backup(copy)
        return clock.now()

    def copied(self) -> bytes:
        """Return a consistent copy of the store (still wrapped) without it ever lying on a disk."""
        copy = sqlite3.connect(":memory:")
        try:
            self._db.backup(copy)
            return copy.serialize()
        finally:
            copy.close()

    def close(self) -> None:
        """Close this thread's connection, so that the file can be moved."""
        self._db.close()
        self._local.db = None

    def derived(self, purpose: str) -> bytes:
        """Return a key for one purpose (chain, blind index, doors), derived from the root kept under the zero owner."""
        return keyed(self.active(Scope("centre", UUID(int=0)))[1], "derive", purpose)


def _aad(key_id: UUID, klass: str, owner: str, version: int) -> bytes:
    return f"bitim-key|{key_id}|{klass}|{owner}|{version}".encode()


_store: KeyStore | None = None
_lock = threading.Lock()


def store() -> KeyStore:
    """Return the process's key store, opened at first use from the settings."""
    global _store
    if _store is None:
        with _lock:
            if _store is None:
                _store = _open()
    return _store


def _open() -> KeyStore:
    from django.conf import settings

    path: Path = settings.KEYSTORE_PATH
    master: Path = settings.MASTER_KEY_PATH
    if not master.exists():
        if settings.MODE == "serve":
            raise KeystoreMissing(f"no master key at {master}: run `bitim doctor`")
        make_master(master)
    return KeyStore(path, bytes.fromhex(master.read_text().strip()))


def make_master(path: Path) -> None:
    """Write a new master key, readable by its owner alone; never overwrites one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())


def use(new: KeyStore | None) -> None:
    """Replace the process's key store (tests, restore)."""
    global _store
    _store = new
