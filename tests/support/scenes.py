"""Scenes that many tests begin with, made once by each test process and put back by their rows.

The first test that wants a scene makes it as ever, by actions and rows. What that added to the empty database, to the
key store and to the folder of files is kept; the next test gets the same rows, keys and files in its own transaction,
key store and folder, and a copy of the objects. Nothing of one test reaches another: what is kept is never changed.
"""

import sqlite3
from collections.abc import Callable, Hashable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import get_language

from bitim.kernel import clock, keystore
from bitim.kernel.files.vault import path_of
from bitim.kernel.models import Event, StoredFile
from bitim.people.models import Person

T = TypeVar("T")
Rows = dict[str, list[Any]]  # a row is a tuple of SQLite's, or a line of PostgreSQL's COPY
STALE = timedelta(minutes=10)  # a test that sets the clock gets a scene of its own time
# What the making may depend on: among it the texts of documents and who has accepted them.
SETTINGS = ("LOCALE_PATHS", "DATA", "MODE", "SECRET_KEY")
# Kinds of content and their permissions are Django's own; a flush writes them down anew under other numbers.
NOT_OURS = ("sqlite_", "django_content_type", "auth_permission", "django_migrations")


@dataclass
class Kept:
    """One scene: what its maker returned, and what it added."""

    made: Any
    at: datetime
    rows: Rows
    keys: Rows
    files: dict[Any, bytes]


_kept: dict[Hashable, Kept] = {}
_empty: Rows = {}
_columns: dict[str, str] = {}


def shared(make: Callable[..., T], *how: Hashable) -> T:
    """Return what `make(*how)` returns, as if it had just been made; only in an empty database.

    Other settings make another scene. Whoever has replaced a part of the house that takes part in the making must make
    the scene before that, or call the maker itself.
    """
    if Person.objects.system().exists() or Event.objects.system().exists():
        return make(*how)
    which = (make, *how, *map(repr, (getattr(settings, name) for name in SETTINGS)), get_language())
    scene = _kept.get(which)
    if scene is None or abs(clock.now() - scene.at) > STALE:
        scene = _kept[which] = _made(make, *how)
    else:
        with transaction.atomic():  # the rows name each other: that is looked at when all are there
            _put_back(scene)
    made: T = deepcopy(scene.made)
    return made


def _made(make: Callable[..., Any], *how: Hashable) -> Kept:
    if not _empty:
        _empty.update(_of_database())
    at, before = clock.now(), _rows(_keys())
    made = deepcopy(make(*how))
    added = {table: _without(rows, _empty[table]) for table, rows in _of_database().items()}
    keys = {table: _without(rows, before.get(table, [])) for table, rows in _rows(_keys()).items()}
    files = {pk: path_of(pk).read_bytes() for pk in StoredFile.objects.system().values_list("pk", flat=True)}
    return Kept(made, at, added, keys, files)


def _put_back(scene: Kept) -> None:
    if connection.vendor == "sqlite":
        _insert(_raw(), scene.rows)
    else:
        with connection.cursor() as cursor:
            for table, lines in scene.rows.items():
                if lines:
                    with cursor.copy(f'COPY "{table}" FROM STDIN') as going:
                        going.write(b"".join(lines))
    _insert(_keys(), scene.keys)
    for pk, content in scene.files.items():
        path: Path = path_of(pk)
        assert path.is_relative_to(settings.FILES_PATH)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _insert(database: sqlite3.Connection, tables: Rows) -> None:
    for table, rows in tables.items():
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            database.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)


def _of_database() -> Rows:
    """Return every row of the house's database."""
    if connection.vendor == "sqlite":
        return _rows(_raw())
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(NOT_OURS):
                with cursor.copy(f'COPY "{table}" TO STDOUT') as coming:
                    found[table] = b"".join(coming).splitlines(keepends=True)
    return found


def _raw() -> sqlite3.Connection:
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    return raw


def _keys() -> sqlite3.Connection:
    return keystore.store()._db


def _without(rows: list[tuple[Any, ...]], known: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    there = set(known)
    return [row for row in rows if row not in there]


def _rows(database: sqlite3.Connection) -> Rows:
    """Return every row of every table, each value as the database keeps it."""
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: Rows = {}
    for name in names:
        if name.startswith(NOT_OURS):
            continue
        if name not in _columns:
            # A plus before a column: nothing is done to it, and the driver makes no moment of what is text.
            columns = [column[1] for column in database.execute(f'PRAGMA table_info("{name}")')]
            _columns[name] = ", ".join(f'+"{column}"' for column in columns)
        found[name] = database.execute(f'SELECT {_columns[name]} FROM "{name}"').fetchall()
    return found
