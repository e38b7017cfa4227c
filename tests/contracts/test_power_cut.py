"""Nothing acknowledged is lost: a writer is killed at random moments, and all it had acknowledged is there, whole.

A killed process shows that no acknowledgement runs ahead of its commit and that no commit is half of an action. That
a commit also survives a power cut rests on `synchronous=FULL`, asserted below on every kind of connection; a machine
that really loses its power is not part of this test.
"""

import random
import shutil
import subprocess
import sys
import threading
from uuid import UUID

import pytest
from django.db import connection, connections
from tests.support.server import ROOT, surroundings

from bitim.kernel import audit, files, keystore
from bitim.kernel.models import Event
from bitim.room.models import Message

KILLS = 5
SOME = 12  # acknowledgements that a writer lives to give, at most


def program(folder, *words, **more):
    environment = surroundings(folder, {"BITIM_MODE": "demo", "BITIM_SECRET_KEY": "of-this-test-alone"})
    return subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=environment, **more)


def acknowledged_until_killed(folder, many, seconds):
    """Start a writer, kill it so long after so many acknowledgements, return all that it had acknowledged."""
    writer = program(folder, "tests.support.acknowledging", "write", stdout=subprocess.PIPE, text=True)
    first = "".join(writer.stdout.readline() for _ in range(many))
    killer = threading.Timer(seconds, writer.kill)
    killer.start()
    rest = writer.stdout.read()
    killer.join()
    writer.stdout.close()
    assert writer.wait() == -9, "the writer ended by itself"
    lines = (first + rest).rpartition("\n")[0].splitlines()
    return {UUID(line.split()[0]): line.split(" ", 1)[1] for line in lines}


@pytest.fixture
def folder(tmp_path, migrated):
    shutil.copyfile(migrated, tmp_path / "bitim.sqlite3")
    assert program(tmp_path, "tests.support.acknowledging", "make").wait() == 0
    return tmp_path


@pytest.fixture
def opened(folder, db, settings):
    """Read the killed writer's folder as the next process of the house would."""

    def switch():
        frame = connections["default"]
        kept = connections.settings["default"]["NAME"]
        connections.settings["default"]["NAME"] = str(folder / "bitim.sqlite3")
        connections["default"] = connections.create_connection("default")
        settings.FILES_PATH = folder / "files"
        master = bytes.fromhex((folder / "keys" / "master.key").read_text().strip())
        keystore.use(keystore.KeyStore(folder / "keys" / "keys.sqlite3", master))
        undo.append((frame, kept))

    undo = []
    yield switch
    for frame, kept in undo:
        connections["default"].close()
        connections.settings["default"]["NAME"] = kept
        connections["default"] = frame


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the writer runs on SQLite; PostgreSQL is its own guard")
def test_what_was_acknowledged_survives_kill_9(folder, opened):
    chance, acknowledged = random.Random(17), {}
    for _ in range(KILLS):
        acknowledged |= acknowledged_until_killed(folder, chance.randint(2, SOME), chance.uniform(0, 0.1))
    opened()
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []
    said = {m.pk: m for m in Message.objects.system().select_related("space", "file")}
    assert len(acknowledged) > KILLS
    assert acknowledged.items() <= {pk: message.body for pk, message in said.items()}.items()
    for message in said.values():
        if message.file:
            assert b"".join(files.open_sealed(message.file)) == message.body.encode() * 9000
    # Nothing half done: each message has its event and each event its message, under the same number.
    told = Event.objects.system().filter(kind="MessagePosted")
    assert {(e.payload["message"], e.seq) for e in told} == {(str(m.pk), m.seq) for m in said.values()}
    assert [one for one in audit.walk() if not isinstance(one, audit.Walked) or not one.report.ok] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a setting of SQLite")
def test_every_new_connection_writes_through(own_database):
    found = []

    def look():
        with connection.cursor() as cursor:
            found.append(cursor.execute("PRAGMA synchronous").fetchone()[0])
        found.append(keystore.store()._db.execute("PRAGMA synchronous").fetchone()[0])
        connections.close_all()

    look()
    for _ in range(2):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == [2] * 6
