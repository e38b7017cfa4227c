"""Backup and restore, as an operator does them: all comes back, but never what was destroyed."""

import os
import sqlite3
import subprocess
import sys
import tarfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from bitim.commands.tests import houses
from bitim.commands.tests.houses import House

pytestmark = pytest.mark.slow  # whole processes, begun from the command line

PEOPLE = """
for name in ("Айгерім", "Виктор"):
    Person.objects.create(name=name, language="kk", made=clock.now())
settings.FILES_PATH.mkdir()
(settings.FILES_PATH / "one").write_bytes(b"sealed bytes")
(settings.DATA / "accepted-templates.json").write_text("[]")
"""
NAMES = "print(*sorted(str(p.name) for p in Person.objects.system()), sep=',')"
SHRED = """
one = next(p for p in Person.objects.system() if p.name == "Виктор")
assert keystore.store().shred(owner=one.pk, classes=["person"])
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> House:
    """A house with two people, a backup of it, then one of the two destroyed and a later backup."""
    folder = tmp_path_factory.mktemp("house")
    house = houses.make(folder / "live", PEOPLE, migrated)
    assert house.bitim("recovery-key", folder / "recovery").returncode == 0
    backup(house, "early")
    assert house.python(SHRED + NAMES) == ",Айгерім"
    backup(house, "late")
    return house


def backup(house: House, name: str) -> None:
    root = house.data.parent
    done = house.bitim("backup", root / name, "--recovery-key", root / "recovery.pub")
    assert done.returncode == 0, done.stderr


def one(folder: Path, pattern: str) -> Path:
    return next(folder.rglob(pattern))


def restored(house: House, target: Path, *more: str | Path, **settings: str) -> tuple[House, str]:
    """Restore the early backup into a folder; return the new house and what was complained of."""
    root = house.data.parent
    new = House(target, settings)
    done = new.bitim(
        "restore",
        one(root / "early", "data-*.tar.gz"),
        "--keys",
        one(root / "early", "keys-*.box"),
        "--recovery-key",
        root / "recovery",
        *more,
    )
    return new, "" if done.returncode == 0 else done.stderr


def jobs(house: House) -> int:
    with closing(sqlite3.connect(house.data / "bitim.sqlite3", timeout=60)) as database:
        return int(database.execute("SELECT count(*) FROM kernel_job").fetchone()[0])


def written(house: House, more_than: int) -> None:
    """Wait until the house has written more jobs than these."""
    last = time.monotonic() + 60
    while jobs(house) <= more_than:
        assert time.monotonic() < last, "nothing was written"
        time.sleep(0.05)


def test_everything_comes_back(house: House, tmp_path: Path):
    new, complaint = restored(house, tmp_path / "new")
    assert complaint == ""
    assert new.python(NAMES) == "Айгерім,Виктор"
    assert (new.data / "files" / "one").read_bytes() == b"sealed bytes"
    assert (new.data / "keys" / "master.key").stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in new.data.iterdir()) == [
        "accepted-templates.json",
        "bitim.sqlite3",
        "files",
        "keys",
    ]
    assert new.bitim("verify-audit").returncode == 0


def test_what_was_destroyed_after_the_backup_stays_destroyed_with_the_newer_ledger(house: House, tmp_path: Path):
    ledger = one(house.data.parent / "late", "shredded-*.json")
    new, complaint = restored(house, tmp_path / "new", "--ledger", ledger)
    assert complaint == ""
    assert new.python(NAMES) == ",Айгерім"


def test_keys_past_their_term_open_nothing(house: House, tmp_path: Path):
    new, complaint = restored(house, tmp_path / "new", BITIM_KEY_BACKUP_DAYS="0")
    assert "was promised to stay destroyed" in complaint
    assert not (new.data / "keys").exists()
    assert not (new.data / "bitim.sqlite3").exists()


def test_a_backup_removes_keys_past_their_term_and_nothing_else(house: House, tmp_path: Path):
    old, foreign = tmp_path / "keys-20200101T000000Z.box", tmp_path / "keys-of-the-house.box"
    for path in (old, foreign):
        path.write_bytes(b"x")
    root = house.data.parent
    done = house.bitim("backup", tmp_path / "b", "--keys-to", tmp_path, "--recovery-key", root / "recovery.pub")
    assert done.returncode == 0, done.stderr
    assert not old.exists()
    assert foreign.exists()
    assert len(list(tmp_path.glob("keys-2*.box"))) == 1


def test_a_restore_never_writes_over_a_house(house: House):
    before = house.python(NAMES)
    _, complaint = restored(house, house.data)
    assert "something here already" in complaint
    assert house.python(NAMES) == before


def test_no_words_of_people_and_no_key_lie_open_in_a_backup(house: House):
    root = house.data.parent
    master = (house.data / "keys" / "master.key").read_bytes().strip()
    for path in (path for name in ("early", "late") for path in (root / name).rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
        assert master not in content
        assert bytes.fromhex(master.decode()) not in content
    with tarfile.open(one(root / "early", "data-*.tar.gz")) as archive:
        names = archive.getnames()
        database = archive.extractfile("bitim.sqlite3").read()
    assert "Айгерім".encode() not in database
    assert not [name for name in names if "key" in name]


def test_keys_are_never_copied_open(house: House, tmp_path: Path):
    done = house.bitim("backup", tmp_path)
    assert done.returncode == 1
    assert "backed up only closed" in done.stderr
    assert os.listdir(tmp_path) == []


def test_a_copy_taken_while_the_house_writes_is_whole(house: House, tmp_path: Path):
    script = """
import os, sqlite3, time
db = sqlite3.connect(os.environ["BITIM_DATA"] + "/bitim.sqlite3", timeout=60)
while True:
    with db:
        db.execute("INSERT INTO kernel_job VALUES (?, '2026-01-01')", (str(time.monotonic_ns()),))
"""
    writer = subprocess.Popen([sys.executable, "-c", script], env=house.environment())
    try:
        written(house, more_than=0)
        backup(house, "busy")
        written(house, more_than=jobs(house))  # it wrote to the end and after
    finally:
        writer.terminate()
        writer.wait(60)
    root = house.data.parent
    done = House(tmp_path / "new").bitim(
        "restore",
        one(root / "busy", "data-*.tar.gz"),
        "--keys",
        one(root / "busy", "keys-*.box"),
        "--recovery-key",
        root / "recovery",
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.postgres
def test_postgresql_goes_there_and_back(tmp_path: Path):
    import psycopg
    from tests.support.needs import needed

    address = os.environ.get("BITIM_DATABASE") or needed("PostgreSQL, started by ./test", "sudo apt install postgresql")
    with psycopg.connect(address, autocommit=True) as connection:
        for name in ("there", "back"):
            connection.execute(f"DROP DATABASE IF EXISTS bitim_{name}")
            connection.execute(f"CREATE DATABASE bitim_{name}")
    there, back = (address.rpartition("/")[0] + f"/bitim_{name}" for name in ("there", "back"))
    house = houses.make(tmp_path / "live", PEOPLE, BITIM_DATABASE=there)
    assert house.bitim("recovery-key", tmp_path / "recovery").returncode == 0
    backup(house, "early")
    house.python(SHRED)
    new, complaint = restored(house, tmp_path / "new", BITIM_DATABASE=back)
    assert complaint == ""
    assert new.python(NAMES) == "Айгерім,Виктор"
    assert new.bitim("verify-audit").returncode == 0
    _, complaint = restored(house, tmp_path / "newer", BITIM_DATABASE=back)
    assert "something here already" in complaint
