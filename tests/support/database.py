"""Databases for tests: migrated once for a whole run, and copied where a test needs one of its own.

In a copy, commits are real, and other threads and processes see them. The record is append-only: its tables can be
neither emptied nor rolled back after a commit. So a test that needs commits gets a copy of the migrated, empty
database, and the copy is thrown away.
"""

import fcntl
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connections

from tests.support.server import ROOT, surroundings

Forget = Callable[[], object]


def migrated_once(folder: Path) -> Path:
    """Return a SQLite file as `migrate` leaves it, made by the first process of the run that asks for it."""
    home = folder / "migrated"
    made = home / "bitim.sqlite3"
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            home.mkdir()
            subprocess.run(
                [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
                cwd=ROOT,
                env=surroundings(home, {"BITIM_MODE": "test"}),
                check=True,
            )
            with closing(sqlite3.connect(made)) as database:  # a file to copy has no journal beside it
                database.execute("PRAGMA journal_mode=DELETE")
    return made


def fill_in_memory(made: Path) -> None:
    """Give this process the database in memory that Django's tests use, with what the migrated file holds."""
    connection = connections["default"]
    connection.close()
    name = connection.creation._get_test_db_name()
    connections.settings["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    with closing(sqlite3.connect(made)) as source:
        source.backup(connection.connection)


@contextmanager
def own_copy(folder: Path) -> Iterator[None]:
    """Point every thread's default connection at a fresh copy until the end.

    The connection of the test framework, in its transaction that is rolled back, is laid aside meanwhile.
    """
    settings, frame = connections.settings["default"], connections["default"]
    kept = settings["NAME"]
    settings["NAME"], forget = _sqlite_copy(frame, folder) if frame.vendor == "sqlite" else _postgres_copy(frame, kept)
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = kept
        connections["default"] = frame
        forget()


def _sqlite_copy(frame: Any, folder: Path) -> tuple[str, Forget]:
    path, raw = folder / "own.sqlite3", frame.connection
    # SQLite copies nothing from a connection that is writing: the framework's transaction, still empty, pauses.
    assert not frame.savepoint_ids
    raw.execute("ROLLBACK")
    with sqlite3.connect(path) as target:
        raw.backup(target)
    target.close()
    raw.execute("BEGIN IMMEDIATE")
    return str(path), lambda: None


def _postgres_copy(frame: Any, kept: str) -> tuple[str, Forget]:
    frame.close()  # a database in use cannot be a template
    name = f"own_{uuid4().hex[:12]}"

    def on_server(statement: str) -> None:
        with frame._nodb_cursor() as cursor:
            cursor.execute(statement)

    on_server(f'CREATE DATABASE "{name}" TEMPLATE "{kept}"')
    return name, lambda: on_server(f'DROP DATABASE "{name}" WITH (FORCE)')
