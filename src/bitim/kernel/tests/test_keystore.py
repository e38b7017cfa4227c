"""Keys: given to their scope alone, destroyed for good, destroyed again after a restore."""

from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from bitim.kernel.keystore import KeyStore, Scope, Shredded, make_master


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys.sqlite3", bytes(32))


def test_a_scope_keeps_its_key_across_openings(store: KeyStore):
    scope = Scope("side", uuid4(), uuid4())
    key_id, key = store.active(scope)
    again = KeyStore(store.path, bytes(32))
    assert again.active(scope) == (key_id, key)


def test_the_wrong_master_key_opens_nothing(store: KeyStore):
    scope = Scope("side", uuid4(), uuid4())
    store.active(scope)
    with pytest.raises(InvalidTag):
        KeyStore(store.path, b"1" * 32).active(scope)


@pytest.mark.parametrize("column", ["class", "owner", "version"])
def test_a_key_put_under_another_scope_by_hand_does_not_open(store: KeyStore, column: str):
    one, two = Scope("side", uuid4(), uuid4()), Scope("joint", uuid4(), uuid4())
    (one_id, _), (two_id, _) = store.active(one), store.active(two)
    if column == "version":
        store._db.execute("UPDATE data_key SET version=2 WHERE id=?", (str(one_id),))
    else:
        of_two = f"(SELECT {column} FROM data_key WHERE id=?)"
        store._db.execute(f"UPDATE data_key SET {column}={of_two} WHERE id=?", (str(two_id), str(one_id)))
    with pytest.raises(InvalidTag):
        KeyStore(store.path, bytes(32)).key(one_id)


def test_a_shredded_key_is_gone_for_every_opening_and_from_the_file(store: KeyStore):
    case, side = uuid4(), uuid4()
    key_id, _ = store.active(Scope("side", side, case))
    wrapped = store._db.execute("SELECT wrapped FROM data_key WHERE id=?", (str(key_id),)).fetchone()[0]
    other = KeyStore(store.path, bytes(32))
    assert other.key(key_id)
    assert store.shred(case=case, classes=["side"]) == [key_id]
    for opening in (store, other):
        with pytest.raises(Shredded):
            opening.key(key_id)
        with pytest.raises(Shredded):
            opening.active(Scope("side", side, case))
    for file in store.path.parent.iterdir():
        assert wrapped not in file.read_bytes()


def test_other_classes_of_the_case_stay(store: KeyStore):
    case = uuid4()
    store.active(Scope("side", uuid4(), case))
    joint, _ = store.active(Scope("joint", case, case))
    store.shred(case=case, classes=["side", "private"])
    assert store.key(joint)


def test_a_restored_older_store_forgets_again_by_the_ledger(store: KeyStore, tmp_path: Path):
    case = uuid4()
    key_id, _ = store.active(Scope("side", uuid4(), case))
    store.copy_to(tmp_path / "old.sqlite3")
    store.shred(case=case, classes=["side"])
    restored = KeyStore(tmp_path / "old.sqlite3", bytes(32))
    assert restored.key(key_id)
    assert restored.apply_ledger(store.ledger()) == 1
    with pytest.raises(Shredded):
        restored.key(key_id)


def test_shredding_nothing_in_particular_is_refused(store: KeyStore):
    with pytest.raises(ValueError, match="whose"):
        store.shred(case=uuid4(), classes=[])


def test_a_master_key_is_never_overwritten_and_is_private(tmp_path: Path):
    path = tmp_path / "keys" / "master.key"
    make_master(path)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        make_master(path)
