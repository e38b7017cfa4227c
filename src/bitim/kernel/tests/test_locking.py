"""A look at several things sees one moment and holds no writer off."""

import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from bitim.kernel import locking
from bitim.kernel.models import Audience


def on(file: Path) -> Any:
    """Return a connection to a SQLite file, as the house has it, which waits for no lock."""
    at = {**connection.settings_dict, "ENGINE": "django.db.backends.sqlite3", "NAME": file}
    at["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 0, "init_command": "PRAGMA journal_mode=WAL;"}
    return DatabaseWrapper({**at, "TIME_ZONE": None}, alias=file.name)


def asked(line: Any, sql: str) -> Any:
    with line.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone() if cursor.description else None


@pytest.mark.django_db
def test_on_sqlite_others_write_meanwhile_and_are_not_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = on(tmp_path / "house.sqlite3"), on(tmp_path / "house.sqlite3")
    asked(writing, "CREATE TABLE said (n INTEGER)")
    monkeypatch.setattr(locking, "connection", reading)
    with locking.look():
        assert asked(reading, "SELECT count(*) FROM said") == (0,)
        asked(writing, "INSERT INTO said VALUES (1)")
        assert asked(reading, "SELECT count(*) FROM said") == (0,)
    assert asked(reading, "SELECT count(*) FROM said") == (1,)
    with pytest.raises(ZeroDivisionError), locking.look():
        raise ZeroDivisionError
    with locking.look():
        assert asked(reading, "SELECT count(*) FROM said") == (1,)
    reading.close()
    writing.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.skipif("postgres" not in str(settings.DATABASES["default"]["ENGINE"]), reason="of PostgreSQL")
def test_on_postgresql_others_write_meanwhile_and_are_not_seen() -> None:
    def write() -> None:
        Audience.objects.create(pk=uuid4())
        connections.close_all()

    rows = Audience.objects.system()
    before = rows.count()
    with locking.look():
        assert rows.count() == before
        other = threading.Thread(target=write)
        other.start()
        other.join(10)
        assert rows.count() == before
    assert rows.count() == before + 1
    with pytest.raises(DatabaseError), locking.look():
        Audience.objects.create(pk=uuid4())


@pytest.mark.django_db
def test_inside_a_transaction_it_is_that_transaction() -> None:
    with locking.look():
        Audience.objects.create(pk=uuid4())
    assert Audience.objects.system().exists()
