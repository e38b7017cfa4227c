"""The walk along the record: whole chains pass; a changed, dropped, moved or cut row is named."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection

from bitim.kernel import audit, clock
from bitim.kernel.access import SYSTEM
from bitim.kernel.models import ChainHead, Checkpoint, Event
from bitim.kernel.record import Happening, record

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Said(Happening):
    """A thing for tests."""

    number: int


@pytest.fixture
def chain() -> UUID:
    made = uuid4()
    for number in range(1, 8):
        record(Said(made, made, number), actor=SYSTEM)
    record(Said(uuid4(), uuid4(), 1), actor=SYSTEM)
    return made


@pytest.fixture
def hand() -> None:
    """Somebody with the database in their hands: no trigger stops them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER kernel_event_no_{verb}")
        else:
            cursor.execute("ALTER TABLE kernel_event DISABLE TRIGGER USER")


def found(*files: Path) -> dict[UUID, tuple[int | None, str | None]]:
    walked = [one for one in audit.walk(files) if isinstance(one, audit.Walked)]
    return {one.chain: (one.report.broken_at, one.report.why) for one in walked if not one.report.ok}


def row(chain: UUID, number: int):
    return Event.objects.system().filter(chain=chain, chain_seq=number)


def test_whole_chains_pass(chain: UUID):
    audit.sign_checkpoints()
    assert found() == {}
    assert sum(isinstance(one, audit.Walked) for one in audit.walk()) == 2


@pytest.mark.usefixtures("hand")
@pytest.mark.parametrize(
    "new",
    [
        {"payload": {"number": 99}},
        {"kind": "Other"},
        {"role": "party"},
        {"pseudonym": uuid4()},
        {"audience": uuid4()},
        {"seq": 900},
    ],
    ids=lambda new: next(iter(new)),
)
def test_a_changed_row_is_named(chain: UUID, new: dict[str, object]):
    row(chain, 4).update(**new)
    assert found() == {chain: (4, "row altered")}


@pytest.mark.usefixtures("hand")
def test_one_flipped_byte_of_a_row_is_named(chain: UUID):
    row(chain, 5).update(at=row(chain, 5).get().at + timedelta(microseconds=1))
    assert found() == {chain: (5, "row altered")}


@pytest.mark.usefixtures("hand")
def test_a_row_damaged_beyond_reading_is_named(chain: UUID):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps no unreadable value in these columns")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_event SET at='never' WHERE chain=%s AND chain_seq=6", [chain.hex])
    assert found() == {chain: (6, "row altered")}


@pytest.mark.usefixtures("hand")
@pytest.mark.parametrize("number", [1, 4, 7])
def test_a_dropped_row_is_named(chain: UUID, number: int):
    row(chain, number).delete()
    assert found() == {chain: (number, "gap")}


@pytest.mark.usefixtures("hand")
def test_rows_in_another_order_are_named(chain: UUID):
    row(chain, 3).update(chain_seq=99)
    row(chain, 4).update(chain_seq=3)
    row(chain, 99).update(chain_seq=4)
    assert found() == {chain: (3, "row altered")}


@pytest.mark.usefixtures("hand")
def test_a_tail_cut_with_its_head_is_seen_by_a_checkpoint_kept_elsewhere(chain: UUID, tmp_path: Path):
    kept = audit.export(audit.sign_checkpoints(), tmp_path)
    assert len(kept.splitlines()) == 2
    row(chain, 7).delete()
    last = row(chain, 6).get()
    ChainHead.objects.system().filter(pk=chain).update(seq=6, digest=last.digest)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER kernel_checkpoint_no_delete")
        else:
            cursor.execute("ALTER TABLE kernel_checkpoint DISABLE TRIGGER USER")
    Checkpoint.objects.system().delete()
    assert found() == {}
    assert found(tmp_path / audit.FILE) == {chain: (7, "gap")}


@pytest.mark.usefixtures("chain")
def test_an_altered_checkpoint_line_is_doubted_and_not_believed(tmp_path: Path):
    audit.export(audit.sign_checkpoints(), tmp_path)
    path = tmp_path / audit.FILE
    path.write_text(path.read_text().replace('"seq": 7', '"seq": 8') + "nonsense\n")
    doubts = [one.where for one in audit.walk([path]) if isinstance(one, audit.Doubtful)]
    assert len(doubts) == 2
    assert found(path) == {}


@pytest.mark.usefixtures("chain")
def test_a_chain_that_did_not_grow_is_not_signed_again():
    assert len(audit.sign_checkpoints()) == 2
    assert audit.sign_checkpoints() == []
    chain = uuid4()
    record(Said(chain, chain, 1), actor=SYSTEM)
    assert [one.chain_id for one in audit.sign_checkpoints()] == [str(chain)]


def test_the_moment_of_a_checkpoint_is_the_houses_clock(chain: UUID):
    moment = clock.now() - timedelta(days=3)
    clock.set_source(lambda: moment)
    try:
        assert {one.at for one in audit.sign_checkpoints()} == {moment}
    finally:
        clock.set_source(None)
