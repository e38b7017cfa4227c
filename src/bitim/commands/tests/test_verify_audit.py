"""`bitim verify-audit` as the operator reads it: whole, broken with chain, number and reason, doubted checkpoints."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bitim.commands.tests import houses
from bitim.commands.tests.houses import House

pytestmark = pytest.mark.slow  # whole processes, begun from the command line

RECORD = """
from uuid import UUID
from bitim.kernel import audit
from bitim.kernel.access import SYSTEM
from bitim.kernel.locking import write
from bitim.people.events import PersonAdded
CHAIN = UUID(int=7)
with write():
    from bitim.kernel.record import record
    for _ in range(6):
        record(PersonAdded(CHAIN, CHAIN, CHAIN), actor=SYSTEM)
audit.export(audit.sign_checkpoints(), settings.DATA)
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> House:
    """A house with a record and its signed checkpoint; nobody has touched it."""
    return houses.make(tmp_path_factory.mktemp("recorded") / "data", RECORD, migrated)


@pytest.fixture
def house(recorded: House, tmp_path: Path) -> House:
    """A copy of it, for one test to break."""
    shutil.copytree(recorded.data, tmp_path / "data")
    return House(tmp_path / "data")


def by_hand(house: House, sql: str) -> None:
    """Change the file of the database as somebody who holds it could, without Bitim and without its triggers."""
    with closing(sqlite3.connect(house.data / "bitim.sqlite3")) as database:
        for verb in ("update", "delete"):
            database.execute(f"DROP TRIGGER kernel_event_no_{verb}")
        database.executescript(sql)
        database.commit()


def test_a_whole_record_is_said_to_be_whole(house: House):
    done = house.bitim("verify-audit")
    assert done.returncode == 0
    assert "6 rows of 1 chains are as they were written" in done.stdout
    assert "no checkpoint from another machine" in done.stdout


@pytest.mark.parametrize(
    ("sql", "number", "why"),
    [
        ("UPDATE kernel_event SET kind='PersonAddee' WHERE chain_seq=3", 3, "says something else"),
        ("DELETE FROM kernel_event WHERE chain_seq=4", 4, "is missing"),
        ("UPDATE kernel_event SET chain_seq=CASE chain_seq WHEN 2 THEN 50 ELSE 2 END WHERE chain_seq IN (2, 5)", 2, ""),
        ("DELETE FROM kernel_event WHERE chain_seq=6; DELETE FROM kernel_chainhead", 6, "is missing"),
    ],
)
def test_where_it_broke_is_said(house: House, sql: str, number: int, why: str):
    by_hand(house, sql)
    done = house.bitim("verify-audit")
    assert done.returncode == 1
    assert f"breaks at row {number}: " in done.stdout
    assert why in done.stdout


def test_a_forged_checkpoint_is_named_and_not_believed(house: House, tmp_path: Path):
    forged = tmp_path / "checkpoints.jsonl"
    forged.write_text((house.data / "checkpoints.jsonl").read_text().replace('"seq": 6', '"seq": 9'))
    done = house.bitim("verify-audit", "--checkpoints", forged)
    assert done.returncode == 1
    assert "line 1 of checkpoints.jsonl" in done.stdout
    assert "breaks at" not in done.stdout
