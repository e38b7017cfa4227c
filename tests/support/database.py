"""A database of one test's own, where commits are real and other threads and processes see them.

The record is append-only: its tables can be neither emptied nor rolled back after a commit. So a test that needs
commits gets a copy of the migrated, empty database, and the copy is thrown away.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connections

Forget = Callable[[], object]


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
